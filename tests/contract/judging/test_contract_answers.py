"""Answers from the public record, and answers in every form that decision 16 allows to read."""

from __future__ import annotations

import json
import unicodedata
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from pathlib import Path
from typing import Any

import pytest

from dws_contract import CLAUSES, Options, run
from dws_contract.checks import CHECKS, ContractFailure, Memory, Seen
from dws_contract.document import Contract
from dws_contract.operations import OPERATIONS
from dws_contract.steps.known import KnownCluster, KnownSnapshot, KnownSnapshots
from dws_contract.verdicts.oracle import Oracle
from dws_contract.verdicts.reading import documented
from dws_reference import demo
from programs.contract_power import Trial, serving
from support.running import running_reference

CONTRACT = Contract.load()
RECORD = json.loads((Path(__file__).parents[2] / "vectors/bodies.json").read_text("utf-8"))
SNAPSHOT = RECORD["answers"][0]["body"]["snapshots"][0]
RECORDS = "`offset` counts records, not pages (the edition until 2024)"
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


@pytest.mark.parametrize("operation", sorted(CONTRACT.endpoints.keys() - {"deleteSnapshot"}))
def test_an_answer_without_what_it_is_about_is_not_as_declared(operation: str) -> None:
    clause = OPERATIONS[operation].accepts if OPERATIONS[operation].judges_form else "create-answer-body"
    assert clause in broken(seen(operation, {}))


def test_the_record_shows_every_operation_that_reads_or_makes_from_a_snapshot() -> None:
    shown = {each["operation"] for each in NORMAL}
    assert CONTRACT.endpoints.keys() - shown <= {"createSnapshot", "listClusterDetails"}


@pytest.mark.parametrize("request_", RECORD["requests"], ids=lambda each: f"{each['operation']}: {each.get('seen')}")
def test_a_request_of_the_public_record_keeps_every_rule(request_: dict[str, Any]) -> None:
    body = json.dumps(request_["body"]).encode()
    rules = OPERATIONS[request_["operation"]].rules
    expected = Oracle(CONTRACT, IDS["cluster_id"]).expect("application/json", body, rules)
    assert 200 in expected.statuses, expected


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
    ("told", "clause"),
    [("kept", ""), ("kept ", "description-kept"), *((told, "snapshot-as-created") for told in (None, "", ..., "lost"))],
)
def test_the_description_of_an_own_snapshot_is_told_as_it_was_sent(told: object, clause: str) -> None:
    snapshots = KnownSnapshots()
    snapshots.add(
        KnownSnapshot(name=SNAPSHOT["name"], id=SNAPSHOT["id"], cluster_id=IDS["cluster_id"], description="kept")
    )
    whole = {**SNAPSHOT, "type": "MANUAL", "description": told}
    if told is ...:
        del whole["description"]
    answer = seen("listSnapshotDetails", {"snapshot": whole})
    assert broken(answer, snapshots) == ([clause] if clause else [])


FORMS = ("caf\u00e9 cafe\u0301", "one\r\ntwo", "\ufeff a\u200db\u00a0", " two  spaces ")


@pytest.mark.parametrize("sent", FORMS)
@pytest.mark.parametrize("form", ["NFC", "NFD", "NFKC"])
def test_a_description_in_another_form_is_told_by_a_clause_of_its_own(sent: str, form: Any) -> None:
    snapshots = KnownSnapshots()
    snapshots.add(KnownSnapshot(name=SNAPSHOT["name"], id=SNAPSHOT["id"], description=sent))
    told = unicodedata.normalize(form, sent).replace("\r\n", "\n").strip()
    whole = {**SNAPSHOT, "type": "MANUAL", "description": told}
    answer = seen("listSnapshotDetails", {"snapshot": whole})
    assert broken(answer, snapshots) == ([] if told == sent else ["description-kept"])


BEGUN = datetime(2023, 1, 30, 10, 14, 36, tzinfo=UTC)


@pytest.mark.parametrize(
    ("members", "is_right"),
    [
        ({"started": "2023-01-30T10:14:36Z", "finished": "2023-01-30T10:20:00Z"}, True),
        ({"started": "2023-01-30T18:14:36+08:00", "finished": "2023-01-30 10:20:00"}, True),
        ({"started": "2023-01-30T10:10:00Z", "finished": None}, True),
        ({"started": "2023-01-30T18:14:36Z", "finished": "2023-01-30T18:20:00Z"}, False),
        ({"started": "2023-01-30T10:14:36+08:00", "finished": None}, False),
        ({"started": None, "finished": "2023-01-30T11:20:00Z"}, False),
        ({"started": None, "finished": "2023-01-30T11:20:00Z", "status": "CREATING"}, True),
        ({"started": "2023-01-30T10:16:36Z", "finished": "2023-01-30T10:14:36Z"}, False),
    ],
    ids=str,
)
def test_times_are_the_services_own(members: dict[str, Any], is_right: bool) -> None:
    snapshots = KnownSnapshots()
    known = KnownSnapshot(name=SNAPSHOT["name"], id=SNAPSHOT["id"], begun=BEGUN.timestamp())
    snapshots.add(known)
    whole = {**SNAPSHOT, "type": "MANUAL", **members}
    date = format_datetime(BEGUN + timedelta(minutes=6), usegmt=True)
    answer = seen("listSnapshotDetails", {"snapshot": whole})
    dated = replace(answer, headers={**answer.headers, "date": date})
    assert broken(dated, snapshots) == ([] if is_right else ["times-in-utc"])


def test_what_a_restored_cluster_has_is_what_was_asked_for_or_the_default() -> None:
    cluster = {"id": IDS["cluster_id"], "name": "dws-restored", "status": "AVAILABLE"}
    for asked, told, is_right in (
        ({}, {"port": 8000, "enterprise_project_id": "0", "vpc_id": "any"}, True),
        ({}, {"port": 9000}, False),
        ({"port": 9000}, {"port": "9000"}, True),
        ({"port": 9000}, {"port": 8000}, False),
        ({"port": 9000, "vpc_id": "a"}, {"vpc_id": "b"}, False),
        ({"port": 9000}, {}, True),
    ):
        snapshots = KnownSnapshots(restored={IDS["cluster_id"]: KnownCluster("dws-restored", asked, None)})
        answer = seen("listClusterDetails", {"cluster": {**cluster, **told}})
        assert broken(answer, snapshots) == ([] if is_right else ["restored-settings"]), (asked, told)


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
    assert RECORDS in verdict.deviations[0].sentence


@pytest.mark.parametrize("only", [("pages",), ("lists", "pages")])
def test_the_edition_in_which_it_does_is_called_by_its_name(only: tuple[str, ...]) -> None:
    with running_reference("--edition", "2023") as server:
        options = Options(
            url=server.url,
            project_id=demo.PROJECT_ID,
            cluster_id=demo.CLUSTER_ID,
            access_key=demo.ACCESS_KEY,
            secret_key=demo.SECRET_KEY,
            only=only,
            max_examples=0,
        )
        report = run(options)
    (verdict,) = [each for each in report.of("broken") if each.clause == CLAUSES["page-offset"]]
    assert RECORDS in verdict.deviations[0].sentence
