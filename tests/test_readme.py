"""What the README shows works when it is pasted."""

import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from dws_reference import demo
from running import RunningReference, running_reference

ROOT = Path(__file__).parents[1]
README = (ROOT / "README.md").read_text(encoding="utf-8")
MAKEFILE = (ROOT / "Makefile").read_text(encoding="utf-8")


@pytest.fixture(scope="module")
def reference() -> Iterator[RunningReference]:
    with running_reference() as server:
        yield server


def blocks(language: str) -> list[str]:
    return re.findall(rf"^```{language}\n(.*?)^```", README, flags=re.MULTILINE | re.DOTALL)


def test_the_python_blocks_run_one_after_the_other(reference: RunningReference) -> None:
    first, second = (block.replace("http://127.0.0.1:8080", reference.url) for block in blocks("python"))
    done = subprocess.run([sys.executable, "-c", first], capture_output=True, text=True, check=True)
    assert re.fullmatch(r"[0-9a-f-]{36}\n", done.stdout)
    done = subprocess.run([sys.executable, "-c", second], capture_output=True, text=True, check=True)
    promised = re.search(r"# (400 .*?) …", second)
    assert promised
    assert done.stdout.startswith(promised[1])


def test_the_demo_account_is_the_references() -> None:
    for value in (demo.PROJECT_ID, demo.CLUSTER_ID, demo.ACCESS_KEY, demo.SECRET_KEY, demo.USERNAME, demo.PASSWORD):
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
