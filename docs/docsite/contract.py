"""The contract and what is derived from it: JSON, a 3.0 rendition, the document that the API reference shows."""

import json
import re
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any, NamedTuple

import contract
import samples

from . import node


class Operation(NamedTuple):
    """An operation of the contract. body: of the path item, its parameters among it."""

    id: str
    method: str
    path: str
    body: dict[str, Any]

    @property
    def anchor(self) -> str:
        """Where Redoc shows it."""
        return f"tag/{self.body['tags'][0]}/operation/{self.id}"


class Code(NamedTuple):
    """An error code of the contract's table, with every status that it goes with."""

    code: str
    statuses: list[int]


class Contract:
    """openapi.yaml, read once."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.document = contract.load(path)

    @property
    def version(self) -> str:
        """The version of the contract."""
        return str(self.document["info"]["version"])

    def operations(self) -> Iterator[Operation]:
        """Return the operations in the order of the document."""
        for path, method, body in contract.operations(self.document):
            yield Operation(body["operationId"], method, path, body)

    def resolve(self, node: dict[str, Any]) -> dict[str, Any]:
        """Return what a node stands for."""
        return contract.resolve(self.document, node)

    def error_codes(self) -> list[Code]:
        """Return the known error codes: the table in the description of `error_code`. Raises ValueError without one."""
        description = self.document["components"]["schemas"]["Error"]["properties"]["error_code"]["description"]
        rows = re.findall(r"^\| *(\d{3}) *\| *([^|]+?) *\| *([^|]+?) *\|$", description, flags=re.MULTILINE)
        if not rows:
            raise ValueError("the description of error_code holds no table of codes")
        statuses: dict[str, list[int]] = {}
        for status, codes, _ in rows:
            for code in codes.split(", "):
                statuses.setdefault(code, []).append(int(status))
        return [Code(*item) for item in statuses.items()]

    def as_json(self) -> str:
        """Return the contract in JSON."""
        return json.dumps(self.document, indent=2, ensure_ascii=False) + "\n"

    def written_out(self) -> dict[str, Any]:
        """Return the contract for tools that drop what stands beside a reference, and make a type's name of a title."""
        document: dict[str, Any] = untitled(contract.inlined(self.document))
        return document

    def for_reference(self) -> dict[str, Any]:
        """Return the contract with the samples of every operation, and the error body as a section of its own."""
        document: dict[str, Any] = texts_only(self.written_out())
        for operation in self.operations():
            shown = [
                {"lang": sample.language.lexer, "label": sample.language.label, "source": sample.source}
                for sample in samples.of(operation.id)
            ]
            document["paths"][operation.path][operation.method]["x-codeSamples"] = shown
        document["info"]["description"] += ERRORS
        return document


def untitled(node: Any) -> Any:
    """Return a document without the titles of schemas."""
    if isinstance(node, list):
        return [untitled(item) for item in node]
    if not isinstance(node, dict):
        return node
    named = isinstance(node.get("title"), str) and "type" in node
    return {key: untitled(value) for key, value in node.items() if not (named and key == "title")}


def texts_only(node: Any) -> Any:
    """Return a document without the examples of members that are no text: Redoc shows a number in quotes."""
    if isinstance(node, list):
        return [texts_only(item) for item in node]
    if not isinstance(node, dict):
        return node
    examples = node.get("examples")
    quoted = isinstance(examples, list) and not all(isinstance(example, str) for example in examples)
    return {key: texts_only(value) for key, value in node.items() if not (quoted and key == "examples")}


ERRORS = """
# Errors

Every operation answers an error with the same body. The guide [Errors](errors.html) gives each code's cause and cure.

<SchemaDefinition schemaRef="#/components/schemas/Error" />
"""


def down_convert(given: Contract, target: Path) -> None:
    """Write the contract in OpenAPI 3.0, for tools that do not read 3.1. Raises CalledProcessError."""
    document = given.written_out()
    # 3.0 has no `info.summary`, and the converter lets it through.
    document["info"].pop("summary", None)
    with tempfile.NamedTemporaryFile("w", suffix=".json", encoding="utf-8") as source:
        json.dump(document, source)
        source.flush()
        node.run("openapi-down-convert", "--input", source.name, "--output", target.absolute())
