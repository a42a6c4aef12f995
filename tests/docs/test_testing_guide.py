"""The samples of the guide "Test your own code", each run by its own test runner."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

import samples
from samples import Language, Sample
from samples.toolchains import PATH, MissingToolchain, prepared

FOLDER = samples.FOLDER / "testing"


def run(command: list[str | Path], folder: Path, **variables: str) -> str:
    environment = {**os.environ, "PATH": PATH, **variables}
    done = subprocess.run(command, cwd=folder, env=environment, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


def test_the_samples_for_pytest_pass(tmp_path: Path) -> None:
    for path in FOLDER.glob("*.py"):
        (tmp_path / path.name).write_bytes(path.read_bytes())
    assert "3 passed" in run([sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", tmp_path], tmp_path)


@pytest.mark.parametrize(
    ("name", "arguments"), [("snapshots.test.ts", ["--test", "snapshots.test.ts"]), ("snapshots_test.go", ["test"])]
)
def test_the_sample_in_another_language_passes(tmp_path: Path, name: str, arguments: list[str]) -> None:
    path = FOLDER / name
    sample = Sample(Language("testing", name, path.suffix[1:], path.suffix), path.stem, path)
    try:
        program = prepared(sample, sample.source, tmp_path)
    except MissingToolchain as missing:
        pytest.skip(str(missing))
    run([program.command[0], *arguments], tmp_path, **program.variables)
