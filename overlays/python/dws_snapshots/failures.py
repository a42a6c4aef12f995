"""From a failure of the connection to an error that says whether the request may have been sent."""

from __future__ import annotations

import sys
from typing import NamedTuple

import httpx

from .errors import ConnectionFailed, ResponseTimeout

Kinds = tuple[type[Exception], ...]


class Failures(NamedTuple):
    """How a transport fails.

    kinds: what it raises where an exchange breaks. never_sent: those that only happen before a request leaves;
    everything else may have happened after. resends: the methods that it may send again by itself, so that the failure
    of the last attempt says nothing of the first, nor does its answer. quoting: those whose words quote the answer, and
    with it a token.
    """

    kinds: Kinds = (httpx.RequestError,)
    never_sent: Kinds = ()
    resends: frozenset[str] = frozenset({"GET", "DELETE"})
    quoting: Kinds = (httpx.ProtocolError,)

    def connection_failed(self, error: Exception, request: httpx.Request) -> ConnectionFailed:
        """Return the error for a request that got no answer, with its cause. request: the operation's own.

        A failure of another one, the token's, means that the operation's was not sent or was refused.
        """
        cause, failed = self.cause(error), request_of(error) or request
        never_sent = isinstance(cause, self.never_sent) and request.method not in self.resends
        own = (failed.method, failed.url) == (request.method, request.url)
        quotes, late = isinstance(cause, self.quoting), is_timeout(cause) and not never_sent
        words = "no answer came whose head can be read" if quotes else str(cause) or type(cause).__name__
        if is_timeout(cause):
            words = "no answer in time" if late else "no connection in time"
        origin = f"{failed.url.scheme}://{failed.url.netloc.decode('ascii')}"
        told = (ResponseTimeout if late else ConnectionFailed)(f"{origin}: {words}", own and not never_sent)
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
    ),
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


def request_of(error: Exception) -> httpx.Request | None:
    """Return the request that failed, where the error knows it."""
    try:
        return error.request if isinstance(error, httpx.RequestError) else None
    except RuntimeError:
        return None


def is_timeout(error: Exception) -> bool:
    """Tell whether a failure is a time-out, httpx's or asyncio's."""
    return isinstance(error, (httpx.TimeoutException, TimeoutError))
