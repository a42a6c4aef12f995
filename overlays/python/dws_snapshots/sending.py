"""The way of one request: through httpx's own clients and their `send`, so that what people use with httpx holds here.

Mocks, recorders, tracing, proxies and transports see each request as httpx sends it.
"""

import importlib.util
from collections.abc import Mapping
from functools import lru_cache
from http.cookiejar import CookieJar, DefaultCookiePolicy
from math import inf
from time import monotonic
from typing import Any, TypeVar
from urllib.request import getproxies

import httpx

from .answers import Answer
from .arguments import seconds
from .errors import InvalidRequest, MissingSetting
from .exchange import Exchange
from .failures import Failures

TIMEOUT = httpx.Timeout(60.0, connect=10.0)
PROXIES = ("http", "https", "all")
SOCKS = ("socks5", "socks5h")

Http = TypeVar("Http", httpx.Client, httpx.AsyncClient)


def new_http(
    kind: type[Http],
    auth: httpx.Auth,
    timeout: float | httpx.Timeout = TIMEOUT,
    transport: Any = None,
    headers: Mapping[str, str] | None = None,
) -> Http:
    """Return an httpx client that follows no redirects and keeps no cookies.

    Raises InvalidRequest for an argument, MissingSetting for a variable of httpx's own that it can't use.
    """
    if not isinstance(auth, httpx.Auth):
        raise InvalidRequest("auth", "must be an httpx.Auth, such as AkSkAuth, TokenAuth or PasswordAuth", type(auth))
    if not isinstance(timeout, httpx.Timeout):
        seconds("timeout", timeout, otherwise=", or an httpx.Timeout")
    cookies = CookieJar(DefaultCookiePolicy(allowed_domains=[]))
    try:
        return kind(
            auth=auth, timeout=timeout, transport=transport, headers=headers, cookies=cookies, follow_redirects=False
        )
    except (ImportError, ValueError, OSError, httpx.InvalidURL):
        raise MissingSetting(unusable()) from None


def unusable() -> str:
    """Return which variable of the environment httpx can't use. A value may hold a password: none is shown."""
    proxies = getproxies()
    for scheme in PROXIES:
        address, variable = proxies.get(scheme) or "http://proxy", f"{scheme.upper()}_PROXY"
        try:
            proxy = httpx.Proxy(address if "://" in address else f"http://{address}")
        except (ValueError, httpx.InvalidURL):
            return f"{variable} must be a proxy's address: http://, https:// or socks5://, a host and a port"
        if proxy.url.scheme in SOCKS and importlib.util.find_spec("socksio") is None:
            return f"{variable} is a SOCKS proxy, which needs socksio: pip install 'httpx[socks]', or unset {variable}"
    return "httpx can't use the environment's NO_PROXY, or the certificates of SSL_CERT_FILE or SSL_CERT_DIR"


@lru_cache(maxsize=64)
def parsed(url: str) -> httpx.URL:
    """Return the address, parsed once: parsing takes a tenth of a call."""
    return httpx.URL(url)


def within(timeout: httpx.Timeout, longest: float) -> httpx.Timeout:
    """Return the time-outs, none above the longest, in seconds."""
    steps = timeout.as_dict().items()
    return httpx.Timeout(**{step: longest if value is None else min(value, longest) for step, value in steps})


def new_request(
    http: httpx.Client | httpx.AsyncClient, endpoint: str, exchange: Exchange[Any], longest: float | None
) -> httpx.Request:
    """Return the request of an operation, with the client's headers and time-outs, none of these above the longest."""
    fields = {**exchange.request, "url": parsed(endpoint + exchange.request["url"])}
    if longest is not None:
        fields["timeout"] = within(http.timeout, longest)
    return http.build_request(**fields)


def send(http: httpx.Client, failures: Failures, request: httpx.Request, longest: float | None = None) -> Answer:
    """Send a request, and before it what its proof of identity needs; return the answer as far as it comes.

    longest: seconds after which no more of the answer is read. Raises ConnectionFailed where no answer began.
    """
    end = inf if longest is None else monotonic() + longest
    try:
        response = http.send(request, stream=True)
    except failures.kinds as error:
        raise failures.connection_failed(error, request)  # noqa: B904
    body, cut = bytearray(), None
    try:
        for chunk in response.iter_bytes():
            body += chunk
            if monotonic() > end:
                raise httpx.ReadTimeout("the answer did not end in time", request=request)
    except failures.kinds as error:
        cut = failures.cause(error)
    finally:
        response.close()
    return Answer(response.status_code, response.headers, bytes(body), cut)


async def send_async(http: httpx.AsyncClient, failures: Failures, request: httpx.Request) -> Answer:
    """As `send`. Who calls it bounds its time."""
    try:
        response = await http.send(request, stream=True)
    except failures.kinds as error:
        raise failures.connection_failed(error, request)  # noqa: B904
    body, cut = bytearray(), None
    try:
        async for chunk in response.aiter_bytes():
            body += chunk
    except failures.kinds as error:
        cut = failures.cause(error)
    finally:
        await response.aclose()
    return Answer(response.status_code, response.headers, bytes(body), cut)
