"""AK/SK signatures (SDK-HMAC-SHA256) as pure functions, stage by stage. Source: "AK/SK signature" in openapi.yaml."""

import hashlib
import hmac
import time
from collections.abc import Mapping
from datetime import datetime
from functools import lru_cache
from typing import NamedTuple
from urllib.parse import parse_qsl, quote, unquote

ALGORITHM = "SDK-HMAC-SHA256"


class AccessKey(NamedTuple):
    """An access key with its secret key, and the security token that goes with a temporary pair."""

    access_key: str
    secret_key: str
    security_token: str | None = None

    def __repr__(self) -> str:
        return f"AccessKey({self.access_key!r})"


class Signable(NamedTuple):
    """The parts of a request that are signed.

    target: path and query as they are sent; headers: those to sign, `host` among them; body: as it is sent.
    """

    method: str
    target: str
    headers: Mapping[str, str]
    body: bytes


def sign(request: Signable, key: AccessKey, at: datetime) -> dict[str, str]:
    """Return the headers that prove the caller's identity: `X-Sdk-Date`, `Authorization`, maybe `X-Security-Token`.

    at: the time of signing; a time without a zone is UTC.
    """
    date = sdk_date(at)
    added = {"X-Sdk-Date": date}
    if key.security_token is not None:
        added["X-Security-Token"] = key.security_token
    headers = signed_headers({**request.headers, **added})
    text = string_to_sign(date, canonical_request(Signable(request.method, request.target, headers, request.body)))
    claim = f"{ALGORITHM} Access={key.access_key}, SignedHeaders={';'.join(headers)}, Signature="
    return {**added, "Authorization": claim + signature(key.secret_key, text)}


def sdk_date(at: datetime) -> str:
    """Return a time as `X-Sdk-Date` has it: `YYYYMMDDTHHMMSSZ`, in UTC."""
    return time.strftime("%Y%m%dT%H%M%SZ", at.utctimetuple())


def signed_headers(headers: Mapping[str, str]) -> dict[str, str]:
    """Return the headers that a signature covers, in order: names in lower case, values trimmed.

    A name that holds `_` is left out.
    """
    return dict(sorted((name.lower(), value.strip()) for name, value in headers.items() if "_" not in name))


def canonical_request(request: Signable) -> str:
    """Return the canonical request; the headers must be what `signed_headers` returns."""
    path, _, query = request.target.partition("?")
    return "\n".join(
        (
            request.method.upper(),
            canonical_path(path),
            canonical_query(query) if query else "",
            *(f"{name}:{value}" for name, value in request.headers.items()),
            "",
            ";".join(request.headers),
            hashlib.sha256(request.body).hexdigest(),
        )
    )


@lru_cache(maxsize=64)
def canonical_path(path: str) -> str:
    """Return the path, decoded and percent-encoded again except for `A-Z a-z 0-9 - _ . ~ /`, ending in `/`."""
    encoded = quote(unquote(path), safe="/~")
    return encoded if encoded.endswith("/") else encoded + "/"


def canonical_query(query: str) -> str:
    """Return the query's pairs, sorted by decoded name and value, percent-encoded, joined with `&`."""
    pairs = sorted(parse_qsl(query, keep_blank_values=True))
    return "&".join(f"{quote(name, safe='~')}={quote(value, safe='~')}" for name, value in pairs)


def string_to_sign(date: str, canonical: str) -> str:
    """Return the text whose HMAC is the signature. date: the value of `X-Sdk-Date`."""
    return f"{ALGORITHM}\n{date}\n{hashlib.sha256(canonical.encode()).hexdigest()}"


def signature(secret_key: str, text: str) -> str:
    """Return the signature: HMAC-SHA256 of the text with the secret key, in hexadecimal."""
    return hmac.new(secret_key.encode(), text.encode(), "sha256").hexdigest()
