"""wait_until_available and iter_cluster_snapshots: what they live with, how they end, and how they are ended."""

import asyncio
import json
import pickle
import threading
from collections.abc import Iterator
from typing import Any

import pytest

from calls import DETAIL, PAGE, PROJECT_ID, TOKEN, Call, both_ways, call_sync
from dws_reference import demo
from dws_snapshots import (
    AsyncDwsClient,
    DwsClient,
    InvalidRequest,
    NotFound,
    ServiceUnavailable,
    SnapshotDetail,
    SnapshotFailed,
    TokenAuth,
    WaitTimeout,
)
from dws_snapshots.pages import Pages
from dws_snapshots.waiting import Attempt, Pause, backoff, wait_until_available
from dws_snapshots_client.models import ListClusterSnapshotsResponse
from raw_server import Behaviour, RawServer, answer, close, silence
from running import RunningReference

ID = DETAIL["id"]
CLUSTER_ID = DETAIL["cluster_id"]


def detail(status: str, **members: Any) -> Behaviour:
    return answer(200, json.dumps({"snapshot": {**DETAIL, "status": status, **members}}))


def snapshot(status: str) -> SnapshotDetail:
    return SnapshotDetail.from_dict({**DETAIL, "status": status})


@both_ways
def test_waiting_passes_over_what_passes_and_tells_of_each_reading(call: Call) -> None:
    told: list[tuple[str, object]] = []
    server = RawServer(close, detail("HIBERNATING"), detail("CREATING", progress="40"), detail("AVAILABLE"))
    with server:
        found = call(
            server.url,
            "wait_until_available",
            ID,
            on_progress=lambda snapshot: told.append((snapshot.status, snapshot.progress or None)),
        )
    assert found == snapshot("AVAILABLE")
    assert told == [("HIBERNATING", None), ("CREATING", "40"), ("AVAILABLE", None)]


@both_ways
def test_a_snapshot_that_failed_is_told_at_once(call: Call) -> None:
    with RawServer(detail("UNAVAILABLE")) as server, pytest.raises(SnapshotFailed) as caught:
        call(server.url, "wait_until_available", ID)
    assert caught.value.snapshot == snapshot("UNAVAILABLE")
    assert str(caught.value) == f"snapshot snapshot-3 ({ID}) is UNAVAILABLE: the service failed to make it"


@both_ways
def test_the_end_of_the_time_is_told_with_the_last_status(call: Call) -> None:
    with RawServer(detail("CREATING")) as server, pytest.raises(WaitTimeout) as caught:
        call(server.url, "wait_until_available", ID, timeout_=1.5)
    assert (caught.value.snapshot_id, caught.value.status, caught.value.seconds) == (ID, "CREATING", 1.5)
    assert str(caught.value) == f"snapshot {ID} was not AVAILABLE within 1.5 seconds; its status was CREATING"
    with RawServer(silence) as server, pytest.raises(WaitTimeout, match="never read") as caught:
        call(server.url, "wait_until_available", ID, timeout_=1)
    assert "no answer in time" in str(caught.value.__cause__)


@both_ways
def test_an_answer_that_does_not_pass_ends_the_wait(call: Call) -> None:
    with RawServer(answer(404)) as server, pytest.raises(NotFound):
        call(server.url, "wait_until_available", ID)
    assert len(server.requests) == 1
    for field, given in (("snapshot_id", {"snapshot_id": ".."}), ("timeout", {"snapshot_id": ID, "timeout_": -1})):
        with pytest.raises(InvalidRequest) as caught:
            call(server.url, "wait_until_available", **given)
        assert caught.value.field == field


def test_what_on_progress_raises_ends_the_wait() -> None:
    def stop(_: SnapshotDetail) -> None:
        raise KeyboardInterrupt

    with RawServer(detail("CREATING")) as server, pytest.raises(KeyboardInterrupt):
        call_sync(server.url, "wait_until_available", ID, on_progress=stop)


def test_a_cancelled_task_waits_no_longer() -> None:
    async def cancelled(url: str) -> bool:
        reading = asyncio.Event()
        async with AsyncDwsClient(url, project_id=PROJECT_ID, auth=TOKEN) as dws:
            waiting = asyncio.create_task(dws.wait_until_available(ID, on_progress=lambda _: reading.set()))
            await reading.wait()
            waiting.cancel()
            await asyncio.wait([waiting])
            return waiting.cancelled()

    with RawServer(detail("CREATING")) as server:
        assert asyncio.run(cancelled(server.url))


def test_pauses_double_up_to_half_a_minute_and_differ() -> None:
    flow = wait_until_available(PROJECT_ID, ID, 3600, None)
    pauses, step = [], next(flow)
    for number in range(8):
        assert isinstance(step, Attempt)
        pause = flow.throw(ServiceUnavailable(503, None, "", None)) if number % 2 else flow.send(snapshot("CREATING"))
        assert isinstance(pause, Pause)
        pauses.append(pause.seconds)
        step = next(flow)
    assert all(most / 2 <= pause <= most for pause, most in zip(pauses, [1, 2, 4, 8, 16, 30, 30, 30], strict=True))
    assert len({next(backoff(1, 1)) for _ in range(10)}) > 1


def test_errors_of_waiting_can_be_pickled() -> None:
    for error in (SnapshotFailed(snapshot("UNAVAILABLE")), WaitTimeout(ID, None, 5.0)):
        copy = pickle.loads(pickle.dumps(error))
        assert (type(copy), str(copy), vars(copy)) == (type(error), str(error), vars(error))


class Shelf:
    """A cluster's snapshots, newest first, from which pages are taken while others create and delete."""

    def __init__(self, count: int) -> None:
        self.ids = [f"{ID[:-6]}{number:06}" for number in range(count)]
        self.pages: list[int] = []

    def page(self, number: int, limit: int) -> dict[str, Any]:
        self.pages.append(number)
        snapshots = [{**DETAIL, "id": id_} for id_ in self.ids[number * limit : (number + 1) * limit]]
        return {**PAGE, "snapshots": snapshots, "count": len(self.ids)}


def read(shelf: Shelf, limit: int = 3, first: int = 0) -> Iterator[str]:
    """The IDs that an iteration over the shelf yields, page after page."""
    pages = Pages(PROJECT_ID, CLUSTER_ID, {"limit": limit, "offset": first})
    while (operation := pages.next()) is not None:
        query = operation.request["params"]
        page = ListClusterSnapshotsResponse.from_dict(shelf.page(query["offset"], query["limit"]))
        for found in pages.new_of(page):
            yield found.id


@pytest.mark.parametrize("count", [0, 1, 2, 3, 4, 6, 7])
def test_pages_end_with_the_last(count: int) -> None:
    shelf = Shelf(count)
    assert list(read(shelf)) == shelf.ids
    assert shelf.pages == list(range(max(1, -(-count // 3))))


def test_the_first_page_may_be_a_later_one() -> None:
    shelf = Shelf(7)
    assert list(read(shelf, first=1)) == shelf.ids[3:]
    assert list(read(shelf, first=9)) == []


def test_a_create_between_pages_repeats_nothing() -> None:
    shelf = Shelf(7)
    before, seen, reading = list(shelf.ids), [], read(shelf)
    for number in range(100, 104):
        seen.append(next(reading))
        shelf.ids.insert(0, f"{ID[:-6]}{number:06}")
    assert [*seen, *reading] == before


@pytest.mark.parametrize("deleted", [[0], [0, 1], [2], [0, 1, 2]])
def test_a_delete_between_pages_loses_nothing(deleted: list[int]) -> None:
    shelf = Shelf(10)
    reading = read(shelf)
    seen = [next(reading) for _ in range(3)]
    gone = [shelf.ids[index] for index in deleted]
    shelf.ids = [id_ for id_ in shelf.ids if id_ not in gone]
    seen += reading
    assert len(seen) == len(set(seen)) == 10
    assert set(seen) == {*shelf.ids, *gone}


def test_deletes_without_end_do_not_keep_it_from_ending() -> None:
    shelf = Shelf(3000)
    for seen, _ in enumerate(read(shelf), start=1):
        if seen % 3 == 0:
            del shelf.ids[-1]
    assert len(shelf.pages) < 3 * 1000


def test_a_count_that_is_never_the_same_does_not_keep_it_from_ending() -> None:
    pages, read_pages = Pages(PROJECT_ID, CLUSTER_ID, {"limit": 1}), 0
    while pages.next() is not None:
        read_pages += 1
        snapshots = [{**DETAIL, "id": f"{ID[:-6]}{read_pages:06}"}]
        pages.new_of(
            ListClusterSnapshotsResponse.from_dict({**PAGE, "snapshots": snapshots, "count": 20 - read_pages % 2})
        )
    assert read_pages < 60


@both_ways
def test_an_iteration_reads_a_page_when_it_gets_there(call: Call) -> None:
    pages = [{**PAGE, "snapshots": [{**DETAIL, "id": f"{ID[:-1]}{number}"}], "count": 2} for number in (0, 1)]
    with RawServer(*(answer(200, json.dumps(page)) for page in pages)) as server:
        found = call(server.url, "iter_cluster_snapshots", CLUSTER_ID, limit=1, sort_key="name")
        assert [snapshot.id for snapshot in found] == [f"{ID[:-1]}0", f"{ID[:-1]}1"]
        targets = [request.split(b" ")[1].partition(b"?")[2] for request in server.requests]
        assert targets == [b"limit=1&offset=0&sort_key=name", b"limit=1&offset=1&sort_key=name"]
        with DwsClient(server.url, project_id=PROJECT_ID, auth=TOKEN) as dws:
            iterator = dws.iter_cluster_snapshots(CLUSTER_ID)
            assert len(server.requests) == 2
            next(iterator)
        assert b"?limit=100&offset=0 " in server.requests[2]


@both_ways
@pytest.mark.parametrize(
    "given", [{"limit": 0}, {"limit": "5"}, {"offset": -1}, {"sort_key": "id"}, {"sort_dir": "up"}]
)
def test_a_wrong_page_is_named_before_the_first_is_read(call: Call, given: dict[str, Any]) -> None:
    with pytest.raises(InvalidRequest) as caught:
        call("http://127.0.0.1:1", "iter_cluster_snapshots", CLUSTER_ID, **given)
    assert [caught.value.field] == list(given)


@both_ways
def test_a_failed_page_is_an_error_not_an_end(call: Call) -> None:
    page = answer(200, json.dumps({**PAGE, "count": 2}))
    with RawServer(page, answer(503)) as server, pytest.raises(ServiceUnavailable):
        call(server.url, "iter_cluster_snapshots", CLUSTER_ID, limit=1)


@both_ways
def test_the_whole_life_on_the_reference(call: Call, memory_reference: RunningReference, request: Any) -> None:
    name = f"life-{request.node.callspec.id}"
    account: dict[str, Any] = {"auth": TokenAuth(memory_reference.token()), "project_id": demo.PROJECT_ID}

    def dws(method: str, *positional: Any, **named: Any) -> Any:
        return call(memory_reference.url, method, *positional, **named, **account)

    made = dws("create_snapshot_once", name=name, cluster_id=demo.CLUSTER_ID, description="before")
    told = dws("wait_until_available", made.id)
    assert (told.name, told.description, told.status, told.progress) == (name, "before", "AVAILABLE", "100")
    assert told.finished >= told.started
    assert name in [listed.name for listed in dws("list_snapshots")]
    pages = list(dws("iter_cluster_snapshots", demo.CLUSTER_ID, limit=1))
    assert len(pages) == dws("list_cluster_snapshots", demo.CLUSTER_ID).count
    automated = next(listed for listed in pages if listed.type_ == "AUTO")
    copied = dws("copy_snapshot", automated.id, backup_name=f"{name}-copy")
    cluster = dws("restore_cluster", copied.snapshot_id, name=f"{name}-cluster", port=8001)
    assert dws("list_cluster_snapshots", cluster.id).cluster_id == cluster.id
    for id_ in (made.id, copied.snapshot_id):
        assert dws("delete_snapshot", id_) is None
    assert dws("create_snapshot_once", name=name, cluster_id=demo.CLUSTER_ID).id != made.id


def test_an_iteration_over_real_pages_while_others_delete(memory_reference: RunningReference) -> None:
    account: dict[str, Any] = {"auth": TokenAuth(memory_reference.token()), "project_id": demo.PROJECT_ID}
    with DwsClient(memory_reference.url, **account) as dws:
        made = [dws.create_snapshot(name=f"page-{number}", cluster_id=demo.CLUSTER_ID).id for number in range(9)]
        iteration = dws.iter_cluster_snapshots(demo.CLUSTER_ID, limit=3)
        seen = [next(iteration).id for _ in range(3)]
        deleting = threading.Thread(target=dws.delete_snapshot, args=(seen[1],))
        deleting.start()
        deleting.join()
        seen += [snapshot.id for snapshot in iteration]
        assert len(seen) == len(set(seen))
        assert set(made) <= set(seen)
