"""Answers as the public record shows them, and in every form that decision 16 reads as the documented one."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from dws_contract import CLAUSES, run
from dws_contract.checks import CHECKS, ContractFailure, Memory, Seen
from dws_contract.document import Contract
from dws_contract.operations import OPERATIONS
from dws_contract.steps.known import KnownSnapshot, KnownSnapshots
from dws_contract.verdicts.oracle import Oracle
from dws_contract.verdicts.reading import documented
from programs.contract_power import Trial, serving

CONTRACT = Contract.load()
RECORD = json.loads((Path(__file__).parents[1] / "vectors/bodies.json").read_text("utf-8"))
SNAPSHOT = RECORD["answers"][0]["body"]["snapshots"][0]
IDS = {"cluster_id": SNAPSHOT["cluster_id"], "snapshot_id": SNAPSHOT["id"]}
KNOWN = [each for each in RECORD["answers"] if each["operation"] in CONTRACT.endpoints]
NORMAL = [each for each in KNOWN if each["status"] < 300]


def seen(operation: str, body: Any, status: int = 200, query: str = "") -> Seen:
    """Return an answer to a request for the snapshot and the cluster of the record."""
    endpoint = CONTRACT.endpoints[operation]
    project_id = body.get("project_id") or "89cd04f168b84af6be287f71730fdb4b"
    return Seen(
        method=endpoint.method,
        path=endpoint.template.format(project_id=project_id, **IDS),
        endpoint=endpoint,
        status=status,
        headers={"content-type": "application/json"},
        content=json.dumps(body).encode(),
        query=query,
    )


def broken(answer: Seen, snapshots: KnownSnapshots | None = None) -> list[str]:
    """Return the clauses that an answer breaks."""
    memory = Memory(CONTRACT, snapshots=snapshots or KnownSnapshots())
    found = []
    for check in CHECKS:
        try:
            check.run(memory, answer)
        except ContractFailure as failure:
            found.append(failure.clause)
    return found


@pytest.mark.parametrize("answer", NORMAL, ids=lambda answer: f"{answer['operation']}: {answer['seen'][:40]}")
def test_a_normal_answer_of_the_public_record_breaks_no_clause(answer: dict[str, Any]) -> None:
    assert broken(seen(answer["operation"], answer["body"], answer["status"])) == []


def test_the_record_shows_every_operation_that_reads_or_makes_from_a_snapshot() -> None:
    shown = {each["operation"] for each in NORMAL}
    assert CONTRACT.endpoints.keys() - shown <= {"createSnapshot", "listClusterDetails"}


@pytest.mark.parametrize("request_", RECORD["requests"], ids=lambda each: f"{each['operation']}: {each.get('seen')}")
def test_a_request_of_the_public_record_keeps_every_rule(request_: dict[str, Any]) -> None:
    body = json.dumps(request_["body"]).encode()
    rules = OPERATIONS[request_["operation"]].rules
    expected = Oracle(CONTRACT, IDS["cluster_id"]).expect("application/json", body, rules)
    assert expected.statuses == {200}, expected


def test_errors_are_judged_by_their_body_unless_they_are_a_gateways() -> None:
    errors = {each["seen"]: seen(each["operation"], each["body"], each["status"]) for each in KNOWN}
    judged = {why: ("error-body" in broken(each), each.has_gateways_shape) for why, each in errors.items()}
    assert {why for why, (is_broken, is_gateways) in judged.items() if is_broken and not is_gateways} == {
        "the real service's second shape alone"
    }
    assert {why for why, (_, is_gateways) in judged.items() if is_gateways} == {
        "a gateway's throttling, with a Retry-After header of 2",
        "Keystone's shape",
    }


def with_members(**members: Any) -> list[str]:
    """Return the clauses that details with such members break."""
    whole = {name: value for name, value in {**SNAPSHOT, **members}.items() if value is not ...}
    return broken(seen("listSnapshotDetails", {"snapshot": whole}))


def each(member: str, *values: object) -> list[dict[str, Any]]:
    """Return a member with each of these values."""
    return [{member: value} for value in values]


TIMES = (
    *("2023-01-30T10:14:36Z", "2023-01-30T10:14:36", "2023-01-30 10:14:36", "2023-01-30t10:14:36z"),
    *("2023-01-30T12:14:36+02:00", "2023-01-30T08:14:36-0200", "2023-01-30T10:14:36.123456789Z"),
)


@pytest.mark.parametrize("text", TIMES)
def test_a_time_is_read_in_each_of_its_forms(text: str) -> None:
    told = documented({"started": text}, CONTRACT.endpoints["listSnapshotDetails"].told["properties"]["snapshot"])
    assert told == {"started": "2023-01-30T10:14:36Z"}
    assert with_members(started=text) == []


@pytest.mark.parametrize(
    "members",
    [
        *each("started", None, "", ...),
        *each("size", None, "", "500", "0.403551", 0.5, ...),
        *each("bak_keep_day", None, "", "7", "7.0", 7.0),
        *each("progress", None, "", 40, 0.5, "40"),
        *each("datastore", None, "", {}, {"type": None, "version": 8}),
        *each("fine_grained_backup_detail", None, "", {"schema_list": [], "table_list": [1]}),
        *each("support_inplace_restore", None, "", False),
        *each("description", None, "", ...),
        {"status": "POLICE_FROZEN", "type": "AUTOMATED", "not_known_yet": [{}]},
    ],
    ids=repr,
)
def test_a_member_in_a_form_that_is_read_breaks_no_clause(members: dict[str, Any]) -> None:
    assert with_members(**members) == []


@pytest.mark.parametrize(
    "members",
    [
        *each("started", 0, True, [], "2023-01-30", "2023-02-30T10:14:36Z", "10:14:36", "now"),
        *each("size", True, [], {}, "500 GB", " 500", "5e2", "0x10"),
        *each("bak_keep_day", 7.5, "7.5", "week", False),
        *each("progress", True, [], {"SNAPSHOTTING": "40%"}),
        *each("datastore", [], "dws", {"version": []}),
        *each("fine_grained_backup_detail", {"schema_list": "public"}, {"table_list": [[]]}),
        *each("support_inplace_restore", "true", 1, []),
        *({member: value} for member in ("name", "status", "type", "cluster_id") for value in (None, ...)),
        {"cluster_id": "warehouse-1"},
    ],
    ids=repr,
)
def test_a_member_of_another_type_breaks_a_clause(members: dict[str, Any]) -> None:
    assert with_members(**members) == ["snapshot-members"]


@pytest.mark.parametrize(
    ("told", "is_right"), [(1, True), ("1", True), ("1.0", True), (None, True), (2, False), ("2", False)]
)
def test_a_count_is_right_in_each_of_its_forms_or_not_told(told: object, is_right: bool) -> None:
    answer = seen("listSnapshots", {"snapshots": [SNAPSHOT], "count": told})
    assert broken(answer) == ([] if is_right else ["list-count"])


@pytest.mark.parametrize(
    ("told", "is_right"), [("kept", True), (None, False), ("", False), (..., False), ("kept ", False)]
)
def test_the_description_of_an_own_snapshot_is_told_as_it_was_sent(told: object, is_right: bool) -> None:
    snapshots = KnownSnapshots()
    snapshots.add(
        KnownSnapshot(name=SNAPSHOT["name"], id=SNAPSHOT["id"], cluster_id=IDS["cluster_id"], description="kept")
    )
    whole = {**SNAPSHOT, "type": "MANUAL", "description": told}
    if told is ...:
        del whole["description"]
    answer = seen("listSnapshotDetails", {"snapshot": whole})
    assert broken(answer, snapshots) == ([] if is_right else ["snapshot-as-created"])


@pytest.mark.parametrize(("limit", "is_right"), [("1", False), ("2", True), ("1000", True), ("all", True)])
def test_a_page_holds_its_limit_at_most(limit: str, is_right: bool) -> None:
    other = {**SNAPSHOT, "id": SNAPSHOT["id"][:-1] + "0", "name": "other"}
    answer = seen("listClusterSnapshots", {"snapshots": [SNAPSHOT, other]}, query=f"limit={limit}")
    assert broken(answer) == ([] if is_right else ["page-limit"])


def test_an_offset_that_counts_records_is_called_by_its_name() -> None:
    with serving(Trial(1, "page-offset-in-snapshots")) as options:
        report = run(options)
    (verdict,) = report.of("broken")
    assert verdict.clause == CLAUSES["page-offset"]
    assert "`offset` counts records, not pages (the edition until 2024)" in verdict.deviations[0].sentence
