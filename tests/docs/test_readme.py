"""The commands and programs of the README work when they are pasted."""

import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
import yaml

from dws_reference import demo
from support.action import inputs_of, run_steps
from support.chance import SEED
from support.running import RunningReference, running_reference

ROOT = Path(__file__).parents[2]
README = (ROOT / "README.md").read_text(encoding="utf-8")
MAKEFILE = (ROOT / "Makefile").read_text(encoding="utf-8")


@pytest.fixture(scope="module")
def reference() -> Iterator[RunningReference]:
    with running_reference() as server:
        yield server


def blocks(language: str) -> list[str]:
    return re.findall(rf"^```{language}\n(.*?)^```", README, flags=re.MULTILINE | re.DOTALL)


def test_the_python_blocks_run_one_after_the_other(reference: RunningReference) -> None:
    first, second, _ = (block.replace("http://127.0.0.1:8080", reference.url) for block in blocks("python"))
    done = subprocess.run([sys.executable, "-c", first], capture_output=True, text=True, check=True)
    assert re.fullmatch(r"[0-9a-f-]{36}\n", done.stdout)
    done = subprocess.run([sys.executable, "-c", second], capture_output=True, text=True, check=True)
    assert done.stdout.startswith("AVAILABLE\n")
    told = re.findall(r"^(\S+) AVAILABLE \d{4}-.*\+00:00$", done.stdout, flags=re.MULTILINE)
    assert {"nightly-DATE", "snapshot-3"} < {re.sub(r"\d{4}-\d\d-\d\d", "DATE", name) for name in told}


def test_the_pytest_block_judges_and_passes(reference: RunningReference, tmp_path: Path) -> None:
    block = blocks("python")[2].replace("http://127.0.0.1:8080", reference.url)
    (tmp_path / "test_snippet.py").write_text(block.replace("Options(", f"Options(seed={SEED}, "), encoding="utf-8")
    command = [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", str(tmp_path)]
    done = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, check=False)
    assert "1 passed" in done.stdout, done.stdout


def test_the_workflow_snippet_judges_and_reports(reference: RunningReference, tmp_path: Path) -> None:
    (block,) = blocks("yaml")
    (step,) = yaml.safe_load(block)
    variables = {
        name: value.replace("${{ secrets.DWS_TOKEN }}", reference.token()) for name, value in step["env"].items()
    }
    inputs = inputs_of(step) | {"url": reference.url, "options": f"--seed {SEED}"}
    done = run_steps(inputs, tmp_path, **variables)
    assert done.returncode == 0, done.stdout + done.stderr
    report = tmp_path / inputs["report"]
    assert sorted(path.name for path in report.iterdir()) == ["junit.xml", "report.html", "report.json"]


def test_the_demo_account_is_the_references() -> None:
    for value in (demo.PROJECT_ID, demo.CLUSTER_ID, demo.ACCESS_KEY, demo.SECRET_KEY):
        assert value in README


def test_every_command_exists() -> None:
    targets = set(re.findall(r"^([a-z-]+):", MAKEFILE, flags=re.MULTILINE))
    named = set(re.findall(r"(?:^|`)make ([a-z-]+)", README, flags=re.MULTILINE))
    assert named
    assert named <= targets
    for command in set(re.findall(r"\.venv/bin/(dws-[a-z]+)", README)):
        done = subprocess.run([ROOT / ".venv/bin" / command, "--help"], capture_output=True, text=True, check=True)
        options = set(re.findall(rf"{command}[^\n`]*?(--[a-z-]+)", README))
        assert not [option for option in options if option not in done.stdout + "--help"]


def test_every_linked_file_exists() -> None:
    for target in re.findall(r"\]\(([^)#:]+)\)", README):
        assert (ROOT / target).exists(), target
