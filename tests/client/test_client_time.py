"""`timeout=` of a call that repeats requests covers all of them: slow bodies, IAM, waiting for a token.

The bounds in these tests are generous, because without a timeout the calls would last for minutes.
"""

import asyncio
import json
import socket
import threading
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from typing import Any

import pytest

from dws_snapshots import AsyncDwsClient, ConnectionFailed, DwsClient, PasswordAuth, WaitTimeout
from support.calls import DETAIL, PROJECT_ID, SNAPSHOT, Call, both_ways
from support.raw_server import RawServer, answer, silence

NONE = answer(200, json.dumps({"snapshots": []}))
LONG = 120
"""Seconds: more than any of these calls may take, however slow the machine is."""


def drip(connection: socket.socket) -> bool:
    """Send a body byte by byte, each in time, until the client goes."""
    connection.sendall(b"HTTP/1.1 200 OK\r\nContent-Length: 100000\r\n\r\n")
    connection.settimeout(0.05)
    for _ in range(100_000):
        connection.sendall(b" ")
        try:
            connection.recv(1)
        except TimeoutError:
            continue
        break
    return False


@contextmanager
def ends() -> Iterator[None]:
    began = time.monotonic()
    yield
    assert time.monotonic() - began < LONG


@both_ways
def test_a_create_whose_answer_drips_ends_in_time_and_is_open(call: Call) -> None:
    with ends(), RawServer(NONE, drip) as server, pytest.raises(ConnectionFailed) as caught:
        call(server.url, "create_snapshot_once", **SNAPSHOT, timeout=60, timeout_=4)
    # On a machine that is slow beyond measure, the time may end before the create.
    assert caught.value.may_have_been_sent or len(server.requests) < 2


@both_ways
def test_a_list_that_drips_ends_in_time_and_nothing_was_sent(call: Call) -> None:
    with ends(), RawServer(drip) as server, pytest.raises(ConnectionFailed) as caught:
        call(server.url, "create_snapshot_once", **SNAPSHOT, timeout=60, timeout_=0.5)
    assert not caught.value.may_have_been_sent


@both_ways
def test_a_wait_whose_answers_drip_ends_in_time(call: Call) -> None:
    with ends(), RawServer(drip) as server, pytest.raises(WaitTimeout) as caught:
        call(server.url, "wait_until_available", DETAIL["id"], timeout=60, timeout_=0.5)
    assert isinstance(caught.value.__cause__, ConnectionFailed)


@both_ways
def test_a_silent_iam_takes_no_more_than_the_time_for_all_of_it(call: Call) -> None:
    with ends(), RawServer(silence) as iam, pytest.raises(ConnectionFailed) as caught:
        call(iam.url, "create_snapshot_once", **SNAPSHOT, auth=password(iam.url), timeout=300, timeout_=0.5)
    assert not caught.value.may_have_been_sent


@both_ways
def test_an_iam_that_drips_takes_no_more(call: Call) -> None:
    with ends(), RawServer(drip) as iam, pytest.raises(ConnectionFailed) as caught:
        call(iam.url, "create_snapshot_once", **SNAPSHOT, auth=password(iam.url), timeout=300, timeout_=0.5)
    assert not caught.value.may_have_been_sent


def test_who_waits_for_the_token_of_another_waits_as_long_as_its_own_time() -> None:
    asked, over = threading.Event(), threading.Event()

    def hold(connection: socket.socket) -> bool:
        asked.set()
        over.wait()
        return False

    with ends(), RawServer(hold) as iam:
        auth = password(iam.url)
        with DwsClient(iam.url, project_id=PROJECT_ID, auth=auth, timeout=300) as dws, ThreadPoolExecutor() as pool:
            patient = pool.submit(dws.list_snapshots)
            try:
                assert asked.wait(LONG)
                with pytest.raises(ConnectionFailed):
                    dws.create_snapshot_once(**SNAPSHOT, timeout=0.5)
                assert not patient.done()
                assert len(iam.requests) == 1
            finally:
                over.set()


def test_who_waits_for_the_token_of_another_waits_as_long_as_its_own_time_async() -> None:
    async def together() -> None:
        loop, asked = asyncio.get_running_loop(), asyncio.Event()

        def hold(connection: socket.socket) -> bool:
            loop.call_soon_threadsafe(asked.set)
            return silence(connection)

        with RawServer(hold) as iam:
            auth = password(iam.url)
            async with AsyncDwsClient(iam.url, project_id=PROJECT_ID, auth=auth, timeout=300) as dws:
                patient = asyncio.create_task(dws.list_snapshots())
                await asked.wait()
                with pytest.raises(ConnectionFailed):
                    await dws.create_snapshot_once(**SNAPSHOT, timeout=0.5)
                assert not patient.done()
                patient.cancel()
                await asyncio.wait([patient])
        assert len(iam.requests) == 1

    with ends():
        asyncio.run(together())


def test_what_ends_from_outside_stays_what_it_is() -> None:
    async def bounded(url: str) -> None:
        async with AsyncDwsClient(url, project_id=PROJECT_ID, auth=password(url), timeout=300) as dws:
            async with asyncio.timeout(0.5):
                await dws.create_snapshot_once(**SNAPSHOT)

    with ends(), RawServer(silence) as iam, pytest.raises(TimeoutError):
        asyncio.run(bounded(iam.url))


def password(url: str) -> Any:
    return PasswordAuth(url, username="u", password="p", domain_name="d", project_id=PROJECT_ID)
