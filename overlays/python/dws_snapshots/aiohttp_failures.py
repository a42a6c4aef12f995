"""What `failures` says, for the transport of the extra [aiohttp].

It calls a connection that broke after the request was sent a connect time-out. Only aiohttp's own error tells the two
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
    # A connection that ends within the head of an answer is told with the headers that came.
    quoting=(aiohttp.ClientResponseError, aiohttp.ServerDisconnectedError, aiohttp.ClientPayloadError),
)
