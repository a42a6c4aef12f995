"""Send one request through httpx's own clients and their `send`, so that whatever works with httpx works here.

Mocks, recorders, tracing, proxies and transports see each request as httpx sends it.
"""

import importlib.util
from collections.abc import Mapping
from functools import lru_cache
from http.cookiejar import CookieJar, DefaultCookiePolicy
from time import monotonic
from typing import Any, TypeVar
from urllib.request import getproxies

import httpx

from .arguments import has_host, seconds
from .connections import CLOSED
from .errors import InvalidRequest, MissingSetting
from .exchange import Exchange
from .failures import Failures, is_same, origin_of, with_request
from .reading.answers import Answer
from .reading.bodies import bounded

TIMEOUT = httpx.Timeout(60.0, connect=10.0)
NO_AUTH = httpx.Auth()
PROXIES = ("http", "https", "all")
SOCKS = ("socks5", "socks5h")

Http = TypeVar("Http", httpx.Client, httpx.AsyncClient)


def new_http(
    kind: type[Http],
    timeout: float | httpx.Timeout = TIMEOUT,
    transport: Any = None,
    headers: Mapping[str, str] | None = None,
) -> Http:
    """Return an httpx client that follows no redirects and keeps no cookies.

    Raises InvalidRequest for an argument, MissingSetting for an environment variable that httpx can't use.
    """
    if not isinstance(timeout, httpx.Timeout):
        seconds("timeout", timeout, otherwise=", or an httpx.Timeout")
    else:
        for step in timeout.as_dict().values():
            if step is not None:
                seconds("timeout", step, otherwise=", or an httpx.Timeout of such")
    method = "handle_request" if kind is httpx.Client else "handle_async_request"
    if transport is not None and not callable(getattr(transport, method, None)):
        raise InvalidRequest("transport", f"must be a transport of an httpx.{kind.__name__}", transport)
    if transport is None:
        check_proxies()
    cookies = CookieJar(DefaultCookiePolicy(allowed_domains=[]))
    hooks = {"response": [forget_location if kind is httpx.Client else forget_location_async]}
    try:
        return kind(timeout=timeout, transport=transport, headers=headers, cookies=cookies, event_hooks=hooks)
    except (ValueError, httpx.InvalidURL):
        raise MissingSetting("httpx can't use the variable NO_PROXY: it must be hosts, separated by commas") from None
    except OSError:
        raise MissingSetting("httpx can't use the certificates of SSL_CERT_FILE or SSL_CERT_DIR") from None


def forget_location(response: httpx.Response) -> None:
    """Remove `Location`, which httpx reads even if it follows no redirect. It raises errors for an odd one."""
    response.headers.pop("Location", None)


async def forget_location_async(response: httpx.Response) -> None:
    """As `forget_location`."""
    forget_location(response)


def check_open(http: httpx.Client | httpx.AsyncClient, request: httpx.Request) -> None:
    """Raise InvalidRequest if the client was closed meanwhile, for example while its auth waited for a token."""
    if http.is_closed:
        raise InvalidRequest("client", CLOSED, origin_of(request))


def check_proxies() -> None:
    """Check the proxies of the environment. Values are not shown: they may hold a password. Raises MissingSetting."""
    proxies = getproxies()
    for scheme in PROXIES:
        address, variable = proxies.get(scheme), f"{scheme.upper()}_PROXY"
        if not address:
            continue
        try:
            proxy = httpx.Proxy(address if "://" in address else f"http://{address}")
        except (ValueError, httpx.InvalidURL):
            proxy = None
        if proxy is None or not has_host(proxy.url):
            raise MissingSetting(
                f"{variable} must be a proxy's address: http://, https:// or socks5://, a host and a port"
            )
        if proxy.url.scheme in SOCKS and importlib.util.find_spec("socksio") is None:
            raise MissingSetting(
                f"{variable} is a SOCKS proxy, which needs socksio: pip install 'httpx[socks]', or unset {variable}"
            )


@lru_cache(maxsize=64)
def parsed(url: str) -> httpx.URL:
    """Return the address, parsed once: parsing takes a tenth of a call."""
    return httpx.URL(url)


def shorten(request: httpx.Request, longest: float) -> None:
    """Limit each step of a request to `longest` seconds. Raises httpx.PoolTimeout if no time is left."""
    if longest <= 0:
        raise httpx.PoolTimeout("no time is left", request=request)
    steps = request.extensions.get("timeout", {}).items()
    request.extensions["timeout"] = {
        step: longest if seconds is None else min(seconds, longest) for step, seconds in steps
    }


def new_request(
    http: httpx.Client | httpx.AsyncClient, endpoint: str, exchange: Exchange[Any], longest: float | None
) -> httpx.Request:
    """Return an operation's request, with the client's headers, and its time-outs but none above `longest`."""
    request = http.build_request(**{**exchange.request, "url": parsed(endpoint + exchange.request["url"])})
    if longest is not None:
        shorten(request, longest)
    return request


def send(
    http: httpx.Client, failures: Failures, request: httpx.Request, auth: httpx.Auth, longest: float | None = None
) -> Answer:
    """Send a request, and before it whatever its auth needs. Return the answer, as far as it comes.

    longest: seconds after which nothing is sent, and no more of the answer is read. Raises ConnectionFailed if no
    answer began.
    """
    until = None if longest is None else monotonic() + longest
    try:
        response = proved(http, request, auth, until)
    except failures.kinds as error:
        raise failures.connection_failed(error, request, auth)  # noqa: B904
    body = bounded(response, until)
    try:
        content = response.content if response.is_stream_consumed else b"".join(body)
    finally:
        response.close()
    cut = body.problem and failures.cause(body.problem)
    return Answer(response.status_code, response.headers, content, cut, response.request, auth)


async def send_async(http: httpx.AsyncClient, failures: Failures, request: httpx.Request, auth: httpx.Auth) -> Answer:
    """As `send`. The caller limits its time."""
    try:
        response = await proved_async(http, request, auth)
    except failures.kinds as error:
        raise failures.connection_failed(error, request, auth)  # noqa: B904
    body = bounded(response)
    try:
        content = response.content if response.is_stream_consumed else b"".join([part async for part in body])
    finally:
        await response.aclose()
    cut = body.problem and failures.cause(body.problem)
    return Answer(response.status_code, response.headers, content, cut, response.request, auth)


def proved(http: httpx.Client, request: httpx.Request, auth: httpx.Auth, until: float | None) -> httpx.Response:
    """Send what an auth yields, as httpx does, and return the last answer, unread.

    Unlike in httpx, the auth learns why its own request failed, and bodies of answers are limited.
    until: when it must have ended, on the monotonic clock.
    """
    flow = auth.sync_auth_flow(request)
    try:
        step = next(flow)
        while True:
            check_open(http, step)
            try:
                if until is not None:
                    shorten(step, until - monotonic())
                response = http.send(step, stream=True, auth=NO_AUTH)
            except Exception as error:
                if is_same(step, request):
                    raise
                try:
                    step = flow.throw(with_request(error, step))
                except StopIteration:
                    raise error from None
                continue
            try:
                step = flow.send(response)
                bounded(response, until)
                response.read()
            except StopIteration:
                return response
            except BaseException:
                response.close()
                raise
    finally:
        flow.close()


async def proved_async(http: httpx.AsyncClient, request: httpx.Request, auth: httpx.Auth) -> httpx.Response:
    """As `proved`."""
    flow = auth.async_auth_flow(request)
    try:
        step = await anext(flow)
        while True:
            check_open(http, step)
            try:
                response = await http.send(step, stream=True, auth=NO_AUTH)
            except Exception as error:
                if is_same(step, request):
                    raise
                try:
                    step = await flow.athrow(with_request(error, step))
                except StopAsyncIteration:
                    raise error from None
                continue
            try:
                step = await flow.asend(response)
                bounded(response)
                await response.aread()
            except StopAsyncIteration:
                return response
            except BaseException:
                await response.aclose()
                raise
    finally:
        await flow.aclose()
