"""Signatures: wrong keys, and right keys over something else than what is sent."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

from dws_contract.credentials import MADE_UP_SECRET_KEY, UNKNOWN_ACCESS_KEY, UNSIGNED_PAYLOAD, Signature, Tamper
from dws_contract.examiner import Examiner
from dws_contract.messages import Request
from dws_contract.probes.proofs import OF_SIGNATURES, OTHER_MEDIA_TYPE, UNAUTHORIZED, foreign_project
from dws_contract.questions import Probe
from dws_snapshots.signing import AccessKey, sdk_date

_MINUTES = 60
_NEED_NOT = ("content-type", "host", "x-security-token")
"""Headers that a signature need not cover."""
_NEEDS = ("auth-required", "signature-key")


def ask(examiner: Examiner) -> None:
    """Ask about signatures."""
    unknown = Signature(AccessKey(UNKNOWN_ACCESS_KEY, MADE_UP_SECRET_KEY))
    request = replace(examiner.create(), credentials=unknown)
    _refuse(examiner, "signature-key", "a signature by an unknown key pair", request)
    if examiner.signature is None:
        examiner.findings.miss("signature-key", "in part: no access key and secret key were given")
        for clause in OF_SIGNATURES:
            examiner.findings.miss(clause, "no access key and secret key were given")
        return
    _keys(examiner)
    for clause, what, tamper in _departures(examiner):
        _tampered(examiner, clause, what, tamper)
    name, colon, _ = examiner.target.host.rpartition(":")
    if colon:
        _tampered(examiner, "signature-headers", "a signature over the host without its port", Tamper(host=name))
    _sent_otherwise(examiner)
    _clock(examiner)
    _right(examiner)


def _keys(examiner: Examiner) -> None:
    _tampered(examiner, "signature-key", "a signature with a wrong secret key", Tamper(secret_key=MADE_UP_SECRET_KEY))
    _tampered(examiner, "signature-key", "a signature with an empty secret key", Tamper(secret_key=""))
    _tampered(
        examiner, "signature-key", "a signature with an unknown access key", Tamper(access_key=UNKNOWN_ACCESS_KEY)
    )
    half = Tamper(edit=("Signature=(.{32}).*", r"Signature=\1" + "0" * 32))
    _tampered(examiner, "signature-key", "a signature that is right in its first half only", half)


def _departures(examiner: Examiner) -> list[tuple[str, str, Tamper]]:
    path = examiner.path
    return [
        ("signature-target", "a signature made for GET", Tamper(method="GET")),
        ("signature-target", "a signature made for PUT", Tamper(method="PUT")),
        ("signature-target", "a signature made for another path", Tamper(target=f"{path}/other")),
        (
            "signature-target",
            "a signature made for another project",
            Tamper(target=examiner.path_of(foreign_project(examiner))),
        ),
        ("signature-target", "a signature made for a query that is not sent", Tamper(target=f"{path}?limit=1")),
        ("signature-headers", "a signature made for another host", Tamper(host="dws.example.com")),
        (
            "signature-headers",
            "a signature made for another Content-Type",
            Tamper(header=("content-type", OTHER_MEDIA_TYPE)),
        ),
        ("signature-headers", "a signature over a header that is not sent", Tamper(header=("x-dws-contract", "1"))),
        ("signature-headers", "a signature with X-Sdk-Date changed after signing", Tamper(date_drift=_MINUTES)),
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
            "a signature of another algorithm's name",
            Tamper(edit=("^SDK-HMAC-SHA256", "AWS4-HMAC-SHA256")),
        ),
        ("authorization-malformed", "an empty signature", Tamper(edit=("Signature=.*", "Signature="))),
        ("authorization-malformed", "a signature cut short", Tamper(edit=("Signature=(.{32}).*", r"Signature=\1"))),
        ("authorization-malformed", "a signature without its algorithm", Tamper(edit=("^SDK-HMAC-SHA256 ", ""))),
    ]


def _sent_otherwise(examiner: Examiner) -> None:
    """Ask with requests that depart from what their signature is right for."""
    request = examiner.create()
    unsigned_query = replace(request, path=f"{request.path}?limit=1")
    what = "a query that the signature was not made for"
    _refuse(examiner, "signature-target", what, _signed(examiner, unsigned_query, Tamper(target=examiner.path)))
    elsewhere = replace(request, path=examiner.path_of(foreign_project(examiner)))
    what = "another project's path with a signature made for the caller's"
    _refuse(examiner, "signature-target", what, _signed(examiner, elsewhere, Tamper(target=examiner.path)))
    spaced = replace(request, body=b" " + (request.body or b""))
    what = "a body with a space that the signature was not made for"
    _refuse(examiner, "signature-body", what, _signed(examiner, spaced, Tamper(body=(request.body or b"").decode())))
    _other_host(examiner)
    _replayed(examiner)


def _other_host(examiner: Examiner) -> None:
    """A gateway in front of the service may know no such host, and say so in its own way: but it must not accept."""
    request = replace(examiner.create(), headers=(("Host", "dws.example.com"),))
    examiner.ask(
        Probe(
            clause="signature-headers",
            what="another Host than the signature was made for",
            rule="the contract says 401",
            request=_signed(examiner, request, Tamper()),
            expect=frozenset({400, 401, 403, 404, 421}),
            needs=_NEEDS,
        )
    )


def _replayed(examiner: Examiner) -> None:
    """Ask whether a signature that was right once is taken for right with another body."""
    assert examiner.signature is not None
    first = examiner.create(name="a")
    date = sdk_date(datetime.now(UTC) + timedelta(seconds=examiner.signature.clock))
    examiner.send(_signed(examiner, first, Tamper(date=date)))
    again = _signed(examiner, examiner.create(), Tamper(date=date, body=(first.body or b"").decode()))
    what = "a signature that was right for an earlier request, with another body"
    _refuse(examiner, "signature-body", what, again)


def _clock(examiner: Examiner) -> None:
    for minutes in (-16, 16, -24 * 60, 24 * 60):
        when = f"{abs(minutes)} minutes {'ahead' if minutes > 0 else 'ago'}"
        _tampered(examiner, "signature-clock", f"a signature dated {when}", Tamper(shift=minutes * _MINUTES))
    for date in ("", "now", "2026-11-24T03:36:55Z", "20261301T000000Z", "99999999T999999Z"):
        _tampered(examiner, "signature-clock", f"a signature dated `{date}`", Tamper(date=date))


def _right(examiner: Examiner) -> None:
    """Ask with right signatures. The body breaks a rule: 400 shows, at no cost, that the signature was accepted."""
    bad = examiner.create(name="a")
    rule = "the signature is right, so that 400 is due to the body"
    for minutes in (-14, 14):
        when = f"{abs(minutes)} minutes {'ahead' if minutes > 0 else 'ago'}"
        request = _signed(examiner, bad, Tamper(shift=minutes * _MINUTES))
        probe = Probe(clause="signature-clock", what=f"a signature dated {when}", rule=rule, request=request)
        examiner.ask(probe)
    spaced = replace(bad, body=b"\n " + (bad.body or b"") + b" \n")
    charset = replace(bad, media_type="application/json; charset=utf-8")
    unsigned = Tamper(payload=UNSIGNED_PAYLOAD, content_sha256=True)
    for clause, what, request, tamper in (
        ("signature-body", "a signature over a body with white space around it", spaced, Tamper()),
        ("signature-headers", "a signature over a Content-Type with a charset", charset, Tamper()),
        ("signature-date-signed", "a signature that leaves out host", bad, Tamper(omit=("host",))),
        ("signature-date-signed", "a signature over x-sdk-date alone", bad, Tamper(omit=_NEED_NOT)),
        ("signature-unsigned-payload", "a signature over UNSIGNED-PAYLOAD, as announced", bad, unsigned),
    ):
        probe = Probe(clause=clause, what=what, rule=rule, request=_signed(examiner, request, tamper))
        examiner.ask(probe)
    query = replace(bad, path=f"{bad.path}?b=2&a=%20&a=")
    probe = Probe(
        clause="signature-target",
        what="a signature over a query out of order",
        rule="the signature is right, so that it is not for a 401",
        request=_signed(examiner, query, Tamper()),
        expect=frozenset({400, 403, 404}),
    )
    examiner.ask(probe)


def _tampered(examiner: Examiner, clause: str, what: str, tamper: Tamper) -> None:
    _refuse(examiner, clause, what, _signed(examiner, examiner.create(), tamper))


def _signed(examiner: Examiner, request: Request, tamper: Tamper) -> Request:
    assert examiner.signature is not None
    return replace(request, credentials=replace(examiner.signature, tamper=tamper))


def _refuse(examiner: Examiner, clause: str, what: str, request: Request) -> None:
    needs = tuple(need for need in _NEEDS if need != clause)
    rule = "the contract says 401"
    examiner.ask(Probe(clause=clause, what=what, rule=rule, request=request, expect=UNAUTHORIZED, needs=needs))
