"""The transport of the extra [aiohttp]: the causes of failures, which httpx hides there, and long tokens.

test_client_answers.py tests the behaviour that all transports share.
"""

import asyncio
import json
import pickle
import socket
from collections.abc import Awaitable, Callable
from typing import Any

import aiohttp
import httpx
import pytest
from httpx_aiohttp import AiohttpTransport

from dws_snapshots import ApiError, AsyncDwsClient, BadRequest, ConnectionFailed, Forbidden, NotFound, PasswordAuth
from support.calls import PROJECT_ID, SNAPSHOT, TOKEN, create_aiohttp, create_async
from support.raw_server import RawServer, answer, close, reset

ID = "2a4d0f86-67cd-408a-8b66-017454fb7793"
CREATED = f'{{"snapshot": {{"id": "{ID}"}}}}'
LONG_TOKEN = "x" * 60_000


def failure(url: str, calls: Callable[[AsyncDwsClient], Awaitable[Any]], **given: Any) -> ConnectionFailed:
    """Make calls with one client and return how they failed."""

    async def run() -> None:
        settings = {"project_id": PROJECT_ID, "auth": TOKEN, "timeout": 5, "transport": AiohttpTransport(), **given}
        async with AsyncDwsClient(url, **settings) as dws:
            await calls(dws)

    with pytest.raises(ConnectionFailed) as caught:
        asyncio.run(run())
    return caught.value


@pytest.mark.parametrize("ending", [close, reset])
def test_a_create_on_a_kept_connection_that_breaks_may_have_been_sent_and_is_sent_once(ending: Any) -> None:
    async def twice(dws: AsyncDwsClient) -> None:
        await dws.create_snapshot(**SNAPSHOT)
        await dws.create_snapshot(**SNAPSHOT)

    with RawServer(answer(200, CREATED), ending) as server:
        assert failure(server.url, twice).may_have_been_sent
    assert len(server.requests) == 2


def test_a_delete_that_aiohttp_sends_again_in_vain_may_have_been_sent() -> None:
    def vanish(connection: socket.socket) -> bool:
        server.__exit__(None, None, None)
        return False

    async def delete_twice(dws: AsyncDwsClient) -> None:
        await dws.delete_snapshot(ID)
        await dws.delete_snapshot(ID)

    server = RawServer(answer(202), vanish).__enter__()
    failed = failure(server.url, delete_twice)
    assert "Cannot connect" in str(failed)
    assert failed.may_have_been_sent
    assert len(server.requests) == 2


@pytest.mark.parametrize(("status", "kind"), [(400, BadRequest), (404, NotFound), (403, Forbidden)])
def test_a_refused_delete_that_aiohttp_sent_twice_says_that_the_first_may_have_done_it(
    status: int, kind: type[ApiError]
) -> None:
    async def delete_twice() -> None:
        async with AsyncDwsClient(server.url, project_id=PROJECT_ID, auth=TOKEN, transport=AiohttpTransport()) as dws:
            await dws.delete_snapshot(ID)
            await dws.delete_snapshot(ID)

    gone = answer(status, '{"error_code": "DWS.0001", "error_msg": "has been deleted"}')
    with RawServer(answer(202), close, gone) as server, pytest.raises(kind) as caught:
        asyncio.run(delete_twice())
    assert len(server.requests) == 3
    assert caught.value.may_have_been_sent_twice is (kind is not Forbidden)
    assert str(caught.value).endswith("the first may have deleted it") is (kind is not Forbidden)
    assert pickle.loads(pickle.dumps(caught.value)).may_have_been_sent_twice is (kind is not Forbidden)


def test_no_free_connection_in_time_means_that_nothing_was_sent() -> None:
    async def two_at_once(dws: AsyncDwsClient) -> None:
        await asyncio.gather(dws.create_snapshot(**SNAPSHOT), dws.create_snapshot(**SNAPSHOT))

    def hold(connection: socket.socket) -> bool:
        connection.recv(1)
        return False

    one = AiohttpTransport(limits=httpx.Limits(max_connections=1))
    with RawServer(hold) as server:
        failed = failure(server.url, two_at_once, transport=one, timeout=httpx.Timeout(5, pool=0.1))
    assert "no connection in time" in str(failed)
    assert not failed.may_have_been_sent


def test_a_proxy_that_refuses_means_that_nothing_was_sent() -> None:
    with RawServer(answer(407)) as proxy:
        transport = AiohttpTransport(proxy=httpx.Proxy(proxy.url))
        failed = failure("https://dws.invalid", lambda dws: dws.create_snapshot(**SNAPSHOT), transport=transport)
    assert not failed.may_have_been_sent
    assert proxy.requests[0].startswith(b"CONNECT dws.invalid:443 ")


class Marking(AiohttpTransport):
    """A transport of the caller's that adds to what there is."""

    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        request.headers["X-Mark"] = "transport"
        return await super().handle_async_request(request)


def test_a_class_made_of_it_is_used_and_its_failures_say_nothing() -> None:
    with RawServer(answer(200, CREATED)) as server:
        assert create_async(server.url, transport=Marking()).id == ID
    assert b"\r\nx-mark: transport\r\n" in server.requests[0].lower()
    with pytest.raises(ConnectionFailed) as caught:
        create_async("http://127.0.0.1:1", transport=Marking())
    assert caught.value.may_have_been_sent


def password(url: str) -> PasswordAuth:
    return PasswordAuth(url, username="u", password="p", domain_name="d", project_id=PROJECT_ID)


def test_a_session_with_a_larger_limit_takes_a_token_of_60_kb() -> None:
    described = json.dumps({"token": {"expires_at": "2126-01-01T00:00:00Z"}})
    session = AiohttpTransport(client=lambda: aiohttp.ClientSession(max_line_size=65_536, max_field_size=65_536))
    with RawServer(answer(201, described, X_Subject_Token=LONG_TOKEN), answer(200, CREATED)) as server:
        assert create_async(server.url, auth=password(server.url), transport=session).id == ID
    assert f"\r\nx-auth-token: {LONG_TOKEN}\r\n".encode() in server.requests[1].lower()


def test_a_token_that_is_too_long_is_not_shown() -> None:
    with RawServer(answer(201, "{}", X_Subject_Token=LONG_TOKEN)) as server, pytest.raises(ConnectionFailed) as caught:
        create_aiohttp(server.url, auth=password(server.url))
    assert "no readable answer came" in str(caught.value)
    assert "xxx" not in str(caught.value)
    assert caught.value.__cause__ is None
    assert caught.value.__suppress_context__
