"""The renditions of openapi.yaml for other tools mean the same in each edition of YAML."""

import json
import subprocess
from functools import cache
from typing import Any

import pytest
import yaml
from openapi_spec_validator import OpenAPIV30SpecValidator

from contract import CONTRACT, load, operations
from on_demand.client_on_demand import ROOT, environment
from renditions import as_yaml, openapi_3_0, token_only

TEXTS = [
    *("20261124_035923", "1_000", "0o14", "014", "1e3", "1.", "+1", "-.5", ".inf", "0x1f", "190:20:30"),
    *("yes", "Off", "y", "true", "~", "null", "", "=", "<<", "2026-11-24", "2026-11-24T03:59:23Z"),
    *(" a ", "#a", "a: b", "- a", "two\nlines", "ends\n", "  \n a", "Größe 数据", "\x7f", "'\""),
]
"""Texts that one edition of YAML or another takes for something else where they are not quoted."""

READ = "process.stdout.write(JSON.stringify(require('yaml').parse(require('fs').readFileSync(0,'utf8'),{version})))"


@cache
def derived(name: str) -> dict[str, Any]:
    return openapi_3_0(load()) if name == "openapi-3.0.yaml" else token_only(load())


def as_read(text: str, version: str) -> Any:
    """What a reader of an edition of YAML makes of a text."""
    command = ["node", "-e", f"const version='{version}';{READ}"]
    done = subprocess.run(
        command, cwd=ROOT, env=environment(), input=text, capture_output=True, encoding="utf-8", check=True
    )
    return json.loads(done.stdout)


@pytest.mark.parametrize("name", ["openapi-3.0.yaml", "openapi-token.yaml"])
def test_a_rendition_reads_the_same_in_every_edition_of_yaml(name: str) -> None:
    text = as_yaml(derived(name))
    assert yaml.safe_load(text) == derived(name)
    assert as_read(text, "1.1") == as_read(text, "1.2") == derived(name)


def test_the_contract_reads_the_same_in_every_edition_of_yaml() -> None:
    text = CONTRACT.read_text(encoding="utf-8")
    assert as_read(text, "1.1") == as_read(text, "1.2") == load()


def test_a_text_stays_a_text() -> None:
    document = {"texts": TEXTS, "others": [1, 1.5, True, None], **{text: text for text in TEXTS}}
    text = as_yaml(document)
    assert yaml.safe_load(text) == as_read(text, "1.1") == as_read(text, "1.2") == document


def test_the_document_for_generators_knows_the_token_alone() -> None:
    document = derived("openapi-token.yaml")
    OpenAPIV30SpecValidator(document).validate()
    assert list(document["components"]["securitySchemes"]) == ["Token"]
    assert document["security"] == [{"Token": []}]
    assert not [path for path, _, operation in operations(document) if "security" in operation]
    assert [(path, method) for path, method, _ in operations(document)] == [
        (path, method) for path, method, _ in operations(load())
    ]
