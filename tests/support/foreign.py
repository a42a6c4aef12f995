"""Foreign implementations of the API, unchanged or with a mistake, each in a process of its own."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

from dws_contract import Options
from dws_reference import demo
from support.running import LISTENING, end

FOREIGN = Path(__file__).parents[1] / "foreign"
TOKEN = "token-of-a-foreign-service"
MAKING_TAKES = "0.1"
SERVED = (
    *("listSnapshots", "createSnapshot", "listSnapshotDetails", "deleteSnapshot", "restoreCluster", "copySnapshot"),
    *("listClusterSnapshots", "listClusters", "listClusterDetails"),
)
"""The operations that they have. One that is added to the contract later costs them nothing."""
_ACCOUNT = {
    "PROJECT_ID": demo.PROJECT_ID,
    "CLUSTER_ID": demo.CLUSTER_ID,
    "TOKEN": TOKEN,
    "ACCESS_KEY": demo.ACCESS_KEY,
    "SECRET_KEY": demo.SECRET_KEY,
    "MAKING_TAKES": MAKING_TAKES,
}


@dataclass(frozen=True)
class Mistake:
    """An edit of an implementation that makes it wrong.

    of: the implementation; says: what is wrong; clause: the one that the suite must name first; only: the subjects to
    test; edits: by file, the texts to replace and their replacements.
    """

    name: str
    of: str
    says: str
    clause: str
    only: tuple[str, ...]
    edits: Mapping[str, Mapping[str, str]]


def mistakes() -> list[Mistake]:
    """Return the mistakes of every implementation."""
    found = []
    for file in sorted(FOREIGN.glob("*/mistakes.yaml")):
        for name, told in yaml.safe_load(file.read_text()).items():
            only = tuple(told["only"].split())
            found.append(Mistake(name, file.parent.name, told["says"], told["clause"], only, told["edits"]))
    return found


@contextmanager
def serving(of: str, folder: Path, mistake: Mistake | None = None, **options: Any) -> Iterator[Options]:
    """Run an implementation from a copy of it in a folder, and yield the options for a run of the suite."""
    copy = folder / "foreign"
    shutil.copytree(FOREIGN, copy, ignore=shutil.ignore_patterns("__pycache__"))
    for file, edits in ({} if mistake is None else mistake.edits).items():
        _edit(copy / of / file, edits)
    command = [sys.executable, "-m", f"foreign.{of}.service"]
    if of == "go":
        command = [str(folder / "service")]
        _go(copy / of, "build", "-o", command[0], ".")
    with (
        open(folder / "log", "w+", encoding="utf-8") as log,
        subprocess.Popen(
            command, cwd=folder, env=os.environ | _ACCOUNT, stdout=subprocess.PIPE, stderr=log, text=True
        ) as process,
    ):
        try:
            line = process.stdout.readline() if process.stdout else ""
            if not line.startswith(LISTENING):
                raise RuntimeError(f"{of} did not start: {line}{Path(log.name).read_text()}")
            told: dict[str, Any] = {"token": TOKEN, "seed": 1, "max_examples": 0, "operations": SERVED}
            yield Options(
                url=line.removeprefix(LISTENING).strip(),
                project_id=demo.PROJECT_ID,
                cluster_id=demo.CLUSTER_ID,
                **told | options,
            )
        finally:
            end(process)


def _edit(file: Path, edits: Mapping[str, str]) -> None:
    text = file.read_text()
    for old, new in edits.items():
        assert text.count(old) == 1, f"{file.name} holds this {text.count(old)} times, not once: {old}"
        text = text.replace(old, new)
    file.write_text(text)


def _go(folder: Path, *arguments: str) -> None:
    """Run Go from its Python package."""
    settings = {"GOTOOLCHAIN": "local", "GOFLAGS": "-mod=readonly -buildvcs=false", "GOWORK": "off", "CGO_ENABLED": "0"}
    command = [str(Path(sys.executable).with_name("go")), *arguments]
    done = subprocess.run(command, cwd=folder, env=os.environ | settings, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
