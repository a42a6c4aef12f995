"""From a failure of the connection to an error that says whether the request may have been sent."""

from __future__ import annotations

import sys
from typing import NamedTuple

import httpx

from .errors import ConnectionFailed, ResponseTimeout
from .reading.answers import LONGEST, secrets
from .reading.redaction import printable, redacted

Kinds = tuple[type[Exception], ...]


# What sockets, name resolution and IDNA raise by themselves, in a group of tasks too. Their words are the system's.
NO_ADDRESS: Kinds = (UnicodeError, OverflowError, ExceptionGroup)
OF_PYTHON: Kinds = (OSError, *NO_ADDRESS)


class Failures(NamedTuple):
    """How a transport fails.

    kinds: what it raises where an exchange breaks. never_sent: those that only happen before a request leaves;
    everything else may have happened after. resends: the methods that it may send again by itself, so that the failure
    of the last attempt says nothing of the first, nor does its answer. quoting: those whose words quote the answer.
    plain: those whose words never do: of IAM's answer, which holds a token, no others are shown.
    """

    kinds: Kinds = (httpx.RequestError, *OF_PYTHON)
    never_sent: Kinds = ()
    resends: frozenset[str] = frozenset({"GET", "DELETE"})
    quoting: Kinds = (httpx.ProtocolError,)
    plain: Kinds = OF_PYTHON

    def connection_failed(self, error: Exception, request: httpx.Request, auth: httpx.Auth) -> ConnectionFailed:
        """Return the error for a request that got no answer, with its cause. request: the operation's own.

        A failure of another one, the token's, means that the operation's was not sent or was refused.
        """
        cause, failed = self.cause(error), request_of(error) or request
        own = is_same(failed, request)
        never_sent = isinstance(cause, self.never_sent) and request.method not in self.resends
        quotes = isinstance(cause, self.quoting) or not (own or isinstance(cause, self.plain))
        late = is_timeout(cause) and not never_sent
        words = "no answer came whose head can be read" if quotes else str(cause) or type(cause).__name__
        if is_timeout(cause):
            words = "no answer in time" if late else "no connection in time"
        words = redacted(f"{origin_of(failed)}: {words}", secrets(auth, failed.headers))
        told = (ResponseTimeout if late else ConnectionFailed)(printable(words, LONGEST), own and not never_sent)
        told.__cause__ = None if quotes else error
        return told

    def cause(self, error: Exception) -> Exception:
        """Return what tells most: the transport's own failure, where httpx's word stands for it."""
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
    """Return how a transport fails. None stands for httpx's own; of a kind that is not known here nothing is sure."""
    if transport is None or type(transport) in (httpx.HTTPTransport, httpx.AsyncHTTPTransport):
        return OF_HTTPX
    extra = sys.modules.get("httpx_aiohttp")
    if extra is None or not isinstance(transport, extra.AiohttpTransport):
        return Failures()
    from .aiohttp_failures import OF_AIOHTTP

    # A class made of it may do more.
    return OF_AIOHTTP if type(transport) is extra.AiohttpTransport else OF_AIOHTTP._replace(never_sent=())


def origin_of(request: httpx.Request) -> str:
    """Return scheme, host and port, without user information."""
    return f"{request.url.scheme}://{request.url.netloc.decode('ascii')}"


def request_of(error: Exception) -> httpx.Request | None:
    """Return the request that failed, where the error knows it."""
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
    """Tell whether two requests are for the same: an auth may send a copy."""
    return (one.method, one.url) == (other.method, other.url)


def is_timeout(error: Exception) -> bool:
    """Tell whether a failure is a time-out, httpx's or asyncio's."""
    return isinstance(error, (httpx.TimeoutException, TimeoutError))
