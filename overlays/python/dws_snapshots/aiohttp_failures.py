"""How the transport of the extra [aiohttp] fails.

If a connection breaks after the request was sent, it raises a connect time-out. Only aiohttp's own error tells the two
apart.
"""

import aiohttp
import httpx

from .failures import OF_PYTHON, Failures

OF_AIOHTTP = Failures(
    kinds=(httpx.RequestError, aiohttp.ClientError, *OF_PYTHON),
    never_sent=(
        aiohttp.ClientConnectorError,
        aiohttp.ClientHttpProxyError,
        aiohttp.ConnectionTimeoutError,
        aiohttp.ServerFingerprintMismatch,
    ),
    resends=frozenset({"GET", "DELETE"}),  # once, on a kept connection that breaks
    # If a connection ends within the headers of an answer, the error quotes those that came.
    quoting=(aiohttp.ClientResponseError, aiohttp.ServerDisconnectedError, aiohttp.ClientPayloadError),
)
