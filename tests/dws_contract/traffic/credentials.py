"""The proofs of identity of requests: correct ones, and ones that are wrong on purpose."""

from __future__ import annotations

import hashlib
import re
from dataclasses import dataclass, field, fields
from datetime import UTC, datetime, timedelta

from dws_contract.traffic.messages import Request
from dws_snapshots.signing import (
    ALGORITHM,
    AccessKey,
    Signable,
    canonical_request,
    sdk_date,
    signature,
    string_to_sign,
)

UNKNOWN_ACCESS_KEY = "DWSCONTRACTUNKNOWNAK"
UNSIGNED_PAYLOAD = "UNSIGNED-PAYLOAD"
"""Takes the place of the body's hash in a signature, if X-Sdk-Content-Sha256 says so."""
MADE_UP_SECRET_KEY = "made-up-secret-key-of-dws-contract"


@dataclass(frozen=True)
class NoCredentials:
    """No proof at all."""

    label: str = "without credentials"

    def headers(self, request: Request, host: str) -> dict[str, str]:
        """Return no header."""
        return {}


@dataclass(frozen=True)
class Token:
    """A token in `X-Auth-Token`. shell: the shell expression that stands for the value, which must not be shown."""

    value: str = field(repr=False)
    shell: str = ""
    label: str = "with a token"

    def headers(self, request: Request, host: str) -> dict[str, str]:
        """Return the token's header."""
        return {"X-Auth-Token": self.value}


@dataclass(frozen=True)
class Given:
    """Headers that prove nothing: a malformed or invented Authorization."""

    values: tuple[tuple[str, str], ...]
    label: str

    def headers(self, request: Request, host: str) -> dict[str, str]:
        """Return the headers, as they are."""
        return dict(self.values)


@dataclass(frozen=True, kw_only=True)
class Tamper:
    """The differences between what a signature is made for and what is sent.

    method, target, host, body: signed instead of the request's own; header: name and value of one header that is signed
    but not sent, or sent with another value; omit: headers that are not signed. shift: seconds added to the time of
    signing; date: the text of X-Sdk-Date, signed and sent; date_drift: seconds added to X-Sdk-Date after signing.
    access_key, secret_key: used instead of the caller's; edit: pattern and replacement for the finished Authorization;
    payload: a text that is signed instead of the body's hash; content_sha256: whether X-Sdk-Content-Sha256 is sent,
    with that text or the hash of the signed body. token_edit: pattern and replacement for a temporary key's token; an
    empty one is not sent.
    """

    method: str = ""
    target: str = ""
    host: str = ""
    body: str | None = None
    header: tuple[str, str] | None = None
    omit: tuple[str, ...] = ()
    shift: int = 0
    date: str | None = None
    date_drift: int = 0
    access_key: str | None = None
    secret_key: str | None = None
    edit: tuple[str, str] | None = None
    payload: str | None = None
    content_sha256: bool = False
    token_edit: tuple[str, str] | None = None

    def changes(self) -> dict[str, object]:
        """The fields that differ from their defaults."""
        return {each.name: value for each in fields(self) if (value := getattr(self, each.name)) != each.default}


UNTOUCHED = Tamper()


@dataclass(frozen=True)
class Signature:
    """An AK/SK signature. clock: how many seconds the service's clock is ahead of ours."""

    key: AccessKey
    clock: float = 0.0
    tamper: Tamper = UNTOUCHED
    label: str = "with an AK/SK signature"

    def headers(self, request: Request, host: str) -> dict[str, str]:
        """Return the headers of the signature, with the changes of `tamper`."""
        now = datetime.now(UTC) + timedelta(seconds=self.clock)
        return sign(request, host, self.key, self.tamper, now)

    def right(self, request: Request, host: str, date: str) -> str:
        """Return the correct signature of the request with this X-Sdk-Date. No answer may contain it."""
        sent_host = dict(request.headers).get("Host", host)
        signable = _signable(request)._replace(headers=covered_headers(request, sent_host, date, self.key))
        return signature(self.key.secret_key, string_to_sign(date, canonical_request(signable)))


def covered_headers(request: Request, host: str, date: str, key: AccessKey) -> dict[str, str]:
    """Return the headers that the suite's signatures cover, by lower-case names, in order."""
    headers = {name.lower(): value for name, value in request.plain_headers().items()}
    headers |= {"host": host, "x-sdk-date": date}
    if key.security_token is not None:
        headers["x-security-token"] = key.security_token
    return {name: headers[name].strip() for name in sorted(headers) if "_" not in name}


def sign(request: Request, host: str, key: AccessKey, tamper: Tamper, now: datetime) -> dict[str, str]:
    """Return the headers of a signature of the request, with the changes of `tamper`."""
    extra: dict[str, str] = {}
    if tamper.token_edit is not None and key.security_token is not None:
        key = key._replace(security_token=re.sub(*tamper.token_edit, key.security_token) or None)
    signable = _signable(request)
    if tamper.body is not None:
        signable = signable._replace(body=tamper.body.encode())
    payload = tamper.payload or hashlib.sha256(signable.body).hexdigest()
    if tamper.content_sha256:
        extra["X-Sdk-Content-Sha256"] = payload
    date = sdk_date(now + timedelta(seconds=tamper.shift)) if tamper.date is None else tamper.date
    headers = covered_headers(request, tamper.host or host, date, key)
    headers |= {name.lower(): value for name, value in extra.items()}
    if tamper.header is not None:
        headers[tamper.header[0]] = tamper.header[1]
    headers = {name: headers[name] for name in sorted(headers) if name not in tamper.omit}
    signable = Signable(tamper.method or signable.method, tamper.target or signable.target, headers, signable.body)
    secret = key.secret_key if tamper.secret_key is None else tamper.secret_key
    canonical = canonical_request(signable).rpartition("\n")[0] + f"\n{payload}"
    value = signature(secret, string_to_sign(date, canonical))
    access = key.access_key if tamper.access_key is None else tamper.access_key
    authorization = f"{ALGORITHM} Access={access}, SignedHeaders={';'.join(headers)}, Signature={value}"
    if tamper.edit is not None:
        authorization = re.sub(tamper.edit[0], tamper.edit[1], authorization)
    sent_date = date
    if tamper.date_drift:
        sent_date = sdk_date(now + timedelta(seconds=tamper.shift + tamper.date_drift))
    token = {} if key.security_token is None else {"X-Security-Token": key.security_token}
    return {"X-Sdk-Date": sent_date, "Authorization": authorization} | token | extra


def _signable(request: Request) -> Signable:
    return Signable(request.method, request.path, {}, request.body or b"")
