"""Verify AK/SK signatures (SDK-HMAC-SHA256), as "AK/SK signature" in openapi.yaml describes them.

Everything is done on the bytes that came, so that no decoding comes between what was signed and what is verified.
"""

from __future__ import annotations

import hashlib
import hmac
import re
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache
from urllib.parse import quote_from_bytes, unquote_to_bytes

from dws_reference.problems import unauthorized
from dws_reference.receiving.http import Request

CLOCK_SKEW = 15 * 60
"""Seconds that X-Sdk-Date may differ from the service's clock, either way."""

UNSIGNED = b"UNSIGNED-PAYLOAD"
"""The value of X-Sdk-Content-Sha256 if the body is not signed."""

_AUTHORIZATION = re.compile(
    rb"SDK-HMAC-SHA256 +(?:Access=(?P<key>[^\s,]+)"
    rb"|Credential=(?P<older_key>[^\s,/]+)/(?P<scope>\d{8}(?:/[^\s,/]*){2}/sdk_request)),"
    rb" *SignedHeaders=(?P<headers>[^\s,]+), *Signature=(?P<signature>[0-9A-Fa-f]{64})"
)
"""The older form, `Credential=`, is not in openapi.yaml: the Go client of Open Telekom Cloud uses it."""

_DATE = re.compile(rb"\d{8}T\d{6}Z")
_UNRESERVED = "-_.~"


@dataclass(frozen=True, slots=True)
class Claim:
    """What a request says about its signature: who signed it, when, and which headers.

    `scope`: the day, region and service for which the older form derives its key; empty in the current form.
    """

    access_key: str
    date: bytes
    signed_headers: list[bytes]
    signature: str
    scope: bytes = b""


def read_claim(request: Request, now: float) -> Claim:
    """The signature that a request carries; `now` is the service's clock in seconds since the epoch.

    Raises Problem (401): a header is missing, repeated or malformed, `x-sdk-date` is not signed, a signed header is
    absent (APIGW.0301), or the date is more than CLOCK_SKEW away (APIGW.0303).
    """
    authorization = request.header(b"authorization")
    match = _AUTHORIZATION.fullmatch(authorization[0]) if len(authorization) == 1 else None
    if not match:
        raise unauthorized(
            "Authorization: must be given once, as SDK-HMAC-SHA256 Access=…, SignedHeaders=…, Signature=…."
        )
    signed = match["headers"].split(b";")
    if signed != sorted({name.lower() for name in signed}):
        raise unauthorized("SignedHeaders: names must be in lower case, sorted, and each given once.")
    if b"x-sdk-date" not in signed:
        raise unauthorized("SignedHeaders: x-sdk-date must be signed.")
    access_key, signature = match["key"] or match["older_key"], match["signature"].decode().lower()
    return Claim(access_key.decode("latin-1"), _date(request, now), signed, signature, match["scope"] or b"")


def verify(claim: Claim, request: Request, body_sha256: str, secret_key: str) -> None:
    """Raise Problem (401, APIGW.0303) unless the claim's signature is that of this request with this key."""
    parts = [
        request.method.encode(),
        canonical_path(request.path),
        canonical_query(request.query),
        *(name + b":" + _value(request, name) for name in claim.signed_headers),
        b"",
        b";".join(claim.signed_headers),
        UNSIGNED if request.header(b"x-sdk-content-sha256") == [UNSIGNED] else body_sha256.encode(),
    ]
    hashed = hashlib.sha256(b"\n".join(parts)).hexdigest()
    scope = [claim.scope] if claim.scope else []
    to_sign = b"\n".join([b"SDK-HMAC-SHA256", claim.date, *scope, hashed.encode()])
    expected = hmac.digest(_signing_key(claim, secret_key), to_sign, "sha256").hex()
    if not (claim.date.startswith(claim.scope[:8]) and hmac.compare_digest(expected, claim.signature)):
        raise unauthorized("The signature does not match the request.", "APIGW.0303")


def _signing_key(claim: Claim, secret_key: str) -> bytes:
    """The secret key; in the older form, a key that is derived from it and the parts of the scope."""
    if not claim.scope:
        return secret_key.encode()
    key = b"SDK" + secret_key.encode()
    for part in claim.scope.split(b"/"):
        key = hmac.digest(key, part, "sha256")
    return key


@lru_cache(256)
def canonical_path(path: bytes) -> bytes:
    """The path with each segment decoded and encoded again; it always ends in `/`."""
    canonical = b"/".join(map(_encoded, unquote_to_bytes(path).split(b"/")))
    return canonical if canonical.endswith(b"/") else canonical + b"/"


def canonical_query(query: bytes) -> bytes:
    """The pairs, decoded like those of a form (`+` is a space), sorted by name and value, and encoded again."""
    if not query:
        return b""
    pairs = []
    for pair in filter(None, query.split(b"&")):
        name, _, value = pair.replace(b"+", b" ").partition(b"=")
        pairs.append((unquote_to_bytes(name), unquote_to_bytes(value)))
    return b"&".join(_encoded(name) + b"=" + _encoded(value) for name, value in sorted(pairs))


def _encoded(value: bytes) -> bytes:
    return quote_from_bytes(value, safe=_UNRESERVED).encode()


def _value(request: Request, name: bytes) -> bytes:
    values = request.header(name)
    if len(values) != 1:
        raise unauthorized(f"SignedHeaders: {name.decode('latin-1')!a} is signed and given {len(values)} times.")
    return values[0]


def _date(request: Request, now: float) -> bytes:
    given = request.header(b"x-sdk-date")
    try:
        if len(given) != 1:
            raise ValueError
        date = _timestamp(given[0])
    except ValueError:
        raise unauthorized("X-Sdk-Date: must be given once: the time of signing, as YYYYMMDDTHHMMSSZ.") from None
    away = abs(now - date)
    if away > CLOCK_SKEW:
        rule = f"must be within {CLOCK_SKEW // 60} minutes of the service's clock"
        raise unauthorized(f"X-Sdk-Date: {rule}, not {away:.0f} s away.", "APIGW.0303")
    return given[0]


@lru_cache(256)
def _timestamp(date: bytes) -> float:
    """Seconds since the epoch. Raises ValueError."""
    if not _DATE.fullmatch(date):
        raise ValueError
    return datetime.fromisoformat(date.decode()).timestamp()
