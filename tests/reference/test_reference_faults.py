"""Faults on request, and /admin: for people who test their own clients."""

from __future__ import annotations

import socket
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import httpx
import pytest

from dws_reference import demo
from support.databases import NewDatabase
from support.raw_client import PATIENCE, exchange, head
from support.running import SNAPSHOTS, RunningReference, running_reference

ADMIN = [
    ("POST", "/admin/reset"),
    ("POST", "/admin/fill"),
    ("GET", "/admin/clock"),
    ("POST", "/admin/clock"),
    ("POST", f"/admin/snapshots/{demo.CLUSTER_ID}/fail"),
    ("GET", f"/admin/clusters/{demo.CLUSTER_ID}"),
    ("GET", "/admin/faults"),
    ("POST", "/admin/faults"),
    ("DELETE", "/admin/faults"),
]


@pytest.fixture(scope="module", params=["memory", "sqlite", "postgresql"])
def server(request: pytest.FixtureRequest) -> Iterator[RunningReference]:
    """A reference that serves /admin, with two workers where they can share a database."""
    memory = request.param == "memory"
    database = "sqlite://" if memory else request.getfixturevalue(request.param)()
    with running_reference("--database", database, "--workers", "1" if memory else "2", "--admin") as server:
        yield server


@pytest.fixture
def client(server: RunningReference) -> Iterator[httpx.Client]:
    """Speaks to a reference without faults, each request on a connection of its own."""
    with server.client() as client:
        client.headers["Connection"] = "close"
        assert client.delete("/admin/faults").json() == {"faults": []}
        yield client
        client.delete("/admin/faults")


def create(client: httpx.Client, name: str) -> httpx.Response:
    return client.post(SNAPSHOTS, json={"snapshot": {"name": name, "cluster_id": demo.CLUSTER_ID}})


def inject(client: httpx.Client, **fault: Any) -> None:
    answer = client.post("/admin/faults", json=fault)
    assert answer.status_code == 200, answer.text
    assert {"probability": 1.0, **fault} in answer.json()["faults"]


def exists(client: httpx.Client, name: str) -> bool:
    return any(snapshot["name"] == name for snapshot in client.get(SNAPSHOTS).json()["snapshots"])


@pytest.mark.parametrize(("method", "path"), ADMIN)
def test_admin_is_off_unless_asked_for(memory_reference: RunningReference, method: str, path: str) -> None:
    with memory_reference.client() as client:
        answer = client.request(method, path, json={})
    assert (answer.status_code, answer.json()["error_code"]) == (404, "APIGW.0101")


@pytest.mark.parametrize(("method", "path"), ADMIN)
def test_admin_needs_the_same_credentials_as_the_api(client: httpx.Client, method: str, path: str) -> None:
    for token in ("", "wrong"):
        answer = client.request(method, path, json={}, headers={"X-Auth-Token": token})
        assert (answer.status_code, answer.json()["error_code"]) == (401, "APIGW.0301")


def test_unavailable_does_nothing_and_ends_by_count(client: httpx.Client) -> None:
    inject(client, kind="unavailable", count=2, operation="createSnapshot")
    assert client.get(SNAPSHOTS).status_code == 200
    answers = [create(client, "unavailable-1") for _ in range(3)]
    assert [answer.status_code for answer in answers] == [503, 503, 200]
    assert answers[0].json()["error_code"] == "DWS.0005"
    assert client.get("/admin/faults").json() == {"faults": []}


@pytest.mark.parametrize(("kind", "done"), [("reset-before", False), ("reset-after", True)])
def test_a_reset_is_one_of_tcp_and_comes_before_or_after_the_work(
    server: RunningReference, client: httpx.Client, kind: str, done: bool
) -> None:
    inject(client, kind=kind, count=1)
    content = b'{"snapshot": {"name": "%s", "cluster_id": "%s"}}' % (kind.encode(), demo.CLUSTER_ID.encode())
    headers = (f"X-Auth-Token: {server.token()}", "Content-Type: application/json", f"Content-Length: {len(content)}")
    with socket.create_connection(server.address, timeout=PATIENCE) as connection:
        connection.sendall(head("POST", SNAPSHOTS, *headers) + content)
        with pytest.raises(ConnectionResetError):
            connection.recv(1)
    assert exists(client, kind) == done
    assert create(client, kind).status_code == (400 if done else 200)


def test_a_reset_spares_other_connections(server: RunningReference, client: httpx.Client) -> None:
    with server.client() as other:
        assert other.get(SNAPSHOTS).status_code == 200
        inject(client, kind="reset-before", count=5, operation="createSnapshot")
        for number in range(5):
            with pytest.raises(httpx.ReadError):
                create(client, f"spared-{number}")
        assert other.get(SNAPSHOTS).status_code == 200


def test_latency_is_added_and_leaves_the_answer_as_it_is(client: httpx.Client) -> None:
    inject(client, kind="latency", seconds=0.3, count=1)
    slow, quick = create(client, "late-1"), create(client, "late-1")
    assert (slow.status_code, quick.status_code) == (200, 400)
    assert slow.elapsed.total_seconds() >= 0.3


def test_probability_decides_and_the_count_holds_under_concurrency(client: httpx.Client) -> None:
    inject(client, kind="unavailable", probability=0.5, count=10)
    with ThreadPoolExecutor(10) as threads:
        statuses = list(threads.map(lambda _: client.get(SNAPSHOTS).status_code, range(120)))
    assert set(statuses) == {200, 503}
    assert statuses.count(503) == 10


@pytest.mark.parametrize(
    ("body", "sentence"),
    [
        ([], "The body: must be an object, not an array of 0."),
        ({}, "kind: must be latency, unavailable, reset-before or reset-after, not null."),
        ({"kind": ["latency"]}, "kind: must be latency, unavailable, reset-before or reset-after, not an array of 1"),
        ({"kind": "latency"}, "seconds: must be a number from 0.001 to 3600, not 0.0."),
        ({"kind": "latency", "seconds": True}, "seconds: must be a number from 0.001 to 3600, not true."),
        ({"kind": "latency", "seconds": 10**400}, "seconds: must be a number from 0.001 to 3600, not 10000"),
        ({"kind": "unavailable", "seconds": 1}, "seconds: only latency has them, not unavailable."),
        ({"kind": "unavailable", "probability": 1.1}, "probability: must be a number from 0 to 1, not 1.1."),
        ({"kind": "unavailable", "probability": None}, "probability: must be a number from 0 to 1, not null."),
        ({"kind": "unavailable", "count": 0}, "count: must be a number from 1 to 2147483647, not 0."),
        ({"kind": "unavailable", "count": 1.5}, "count: must be a whole number, not 1.5."),
        ({"kind": "unavailable", "operation": "x" * 99}, "operation: no operation is named"),
        ({"kind": "unavailable", "operation": 1}, "operation: must be an operationId, not 1."),
        ({"kind": "unavailable", "colour": 1}, '"colour": a fault has kind, seconds, probability, count, operation.'),
    ],
    ids=range(14),
)
def test_what_is_no_fault_is_refused(client: httpx.Client, body: Any, sentence: str) -> None:
    answer = client.post("/admin/faults", json=body)
    assert (answer.status_code, answer.json()["error_code"]) == (400, "DWS.0001")
    assert sentence in answer.json()["error_msg"]
    assert client.get("/admin/faults").json() == {"faults": []}


@pytest.mark.parametrize("seconds", [None, "1", True, -1, 1e12, [1]])
def test_a_clock_is_moved_by_seconds_only(client: httpx.Client, seconds: Any) -> None:
    answer = client.post("/admin/clock", json={"advance": seconds})
    assert (answer.status_code, answer.json()["error_code"]) == (400, "DWS.0001")
    assert answer.json()["error_msg"].startswith("advance: ")


def test_a_real_clock_is_not_moved(client: httpx.Client) -> None:
    answer = client.post("/admin/clock", json={"advance": 1})
    assert (answer.status_code, answer.json()["error_msg"]) == (
        400,
        "The clock is real; only that of --clock manual can be moved.",
    )


def test_faults_may_be_options_and_are_forgotten_by_the_next_start(sqlite: NewDatabase) -> None:
    database = sqlite()
    faults = ("--fault", "unavailable,count=2,operation=createSnapshot", "--fault", "latency,seconds=0.01")
    with running_reference("--database", database, "--workers", "2", *faults) as server, server.client() as client:
        assert [create(client, "option-1").status_code for _ in range(3)] == [503, 503, 200]
    variable = {"DWS_REFERENCE_FAULT": "unavailable,count=1;unavailable,count=1", "DWS_REFERENCE_ADMIN": "local"}
    with running_reference("--database", database, environment=variable) as server, server.client() as client:
        assert len(client.get("/admin/faults").json()["faults"]) == 2
    with running_reference("--database", database, "--admin") as server, server.client() as client:
        assert client.get("/admin/faults").json() == {"faults": []}
        assert client.get(SNAPSHOTS).status_code == 200


def test_the_manual_clock_stands_still_is_shared_and_outlives_a_restart(durable_database: str) -> None:
    options = ("--database", durable_database, "--workers", "2", "--clock", "manual", "--admin")
    with running_reference(*options) as server:
        headers = (f"X-Auth-Token: {server.token()}",)
        before = {exchange(server.address, head("GET", "/admin/clock", *headers)).content for _ in range(8)}
        assert len(before) == 1
        with server.client() as client:
            moved = client.post("/admin/clock", json={"advance": 86400.0}).json()
            assert client.post("/admin/clock", json={"advance": 0}).json() == moved
            latest = client.post("/admin/clock", json={"advance": 3_000_000_000}).json()
        after = [exchange(server.address, head("GET", "/admin/clock", *headers)).json() for _ in range(8)]
        assert after == [latest] * 8
    with running_reference(*options) as server, server.client() as client:
        assert client.get("/admin/clock").json() == latest
