"""The search index: every section of the guides, every operation and field of the contract."""

import json
import re
from collections.abc import Iterator, Mapping
from typing import Any, NamedTuple

from .contract import Contract, Operation
from .markup import render
from .pages import Page

REFERENCE = "api.html"
SHOWN = ("type", "format", "enum", "minLength", "maxLength", "minimum", "maximum", "pattern", "default")


class Entry(NamedTuple):
    """Something to find. where: the page's title; what: the heading; text: all its words; to: its address."""

    where: str
    what: str
    text: str
    to: str


def index(pages: list[Page], contract: Contract) -> str:
    """Return the index in JSON: a list of entries, each the list of its members."""
    entries = [*of_guides(pages), *of_contract(contract)]
    return json.dumps(entries, ensure_ascii=False, separators=(",", ":"))


def of_guides(pages: list[Page]) -> Iterator[Entry]:
    """Return an entry for each section of the guides."""
    for page in pages:
        for section in page.sections:
            to = f"{page.address}#{section.id}" if section.id else page.address
            yield Entry(page.title, section.title or page.title, squeeze(section.text), to)


def of_contract(contract: Contract) -> Iterator[Entry]:
    """Return an entry for each section of the description, each operation, and each parameter and field of one."""
    chapter = ""
    for section in render(contract.document["info"]["description"]).sections[1:]:
        chapter = section.title if section.level == 1 else chapter
        anchor = "/".join(redoc_slug(title) for title in dict.fromkeys((chapter, section.title)))
        yield entry(section.title, section.text, f"section/{anchor}")
    told: set[tuple[str, str]] = set()
    for operation in contract.operations():
        line = f"{operation.method.upper()} {operation.path} {operation.id} {operation.body.get('description', '')}"
        yield entry(operation.body["summary"], line, operation.anchor)
        for path, schema in fields(contract, operation):
            holder, _, name = path.rpartition(".")
            # What other operations have, too, leads to the first.
            if (name, words(schema)) not in told:
                told.add((name, words(schema)))
                yield entry(name, f"{operation.id} {holder}".rstrip() + f": {words(schema)}", operation.anchor)


def redoc_slug(title: str) -> str:
    """Return a heading as Redoc puts it into an anchor."""
    return re.sub(r"[^\w\s.-]", "", title).replace(" ", "-")


def entry(what: str, text: str, anchor: str) -> Entry:
    """Return an entry of the API reference."""
    return Entry("API reference", what, squeeze(text), f"{REFERENCE}#{anchor}")


def fields(contract: Contract, operation: Operation) -> Iterator[tuple[str, Mapping[str, Any]]]:
    """Return the names and schemas of an operation's parameters and of its request's fields."""
    item = contract.document["paths"][operation.path]
    for reference in (*item.get("parameters", ()), *operation.body.get("parameters", ())):
        parameter = contract.resolve(reference)
        yield parameter["name"], {**contract.resolve(parameter["schema"]), "description": parameter["description"]}
    for media in operation.body.get("requestBody", {}).get("content", {}).values():
        yield from properties(contract, media["schema"], "")
    for status, response in operation.body["responses"].items():
        for media in contract.resolve(response).get("content", {}).values() if status.startswith("2") else ():
            yield from properties(contract, media["schema"], "")


def properties(contract: Contract, schema: dict[str, Any], path: str) -> Iterator[tuple[str, Mapping[str, Any]]]:
    """Return the fields of a schema, those below it among them, by their dotted paths."""
    schema = contract.resolve(schema)
    if "items" in schema:
        yield from properties(contract, schema["items"], path)
    for name, member in schema.get("properties", {}).items():
        inner = contract.resolve(member)
        yield f"{path}{name}", inner
        yield from properties(contract, inner, f"{path}{name}.")


def words(schema: Mapping[str, Any]) -> str:
    """Return what a reader may look for: description and constraints."""
    shown = (f"{keyword} {json.dumps(schema[keyword], ensure_ascii=False)}" for keyword in SHOWN if keyword in schema)
    return f"{schema.get('description', '')} {' '.join(shown)}"


def squeeze(text: str) -> str:
    """Return text on one line, without the marks of Markdown's code."""
    return " ".join(text.replace("`", "").split())
