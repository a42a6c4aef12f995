"""PasswordAuth: when it fetches, shares and renews tokens, and what a user sees if that fails."""

import asyncio
import json
import logging
import threading
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

import httpx
import pytest

from dws_snapshots import (
    AsyncDwsClient,
    ConnectionFailed,
    DwsClient,
    InvalidRequest,
    PasswordAuth,
    ResponseTimeout,
    Unauthorized,
    UnexpectedResponse,
)
from dws_snapshots.password import hide_subject_token
from support.calls import PROJECT_ID, SNAPSHOT, Create, both
from support.raw_server import RawServer, answer, close, raw, silence

CREATED = {"snapshot": {"id": "2a4d0f86-67cd-408a-8b66-017454fb7793"}}


class Service(ThreadingHTTPServer):
    """IAM and DWS in one: issues numbered tokens and accepts those that `accepted` holds."""

    request_queue_size = 128

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), Handler)
        self.url = f"http://127.0.0.1:{self.server_port}"
        self.lifetime = timedelta(hours=24)
        self.accepted: set[str] = set()
        self.revoke_at_once = False
        self.fetched: list[Any] = []
        self.creates: list[str] = []
        self.lock = threading.Lock()


class Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    disable_nagle_algorithm = True
    server: Service

    def do_POST(self) -> None:
        body = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        if self.path == "/v3/auth/tokens":
            self.issue(body)
            return
        token = self.headers["X-Auth-Token"]
        with self.server.lock:
            self.server.creates.append(token)
            accepted = token in self.server.accepted
        self.reply(200 if accepted else 401, CREATED if accepted else {"error_code": "APIGW.0301", "error_msg": "no"})

    def issue(self, body: Any) -> None:
        with self.server.lock:
            self.server.fetched.append(body)
            token = f"token-{len(self.server.fetched)}"
            if not self.server.revoke_at_once:
                self.server.accepted.add(token)
        now = datetime.now(UTC)
        described = {"issued_at": now.isoformat(), "expires_at": (now + self.server.lifetime).isoformat()}
        self.reply(201, {"token": {**described, "project": {"id": PROJECT_ID}}}, token)

    def reply(self, status: int, body: Any, token: str | None = None) -> None:
        content = json.dumps(body).encode()
        self.send_response(status)
        self.send_header("Content-Length", str(len(content)))
        if token:
            self.send_header("X-Subject-Token", token)
        self.end_headers()
        self.wfile.write(content)

    def log_message(self, *arguments: Any) -> None:
        pass


@pytest.fixture
def service() -> Iterator[Service]:
    with Service() as server:
        threading.Thread(target=server.serve_forever, args=(0.01,), daemon=True).start()
        yield server
        server.shutdown()


def password_auth(url: str, **changes: Any) -> PasswordAuth:
    arguments = {"username": "u", "password": "the-password", "domain_name": "d", "project_name": "p"}
    return PasswordAuth(url, **{**arguments, **changes})


@both
def test_a_token_is_fetched_once_and_kept(create: Create, service: Service) -> None:
    auth = password_auth(service.url)
    for _ in range(3):
        create(service.url, auth=auth)
    assert service.creates == ["token-1"] * 3
    user = {"name": "u", "password": "the-password", "domain": {"name": "d"}}
    identity = {"methods": ["password"], "password": {"user": user}}
    assert service.fetched == [{"auth": {"identity": identity, "scope": {"project": {"name": "p"}}}}]


@both
@pytest.mark.parametrize("suffix", ["", "/", "/v3", "/v3/", "/v3/auth/tokens"])
def test_the_address_may_end_in_v3_and_the_project_may_be_an_id(create: Create, service: Service, suffix: str) -> None:
    create(service.url, auth=password_auth(service.url + suffix, project_name=None, project_id=PROJECT_ID))
    assert service.fetched[0]["auth"]["scope"] == {"project": {"id": PROJECT_ID}}


@both
@pytest.mark.parametrize(
    ("changes", "user"),
    [
        ({"domain_name": None, "domain_id": "x"}, {"name": "u", "domain": {"id": "x"}}),
        ({"username": None, "user_id": "i"}, {"id": "i"}),
        ({"username": None, "user_id": "i", "domain_name": None}, {"id": "i"}),
    ],
)
def test_user_and_domain_may_be_ids(
    create: Create, service: Service, changes: dict[str, Any], user: dict[str, Any]
) -> None:
    create(service.url, auth=password_auth(service.url, **changes))
    told = service.fetched[0]["auth"]["identity"]["password"]["user"]
    assert told == {**user, "password": "the-password"}


@both
def test_a_token_is_renewed_before_it_ends(create: Create, service: Service) -> None:
    service.lifetime = timedelta(0)
    auth = password_auth(service.url)
    create(service.url, auth=auth)
    create(service.url, auth=auth)
    assert service.creates == ["token-1", "token-2"]


@both
def test_a_refused_token_is_renewed_once(create: Create, service: Service) -> None:
    auth = password_auth(service.url)
    create(service.url, auth=auth)
    service.accepted.clear()
    create(service.url, auth=auth)
    assert service.creates == ["token-1", "token-1", "token-2"]
    service.accepted.clear()
    service.revoke_at_once = True
    with pytest.raises(Unauthorized, match=r"APIGW\.0301"):
        create(service.url, auth=auth)
    assert len(service.fetched) == 3
    assert service.creates[3:] == ["token-2", "token-3"]


def test_threads_share_one_fetch(service: Service) -> None:
    auth = password_auth(service.url)
    with DwsClient(service.url, project_id=PROJECT_ID, auth=auth) as dws, ThreadPoolExecutor(20) as pool:
        list(pool.map(lambda _: dws.create_snapshot(**SNAPSHOT), range(40)))
        service.accepted.clear()
        list(pool.map(lambda _: dws.create_snapshot(**SNAPSHOT), range(40)))
    assert len(service.fetched) == 2


def test_tasks_share_one_fetch(service: Service) -> None:
    auth = password_auth(service.url)

    async def many() -> None:
        async with AsyncDwsClient(service.url, project_id=PROJECT_ID, auth=auth) as dws:
            await asyncio.gather(*(dws.create_snapshot(**SNAPSHOT) for _ in range(40)))

    asyncio.run(many())
    service.accepted.clear()
    asyncio.run(many())
    assert len(service.fetched) == 2


def test_a_cancelled_fetch_leaves_the_others_going(service: Service) -> None:
    auth = password_auth(service.url)

    async def some() -> list[Any]:
        async with AsyncDwsClient(service.url, project_id=PROJECT_ID, auth=auth) as dws:
            tasks = [asyncio.create_task(dws.create_snapshot(**SNAPSHOT)) for _ in range(5)]
            while not service.fetched:
                await asyncio.sleep(0)
            tasks[0].cancel()
            return await asyncio.gather(*tasks, return_exceptions=True)

    first, *others = asyncio.run(some())
    assert isinstance(first, asyncio.CancelledError)
    assert not [result for result in others if isinstance(result, BaseException)]


def test_it_serves_any_httpx_client(service: Service) -> None:
    with httpx.Client(auth=password_auth(service.url)) as client:
        response = client.post(f"{service.url}/v1.0/{PROJECT_ID}/snapshots", json={"snapshot": SNAPSHOT})
    assert response.json() == CREATED


@both
def test_a_refused_password_is_unauthorized_and_creates_nothing(create: Create) -> None:
    body = '{"error": {"code": 401, "message": "The password the-password is wrong."}}'
    with RawServer(answer(401, body)) as iam, RawServer(answer(200)) as dws:
        with pytest.raises(Unauthorized) as caught:
            create(dws.url, auth=password_auth(iam.url))
        assert dws.requests == []
    assert str(caught.value) == "401: The password … is wrong."


@both
@pytest.mark.parametrize(
    ("headers", "body"),
    [
        ({"X_Subject_Token": "t"}, "<html>"),
        ({"X_Subject_Token": "t"}, "{}"),
        ({"X_Subject_Token": "t"}, '{"token": {"expires_at": 5}}'),
        ({"X_Subject_Token": "t"}, '{"token": {"expires_at": "soon"}}'),
        ({"X_Subject_Token": "t"}, '{"token": {"expires_at": null}}'),
        ({"X_Subject_Token": "t"}, '{"token": null}'),
        ({"X_Subject_Token": "t"}, "[" * 100_000),
        ({"X_Subject_Token": "no token"}, '{"token": {"expires_at": "2126-01-01T00:00:00Z"}}'),
        ({}, '{"token": {"expires_at": "2030-01-01T00:00:00Z", "issued_at": "2029-12-31T00:00:00Z"}}'),
    ],
)
def test_a_strange_answer_of_iam_is_told(create: Create, headers: dict[str, str], body: str) -> None:
    with RawServer(answer(201, body, **headers)) as iam, RawServer(answer(200)) as dws:
        with pytest.raises(UnexpectedResponse, match="IAM's answer holds no token"):
            create(dws.url, auth=password_auth(iam.url))
        assert dws.requests == []


DAY_AFTER = (datetime.now(UTC) + timedelta(days=1)).strftime("%Y-%m-%dT%H:%M:%S")


@both
@pytest.mark.parametrize(
    "told",
    [
        {"expires_at": DAY_AFTER},
        {"expires_at": DAY_AFTER, "issued_at": 5, "project": "p"},
        {"expires_at": DAY_AFTER, "issued_at": "soon", "project": []},
        {"expires_at": DAY_AFTER + "Z", "issued_at": None, "project": None, "catalog": None},
        {"expires_at": DAY_AFTER.replace("T", " ") + "z", "issued_at": "", "project": {}},
        {"expires_at": DAY_AFTER + ".123456789Z", "project": {"id": PROJECT_ID, "name": None}},
        {"expires_at": DAY_AFTER + ".5+00:00"},
        {"expires_at": "2026-01-02T08:00:00+08:00", "issued_at": "2026-01-01T00:00:00"},
        {"expires_at": "2026-01-02T08:00:00+0800", "issued_at": "2026-01-01T00:00:00.000000Z"},
    ],
)
def test_every_form_of_iams_answer_gives_a_token_that_is_kept(create: Create, told: dict[str, Any]) -> None:
    iam_answer = answer(201, json.dumps({"token": told}), X_Subject_Token="t")
    with RawServer(iam_answer) as iam, RawServer(answer(200, json.dumps(CREATED))) as dws:
        auth = password_auth(iam.url)
        create(dws.url, auth=auth)
        create(dws.url, auth=auth)
    assert len(iam.requests) == 1
    assert len(dws.requests) == 2


@both
def test_a_token_of_60_kb_is_fetched_and_sent(create: Create) -> None:
    token = "x" * 60_000
    iam_answer = answer(201, json.dumps({"token": {"expires_at": DAY_AFTER}}), X_Subject_Token=token)
    with RawServer(iam_answer) as iam, RawServer(answer(200, json.dumps(CREATED))) as dws:
        create(dws.url, auth=password_auth(iam.url))
    assert f"\r\nx-auth-token: {token}\r\n".encode() in dws.requests[0].lower()


@both
def test_an_answer_of_iam_that_is_cut_short_means_that_the_create_was_not_sent(create: Create) -> None:
    cut = b'HTTP/1.1 201 -\r\nContent-Length: 99\r\nX-Subject-Token: t\r\n\r\n{"token'
    with RawServer(raw(cut, keep=False)) as iam, RawServer(answer(200)) as dws:
        with pytest.raises(ConnectionFailed) as caught:
            create(dws.url, auth=password_auth(iam.url))
        assert dws.requests == []
    assert not caught.value.may_have_been_sent


@both
def test_when_iam_fails_the_create_was_not_sent(create: Create) -> None:
    for behaviour in (close, silence):
        with RawServer(behaviour) as iam, RawServer(answer(200)) as dws:
            with pytest.raises(ConnectionFailed) as caught:
                create(dws.url, auth=password_auth(iam.url), timeout=1)
            assert dws.requests == []
        assert not caught.value.may_have_been_sent
        assert isinstance(caught.value, ResponseTimeout) == (behaviour is silence)
        assert iam.url in str(caught.value)


@both
def test_no_log_holds_the_password_or_the_token(
    create: Create, service: Service, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    auth = password_auth(service.url)
    create(service.url, auth=auth)
    assert caplog.records
    assert "the-password" not in caplog.text
    assert "token-1" not in caplog.text
    assert "token-1" not in repr(auth) + repr(vars(auth))


@pytest.mark.parametrize("value", [b"token-1", b"token'1"])
def test_httpcores_log_of_headers_has_no_token(value: bytes) -> None:
    record = logging.makeLogRecord({"msg": f"return_value=(b'HTTP/1.1', 201, [(b'X-Subject-Token', {value!r})])"})
    assert hide_subject_token(record)
    assert "token-1" not in record.msg
    assert "token'1" not in record.msg


@pytest.mark.parametrize(
    "changes",
    [
        {"username": ""},
        {"username": None},
        {"user_id": "i"},
        {"password": None},
        {"domain_name": 5},
        {"domain_name": None},
        {"domain_id": "x"},
        {"project_name": None},
        {"project_id": PROJECT_ID},
    ],
)
def test_a_wrong_argument_is_refused(changes: dict[str, Any]) -> None:
    with pytest.raises(InvalidRequest) as caught:
        password_auth("https://iam.example", **changes)
    assert "the-password" not in str(caught.value)
