"""Runs programs from node_modules."""

import os
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parents[2]


def run(program: str, *arguments: str | Path) -> str:
    """Run a program in the project's folder and return what it prints. Raises CalledProcessError."""
    # Node may come from a Python package, which installs it beside the interpreter.
    path = os.pathsep.join([str(Path(sys.executable).parent), os.environ["PATH"]])
    command = [ROOT / "node_modules/.bin" / program, *arguments]
    environment = {**os.environ, "PATH": path, "ASTRO_TELEMETRY_DISABLED": "1"}
    done = subprocess.run(command, cwd=ROOT, env=environment, check=True, stdout=subprocess.PIPE, encoding="utf-8")
    return done.stdout
