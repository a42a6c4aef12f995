"""What `sending` says, for the async client: on aiohttp's connections, without httpx's streams in between."""

from base64 import b64encode
from collections.abc import AsyncIterator
from functools import lru_cache
from typing import Any

import aiohttp
import httpx
from httpx_aiohttp import AiohttpTransport
from httpx_aiohttp.transport import map_aiohttp_exceptions
from yarl import URL

from .aiohttp_failures import FAILURES
from .answers import Answer
from .sending import is_short, log


async def send(http: httpx.AsyncClient, auth: httpx.Auth, request: httpx.Request) -> Answer:
    """As `sending.send`. Raises aiohttp.ClientError or TimeoutError as well."""
    if not is_short(http):
        return await read(await http.send(request, auth=auth, stream=True))
    flow = auth.async_auth_flow(request)
    try:
        sent = await anext(flow)
        while True:
            transport = http._transport_for_url(sent.url)
            try:
                if type(transport) is AiohttpTransport:  # a caller's may do more
                    response = await exchange(transport, sent)
                else:
                    response = await transport.handle_async_request(sent)
            except httpx.RequestError as error:
                error.request = sent
                raise
            log(response, sent)
            try:
                sent = await flow.asend(response)
                await response.aread()
            except StopAsyncIteration:
                return await read(response)
            except BaseException:
                await response.aclose()
                raise
    finally:
        await flow.aclose()


class Body(httpx.AsyncByteStream):
    """What came of a body, and then why no more came, or None."""

    def __init__(self, content: bytes, error: Exception | None) -> None:
        self.content = content
        self.error = error

    async def __aiter__(self) -> AsyncIterator[bytes]:
        yield self.content
        if self.error is not None:
            with map_aiohttp_exceptions():
                raise self.error


async def exchange(transport: AiohttpTransport, request: httpx.Request) -> httpx.Response:
    """Send one request, as `AiohttpTransport.handle_async_request` does; return the answer with all of its body."""
    if not isinstance(transport.client, aiohttp.ClientSession):
        transport.client = session(transport)
    try:
        answer = await transport.client.request(
            request.method,
            parsed(str(request.url)),
            headers=[(name.decode("ascii"), value.decode("ascii")) for name, value in request.headers.raw],
            data=aiohttp.BytesPayload(request.content) if request.content else None,
            allow_redirects=False,
            auto_decompress=False,
            timeout=timeout(**request.extensions["timeout"]),
            **proxied(transport),
        )
    except FAILURES as error:
        with map_aiohttp_exceptions():
            raise error
    content, cut = bytearray(), None
    try:
        while chunk := await answer.content.readany():
            content += chunk
    except FAILURES as error:
        cut = error
    finally:
        answer.release()
    extensions = {"reason_phrase": (answer.reason or "").encode()}
    return httpx.Response(
        answer.status, headers=answer.raw_headers, stream=Body(bytes(content), cut), extensions=extensions
    )


async def read(response: httpx.Response) -> Answer:
    """Return the answer as far as it came."""
    stream = response.stream
    if isinstance(stream, Body) and "Content-Encoding" not in response.headers:
        return Answer(response.status_code, response.headers, stream.content, stream.error)
    body, cut = bytearray(), None
    try:
        async for chunk in response.aiter_bytes():
            body += chunk
    except FAILURES as error:
        cut = error
    finally:
        await response.aclose()
    return Answer(response.status_code, response.headers, bytes(body), cut)


@lru_cache(maxsize=64)
def parsed(url: str) -> URL:
    """Return the address as it stands: httpx has encoded it."""
    return URL(url, encoded=True)


@lru_cache(maxsize=64)
def timeout(
    connect: float | None, read: float | None, write: float | None, pool: float | None
) -> aiohttp.ClientTimeout:
    """Return httpx's time-outs as aiohttp has them; it has none for writing."""
    return aiohttp.ClientTimeout(connect=pool, sock_connect=connect, sock_read=read)


def proxied(transport: AiohttpTransport) -> dict[str, Any]:
    """Return the arguments that lead through the proxy of the environment, if there is one."""
    proxy = transport.proxy
    if proxy is None:
        return {}
    headers = dict(proxy.headers)
    if proxy.auth:
        headers["Authorization"] = "Basic " + b64encode(":".join(proxy.auth).encode()).decode()
    return {"proxy": str(proxy.url), "proxy_headers": headers}


def session(transport: AiohttpTransport) -> aiohttp.ClientSession:
    """Return the caller's connections, or new ones with the transport's TLS and limits, which keep no cookies."""
    if transport.client or transport.uds or transport.local_address:
        return transport.get_client()
    limits = transport.limits
    connector = aiohttp.TCPConnector(
        limit=limits.max_connections or 0, keepalive_timeout=limits.keepalive_expiry, ssl=transport.ssl_context
    )
    return aiohttp.ClientSession(connector=connector, cookie_jar=aiohttp.DummyCookieJar())
