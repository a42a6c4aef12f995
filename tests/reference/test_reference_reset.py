"""/admin/reset and /admin/fill: an empty reference for the next test, or a full one."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import httpx
import pytest

from dws_reference import demo
from support.running import CLUSTER_SNAPSHOTS, SNAPSHOTS, running_reference

OTHER = "00000000-0000-4000-8000-00000000000a"


@pytest.fixture(scope="module", params=["memory", "sqlite", "postgresql"])
def client(request: pytest.FixtureRequest) -> Iterator[httpx.Client]:
    """Speaks to a reference of two workers where they can share a database."""
    memory = request.param == "memory"
    database = "sqlite://" if memory else request.getfixturevalue(request.param)()
    clusters = ("--cluster-id", demo.CLUSTER_ID, "--cluster-id", OTHER, "--automated", "2")
    options = ("--admin", "--clock", "manual", "--fault", "latency,seconds=0.001", "--workers", "1" if memory else "2")
    with running_reference("--database", database, *options, *clusters) as server, server.client() as client:
        client.headers["Connection"] = "close"
        yield client


def reset(client: httpx.Client) -> None:
    answer = client.post("/admin/reset")
    assert (answer.status_code, answer.content) == (204, b"")


def page(client: httpx.Client, **query: Any) -> dict[str, Any]:
    body: dict[str, Any] = client.get(CLUSTER_SNAPSHOTS, params=query).json()
    return body


def test_a_reset_leaves_what_a_start_finds(client: httpx.Client) -> None:
    reset(client)
    before = client.get("/admin/clock").json()["now"]
    snapshot = {"name": "gone-by-then", "cluster_id": demo.CLUSTER_ID}
    snapshot_id = client.post(SNAPSHOTS, json={"snapshot": snapshot}).json()["snapshot"]["id"]
    restore = {"restore": {"name": "dws-restored"}}
    cluster = client.post(f"{SNAPSHOTS}/{snapshot_id}/actions", json=restore).json()["cluster"]["id"]
    of_cluster = {"snapshot": {"name": "of-the-cluster", "cluster_id": cluster}}
    assert [client.post(SNAPSHOTS, json=of_cluster).status_code for _ in range(4)] == [200, 400, 400, 400]
    deleted = client.post(SNAPSHOTS, json={"snapshot": {**snapshot, "name": "deleted"}}).json()["snapshot"]["id"]
    assert client.delete(f"{SNAPSHOTS}/{deleted}").status_code == 202
    assert client.post("/admin/faults", json={"kind": "unavailable", "operation": "copySnapshot"}).status_code == 200
    later = client.post("/admin/clock", json={"advance": 10**6}).json()["now"]

    reset(client)
    listed = client.get(SNAPSHOTS).json()
    assert listed["count"] == len(listed["snapshots"]) == 4
    assert {each["type"] for each in listed["snapshots"]} == {"AUTO"}
    assert page(client)["count"] == 2
    assert {client.get(f"{SNAPSHOTS}/{gone}").status_code for gone in (snapshot_id, deleted)} == {404}
    for _ in range(4):
        assert client.post(SNAPSHOTS, json=of_cluster).status_code == 404
    assert client.get(f"/admin/clusters/{cluster}").status_code == 404
    assert [fault["kind"] for fault in client.get("/admin/faults").json()["faults"]] == ["latency"]
    assert before <= client.get("/admin/clock").json()["now"] < later
    assert client.post(SNAPSHOTS, json={"snapshot": snapshot}).status_code == 200
    again = client.get(SNAPSHOTS).json()["snapshots"][0]["id"]
    assert client.post(f"{SNAPSHOTS}/{again}/actions", json=restore).status_code == 200


def test_it_is_filled_at_once(client: httpx.Client) -> None:
    reset(client)
    for _ in range(2):
        assert client.post("/admin/fill", json={"snapshots": 2500}).json() == {"snapshots": 2500}
    assert client.post("/admin/fill", json={"snapshots": 1, "cluster_id": OTHER.upper()}).status_code == 200
    assert client.get(SNAPSHOTS).json()["count"] == 5005
    snapshots = page(client)["snapshots"]
    assert page(client, limit=1)["count"] == len(snapshots) == 5002
    assert len({each["name"] for each in snapshots}) == len({each["id"] for each in snapshots}) == 5002
    assert {(each["status"], each["type"]) for each in snapshots} == {("AVAILABLE", "MANUAL"), ("AVAILABLE", "AUTO")}
    started = [each["started"] for each in snapshots]
    assert started == sorted(started, reverse=True)
    assert client.delete(f"{SNAPSHOTS}/{snapshots[0]['id']}").status_code == 202
    assert page(client, limit=1)["count"] == 5001


@pytest.mark.parametrize(
    ("body", "status", "sentence"),
    [
        ({}, 400, "snapshots is mandatory and missing."),
        ({"snapshots": 0}, 400, "snapshots: must be a number from 1 to 100000, not 0."),
        ({"snapshots": 100_001}, 400, "snapshots: must be a number from 1 to 100000, not 100001."),
        ({"snapshots": True}, 400, "snapshots: must be a number from 1 to 100000, not true."),
        ({"snapshots": 1, "cluster_id": 1}, 404, "cluster_id: the cluster 1 does not exist in this project."),
        (
            {"snapshots": 1, "cluster_id": "none"},
            404,
            'cluster_id: the cluster "none" does not exist in this project.',
        ),
    ],
)
def test_what_cannot_be_filled_is_told(client: httpx.Client, body: Any, status: int, sentence: str) -> None:
    answer = client.post("/admin/fill", json=body)
    assert (answer.status_code, answer.json()["error_msg"]) == (status, sentence)
