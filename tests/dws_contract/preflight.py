"""Before judging: is there a service, are the credentials good, and which plain request does it accept?"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from http import HTTPStatus

from dws_contract.credentials import Signature, Token
from dws_contract.document import JSON
from dws_contract.examiner import Examiner
from dws_contract.messages import Exchange
from dws_contract.questions import OK, Probe
from dws_contract.target import Unjudgeable, clock_ahead
from dws_snapshots.signing import AccessKey

_REASONS = {
    400: "the plainest request was refused (400)",
    401: "the credentials were refused (401)",
    403: "the project was refused (403): it is not the caller's, or its cluster is busy",
    404: "the cluster, or the path, was not found (404)",
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


def prepare(examiner: Examiner) -> None:
    """Find credentials and a plain request that the service accepts; every later request is made from these.

    Raises Unjudgeable where no create succeeds: then nothing can be told from any answer.
    """
    tried: list[Exchange] = []
    for _ in _every_proof(examiner):
        tried = _try(examiner)
        if tried[-1].accepted:
            for exchange in tried:
                examiner.judge(_probe(exchange), exchange)
            made = examiner.snapshots.made[-1].id
            if made is not None:
                examiner.waiting.status(made)
            return
    last = tried[0]
    why = _REASONS.get(last.status, f"the answer was {last.status}") if last.answer is not None else last.failure
    raise Unjudgeable(f"{examiner.options.url}: no create succeeded, so nothing can be told: {why}.")


def _every_proof(examiner: Examiner) -> Iterator[None]:
    """Give the examiner one proof of identity after the other, until the caller has had enough."""
    options = examiner.options
    examiner.secrets.add(options.token, "the token")
    examiner.secrets.add(options.secret_key, "the secret key")
    examiner.secrets.add(options.security_token, "the security token")
    if options.access_key is not None and options.secret_key is not None:
        examiner.signature = Signature(AccessKey(options.access_key, options.secret_key, options.security_token))
    if options.token is not None:
        examiner.credentials = examiner.token = Token(options.token, "$DWS_TOKEN")
        yield
    if examiner.signature is not None:
        examiner.credentials = examiner.signature
        yield


def _try(examiner: Examiner) -> list[Exchange]:
    """Send plain requests until one is accepted, or refused for what no other plain request mends."""
    exchanges: list[Exchange] = []
    for plain in _PLAIN:
        examiner.shape, examiner.media_type = plain.shape, plain.media_type
        examiner.defaults = {"cluster_id": examiner.options.cluster_id, **plain.members}
        exchange = examiner.send_when_idle(examiner.create())
        if exchange.answer is not None and _set_clock(examiner, exchange):
            exchange = examiner.send_when_idle(examiner.create())
        exchanges.append(exchange)
        if exchange.status not in (HTTPStatus.BAD_REQUEST, HTTPStatus.INTERNAL_SERVER_ERROR):
            break
    return exchanges


def _set_clock(examiner: Examiner, exchange: Exchange) -> bool:
    """Sign by the service's clock where it differs from ours. Returns whether that may mend the exchange."""
    assert exchange.answer is not None
    ahead = clock_ahead(exchange.answer)
    if examiner.signature is None or not ahead or examiner.signature.clock:
        return False
    examiner.signature = replace(examiner.signature, clock=ahead)
    if not isinstance(examiner.credentials, Signature):
        return False
    examiner.credentials = examiner.signature
    return exchange.status == HTTPStatus.UNAUTHORIZED


def _probe(exchange: Exchange) -> Probe:
    rule = "it keeps every rule of the contract"
    return Probe(clause="create-accepted", what="a plain create", rule=rule, request=exchange.request, expect=OK)
