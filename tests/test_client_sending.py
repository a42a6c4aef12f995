"""What the clients send through: proxies of the environment, a transport of the caller's, somebody's own `send`.

Cookies are not kept.
"""

import asyncio
import logging
from collections.abc import Generator
from typing import Any

import aiohttp
import httpx
import pytest
from httpx_aiohttp import AiohttpTransport

from calls import PROJECT_ID, SNAPSHOT, Create, both
from dws_snapshots import AsyncDwsClient, ConnectionFailed, DwsClient, PasswordAuth, TokenAuth
from dws_snapshots.sending import is_short
from raw_server import RawServer, answer, close

CREATED = '{"snapshot": {"id": "2a4d0f86-67cd-408a-8b66-017454fb7793"}}'
PROXIES = ("http_proxy", "https_proxy", "all_proxy", "no_proxy")


@pytest.fixture(autouse=True)
def _no_proxy(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in PROXIES:
        monkeypatch.delenv(name, raising=False)
        monkeypatch.delenv(name.upper(), raising=False)


@both
def test_the_proxy_of_the_environment_is_used(create: Create, monkeypatch: pytest.MonkeyPatch) -> None:
    with RawServer(answer(200, CREATED)) as proxy:
        monkeypatch.setenv("HTTP_PROXY", proxy.url.replace("//", "//user:secret@"))
        create("http://dws.invalid")
    head = proxy.requests[0].decode().lower()
    assert head.startswith(f"post http://dws.invalid/v1.0/{PROJECT_ID}/snapshots http/1.1\r\n")
    assert "\r\nproxy-authorization: basic dxnlcjpzzwnyzxq=\r\n" in head


@both
def test_no_proxy_holds_for_the_hosts_that_it_names(create: Create, monkeypatch: pytest.MonkeyPatch) -> None:
    with RawServer(answer(200, CREATED)) as server:
        monkeypatch.setenv("HTTP_PROXY", "http://127.0.0.1:1")
        monkeypatch.setenv("NO_PROXY", "127.0.0.1")
        create(server.url)
    assert len(server.requests) == 1


@both
def test_a_proxy_that_refuses_means_that_nothing_was_sent(create: Create, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HTTP_PROXY", "http://127.0.0.1:1")
    with pytest.raises(ConnectionFailed) as caught:
        create("http://dws.invalid")
    assert not caught.value.may_have_been_sent


@both
def test_cookies_are_not_kept(create: Create, monkeypatch: pytest.MonkeyPatch) -> None:
    with RawServer(answer(200, CREATED, Set_Cookie="a=b; Path=/")) as proxy:
        monkeypatch.setenv("HTTP_PROXY", proxy.url)  # aiohttp keeps none of an address, but those of a name
        twice(create, "http://dws.invalid")
    assert len(proxy.requests) == 2
    assert b"cookie:" not in proxy.requests[1].lower()


def twice(create: Create, endpoint: str) -> None:
    """Create twice with one client: the second time with what it learned."""
    if "async" in create.__name__:

        async def call() -> None:
            async with AsyncDwsClient(endpoint, project_id=PROJECT_ID, auth=TokenAuth("t")) as dws:
                await dws.create_snapshot(**SNAPSHOT)
                await dws.create_snapshot(**SNAPSHOT)

        asyncio.run(call())
        return
    with DwsClient(endpoint, project_id=PROJECT_ID, auth=TokenAuth("t")) as dws:
        dws.create_snapshot(**SNAPSHOT)
        dws.create_snapshot(**SNAPSHOT)


def respond(request: httpx.Request) -> httpx.Response:
    """Answer as the service does, in the caller's transport."""
    assert request.headers["X-Auth-Token"] == "t"
    assert request.extensions["timeout"]["read"] == 5
    return httpx.Response(200, text=CREATED)


def test_a_transport_of_the_callers_is_used() -> None:
    settings: dict[str, Any] = {"project_id": PROJECT_ID, "auth": TokenAuth("t"), "timeout": 5}
    transport = httpx.MockTransport(respond)
    with DwsClient("http://dws.invalid", transport=transport, **settings) as dws:
        assert dws.create_snapshot(**SNAPSHOT).id

    async def call() -> None:
        async with AsyncDwsClient("http://dws.invalid", transport=transport, **settings) as dws:
            assert (await dws.create_snapshot(**SNAPSHOT)).id

    asyncio.run(call())


@both
def test_a_failure_on_the_way_to_the_token_says_that_the_create_was_not_sent(create: Create) -> None:
    with RawServer(close) as iam, RawServer(answer(200, CREATED)) as server:
        auth = PasswordAuth(iam.url, username="u", password="p", domain_name="d", project_name="p")
        with pytest.raises(ConnectionFailed) as caught:
            create(server.url, auth=auth)
    assert not caught.value.may_have_been_sent
    assert server.requests == []


@both
def test_a_call_is_logged_as_httpx_does_and_without_secrets(create: Create, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.INFO)
    with RawServer(answer(200, CREATED)) as server:
        create(server.url, auth=TokenAuth("a-secret"))
    messages = [record.getMessage() for record in caplog.records if record.name == "httpx"]
    assert messages == [f'HTTP Request: POST {server.url}/v1.0/{PROJECT_ID}/snapshots "HTTP/1.1 200 -"']
    assert "a-secret" not in caplog.text


@both
def test_a_send_that_somebody_put_in_place_of_httpxs_sees_each_request(
    create: Create, monkeypatch: pytest.MonkeyPatch
) -> None:
    seen = []
    for kind in (httpx.Client, httpx.AsyncClient):

        def send(client: Any, request: httpx.Request, *, own: Any = kind.send, **given: Any) -> Any:
            seen.append(request.method)
            return own(client, request, **given)

        monkeypatch.setattr(kind, "send", send)
    with RawServer(answer(200, CREATED)) as server:
        create(server.url)
    assert seen == ["POST"]
    assert b"\r\nx-auth-token: " in server.requests[0].lower()


def test_the_short_way_is_not_gone_where_httpx_has_it_not(monkeypatch: pytest.MonkeyPatch) -> None:
    with httpx.Client() as client:
        assert is_short(client)
        monkeypatch.delattr(httpx.Client, "_transport_for_url")
        assert not is_short(client)


def test_a_closed_client_sends_nothing() -> None:
    with RawServer(answer(200, CREATED)) as server:
        dws = DwsClient(server.url, project_id=PROJECT_ID, auth=TokenAuth("t"))
        dws.close()
        with pytest.raises(RuntimeError, match="closed"):
            dws.create_snapshot(**SNAPSHOT)

        async def call() -> None:
            dws = AsyncDwsClient(server.url, project_id=PROJECT_ID, auth=TokenAuth("t"))
            await dws.aclose()
            with pytest.raises(RuntimeError, match="closed"):
                await dws.create_snapshot(**SNAPSHOT)

        asyncio.run(call())
    assert server.requests == []


class Strict(httpx.Auth):
    """Takes no answer."""

    def auth_flow(self, request: httpx.Request) -> Generator[httpx.Request, httpx.Response, None]:
        yield request
        raise LookupError


def test_an_auth_that_fails_leaves_the_connection_free() -> None:
    one = httpx.Limits(max_connections=1)
    settings: dict[str, Any] = {"project_id": PROJECT_ID, "auth": Strict(), "timeout": 5}
    with RawServer(answer(200, CREATED)) as server:
        with DwsClient(server.url, transport=httpx.HTTPTransport(limits=one), **settings) as dws:
            for _ in range(2):
                with pytest.raises(LookupError):
                    dws.create_snapshot(**SNAPSHOT)

        async def call() -> None:
            transport = httpx.AsyncHTTPTransport(limits=one)
            async with AsyncDwsClient(server.url, transport=transport, **settings) as dws:
                for _ in range(2):
                    with pytest.raises(LookupError):
                        await dws.create_snapshot(**SNAPSHOT)

        asyncio.run(call())


class Marking(AiohttpTransport):
    """A transport of the caller's that adds to what there is."""

    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        request.headers["X-Mark"] = "transport"
        return await super().handle_async_request(request)


def test_an_aiohttp_transport_or_session_of_the_callers_is_used_as_it_is() -> None:
    async def call() -> None:
        for transport in (Marking(), AiohttpTransport(client=lambda: aiohttp.ClientSession(headers={"X-Mark": "own"}))):
            settings: dict[str, Any] = {"project_id": PROJECT_ID, "auth": TokenAuth("t"), "transport": transport}
            async with AsyncDwsClient(server.url, **settings) as dws:
                assert (await dws.create_snapshot(**SNAPSHOT)).id

    with RawServer(answer(200, CREATED)) as server:
        asyncio.run(call())
    assert b"\r\nx-mark: transport\r\n" in server.requests[0].lower()
    assert b"\r\nx-mark: own\r\n" in server.requests[1].lower()
