"""What `failures` says, for the async client's connections."""

import aiohttp
import httpx

from . import failures
from .errors import ConnectionFailed

FAILURES = (httpx.RequestError, aiohttp.ClientError, TimeoutError)
NEVER_SENT = (
    *failures.NEVER_SENT,
    aiohttp.ClientConnectorError,
    aiohttp.ClientHttpProxyError,
    aiohttp.ConnectionTimeoutError,
    aiohttp.InvalidURL,
    aiohttp.ServerFingerprintMismatch,
)


def connection_failed(error: Exception, request: httpx.Request) -> ConnectionFailed:
    """Return the error for a request that got no answer.

    The transport calls a connection that broke a connect time-out; only aiohttp's own error tells the two apart.
    """
    cause = error.__cause__
    told = cause if isinstance(cause, FAILURES) else None
    return failures.connection_failed(error, request, told, NEVER_SENT)
