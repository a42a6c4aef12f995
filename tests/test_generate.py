"""The generator of the Python client: reproducible, and loud where it can't enforce a rule."""

import copy
import re
import sys
from collections.abc import Iterator
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest
import yaml

ROOT = Path(__file__).parents[1]


@pytest.fixture(scope="module")
def generate() -> ModuleType:
    """The generator, which is a program and in no package."""
    sys.path.insert(0, str(ROOT / "overlays/python"))
    try:
        import generate
    finally:
        sys.path.pop(0)
    return generate


@pytest.fixture
def contract() -> dict[str, Any]:
    content: dict[str, Any] = yaml.safe_load((ROOT / "openapi.yaml").read_text(encoding="utf-8"))
    return copy.deepcopy(content)


@pytest.mark.parametrize(
    ("keyword", "value"),
    [
        ("const", "x"),
        ("not", {"type": "string"}),
        ("anyOf", [{"type": "string"}]),
        ("format", "hostname"),
        ("multipleOf", 2),
        ("additionalProperties", False),
        ("patternProperties", {}),
        ("if", {}),
        ("contentEncoding", "base64"),
        ("minLenght", 4),
    ],
)
def test_a_rule_that_checks_could_not_enforce_ends_the_generation(
    generate: ModuleType, contract: dict[str, Any], keyword: str, value: Any
) -> None:
    contract["components"]["schemas"]["Snapshot"]["properties"]["description"][keyword] = value
    with pytest.raises(generate.UnenforceableError, match=r"Snapshot\.description: .*can't be enforced"):
        generate.compile_constraints(contract)


def test_a_keyword_beside_a_reference_ends_the_generation(generate: ModuleType, contract: dict[str, Any]) -> None:
    contract["components"]["schemas"]["CreateSnapshotRequest"]["properties"]["snapshot"]["maxProperties"] = 3
    with pytest.raises(generate.UnenforceableError):
        generate.compile_constraints(contract)


def test_a_parameter_or_a_body_of_another_kind_ends_the_generation(
    generate: ModuleType, contract: dict[str, Any]
) -> None:
    changed = copy.deepcopy(contract)
    changed["components"]["parameters"]["ProjectId"]["in"] = "cookie"
    with pytest.raises(generate.UnenforceableError, match="project_id"):
        generate.compile_constraints(changed)
    operation = contract["paths"]["/v1.0/{project_id}/snapshots"]["post"]
    operation["requestBody"]["content"]["text/plain"] = {"schema": {"type": "string"}}
    with pytest.raises(generate.UnenforceableError, match="text/plain"):
        generate.compile_constraints(contract)


def test_every_constraint_of_the_contract_is_compiled(generate: ModuleType, contract: dict[str, Any]) -> None:
    sources = generate.compile_constraints(contract)
    calls = {re.sub("(?=[A-Z])", "_", operation["operationId"]).lower() for operation in operations_of(contract)}
    parameters = {parameter["name"] for parameter in contract["components"]["parameters"].values()}
    requests = {f"{call}_request" for call in calls}
    assert set(sources) == parameters | requests | {f"{call}_response" for call in calls - {"delete_snapshot"}}
    members = contract["components"]["schemas"]
    for name, schemas in {
        "create_snapshot_request": members["Snapshot"]["properties"].values(),
        "restore_cluster_request": members["Restore"]["properties"].values(),
        "copy_snapshot_request": members["CopySnapshotRequest"]["properties"].values(),
        "list_cluster_snapshots_request": [
            contract["components"]["parameters"][name]["schema"] for name in ("ProjectId", "Limit", "Offset", "SortKey")
        ],
    }.items():
        for schema in schemas:
            for keyword, shape in SHAPES.items():
                assert keyword not in schema or shape(schema[keyword]) in sources[name], (name, schema)


SHAPES = {
    "pattern": repr,
    "minLength": "< {}:".format,
    "maxLength": "> {}:".format,
    "minimum": "< {}:".format,
    "maximum": "> {}:".format,
    "enum": "must be one of {}".format,
}


def operations_of(contract: dict[str, Any]) -> Iterator[dict[str, Any]]:
    for path in contract["paths"].values():
        yield from (item for method, item in path.items() if method != "parameters")


def test_a_template_that_changed_ends_the_generation(generate: ModuleType, tmp_path: Path) -> None:
    (tmp_path / "old").mkdir()
    for patch in generate.PATCHES:
        (tmp_path / "old" / patch.template).write_text("something else")
    with pytest.raises(SystemExit, match="occurs 0 times, expected"):
        generate.patch_templates(tmp_path / "old", tmp_path / "new")
