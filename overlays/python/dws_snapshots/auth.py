"""The ways to prove an identity. Each is an `httpx.Auth`: it serves DwsClient, AsyncDwsClient and any httpx client."""

import json
import logging
import re
import threading
import time
from collections.abc import AsyncGenerator, Callable, Generator, Mapping
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any, NamedTuple

import httpx

from .answers import Answer, api_error, unexpected
from .arguments import VISIBLE, header_value, http_url, one_of, secret
from .failures import OF_HTTPX
from .sending import TIMEOUT, new_http, send
from .signing import AccessKey, Signable, sign

if TYPE_CHECKING:
    import anyio
    from anyio.lowlevel import RunVar

# The others may change between the client and the gateway.
SIGNED = re.compile(rb"(?i)(host|content-type|x-(?!sdk-date|security-token)[a-z0-9-]+)\Z")
RENEWAL_SECONDS = 300.0
REFUSED = 401


class AkSkAuth(httpx.Auth):
    """Signs each request with an access key and a secret key. Source: "AK/SK signature" in openapi.yaml.

    access_key, secret_key: permanent or temporary; security_token: the token that goes with a temporary pair.
    clock: the time of signing; the machine's by default. Raises InvalidRequest for a value that no header can hold.
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
        secret("secret_key", secret_key)
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
    """Sends a token that was fetched before, as `X-Auth-Token`. Source: "Token" in openapi.yaml.

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


class Token(NamedTuple):
    """A fetched token. renew_at: on the monotonic clock, in seconds."""

    value: str
    project_id: str | None
    renew_at: float

    def __repr__(self) -> str:
        return "Token(…)"


class PasswordAuth(httpx.Auth):
    """Fetches a token with a user name and a password, keeps it, and renews it before it ends or after one 401.

    Callers that need a token at the same time wait for one fetch. auth_url: IAM's address, with or without `/v3`;
    domain_name or domain_id: the user's, not needed beside user_id; exactly one of project_name and project_id says
    what the token is for. Source: "Token" in openapi.yaml. Raises InvalidRequest for an argument of the wrong kind; a
    call raises Unauthorized where IAM refuses the password, and the other errors of the tree for IAM's other bad
    answers.
    """

    def __init__(
        self,
        auth_url: str,
        *,
        username: str | None = None,
        user_id: str | None = None,
        password: str,
        domain_name: str | None = None,
        domain_id: str | None = None,
        project_name: str | None = None,
        project_id: str | None = None,
    ) -> None:
        base = http_url("auth_url", auth_url).removesuffix("/auth/tokens").removesuffix("/v3")
        self._url = base + "/v3/auth/tokens"
        self._user: dict[str, Any] = {**one_of(username=username, user_id=user_id)}
        if user_id is None:
            self._user["domain"] = one_of(domain_name=domain_name, domain_id=domain_id)
        self._password = secret("password", password)
        self._project = one_of(project_name=project_name, project_id=project_id)
        self._token: Token | None = None
        self._lock = threading.Lock()
        self._async_lock: RunVar[anyio.Lock] | None = None
        for protocol in ("http11", "http2"):
            logging.getLogger(f"httpcore.{protocol}").addFilter(hide_subject_token)

    def __repr__(self) -> str:
        return f"PasswordAuth({self._url!r}, user={self._user!r})"

    def secrets(self) -> list[str]:
        """Return what must never be shown."""
        return [self._password] + ([self._token.value] if self._token else [])

    def fetch_project_id(self) -> str | None:
        """Fetch a token and return the ID of the project that it is for, where it names one. Raises as a call does."""
        with new_http(httpx.Client, httpx.Auth()) as http:
            answer = send(http, OF_HTTPX, self._token_request({"timeout": TIMEOUT.as_dict()}))
        return self._keep(answer).project_id

    def sync_auth_flow(self, request: httpx.Request) -> Generator[httpx.Request, httpx.Response, None]:
        refused = None
        for _ in range(2):
            token = self._usable(refused)
            if token is None:
                with self._lock:
                    token = self._usable(refused)
                    if token is None:
                        answer = yield self._token_request(request.extensions)
                        token = self._keep(Answer(answer.status_code, answer.headers, answer.read()))
            request.headers["X-Auth-Token"] = token.value
            if (yield request).status_code != REFUSED:
                return
            refused = token

    async def async_auth_flow(self, request: httpx.Request) -> AsyncGenerator[httpx.Request, httpx.Response]:
        refused = None
        for _ in range(2):
            token = self._usable(refused)
            if token is None:
                async with self._lock_of_loop():
                    token = self._usable(refused)
                    if token is None:
                        answer = yield self._token_request(request.extensions)
                        token = self._keep(Answer(answer.status_code, answer.headers, await answer.aread()))
            request.headers["X-Auth-Token"] = token.value
            if (yield request).status_code != REFUSED:
                return
            refused = token

    def _usable(self, refused: Token | None) -> Token | None:
        """Return the kept token, unless it is the refused one or has to be renewed."""
        token = self._token
        return token if token is not None and token is not refused and time.monotonic() < token.renew_at else None

    def _lock_of_loop(self) -> "anyio.Lock":
        """Return the lock of the running event loop: the same object may serve several, one after the other."""
        import anyio
        from anyio.lowlevel import RunVar

        if self._async_lock is None:
            self._async_lock = RunVar(f"PasswordAuth {id(self)}")
        lock = self._async_lock.get(None)
        if lock is None:
            lock = anyio.Lock()
            self._async_lock.set(lock)
        return lock

    def _token_request(self, extensions: Mapping[str, Any]) -> httpx.Request:
        """Build IAM's request. extensions: those of the request that needs the token; they hold its time-outs."""
        identity = {"methods": ["password"], "password": {"user": {**self._user, "password": self._password}}}
        body = {"auth": {"identity": identity, "scope": {"project": self._project}}}
        return httpx.Request("POST", self._url, json=body, extensions=dict(extensions))

    def _keep(self, answer: Answer) -> Token:
        """Take the token from IAM's answer. It counts from now: the two clocks need not agree."""
        if answer.status != httpx.codes.CREATED:
            raise api_error(answer, self.secrets())
        value = answer.headers.get("X-Subject-Token", "")
        try:
            described = json.loads(answer.body)["token"]
            issued_at = described.get("issued_at")
            began = utc(issued_at) if issued_at else datetime.now(UTC)
            seconds = (utc(described["expires_at"]) - began).total_seconds()
            project_id = (described.get("project") or {}).get("id")
        except (ValueError, RecursionError, KeyError, TypeError, AttributeError):
            value = ""
        if not VISIBLE.fullmatch(value):
            raise unexpected(answer, "IAM's answer holds no token, or does not say when it ends")
        renew_at = time.monotonic() + seconds - min(RENEWAL_SECONDS, seconds / 10)
        self._token = Token(value, project_id, renew_at)
        return self._token


def utc(text: str) -> datetime:
    """Return a time of IAM's; without a zone it is UTC. Raises ValueError or TypeError."""
    at = datetime.fromisoformat(text.upper())
    return at if at.tzinfo else at.replace(tzinfo=UTC)


def hide_subject_token(record: logging.LogRecord) -> bool:
    """Keep a fetched token out of httpcore's debug log, which prints the headers of every answer."""
    if isinstance(record.msg, str) and "subject-token" in record.msg.lower():
        record.msg = re.sub(r"(?i)(subject-token'?,? b?')[^']*", r"\1…", record.msg)
    return True
