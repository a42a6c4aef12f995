"""A snapshot's whole life on a running reference, on each kind of database."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import httpx
import pytest

from dws_reference import demo
from support.databases import NewDatabase
from support.running import CLUSTER_SNAPSHOTS, SNAPSHOTS, running_reference

TIME = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ")
UUID = re.compile("[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}")
RECORD = json.loads((Path(__file__).parents[1] / "vectors/bodies.json").read_text("utf-8"))
RESTORES = [each["body"] for each in RECORD["requests"] if each["operation"] == "restoreCluster"]
UNKNOWN = "00000000-0000-4000-8000-00000000000f"


@pytest.fixture(scope="module", params=["memory", "sqlite", "postgresql"])
def slow_reference(request: pytest.FixtureRequest) -> Iterator[httpx.Client]:
    """Speaks to a reference whose clock stands still, and where a snapshot takes 100 seconds."""
    database = "sqlite://" if request.param == "memory" else request.getfixturevalue(request.param)()
    workers = "1" if request.param == "memory" else "2"
    options = ("--creation-time", "100", "--clock", "manual", "--admin", "--automated", "2", "--workers", workers)
    with running_reference("--database", database, *options) as server, server.client() as client:
        yield client


@pytest.fixture
def client(slow_reference: httpx.Client) -> httpx.Client:
    """The same, once whatever was being made is done. Each test has names of its own."""
    advance(slow_reference, 100)
    return slow_reference


def created(client: httpx.Client, name: str, **members: Any) -> str:
    """The ID of a new snapshot, which is CREATING."""
    answer = client.post(SNAPSHOTS, json={"snapshot": {"name": name, "cluster_id": demo.CLUSTER_ID, **members}})
    assert answer.status_code == 200, answer.text
    return str(answer.json()["snapshot"]["id"])


def available(client: httpx.Client, name: str) -> str:
    snapshot_id = created(client, name)
    advance(client, 100)
    return snapshot_id


def advance(client: httpx.Client, seconds: float) -> None:
    assert client.post("/admin/clock", json={"advance": seconds}).status_code == 200


def details(client: httpx.Client, snapshot_id: str) -> dict[str, Any]:
    answer = client.get(f"{SNAPSHOTS}/{snapshot_id}")
    assert answer.status_code == 200, answer.text
    snapshot: dict[str, Any] = answer.json()["snapshot"]
    return snapshot


def restored(client: httpx.Client, snapshot_id: str, name: str) -> httpx.Response:
    return client.post(f"{SNAPSHOTS}/{snapshot_id}/actions", json={"restore": {"name": name}})


def listed(client: httpx.Client) -> dict[str, str]:
    """The IDs of the project's snapshots by name."""
    body = client.get(SNAPSHOTS).json()
    assert body["count"] == len(body["snapshots"])
    return {snapshot["name"]: snapshot["id"] for snapshot in body["snapshots"]}


def automated(client: httpx.Client) -> str:
    return next(snapshot_id for name, snapshot_id in listed(client).items() if name.startswith("auto-"))


def assert_refused(answer: httpx.Response, status: int, code: str, words: str = "") -> None:
    body = answer.json()
    assert (answer.status_code, body["error_code"]) == (status, code), body
    assert words in body["error_msg"]


def test_a_snapshot_is_made_restored_and_deleted(client: httpx.Client) -> None:
    snapshot_id = created(client, "life-1", description="Größe\0")
    told = details(client, snapshot_id.upper())
    assert (told["id"], told["name"], told["description"]) == (snapshot_id, "life-1", "Größe\0")
    assert (told["status"], told["type"], told["cluster_id"]) == ("CREATING", "MANUAL", demo.CLUSTER_ID)
    assert (told["progress"], "finished" in told) == ("0", False)
    assert TIME.fullmatch(told["started"])

    advance(client, 99.5)
    assert details(client, snapshot_id)["progress"] == "99"
    advance(client, 0.5)
    told = details(client, snapshot_id)
    assert (told["status"], told["progress"]) == ("AVAILABLE", "100")
    assert told["started"] < told["finished"] == told["updated"]

    restored = client.post(f"{SNAPSHOTS}/{snapshot_id}/actions", json={"restore": {"name": "dws-life"}})
    assert restored.status_code == 200
    assert UUID.fullmatch(restored.json()["cluster"]["id"])

    gone = client.delete(f"{SNAPSHOTS}/{snapshot_id.upper()}")
    assert (gone.status_code, gone.content, gone.headers.get("Content-Type")) == (202, b"", None)
    assert "life-1" not in listed(client)
    for method, path in [("GET", ""), ("DELETE", ""), ("POST", "/actions"), ("POST", "/linked-copy")]:
        body = {"restore": {"name": "dws-life-2"}, "backup_name": "life-2"}
        answer = client.request(method, f"{SNAPSHOTS}/{snapshot_id}{path}", json=body)
        assert_refused(answer, 400, "DWS.0001", "has been deleted")
    assert created(client, "LIFE-1") != snapshot_id


def test_one_snapshot_of_a_cluster_is_made_at_a_time(client: httpx.Client) -> None:
    first = created(client, "single-1")
    again = {"snapshot": {"name": "Single-1", "cluster_id": demo.CLUSTER_ID}}
    assert_refused(client.post(SNAPSHOTS, json=again), 400, "DWS.5039")
    other = {"snapshot": {"name": "single-2", "cluster_id": demo.CLUSTER_ID}}
    assert_refused(client.post(SNAPSHOTS, json=other), 403, "DWS.7023", "is being made")
    copy = f"{SNAPSHOTS}/{automated(client)}/linked-copy"
    assert_refused(client.post(copy, json={"backup_name": "single-1"}), 400, "DWS.5039")
    assert_refused(client.post(copy, json={"backup_name": "single-2"}), 403, "DWS.7023", "is being made")
    for method, path, body in [
        ("DELETE", "", None),
        ("POST", "/actions", {"restore": {"name": "dws-single"}}),
        ("POST", "/linked-copy", {"backup_name": "single-2"}),
    ]:
        answer = client.request(method, f"{SNAPSHOTS}/{first}{path}", json=body)
        assert_refused(answer, 403, "DWS.7023", f"the snapshot {first} is CREATING")
    advance(client, 100)
    assert created(client, "single-2") != first


def test_a_snapshot_that_failed_is_of_no_use_but_can_be_deleted(client: httpx.Client) -> None:
    snapshot_id = created(client, "failed-1")
    advance(client, 50)
    failed = client.post(f"/admin/snapshots/{snapshot_id}/fail")
    assert (failed.status_code, failed.json()["snapshot"]["status"]) == (200, "UNAVAILABLE")
    told = details(client, snapshot_id)
    assert (told["status"], "progress" in told, "finished" in told) == ("UNAVAILABLE", False, True)
    restore = {"restore": {"name": "dws-failed"}}
    assert_refused(client.post(f"{SNAPSHOTS}/{snapshot_id}/actions", json=restore), 403, "DWS.7023", "UNAVAILABLE")
    second = created(client, "failed-2")
    assert details(client, second)["status"] == "CREATING"
    assert client.delete(f"{SNAPSHOTS}/{snapshot_id}").status_code == 202
    assert client.post(f"/admin/snapshots/{UNKNOWN}/fail").status_code == 404


def test_a_restored_cluster_keeps_its_settings_and_has_snapshots_of_its_own(client: httpx.Client) -> None:
    snapshot_id = available(client, "restored-1")
    asked = {
        "name": "dws-restored",
        "vpc_id": "v",
        "public_ip": {"public_bind_type": "auto_assign"},
        "ipv6_enable": True,
    }
    answer = client.post(f"{SNAPSHOTS}/{snapshot_id}/actions", json={"restore": {**asked, "unknown": 1}})
    cluster_id = answer.json()["cluster"]["id"]
    cluster = client.get(f"/admin/clusters/{cluster_id}").json()["cluster"]
    assert cluster["settings"] == {**asked, "port": 8000, "enterprise_project_id": "0"}
    assert (cluster["name"], cluster["restored_from"]) == ("dws-restored", snapshot_id)
    assert cluster["finishes"] - cluster["created"] == 100_000

    path = CLUSTER_SNAPSHOTS.replace(demo.CLUSTER_ID, cluster_id.upper())
    empty = {"project_id": demo.PROJECT_ID, "cluster_id": cluster_id, "snapshots": [], "count": 0}
    assert client.get(path).json() == empty
    own = created(client, "restored-2", cluster_id=cluster_id)
    assert details(client, own)["cluster_name"] == "dws-restored"
    assert [snapshot["id"] for snapshot in client.get(path).json()["snapshots"]] == [own]
    assert created(client, "restored-3"), "the other cluster is not making one"


def test_a_cluster_says_what_is_done_with_it(client: httpx.Client) -> None:
    clusters = CLUSTER_SNAPSHOTS.partition(f"/{demo.CLUSTER_ID}")[0]

    def seen(cluster_id: str) -> tuple[object, ...]:
        told = client.get(f"{clusters}/{cluster_id.upper()}").json()["cluster"]
        whole = client.get(clusters).json()
        assert told in whole["clusters"]
        assert whole["count"] == len(whole["clusters"])
        return told["status"], told.get("sub_status"), told.get("task_status"), told["action_progress"]

    idle: tuple[object, ...] = ("AVAILABLE", "NORMAL", None, {})
    assert seen(demo.CLUSTER_ID) == idle
    snapshot_id = created(client, "busy-1")
    advance(client, 16)
    assert seen(demo.CLUSTER_ID) == ("AVAILABLE", "NORMAL", "SNAPSHOTTING", {"SNAPSHOTTING": "16%"})
    advance(client, 84)
    assert seen(demo.CLUSTER_ID) == idle
    cluster_id = restored(client, snapshot_id, "dws-busy").json()["cluster"]["id"]
    advance(client, 50)
    assert seen(cluster_id) == ("CREATING", None, "RESTORING", {"RESTORING": "50%"})
    assert seen(demo.CLUSTER_ID) == idle
    advance(client, 50)
    assert seen(cluster_id) == idle
    assert_refused(client.get(f"{clusters}/{UNKNOWN}"), 404, "DWS.0047", UNKNOWN)


def test_the_name_of_a_cluster_is_unique(client: httpx.Client) -> None:
    first, second = available(client, "unique-1"), available(client, "unique-2")
    answers = [restored(client, first, "dws-unique"), restored(client, second, "DWS-unique")]
    assert answers[0].status_code == 200
    assert_refused(answers[1], 400, "DWS.5050", "a cluster named 'DWS-unique' exists")
    cluster = client.get(f"/admin/clusters/{demo.CLUSTER_ID}").json()["cluster"]["name"]
    assert_refused(restored(client, second, cluster), 400, "DWS.5050", cluster)
    assert_refused(restored(client, UNKNOWN, "dws-unique"), 404, "DWS.0015", UNKNOWN)
    creating = created(client, "unique-3")
    assert_refused(restored(client, creating, "dws-unique"), 400, "DWS.5050")
    assert restored(client, second, "dws-unique-2").status_code == 200


def test_of_simultaneous_restores_to_one_name_one_is_accepted(client: httpx.Client) -> None:
    sources = [available(client, f"together-{number}") for number in range(4)]
    with ThreadPoolExecutor(len(sources)) as pool:
        answers = list(pool.map(lambda source: restored(client, source, "dws-together"), sources))
    assert sorted(answer.status_code for answer in answers) == [200, 400, 400, 400]
    assert {answer.json()["error_code"] for answer in answers if answer.status_code == 400} == {"DWS.5050"}


@pytest.mark.parametrize("number", range(len(RESTORES)))
def test_a_restore_of_the_public_record_is_accepted(client: httpx.Client, number: int) -> None:
    restore = RESTORES[number]["restore"] | {"name": f"dws-record-{number}"}
    answer = client.post(f"{SNAPSHOTS}/{automated(client)}/actions", json={"restore": restore})
    assert answer.status_code == 200, answer.text


def test_null_is_the_same_as_absent_in_a_restore_and_a_copy(client: httpx.Client) -> None:
    source = automated(client)
    body = {"name": "dws-null", "port": None, "vpc_id": None, "public_ip": {"ip_type": None, "eip_id": None}}
    answer = client.post(f"{SNAPSHOTS}/{source}/actions", json={"restore": body})
    cluster = client.get(f"/admin/clusters/{answer.json()['cluster']['id']}").json()["cluster"]
    public_ip = {"eip_id": None}
    assert cluster["settings"] == {
        "name": "dws-null",
        "port": 8000,
        "public_ip": public_ip,
        "enterprise_project_id": "0",
    }
    body = {"backup_name": "null-1", "description": None}
    copy = client.post(f"{SNAPSHOTS}/{source}/linked-copy", json=body).json()["snapshot_id"]
    assert details(client, copy)["description"] == ""


def test_an_automated_snapshot_is_copied_but_not_deleted(client: httpx.Client) -> None:
    source = automated(client)
    assert details(client, source)["type"] == "AUTO"
    assert_refused(client.delete(f"{SNAPSHOTS}/{source}"), 403, "DWS.0015", "is AUTO")
    body = {"backup_name": "copied-1", "description": "kept"}
    copy = client.post(f"{SNAPSHOTS}/{source}/linked-copy", json=body).json()["snapshot_id"]
    told = details(client, copy)
    assert (told["type"], told["status"], told["name"], told["description"]) == (
        "MANUAL",
        "CREATING",
        "copied-1",
        "kept",
    )
    assert told["cluster_id"] == details(client, source)["cluster_id"]
    advance(client, 100)
    again = client.post(f"{SNAPSHOTS}/{copy}/linked-copy", json={"backup_name": "copied-2"})
    assert_refused(again, 403, "DWS.0015", "is MANUAL")
    assert client.delete(f"{SNAPSHOTS}/{copy}").status_code == 202
    assert details(client, source)["status"] == "AVAILABLE"


def test_what_the_project_does_not_have_is_not_found(client: httpx.Client) -> None:
    body = {"restore": {"name": "dws-restored"}, "backup_name": "unknown-1"}
    for method, path in [("GET", ""), ("DELETE", ""), ("POST", "/actions"), ("POST", "/linked-copy")]:
        answer = client.request(method, f"{SNAPSHOTS}/{UNKNOWN}{path}", json=body)
        assert_refused(answer, 404, "DWS.0015", UNKNOWN)
    assert_refused(client.get(CLUSTER_SNAPSHOTS.replace(demo.CLUSTER_ID, UNKNOWN)), 404, "DWS.0047", UNKNOWN)


def test_the_real_clock_moves_on_by_itself(sqlite: NewDatabase) -> None:
    """A snapshot takes so short that waiting for it, as clients do, ends at once."""
    with running_reference("--database", sqlite(), "--creation-time", "0.2") as server, server.client() as client:
        snapshot_id = created(client, "real-1")
        seen = [details(client, snapshot_id)]
        while seen[-1]["status"] == "CREATING":
            seen.append(details(client, snapshot_id))
        progress = [int(told["progress"]) for told in seen]
        assert seen[-1]["status"] == "AVAILABLE"
        assert progress == sorted(progress)
        assert progress[-1] == 100


def test_without_a_creation_time_a_snapshot_is_available_at_once(sqlite: NewDatabase) -> None:
    options = ("--automated", "0", "--clock", "manual", "--admin")
    with running_reference("--database", sqlite(), *options) as server, server.client() as client:
        assert listed(client) == {}
        first = created(client, "instant-1")
        advance(client, 1)
        second = created(client, "instant-2")
        assert {details(client, snapshot_id)["status"] for snapshot_id in (first, second)} == {"AVAILABLE"}
        assert list(listed(client)) == ["instant-2", "instant-1"]
