"""The edition of 2023, as `--edition 2023` serves it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import datetime
from typing import Any

import httpx
import pytest

from dws_reference import demo
from support.running import CLUSTER_SNAPSHOTS, SNAPSHOTS, running_reference

TOTAL, MOST = 120, 50
TIME = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d")
LOOKS_LIKE_A_TIME = "2023-01-30T10:14:36Z"


@pytest.fixture(scope="module")
def client() -> Iterator[httpx.Client]:
    """Speaks to a reference of the older edition, whose cluster has TOTAL snapshots."""
    with running_reference("--edition", "2023", "--automated", str(TOTAL - 1)) as server, server.client() as client:
        snapshot = {"name": "manual", "cluster_id": demo.CLUSTER_ID, "description": LOOKS_LIKE_A_TIME}
        assert client.post(SNAPSHOTS, json={"snapshot": snapshot}).status_code == 200
        yield client


def page(client: httpx.Client, **query: Any) -> list[dict[str, Any]]:
    answer = client.get(CLUSTER_SNAPSHOTS, params=query)
    assert answer.status_code == 200, answer.text
    body = answer.json()
    assert body.keys() == {"project_id", "cluster_id", "snapshots"}
    snapshots: list[dict[str, Any]] = body["snapshots"]
    return snapshots


def test_an_offset_counts_snapshots_and_a_page_holds_so_many(client: httpx.Client) -> None:
    whole = client.get(SNAPSHOTS).json()
    assert whole.keys() == {"snapshots"}
    everything = whole["snapshots"]
    assert len(everything) == TOTAL
    assert page(client) == page(client, limit=MOST) == page(client, limit=1000) == everything[:MOST]
    assert page(client, limit=10, offset=1) == everything[1:11]
    assert page(client, limit=1000, offset=100) == everything[100:]
    assert page(client, offset=TOTAL) == page(client, offset=10**30) == []


def test_a_time_has_no_zone(client: httpx.Client) -> None:
    """Only a time: what a description looks like does not matter."""
    newest = page(client, limit=1)[0]
    detail = client.get(f"{SNAPSHOTS}/{newest['id']}").json()["snapshot"]
    for told in (newest, detail):
        times = [told[name] for name in ("started", "finished", "updated") if name in told]
        assert len(times) == (3 if told is detail else 2)
        assert all(TIME.fullmatch(time) and datetime.fromisoformat(time) for time in times)
        assert told["description"] == LOOKS_LIKE_A_TIME


@pytest.mark.parametrize("sort_key", ["name", "clusterName", "startTime"])
def test_it_sorts_by_the_keys_of_its_time(client: httpx.Client, sort_key: str) -> None:
    ascending = [*page(client, sort_key=sort_key, sort_dir="ASC", limit=30)]
    last = page(client, sort_key=sort_key, sort_dir="DESC", offset=TOTAL - 30)
    assert ascending == last[::-1]
    if sort_key != "clusterName":
        keys = [snapshot["name" if sort_key == "name" else "started"] for snapshot in ascending]
        assert keys == sorted(keys)


@pytest.mark.parametrize(
    ("query", "sentence"),
    [
        ("sort_key=started", 'sort_key: must be one of name, clusterName, startTime; "started" was given.'),
        ("sort_key=size", 'sort_key: must be one of name, clusterName, startTime; "size" was given.'),
        ("sort_dir=asc", 'sort_dir: must be one of ASC, DESC; "asc" was given.'),
        ("limit=0", "limit: at least 1 is allowed, 0 was given."),
    ],
)
def test_what_came_later_is_refused(client: httpx.Client, query: str, sentence: str) -> None:
    answer = client.get(f"{CLUSTER_SNAPSHOTS}?{query}")
    assert (answer.status_code, answer.json()["error_code"], answer.json()["error_msg"]) == (400, "DWS.0001", sentence)
