"""Creating snapshots on a running reference, on each kind of database."""

from __future__ import annotations

import json
import re
import uuid
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from typing import Any

import httpx
import pytest

from dws_reference import demo
from support.running import SNAPSHOTS, RunningReference, running_reference
from vectors import load

UUID = re.compile("[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}")
UNKNOWN_CLUSTER = "00000000-0000-4000-8000-000000000000"
JSON = "application/json"
FOREIGN_SNAPSHOTS = f"/v1.0/{'0' * 32}/snapshots"
VECTORS = load("constraints")
CASES = [case for case in VECTORS if "snapshot" in case]


def fresh_name() -> str:
    return f"s-{uuid.uuid4().hex}"


def snapshot(name: str, **members: Any) -> dict[str, Any]:
    return {"snapshot": {"name": name, "cluster_id": demo.CLUSTER_ID, **members}}


@pytest.fixture(scope="module")
def client(any_reference: RunningReference) -> Iterator[httpx.Client]:
    token = {"X-Auth-Token": any_reference.token()}
    with httpx.Client(base_url=any_reference.url, headers=token, trust_env=False, timeout=30) as client:
        yield client


def assert_refused(answer: httpx.Response, status: int, code: str) -> None:
    body = answer.json()
    assert (answer.status_code, body["error_code"]) == (status, code), body
    assert body["request_id"] == answer.headers["X-Request-Id"]
    assert body["error_msg"]


def test_the_sources_own_example_is_created(any_reference: RunningReference, client: httpx.Client) -> None:
    description = "Snapshot-3 description"
    answer = client.post(SNAPSHOTS, json=snapshot("snapshot-3", description=description))
    assert answer.status_code == 200
    assert answer.headers["Content-Type"] == "application/json"
    assert answer.json().keys() == {"snapshot"}
    assert UUID.fullmatch(answer.json()["snapshot"]["id"])


@pytest.mark.parametrize("change", [str, str.upper, str.title])
def test_a_name_is_taken_once_whatever_its_case(client: httpx.Client, change: Any) -> None:
    name = fresh_name()
    assert client.post(SNAPSHOTS, json=snapshot(name)).status_code == 200
    answer = client.post(SNAPSHOTS, json=snapshot(change(name)))
    assert_refused(answer, 400, "DWS.5039")
    assert change(name) in answer.json()["error_msg"]


def test_a_refused_request_leaves_its_name_free(client: httpx.Client) -> None:
    name = fresh_name()
    assert_refused(client.post(SNAPSHOTS, json=snapshot(name, description="<")), 400, "DWS.5065")
    assert_refused(client.post(SNAPSHOTS, json=snapshot(name, cluster_id=UNKNOWN_CLUSTER)), 404, "DWS.0047")
    assert client.post(SNAPSHOTS, json=snapshot(name)).status_code == 200


def test_of_a_hundred_simultaneous_creates_of_one_name_one_succeeds(client: httpx.Client) -> None:
    name = fresh_name()
    names = [name.upper() if number % 2 else name for number in range(100)]
    with ThreadPoolExecutor(len(names)) as threads:
        answers = list(threads.map(lambda name: client.post(SNAPSHOTS, json=snapshot(name)), names))
    assert sorted(answer.status_code for answer in answers) == [200] + [400] * 99
    assert {answer.json()["error_code"] for answer in answers if answer.status_code == 400} == {"DWS.5039"}


def test_simultaneous_creates_of_many_names_all_succeed(client: httpx.Client) -> None:
    with ThreadPoolExecutor(20) as threads:
        answers = list(threads.map(lambda _: client.post(SNAPSHOTS, json=snapshot(fresh_name())), range(200)))
    assert {answer.status_code for answer in answers} == {200}
    assert len({answer.json()["snapshot"]["id"] for answer in answers}) == 200


@pytest.mark.parametrize("description", ["", "\0", "a\n\tb\x7f", "Größe 数据 🗄", "🗄" * 256, "\u2028\ufeff", "\x1b[31m"])
def test_any_text_may_describe_a_snapshot(client: httpx.Client, description: str) -> None:
    assert client.post(SNAPSHOTS, json=snapshot(fresh_name(), description=description)).status_code == 200


def test_a_cluster_is_found_whatever_the_case_of_its_id(client: httpx.Client) -> None:
    answer = client.post(SNAPSHOTS, json=snapshot(fresh_name(), cluster_id=demo.CLUSTER_ID.upper()))
    assert answer.status_code == 200


def test_members_that_the_contract_does_not_name_are_ignored(client: httpx.Client) -> None:
    extended = snapshot(fresh_name(), id="x", started=None) | {"dry_run": True, "more": [{}]}
    assert client.post(SNAPSHOTS, json=extended).status_code == 200


def test_judgement_follows_the_order_of_the_contract(client: httpx.Client) -> None:
    """Each request has the fault of every later stage too; decision 9."""
    taken = fresh_name()
    assert client.post(SNAPSHOTS, json=snapshot(taken)).status_code == 200
    anonymous = {"X-Auth-Token": "none", "Content-Type": "text/plain"}
    text, json_type = {"Content-Type": "text/plain"}, {"Content-Type": "application/json"}
    stages: list[tuple[int, str, str, str, dict[str, str], Any]] = [
        (404, "APIGW.0101", "DELETE", "/x", anonymous, b"{"),
        (405, "APIGW.0101", "DELETE", FOREIGN_SNAPSHOTS, anonymous, b"{"),
        (401, "APIGW.0301", "POST", FOREIGN_SNAPSHOTS, anonymous, b"{"),
        (403, "DWS.0015", "POST", FOREIGN_SNAPSHOTS, text, b"{"),
        (400, "DWS.0001", "POST", SNAPSHOTS, text, b"{"),
        (400, "DWS.0001", "POST", SNAPSHOTS, json_type, b"{"),
        (
            400,
            "DWS.5056",
            "POST",
            SNAPSHOTS,
            json_type,
            json.dumps(snapshot("abc", cluster_id=UNKNOWN_CLUSTER)).encode(),
        ),
        (
            404,
            "DWS.0047",
            "POST",
            SNAPSHOTS,
            json_type,
            json.dumps(snapshot(taken, cluster_id=UNKNOWN_CLUSTER)).encode(),
        ),
        (400, "DWS.5039", "POST", SNAPSHOTS, json_type, json.dumps(snapshot(taken)).encode()),
    ]
    for status, code, method, path, headers, content in stages:
        assert_refused(client.request(method, path, headers=headers, content=content), status, code)


@pytest.mark.parametrize(
    ("method", "path", "body", "deeper"),
    [
        ("GET", "/snapshots/{id}", None, ()),
        ("DELETE", "/snapshots/{id}", None, ()),
        ("POST", "/snapshots/{id}/actions", {"restore": {"name": "abc"}}, ({"restore": {"name": "abcd"}},)),
        ("POST", "/snapshots/{id}/linked-copy", {"backup_name": "abc"}, ({"backup_name": "abcd"},)),
        ("GET", "/clusters/{id}/snapshots?limit=0", None, ()),
    ],
)
def test_every_operation_keeps_the_same_order(
    client: httpx.Client, method: str, path: str, body: Any, deeper: tuple[Any, ...]
) -> None:
    own, foreign = f"/v1.0/{demo.PROJECT_ID}", f"/v1.0/{'0' * 32}"
    malformed = "DWS.5064" if "clusters" in path else "DWS.5149"
    refused = partial(client.request, method, content=b"{", headers={"Content-Type": "text/plain"})
    anonymous = {"X-Auth-Token": "none"}
    assert_refused(client.request("PUT", foreign + path.format(id="x"), headers=anonymous), 405, "APIGW.0101")
    assert_refused(client.request(method, foreign + path.format(id="x"), headers=anonymous), 401, "APIGW.0301")
    assert_refused(refused(foreign + path.format(id="x")), 403, "DWS.0015")
    for wrong in ("x", "%00", "a%2Fb", "%F0%9F%97%84", UNKNOWN_CLUSTER[:-1], UNKNOWN_CLUSTER + "%0A", "%7B1%7D", "'--"):
        assert_refused(refused(own + path.format(id=wrong)), 400, malformed)
    if body is None:
        missing = (404, "DWS.0047") if "clusters" in path else (404, "DWS.0015")
        if "?" in path:
            assert_refused(refused(own + path.format(id=UNKNOWN_CLUSTER)), 400, "DWS.0001")
        assert_refused(refused(own + path.format(id=UNKNOWN_CLUSTER).partition("?")[0]), *missing)
        return
    target = own + path.format(id=UNKNOWN_CLUSTER)
    assert_refused(refused(target), 400, "DWS.0001")
    assert_refused(client.request(method, target, content=b"", headers={"Content-Type": JSON}), 400, "DWS.0006")
    assert_refused(client.request(method, target, content=b"{", headers={"Content-Type": JSON}), 400, "DWS.0001")
    assert_refused(client.request(method, target, json=body), 400, "DWS.5056")
    for valid in deeper:
        assert_refused(client.request(method, target, json=valid), 404, "DWS.0015")


@pytest.mark.parametrize(
    ("path", "body", "sentence"),
    [
        ("actions", {}, "The body: restore is mandatory and missing."),
        ("actions", {"restore": None}, "restore: must be of type object, null was given."),
        ("actions", {"restore": {}}, "restore: name is mandatory and missing."),
        ("actions", {"restore": {"name": "abcd\n"}}, "restore.name: must be 4 to 64 letters, digits"),
        (
            "actions",
            {"restore": {"name": "abcd", "port": 7999}},
            "restore.port: at least 8000 is allowed, 7999 was given.",
        ),
        ("actions", {"restore": {"name": "abcd", "port": 30001}}, "restore.port: at most 30000 is allowed"),
        ("actions", {"restore": {"name": "abcd", "port": "8000"}}, "restore.port: must be of type integer"),
        ("actions", {"restore": {"name": "abcd", "port": 8000.5}}, "restore.port: must be of type integer"),
        ("actions", {"restore": {"name": "abcd", "ipv6_enable": 1}}, "restore.ipv6_enable: must be of type boolean"),
        ("actions", {"restore": {"name": None}}, "restore.name: must be of type string"),
        ("actions", {"restore": {"name": "abcd", "vpc_id": 1}}, "restore.vpc_id: must be of type string"),
        ("actions", {"restore": {"name": "abcd", "number_of_cn": 2}}, "restore.number_of_cn: at least 3 is allowed"),
        ("actions", {"restore": {"name": "abcd", "number_of_cn": 21}}, "restore.number_of_cn: at most 20 is allowed"),
        (
            "actions",
            {"restore": {"name": "abcd", "public_ip": {"eip_id": 1}}},
            "restore.public_ip.eip_id: must be of type string or null, 1 was given.",
        ),
        (
            "actions",
            {"restore": {"name": "abcd", "public_ip": {"public_bind_type": "x"}}},
            'restore.public_ip.public_bind_type: must be one of auto_assign, not_use, bind_existing, "", null; "x"',
        ),
        ("linked-copy", [], "The body: must be of type object, an array of 0 was given."),
        ("linked-copy", {}, "The body: backup_name is mandatory and missing."),
        ("linked-copy", {"backup_name": "1abc"}, "backup_name: must be 4 to 64 letters, digits"),
        ("linked-copy", {"backup_name": "x" * 65}, "backup_name: 4 to 64 characters are needed, 65 were given."),
        (
            "linked-copy",
            {"backup_name": "abcd", "description": "<"},
            "description: must be at most 256 characters, none of them one of",
        ),
        ("linked-copy", {"backup_name": "abcd", "description": 1}, "description: must be of type string"),
    ],
)
def test_the_bodies_of_other_operations_are_judged_too(
    client: httpx.Client, path: str, body: Any, sentence: str
) -> None:
    answer = client.post(f"{SNAPSHOTS}/{UNKNOWN_CLUSTER}/{path}", json=body)
    assert answer.status_code == 400
    assert answer.json()["error_msg"].startswith(sentence)


@pytest.fixture(scope="module")
def without_the_cases_cluster() -> Iterator[httpx.Client]:
    """Whoever keeps every rule of the schema is told that the cluster does not exist, and nothing is created."""
    with running_reference("--cluster-id", UNKNOWN_CLUSTER) as server:
        token = {"X-Auth-Token": server.token()}
        with httpx.Client(base_url=server.url, headers=token, trust_env=False) as client:
            yield client


@pytest.mark.parametrize("case", [case for case in CASES if "project_id" not in case], ids=lambda case: case["case"])
def test_the_schema_is_judged_as_the_vectors_say(without_the_cases_cluster: httpx.Client, case: dict[str, Any]) -> None:
    answer = without_the_cases_cluster.post(
        SNAPSHOTS, content=json.dumps({"snapshot": case["snapshot"]}), headers={"Content-Type": "application/json"}
    )
    if case["field"] is None:
        assert_refused(answer, 404, "DWS.0047")
    else:
        assert answer.status_code == 400
        surrogate = "surrogate" in case["case"]
        assert answer.json()["error_msg"].startswith("The body holds" if surrogate else f"{case['field']}: ")


@pytest.mark.parametrize(
    ("members", "code", "sentence"),
    [
        ({"name": "abc"}, "DWS.5056", "snapshot.name: 4 to 64 characters are needed, 3 were given."),
        ({"name": "1abc"}, "DWS.5065", 'the first one a letter; "1abc" was given.'),
        ({"name": None}, "DWS.0001", "snapshot.name: must be of type string, null was given."),
        ({"name": [1]}, "DWS.0001", "snapshot.name: must be of type string, an array of 1 was given."),
        ({"cluster_id": "x"}, "DWS.5064", 'snapshot.cluster_id: must be a UUID, "x" was given.'),
        (
            {"description": "x" * 257},
            "DWS.5056",
            "snapshot.description: at most 256 characters are allowed, 257 were given.",
        ),
        ({"description": "é!" + "x" * 99}, "DWS.5065", f'"\\u00e9!{"x" * 38}"… (101 characters) was given.'),
    ],
)
def test_a_refusal_names_field_rule_and_what_was_given(
    without_the_cases_cluster: httpx.Client, members: dict[str, Any], code: str, sentence: str
) -> None:
    answer = without_the_cases_cluster.post(SNAPSHOTS, json=snapshot(**{"name": "abcd", **members}))
    assert_refused(answer, 400, code)
    assert sentence in answer.json()["error_msg"]
