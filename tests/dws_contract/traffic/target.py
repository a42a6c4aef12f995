"""The tested service: sends requests to it, not faster than `rate_limit` says, and counts them."""

from __future__ import annotations

import socket
import ssl
import threading
import time
from collections import deque
from collections.abc import Iterable, Iterator
from contextlib import closing, suppress
from dataclasses import replace
from http.cookiejar import DefaultCookiePolicy
from importlib.metadata import version
from types import TracebackType

import httpx

from dws_contract.document import Contract
from dws_contract.options import Options, is_loopback
from dws_contract.traffic.deadline import Deadline
from dws_contract.traffic.messages import NOT_ASKED, Exchange, Request, seconds_of
from dws_contract.traffic.pace import Pace
from dws_contract.traffic.repeats import TOO_MANY, Repeats

_CLOCK_TOLERANCE = 2.0
_LIVENESS_TRIES = 3
_LONGEST_ANSWER = 10_000_000
_KEPT = 2
"""Idle connections to keep after simultaneous requests. More would slow down every request."""


class _Unbounded(Exception):
    """The answer could take all memory. The message says what it has."""


class Unjudgeable(Exception):
    """The run cannot go on. The message says why, in one sentence.

    exchange: the one whose answer stopped it, if one did; answer: that answer, as reports show it.
    """

    answer = ""

    def __init__(self, sentence: str, exchange: Exchange | None = None) -> None:
        super().__init__(sentence)
        self.exchange = exchange


class Target:
    """The service at `options.url`. Safe to use from several threads.

    last: the last two exchanges; alone: whether each request gets a connection of its own.
    """

    def __init__(self, options: Options, contract: Contract) -> None:
        self._contract = contract
        self._options = options
        self._url = httpx.URL(options.url)
        self._timeout = options.timeout
        self._late = f"no answer within {options.timeout:g} s"
        self._pace = Pace(options.rate_limit)
        self._repeats = Repeats(options.busy_timeout)
        self._lock = threading.Lock()
        limits = httpx.Limits(max_connections=None, max_keepalive_connections=_KEPT)
        is_direct = self._url.scheme == "http" and is_loopback(self._url.host)
        self._client = httpx.Client(
            trust_env=not is_direct,
            verify=options.tls(),
            timeout=options.timeout,
            limits=limits,
            headers={"User-Agent": f"dws-contract/{version('dws-snapshots')}"},
        )
        # A cookie of a gateway would prove the identity of requests without credentials, too.
        self._client.cookies.jar.set_policy(DefaultCookiePolicy(allowed_domains=[]))
        self._sockets: set[socket.socket] = set()
        self.last: deque[Exchange] = deque(maxlen=2)
        self.alone = False
        self.requests = 0
        given = {name.lower(): value for name, value in options.headers}
        self.host = given.get("host", self._url.netloc.decode("ascii"))
        self.prefix = self._url.raw_path.decode("ascii").rstrip("/")

    def __enter__(self) -> Target:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self._client.close()

    def bare(self, path: str) -> str:
        """Return a path without the target's prefix and without its query."""
        return path.partition("?")[0].removeprefix(self.prefix)

    def url(self, path: str) -> str:
        """Return the absolute address of a path."""
        return f"{self._url.scheme}://{self._url.netloc.decode('ascii')}{path}"

    def send(self, request: Request, barrier: threading.Barrier | None = None, *, always: bool = False) -> Exchange:
        """Send a request and wait for its answer.

        If the connection is cut before any answer, the request is sent once more on a new one: the service may have
        closed an idle connection. If the service is overloaded, the request is repeated a few times. barrier: makes
        simultaneous requests wait for each other before each sends the last byte of its body; always: send it even if
        `operations` leaves out its operation.
        """
        endpoint = self._contract.find(request.method, self.bare(request.path))
        if endpoint is not None and not (always or self._options.asks_about(endpoint.id)):
            return Exchange(request, endpoint, None, {}, failure=NOT_ASKED)
        exchange = self._send(request, barrier)
        if exchange.failure == _CUT and barrier is None:
            exchange = replace(self._send(request, None), resent=True)
        tries = 0
        while barrier is None and (pause := self._repeats.pause(exchange, tries)) is not None:
            if exchange.status == TOO_MANY:
                self._pace.slow_down()
            time.sleep(pause)
            tries += 1
            before = exchange.after if exchange.status == TOO_MANY else exchange.status
            exchange = replace(self._send(request, None), after=before)
        if exchange.status != TOO_MANY:
            self._pace.speed_up()
        self.last.append(exchange)
        return exchange

    def heed(self, exchanges: Iterable[Exchange]) -> None:
        """Wait if answers to simultaneous requests ask for it."""
        for each in exchanges:
            if (pause := self._repeats.pause(each, 0)) is not None:
                if each.status == TOO_MANY:
                    self._pace.slow_down()
                time.sleep(pause)
                return

    def fetch_token(self, auth: httpx.Auth, path: str) -> str:
        """Send a GET request with `auth`, and return the token that it carried. Raises DwsError, Unjudgeable."""
        with self._lock:
            self.requests += 1
        url = self._url.copy_with(raw_path=path.encode("ascii"))
        request = self._client.build_request("GET", url, headers=dict(self._options.headers))
        deadline = Deadline(self._timeout, self._sockets)
        request.extensions["trace"] = deadline.trace
        try:
            with deadline, closing(self._client.send(request, auth=auth, stream=True)) as answer:
                return answer.request.headers["X-Auth-Token"]
        except httpx.TransportError as error:
            reason = self._late if deadline.over else str(error) or type(error).__name__
            raise Unjudgeable(f"No token for the password: {reason}.") from None

    def require_alive(self, *requests: Request) -> None:
        """Raise Unjudgeable if the service answers none of these harmless requests."""
        failure = ""
        for request in requests * _LIVENESS_TRIES:
            exchange = self._send(request, None)
            if exchange.status:
                return
            failure = exchange.failure
        raise Unjudgeable(f"{self._url} stopped answering after {self.requests} requests: {failure}.")

    def _send(self, request: Request, barrier: threading.Barrier | None) -> Exchange:
        self._pace.wait()
        built, sent = self._build(request, barrier)
        endpoint = self._contract.find(request.method, self.bare(request.path))
        with self._lock:
            self.requests += 1
        status, deadline = 0, Deadline(self._timeout, self._sockets)
        built.extensions["trace"] = deadline.trace
        try:
            with deadline:
                answer = self._client.send(built, stream=True)
                status = answer.status_code
                whole = self._read(answer)
            whole.request = built if barrier is None else self._build(request, None)[0]
            return Exchange(request, endpoint, whole, sent, status)
        except httpx.TimeoutException:
            failure = self._late
        except _Unbounded as error:
            failure = f"the answer {error}"
        except httpx.ConnectError as error:
            failure = f"TLS failed ({error})" if _is_tls(error) else f"it cannot be reached ({error})"
        except httpx.DecodingError:
            failure = "the answer's Content-Encoding does not fit its body"
        except (httpx.TransportError, httpx.StreamError):
            failure = f"the answer, a {status}, was cut short" if status else _CUT
        if deadline.over:
            failure = self._late
        return Exchange(request, endpoint, None, sent, status, failure)

    def _read(self, answer: httpx.Response) -> httpx.Response:
        """Return the complete answer, decoded. Raises _Unbounded."""
        if "," in answer.headers.get("Content-Encoding", ""):  # Each multiplies the length of what is decoded at once.
            answer.close()
            raise _Unbounded("has more than one Content-Encoding")
        parts, length = [], 0
        with closing(answer):
            for part in answer.iter_bytes():
                parts.append(part)
                length += len(part)
                if length > _LONGEST_ANSWER:
                    raise _Unbounded(f"is longer than {_LONGEST_ANSWER // 1_000_000} MB")
        headers = [(name, value) for name, value in answer.headers.raw if name.lower() != b"content-encoding"]
        whole = httpx.Response(
            answer.status_code, headers=headers, content=b"".join(parts), extensions=answer.extensions
        )
        whole.elapsed = answer.elapsed
        return whole

    def _build(self, request: Request, barrier: threading.Barrier | None) -> tuple[httpx.Request, dict[str, str]]:
        sent = dict(self._options.headers) | request.plain_headers() | request.credentials.headers(request, self.host)
        if self.alone:
            sent["Connection"] = "close"
        body = request.body
        if body is not None:
            sent["Content-Length"] = str(len(body))
        content = body if barrier is None or body is None else _held_back(body, barrier)
        url = self._url.copy_with(raw_path=request.path.encode("ascii"))
        return self._client.build_request(request.method, url, headers=sent, content=content), sent


_CUT = "the connection was cut without an answer"


def _held_back(body: bytes, barrier: threading.Barrier) -> Iterator[bytes]:
    yield body[:-1]
    with suppress(threading.BrokenBarrierError):
        barrier.wait()
    yield body[-1:]


def _is_tls(error: httpx.ConnectError) -> bool:
    cause: BaseException | None = error
    while cause is not None:
        if isinstance(cause, ssl.SSLError):
            return True
        cause = cause.__cause__ or cause.__context__
    return False


def clock_ahead(answer: httpx.Response) -> float:
    """Return how many seconds the service's clock is ahead of ours, 0 if unknown or about the same."""
    told = seconds_of(answer.headers.get("Date", ""))
    offset = 0.0 if told is None else told - time.time()
    return offset if abs(offset) > _CLOCK_TOLERANCE else 0.0
