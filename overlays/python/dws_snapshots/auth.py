"""Credentials that need no request. Each is an `httpx.Auth`, which works with both clients and any httpx client."""

import re
from collections.abc import Callable, Generator
from datetime import UTC, datetime

import httpx

from .arguments import header_value, trimmed_secret
from .signing import AccessKey, Signable, sign

# Other headers may change between the client and the gateway.
SIGNED = re.compile(rb"(?i)(host|content-type|x-(?!sdk-date|security-token)[a-z0-9-]+)\Z")


class AkSkAuth(httpx.Auth):
    """Signs each request with an access key and a secret key. Source: "AK/SK signature" in openapi.yaml.

    access_key, secret_key: permanent or temporary; security_token: the token that goes with a temporary pair.
    clock: returns the time of signing; by default that of the machine. Raises InvalidRequest for a value that no header
    can hold.
    """

    requires_request_body = True

    def __init__(
        self,
        access_key: str,
        secret_key: str,
        security_token: str | None = None,
        *,
        clock: Callable[[], datetime] = lambda: datetime.now(UTC),
    ) -> None:
        header_value("access_key", access_key)
        trimmed_secret("secret_key", secret_key)
        if security_token is not None:
            header_value("security_token", security_token)
        self._key = AccessKey(access_key, secret_key, security_token)
        self._clock = clock

    def __repr__(self) -> str:
        return f"AkSkAuth(access_key={self._key.access_key!r})"

    def secrets(self) -> list[str]:
        """Return what must never be shown."""
        return [text for text in (self._key.secret_key, self._key.security_token) if text]

    def auth_flow(self, request: httpx.Request) -> Generator[httpx.Request, httpx.Response, None]:
        headers = {name.decode(): value.decode() for name, value in request.headers.raw if SIGNED.match(name)}
        signable = Signable(request.method, request.url.raw_path.decode(), headers, request.content)
        for name, value in sign(signable, self._key, self._clock()).items():
            request.headers[name] = value
        yield request


class TokenAuth(httpx.Auth):
    """Sends a token that you already have, as `X-Auth-Token`. Source: "Token" in openapi.yaml.

    Raises InvalidRequest for a token that no header can hold.
    """

    def __init__(self, token: str) -> None:
        self._token = header_value("token", token)

    def __repr__(self) -> str:
        return "TokenAuth(…)"

    def secrets(self) -> list[str]:
        """Return what must never be shown."""
        return [self._token]

    def auth_flow(self, request: httpx.Request) -> Generator[httpx.Request, httpx.Response, None]:
        request.headers["X-Auth-Token"] = self._token
        yield request
