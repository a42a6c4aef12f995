"""Clients in other languages are generated, compile, and create snapshots; see client_checks for the checks.

A language without its toolchain is skipped by name, and the reason says what to install.
"""

import os
import re
import subprocess
import sys
import zipfile
from collections.abc import Callable
from dataclasses import replace
from functools import cache
from itertools import chain
from pathlib import Path

import pytest

from contract import inlined
from contract import load as load_contract
from model import UnenforceableError
from on_demand import client_on_demand
from on_demand.client_on_demand import ROOT, Failed, Unavailable, languages, load
from on_demand.client_table import as_markdown, as_text, inputs, lines, tried, without_prose
from on_demand.generator_input import for_generators, without_traps
from support.checkout import environment
from support.client_checks import (
    CALLERS,
    Client,
    creates_as_the_readme_says,
    creates_with_a_token,
    generated,
    reads_what_it_does_not_know,
    sends_the_public_record,
    sends_what_it_is_given,
    unenforced,
    unread,
)

REQUIRED = {"java", "php", "ruby", "rust"}
"""The languages whose toolchain CI must have."""

MANIFESTS = {
    "csharp": ["src/Dws.Snapshots/Dws.Snapshots.csproj"],
    "java": ["pom.xml"],
    "kotlin": ["pom.xml"],
    "php": ["composer.json"],
    "ruby": ["dws_snapshots.gemspec", "lib/dws_snapshots/version.rb"],
    "rust": ["Cargo.toml"],
}
"""The files that describe a client to the tools of its language."""

made = cache(generated)


def to_call() -> list[str]:
    """Return the languages to test: all, but under CI only those that it must have and those with a toolchain."""

    def is_here(name: str) -> bool:
        try:
            return bool(client_on_demand.require(load(name)))
        except Unavailable:
            return False

    if os.environ.get("CI") != "true":
        return languages()
    return [name for name in languages() if name in REQUIRED or is_here(name)]


@pytest.fixture(scope="module", params=to_call())
def client(request: pytest.FixtureRequest) -> Client:
    """The compiled client of a language."""
    try:
        client = made(request.param)
        client.compile()
    except Unavailable as error:
        pytest.skip(f"{request.param}: {error}")
    return client


@pytest.mark.parametrize("name", languages())
def test_a_client_says_how_it_is_used(name: str) -> None:
    try:
        client = made(name)
    except Unavailable as error:
        pytest.skip(f"{name}: {error}")
    readme = (client.folder / "README.md").read_text(encoding="utf-8")
    assert (client.language.folder / client.language.example).read_text(encoding="utf-8").strip() in readme
    assert f"make client LANG={name}" in readme


@pytest.mark.parametrize("name", languages())
def test_a_client_names_the_license_and_the_version(name: str) -> None:
    try:
        client = made(name)
    except Unavailable as error:
        pytest.skip(f"{name}: {error}")
    text = "".join((client.folder / file).read_text(encoding="utf-8") for file in MANIFESTS[name])
    version = re.escape(load_contract()["info"]["version"])
    assert re.search(r"license.{1,20}Apache-2\.0\b", text, re.IGNORECASE | re.DOTALL)
    assert re.search(rf"version.{{1,5}}{version}", text, re.IGNORECASE)
    assert not re.search(r"unlicense|homepage|\"openapi", text, re.IGNORECASE)


def enforces_the_constraints(client: Client) -> None:
    bad, sent = unenforced(client)
    assert bad > 70
    assert sent == set(client.language.unchecked)


def reads_odd_answers(client: Client) -> None:
    answers, not_read = unread(client)
    assert answers > 70
    assert sorted(not_read) == sorted(chain.from_iterable(client.language.unread.values()))


@pytest.mark.parametrize(
    "check",
    [
        creates_with_a_token,
        creates_as_the_readme_says,
        sends_what_it_is_given,
        reads_what_it_does_not_know,
        sends_the_public_record,
        reads_odd_answers,
        enforces_the_constraints,
    ],
    ids=lambda check: check.__name__,
)
def test_a_client(client: Client, check: Callable[[Client], None]) -> None:
    check(client)


def test_every_language_has_a_program() -> None:
    assert languages() == sorted(CALLERS)


def test_what_to_install_is_said(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    with pytest.raises(Unavailable, match=r"^needs a JDK, 11 or newer and Maven, 3\.8 or newer$"):
        client_on_demand.require(load("java"))


@pytest.mark.parametrize(("version", "here"), [("1.88.0", True), ("1.100.0", True), ("1.63.0", False)])
def test_a_toolchain_is_new_enough(monkeypatch: pytest.MonkeyPatch, tmp_path: Path, version: str, here: bool) -> None:
    cargo = tmp_path / "cargo"
    cargo.write_text(f"#!/bin/sh\necho 'cargo {version} (f2d3ce0bd 2026-03-21)'\n", encoding="utf-8")
    cargo.chmod(0o755)
    monkeypatch.setenv("PATH", str(tmp_path), prepend=os.pathsep)
    if here:
        assert client_on_demand.require(load("rust")) == f"cargo {version}"
        return
    with pytest.raises(Unavailable, match=r"^needs Rust, 1\.88 or newer$"):
        client_on_demand.require(load("rust"))


def test_generators_get_what_they_can_take() -> None:
    contract = inlined(load_contract())
    document = for_generators(load_contract(), (r"\A", r"\z"))
    assert document["security"] == [{"Token": []}]
    assert list(document["components"]["securitySchemes"]) == ["Token"]
    given = contract["components"]["schemas"]["Snapshot"]["properties"]
    derived = document["components"]["schemas"]["Snapshot"]["properties"]
    assert (given["description"]["default"], "default" in derived["description"]) == ("", False)
    assert (given["cluster_id"]["format"], "format" in derived["cluster_id"]) == ("uuid", False)
    assert derived["name"]["pattern"] == r"\A[A-Za-z][A-Za-z0-9_-]{3,63}\z"
    assert derived["name"]["examples"] == given["name"]["examples"]


def test_generators_get_an_enum_as_a_pattern() -> None:
    document = for_generators(load_contract(), (r"\A", r"\z"))
    bind_type = document["components"]["schemas"]["PublicIp"]["properties"]["public_bind_type"]
    assert bind_type["pattern"] == r"\A(auto_assign|not_use|bind_existing|)\z"
    assert (bind_type["type"], "enum" in bind_type) == (["string", "null"], False)
    with pytest.raises(UnenforceableError, match="an enum of other than words can't be enforced"):
        without_traps({"schema": {"type": "integer", "enum": [1, 2]}}, ("^", "$"))


def test_generators_hold_answers_to_types_alone() -> None:
    document = for_generators(load_contract(), ("^", "$"))
    schemas = document["components"]["schemas"]
    snapshot = schemas["SnapshotDetail"]["properties"]
    shown = {"description", "examples", "x-source", "x-reference", "x-decision"}
    told = {
        name: {key: value for key, value in member.items() if key not in shown} for name, member in snapshot.items()
    }
    assert told["id"] == {"type": "string"}
    assert told["started"] == {"type": ["string", "null"]}
    assert told["size"] == {"type": ["number", "null"], "format": "double"}
    assert schemas["FineGrainedBackupDetail"]["properties"]["table_list"]["type"] == ["array", "null"]
    assert schemas["ListSnapshotsResponse"]["properties"]["snapshots"]["type"] == "array"
    # Its members are all optional, so a service may leave it out.
    deleted = document["paths"]["/v1.0/{project_id}/snapshots/{snapshot_id}"]["delete"]["responses"]["202"]
    assert "content" not in deleted
    assert "DeleteSnapshotResponse" not in schemas


def test_a_constraint_that_no_client_enforces_ends_the_generation() -> None:
    contract = load_contract()
    contract["components"]["schemas"]["Error"]["properties"]["error_code"]["const"] = "x"
    with pytest.raises(UnenforceableError, match=r"^Error\.error_code: const can't be enforced"):
        for_generators(contract, ("^", "$"))


@pytest.mark.parametrize(("times", "applies"), [(1, False), (2, True)])
def test_a_patch_applies_as_often_as_it_says(tmp_path: Path, times: int, applies: bool) -> None:
    with zipfile.ZipFile(tmp_path / "generator.jar", "w") as jar:
        jar.writestr("Java/api.mustache", "old and old")
    patch = {"template": "api.mustache", "old": "old", "new": "new", "times": times}
    language = replace(load("rust"), patches=[patch])
    target = tmp_path / "templates"
    if not applies:
        with pytest.raises(Failed, match=r"^api\.mustache: 'old' occurs 2 times, not 1$"):
            client_on_demand.patch_templates(language, tmp_path / "generator.jar", "Java", target)
        return
    client_on_demand.patch_templates(language, tmp_path / "generator.jar", "Java", target)
    assert (target / "api.mustache").read_text(encoding="utf-8") == "new and new"


def test_an_unknown_language_is_told_in_one_sentence() -> None:
    command = [sys.executable, client_on_demand.__file__, "cobol"]
    done = subprocess.run(command, env=environment(), capture_output=True, text=True, check=False)
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr == (
        "There is no client in 'cobol' to be made on demand: there are csharp, java, kotlin, php, ruby, rust; "
        "python, typescript and go are in generated/\n"
    )


@pytest.mark.parametrize("given", [(), ("LANG=",)])
def test_the_locale_is_no_language(given: tuple[str, ...]) -> None:
    command = ["make", "--dry-run", "client", *given]
    done = subprocess.run(
        command, cwd=ROOT, env=os.environ | {"LANG": "C.UTF-8"}, capture_output=True, text=True, check=True
    )
    assert "on_demand.client_table" in done.stdout
    assert "client_on_demand.py" not in done.stdout


def test_what_was_tried_of_the_required_languages_holds() -> None:
    rows = tried()
    for name in REQUIRED:
        assert [rows[name][heading] for heading in ("generates", "compiles", "calls")] == ["yes"] * 3


def test_the_table_is_printed_for_people_and_for_the_docs() -> None:
    found = {
        "generates": "a | b",
        "compiles": "yes",
        "calls": "no",
        "constraints enforced": "3 of 4",
        "answers read": "2 of 3",
    }
    fresh = {"java": found | {"tried": "2026-11-25 with javac 17", "inputs": inputs("java")}}
    java = next(line for line in as_text(lines(fresh)).splitlines() if line.startswith("Java "))
    assert java.split("  ")[-1] == "2026-11-25 with javac 17"
    head, rule, *rows = as_markdown(lines(fresh)).splitlines()
    assert head.count("|") == rule.count("|") == 9
    assert any(r"| a \| b | yes | no | 3 of 4 | 2 of 3 | 2026-11-25 with javac 17 |" in row for row in rows)
    stale = {"java": fresh["java"] | {"inputs": inputs("kotlin")}}
    assert "2026-11-25 with javac 17; what makes it has changed since" in as_text(lines(stale))


def test_prose_changes_no_client() -> None:
    schema = {"type": "string", "description": "A name.", "maxLength": 3, "x-source": "Table 2", "examples": ["a"]}
    assert without_prose({"properties": {"description": schema}}) == {
        "properties": {"description": {"type": "string", "maxLength": 3}}
    }
