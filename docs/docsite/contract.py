"""The contract and what is derived from it: JSON, a 3.0 rendition, the document that the API reference shows."""

import copy
import json
import re
import tempfile
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any, NamedTuple

import yaml

import samples
from contract import inlined

from . import node

METHODS = frozenset({"get", "put", "post", "delete", "options", "head", "patch", "trace"})


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
    """An error code of the contract's table."""

    status: int
    code: str
    meaning: str


class Contract:
    """openapi.yaml, read once."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.text = path.read_text(encoding="utf-8")
        self.document: dict[str, Any] = yaml.safe_load(self.text)

    @property
    def version(self) -> str:
        """The version of the contract."""
        return str(self.document["info"]["version"])

    def operations(self) -> Iterator[Operation]:
        """Return the operations in the order of the document."""
        for path, item in self.document["paths"].items():
            for method, body in item.items():
                if method in METHODS:
                    yield Operation(body["operationId"], method, path, body)

    def resolve(self, node: Mapping[str, Any]) -> Mapping[str, Any]:
        """Return what a reference stands for, or the node itself."""
        while "$ref" in node:
            target: Any = self.document
            for step in node["$ref"].removeprefix("#/").split("/"):
                target = target[step.replace("~1", "/").replace("~0", "~")]
            node = target
        return node

    def error_codes(self) -> list[Code]:
        """Return the known error codes: the table in the description of `error_code`. Raises ValueError without one."""
        description = self.document["components"]["schemas"]["Error"]["properties"]["error_code"]["description"]
        rows = re.findall(r"^\| *(\d{3}) *\| *([^|]+?) *\| *([^|]+?) *\|$", description, flags=re.MULTILINE)
        if not rows:
            raise ValueError("the description of error_code holds no table of codes")
        return [Code(int(status), code, meaning) for status, codes, meaning in rows for code in codes.split(", ")]

    def as_json(self) -> str:
        """Return the contract in JSON."""
        return json.dumps(self.document, indent=2, ensure_ascii=False) + "\n"

    def for_reference(self) -> dict[str, Any]:
        """Return the contract with the samples of every operation, and the error body as a section of its own."""
        document = copy.deepcopy(self.document)
        for operation in self.operations():
            shown = [
                {"lang": sample.language.lexer, "label": sample.language.label, "source": sample.source}
                for sample in samples.of(operation.id)
            ]
            document["paths"][operation.path][operation.method]["x-codeSamples"] = shown
        document["info"]["description"] += ERRORS
        return document


ERRORS = """
# Errors

Every operation answers an error with the same body. The guide [Errors](errors.html) gives each code's cause and cure.

<SchemaDefinition schemaRef="#/components/schemas/Error" />
"""


def down_convert(contract: Contract, target: Path) -> None:
    """Write the contract in OpenAPI 3.0, for tools that do not read 3.1. Raises CalledProcessError."""
    document = inlined(contract.document)
    document["info"] = dict(document["info"])
    # 3.0 has no `info.summary`, and the converter lets it through.
    document["info"].pop("summary", None)
    with tempfile.NamedTemporaryFile("w", suffix=".json", encoding="utf-8") as source:
        json.dump(document, source)
        source.flush()
        node.run("openapi-down-convert", "--input", source.name, "--output", target.absolute())
