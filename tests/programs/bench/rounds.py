"""Compares contestants: each has a process of its own, and they take turns, round after round."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from programs.bench.peers import HERE, PYTHON

OF_PEERS = {"huaweicloudsdkdws", "huaweicloudsdkcore", "otcextensions"}


@dataclass
class Rounds:
    """The measurements of a contestant.

    cpu: microseconds per call in each round; rate: calls per second in each round; megabytes: in use after one call.
    """

    megabytes: float = 0
    cpu: list[float] = field(default_factory=list)
    rate: list[float] = field(default_factory=list)


@contextmanager
def canned_server() -> Iterator[str]:
    """Run the server that answers at once, and yield its address."""
    command = [sys.executable, "-P", str(HERE / "canned_server.py")]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        yield process.stdout.readline().strip()
        process.communicate()


def contest(url: str, calls: Mapping[str, int], rounds: int) -> dict[str, Rounds]:
    """Let contestants take turns. calls: how many each makes in a round. One round before the first warms them up."""
    measured = {name: Rounds() for name in calls}
    with ExitStack() as stack:
        home = stack.enter_context(tempfile.TemporaryDirectory())  # one of the peers writes into it
        running = {name: stack.enter_context(_running(name, url, home)) for name in calls}
        for name, process in running.items():
            measured[name].megabytes = _told(process)["megabytes"]
        for number in range(rounds + 1):
            for name, process in running.items():
                assert process.stdin is not None
                process.stdin.write(f"{calls[name]}\n")
                process.stdin.flush()
                told = _told(process)
                if number:
                    measured[name].cpu.append(told["cpu"] / calls[name] * 1e6)
                    measured[name].rate.append(calls[name] / told["seconds"])
    return measured


@contextmanager
def _running(name: str, url: str, home: str) -> Iterator[subprocess.Popen[str]]:
    python: str | Path = PYTHON if name in OF_PEERS else sys.executable
    command = [python, "-P", HERE / "contestant.py", name, url]
    environment = {**os.environ, "HOME": home}
    with subprocess.Popen(
        command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, env=environment
    ) as process:
        yield process
        process.communicate()


def _told(process: subprocess.Popen[str]) -> dict[str, float]:
    assert process.stdout is not None
    line = process.stdout.readline()
    if not line:
        raise RuntimeError("a contestant ended; what it said stands above")
    told: dict[str, float] = json.loads(line)
    return told
