"""The GitHub action of this repository, read and run like a runner does: its inputs, and its steps for a shell."""

from __future__ import annotations

import os
import re
import subprocess
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import yaml

from support.checkout import ROOT

ACTION: Any = yaml.safe_load((ROOT / "action.yml").read_text(encoding="utf-8"))


def inputs_of(step: Mapping[str, Any]) -> dict[str, str]:
    """Return the inputs of a step that uses the action, defaults included. A missing or unknown one is an error."""
    given, known = step["with"], ACTION["inputs"]
    assert given.keys() <= known.keys()
    assert {name for name, told in known.items() if told.get("required")} <= given.keys()
    return {name: str(given.get(name, told.get("default"))) for name, told in known.items()}


def evaluated(text: str, inputs: Mapping[str, str]) -> str:
    """Return a text with its expressions evaluated. They may only name inputs."""
    return re.sub(r"\$\{\{ inputs\.([\w-]+) \}\}", lambda found: inputs[found[1]], text)


def run_steps(inputs: Mapping[str, str], folder: Path, **variables: str) -> subprocess.CompletedProcess[str]:
    """Run the steps for a shell in a folder until one fails, and return the last."""
    done = subprocess.CompletedProcess[str]([], 1)
    for step in ACTION["runs"]["steps"]:
        if "run" not in step:
            continue
        own = {name: evaluated(value, inputs) for name, value in step.get("env", {}).items()}
        assert step["shell"] == "bash"
        done = subprocess.run(
            ["bash", "--noprofile", "--norc", "-eo", "pipefail", "-c", step["run"]],
            cwd=folder,
            env={**os.environ, "GITHUB_ACTION_PATH": str(ROOT), **variables, **own},
            capture_output=True,
            text=True,
            check=False,
        )
        if done.returncode:
            break
    return done
