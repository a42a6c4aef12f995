"""What `failures` says, for the transport of the extra [aiohttp].

It calls a connection that broke after the request was sent a connect time-out. Only aiohttp's own error tells the two
apart.
"""

import aiohttp
import httpx

from .failures import Failures

OF_AIOHTTP = Failures(
    kinds=(httpx.RequestError, aiohttp.ClientError, TimeoutError),
    never_sent=(
        aiohttp.ClientConnectorError,
        aiohttp.ClientHttpProxyError,
        aiohttp.ConnectionTimeoutError,
        aiohttp.ServerFingerprintMismatch,
    ),
    resends=frozenset({"GET", "DELETE"}),  # once, on a kept connection that breaks
    quoting=(aiohttp.ClientResponseError,),
)
