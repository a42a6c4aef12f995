"""Turn a failure of the connection into an error that says whether the request may have been sent."""

from __future__ import annotations

import sys
from typing import NamedTuple

import httpx

from .errors import ConnectionFailed, ResponseTimeout
from .reading.answers import LONGEST, secrets
from .reading.redaction import printable, redacted

Kinds = tuple[type[Exception], ...]


# What sockets, name resolution and IDNA raise by themselves, also as a group. Their messages are the system's.
NO_ADDRESS: Kinds = (UnicodeError, OverflowError, ExceptionGroup)
OF_PYTHON: Kinds = (OSError, *NO_ADDRESS)


class Failures(NamedTuple):
    """How a transport fails.

    kinds: what it raises if an exchange fails. never_sent: those that only happen before a request leaves; all others
    may happen later. resends: the methods that it may repeat by itself; then neither the failure nor the answer of the
    last attempt says anything about the first. quoting: those whose messages quote the answer. plain: those whose
    messages never do; for IAM, whose answer holds a token, no others are shown.
    """

    kinds: Kinds = (httpx.RequestError, *OF_PYTHON)
    never_sent: Kinds = ()
    resends: frozenset[str] = frozenset({"GET", "DELETE"})
    quoting: Kinds = (httpx.ProtocolError,)
    plain: Kinds = OF_PYTHON

    def connection_failed(self, error: Exception, request: httpx.Request, auth: httpx.Auth) -> ConnectionFailed:
        """Return the error for a request that got no answer, with its cause. request: the operation's own.

        If another request failed, the one for a token, then the operation's was not sent, or was refused.
        """
        cause, failed = self.cause(error), request_of(error) or request
        own = is_same(failed, request)
        never_sent = isinstance(cause, self.never_sent) and request.method not in self.resends
        quotes = isinstance(cause, self.quoting) or not (own or isinstance(cause, self.plain))
        late = is_timeout(cause) and not never_sent
        words = "no readable answer came" if quotes else str(cause) or type(cause).__name__
        if is_timeout(cause):
            words = "no answer in time" if late else "no connection in time"
        words = redacted(f"{origin_of(failed)}: {words}", secrets(auth, failed.headers))
        told = (ResponseTimeout if late else ConnectionFailed)(printable(words, LONGEST), own and not never_sent)
        told.__cause__ = None if quotes else error
        return told

    def cause(self, error: Exception) -> Exception:
        """Return the most telling error: the transport's own, if one of httpx's stands for it."""
        cause = error.__cause__
        return cause if isinstance(cause, Exception) and isinstance(cause, self.kinds) else error


OF_HTTPX = Failures(
    resends=frozenset(),
    never_sent=(
        httpx.ConnectError,
        httpx.ConnectTimeout,
        httpx.PoolTimeout,
        httpx.ProxyError,
        httpx.UnsupportedProtocol,
        *NO_ADDRESS,
    ),
    plain=(httpx.TransportError, httpx.DecodingError, *OF_PYTHON),
)


def failures_of(transport: object) -> Failures:
    """Return how a transport fails. None stands for httpx's own. If a transport is unknown, nothing is certain."""
    if transport is None or type(transport) in (httpx.HTTPTransport, httpx.AsyncHTTPTransport):
        return OF_HTTPX
    extra = sys.modules.get("httpx_aiohttp")
    if extra is None or not isinstance(transport, extra.AiohttpTransport):
        return Failures()
    from .aiohttp_failures import OF_AIOHTTP

    # A subclass may do more.
    return OF_AIOHTTP if type(transport) is extra.AiohttpTransport else OF_AIOHTTP._replace(never_sent=())


def origin_of(request: httpx.Request) -> str:
    """Return scheme, host and port, without user information."""
    return f"{request.url.scheme}://{request.url.netloc.decode('ascii')}"


def request_of(error: Exception) -> httpx.Request | None:
    """Return the request that failed, if the error knows it."""
    try:
        return error.request if isinstance(error, httpx.RequestError) else None
    except RuntimeError:
        return None


def with_request(error: Exception, request: httpx.Request) -> httpx.RequestError:
    """Return a failure of any transport as one of httpx's, which knows its request."""
    if isinstance(error, httpx.RequestError):
        return error
    known = httpx.TransportError(type(error).__name__, request=request)
    known.__cause__ = error
    return known


def is_same(one: httpx.Request, other: httpx.Request) -> bool:
    """Tell whether two requests have the same method and address: an auth may send a copy."""
    return (one.method, one.url) == (other.method, other.url)


def is_timeout(error: Exception) -> bool:
    """Tell whether a failure is a time-out, httpx's or asyncio's."""
    return isinstance(error, (httpx.TimeoutException, TimeoutError))
