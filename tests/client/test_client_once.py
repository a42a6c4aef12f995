"""create_snapshot_once makes one snapshot even if answers are lost, and says so if it cannot know the result."""

import json
from typing import Any

import pytest

import dws_snapshots
from dws_snapshots import ConnectionFailed, DwsError, InvalidRequest, SnapshotResp
from dws_snapshots.flows.flow import Attempt, Pause
from dws_snapshots.flows.once import NewSnapshot, create_snapshot_once
from support.calls import DETAIL, SNAPSHOT, Call, both_ways
from support.raw_server import RawServer, answer, close
from support.virtual_time import VirtualTime
from vectors import behaviour, cases, exchanges

ID = DETAIL["id"]
CREATED = json.dumps({"snapshot": {"id": ID}})
WANTED = NewSnapshot("0" * 32, SNAPSHOT["name"], SNAPSHOT["cluster_id"], None)
METHODS = {"create": b"POST", "list": b"GET"}


def methods(server: RawServer) -> list[bytes]:
    return [request.split(b" ")[0] for request in server.requests]


@both_ways
@pytest.mark.parametrize("case", cases("retries"))
def test_each_failure_is_followed_by_what_is_safe(call: Call, case: dict[str, Any], virtual_time: VirtualTime) -> None:
    expected, result, call_name = exchanges(case), case["result"], case.get("call", "create_snapshot_once")
    limits = {"timeout_": case.get("timeout"), "busy_timeout": case.get("busy_timeout")}
    given = {**SNAPSHOT, **{name: seconds for name, seconds in limits.items() if seconds is not None}}
    with RawServer(*map(behaviour, expected)) as server:
        if "id" in result:
            assert call(server.url, call_name, **given) == SnapshotResp(result["id"])
        else:
            with pytest.raises(DwsError) as caught:
                call(server.url, call_name, **given)
            assert type(caught.value) is getattr(dws_snapshots, result["error"])
            if "cause" in result:
                assert type(caught.value.__cause__) is getattr(dws_snapshots, result["cause"])
            elif not isinstance(caught.value, ConnectionFailed):
                assert caught.value.__cause__ is None
            if "may_have_been_sent" in result:
                assert getattr(caught.value, "may_have_been_sent") is result["may_have_been_sent"]  # noqa: B009
    if "repeated" not in case:
        assert len(server.requests) == len(expected)
    assert methods(server) == [METHODS[exchange["request"]] for exchange in expected[: len(server.requests)]]


@both_ways
def test_the_whole_list_of_the_project_is_looked_at(call: Call) -> None:
    others = [{**DETAIL, "id": ID[:-4] + f"{number:04}", "name": f"nightly-{number}"} for number in range(1000)]
    there = answer(200, json.dumps({"snapshots": [*others, DETAIL]}))
    with RawServer(answer(200, json.dumps({"snapshots": others})), close, there) as server:
        assert call(server.url, "create_snapshot_once", **SNAPSHOT) == SnapshotResp(ID)
    targets = {request.split(b" ")[1] for request in server.requests}
    assert targets == {b"/v1.0/89cd04f168b84af6be287f71730fdb4b/snapshots"}


@both_ways
@pytest.mark.parametrize(
    ("field", "given"),
    [
        ("snapshot.name", {"name": "abc"}),
        ("snapshot.cluster_id", {"cluster_id": ".."}),
        ("timeout", {"timeout_": 0}),
        ("timeout", {"timeout_": "5"}),
        ("timeout", {"timeout_": float("nan")}),
        ("busy_timeout", {"busy_timeout": -1}),
        ("busy_timeout", {"busy_timeout": None}),
        ("busy_timeout", {"busy_timeout": float("inf")}),
    ],
)
def test_a_wrong_argument_is_named_before_anything_is_sent(call: Call, field: str, given: dict[str, Any]) -> None:
    calls = {"create_snapshot_once", "create_snapshot"} if field == "busy_timeout" else {"create_snapshot_once"}
    with RawServer(answer(200, CREATED)) as server:
        for name in calls:
            with pytest.raises(InvalidRequest) as caught:
                call(server.url, name, **{**SNAPSHOT, **given})
            assert caught.value.field == field
    assert server.requests == []


def test_what_was_certainly_not_sent_is_repeated_and_nothing_is_looked_up() -> None:
    flow = create_snapshot_once(WANTED, 60, 0)
    next(flow)
    step = flow.send([])
    for _ in range(12):
        assert isinstance(step, Attempt)
        assert step.exchange.request["method"] == "POST"
        assert isinstance(flow.throw(ConnectionFailed("refused", may_have_been_sent=False)), Pause)
        step = next(flow)
    with pytest.raises(StopIteration) as ended:
        flow.send(SnapshotResp(ID))
    assert ended.value.value == SnapshotResp(ID)
