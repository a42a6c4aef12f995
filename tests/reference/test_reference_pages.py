"""Pages of a cluster's snapshots: they are sorted and complete, and each shows one moment."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import httpx
import pytest

from dws_reference import demo
from support.raw_client import PATIENCE
from support.running import CLUSTER_SNAPSHOTS, SNAPSHOTS, RunningReference, running_reference

NAMES = ["beta", "Alpha", "delta_1", "delta-1", "gamma", "DELTA", "epsilon"]


@pytest.fixture(scope="module", params=["sqlite", "postgresql"])
def client(request: pytest.FixtureRequest) -> Iterator[httpx.Client]:
    """Speaks to a reference with a snapshot of each of NAMES, made one after another, and the last still being made.

    The second has failed.
    """
    database = request.getfixturevalue(request.param)()
    options = ("--creation-time", "10", "--clock", "manual", "--admin", "--automated", "0")
    with running_reference("--database", database, *options) as server, server.client() as client:
        for name in NAMES:
            assert client.post("/admin/clock", json={"advance": 10}).status_code == 200
            snapshot = {"name": name, "cluster_id": demo.CLUSTER_ID}
            snapshot_id = client.post(SNAPSHOTS, json={"snapshot": snapshot}).json()["snapshot"]["id"]
            if name == NAMES[1]:
                assert client.post(f"/admin/snapshots/{snapshot_id}/fail").status_code == 200
        yield client


def page(client: httpx.Client, **query: Any) -> dict[str, Any]:
    answer = client.get(CLUSTER_SNAPSHOTS, params=query)
    assert answer.status_code == 200, answer.text
    body: dict[str, Any] = answer.json()
    assert (body["project_id"], body["cluster_id"]) == (demo.PROJECT_ID, demo.CLUSTER_ID)
    return body


def names(body: dict[str, Any]) -> list[str]:
    return [snapshot["name"] for snapshot in body["snapshots"]]


KEYS = "started, startTime, finished, size, clusterName, name, status"
BY_NAME = ["Alpha", "beta", "DELTA", "delta-1", "delta_1", "epsilon", "gamma"]
BY_STATUS = ["beta", "delta_1", "delta-1", "gamma", "DELTA", "epsilon", "Alpha"]


@pytest.mark.parametrize(
    ("sort_key", "ascending"),
    [
        *((key, NAMES) for key in ("started", "startTime", "finished", "size", "clusterName")),
        ("name", BY_NAME),
        ("status", BY_STATUS),
    ],
)
def test_a_page_is_sorted(client: httpx.Client, sort_key: str, ascending: list[str]) -> None:
    assert names(page(client, sort_key=sort_key, sort_dir="asc")) == ascending
    assert names(page(client, sort_key=sort_key, sort_dir="desc")) == ascending[::-1]
    assert names(page(client, sort_key=sort_key, sort_dir="ASC")) == ascending
    assert names(page(client, sort_key=sort_key, sort_dir="DESC")) == ascending[::-1]
    pages = [page(client, sort_key=sort_key, sort_dir="asc", limit=3, offset=offset) for offset in range(4)]
    assert [names(each) for each in pages] == [ascending[0:3], ascending[3:6], ascending[6:7], []]
    assert {each["count"] for each in pages} == {len(NAMES)}


def test_what_is_sorted_by_is_what_is_told(client: httpx.Client) -> None:
    """Who is being made has not finished; it comes after all that have."""
    for sort_key, missing in (("started", ""), ("finished", "~"), ("size", ""), ("status", "")):
        snapshots = page(client, sort_key=sort_key, sort_dir="asc")["snapshots"]
        keys = [(snapshot.get(sort_key, missing), snapshot["id"]) for snapshot in snapshots]
        assert keys == sorted(keys)


def test_a_page_has_all_the_newest_first_unless_it_is_told_otherwise(client: httpx.Client) -> None:
    assert names(page(client)) == NAMES[::-1]
    assert names(page(client, limit="1")) == NAMES[-1:]
    assert names(page(client, limit="0001", offset="01")) == NAMES[-2:-1]
    for number in (1000, 2**63, 10**30):
        assert page(client, limit=number) == page(client)
        assert page(client, limit=1, offset=number) == page(client) | {"snapshots": []}
        assert page(client, limit=number, offset=number) == page(client) | {"snapshots": []}
    assert page(client, offset=1) == page(client) | {"snapshots": []}
    assert names(page(client, unknown="x", limit=1)) == NAMES[-1:]


@pytest.mark.parametrize(
    ("query", "sentence"),
    [
        ("limit=0", "limit: at least 1 is allowed, 0 was given."),
        ("limit=-1", 'limit: must be an integer in decimal digits, not "-1".'),
        ("limit=%2B1", 'limit: must be an integer in decimal digits, not "+1".'),
        ("limit=+1", 'limit: must be an integer in decimal digits, not " 1".'),
        ("limit=1.0", 'limit: must be an integer in decimal digits, not "1.0".'),
        ("limit=1e1", 'limit: must be an integer in decimal digits, not "1e1".'),
        ("limit=0x1", 'limit: must be an integer in decimal digits, not "0x1".'),
        ("limit=1_0", 'limit: must be an integer in decimal digits, not "1_0".'),
        ("limit=%D9%A1", 'limit: must be an integer in decimal digits, not "\\u0661".'),
        ("limit=1%0A", 'limit: must be an integer in decimal digits, not "1\\n".'),
        ("limit=", 'limit: must be an integer in decimal digits, not "".'),
        ("limit", 'limit: must be an integer in decimal digits, not "".'),
        ("limit=%ff", "limit: it is not UTF-8."),
        ("limit=1&limit=1", "limit: it was given more than once."),
        ("limit=1&l%69mit=2", "limit: it was given more than once."),
        ("offset=-0", 'offset: must be an integer in decimal digits, not "-0".'),
        ("sort_key=Name", f'sort_key: must be one of {KEYS}; "Name" was given.'),
        ("sort_key=id;DROP", f'sort_key: must be one of {KEYS}; "id;DROP" was given.'),
        ("sort_key=", f'sort_key: must be one of {KEYS}; "" was given.'),
        ("sort_dir=Desc", 'sort_dir: must be one of asc, desc, ASC, DESC; "Desc" was given.'),
        ("sort_dir=asc&sort_dir=asc", "sort_dir: it was given more than once."),
    ],
)
def test_a_parameter_that_breaks_a_rule_is_refused(client: httpx.Client, query: str, sentence: str) -> None:
    answer = client.get(f"{CLUSTER_SNAPSHOTS}?{query}")
    assert (answer.status_code, answer.json()["error_code"]) == (400, "DWS.0001")
    assert sentence in answer.json()["error_msg"]


@pytest.mark.parametrize("query", ["&&", "=", "%ff=%ff", "%zz", "limit%00=x", "Limit=x", "limit[]=x", "a=1&a=2", ";"])
def test_what_the_contract_does_not_name_is_ignored(client: httpx.Client, query: str) -> None:
    assert names(page(client, limit=7)) == names(client.get(f"{CLUSTER_SNAPSHOTS}?{query}&limit=7").json())


def test_pages_and_lists_agree_while_others_create_and_delete(durable_database: str) -> None:
    """Creates and deletes go on; what stood there before is on every list once, and counts are right."""
    with running_reference("--database", durable_database, "--workers", "2", "--automated", "0") as server:
        token = server.token()
        kept = {server.create(token, f"kept-{number}").json()["snapshot"]["id"] for number in range(20)}
        done = threading.Event()
        came = threading.Barrier(3)
        with ThreadPoolExecutor(3) as threads, server.client() as client:
            busy = [threads.submit(_come_and_go, server, f"gone-{number}", came, done) for number in range(2)]
            came.wait(PATIENCE)
            try:
                for _ in range(30):
                    body = page(client, limit=1000, sort_key="name")
                    assert body["count"] == len(body["snapshots"])
                    assert names(body) == sorted(names(body), reverse=True)
                    whole = client.get(SNAPSHOTS).json()
                    assert whole["count"] == len(whole["snapshots"])
                    for snapshots in (body["snapshots"], whole["snapshots"]):
                        ids = [snapshot["id"] for snapshot in snapshots]
                        assert len(set(ids)) == len(ids)
                        assert kept <= set(ids)
            finally:
                done.set()
            for each in busy:
                each.result()


def _come_and_go(server: RunningReference, name: str, came: threading.Barrier, done: threading.Event) -> None:
    """Meet the others, and then create and delete a snapshot until told to stop."""
    with server.client() as client:
        came.wait(PATIENCE)
        while not done.is_set():
            snapshot = {"snapshot": {"name": name, "cluster_id": demo.CLUSTER_ID}}
            answer = client.post(SNAPSHOTS, json=snapshot)
            assert answer.status_code == 200, answer.text
            gone = client.delete(f"{SNAPSHOTS}/{answer.json()['snapshot']['id']}")
            assert gone.status_code == 202, gone.text
