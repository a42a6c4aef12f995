"""The ways to prove an identity. Each is an `httpx.Auth`: it serves DwsClient, AsyncDwsClient and any httpx client."""

import logging
import re
import threading
import time
from collections.abc import AsyncGenerator, Callable, Generator, Iterable, Mapping
from datetime import UTC, datetime
from functools import lru_cache
from typing import TYPE_CHECKING, Any, NamedTuple

import httpx

from .answers import Answer, api_error, unexpected
from .arguments import header_value, http_url, secret, text
from .errors import InvalidRequest
from .failures import connection_failed
from .signing import AccessKey, Signable, sign

if TYPE_CHECKING:
    import anyio
    from anyio.lowlevel import RunVar

# The others may change between the client and the gateway.
SIGNED = re.compile(r"(?i)(host|content-type|x-(?!sdk-date|security-token)[a-z0-9-]+)\Z")
RENEWAL_SECONDS = 300.0
REFUSED = 401
TIMEOUT = httpx.Timeout(60.0, connect=10.0)


@lru_cache(maxsize=64)
def is_signed(name: str) -> bool:
    """Tell whether a signature covers a header of this name."""
    return SIGNED.match(name) is not None


def decoded(request: httpx.Request) -> list[tuple[str, str]]:
    """Return the headers of a request, as it is sent."""
    return [(name.decode(), value.decode()) for name, value in request.headers.raw]


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

    def proof(self, request: httpx.Request, headers: Iterable[tuple[str, str]]) -> dict[str, str]:
        """Return the headers that sign a request which has these headers."""
        signed = {name: value for name, value in headers if is_signed(name)}
        signable = Signable(request.method, request.url.raw_path.decode(), signed, request.content)
        return sign(signable, self._key, self._clock())

    def auth_flow(self, request: httpx.Request) -> Generator[httpx.Request, httpx.Response, None]:
        for name, value in self.proof(request, decoded(request)).items():
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

    def proof(self, request: httpx.Request, headers: Iterable[tuple[str, str]]) -> dict[str, str]:
        """Return the header that holds the token, whatever the request."""
        return {"X-Auth-Token": self._token}

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
    domain_name: the user's domain; exactly one of project_name and project_id says what the token is for.
    Source: "Token" in openapi.yaml. Raises InvalidRequest for an argument of the wrong kind; a call raises Unauthorized
    where IAM refuses the password, and the other errors of the tree for IAM's other bad answers.
    """

    def __init__(
        self,
        auth_url: str,
        *,
        username: str,
        password: str,
        domain_name: str,
        project_name: str | None = None,
        project_id: str | None = None,
    ) -> None:
        self._url = http_url("auth_url", auth_url).removesuffix("/v3") + "/v3/auth/tokens"
        self._username = text("username", username)
        self._password = secret("password", password)
        self._domain_name = text("domain_name", domain_name)
        if (project_name is None) == (project_id is None):
            raise InvalidRequest("project_name", "or project_id must be given, one of the two", project_name)
        self._project = {"name": project_name} if project_id is None else {"id": project_id}
        self._token: Token | None = None
        self._lock = threading.Lock()
        self._async_lock: RunVar[anyio.Lock] | None = None
        logging.getLogger("httpcore.http11").addFilter(hide_subject_token)

    def __repr__(self) -> str:
        return f"PasswordAuth({self._url!r}, username={self._username!r})"

    def secrets(self) -> list[str]:
        """Return what must never be shown."""
        return [self._password] + ([self._token.value] if self._token else [])

    def fetch_project_id(self) -> str:
        """Fetch a token and return the ID of the project that it is for. Raises as a call does."""
        request = self._token_request({"timeout": TIMEOUT.as_dict()})
        try:
            with httpx.Client() as client:
                token = self._keep(client.send(request))
        except httpx.RequestError as error:
            raise connection_failed(error, request) from error
        if token.project_id is None:
            raise InvalidRequest("project_id", "must be given: the token does not name its project", None)
        return token.project_id

    def sync_auth_flow(self, request: httpx.Request) -> Generator[httpx.Request, httpx.Response, None]:
        refused = None
        for _ in range(2):
            token = self._usable(refused)
            if token is None:
                with self._lock:
                    token = self._usable(refused)
                    if token is None:
                        answer = yield self._token_request(request.extensions)
                        answer.read()
                        token = self._keep(answer)
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
                        await answer.aread()
                        token = self._keep(answer)
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
        user = {"name": self._username, "password": self._password, "domain": {"name": self._domain_name}}
        identity = {"methods": ["password"], "password": {"user": user}}
        body = {"auth": {"identity": identity, "scope": {"project": self._project}}}
        return httpx.Request("POST", self._url, json=body, extensions=dict(extensions))

    def _keep(self, answer: httpx.Response) -> Token:
        """Take the token from IAM's answer. It counts from now: the two clocks need not agree."""
        if answer.status_code != httpx.codes.CREATED:
            raise api_error(Answer(answer.status_code, answer.headers, answer.content), self.secrets())
        value = answer.headers.get("X-Subject-Token", "")
        try:
            described = answer.json()["token"]
            ends = datetime.fromisoformat(described["expires_at"])
            began = datetime.fromisoformat(described["issued_at"]) if "issued_at" in described else datetime.now(UTC)
            seconds = (ends - began).total_seconds()
            project_id = described.get("project", {}).get("id")
        except (ValueError, KeyError, TypeError, AttributeError):
            value = ""
        if not value:
            raise unexpected(Answer(answer.status_code, answer.headers, b""), "IAM's answer holds no token")
        renew_at = time.monotonic() + seconds - min(RENEWAL_SECONDS, seconds / 10)
        self._token = Token(value, project_id, renew_at)
        return self._token


def hide_subject_token(record: logging.LogRecord) -> bool:
    """Keep a fetched token out of httpcore's debug log, which prints the headers of every answer."""
    if isinstance(record.msg, str) and "subject-token" in record.msg.lower():
        record.msg = re.sub(r"(?i)(subject-token'?,? b?')[^']*", r"\1…", record.msg)
    return True


def secrets(auth: httpx.Auth | None) -> list[str]:
    """Return what an error must not show: the secrets of this package's ways to authenticate."""
    known = getattr(auth, "secrets", None)
    return known() if callable(known) else []
