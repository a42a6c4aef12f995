"""The oracle for generated requests agrees with the schema."""

import json
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from dws_contract import CLAUSES
from dws_contract.document import JSON, Contract
from dws_contract.verdicts.oracle import Oracle

CONTRACT = Contract.load()
CLUSTER = "44b277eb-39be-4921-be31-3d61b43651d7"
ORACLE = Oracle(CONTRACT, CLUSTER)

NOISE = st.none() | st.booleans() | st.integers() | st.text(max_size=70) | st.lists(st.integers(), max_size=2)
NAMES = st.from_regex(CONTRACT.name.pattern, fullmatch=True)
CLUSTERS = st.sampled_from([CLUSTER, CLUSTER.upper(), CLUSTER[:-1], CLUSTER + "\n"])
DESCRIPTIONS = st.text(max_size=260) | st.integers(250, 260).map("é".__mul__)
SNAPSHOTS = st.fixed_dictionaries(
    {}, optional={"name": NAMES | NOISE, "cluster_id": CLUSTERS | NOISE, "description": DESCRIPTIONS | NOISE}
)
GOOD = st.fixed_dictionaries({"name": NAMES, "cluster_id": CLUSTERS}, optional={"description": DESCRIPTIONS})
BODIES = st.fixed_dictionaries({}, optional={"snapshot": SNAPSHOTS | GOOD | NOISE}) | NOISE


@given(BODIES)
def test_what_the_schema_forbids_is_due_a_400_and_nothing_else_is(body: Any) -> None:
    expectation = ORACLE.expect(JSON, json.dumps(body).encode())
    assert expectation.clause in CLAUSES
    assert (expectation.statuses == {400}) == (not CONTRACT.request("CreateSnapshotRequest").is_valid(body))


@given(st.binary(max_size=40))
def test_what_is_no_json_is_due_a_400(body: bytes) -> None:
    expectation = ORACLE.expect(JSON, body)
    assert expectation.statuses == {400}


def test_what_the_contract_leaves_open_is_left_open() -> None:
    good = {"name": "snapshot-3", "cluster_id": CLUSTER}
    for body in ({"snapshot": good, "x": 1}, {"snapshot": good | {"x": 1}}, {"snapshot": good | {"description": "\0"}}):
        assert ORACLE.expect(JSON, json.dumps(body).encode()).statuses == {200, 400}
    assert ORACLE.expect(JSON, json.dumps({"snapshot": good}).encode()).statuses == {200}
    assert ORACLE.expect("text/plain", json.dumps({"snapshot": good}).encode()).clause == "media-type-wrong"
    unknown = {"snapshot": good | {"cluster_id": CLUSTER[:-1] + "0"}}
    assert ORACLE.expect(JSON, json.dumps(unknown).encode()).statuses == {404}
