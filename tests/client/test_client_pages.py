"""iter_cluster_snapshots: both editions of `offset`, and changes by others between two pages."""

import json
from collections.abc import Callable, Iterator
from datetime import UTC
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest

from dws_reference import demo
from dws_snapshots import AkSkAuth, DwsClient, InternalServerError, InvalidRequest, UnexpectedResponse
from support.calls import DETAIL, PAGE, PROJECT_ID, TOKEN, Call, both_ways
from support.raw_server import RawServer, answer
from support.running import running_reference
from support.told_server import ToldServer, async_calls, sync_calls
from vectors import cases

ID = DETAIL["id"]
CLUSTER_ID = DETAIL["cluster_id"]


class Shelf:
    """A cluster's snapshots in one edition of the service: see `about` in iteration.json."""

    def __init__(self, service: dict[str, Any]) -> None:
        self.service = service
        self.ids = [f"{ID[:-6]}{number:06}" for number in range(service["total"])]
        self.stay, self.ever = set(self.ids), set(self.ids)
        self.reads = 0

    def page(self, query: dict[str, list[str]]) -> dict[str, Any]:
        offset = int(query.get("offset", ["0"])[0])
        limit = min(int(query["limit"][0]), self.service["cap"] or 1_000_000)
        begin = {"pages": offset * limit, "records": offset, "neither": 0}[self.service["edition"]]
        page: dict[str, Any] = {"snapshots": [{**DETAIL, "id": id_} for id_ in self.ids[begin : begin + limit]]}
        if self.service["count"]:
            page["count"] = len(self.ids) + self.service["count_more"]
        self.reads += 1
        for event in self.service["events"]:
            if event["after_read"] == self.reads:
                self.change(event)
        return page

    def change(self, event: dict[str, Any]) -> None:
        gone = {self.ids[index] for index in event.get("delete", [])}
        made = [f"{ID[:-6]}{len(self.ever) + number:06}" for number in range(event.get("create", 0))]
        left = [id_ for id_ in self.ids if id_ not in gone]
        self.ids = left + made if self.service.get("oldest_first") else made + left
        self.stay -= gone
        self.ever |= set(made)


Iterate = Callable[[Shelf, int | None], list[str]]


CASES = cases("iteration")
EVERY = 8
"""So many cases in one are iterated asynchronously, too: what decides is the same code."""


@pytest.fixture(scope="module")
def iterate(request: pytest.FixtureRequest) -> Iterator[Iterate]:
    """Iterates over a shelf; gives the IDs."""
    server = ToldServer()
    with server.running() as url, request.param(url) as call:

        def iterated(shelf: Shelf, limit: int | None) -> list[str]:
            server.reply = lambda target: (200, json.dumps(shelf.page(parse_qs(urlsplit(target).query))))
            return [snapshot.id for snapshot in call("iter_cluster_snapshots", CLUSTER_ID, limit=limit)]

        yield iterated


@pytest.mark.parametrize(
    ("iterate", "case"),
    [pytest.param(sync_calls, *case.values, id=f"sync-{case.id}") for case in CASES]
    + [pytest.param(async_calls, *case.values, id=f"async-{case.id}") for case in CASES[::EVERY]],
    indirect=["iterate"],
)
def test_every_snapshot_comes_once(iterate: Iterate, case: dict[str, Any]) -> None:
    shelf = Shelf(case["service"])
    if case.get("unexpected"):
        with pytest.raises(UnexpectedResponse):
            iterate(shelf, case["limit"])
    else:
        found = iterate(shelf, case["limit"])
        assert len(found) == len(set(found))
        assert shelf.stay <= set(found) <= shelf.ever
    assert shelf.reads <= case["reads_at_most"]


@both_ways
def test_the_edition_of_2023_is_read(call: Call) -> None:
    """A page holds 50 snapshots at most, and 100 are asked for."""
    auth = AkSkAuth(demo.ACCESS_KEY, demo.SECRET_KEY)
    with running_reference("--edition", "2023", "--automated", "120") as server:
        found = call(
            server.url, "iter_cluster_snapshots", demo.CLUSTER_ID, sort_key="startTime", sort_dir="ASC", auth=auth
        )
        every = call(server.url, "list_snapshots", auth=auth)
    assert [snapshot.id for snapshot in found] == [snapshot.id for snapshot in every][::-1]
    assert len(found) == 120
    assert {snapshot.started.tzinfo for snapshot in found if snapshot.started} == {UTC}


@both_ways
def test_an_offset_that_is_ignored_does_not_keep_it_from_ending(call: Call) -> None:
    page = {"snapshots": [{**DETAIL, "id": f"{ID[:-1]}{number}"} for number in range(3)]}
    with RawServer(answer(200, json.dumps(page))) as server, pytest.raises(UnexpectedResponse, match="keep repeating"):
        call(server.url, "iter_cluster_snapshots", CLUSTER_ID, limit=3)


@both_ways
def test_what_is_missing_is_told(call: Call) -> None:
    page = answer(200, json.dumps({**PAGE, "snapshots": [DETAIL], "count": 3}))
    none = answer(200, json.dumps({**PAGE, "snapshots": [], "count": 3}))
    with RawServer(page, none, page, none) as server, pytest.raises(UnexpectedResponse) as caught:
        call(server.url, "iter_cluster_snapshots", CLUSTER_ID)
    assert caught.value.reason == "the pages hold 1 snapshots, but count says 3"


@both_ways
def test_a_page_is_read_when_the_iteration_gets_there(call: Call) -> None:
    pages = [{**PAGE, "snapshots": [{**DETAIL, "id": f"{ID[:-1]}{number}"}], "count": 2} for number in (0, 1)] * 2
    with RawServer(*(answer(200, json.dumps(page)) for page in pages)) as server:
        found = call(server.url, "iter_cluster_snapshots", CLUSTER_ID, limit=1, sort_key="startTime", sort_dir="DESC")
        assert [snapshot.id for snapshot in found] == [f"{ID[:-1]}0", f"{ID[:-1]}1"]
        targets = [request.split(b" ")[1].partition(b"?")[2] for request in server.requests]
        assert targets == [
            f"limit=1&sort_key=startTime&sort_dir=DESC&offset={number}".encode() for number in (0, 1, 0, 1)
        ]
        with DwsClient(server.url, project_id=PROJECT_ID, auth=TOKEN) as dws:
            iterator = dws.iter_cluster_snapshots(CLUSTER_ID)
            assert len(server.requests) == 4
            next(iterator)
        assert b"?limit=100&offset=0 " in server.requests[4]


@both_ways
@pytest.mark.parametrize("given", [{"limit": 0}, {"limit": "5"}, {"sort_key": 5}, {"sort_dir": "up"}])
def test_a_wrong_argument_is_named_before_the_first_page_is_read(call: Call, given: dict[str, Any]) -> None:
    with pytest.raises(InvalidRequest) as caught:
        call("http://127.0.0.1:1", "iter_cluster_snapshots", CLUSTER_ID, **given)
    assert [caught.value.field] == list(given)


@both_ways
def test_an_offset_is_no_argument(call: Call) -> None:
    with pytest.raises(TypeError, match="offset"):
        call("http://127.0.0.1:1", "iter_cluster_snapshots", CLUSTER_ID, offset=1)


@both_ways
def test_a_failed_page_is_an_error_not_an_end(call: Call) -> None:
    page = answer(200, json.dumps({**PAGE, "count": 2}))
    with RawServer(page, answer(500)) as server, pytest.raises(InternalServerError):
        call(server.url, "iter_cluster_snapshots", CLUSTER_ID, limit=1)
