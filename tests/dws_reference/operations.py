"""openapi.yaml as the reference needs it: operations by path and method, with compiled schemas of what they take."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import jsonschema_rs
import yaml

_HERE = Path(__file__).parent

PLACES = (_HERE.parent / "dws_snapshots/openapi.yaml", _HERE.parents[1] / "openapi.yaml")
"""Where the document is: beside this package in an installation, or at the root of a checkout."""

METHODS = ("get", "put", "post", "delete", "options", "head", "patch", "trace")


@dataclass(frozen=True, slots=True)
class Schema:
    """A schema: as a document without `$ref`, and compiled (Draft 2020-12, with formats)."""

    document: dict[str, Any]
    validator: jsonschema_rs.Draft202012Validator


@dataclass(frozen=True, slots=True)
class Operation:
    """One operation of the document. `path` is its template; `body` is None if it takes no body.

    `path_parameters` and `query_parameters` are schemas by name. The project is not among them: a malformed one counts
    as not the caller's (decision 5). No parameter of a query is mandatory.
    """

    operation_id: str
    method: str
    path: str
    path_parameters: dict[str, Schema]
    query_parameters: dict[str, Schema]
    body: Schema | None


@cache
def load_operations() -> list[Operation]:
    """Every operation of openapi.yaml. Raises FileNotFoundError if no place in PLACES has the file."""
    found = next((place for place in PLACES if place.is_file()), None)
    if found is None:
        raise FileNotFoundError(f"openapi.yaml is in neither {' nor '.join(str(place.parent) for place in PLACES)}")
    document = yaml.load(found.read_bytes(), Loader=getattr(yaml, "CSafeLoader", yaml.SafeLoader))
    return list(_operations(document))


def compiled(document: dict[str, Any]) -> Schema:
    """A schema without `$ref`, ready to judge values."""
    return Schema(document, jsonschema_rs.Draft202012Validator(document, validate_formats=True))


def _operations(document: dict[str, Any]) -> Iterator[Operation]:
    for path, item in document["paths"].items():
        for method in METHODS:
            if method in item:
                operation = _inlined(document, item[method])
                parameters = _inlined(document, item.get("parameters", [])) + operation.get("parameters", [])
                yield Operation(
                    operation_id=operation["operationId"],
                    method=method.upper(),
                    path=path,
                    path_parameters=_parameters(parameters, "path"),
                    query_parameters=_parameters(parameters, "query"),
                    body=_body(operation),
                )


def _parameters(parameters: list[dict[str, Any]], place: str) -> dict[str, Schema]:
    return {
        each["name"]: compiled(each["schema"])
        for each in parameters
        if each["in"] == place and each["name"] != "project_id"
    }


def _body(operation: dict[str, Any]) -> Schema | None:
    if "requestBody" not in operation:
        return None
    return compiled(operation["requestBody"]["content"]["application/json"]["schema"])


def _inlined(document: dict[str, Any], node: Any) -> Any:
    """The node with every `$ref` replaced by what it refers to, so that a schema path leads straight to its rule.

    Members beside a `$ref` override those that it refers to.
    """
    if isinstance(node, list):
        return [_inlined(document, item) for item in node]
    if not isinstance(node, dict):
        return node
    found = {key: _inlined(document, value) for key, value in node.items() if key != "$ref"}
    if "$ref" in node:
        target: Any = document
        for key in node["$ref"].removeprefix("#/").split("/"):
            target = target[key.replace("~1", "/").replace("~0", "~")]
        found = {**_inlined(document, target), **found}
    return found
