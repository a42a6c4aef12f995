"""`dws-snapshots` as a process, in an environment with only the reference's address and credentials."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from dws_reference import demo
from dws_snapshots import AkSkAuth, DwsClient, DwsError, SnapshotDetail
from support.running import RunningReference, running_reference

COMMAND = Path(sys.executable).with_name("dws-snapshots")
ENDS_WITHIN = 120
OTHERS = ("DWS_", "HUAWEICLOUD_SDK_", "OS_", "FORCE_COLOR")
"""Variables that would choose another service, or turn colours on."""


def environment(url: str) -> dict[str, str]:
    """Return the environment of a command that calls a reference."""
    clean = {name: value for name, value in os.environ.items() if not name.startswith(OTHERS)}
    return clean | {
        "DWS_ENDPOINT": url,
        "HUAWEICLOUD_SDK_PROJECT_ID": demo.PROJECT_ID,
        "HUAWEICLOUD_SDK_AK": demo.ACCESS_KEY,
        "HUAWEICLOUD_SDK_SK": demo.SECRET_KEY,
    }


def run(url: str, *arguments: str, **variables: str) -> subprocess.CompletedProcess[str]:
    """Run a command to its end, without a terminal."""
    return subprocess.run(
        [COMMAND, *arguments],
        env=environment(url) | variables,
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        timeout=ENDS_WITHIN,
        check=False,
    )


@contextmanager
def begun(url: str, *arguments: str) -> Iterator[subprocess.Popen[str]]:
    """Start a command, and kill it at the end if it still runs."""
    pipe = subprocess.PIPE
    with subprocess.Popen(
        [COMMAND, *arguments], env=environment(url), stdin=subprocess.DEVNULL, stdout=pipe, stderr=pipe, text=True
    ) as process:
        try:
            yield process
        finally:
            process.kill()


class Cloud:
    """A reference with clusters of known names and a stopped clock, which a test can change directly."""

    def __init__(self, reference: RunningReference, clusters: dict[str, str]) -> None:
        self.url = reference.url
        self.clusters = clusters
        self.dws = DwsClient(self.url, project_id=demo.PROJECT_ID, auth=AkSkAuth(demo.ACCESS_KEY, demo.SECRET_KEY))
        self._admin = reference.client()

    def close(self) -> None:
        """Close the connections."""
        self.dws.close()
        self._admin.close()

    def admin(self, method: str, path: str, content: Any = None) -> None:
        """Send a request to `/admin`."""
        self._admin.request(method, f"/admin/{path}", json=content).raise_for_status()

    def advance(self, seconds: float = 60) -> None:
        """Move the clock on, by default as far as a snapshot takes."""
        self.admin("POST", "clock", {"advance": seconds})

    def snapshots(self) -> list[SnapshotDetail]:
        """Return all snapshots, even if a fault affects the list."""
        while True:
            try:
                return self.dws.list_snapshots()
            except DwsError:
                continue

    def names(self, cluster: str) -> list[str]:
        """Return the names of a cluster's manual snapshots, in order."""
        of = self.clusters[cluster]
        return sorted(one.name for one in self.snapshots() if one.cluster_id == of and one.type == "MANUAL")

    def run(self, *arguments: str, **variables: str) -> subprocess.CompletedProcess[str]:
        """Run a command to its end."""
        return run(self.url, *arguments, **variables)

    def read(self, *arguments: str) -> Any:
        """Run a command and return the JSON that it prints."""
        done = self.run(*arguments, "--output", "json")
        assert done.returncode == 0, done.stderr
        return json.loads(done.stdout)


@contextmanager
def cloud(*names: str, options: tuple[str, ...] = ("--creation-time", "60")) -> Iterator[Cloud]:
    """Run a reference with clusters of these names. A snapshot takes 60 seconds on a clock that only the test moves."""
    clusters = {name: f"44b277eb-39be-4921-be31-{number:012x}" for number, name in enumerate(names)}
    named = [part for name, id_ in clusters.items() for part in ("--cluster-id", f"{id_}={name}")]
    with running_reference("--admin", "--clock", "manual", *options, *named) as reference:
        there = Cloud(reference, clusters)
        try:
            yield there
        finally:
            there.close()
