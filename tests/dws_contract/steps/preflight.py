"""The first step: does the service answer, are the credentials good, and which plain request does it accept?"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from http import HTTPStatus

from dws_contract.document import JSON
from dws_contract.steps import hosts
from dws_contract.steps.asking import Run
from dws_contract.steps.proving import given
from dws_contract.steps.questions import OK, Probe
from dws_contract.traffic.credentials import Signature
from dws_contract.traffic.messages import Exchange
from dws_contract.traffic.present import printable
from dws_contract.traffic.target import Unjudgeable, clock_ahead
from dws_snapshots.signing import AccessKey

_REASONS = {
    400: "the plainest request was refused (400)",
    401: "the credentials were refused (401)",
    403: "the request was forbidden (403): the project is not the caller's, or its cluster is busy",
    404: "the cluster or the path was not found (404)",
}


@dataclass(frozen=True)
class _Plain:
    """A plain request: the shape of its name, its other members, its media type."""

    shape: str = "a" * 23
    members: dict[str, str] = field(default_factory=dict)
    media_type: str = JSON


_PLAIN = (
    _Plain(),
    _Plain(members={"description": "dws-contract"}),
    _Plain(shape="a" * 22 + "0"),
    _Plain(shape="A" + "a" * 22),
    _Plain(shape="a" * 11 + "-" + "a" * 11),
    _Plain(media_type=f"{JSON}; charset=utf-8"),
)


def prepare(run: Run) -> None:
    """Find credentials and a plain request that the service accepts. All later requests are made from these.

    Raises Unjudgeable if no create succeeds: then no answer would prove anything.
    """
    tried: list[Exchange] = []
    for _ in every_proof(run):
        tried = _try(run)
        if tried[-1].accepted:
            for exchange in tried:
                run.conclude(_probe(exchange), exchange)
            made = run.snapshots.made[-1].id
            if made is not None:
                run.waiting.status(made)
            return
    last = tried[0]
    why = last.failure if last.answer is None else _REASONS.get(last.status, f"the answer was {last.status}")
    if last.answer is not None and "Location" in last.answer.headers:
        why += f", a redirect to {printable(last.answer.headers['Location'])}"
    signature = run.requests.signature
    if last.status == HTTPStatus.UNAUTHORIZED and signature and hosts.refused_for_host(run, signature):
        why += f": {hosts.CHANGED}"
    raise Unjudgeable(f"{run.options.url} cannot be tested, because no create succeeded: {why}.", last)


def every_proof(run: Run) -> Iterator[None]:
    """Set up one proof of identity after the other. The caller stops when one works."""
    options = run.options
    run.secrets.add(options.token, "the token")
    run.secrets.add(options.secret_key, "the secret key")
    for name, value in options.headers:
        run.secrets.hide(value, f"the header {name}")
    run.secrets.add(options.security_token, "the security token")
    if options.access_key is not None and options.secret_key is not None:
        run.requests.signature = Signature(AccessKey(options.access_key, options.secret_key, options.security_token))
    if options.token is not None:
        run.requests.credentials = run.requests.token = given(options.token)
        yield
    elif run.proving.fetches_tokens:
        run.secrets.add(options.password, "the password")
        run.proving.fetch()
        yield
    if run.requests.signature is not None:
        run.requests.credentials = run.requests.signature
        yield


def _try(run: Run) -> list[Exchange]:
    """Send plain requests until one is accepted, or refused for a reason that no other plain request can change."""
    exchanges: list[Exchange] = []
    for plain in _PLAIN:
        run.requests.shape, run.requests.media_type = plain.shape, plain.media_type
        run.requests.defaults = {"cluster_id": run.options.cluster_id, **plain.members}
        exchange = run.waiting.send(run.requests.create())
        if exchange.answer is not None and _set_clock(run, exchange):
            exchange = run.waiting.send(run.requests.create())
        exchanges.append(exchange)
        if exchange.status not in (HTTPStatus.BAD_REQUEST, HTTPStatus.INTERNAL_SERVER_ERROR):
            break
    return exchanges


def _set_clock(run: Run, exchange: Exchange) -> bool:
    """Sign by the service's clock if it differs from ours. Return whether the request may succeed then."""
    assert exchange.answer is not None
    ahead = clock_ahead(exchange.answer)
    if run.requests.signature is None or not ahead or run.requests.signature.clock:
        return False
    run.requests.signature = replace(run.requests.signature, clock=ahead)
    if not isinstance(run.requests.credentials, Signature):
        return False
    run.requests.credentials = run.requests.signature
    return exchange.status == HTTPStatus.UNAUTHORIZED


def _probe(exchange: Exchange) -> Probe:
    rule = "it keeps every rule of the contract"
    return Probe(clause="create-accepted", what="a plain create", rule=rule, request=exchange.request, expect=OK)
