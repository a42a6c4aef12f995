"""PasswordAuth with many callers: they share one fetch, each waits within its own limit, and a valid token is used."""

import asyncio
import json
import sys
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from socket import socket
from typing import Any

import httpx
import pytest

from dws_snapshots import (
    AsyncDwsClient,
    ConnectionFailed,
    DwsClient,
    DwsError,
    PasswordAuth,
    ResponseTimeout,
    Unauthorized,
    UnexpectedResponse,
)
from support.calls import PROJECT_ID, SNAPSHOT, Create, both
from support.raw_server import Behaviour, RawServer, answer, close, raw, silence

CREATED = answer(200, '{"snapshot": {"id": "2a4d0f86-67cd-408a-8b66-017454fb7793"}}')
REFUSED = answer(401, '{"error": {"code": 401, "message": "The password is wrong."}}')
MANY = 200


def password_auth(url: str) -> PasswordAuth:
    return PasswordAuth(url, username="u", password="the-password", domain_name="d", project_name="p")


def token(value: str, lifetime: timedelta = timedelta(hours=24)) -> Behaviour:
    now = datetime.now(UTC)
    told = {"issued_at": now.isoformat(), "expires_at": (now + lifetime).isoformat()}
    return answer(201, json.dumps({"token": told}), X_Subject_Token=value)


class Held:
    """A behaviour of IAM's that waits until it is let go."""

    def __init__(self, behave: Behaviour) -> None:
        self._behave = behave
        self.came, self.go = threading.Event(), threading.Event()

    def __call__(self, connection: socket) -> bool:
        self.came.set()
        self.go.wait(60)
        return self._behave(connection)


def in_threads(auth: PasswordAuth, url: str, many: int, held: Held) -> list[Any]:
    """Let threads call at the same time, IAM go when all but one wait, and return what each gets."""
    settings: Any = {"project_id": PROJECT_ID, "auth": auth, "timeout": 60}
    with DwsClient(url, **settings) as dws, ThreadPoolExecutor(many) as pool:

        def call() -> Any:
            try:
                return dws.create_snapshot(**SNAPSHOT)
            except DwsError as error:
                return error

        calls = [pool.submit(call) for _ in range(many)]
        assert held.came.wait(60)
        while sum(map(waits_for_another, sys._current_frames().values())) < many - 1:
            time.sleep(0.01)
        held.go.set()
        return [one.result() for one in calls]


def waits_for_another(frame: Any) -> bool:
    """Tell whether a thread waits for the outcome of a fetch."""
    names = []
    while frame is not None:
        names.append(frame.f_code.co_name)
        frame = frame.f_back
    return names[0] == "wait" and "sync_auth_flow" in names


def in_tasks(auth: PasswordAuth, url: str, many: int, held: Held) -> list[Any]:
    """As `in_threads`, with tasks: all have come as far as they can when the first awaits IAM's answer."""

    async def call() -> list[Any]:
        async with AsyncDwsClient(url, project_id=PROJECT_ID, auth=auth, timeout=60) as dws:
            calls = asyncio.gather(*(dws.create_snapshot(**SNAPSHOT) for _ in range(many)), return_exceptions=True)
            await asyncio.to_thread(held.came.wait, 60)
            held.go.set()
            return await calls

    return asyncio.run(call())


in_both = pytest.mark.parametrize("calls", [in_threads, in_tasks])


@in_both
def test_many_callers_with_a_wrong_password_make_one_login(calls: Any) -> None:
    held = Held(REFUSED)
    with RawServer(held) as iam, RawServer(CREATED) as dws:
        results = calls(password_auth(iam.url), dws.url, MANY, held)
    assert len(iam.requests) == 1
    assert dws.requests == []
    assert {(type(error), str(error)) for error in results} == {(Unauthorized, "401: The password is wrong.")}
    assert len(set(map(id, results))) == MANY, "each has an error of its own"


@in_both
def test_who_waited_for_a_connection_that_broke_shares_that(calls: Any) -> None:
    held = Held(close)
    with RawServer(held) as iam, RawServer(CREATED) as dws:
        results = calls(password_auth(iam.url), dws.url, 50, held)
    assert len(iam.requests) == 1
    assert dws.requests == []
    assert {(type(error), error.may_have_been_sent) for error in results} == {(ConnectionFailed, False)}


@in_both
def test_many_callers_share_one_token(calls: Any) -> None:
    held = Held(token("t"))
    with RawServer(held) as iam, RawServer(CREATED) as dws:
        results = calls(password_auth(iam.url), dws.url, 50, held)
    assert len(iam.requests) == 1
    assert len(dws.requests) == len([one.id for one in results]) == 50


@both
def test_a_failure_is_not_kept(create: Create) -> None:
    with RawServer(REFUSED, token("t")) as iam, RawServer(CREATED) as dws:
        auth = password_auth(iam.url)
        with pytest.raises(Unauthorized):
            create(dws.url, auth=auth)
        assert create(dws.url, auth=auth).id


def two_threads(auth: PasswordAuth, url: str, came: threading.Event) -> tuple[BaseException | None, Any]:
    """Call with a short limit, and once IAM was asked with a long one."""

    def call(timeout: float) -> Any:
        with DwsClient(url, project_id=PROJECT_ID, auth=auth, timeout=timeout) as dws:
            return dws.create_snapshot(**SNAPSHOT)

    with ThreadPoolExecutor(2) as pool:
        first = pool.submit(call, 1)
        assert came.wait(60)
        second = pool.submit(call, 60)
        return first.exception(), second.result()


def two_tasks(auth: PasswordAuth, url: str, came: threading.Event) -> tuple[BaseException | None, Any]:
    """As `two_threads`."""

    async def one(timeout: float) -> Any:
        async with AsyncDwsClient(url, project_id=PROJECT_ID, auth=auth, timeout=timeout) as dws:
            return await dws.create_snapshot(**SNAPSHOT)

    async def call() -> tuple[Any, Any]:
        first = asyncio.create_task(one(1))
        await asyncio.to_thread(came.wait, 60)
        second = asyncio.create_task(one(60))
        await asyncio.wait({first, second})
        return first.exception(), second.result()

    return asyncio.run(call())


@pytest.mark.parametrize("calls", [two_threads, two_tasks])
def test_another_takes_over_where_the_first_ones_own_limit_ended(calls: Any) -> None:
    came = threading.Event()

    def behave(connection: socket) -> bool:
        came.set()
        return silence(connection)

    with RawServer(behave, token("t")) as iam, RawServer(CREATED) as dws:
        failure, created = calls(password_auth(iam.url), dws.url, came)
    assert isinstance(failure, ResponseTimeout)
    assert not failure.may_have_been_sent
    assert created.id
    assert len(iam.requests) == 2


def test_behind_a_silent_iam_each_thread_waits_as_long_as_its_own_limit() -> None:
    with RawServer(silence) as iam, RawServer(CREATED) as server:
        settings: Any = {"project_id": PROJECT_ID, "auth": password_auth(iam.url), "timeout": 1}
        began = time.monotonic()
        with DwsClient(server.url, **settings) as dws, ThreadPoolExecutor(40) as pool:
            calls = [pool.submit(dws.create_snapshot, **SNAPSHOT) for _ in range(40)]
            failures = [call.exception() for call in calls]
    check_silent(failures, time.monotonic() - began, iam.url)
    assert server.requests == []


def test_behind_a_silent_iam_each_task_waits_as_long_as_its_own_limit() -> None:
    async def call() -> list[Any]:
        async with AsyncDwsClient(server.url, project_id=PROJECT_ID, auth=password_auth(iam.url), timeout=1) as dws:
            return await asyncio.gather(*(dws.create_snapshot(**SNAPSHOT) for _ in range(40)), return_exceptions=True)

    with RawServer(silence) as iam, RawServer(CREATED) as server:
        began = time.monotonic()
        failures = asyncio.run(call())
    check_silent(failures, time.monotonic() - began, iam.url)
    assert server.requests == []


def check_silent(failures: list[Any], seconds: float, url: str) -> None:
    assert seconds < 30, "one after the other would take 40 seconds"
    assert {type(failure) for failure in failures} == {ResponseTimeout}
    assert {str(failure) for failure in failures} == {f"{url}: no answer in time; the request was not sent"}


@both
def test_an_answer_of_iam_that_drips_ends_at_the_limit(create: Create) -> None:
    def drip(connection: socket) -> bool:
        connection.sendall(b"HTTP/1.1 201 -\r\nContent-Length: 9000\r\nX-Subject-Token: t\r\n\r\n")
        for _ in range(600):
            connection.sendall(b"{")
            time.sleep(0.1)
        return False

    with RawServer(drip) as iam, RawServer(CREATED) as dws, pytest.raises(ResponseTimeout) as caught:
        create(dws.url, auth=password_auth(iam.url), timeout=1)
    assert not caught.value.may_have_been_sent
    assert dws.requests == []


class Clock:
    """The clock that tokens go by. It can be put forward."""

    def __init__(self) -> None:
        self.ahead = 0.0

    def __call__(self) -> float:
        return time.monotonic() + self.ahead


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> Clock:
    put = Clock()
    monkeypatch.setattr("dws_snapshots.fetching.monotonic", put)
    return put


HOUR = 3600.0


@both
@pytest.mark.parametrize(
    "failure",
    [
        answer(503),
        REFUSED,
        answer(201, "{}"),
        answer(200, "<html>"),
        raw(b"HTTP/1.1 201 -\r\nContent-Length: 99\r\nX-Subject-Token: t\r\n\r\n{", keep=False),
        close,
        silence,
    ],
)
def test_a_token_that_holds_is_used_where_renewing_it_fails(create: Create, failure: Behaviour, clock: Clock) -> None:
    with RawServer(token("first"), failure, failure, token("second")) as iam, RawServer(CREATED) as dws:
        auth = password_auth(iam.url)

        def tokens_after(seconds: float) -> tuple[int, bytes]:
            """Create once more after so many seconds; tell how often IAM was asked, and the token that was sent."""
            clock.ahead += seconds
            create(dws.url, auth=auth, timeout=2)
            return len(iam.requests), dws.requests[-1].lower().partition(b"x-auth-token: ")[2].partition(b"\r\n")[0]

        assert tokens_after(0) == (1, b"first")
        assert tokens_after(23.95 * HOUR) == (2, b"first")
        assert tokens_after(1) == (2, b"first"), "it is not tried again at once"
        assert tokens_after(31) == (3, b"first")
        assert tokens_after(31) == (4, b"second")
    assert len(dws.requests) == 5


@both
def test_a_token_that_has_ended_must_be_renewed(create: Create, clock: Clock) -> None:
    with RawServer(token("first"), answer(503)) as iam, RawServer(CREATED) as dws:
        auth = password_auth(iam.url)
        create(dws.url, auth=auth)
        clock.ahead += 24 * HOUR
        with pytest.raises(DwsError, match=r"^503"):
            create(dws.url, auth=auth)
    assert len(dws.requests) == 1


@both
def test_a_token_that_was_refused_is_not_used_again(create: Create) -> None:
    with RawServer(token("first"), answer(503)) as iam, RawServer(answer(401)) as dws:
        auth = password_auth(iam.url)
        for _ in range(2):
            with pytest.raises(DwsError, match=r"^503"):
                create(dws.url, auth=auth)
    assert len(dws.requests) == 1


@both
def test_in_another_httpx_client_too_a_refusal_to_renew_leaves_the_token(create: Create, clock: Clock) -> None:
    with RawServer(token("first"), answer(503)) as iam, RawServer(CREATED) as dws:
        auth = password_auth(iam.url)
        for _ in range(2):
            if "async" in create.__name__:
                response = asyncio.run(fetch(dws.url, auth))
            else:
                response = httpx.get(dws.url, auth=auth)
            assert response.status_code == 200
            clock.ahead += 23.95 * HOUR
    assert len(iam.requests) == 2


async def fetch(url: str, auth: httpx.Auth) -> httpx.Response:
    async with httpx.AsyncClient(auth=auth) as client:
        return await client.get(url)


@both
def test_iam_may_answer_with_any_success_that_holds_a_token(create: Create) -> None:
    told = answer(200, '{"token": {"expires_at": "2126-01-01T00:00:00Z"}}', X_Subject_Token="t")
    with RawServer(told) as iam, RawServer(CREATED) as dws:
        assert create(dws.url, auth=password_auth(iam.url)).id
    assert b"\r\nx-auth-token: t\r\n" in dws.requests[0].lower()


@both
def test_a_token_in_the_body_of_iams_answer_is_not_shown(create: Create) -> None:
    told = answer(200, '{"token": {"id": "a-token-for-nobody", "expires_at": "2126-01-01T00:00:00Z"}}')
    with RawServer(told) as iam, RawServer(CREATED) as dws, pytest.raises(UnexpectedResponse) as caught:
        create(dws.url, auth=password_auth(iam.url))
    assert "a-token" not in str(caught.value) + repr(caught.value)
