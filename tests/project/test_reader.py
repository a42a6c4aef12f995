"""The reader of the contract: it refuses rules that the client of some language could not enforce."""

import copy
import json
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from contract import load
from model import Operation, UnenforceableError
from reader import read

ROOT = Path(__file__).parents[2]
SNAPSHOTS = "/v1.0/{project_id}/snapshots"
Json = dict[str, Any]


@pytest.fixture
def contract() -> Json:
    return copy.deepcopy(load())


@pytest.mark.parametrize(
    ("keyword", "value", "told"),
    [
        ("const", "x", "const"),
        ("not", {"type": "string"}, "not"),
        ("anyOf", [{"type": "string"}], "anyOf"),
        ("format", "hostname", "format hostname"),
        ("multipleOf", 2, "multipleOf"),
        ("additionalProperties", False, "additionalProperties"),
        ("patternProperties", {}, "patternProperties"),
        ("if", {}, "if"),
        ("contentEncoding", "base64", "contentEncoding"),
        ("minLenght", 4, "minLenght"),
        ("minimum", 4, "minimum"),
        ("enum", [1], "an enum of 1"),
        ("pattern", "^(a$|b)$", "pattern ^(a$|b)$"),
        ("pattern", "(?=x)x", "pattern (?=x)x"),
        ("pattern", r"\s", r"pattern \s"),
        ("pattern", r"\p{L}", r"pattern \p{L}"),
        ("pattern", "a.c", "pattern a.c"),
        ("pattern", "(", "pattern ("),
        ("type", ["string", "integer"], "type string or integer"),
        ("type", "object", "an object that is not a component"),
        ("type", "array", "type any"),
    ],
)
def test_a_rule_that_could_not_be_enforced_is_refused(contract: Json, keyword: str, value: Any, told: str) -> None:
    contract["components"]["schemas"]["Datastore"]["properties"]["version"][keyword] = value
    place = "Datastore.version[]" if value == "array" else "Datastore.version"
    assert refusal(contract) == f"{place}: {told} can't be enforced"


def refusal(contract: Json) -> str:
    with pytest.raises(UnenforceableError) as refused:
        read(contract)
    return str(refused.value)


def parameter(name: str, **members: Any) -> Callable[[Json], None]:
    return lambda contract: contract["components"]["parameters"][name].update(members)


def schema(name: str, **members: Any) -> Callable[[Json], None]:
    return lambda contract: contract["components"]["schemas"][name].update(members)


def member(name: str, of: str, **members: Any) -> Callable[[Json], None]:
    return lambda contract: contract["components"]["schemas"][of]["properties"].setdefault(name, {}).update(members)


def create(change: Callable[[Json], Any]) -> Callable[[Json], None]:
    return lambda contract: change(contract["paths"][SNAPSHOTS]["post"])


TEXT = {"schema": {"type": "string"}}
TIME = {"type": "string", "format": "date-time"}


@pytest.mark.parametrize(
    ("change", "told"),
    [
        (member("snapshot", "CreateSnapshotRequest", maxProperties=3), "CreateSnapshotRequest.snapshot: maxProperties"),
        (
            member("below", "Datastore", **{"$ref": "#/components/schemas/Datastore"}),
            "Datastore: a schema within itself",
        ),
        (schema("Datastore", required=["nowhere"]), "Datastore: required nowhere"),
        (schema("Limit", type="string"), "Limit: one name for two components"),
        (parameter("ProjectId", **{"in": "cookie"}), "parameter project_id: string in cookie"),
        (parameter("Limit", style="pipeDelimited"), "parameter limit: style"),
        (parameter("Limit", required=True), "parameter limit: paging by anything but an optional integer"),
        (parameter("SortKey", schema=TIME), "parameter sort_key: date-time in query"),
        (parameter("ProjectId", **TEXT), "parameter project_id: string without a pattern in path"),
        (parameter("ProjectId", schema={"type": "integer"}), "parameter project_id: integer without a pattern in path"),
        (create(lambda post: post.pop("operationId")), f"POST {SNAPSHOTS}: an operation without operationId"),
        (
            create(lambda post: post["requestBody"]["content"].update({"text/plain": TEXT})),
            "createSnapshot: a body of application/json, text/plain",
        ),
        (
            create(lambda post: post["requestBody"]["content"].update({"application/json": TEXT})),
            "createSnapshot: a body of type string",
        ),
        (
            create(lambda post: post["responses"]["200"].update(content={"text/csv": {}})),
            "createSnapshot: a body of text/csv",
        ),
        (create(lambda post: post["responses"].update({"201": {}})), "createSnapshot: anything but one success"),
        (create(lambda post: post["responses"].pop("200")), "createSnapshot: anything but one success"),
    ],
)
def test_what_else_could_not_be_enforced_is_refused(contract: Json, change: Callable[[Json], None], told: str) -> None:
    contract["components"]["schemas"].setdefault("Limit", {"type": "integer", "minimum": 1})
    change(contract)
    assert refusal(contract) == f"{told} can't be enforced"


def test_the_command_prints_the_model_or_one_sentence(contract: Json, tmp_path: Path) -> None:
    document = tmp_path / "openapi.yaml"
    command: list[str | Path] = [sys.executable, ROOT / "overlays/reader.py", document]
    document.write_text(json.dumps(contract))
    printed = json.loads(subprocess.run(command, capture_output=True, check=True).stdout)
    assert [operation["id"] for operation in printed["operations"]] == [one.id for one in read(contract).operations]
    contract["components"]["schemas"]["Datastore"]["properties"]["version"]["const"] = "x"
    document.write_text(json.dumps(contract))
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert (done.returncode, done.stdout) == (1, "")
    assert done.stderr == "generate: Datastore.version: const can't be enforced\n"


def test_every_constraint_of_the_contract_is_in_the_model(contract: Json) -> None:
    model = read(contract)
    keywords = ("title", "minLength", "maxLength", "pattern", "minimum", "maximum")
    schemas = contract["components"]["schemas"]
    for name in ("Uuid", "SnapshotName", "SnapshotDescription"):
        assert model.schemas[name].keywords == {key: schemas[name][key] for key in keywords if key in schemas[name]}
    for name in ("Snapshot", "Restore", "PublicIp", "CopySnapshotRequest"):
        assert [one.name for one in model.schemas[name].members] == list(schemas[name]["properties"])
        for one in model.schemas[name].members:
            given = schemas[name]["properties"][one.name]
            assert one.required == (one.name in schemas[name].get("required", ()))
            assert one.description == (given if "description" in given else schemas["PublicIp"])["description"]
            if "$ref" in given:
                assert one.schema.name == given["$ref"].rpartition("/")[2]
            else:
                rules = {key: given[key] for key in keywords if key in given}
                assert rules.items() <= one.schema.keywords.items()


def test_what_stands_beside_a_reference_to_a_scalar_goes_before_it(contract: Json) -> None:
    contract["components"]["schemas"]["Snapshot"]["properties"]["cluster_id"] |= {"title": "a cluster", "maxLength": 40}
    (_, changed, _) = read(contract).schemas["Snapshot"].members
    assert (changed.schema.name, changed.schema.keywords["title"], changed.schema.keywords["maxLength"]) == (
        None,
        "a cluster",
        40,
    )


def given_and_got(operation: Operation) -> tuple[str | None, str | None, str | None]:
    """What callers give and get of the bodies, and what is iterated."""
    given = operation.body.matter.name if operation.body else None
    got = (operation.result.matter.items or operation.result.matter).name if operation.result else None
    return given, got, operation.pages.name if operation.pages else None


def test_bodies_are_unwrapped_and_lists_are_paged_alike_in_every_language(contract: Json) -> None:
    bodies = {operation.id: given_and_got(operation) for operation in read(contract).operations}
    assert (
        bodies
        | {
            "listSnapshots": (None, "SnapshotDetail", None),
            "createSnapshot": ("Snapshot", "SnapshotResp", None),
            "listSnapshotDetails": (None, "SnapshotDetail", None),
            "deleteSnapshot": (None, None, None),
            "restoreCluster": ("Restore", "Cluster", None),
            "copySnapshot": ("CopySnapshotRequest", "CopySnapshotResponse", None),
            "listClusterSnapshots": (None, "ListClusterSnapshotsResponse", "snapshots"),
        }
        == bodies
    )
    assert read(contract).shared == ["project_id"]
    listing = contract["paths"][SNAPSHOTS]["get"]
    listing["parameters"] = [{"$ref": f"#/components/parameters/{name}"} for name in ("Limit", "Offset")]
    contract["components"]["schemas"]["ListSnapshotsResponse"]["required"].append("count")
    assert given_and_got(read(contract).operations[0]) == (None, "ListSnapshotsResponse", "snapshots")
    # Items that have no ID can't be told apart when pages move.
    contract["components"]["schemas"]["SnapshotDetail"]["required"].remove("id")
    assert given_and_got(read(contract).operations[0]) == (None, "ListSnapshotsResponse", None)
