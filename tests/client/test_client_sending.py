"""How the clients send: with httpx's own `send`, proxies from the environment, or the caller's transport."""

import asyncio
import logging
import sys
from collections.abc import AsyncGenerator, Generator
from pathlib import Path
from typing import Any

import httpx
import pytest

from dws_snapshots import (
    AsyncDwsClient,
    ConnectionFailed,
    DwsClient,
    InvalidRequest,
    MissingSetting,
    PasswordAuth,
    TokenAuth,
)
from support.calls import PROJECT_ID, SNAPSHOT, Call, Create, both, both_ways
from support.raw_server import RawServer, answer, close

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
        monkeypatch.setenv("HTTP_PROXY", proxy.url)
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


def test_a_closed_client_sends_nothing() -> None:
    with RawServer(answer(200, CREATED)) as server:
        dws = DwsClient(server.url, project_id=PROJECT_ID, auth=TokenAuth("t"))
        dws.close()
        with pytest.raises(InvalidRequest, match="after it was closed"):
            dws.create_snapshot(**SNAPSHOT)

        async def call() -> None:
            dws = AsyncDwsClient(server.url, project_id=PROJECT_ID, auth=TokenAuth("t"))
            await dws.aclose()
            with pytest.raises(InvalidRequest, match="after it was closed"):
                await dws.create_snapshot(**SNAPSHOT)

        asyncio.run(call())
    assert server.requests == []


class Closing(httpx.Auth):
    """Closes the client before it lets the request go, as another thread may while a login is awaited."""

    def __init__(self) -> None:
        self.client: Any = None

    def sync_auth_flow(self, request: httpx.Request) -> Generator[httpx.Request, httpx.Response, None]:
        self.client.close()
        yield request

    async def async_auth_flow(self, request: httpx.Request) -> AsyncGenerator[httpx.Request, httpx.Response]:
        await self.client.aclose()
        yield request


def test_a_client_that_is_closed_during_a_login_sends_nothing() -> None:
    with RawServer(answer(200, CREATED)) as server:
        auth = Closing()
        auth.client = DwsClient(server.url, project_id=PROJECT_ID, auth=auth)
        with pytest.raises(InvalidRequest, match="after it was closed"):
            auth.client.create_snapshot(**SNAPSHOT)

        async def call() -> None:
            auth.client = AsyncDwsClient(server.url, project_id=PROJECT_ID, auth=auth)
            with pytest.raises(InvalidRequest, match="after it was closed"):
                await auth.client.create_snapshot(**SNAPSHOT)

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


@pytest.mark.parametrize("variable", ["HTTP_PROXY", "HTTPS_PROXY", "ALL_PROXY"])
@pytest.mark.parametrize(
    ("value", "message"),
    [
        ("socks5://127.0.0.1:1", "{} is a SOCKS proxy, which needs socksio: pip install 'httpx[socks]', or unset {}"),
        (
            "ftp://u:a-secret@127.0.0.1",
            "{} must be a proxy's address: http://, https:// or socks5://, a host and a port",
        ),
        ("http://u:a-secret/@h:1", "{} must be a proxy's address: http://, https:// or socks5://, a host and a port"),
    ],
)
@pytest.mark.parametrize("kind", [DwsClient, AsyncDwsClient])
def test_a_proxy_of_the_environment_that_cannot_be_used_is_told(
    kind: Any, variable: str, value: str, message: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, "socksio", None)
    monkeypatch.setenv(variable, value)
    with pytest.raises(MissingSetting) as caught:
        kind("http://dws.invalid", project_id=PROJECT_ID, auth=TokenAuth("t"))
    assert str(caught.value) == message.format(variable, variable)


@pytest.mark.parametrize("kind", [DwsClient, AsyncDwsClient])
def test_certificates_of_the_environment_that_cannot_be_used_are_told(
    kind: Any, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("SSL_CERT_FILE", str(tmp_path / "none.pem"))
    with pytest.raises(MissingSetting, match="the certificates of SSL_CERT_FILE"):
        kind("http://dws.invalid", project_id=PROJECT_ID, auth=TokenAuth("t"))


@pytest.mark.parametrize("host", ["a" * 64 + ".example", "a..b", ".", "a b.example"])
def test_a_host_that_no_resolver_takes_is_refused(host: str) -> None:
    with pytest.raises(InvalidRequest, match="endpoint must be http"):
        DwsClient(f"https://{host}", project_id=PROJECT_ID, auth=TokenAuth("t"))


@both_ways
def test_a_delete_whose_connection_breaks_is_sent_once(call: Call) -> None:
    with RawServer(close) as server, pytest.raises(ConnectionFailed) as caught:
        call(server.url, "delete_snapshot", "2a4d0f86-67cd-408a-8b66-017454fb7793")
    assert caught.value.may_have_been_sent
    assert len(server.requests) == 1


class Trying(httpx.BaseTransport, httpx.AsyncBaseTransport):
    """A transport of the caller's that sends a request twice where it fails."""

    def __init__(self) -> None:
        self.kinds = iter([httpx.ReadError, httpx.ConnectError])

    def handle_request(self, request: httpx.Request) -> httpx.Response:
        raise next(self.kinds)("broken") from httpx.ReadError("broken before")

    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        return self.handle_request(request)


@both
@pytest.mark.parametrize("attempt", ["first", "second"])
def test_of_another_transport_every_failure_may_have_come_after_the_request(create: Create, attempt: str) -> None:
    transport = Trying()
    if attempt == "second":
        next(transport.kinds)
    with pytest.raises(ConnectionFailed) as caught:
        create("http://dws.invalid", transport=transport)
    assert caught.value.may_have_been_sent


@both
def test_a_transport_of_httpxs_own_kind_tells_what_was_not_sent(create: Create) -> None:
    transport = httpx.AsyncHTTPTransport() if "async" in create.__name__ else httpx.HTTPTransport()
    with pytest.raises(ConnectionFailed) as caught:
        create("http://127.0.0.1:1", transport=transport)
    assert not caught.value.may_have_been_sent


class Copying(httpx.Auth):
    """Sends a copy of the request."""

    def auth_flow(self, request: httpx.Request) -> Generator[httpx.Request, httpx.Response, None]:
        yield httpx.Request(request.method, request.url, headers=request.headers, content=request.content)


@both
def test_an_auth_that_sends_a_copy_may_have_sent_the_request(create: Create) -> None:
    with RawServer(close) as server, pytest.raises(ConnectionFailed) as caught:
        create(server.url, auth=Copying())
    assert caught.value.may_have_been_sent
    assert len(server.requests) == 1


class Forgiving(httpx.Auth):
    """Asks for a token, and does without where there is none; gives up where it is told to."""

    def __init__(self, url: str, *, gives_up: bool) -> None:
        self._url, self._gives_up = url, gives_up

    def sync_auth_flow(self, request: httpx.Request) -> Generator[httpx.Request, httpx.Response, None]:
        try:
            yield httpx.Request("GET", self._url)
        except httpx.RequestError:
            if self._gives_up:
                return
        yield request

    async def async_auth_flow(self, request: httpx.Request) -> AsyncGenerator[httpx.Request, httpx.Response]:
        try:
            yield httpx.Request("GET", self._url)
        except httpx.RequestError:
            if self._gives_up:
                return
        yield request


@both
def test_an_auth_is_told_why_its_own_request_failed(create: Create) -> None:
    with RawServer(close) as other, RawServer(answer(200, CREATED)) as server:
        assert create(server.url, auth=Forgiving(other.url, gives_up=False)).id
        with pytest.raises(ConnectionFailed) as caught:
            create(server.url, auth=Forgiving(other.url, gives_up=True))
    assert not caught.value.may_have_been_sent
    assert len(server.requests) == 1
