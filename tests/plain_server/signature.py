"""Verifies AK/SK signatures: SDK-HMAC-SHA256, as described under "AK/SK signature" in the contract."""

import calendar
import hashlib
import hmac
import re
import time
from collections.abc import Iterable
from urllib.parse import quote, unquote, unquote_plus

from .wire import Request

UNSIGNED = "UNSIGNED-PAYLOAD"
_AUTHORIZATION = re.compile(r"SDK-HMAC-SHA256 +Access=([^, ]+), *SignedHeaders=([^, ]+), *Signature=([^, ]*)")
_DATE = re.compile(r"[0-9]{8}T[0-9]{6}Z")


class Signatures:
    """Checks whether a request is signed with the one known access key. Each rule is a method."""

    access_key: str
    secret_key: str
    clock_window_past = 15 * 60
    clock_window_future = 15 * 60
    security_token = ""
    always_signed: tuple[str, ...] = ("x-sdk-date",)

    def now(self) -> float:
        """Return the service's time, in seconds since 1970."""
        return time.time()

    def signature_holds(self, request: Request) -> bool:
        """Return whether the request's signature is well-formed, recent and correct."""
        match = _AUTHORIZATION.fullmatch(request.headers.get("authorization", ""))
        if not match:
            return False
        access_key, names, signature = match.groups()
        return (
            self.key_is_known(access_key)
            and self.security_token_holds(request.headers.get("x-security-token", ""))
            and all(name in names.split(";") for name in self.always_signed)
            and all(name in request.headers for name in names.split(";"))
            and self.date_is_near(request.headers.get("x-sdk-date", ""))
            and self.signature_equals(self.signature_due(request, names.split(";")), signature)
        )

    def key_is_known(self, access_key: str) -> bool:
        """Return whether this access key has a secret key here."""
        return access_key == self.access_key

    def security_token_holds(self, token: str) -> bool:
        """Return whether this is the token that goes with the access key: none, unless the key is a temporary one."""
        return token == self.security_token

    def date_is_near(self, date: str) -> bool:
        """Return whether `X-Sdk-Date` is a time at most 15 minutes away."""
        at = self.read_date(date)
        return at is not None and -self.clock_window_future <= self.now() - at <= self.clock_window_past

    def read_date(self, date: str) -> float | None:
        """Return the seconds since 1970 of `YYYYMMDDTHHMMSSZ`, or None if it is no such date."""
        if not _DATE.fullmatch(date):
            return None
        try:
            return calendar.timegm(time.strptime(date, "%Y%m%dT%H%M%SZ"))
        except ValueError:
            return None

    def signature_equals(self, due: str, given: str) -> bool:
        """Return whether the given signature is the correct one."""
        return hmac.compare_digest(due.encode(), given.encode())

    def signature_due(self, request: Request, names: Iterable[str]) -> str:
        """Return the signature that this request must have if these headers are signed."""
        text = f"SDK-HMAC-SHA256\n{request.headers.get('x-sdk-date', '')}\n{_sha256(self.canonical(request, names))}"
        return hmac.new(self.secret_key.encode(), text.encode(), hashlib.sha256).hexdigest()

    def canonical(self, request: Request, names: Iterable[str]) -> str:
        """Return the canonical request."""
        signed = sorted(name for name in names if "_" not in name)
        lines = [request.method, self.canonical_path(request), self.canonical_query(request)]
        lines += [f"{name}:{self.header(request, name)}" for name in signed]
        return "\n".join([*lines, "", ";".join(signed), self.body_hash(request)])

    def canonical_path(self, request: Request) -> str:
        """Return the path, each segment decoded and encoded again, ending in a slash."""
        path = "/".join(quote(unquote(segment), safe="-_.~") for segment in request.path.split("/"))
        return path if path.endswith("/") else path + "/"

    def canonical_query(self, request: Request) -> str:
        """Return the query's pairs, decoded, sorted and encoded again."""
        pairs = [pair.partition("=") for pair in request.query.split("&") if pair]
        decoded = sorted((unquote_plus(name), unquote_plus(value)) for name, _, value in pairs)
        return "&".join(f"{quote(name, safe='-_.~')}={quote(value, safe='-_.~')}" for name, value in decoded)

    def header(self, request: Request, name: str) -> str:
        """Return the value of a header as it enters the signature."""
        return request.headers.get(name, "")

    def body_hash(self, request: Request) -> str:
        """Return the body's part of the signed text: its SHA-256, unless a header says that the body is not signed."""
        if request.headers.get("x-sdk-content-sha256") == UNSIGNED:
            return UNSIGNED
        return hashlib.sha256(request.body).hexdigest()


def _sha256(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()
