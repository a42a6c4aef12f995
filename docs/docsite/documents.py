"""The contract and what is derived from it: JSON, a 3.0 rendition, the document that the API reference shows."""

import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any, NamedTuple

import contract
import samples
from renditions import as_yaml, openapi_3_0, token_only

# Names of the API reference's pages, and links from its operations to the guides.
REFERENCE = "api"
ERRORS = "../../errors.html#by-code"
DECISION = "[Decision](../../clauses.html#where-a-promise-comes-from):"


class Operation(NamedTuple):
    """An operation of the contract. body: the operation object, with the parameters of its path."""

    id: str
    method: str
    path: str
    body: dict[str, Any]

    @property
    def page(self) -> str:
        """The address of its page in the API reference, relative to the site's root."""
        return f"{REFERENCE}/operations/{self.id.lower()}.html"


class Code(NamedTuple):
    """An error code of the contract's table, with every status that it appears with."""

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
        """Return the object that a reference points to, or the node itself if it is none."""
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

    def published(self) -> dict[str, str]:
        """Return the published renditions of the contract: file names and contents."""
        return {
            "openapi.yaml": self.path.read_text(encoding="utf-8"),
            "openapi.json": self.as_json(),
            "openapi-3.0.yaml": as_yaml(openapi_3_0(self.written_out())),
            "openapi-token.yaml": as_yaml(token_only(self.document)),
        }

    def written_out(self) -> dict[str, Any]:
        """Return the contract with its named scalars written out and without titles.

        Some tools drop the members beside a reference, or name a type after its title.
        """
        document: dict[str, Any] = untitled(contract.inlined(self.document))
        return document

    def for_reference(self) -> dict[str, Any]:
        """Return the contract for the API reference, with the samples of every operation.

        The table of error codes and the meaning of "Decision" are links, so that the pages do not repeat them.
        """
        document: dict[str, Any] = with_example(self.written_out())
        codes = document["components"]["schemas"]["Error"]["properties"]["error_code"]
        codes["description"] = f"{codes['description'].partition('|')[0]}\n[The known codes]({ERRORS})"
        for part in ("paths", "components"):
            document[part] = json.loads(json.dumps(document[part]).replace("Decision:", DECISION))
        for operation in self.operations():
            shown = document["paths"][operation.path][operation.method]
            shown["description"] = f"{shown['description']}\nIts name in this contract is `{operation.id}`."
            shown["x-codeSamples"] = [
                {"lang": sample.language.lexer, "label": sample.language.label, "source": sample.source}
                for sample in samples.of(operation.id)
            ]
        # The page already has a title, so headings go one level down.
        info = document["info"]
        info["description"] = re.sub("^#", "##", info["description"], flags=re.MULTILINE)
        return document


def untitled(node: Any) -> Any:
    """Return a document without the titles of schemas."""
    if isinstance(node, list):
        return [untitled(item) for item in node]
    if not isinstance(node, dict):
        return node
    named = isinstance(node.get("title"), str) and "type" in node
    return {key: untitled(value) for key, value in node.items() if not (named and key == "title")}


def with_example(node: Any) -> Any:
    """Return a document whose schemas have their first example as `example`, the only form that the renderer shows."""
    if isinstance(node, list):
        return [with_example(item) for item in node]
    if not isinstance(node, dict):
        return node
    if isinstance(node.get("examples"), list):
        node = {**node, "example": node["examples"][0]}
    return {key: with_example(value) for key, value in node.items()}
