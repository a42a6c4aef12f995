"""wait_until_available: which failures it survives, how it ends, and how callers end it."""

import asyncio
import json
import pickle
import threading
from typing import Any

import pytest

from dws_reference import demo
from dws_snapshots import (
    AsyncDwsClient,
    DwsClient,
    InvalidRequest,
    NotFound,
    SnapshotDetail,
    SnapshotFailed,
    TokenAuth,
    UnexpectedResponse,
    WaitTimeout,
)
from dws_snapshots_client import operations
from support.calls import DETAIL, PROJECT_ID, TOKEN, Call, both_ways, call_sync
from support.raw_server import Behaviour, RawServer, answer, close, raw, silence
from support.running import RunningReference

ID = DETAIL["id"]
CLUSTER_ID = DETAIL["cluster_id"]


def detail(status: str, **members: Any) -> Behaviour:
    return answer(200, json.dumps({"snapshot": {**DETAIL, "status": status, **members}}))


def snapshot(status: str) -> SnapshotDetail:
    return operations.list_snapshot_details.read({"snapshot": {**DETAIL, "status": status}})


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


@both_ways
@pytest.mark.parametrize(
    "body", ["<html>Sign in</html>", "{}", '{"snapshot": []}', '{"snapshot": {"status": "AVAILABLE"}}']
)
def test_an_answer_that_is_another_kind_of_thing_ends_the_wait(call: Call, body: str) -> None:
    with RawServer(answer(200, body)) as server, pytest.raises(UnexpectedResponse):
        call(server.url, "wait_until_available", ID)
    assert len(server.requests) == 1


@both_ways
def test_an_answer_that_is_cut_short_is_read_again(call: Call) -> None:
    cut = raw(b'HTTP/1.1 200 -\r\nContent-Length: 99\r\n\r\n{"snapshot": ', keep=False)
    with RawServer(cut, detail("AVAILABLE")) as server:
        assert call(server.url, "wait_until_available", ID) == snapshot("AVAILABLE")


@both_ways
@pytest.mark.parametrize(
    "members", [{"started": "2023-01-30T10:14:36"}, {"started": None}, {"progress": 40, "size": []}]
)
def test_a_member_that_says_nothing_to_it_does_not_keep_it_waiting(call: Call, members: dict[str, Any]) -> None:
    with RawServer(detail("AVAILABLE", **members)) as server:
        assert call(server.url, "wait_until_available", ID).status == "AVAILABLE"
    assert len(server.requests) == 1


def test_what_on_progress_raises_ends_the_wait() -> None:
    def stop(_: SnapshotDetail) -> None:
        raise KeyboardInterrupt

    with RawServer(detail("CREATING")) as server, pytest.raises(KeyboardInterrupt):
        call_sync(server.url, "wait_until_available", ID, on_progress=stop)


def test_an_async_on_progress_is_awaited() -> None:
    async def stop(_: SnapshotDetail) -> None:
        await asyncio.sleep(0)
        raise KeyError("full")

    async def waiting(url: str) -> None:
        async with AsyncDwsClient(url, project_id=PROJECT_ID, auth=TOKEN) as dws:
            await dws.wait_until_available(ID, on_progress=stop)

    with RawServer(detail("CREATING")) as server, pytest.raises(KeyError, match="full"):
        asyncio.run(waiting(server.url))


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


def test_errors_of_waiting_can_be_pickled() -> None:
    for error in (SnapshotFailed(snapshot("UNAVAILABLE")), WaitTimeout(ID, None, 5.0)):
        copy = pickle.loads(pickle.dumps(error))
        assert (type(copy), str(copy), vars(copy)) == (type(error), str(error), vars(error))


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
    automated = next(listed for listed in pages if listed.type == "AUTO")
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
