"""`make generators`: its versions are those pinned elsewhere, its page has its tools, and one of them works."""

import json
import tomllib

import pytest

from on_demand.client_on_demand import ROOT
from programs.generators.tools import TOOLS
from programs.try_generators import PAGE, main

VERSIONS = {tool.name: tool.version for tool in TOOLS}


def test_what_is_pinned_elsewhere_has_that_version() -> None:
    packages = json.loads((ROOT / "package.json").read_text(encoding="utf-8"))["devDependencies"]
    assert VERSIONS["@hey-api/openapi-ts"] == packages["@hey-api/openapi-ts"]
    clients = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["dependency-groups"]["clients"]
    generated = [version for name, version in VERSIONS.items() if name.startswith("openapi-generator, ")]
    assert {f"openapi-generator-cli=={version}" for version in generated} < set(clients)


def test_its_page_has_every_tool() -> None:
    table = PAGE.read_text(encoding="utf-8").split("<!-- generators -->")[1]
    rows = [line.split(" | ") for line in table.splitlines() if line.startswith("| ")]
    assert {row[0].removeprefix("| "): row[1] for row in rows} == {"tool": "version"} | VERSIONS


def test_a_generator_is_tried_with_each_document(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["hey-api"]) == 0
    row = capsys.readouterr().out.splitlines()[-1]
    alone, too = "creates", "creates, but sends the token in X-Sdk-Date, too"
    assert row == f"| @hey-api/openapi-ts | {VERSIONS['@hey-api/openapi-ts']} | {too} | {too} | {alone} |"


def test_a_name_that_no_tool_has_is_refused(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit):
        main(["nobody"])
    assert "no tool has such a name; there are openapi-generator, python" in capsys.readouterr().err
