"""What `sending` says, for the async client: on aiohttp's connections, without httpx's streams in between."""

from base64 import b64encode
from collections.abc import AsyncIterator
from functools import lru_cache
from typing import Any, NamedTuple

import aiohttp
import httpx
from httpx_aiohttp import AiohttpTransport
from httpx_aiohttp.transport import map_aiohttp_exceptions
from multidict import CIMultiDict
from yarl import URL

from .aiohttp_failures import FAILURES
from .answers import Answer
from .auth import AkSkAuth, TokenAuth, decoded
from .sending import is_short, log


class Reply(NamedTuple):
    """An answer as far as it came. error: why its body ended early, or None."""

    head: aiohttp.ClientResponse
    content: bytes
    error: Exception | None


async def send(http: httpx.AsyncClient, auth: httpx.Auth, request: httpx.Request) -> Answer:
    """As `sending.send`. Raises aiohttp.ClientError or TimeoutError as well."""
    if not is_short(http):
        return await read(await http.send(request, auth=auth, stream=True))
    transport = http._transport_for_url(request.url)
    # Not classes made of these: they may do more.
    if (type(auth) is AkSkAuth or type(auth) is TokenAuth) and type(transport) is AiohttpTransport:
        return await send_plain(transport, auth, request)
    flow = auth.async_auth_flow(request)
    try:
        sent = await anext(flow)
        while True:
            transport = http._transport_for_url(sent.url)
            try:
                if type(transport) is AiohttpTransport:
                    response = as_response(await exchange(transport, sent, decoded(sent)))
                else:
                    response = await transport.handle_async_request(sent)
            except httpx.RequestError as error:
                error.request = sent
                raise
            response.request = sent
            log(sent, response.http_version, response.status_code, response.reason_phrase)
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


async def send_plain(transport: AiohttpTransport, auth: AkSkAuth | TokenAuth, request: httpx.Request) -> Answer:
    """As `send`, where no answer changes what is sent: without httpx's response, which takes a tenth of a call."""
    headers = decoded(request)
    headers += auth.proof(request, headers).items()
    reply = await exchange(transport, request, headers)
    head = reply.head
    log(request, "HTTP/1.1", head.status, head.reason or "")
    if "Content-Encoding" in head.headers:
        return await read(as_response(reply))
    return Answer(head.status, head.headers, reply.content, reply.error)


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


async def exchange(transport: AiohttpTransport, request: httpx.Request, headers: list[tuple[str, str]]) -> Reply:
    """Send one request with these headers, as `AiohttpTransport.handle_async_request` does; return the answer with all
    of its body.
    """
    if not isinstance(transport.client, aiohttp.ClientSession):
        transport.client = session(transport)
    try:
        answer = await transport.client.request(
            request.method,
            parsed(str(request.url)),
            headers=CIMultiDict(headers),
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
    return Reply(answer, bytes(content), cut)


def as_response(reply: Reply) -> httpx.Response:
    """Return the answer as httpx has it."""
    head, content, error = reply
    extensions = {"reason_phrase": (head.reason or "").encode()}
    return httpx.Response(head.status, headers=head.raw_headers, stream=Body(content, error), extensions=extensions)


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
