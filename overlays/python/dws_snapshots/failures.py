"""From a failure of the connection to an error that says whether the request may have been sent."""

import httpx

from .errors import ConnectionFailed, ResponseTimeout

Kinds = tuple[type[Exception], ...]

# What can only happen before a request leaves. Everything else may have happened after.
NEVER_SENT: Kinds = (
    httpx.ConnectError,
    httpx.ConnectTimeout,
    httpx.PoolTimeout,
    httpx.ProxyError,
    httpx.UnsupportedProtocol,
)


def connection_failed(
    error: Exception, request: httpx.Request, cause: Exception | None = None, never_sent: Kinds = NEVER_SENT
) -> ConnectionFailed:
    """Return the error for a request that got no answer.

    request: the operation's own. A failure of another one, the token's, means that the operation's was not sent or was
    refused. cause: what to judge by, where it tells more than the error; never_sent: the kinds that happen before
    anything is sent.
    """
    cause = cause or error
    failed = request_of(error) or request
    may_have_been_sent = failed is request and not isinstance(cause, never_sent)
    words = str(cause) or type(cause).__name__
    if is_timeout(cause):
        words = "no connection in time" if isinstance(cause, never_sent) else "no answer in time"
    origin = f"{failed.url.scheme}://{failed.url.netloc.decode('ascii')}"
    late = is_timeout(cause) and not isinstance(cause, never_sent)
    return (ResponseTimeout if late else ConnectionFailed)(f"{origin}: {words}", may_have_been_sent)


def request_of(error: Exception) -> httpx.Request | None:
    """Return the request that failed, where the error knows it."""
    try:
        return error.request if isinstance(error, httpx.RequestError) else None
    except RuntimeError:
        return None


def is_timeout(error: Exception) -> bool:
    """Tell whether a failure is a time-out, httpx's or asyncio's."""
    return isinstance(error, (httpx.TimeoutException, TimeoutError))
