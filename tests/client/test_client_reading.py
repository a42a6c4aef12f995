"""Answers in every shape: clients are strict when they send, and lenient when they read (decision 16)."""

import copy
import datetime
import json
import pickle
import re
from collections.abc import Callable, Iterator
from typing import Any

import attrs
import pytest

from dws_snapshots import UNSET, ApiError, UnexpectedResponse
from dws_snapshots_client import operations
from support.calls import CALLS, DETAIL
from support.told_server import ToldServer, async_calls, sync_calls
from vectors import cases, load

RECORDED = [one for one in load("bodies")["answers"] if one["operation"] in CALLS]
UUID = re.compile(r'"id": "([0-9a-fA-F-]{36})"')
Ask = Callable[[dict[str, Any]], Any]


@pytest.fixture(scope="module", params=[sync_calls, async_calls], ids=["sync", "async"])
def ask(request: pytest.FixtureRequest) -> Iterator[Ask]:
    """Calls the method of a case's operation; the answer is the case's."""
    server = ToldServer()
    with server.running() as url, request.param(url) as call:

        def asked(case: dict[str, Any]) -> Any:
            body = case["body"] if case.get("raw") else json.dumps(case["body"])
            server.reply = lambda _: (case["status"], body)
            method, positional, named = CALLS[case["operation"]]
            if case["operation"] == "listSnapshotDetails" and (id_ := UUID.search(body)):
                positional = (id_[1],)  # the answer for another snapshot is none
            return call(method, *positional, **named)

        yield asked


def told(value: Any) -> Any:
    """What a method returned, in the contract's names and as JSON has it; a boolean never equals a number."""
    if isinstance(value, list):
        return [told(item) for item in value]
    if isinstance(value, dict):
        return {name: told(member) for name, member in value.items() if member is not UNSET}
    if isinstance(value, datetime.datetime):
        assert value.utcoffset() == datetime.timedelta(0)
        return value.strftime("%Y-%m-%dT%H:%M:%S") + f".{value.microsecond:06}".rstrip("0").rstrip(".") + "Z"
    if attrs.has(type(value)):
        members = attrs.asdict(value, recurse=False)
        others = members.pop("additional_properties")
        return told(members or others)
    return {"boolean": value} if isinstance(value, bool) else value


def kept(value: Any, place: str = "") -> Iterator[tuple[str, Any]]:
    """The raw values that are had beside what was read, by their places."""
    if isinstance(value, list):
        for index, item in enumerate(value):
            yield from kept(item, f"{place}[{index}]")
    elif attrs.has(type(value)):
        dot = f"{place}." if place else ""
        for name, member in attrs.asdict(value, recurse=False).items():
            if name != "additional_properties":
                yield from kept(member, dot + name)
        # A map has nothing else, and all of it was read.
        for name, raw in value.additional_properties.items() if len(attrs.fields(type(value))) > 1 else ():
            yield dot + name, raw


@pytest.mark.parametrize("case", cases("reading"))
def test_what_can_be_read_is_read(ask: Ask, case: dict[str, Any]) -> None:
    if "unexpected" in case:
        with pytest.raises(UnexpectedResponse) as caught:
            ask(case)
        assert case["unexpected"] in str(caught.value)
        return
    found = ask(case)
    assert told(found) == told(case["read"])
    assert dict(kept(found)) == case.get("kept", {})


@pytest.mark.parametrize("case", RECORDED, ids=lambda case: f"{case['operation']}: {case['seen']}")
def test_every_recorded_answer_is_read(ask: Ask, case: dict[str, Any]) -> None:
    if case["status"] < 300:
        ask(case)
        return
    with pytest.raises(ApiError) as caught:
        ask(case)
    assert caught.value.status_code == case["status"]
    assert caught.value.error_code == case["body"].get("error_code", case["body"].get("errCode"))


def test_what_json_has_no_word_for_is_no_json(ask: Ask) -> None:
    for body in ("NaN", '{"snapshots": [], "count": Infinity}'):
        with pytest.raises(UnexpectedResponse, match="not JSON"):
            ask({"operation": "listSnapshots", "status": 200, "body": body, "raw": True})


def test_unset_is_one_is_false_and_is_told_in_a_word() -> None:
    (snapshot,) = operations.list_snapshots.read({"snapshots": [{**DETAIL, "size": "huge"}]})
    assert snapshot.size is UNSET
    assert not snapshot.size
    assert "size=UNSET" in repr(snapshot)
    for again in (copy.deepcopy(snapshot), pickle.loads(pickle.dumps(snapshot))):
        assert again == snapshot
        assert again.size is UNSET
