"""create_snapshot_once: one snapshot, whatever becomes of the answers; and what it says where that is not known."""

import json
from typing import Any

import pytest

import dws_snapshots
from dws_snapshots import (
    ApiError,
    BadRequest,
    ConnectionFailed,
    DwsError,
    InvalidRequest,
    ServiceUnavailable,
    SnapshotResp,
    UnexpectedResponse,
)
from dws_snapshots.waiting import Attempt, Flow, Pause, Wanted, create_snapshot_once, wait_until_available
from dws_snapshots_client import operations
from support.calls import DETAIL, PAGE, SNAPSHOT, Call, both_ways
from support.raw_server import Behaviour, RawServer, answer, close, reset
from vectors import cases

ID = DETAIL["id"]
CREATED = json.dumps({"snapshot": {"id": ID}})
NONE = json.dumps({**PAGE, "snapshots": [], "count": 0})
WANTED = Wanted("0" * 32, SNAPSHOT["name"], SNAPSHOT["cluster_id"], None)
METHODS = {"create": b"POST", "list": b"GET"}


def methods(server: RawServer) -> list[bytes]:
    return [request.split(b" ")[0] for request in server.requests]


def behaviour(exchange: dict[str, Any]) -> Behaviour:
    """What the server does in one exchange of a vector."""
    if "failure" in exchange:
        return {"close": close, "reset": reset}[exchange["failure"]]
    body = exchange["body"]
    return answer(exchange["status"], body if isinstance(body, str) else json.dumps(body))


@both_ways
@pytest.mark.parametrize("case", cases("retries"))
def test_each_failure_is_followed_by_what_is_safe(call: Call, case: dict[str, Any]) -> None:
    with RawServer(*map(behaviour, case["exchanges"])) as server:
        if "id" in case["result"]:
            assert call(server.url, "create_snapshot_once", **SNAPSHOT) == SnapshotResp(case["result"]["id"])
        else:
            with pytest.raises(DwsError) as caught:
                call(server.url, "create_snapshot_once", **SNAPSHOT)
            assert type(caught.value) is getattr(dws_snapshots, case["result"]["error"])
    assert methods(server) == [METHODS[exchange["request"]] for exchange in case["exchanges"]]


@both_ways
@pytest.mark.parametrize("edition", [b"limit=100&offset=1", b"limit=100&offset=100"], ids=["pages", "records"])
def test_every_page_is_looked_at(call: Call, edition: bytes) -> None:
    others = [{**DETAIL, "id": ID[:-4] + f"{number:04}", "name": f"nightly-{number}"} for number in range(100)]
    first = answer(200, json.dumps({**PAGE, "snapshots": others, "count": 101}))
    shifted = answer(200, json.dumps({**PAGE, "snapshots": others[1:], "count": 101}))
    last = answer(200, json.dumps({**PAGE, "snapshots": [DETAIL], "count": 101}))
    behaviours = [close, first, last] if edition.endswith(b"=1") else [close, first, shifted, last]
    with RawServer(*behaviours) as server:
        assert call(server.url, "create_snapshot_once", **SNAPSHOT) == SnapshotResp(ID)
    queries = [request.split(b" ")[1].partition(b"?")[2] for request in server.requests[1:]]
    assert (queries[0], queries[-1]) == (b"limit=100&offset=0", edition)


@both_ways
def test_pages_that_do_not_hold_what_they_say_are_no_proof_that_it_is_not_there(call: Call) -> None:
    page = answer(200, json.dumps({**PAGE, "snapshots": [], "count": 1}))
    with RawServer(close, page) as server, pytest.raises(UnexpectedResponse, match="count says 1") as caught:
        call(server.url, "create_snapshot_once", **SNAPSHOT)
    assert isinstance(caught.value.__cause__, ConnectionFailed)


@both_ways
@pytest.mark.parametrize(
    ("field", "given"),
    [
        ("snapshot.name", {"name": "abc"}),
        ("snapshot.cluster_id", {"cluster_id": ".."}),
        ("timeout", {"timeout_": 0}),
        ("timeout", {"timeout_": None}),
        ("timeout", {"timeout_": float("nan")}),
    ],
)
def test_a_wrong_argument_is_named_before_anything_is_sent(call: Call, field: str, given: dict[str, Any]) -> None:
    with RawServer(answer(200, CREATED)) as server, pytest.raises(InvalidRequest) as caught:
        call(server.url, "create_snapshot_once", **{**SNAPSHOT, **given})
    assert caught.value.field == field
    assert server.requests == []


@both_ways
def test_at_the_end_of_the_time_it_says_that_a_snapshot_may_exist(call: Call) -> None:
    with RawServer(close, answer(503, "")) as server, pytest.raises(ConnectionFailed) as caught:
        call(server.url, "create_snapshot_once", **SNAPSHOT, timeout_=3)
    assert caught.value.may_have_been_sent
    assert methods(server)[:2] == [b"POST", b"GET"]
    assert methods(server).count(b"POST") == 1
    assert isinstance(caught.value.__cause__, (ServiceUnavailable, ConnectionFailed))


@both_ways
def test_a_refusal_after_a_lost_answer_tells_of_both(call: Call) -> None:
    taken = answer(400, '{"error_code": "DWS.5039", "error_msg": "taken"}')
    behaviours = (close, answer(200, NONE), taken, answer(200, NONE))
    with RawServer(*behaviours) as server, pytest.raises(BadRequest) as caught:
        call(server.url, "create_snapshot_once", **SNAPSHOT)
    assert isinstance(caught.value.__cause__, ConnectionFailed)
    assert caught.value.__cause__.may_have_been_sent


def test_what_was_certainly_not_sent_is_repeated_and_nothing_is_looked_up() -> None:
    flow = create_snapshot_once(WANTED, timeout=60)
    step = next(flow)
    for _ in range(12):
        assert isinstance(step, Attempt)
        assert step.exchange.request["method"] == "POST"
        assert isinstance(flow.throw(ConnectionFailed("refused", may_have_been_sent=False)), Pause)
        step = next(flow)
    with pytest.raises(StopIteration) as ended:
        flow.send(SnapshotResp(ID))
    assert ended.value.value == SnapshotResp(ID)


@pytest.mark.parametrize("case", cases("pauses"))
def test_pauses_are_those_of_every_language(case: dict[str, Any]) -> None:
    once = case["call"] == "create_snapshot_once"
    flow: Flow[Any] = create_snapshot_once(WANTED, 300) if once else wait_until_available("0" * 32, ID, 3600, None)
    pauses, step = [], next(flow)
    for exchange in case["exchanges"]:
        assert isinstance(step, Attempt)
        assert (step.exchange.request["method"] == "POST") == (exchange["request"] == "create")
        if exchange["status"] == 200:
            step = flow.send(operations.list_cluster_snapshots.read(exchange["body"]))
        else:
            step = flow.throw(ApiError(exchange["status"], None, "", None))
        if isinstance(step, Pause):
            pauses.append(step.seconds)
            step = next(flow)
    assert all(most / 2 <= pause <= most for pause, most in zip(pauses, case["seconds"], strict=True))


def test_an_answer_that_came_late_does_not_hide_an_earlier_one_that_was_lost() -> None:
    flow = create_snapshot_once(WANTED, timeout=1e-9)
    next(flow)
    assert flow.throw(ServiceUnavailable(503, None, "down", None)) == Pause(0.0)
    with pytest.raises(ServiceUnavailable, match="down"):
        next(flow)
