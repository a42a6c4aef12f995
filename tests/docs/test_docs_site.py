"""The files of the built documentation: what is published, where links lead, and what the pages say."""

import html
import json
import re
import subprocess
import sys
from html.parser import HTMLParser
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urljoin

import pytest
import yaml
from openapi_spec_validator import OpenAPIV30SpecValidator, OpenAPIV31SpecValidator

import dws_contract
from contract import inlined, load, resolve
from support.docs_site import ROOT, built

CONTRACT = load()
GUIDES = sorted(path.stem for path in (ROOT / "docs/pages").glob("*.md"))


class Page(HTMLParser):
    """The anchors and links of a page."""

    def __init__(self, path: Path) -> None:
        super().__init__()
        self.ids: set[str] = set()
        self.links: list[str] = []
        self.feed(path.read_text(encoding="utf-8"))

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Note what an element says."""
        found = dict(attrs)
        self.ids.add(found.get("id") or "")
        if tag == "a":
            self.links.append(found.get("href") or "")


def test_every_link_leads_somewhere() -> None:
    pages = {f"/{path.relative_to(built())}": Page(path) for path in built().rglob("*.html")}
    wrong = []
    for address, page in pages.items():
        for link in page.links:
            target, _, anchor = urljoin(address, link).partition("#")
            target = "/index.html" if target == "/" else target
            if target.startswith(("http", "mailto:")):
                continue
            if not (built() / target[1:]).is_file() or (anchor and unquote(anchor) not in pages[target].ids):
                wrong.append(f"{address}: {link}")
    assert wrong == []


def test_every_error_code_and_every_clause_has_an_address() -> None:
    codes = re.findall(r"\b(?:DWS|APIGW)\.\d{4}\b", (ROOT / "openapi.yaml").read_text(encoding="utf-8"))
    assert {code.replace(".", "").lower() for code in codes} <= Page(built() / "errors.html").ids
    assert set(dws_contract.CLAUSES) <= Page(built() / "clauses.html").ids


def test_every_page_is_there_as_markdown_and_listed() -> None:
    listed = re.findall(r"\]\((\S+)\)", (built() / "llms.txt").read_text(encoding="utf-8"))
    assert sorted(listed) == sorted([*(f"{name}.md" for name in GUIDES), "openapi.yaml"])
    for name in listed:
        assert "{{" not in (built() / name).read_text(encoding="utf-8").replace("${{", "")


def test_the_contract_is_published_in_four_renditions() -> None:
    assert (built() / "openapi.yaml").read_bytes() == (ROOT / "openapi.yaml").read_bytes()
    assert json.loads((built() / "openapi.json").read_text(encoding="utf-8")) == CONTRACT
    older = yaml.safe_load((built() / "openapi-3.0.yaml").read_text(encoding="utf-8"))
    assert older["openapi"].startswith("3.0.")
    OpenAPIV30SpecValidator(older).validate()
    OpenAPIV31SpecValidator(CONTRACT).validate()
    assert operations(older) == operations(CONTRACT)
    token = yaml.safe_load((built() / "openapi-token.yaml").read_text(encoding="utf-8"))
    OpenAPIV30SpecValidator(token).validate()
    assert operations(token) == operations(CONTRACT)
    assert list(token["components"]["securitySchemes"]) == ["Token"]


def test_the_older_rendition_keeps_every_constraint_and_every_description() -> None:
    older = yaml.safe_load((built() / "openapi-3.0.yaml").read_text(encoding="utf-8"))
    schemas = inlined(CONTRACT)["components"]["schemas"]
    assert older["components"]["schemas"].keys() == schemas.keys()
    for name, schema in schemas.items():
        assert without_examples(older["components"]["schemas"][name]) == without_examples(as_before(schema))
    name = older["components"]["schemas"]["Snapshot"]["properties"]["name"]
    assert (name["example"], "must be unique" in name["description"]) == ("snapshot-3", True)
    bind_type = older["components"]["schemas"]["PublicIp"]["properties"]["public_bind_type"]
    assert (bind_type["type"], bind_type["nullable"]) == ("string", True)
    assert bind_type["enum"] == ["auto_assign", "not_use", "bind_existing", "", None]


def operations(document: dict[str, Any]) -> dict[str, tuple[str, str]]:
    return {
        operation["operationId"]: (path, method)
        for path, item in document["paths"].items()
        for method, operation in item.items()
        if isinstance(operation, dict)
    }


def without_examples(schema: Any) -> Any:
    """Return a schema without its examples."""
    if isinstance(schema, dict):
        return {key: without_examples(value) for key, value in schema.items() if key not in ("example", "examples")}
    return [without_examples(item) for item in schema] if isinstance(schema, list) else schema


def as_before(schema: Any) -> Any:
    """Return a schema of OpenAPI 3.1 as 3.0 says it; titles make names of types there."""
    if not isinstance(schema, dict):
        return schema
    older = {key: as_before(value) for key, value in schema.items() if key != "title"}
    if isinstance(schema.get("type"), list):
        (older["type"],) = (each for each in schema["type"] if each != "null")
        older["nullable"] = True
    return older


def text_of(name: str) -> str:
    """Return the words of a page without its tags."""
    source = (built() / f"{name}.html").read_text(encoding="utf-8")
    return " ".join(html.unescape(re.sub(r"<[^>]+>", "", source)).split())


@pytest.mark.parametrize("operation", sorted(operations(CONTRACT)))
def test_the_reference_shows_each_field_with_its_rules(operation: str) -> None:
    path, method = operations(CONTRACT)[operation]
    told = text_of(f"api/operations/{operation.lower()}")
    item = CONTRACT["paths"][path]
    parameters = [
        resolve(CONTRACT, each) for each in (*item.get("parameters", ()), *item[method].get("parameters", ()))
    ]
    body = item[method].get("requestBody", {}).get("content", {}).get("application/json", {}).get("schema", {})
    shown = [*((each["name"], each["schema"]) for each in parameters), *fields(body)]
    missing = [(name, rule) for name, schema in shown for rule in rules(name, schema) if rule not in told]
    assert missing == []


def fields(schema: dict[str, Any]) -> list[tuple[str, dict[str, Any]]]:
    members = resolve(CONTRACT, schema).get("properties", {})
    return [pair for name, member in members.items() for pair in ((name, member), *fields(member))]


def rules(name: str, schema: dict[str, Any]) -> list[str]:
    schema = resolve(CONTRACT, schema)
    words = {"minLength": ">= {} characters", "maxLength": "<= {} characters", "minimum": ">= {}", "maximum": "<= {}"}
    # A minimum of 0 the renderer leaves out.
    told = [words[key].format(schema[key]) for key in words if schema.get(key)]
    return [name, *told, *([f"/{schema['pattern']}/"] if "pattern" in schema else [])]


@pytest.mark.parametrize(("name", "program"), [("conformance", "contract"), ("reference-implementation", "reference")])
def test_the_guides_name_every_option(name: str, program: str) -> None:
    command = [sys.executable, "-m", f"dws_{program}", "--help"]
    told = subprocess.run(command, capture_output=True, text=True, check=True).stdout
    options = set(re.findall(r"--[a-z][a-z-]+", told))
    assert options
    assert not [option for option in options if option not in text_of(name)]


def test_the_signature_is_worked_out_at_each_stage() -> None:
    cases = json.loads((ROOT / "tests/vectors/signing.json").read_text(encoding="utf-8"))
    text = text_of("authentication")
    (case,) = (case for case in cases if case["case"] == "the source's own example")
    for stage in ("canonical_request", "string_to_sign", "signature", "authorization"):
        assert all(line in text for line in case[stage].splitlines())


def test_every_target_of_make_is_explained() -> None:
    targets = re.findall(r"^([a-z-]+):.*## ", (ROOT / "Makefile").read_text(encoding="utf-8"), flags=re.MULTILINE)
    assert targets
    assert not [target for target in targets if f"make {target}" not in text_of("repository")]
