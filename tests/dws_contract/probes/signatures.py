"""Signatures: with wrong keys, and with the right key but made for something else than what is sent."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

from dws_contract.probes.proofs import OF_SIGNATURES, OTHER_MEDIA_TYPE, UNAUTHORIZED, foreign_project
from dws_contract.steps.asking import Run
from dws_contract.steps.questions import Probe
from dws_contract.traffic.credentials import MADE_UP_SECRET_KEY, UNKNOWN_ACCESS_KEY, UNSIGNED_PAYLOAD, Signature, Tamper
from dws_contract.traffic.messages import Request
from dws_snapshots.signing import AccessKey, sdk_date

_MINUTES = 60
_LONG = 100_000
"""More bytes than a service reads at once."""
_NEED_NOT = ("content-type", "host", "x-security-token")
"""Headers that a signature need not cover."""
_NEEDS = ("auth-required", "signature-key")


def ask(run: Run) -> None:
    """Test signatures."""
    unknown = Signature(AccessKey(UNKNOWN_ACCESS_KEY, MADE_UP_SECRET_KEY))
    request = replace(run.requests.create(), credentials=unknown)
    _refuse(run, "signature-key", "a signature by an unknown key pair", request)
    if run.requests.signature is None:
        run.findings.miss("signature-key", "in part: no access key and secret key were given")
        for clause in OF_SIGNATURES:
            run.findings.miss(clause, "no access key and secret key were given")
        return
    _keys(run)
    for clause, what, tamper in _departures(run):
        _tampered(run, clause, what, tamper)
    name, colon, _ = run.target.host.rpartition(":")
    if colon:
        _tampered(run, "signature-headers", "a signature made for the host without its port", Tamper(host=name))
    _sent_otherwise(run)
    _clock(run)
    _right(run)


def _keys(run: Run) -> None:
    _tampered(run, "signature-key", "a signature with a wrong secret key", Tamper(secret_key=MADE_UP_SECRET_KEY))
    _tampered(run, "signature-key", "a signature with an empty secret key", Tamper(secret_key=""))
    _tampered(run, "signature-key", "a signature with an unknown access key", Tamper(access_key=UNKNOWN_ACCESS_KEY))
    for what, edit in (
        ("a signature by the access key with one letter added", ("Access=([^,]+)", r"Access=\1A")),
        ("a signature by the access key without its last character", ("Access=([^,]+)[^,]", r"Access=\1")),
        ("a signature that is right in its first half only", ("Signature=(.{32}).*", r"Signature=\1" + "0" * 32)),
        ("a signature that is right in its second half only", ("Signature=.{32}", "Signature=" + "0" * 32)),
        ("a signature without its last digit", (".$", "")),
        ("a signature with one digit added", ("$", "0")),
    ):
        _tampered(run, "signature-key", what, Tamper(edit=edit))
    assert run.requests.signature is not None
    access_key = run.requests.signature.key.access_key
    if access_key.swapcase() != access_key:
        swapped = Tamper(access_key=access_key.swapcase())
        _tampered(run, "signature-key", "a signature by the access key in another case", swapped)
    if run.requests.signature.key.security_token is not None:
        for what, edit in (("without its token", ("^.*$", "")), ("with another token", ("^.", "~"))):
            _tampered(run, "signature-key", f"a signature by a temporary key {what}", Tamper(token_edit=edit))


def _departures(run: Run) -> list[tuple[str, str, Tamper]]:
    path = run.requests.path
    return [
        ("signature-target", "a signature made for GET", Tamper(method="GET")),
        ("signature-target", "a signature made for PUT", Tamper(method="PUT")),
        ("signature-target", "a signature made for another path", Tamper(target=f"{path}/other")),
        (
            "signature-target",
            "a signature made for another project",
            Tamper(target=run.requests.path_of(foreign_project(run))),
        ),
        ("signature-target", "a signature made for a query that is not sent", Tamper(target=f"{path}?limit=1")),
        ("signature-headers", "a signature made for another host", Tamper(host="dws.example.com")),
        (
            "signature-headers",
            "a signature made for another Content-Type",
            Tamper(header=("content-type", OTHER_MEDIA_TYPE)),
        ),
        ("signature-headers", "a signature over a header that is not sent", Tamper(header=("x-dws-contract", "1"))),
        ("signature-headers", "a signature with X-Sdk-Date changed after signing", Tamper(date_drift=1)),
        (
            "signature-headers",
            "a signature over a header that SignedHeaders does not name",
            Tamper(edit=("SignedHeaders=content-type;", "SignedHeaders=")),
        ),
        ("signature-body", "a signature made for another body", Tamper(body='{"snapshot": {}}')),
        ("signature-body", "a signature made for an empty body", Tamper(body="")),
        (
            "signature-body",
            "a signature made for another body, announced in X-Sdk-Content-Sha256",
            Tamper(body="{}", content_sha256=True),
        ),
        ("signature-date-signed", "a signature that leaves out x-sdk-date", Tamper(omit=("x-sdk-date",))),
        ("signature-date-signed", "a signature over no header", Tamper(omit=(*_NEED_NOT, "x-sdk-date"))),
        (
            "signature-unsigned-payload",
            "a signature over UNSIGNED-PAYLOAD, not announced",
            Tamper(payload=UNSIGNED_PAYLOAD),
        ),
        (
            "authorization-malformed",
            "a signature with the name of another algorithm",
            Tamper(edit=("^SDK-HMAC-SHA256", "AWS4-HMAC-SHA256")),
        ),
        ("authorization-malformed", "an empty signature", Tamper(edit=("Signature=.*", "Signature="))),
        ("authorization-malformed", "a signature cut short", Tamper(edit=("Signature=(.{32}).*", r"Signature=\1"))),
        ("authorization-malformed", "a signature without its algorithm", Tamper(edit=("^SDK-HMAC-SHA256 ", ""))),
    ]


def _sent_otherwise(run: Run) -> None:
    """Send requests that differ from those that their signatures were made for."""
    request = run.requests.create()
    unsigned_query = replace(request, path=f"{request.path}?limit=1")
    what = "a query that the signature was not made for"
    _refuse(run, "signature-target", what, signed(run, unsigned_query, Tamper(target=run.requests.path)))
    elsewhere = replace(request, path=run.requests.path_of(foreign_project(run)))
    what = "another project's path with a signature made for the caller's"
    _refuse(run, "auth-first", what, signed(run, elsewhere, Tamper(target=run.requests.path)))
    spaced = replace(request, body=b" " + (request.body or b""))
    what = "a body with a space that the signature was not made for"
    _refuse(run, "signature-body", what, signed(run, spaced, Tamper(body=(request.body or b"").decode())))
    _other_host(run)
    _replayed(run)


def _other_host(run: Run) -> None:
    """Send another Host. A gateway may refuse that in its own way, but the request must not be accepted."""
    request = replace(run.requests.create(), headers=(("Host", "dws.example.com"),))
    run.expect(
        frozenset({400, 401, 403, 404, 421}),
        "signature-headers",
        "another Host than the signature was made for",
        signed(run, request, Tamper()),
        "the contract says 401",
        needs=_NEEDS,
    )


def _replayed(run: Run) -> None:
    """Test that a signature that was right once is not accepted with another body."""
    assert run.requests.signature is not None
    first = run.requests.create(name="a")
    date = sdk_date(datetime.now(UTC) + timedelta(seconds=run.requests.signature.clock))
    run.sender.send(signed(run, first, Tamper(date=date)))
    again = signed(run, run.requests.create(), Tamper(date=date, body=(first.body or b"").decode()))
    what = "a signature that was right for an earlier request, with another body"
    _refuse(run, "signature-body", what, again)


def _clock(run: Run) -> None:
    for minutes in (-16, 16, -24 * 60, 24 * 60):
        when = f"{abs(minutes)} minutes {'ahead' if minutes > 0 else 'ago'}"
        _tampered(run, "signature-clock", f"a signature dated {when}", Tamper(shift=minutes * _MINUTES))
    for date in ("", "now", "2026-11-24T03:36:55Z", "20261301T000000Z", "99999999T999999Z"):
        _tampered(run, "signature-clock", f"a signature dated `{date}`", Tamper(date=date))


def _right(run: Run) -> None:
    """Send correct signatures with a bad body: 400 shows that the signature was accepted, and nothing is created."""
    bad = run.requests.create(name="a")
    rule = "the signature is right, so only the body is refused, with 400"
    for minutes in (-14, 14):
        when = f"{abs(minutes)} minutes {'ahead' if minutes > 0 else 'ago'}"
        request = signed(run, bad, Tamper(shift=minutes * _MINUTES))
        probe = Probe(clause="signature-clock", what=f"a signature dated {when}", rule=rule, request=request)
        run.ask(probe)
    spaced = replace(bad, body=b"\n " + (bad.body or b"") + b" \n")
    long = run.requests.create(name="a", description="a" * _LONG)
    charset = replace(bad, media_type="application/json; charset=utf-8")
    unsigned = Tamper(payload=UNSIGNED_PAYLOAD, content_sha256=True)
    for clause, what, request, tamper in (
        ("signature-body", "a signature over a body with white space around it", spaced, Tamper()),
        ("signature-body", "a signature over a long body", long, Tamper()),
        ("signature-headers", "a signature over a Content-Type with a charset", charset, Tamper()),
        ("signature-date-signed", "a signature that leaves out host", bad, Tamper(omit=("host",))),
        ("signature-date-signed", "a signature over x-sdk-date alone", bad, Tamper(omit=_NEED_NOT)),
        ("signature-unsigned-payload", "a signature over UNSIGNED-PAYLOAD, as announced", bad, unsigned),
    ):
        probe = Probe(clause=clause, what=what, rule=rule, request=signed(run, request, tamper))
        run.ask(probe)
    query = replace(bad, path=f"{bad.path}?b=2&a=%20&a=&c=~*")
    probe = Probe(
        clause="signature-target",
        what="a signature over a query that is not sorted",
        rule="the signature is right, so the answer must not be 401",
        request=signed(run, query, Tamper()),
        expect=frozenset({400, 403, 404}),
    )
    run.ask(probe)
    spaced = replace(bad, path=f"{bad.path}?a=b+c")
    what, request = "a signature over a query with a `+` for a space", signed(run, spaced, Tamper())
    run.ask(replace(probe, clause="query-plus-space", what=what, request=request))


def _tampered(run: Run, clause: str, what: str, tamper: Tamper) -> None:
    _refuse(run, clause, what, signed(run, run.requests.create(), tamper))


def signed(run: Run, request: Request, tamper: Tamper) -> Request:
    """Return the request with a signature that has the changes of `tamper`."""
    assert run.requests.signature is not None
    return replace(request, credentials=replace(run.requests.signature, tamper=tamper))


def _refuse(run: Run, clause: str, what: str, request: Request) -> None:
    needs = tuple(need for need in _NEEDS if need != clause)
    rule = "the contract says 401"
    run.expect(UNAUTHORIZED, clause, what, request, rule, needs=needs)
