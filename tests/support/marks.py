"""The marks of `openapi.yaml` that say where a rule comes from."""

from collections.abc import Iterator
from typing import Any


def objects(node: Any) -> Iterator[dict[str, Any]]:
    """Yield every object of a document."""
    if isinstance(node, dict):
        yield node
    for each in node.values() if isinstance(node, dict) else node if isinstance(node, list) else ():
        yield from objects(each)


def decisions(node: dict[str, Any]) -> list[int]:
    """Return the numbers of the decisions that an object names."""
    given = node.get("x-decision", [])
    return given if isinstance(given, list) else [given]
