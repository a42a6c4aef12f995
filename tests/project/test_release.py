"""The conditions of a release: one version, a changelog, no broken promise, workflows without secrets."""

import re
import shutil
import subprocess
from pathlib import Path
from typing import Any

import pytest
import yaml

from programs import go_module, release
from support.docs_site import ROOT

WORKFLOWS = sorted((ROOT / ".github/workflows").glob("*.yml"))
CONTRACT = (ROOT / "openapi.yaml").read_text(encoding="utf-8")
VERSION = yaml.safe_load(CONTRACT)["info"]["version"]


def test_every_package_has_the_version_of_the_contract() -> None:
    assert release.agreed(ROOT) == VERSION


@pytest.fixture
def repository(tmp_path: Path) -> Path:
    """A repository of what a release looks at: version 1.0.0, tagged, and the baseline of the release after it."""
    for name in (*release.DECLARED, release.BASELINE, "CHANGELOG.md"):
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        shutil.copy(ROOT / name, tmp_path / name)
    release.git(tmp_path, "init", "--quiet")
    release.git(tmp_path, "config", "user.name", "Test")
    release.git(tmp_path, "config", "user.email", "test@dws-snapshots.example")
    tagged(tmp_path, "1.0.0")
    shutil.copy(tmp_path / "openapi.yaml", tmp_path / release.BASELINE)
    return tmp_path


def tagged(repository: Path, version: str) -> None:
    """Set the version everywhere, and commit and tag it."""
    for name, pattern in release.DECLARED.items():
        text = (repository / name).read_text(encoding="utf-8")
        declared = re.search(pattern, text, flags=re.MULTILINE)
        assert declared
        changed = text[: declared.start(1)] + version + text[declared.end(1) :]
        (repository / name).write_text(changed, encoding="utf-8")
    with (repository / "CHANGELOG.md").open("a", encoding="utf-8") as changelog:
        changelog.write(f"\n## [{version}] - 2026-11-24\n")
    release.git(repository, "add", "--all")
    release.git(repository, "commit", "--quiet", "--message", version)
    release.git(repository, "tag", f"v{version}")


def test_the_first_release_and_one_without_a_change_are_fit(repository: Path) -> None:
    release.check_tag(repository, "v1.0.0")
    tagged(repository, "1.0.1")
    release.check_tag(repository, "v1.0.1")


def test_a_stale_baseline_is_unfit(repository: Path) -> None:
    tagged(repository, "1.0.1")
    (repository / release.BASELINE).write_text(f"{CONTRACT}# of another release\n", encoding="utf-8")
    with pytest.raises(release.Unfit, match=r"is not the contract of v1\.0\.0: git show v1\.0\.0:openapi\.yaml > "):
        release.check_tag(repository, "v1.0.1")


def test_a_tag_of_another_version_is_unfit(repository: Path) -> None:
    with pytest.raises(release.Unfit, match=r"the tag is v1\.0\.1, and the files say 1\.0\.0"):
        release.check_tag(repository, "v1.0.1")


def test_a_version_that_one_file_lacks_is_unfit(repository: Path) -> None:
    contract = repository / "openapi.yaml"
    contract.write_text(
        contract.read_text(encoding="utf-8").replace("version: 1.0.0", "version: 1.0.1"), encoding="utf-8"
    )
    with pytest.raises(release.Unfit, match=r"the versions differ: openapi\.yaml 1\.0\.1, pyproject\.toml 1\.0\.0"):
        release.agreed(repository)


def test_a_version_without_a_heading_in_the_changelog_is_unfit(repository: Path) -> None:
    (repository / "CHANGELOG.md").write_text("# Changelog\n")
    with pytest.raises(release.Unfit, match=r"CHANGELOG\.md has no heading for 1\.0\.0"):
        release.check_tag(repository, "v1.0.0")


@pytest.mark.parametrize(("name", "version", "place"), [("six", "1.16.0", "PyPI"), ("is-number", "7.0.0", "npm")])
def test_what_an_index_has_is_known(name: str, version: str, place: str) -> None:
    assert release.published(name, version) == [place]
    assert release.published(name, f"{version}.999") == []


def test_a_tag_of_a_go_module_that_exists_is_unfit(repository: Path) -> None:
    release.git(repository, "remote", "add", "origin", str(repository))
    release.check_free(repository, "v0.0.0")
    release.git(repository, "tag", "overlays/go/v0.0.0")
    with pytest.raises(release.Unfit, match=r"the tag refs/tags/overlays/go/v0\.0\.0 exists already"):
        release.check_free(repository, "v0.0.0")


@pytest.mark.parametrize("address", [[], ["owner/dws"], ["https://code.example/owner/dws"], ["code.example/o/", "x"]])
def test_what_is_no_address_of_a_module_is_refused(address: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    assert go_module.main(address) == 2
    assert "Usage: go_module.py ADDRESS, for example" in capsys.readouterr().err


NOTHING = ("", "")
MORE = ("        eip_id:\n", "        eip_name:\n          type: string\n        eip_id:\n")
LESS = ("maxLength: 256", "maxLength: 200")
MANDATORY = ("required: [name, cluster_id]", "required: [name, cluster_id, description]")
GONE = ("/v1.0/{project_id}/snapshots:", "/v2/{project_id}/snapshots:")


@pytest.mark.parametrize(
    ("before", "after", "change", "told"),
    [
        ("1.4.0", "1.4.0", NOTHING, "announces"),
        ("1.4.0", "1.4.1", MORE, "require a minor bump"),
        ("1.4.0", "1.5.0", MORE, "announces"),
        ("1.4.0", "1.5.0", LESS, "✖ major"),
        ("1.4.0", "2.0.0", LESS, "announces"),
        ("0.2.0", "0.3.0", LESS, "✖ major"),
        ("0.2.0", "1.0.0", LESS, "announces"),
        ("0.2.0", "0.3.0", MANDATORY, "✖ major"),
        ("0.2.0", "0.3.0", GONE, "✖ major"),
    ],
)
def test_a_broken_promise_needs_a_major_version(
    before: str, after: str, change: tuple[str, str], told: str, tmp_path: Path
) -> None:
    assert change[0] in CONTRACT
    now = f"\n  version: {VERSION}\n"
    revision, released = tmp_path / "revision.yaml", tmp_path / "released.yaml"
    revision.write_text(CONTRACT.replace(*change).replace(now, f"\n  version: {after}\n"), encoding="utf-8")
    released.write_text(CONTRACT.replace(now, f"\n  version: {before}\n"), encoding="utf-8")
    command = [ROOT / "tests/lint/breaking.sh", revision, released]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert told in done.stdout, done.stdout + done.stderr
    assert (done.returncode == 0) == (told == "announces")


@pytest.mark.parametrize("path", WORKFLOWS, ids=lambda path: path.stem)
def test_a_workflow_asks_for_no_more_than_it_needs(path: Path) -> None:
    workflow = yaml.safe_load(path.read_text(encoding="utf-8"))
    assert workflow["permissions"] == {"contents": "read"}
    for name, job in workflow["jobs"].items():
        assert "timeout-minutes" in job or "uses" in job, name
        writes = {scope for scope, level in job.get("permissions", {}).items() if level == "write"}
        assert writes <= {"id-token", "pages"} or name == "go"
        for step in job.get("steps", []):
            assert re.search(r"^\./$|@(v\d+|release/v\d+)$", step.get("uses", "@v1")), step
            assert "secrets." not in str(step)


def test_the_release_publishes_only_what_was_checked() -> None:
    jobs: dict[str, Any] = yaml.safe_load((ROOT / ".github/workflows/release.yml").read_text(encoding="utf-8"))["jobs"]

    def needs(name: str) -> set[str]:
        direct = jobs[name].get("needs", [])
        named = {direct} if isinstance(direct, str) else set(direct)
        return named.union(*map(needs, named))

    assert all("check" in needs(name) for name in jobs if name != "check")
