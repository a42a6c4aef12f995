"""Read openapi.yaml for the generators of clients and for the documentation."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import yaml

CONTRACT = Path(__file__).resolve().parents[1] / "openapi.yaml"
METHODS = {"get", "put", "post", "delete", "options", "head", "patch", "trace"}


def load(path: Path = CONTRACT) -> dict[str, Any]:
    """Return the contract, or another document of the same kind."""
    document: dict[str, Any] = yaml.safe_load(path.read_text(encoding="utf-8"))
    return document


def operations(document: dict[str, Any]) -> Iterator[tuple[str, str, dict[str, Any]]]:
    """Yield the path, the method and the description of every operation, in the order of the document."""
    for path, item in document["paths"].items():
        yield from ((path, method, item[method]) for method in item if method in METHODS)


def resolve(document: dict[str, Any], node: dict[str, Any]) -> dict[str, Any]:
    """Return a node with its reference resolved. Members beside a reference override those that it refers to."""
    while "$ref" in node:
        target: Any = document
        for step in node["$ref"].removeprefix("#/").split("/"):
            target = target[step.replace("~1", "/").replace("~0", "~")]
        node = target | {key: value for key, value in node.items() if key != "$ref"}
    return node


def inlined(document: dict[str, Any]) -> dict[str, Any]:
    """Return the document with the named rules of scalars written out where they are used.

    OpenAPI 3.0 and most generators drop members beside a reference, or make a separate type of each such rule.
    """

    def is_rule(node: dict[str, Any]) -> bool:
        return node.get("type") not in ("object", "array")

    def written_out(node: Any) -> Any:
        if isinstance(node, list):
            return [written_out(item) for item in node]
        if not isinstance(node, dict):
            return node
        if str(node.get("$ref", "")).startswith("#/components/schemas/") and is_rule(resolve(document, node)):
            node = resolve(document, node)
        return {key: written_out(value) for key, value in node.items()}

    components = document["components"]
    schemas = {name: schema for name, schema in components["schemas"].items() if not is_rule(schema)}
    whole: dict[str, Any] = written_out(document | {"components": components | {"schemas": schemas}})
    return whole
