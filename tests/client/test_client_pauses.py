"""How long calls pause between two requests, and how `Retry-After` changes that."""

import pickle
from typing import Any

import pytest

import dws_snapshots
from dws_snapshots import ApiError, DwsError, Unauthorized
from dws_snapshots.flows.flow import backoff
from support.calls import DETAIL, SNAPSHOT, Call, both_ways, create_sync
from support.raw_server import RawServer, answer
from support.virtual_time import VirtualTime
from vectors import behaviour, cases

CALLS: dict[str, tuple[tuple[str, ...], dict[str, str]]] = {
    "create_snapshot": ((), SNAPSHOT),
    "create_snapshot_once": ((), SNAPSHOT),
    "wait_until_available": ((DETAIL["id"],), {}),
    "iter_cluster_snapshots": ((DETAIL["cluster_id"],), {}),
}
ROUNDING = 1e-6


@both_ways
@pytest.mark.parametrize("case", cases("pauses"))
def test_pauses_are_those_of_every_language(call: Call, case: dict[str, Any], virtual_time: VirtualTime) -> None:
    positional, given = CALLS[case["call"]]
    limits = {name: case[name] for name in ("busy_timeout",) if name in case}
    with RawServer(*map(behaviour, case["exchanges"]), answer(401)) as server, pytest.raises(DwsError) as caught:
        call(server.url, case["call"], *positional, **given, **limits)
    assert type(caught.value) is getattr(dws_snapshots, case.get("error", "Unauthorized"))
    assert len(server.requests) == len(case["exchanges"]) + ("error" not in case)
    assert len(virtual_time.pauses) == len(case["pauses"])
    for pause, (shortest, longest) in zip(virtual_time.pauses, case["pauses"], strict=True):
        assert shortest - ROUNDING <= pause <= longest + ROUNDING


def test_pauses_differ() -> None:
    assert len({next(backoff(1, 1)) for _ in range(10)}) > 1


@pytest.mark.parametrize("case", cases("retry_after"))
def test_what_the_service_asks_to_wait_is_on_the_error(case: dict[str, Any]) -> None:
    headers = {name.replace("-", "_"): value for name, value in case["headers"].items()}
    with RawServer(answer(429, **headers)) as server, pytest.raises(ApiError) as caught:
        create_sync(server.url)
    assert caught.value.retry_after == case["retry_after"]


def test_a_time_to_wait_without_a_date_is_told_by_the_machine() -> None:
    with (
        RawServer(answer(429, Retry_After="Fri, 01 Jan 2100 00:00:00 GMT")) as server,
        pytest.raises(ApiError) as caught,
    ):
        create_sync(server.url)
    assert caught.value.retry_after is not None
    assert caught.value.retry_after > 0


def test_it_is_kept_when_the_error_is_pickled() -> None:
    error = Unauthorized(401, None, "no", None, 5.0)
    assert pickle.loads(pickle.dumps(error)).retry_after == 5.0
