"""No error shows a secret, whatever the answer or the argument is, and every error message can be printed."""

import asyncio
import html
import json
import traceback
from collections.abc import Callable
from typing import Any
from urllib.parse import quote

import httpx
import pytest
from httpx_aiohttp import AiohttpTransport

from dws_snapshots import (
    AkSkAuth,
    AsyncDwsClient,
    ConnectionFailed,
    DwsClient,
    DwsError,
    InvalidRequest,
    PasswordAuth,
    SnapshotFailed,
    TokenAuth,
    WaitTimeout,
)
from support.calls import DETAIL, PROJECT_ID, Call, Create, both, both_ways, each_transport
from support.raw_server import RawServer, answer, raw

SECRET = "a-secret-for-tests"
CREATED = '{"snapshot": {"id": "2a4d0f86-67cd-408a-8b66-017454fb7793"}}'
LONGEST = 2000


def shown(error: BaseException) -> str:
    """Return all that a log shows of an error."""
    return f"{error} {error!r} {''.join(traceback.format_exception(error))}"


def failure(create: Create, url: str, auth: httpx.Auth) -> DwsError:
    with pytest.raises(DwsError) as caught:
        create(url, auth=auth, timeout=5)
    return caught.value


def password_auth(url: str, password: str = SECRET) -> PasswordAuth:
    return PasswordAuth(url, username="u", password=password, domain_name="d", project_name="p")


AUTHS = [TokenAuth(SECRET), AkSkAuth("AK", SECRET), AkSkAuth("AK", "SK-of-tests", SECRET)]


@each_transport
@pytest.mark.parametrize("auth", AUTHS)
@pytest.mark.parametrize(
    "behaviour",
    [
        answer(400, "{}", X_Request_Id=SECRET),
        answer(400, json.dumps({"error_code": SECRET, "error_msg": f"no {SECRET}.", "request_id": SECRET})),
        answer(200, "<html>", X_Request_Id=f"x{SECRET}x", Content_Type=f"text/{SECRET}"),
        answer(400, "x" * 495 + SECRET),
        answer(400, f"<p>{SECRET[:9]}<b></b>{SECRET[9:]} {SECRET}</p>" + " " * 19_990 + SECRET),
        raw(f"HTTP/1.1 400 -\r\nContent-Length: 99\r\n\r\nbad token {SECRET[:-1]}".encode(), keep=False),
        raw(f"HTTP/1.1 200 -\r\nbad header {SECRET}\r\n\r\n".encode(), keep=False),
        raw(f"{SECRET} is not HTTP\r\n\r\n".encode(), keep=False),
    ],
)
def test_an_echoed_secret_is_not_shown(create: Create, auth: httpx.Auth, behaviour: Any) -> None:
    with RawServer(behaviour) as server:
        error = failure(create, server.url, auth)
    assert SECRET[:-1] not in shown(error)


@each_transport
def test_of_any_auth_what_the_request_carried_is_not_shown(create: Create) -> None:
    def echo(connection: Any) -> bool:
        head = server.requests[-1].partition(b"\r\n\r\n")[0].decode()
        return answer(400, json.dumps({"error_msg": head}))(connection)

    with RawServer(echo) as server:
        error = failure(create, server.url, httpx.BasicAuth("user", SECRET))
    assert "Basic" not in str(error)
    assert "POST /v1.0" in str(error)


HARD = "a\"b\\c\td/e<f>g'h&i é😀"


@both
@pytest.mark.parametrize(
    "spell",
    [
        str,
        json.dumps,
        lambda text: json.dumps(text, ensure_ascii=False),
        lambda text: json.dumps(text).replace("/", "\\/").replace("<", "\\u003C"),
        html.escape,
        lambda text: html.escape(text, quote=False),
        lambda text: "".join(f"&#{ord(one)};" if not one.isalnum() else one for one in text),
        lambda text: json.dumps(html.escape(text)),
        lambda text: json.dumps(json.dumps(text)),
        lambda text: html.escape(json.dumps(text)),
        lambda text: quote(text, safe=""),
        lambda text: quote(text).lower(),
    ],
)
@pytest.mark.parametrize("password", [HARD, 'q"\\\\x"\\\\y', "p<b>ss</b>word", "new\nline here"])
def test_a_password_is_not_shown_however_it_is_spelled(
    create: Create, spell: Callable[[str], str], password: str
) -> None:
    with RawServer(answer(401, f"<h1>The password of 'u' is {spell(password)}, which is wrong</h1>")) as iam:
        error = failure(create, iam.url, password_auth(iam.url, password))
    told = str(error).replace('"', "").replace("&quot;", "")
    assert told in (
        "401: The password of 'u' is …, which is wrong",
        "401: The password of 'u' is \\…\\, which is wrong",
    )


@both
def test_a_short_secret_is_left_inside_words(create: Create) -> None:
    message = "throttled: token ttle of hrottle, ttle."
    with RawServer(answer(400, json.dumps({"error_msg": message}))) as server:
        error = failure(create, server.url, TokenAuth("ttle"))
    assert str(error) == "400: throttled: token … of hrottle, …."


@both
def test_a_token_of_an_earlier_login_is_not_shown(create: Create) -> None:
    def token(value: str) -> Any:
        return answer(201, '{"token": {"expires_at": "2126-01-01T00:00:00Z"}}', X_Subject_Token=value)

    echo = answer(400, '{"error_msg": "not first-token, second-token"}')
    with RawServer(token("first-token"), token("second-token")) as iam, RawServer(answer(401), echo) as dws:
        error = failure(create, dws.url, password_auth(iam.url))
    assert str(error) == "400: not …, …"


@each_transport
@pytest.mark.parametrize(
    "content",
    [
        f"HTTP/1.1 201 Created\r\nX-Subject-Token: {SECRET}\r\nContent-",
        f"HTTP/1.1 201 Created\r\nX-Subject-Token: {SECRET}",
        f"HTTP/1.1 201 Created\r\nX-Subject-Token: {SECRET * 10_000}\r\nContent-Length: 2\r\n\r\n{{}}",
        f"HTTP/1.1 201 Created\r\nX-Subject-Token\n {SECRET}\r\n\r\n",
        f"HTTP/1.1 201 Created\r\nX-Subject-Token: {SECRET}\r\nTransfer-Encoding: chunked\r\n\r\n{SECRET}\r\n",
        f"HTTP/1.1 201 Created\r\nX-Subject-Token: {SECRET}\r\nContent-Length: x\r\n\r\n",
        f"HTTP/1.1 201 Created\r\nX-Subject-Token: {SECRET}\r\nContent-Length: 99\r\n\r\n{{",
        f"HTTP/1.1 201 {SECRET}\r\nX-Subject-Token: {SECRET} \x00\r\nContent-Length: 2\r\n\r\n{{}}",
        f"HTTP/1.1 500 Bad\r\nX-Subject-Token: {SECRET}\r\nContent-Length: {len(SECRET)}\r\n\r\n{SECRET}",
        f"HTTP/1.1 200 OK\r\nContent-Length: {len(SECRET) + 20}\r\n\r\n" + f'{{"token":{{"id":"{SECRET}"}}}}',
    ],
)
def test_a_broken_answer_of_iam_shows_no_token(create: Create, content: str) -> None:
    with RawServer(raw(content.encode(), keep=False)) as iam, RawServer(answer(200, CREATED)) as dws:
        error = failure(create, dws.url, password_auth(iam.url, "the-password"))
    assert dws.requests == []
    assert not getattr(error, "may_have_been_sent", False)
    assert SECRET[:8] not in shown(error)


class Wrapping(httpx.AsyncBaseTransport):
    """A transport of the caller's, round aiohttp's."""

    def __init__(self) -> None:
        self._inner = AiohttpTransport()

    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        return await self._inner.handle_async_request(request)

    async def aclose(self) -> None:
        await self._inner.aclose()


def test_of_another_transport_too_no_token_is_shown() -> None:
    async def call() -> None:
        auth = password_auth(iam.url, "the-password")
        async with AsyncDwsClient(iam.url, project_id=PROJECT_ID, auth=auth, transport=Wrapping()) as dws:
            await dws.list_snapshots()

    cut = raw(f"HTTP/1.1 201 Created\r\nX-Subject-Token: {SECRET}\r\nContent-".encode(), keep=False)
    with RawServer(cut) as iam, pytest.raises(ConnectionFailed) as caught:
        asyncio.run(call())
    assert SECRET not in shown(caught.value)


ADDRESSES = [
    f"https://user:{SECRET}@dws.example",
    f"https://user:{SECRET}@dws.example:x",
    f"ftp://user:{SECRET}@dws.example",
    f"user:{SECRET}@dws.example",
    f"https://user:{SECRET}/@dws.example",
    f"https://user:{SECRET}@@a..b",
    f"https://{SECRET}@[::1",
    f"https://user:{SECRET}\n@dws.example",
]


@pytest.mark.parametrize("address", ADDRESSES)
@pytest.mark.parametrize(
    "make",
    [
        lambda address: DwsClient(address, project_id=PROJECT_ID, auth=TokenAuth("t")),
        lambda address: AsyncDwsClient(address, project_id=PROJECT_ID, auth=TokenAuth("t")),
        password_auth,
    ],
)
def test_user_information_in_an_address_is_not_shown(make: Callable[[str], Any], address: str) -> None:
    with pytest.raises(InvalidRequest) as caught:
        make(address)
    assert SECRET not in shown(caught.value) + repr(caught.value.value)


@pytest.mark.parametrize("address", ADDRESSES)
@pytest.mark.parametrize("name", ["DWS_ENDPOINT", "OS_AUTH_URL"])
def test_nor_in_one_of_the_environment(monkeypatch: pytest.MonkeyPatch, name: str, address: str) -> None:
    for variable in ("OS_CLOUD", "HUAWEICLOUD_SDK_AK", "OS_TOKEN", "OS_ACCESS_KEY"):
        monkeypatch.delenv(variable, raising=False)
    given = {"OS_AUTH_URL": "https://iam.eu-de.otc.t-systems.com", "OS_USER_ID": "u", "OS_PASSWORD": "p"}
    for variable, value in {**given, "OS_PROJECT_ID": PROJECT_ID, name: address}.items():
        monkeypatch.setenv(variable, value)
    with pytest.raises(DwsError) as caught:
        DwsClient.from_env()
    assert SECRET not in shown(caught.value)


@pytest.mark.parametrize("space", [" ", "\n", "\r\n", "\t", "\u00a0"])
@pytest.mark.parametrize(
    ("field", "make"),
    [
        ("access_key", lambda value: AkSkAuth(value, "SK")),
        ("secret_key", lambda value: AkSkAuth("AK", value)),
        ("security_token", lambda value: AkSkAuth("AK", "SK", value)),
        ("token", TokenAuth),
    ],
)
def test_white_space_around_a_key_or_a_token_is_refused(field: str, make: Callable[[str], Any], space: str) -> None:
    for value in (SECRET + space, space + SECRET):
        with pytest.raises(InvalidRequest, match=f"^{field} must .*; given a value that is not shown$") as caught:
            make(value)
        assert SECRET not in shown(caught.value)


@pytest.mark.parametrize("make", [password_auth, lambda url, value: AkSkAuth("AK", value)])
def test_a_lone_surrogate_is_refused_before_anything_is_sent(make: Any) -> None:
    with pytest.raises(InvalidRequest, match="without lone surrogates"):
        make("https://iam.example", "x\udcffy")


@each_transport
@pytest.mark.parametrize("status", [200, 400])
@pytest.mark.parametrize(
    "value",
    [b"\xff\xfe", b"\x80\x1b[31m", "ü".encode(), b"\xed\xa0\x80", b"x" * 60_000, b"a\tb", bytes(range(128, 256))],
)
def test_a_request_id_of_any_bytes_can_be_printed(create: Create, status: int, value: bytes) -> None:
    head = b"HTTP/1.1 %d -\r\nContent-Length: 1\r\nX-Request-Id: %s\r\n\r\n!" % (status, value)
    with RawServer(raw(head)) as server:
        error = failure(create, server.url, TokenAuth("t"))
    for text in (str(error), repr(error)):
        text.encode()
        assert text.isprintable()
        assert len(text) < LONGEST


@both
@pytest.mark.parametrize(
    "text", ["x" * 9_999_999, "\ud800\x00\x1b[31m\u202e" * 99, "a\nb\r\n\tc", "\U0001f600" * 9_999]
)
def test_an_errors_text_is_bounded_and_can_be_printed(create: Create, text: str) -> None:
    body = json.dumps({"error_code": text, "error_msg": text, "request_id": text})
    with RawServer(answer(400, body), answer(400, f"<p>{body}</p>")) as server:
        for _ in range(2):
            error = failure(create, server.url, TokenAuth("t"))
            for shown in (str(error), repr(error)):
                shown.encode()
                assert shown.isprintable()
                assert len(shown) < LONGEST


@both_ways
@pytest.mark.parametrize("text", ["x" * 99_999, "\ud800\x00\x1b[31m"])
def test_what_a_snapshot_holds_is_bounded_too(call: Call, text: str) -> None:
    failed = answer(200, json.dumps({"snapshot": {**DETAIL, "status": "UNAVAILABLE", "name": text}}))
    other = answer(200, json.dumps({"snapshot": {**DETAIL, "status": text}}))
    with RawServer(failed) as server, pytest.raises(SnapshotFailed) as unavailable:
        call(server.url, "wait_until_available", DETAIL["id"])
    with RawServer(other) as server, pytest.raises(WaitTimeout) as late:
        call(server.url, "wait_until_available", DETAIL["id"], timeout_=0.1)
    for error in (unavailable.value, late.value):
        assert str(error).isprintable()
        assert len(str(error)) < LONGEST


@each_transport
@pytest.mark.parametrize(
    "address", ["127.0.0.1:1/" + "x" * 60_000, "h:" + "x" * 60_000, "a." * 30_000 + "invalid", "x" * 99_999]
)
def test_an_address_of_any_length_is_told_in_short(create: Create, address: str) -> None:
    with pytest.raises(DwsError) as caught:
        create(f"http://{address}")
    assert len(str(caught.value)) < LONGEST
