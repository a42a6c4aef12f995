"""AK/SK signatures (SDK-HMAC-SHA256) as the receiver sees them, after openapi.yaml's "AK/SK signature".

Everything is done on the bytes that came, so that no decoding stands between what was signed and what is judged.
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
"""Seconds that X-Sdk-Date may be away from the service's clock, either way."""

UNSIGNED = b"UNSIGNED-PAYLOAD"
"""What X-Sdk-Content-Sha256 says where the body is not signed."""

_AUTHORIZATION = re.compile(
    rb"SDK-HMAC-SHA256 +Access=([^\s,]+), *SignedHeaders=([^\s,]+), *Signature=([0-9A-Fa-f]{64})"
)
_DATE = re.compile(rb"\d{8}T\d{6}Z")
_UNRESERVED = "-_.~"


@dataclass(frozen=True, slots=True)
class Claim:
    """Who says to have signed a request, when, which of its headers, and with what outcome."""

    access_key: str
    date: bytes
    signed_headers: list[bytes]
    signature: str


def read_claim(request: Request, now: float) -> Claim:
    """The signature that a request carries; `now` is the service's clock in seconds since the epoch.

    Raises Problem (401): a header is missing, repeated or malformed, `x-sdk-date` is not signed, a signed header is
    absent (APIGW.0301), or the date is more than CLOCK_SKEW away (APIGW.0303).
    """
    authorization = request.header(b"authorization")
    match = _AUTHORIZATION.fullmatch(authorization[0]) if len(authorization) == 1 else None
    if not match:
        raise unauthorized(
            "Authorization: SDK-HMAC-SHA256 Access=…, SignedHeaders=…, Signature=… is needed once, in this form."
        )
    signed = match[2].split(b";")
    if signed != sorted({name.lower() for name in signed}):
        raise unauthorized("SignedHeaders: names must be in lower case, sorted, and each given once.")
    if b"x-sdk-date" not in signed:
        raise unauthorized("SignedHeaders: x-sdk-date must be signed.")
    return Claim(match[1].decode("latin-1"), _date(request, now), signed, match[3].decode().lower())


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
    to_sign = b"SDK-HMAC-SHA256\n" + claim.date + b"\n" + hashed.encode()
    expected = hmac.digest(secret_key.encode(), to_sign, "sha256").hex()
    if not hmac.compare_digest(expected, claim.signature):
        raise unauthorized("The signature does not match the request.", "APIGW.0303")


@lru_cache(256)
def canonical_path(path: bytes) -> bytes:
    """Decoded, then each segment encoded; it always ends in `/`."""
    canonical = b"/".join(map(_encoded, unquote_to_bytes(path).split(b"/")))
    return canonical if canonical.endswith(b"/") else canonical + b"/"


def canonical_query(query: bytes) -> bytes:
    """The pairs decoded as a form's are, `+` for a space, sorted by name and value, and encoded again."""
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
        raise unauthorized("X-Sdk-Date: the time of signing as YYYYMMDDTHHMMSSZ is needed once.") from None
    away = abs(now - date)
    if away > CLOCK_SKEW:
        allowed = f"at most {CLOCK_SKEW // 60} minutes from the service's clock are allowed"
        raise unauthorized(f"X-Sdk-Date: {allowed}, it is {away:.0f} s away.", "APIGW.0303")
    return given[0]


@lru_cache(256)
def _timestamp(date: bytes) -> float:
    """Seconds since the epoch. Raises ValueError."""
    if not _DATE.fullmatch(date):
        raise ValueError
    return datetime.fromisoformat(date.decode()).timestamp()
