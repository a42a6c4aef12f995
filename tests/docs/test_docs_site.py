"""The built documentation, as files: what it publishes, what it weighs, where its links lead, what it says."""

import html
import json
import re
import subprocess
import sys
from html.parser import HTMLParser
from pathlib import Path
from typing import Any
from urllib.parse import unquote

import pytest
import yaml
from openapi_spec_validator import OpenAPIV30SpecValidator, OpenAPIV31SpecValidator

import dws_contract
from contract import inlined
from support.checkout import environment
from support.docs_site import REFERENCE, ROOT, built, guides, search_index, weight

REFERENCE_BYTES = 1_300_000
GUIDE_BYTES = 100_000
SEARCH_BYTES = 125_000
CONTRACT = yaml.safe_load((ROOT / "openapi.yaml").read_text(encoding="utf-8"))


class Page(HTMLParser):
    """Every attribute of a page, its anchors and links."""

    def __init__(self, path: Path) -> None:
        super().__init__()
        self.ids: set[str] = set()
        self.links: list[str] = []
        self.loads: list[str] = []
        self.handlers: list[str] = []
        self.headings: list[str | None] = []
        self.feed(path.read_text(encoding="utf-8"))

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Note what an element says."""
        found = dict(attrs)
        self.handlers += [name for name in found if name.startswith("on") or name == "style"]
        if identifier := found.get("id"):
            self.ids.add(identifier)
        if tag in ("h2", "h3"):
            self.headings.append(found.get("id"))
        if tag == "a":
            self.links.append(found.get("href") or "")
        elif address := found.get("src") or found.get("href") or found.get("data-index"):
            self.loads.append(address)


@pytest.mark.parametrize("name", guides())
def test_every_link_leads_somewhere(name: str) -> None:
    pages = {other: Page(built() / other) for other in [*guides(), REFERENCE]}
    for link in pages[name].links:
        target, _, anchor = link.partition("#")
        if target.startswith(("http://", "https://")):
            continue
        assert (built() / (target or name)).is_file(), link
        # Redoc makes the reference's anchors in the browser; they are tested there.
        if anchor and target != REFERENCE:
            assert unquote(anchor) in pages[target or name].ids, link


@pytest.mark.parametrize("name", guides())
def test_a_guide_loads_its_own_files_only_and_stays_small(name: str) -> None:
    page = Page(built() / name)
    assert not page.handlers
    loaded = {address for address in page.loads if not address.startswith("data:")}
    assert loaded == {"site.css", "site.js"}
    assert weight(name) < GUIDE_BYTES
    policy = re.search(r'Content-Security-Policy" content="([^"]*)"', (built() / name).read_text(encoding="utf-8"))
    assert policy
    assert "unsafe" not in policy[1]
    assert html.unescape(policy[1]).startswith("default-src 'none'")


def test_the_search_index_stays_small() -> None:
    assert (built() / "search.js").stat().st_size < SEARCH_BYTES


@pytest.mark.parametrize("name", guides())
def test_every_heading_can_be_linked_to(name: str) -> None:
    page = Page(built() / name)
    headings = page.headings
    assert headings
    assert all(heading and f"#{heading}" in page.links for heading in headings)


def test_the_reference_is_one_small_file_that_loads_nothing() -> None:
    file = built() / REFERENCE
    text = file.read_text(encoding="utf-8")
    page = Page(file)
    assert weight(REFERENCE) < REFERENCE_BYTES
    assert not [address for address in page.loads if not address.startswith("data:")]
    assert not page.handlers
    assert "cdn.redoc.ly" not in text
    policy = re.search(r'Content-Security-Policy" content="([^"]*)"', text)
    assert policy
    assert "unsafe" not in policy[1]
    assert "http" not in policy[1]


def test_the_contract_is_published_in_three_renditions() -> None:
    assert (built() / "openapi.yaml").read_bytes() == (ROOT / "openapi.yaml").read_bytes()
    assert json.loads((built() / "openapi.json").read_text(encoding="utf-8")) == CONTRACT
    older = yaml.safe_load((built() / "openapi-3.0.yaml").read_text(encoding="utf-8"))
    assert older["openapi"].startswith("3.0.")
    OpenAPIV30SpecValidator(older).validate()
    OpenAPIV31SpecValidator(CONTRACT).validate()
    assert operations(older) == operations(CONTRACT)


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


def operations(document: dict[str, object]) -> set[tuple[str, str, str]]:
    paths = document["paths"]
    assert isinstance(paths, dict)
    return {
        (path, method, operation["operationId"])
        for path, item in paths.items()
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
    source = (built() / name).read_text(encoding="utf-8")
    return " ".join(html.unescape(re.sub(r"<[^>]+>", "", source)).split())


def test_the_guides_name_every_clause_and_every_error_code() -> None:
    conformance, errors = text_of("conformance.html"), text_of("errors.html")
    assert not [clause for clause in dws_contract.CLAUSES if clause not in conformance]
    codes = re.findall(r"\b(?:DWS|APIGW)\.\d{4}\b", (ROOT / "openapi.yaml").read_text(encoding="utf-8"))
    assert codes
    assert not [code for code in codes if code not in errors]


def test_a_code_has_one_row_with_all_its_statuses() -> None:
    cells = re.findall(
        r"<td><code>((?:DWS|APIGW)\.\d{4})</code><small>([\d, ]+)</small>", (built() / "errors.html").read_text()
    )
    told = dict(cells)
    assert len(told) == len(cells)
    assert (told["DWS.0015"], told["DWS.0005"], told["DWS.9999"]) == ("403, 404", "500, 503", "500")


@pytest.mark.parametrize(("name", "program"), [("conformance", "contract"), ("reference-implementation", "reference")])
def test_the_guides_name_every_option(name: str, program: str) -> None:
    command = [sys.executable, "-m", f"dws_{program}", "--help"]
    told = subprocess.run(command, capture_output=True, text=True, check=True).stdout
    options = set(re.findall(r"--[a-z][a-z-]+", told))
    assert options
    assert not [option for option in options if option not in text_of(f"{name}.html")]


def test_the_signature_is_worked_out_at_each_stage() -> None:
    cases = json.loads((ROOT / "tests/vectors/signing.json").read_text(encoding="utf-8"))
    text = text_of("authentication.html")
    (case,) = (case for case in cases if case["case"] == "the source's own example")
    for stage in ("canonical_request", "string_to_sign", "signature", "authorization"):
        assert " ".join(case[stage].split()) in text


def test_every_target_of_make_is_explained() -> None:
    targets = re.findall(r"^([a-z-]+):.*## ", (ROOT / "Makefile").read_text(encoding="utf-8"), flags=re.MULTILINE)
    assert targets
    assert not [target for target in targets if f"make {target}" not in text_of("repository.html")]


def test_the_search_index_leads_to_pages_and_operations() -> None:
    entries = search_index()
    addresses = {to for *_, to in entries}
    for _, _, operation in operations(CONTRACT):
        assert any(address.endswith(f"/operation/{operation}") for address in addresses)
    assert {address.partition("#")[0] for address in addresses} == {*guides(), REFERENCE}


def test_a_folder_that_is_no_site_is_not_deleted(tmp_path: Path) -> None:
    (tmp_path / "thesis.txt").write_text("mine")
    command: list[str | Path] = [sys.executable, ROOT / "docs/build.py", "--output", tmp_path]
    done = subprocess.run(command, env=environment(), capture_output=True, text=True, check=False)
    assert done.returncode == 1
    assert (tmp_path / "thesis.txt").exists()
    assert str(tmp_path) in done.stderr
