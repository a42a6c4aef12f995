"""openapi.yaml agrees with its sources, and its examples keep its rules."""

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import jsonschema_rs
import pytest
import yaml

ROOT = Path(__file__).parents[2]
CONTRACT: dict[str, Any] = yaml.safe_load((ROOT / "openapi.yaml").read_text(encoding="utf-8"))
OPERATIONS = {
    operation["operationId"]: operation
    for item in CONTRACT["paths"].values()
    for method, operation in item.items()
    if method != "parameters"
}
OPERATION = OPERATIONS["createSnapshot"]
SCHEMAS = CONTRACT["components"]["schemas"]
SOURCE_REQUEST = {
    "snapshot": {
        "name": "snapshot-3",
        "cluster_id": "44b277eb-39be-4921-be31-3d61b43651d7",
        "description": "Snapshot-3 description",
    }
}
SOURCE_RESPONSE = {"snapshot": {"id": "2a4d0f86-67cd-408a-8b66-017454fb7793"}}


def validator(schema: dict[str, Any]) -> jsonschema_rs.Draft202012Validator:
    whole = {**schema, "components": CONTRACT["components"]}
    return jsonschema_rs.Draft202012Validator(whole, validate_formats=True)


def nodes(node: Any, path: str = "#") -> Iterator[tuple[str, dict[str, Any]]]:
    """Yield every object of the document with its place."""
    if isinstance(node, dict):
        yield path, node
        for key, value in node.items():
            yield from nodes(value, f"{path}/{key}")
    elif isinstance(node, list):
        for index, value in enumerate(node):
            yield from nodes(value, f"{path}/{index}")


def examples() -> Iterator[Any]:
    """Yield every example of a schema, a parameter, a header or a body, with the schema that it must keep."""
    for path, node in nodes(CONTRACT):
        is_value = re.search("/examples/[^/]+/value", path)
        if is_value or path.endswith(("/examples", "/properties", "/schemas", "/headers")):
            continue
        if isinstance(node.get("schema"), dict):
            given = {name: example["value"] for name, example in node.get("examples", {}).items()}
            given |= {"example": node["example"]} if "example" in node else {}
            yield from (pytest.param(node["schema"], value, id=f"{path}/{name}") for name, value in given.items())
        elif "type" in node or "$ref" in node:
            yield from (pytest.param(node, value, id=f"{path}/{value}") for value in node.get("examples", []))
            if "default" in node:
                yield pytest.param(node, node["default"], id=f"{path}/default")


EXAMPLES = list(examples())


@pytest.mark.parametrize(("schema", "value"), EXAMPLES)
def test_an_example_keeps_its_schema(schema: dict[str, Any], value: Any) -> None:
    assert [str(error) for error in validator(schema).iter_errors(value)] == []


def test_every_example_was_found() -> None:
    """Counted in the text, so that a new kind of example is not passed over."""
    text = (ROOT / "openapi.yaml").read_text(encoding="utf-8")
    lines = [line.strip() for line in text.splitlines()]
    written = sum(line == "value:" or line.startswith(("example:", "examples: [")) for line in lines)
    defaults = sum(line.startswith("default: ") for line in lines)
    members = sum("value" in schema.get("properties", {}) for schema in SCHEMAS.values())
    variables = sum(len(server.get("variables", {})) for server in CONTRACT["servers"])
    assert len(EXAMPLES) == written + defaults - variables - members > 15


def test_the_sources_own_examples_stand_unchanged() -> None:
    request = OPERATION["requestBody"]["content"]["application/json"]["examples"]["source"]["value"]
    response = OPERATION["responses"]["200"]["content"]["application/json"]["examples"]["source"]["value"]
    assert request == SOURCE_REQUEST
    assert response == SOURCE_RESPONSE
    assert list(request["snapshot"]) == ["name", "cluster_id", "description"]
    assert CONTRACT["components"]["parameters"]["ProjectId"]["example"] == "89cd04f168b84af6be287f71730fdb4b"


def test_the_operations_are_the_sources_and_those_of_the_public_reference() -> None:
    origins = {name: operation.keys() & {"x-source", "x-reference"} for name, operation in OPERATIONS.items()}
    assert origins.pop("createSnapshot") == {"x-source", "x-reference"}
    assert all(origin == {"x-reference"} for origin in origins.values())
    assert all(OPERATIONS[name]["x-reference"] == name[0].upper() + name[1:] for name in origins)


def test_the_answer_to_a_create_links_to_what_takes_its_id() -> None:
    links = OPERATION["responses"]["200"]["links"]
    linked = {link["operationId"]: link["parameters"] for link in links.values()}
    by_id = {"project_id": "$request.path.project_id", "snapshot_id": "$response.body#/snapshot/id"}
    assert {
        name: linked[name] for name in ("listSnapshotDetails", "deleteSnapshot", "restoreCluster")
    } == dict.fromkeys(("listSnapshotDetails", "deleteSnapshot", "restoreCluster"), by_id)
    assert linked.keys() <= OPERATIONS.keys()


@pytest.mark.parametrize("operation_id", OPERATIONS)
def test_the_statuses_are_the_sources_and_each_error_has_a_body_and_an_example(operation_id: str) -> None:
    responses = OPERATIONS[operation_id]["responses"]
    success = "202" if operation_id == "deleteSnapshot" else "200"
    assert list(responses) == [success, "400", "401", "403", "404", "500", "503"]
    for status, reference in responses.items():
        if status != success:
            content = CONTRACT["components"]["responses"][reference["$ref"].rsplit("/", 1)[1]]["content"]
            assert content["application/json"]["schema"] == {"$ref": "#/components/schemas/Error"}
            assert content["application/json"]["examples"]


def test_each_code_is_listed_under_every_status_that_an_example_uses_it_with() -> None:
    rows = SCHEMAS["Error"]["properties"]["error_code"]["description"].splitlines()
    cells = [[cell.strip() for cell in row.strip("|").split("|")] for row in rows if row.startswith("| ")]
    listed = {(status, code) for status, codes, _ in cells for code in codes.split(", ")}
    used = {
        (status, example["value"]["error_code"])
        for status, reference in OPERATION["responses"].items()
        if "$ref" in reference
        for media in CONTRACT["components"]["responses"][reference["$ref"].rsplit("/", 1)[1]]["content"].values()
        for example in media["examples"].values()
    }
    assert used
    assert used <= listed


def test_every_operation_takes_either_proof_of_identity() -> None:
    assert CONTRACT["security"] == [{"Token": []}, {"Signature": [], "SignatureDate": []}]
    assert [path for path, node in nodes(CONTRACT) if "security" in node] == ["#"]


TIES = {"x-source", "x-reference", "x-decision"}


def test_every_rule_is_tied_to_its_origin() -> None:
    ruled = {
        path: node
        for path, node in nodes(CONTRACT["components"])
        if node.keys() & {"pattern", "properties", "content", "scheme"} or node.get("in") in ("path", "header")
    }
    assert ruled
    untied = [path for path, node in ruled.items() if not node.keys() & TIES and not path.endswith("/schema")]
    assert untied == []


def prose(node: dict[str, Any]) -> str:
    """Return the description of a node; a member that is called so is none."""
    text = node.get("description", "")
    return text if isinstance(text, str) else ""


def test_a_decision_is_marked_and_a_mark_has_a_decision() -> None:
    written = {path for path, node in nodes(CONTRACT) if "Decision:" in prose(node)}
    marked = {path: node["x-decision"] for path, node in nodes(CONTRACT) if "x-decision" in node}
    assert written == marked.keys()
    numbers = {number for tied in marked.values() for number in (tied if isinstance(tied, list) else [tied])}
    assert numbers == set(range(1, 17))


def test_what_members_share_is_written_once() -> None:
    text = (ROOT / "openapi.yaml").read_text(encoding="utf-8")
    patterns = [line.strip() for line in text.splitlines() if line.strip().startswith("pattern:")]
    assert len(patterns) == len(set(patterns))


def test_answers_hold_no_objects_without_a_name() -> None:
    inline = [path for path, node in nodes(SCHEMAS) if "properties" in node and path.count("/") > 1]
    assert inline == []


@pytest.mark.parametrize(
    ("field", "numbers"),
    [("name", ["4 to 64", "letter"]), ("description", ["256"]), ("cluster_id", ["8-4-4-4-12"])],
)
def test_constraints_stand_in_prose_too(field: str, numbers: list[str]) -> None:
    text = SCHEMAS["Snapshot"]["properties"][field]["description"]
    assert not [number for number in numbers if number not in text]
    if field == "description":
        assert not [character for character in "!<>'=&\"" if f"`{character}`" not in text]
