"""openapi.yaml as the reference needs it: operations by path and method, each with its compiled body schema."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import jsonschema_rs
import yaml

_HERE = Path(__file__).parent

PLACES = (_HERE.parent / "dws_snapshots/openapi.yaml", _HERE.parents[1] / "openapi.yaml")
"""Where the document lies: beside this package where it is installed, at the root of a checkout."""

METHODS = ("get", "put", "post", "delete", "options", "head", "patch", "trace")


@dataclass(frozen=True, slots=True)
class BodySchema:
    """The schema of a request's JSON body: as a document without `$ref`, and compiled (Draft 2020-12, with formats)."""

    document: dict[str, Any]
    validator: jsonschema_rs.Draft202012Validator


@dataclass(frozen=True, slots=True)
class Operation:
    """One operation of the document. `path` is its template; `body` is None where it takes no body."""

    operation_id: str
    method: str
    path: str
    body: BodySchema | None


def load_operations() -> list[Operation]:
    """Every operation of openapi.yaml. Raises FileNotFoundError where neither place in PLACES has the file."""
    found = next((place for place in PLACES if place.is_file()), None)
    if found is None:
        raise FileNotFoundError(f"openapi.yaml is in neither {' nor '.join(str(place.parent) for place in PLACES)}")
    document = yaml.load(found.read_bytes(), Loader=getattr(yaml, "CSafeLoader", yaml.SafeLoader))
    return list(_operations(document))


def _operations(document: dict[str, Any]) -> Iterator[Operation]:
    for path, item in document["paths"].items():
        for method in METHODS:
            if method in item:
                operation = item[method]
                yield Operation(operation["operationId"], method.upper(), path, _body(document, operation))


def _body(document: dict[str, Any], operation: dict[str, Any]) -> BodySchema | None:
    if "requestBody" not in operation:
        return None
    body = _inlined(document, operation["requestBody"])
    schema = body["content"]["application/json"]["schema"]
    return BodySchema(schema, jsonschema_rs.Draft202012Validator(schema, validate_formats=True))


def _inlined(document: dict[str, Any], node: Any) -> Any:
    """The node with every `$ref` replaced by what it refers to, so that a schema path leads straight to its rule."""
    if isinstance(node, list):
        return [_inlined(document, item) for item in node]
    if not isinstance(node, dict):
        return node
    if "$ref" in node:
        target: Any = document
        for key in node["$ref"].removeprefix("#/").split("/"):
            target = target[key.replace("~1", "/").replace("~0", "~")]
        return _inlined(document, target)
    return {key: _inlined(document, value) for key, value in node.items()}
