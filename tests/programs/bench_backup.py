"""`dws-snapshots backup` beside a loop over `openstack dws snapshot create --wait`, on 40 clusters of the reference.

It prints a Markdown table for a normal night, for a night on which the service loses the answers to five creates, and
for a repetition of that night. Both tools wait for each snapshot, but the reference makes it at once, so the seconds
are those of the tools. The loop does not delete.
"""

import os
import re
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple

import yaml

import samples
from dws_reference import demo
from programs.bench import peers
from support.command import COMMAND, Cloud, cloud, environment

NAMES = [f"dwh-{number:02}" for number in range(40)]
LOST = {"kind": "reset-after", "operation": "createSnapshot", "count": 5}
OPENSTACK = peers.PYTHON.with_name("openstack")


class Night(NamedTuple):
    """The result of one run."""

    seconds: float
    code: int
    snapshots: int
    failed: int


def ours(there: Cloud, folder: Path) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [COMMAND, "backup", "--all"], env=environment(there.url), capture_output=True, text=True, check=False
    )


def loop(there: Cloud, folder: Path) -> subprocess.CompletedProcess[str]:
    address = f"{there.url}/v1.0/{demo.PROJECT_ID}"
    auth = {
        "auth_url": f"{there.url}/v3",
        "username": demo.USERNAME,
        "password": demo.PASSWORD,
        "user_domain_name": demo.DOMAIN,
        "project_id": demo.PROJECT_ID,
    }
    one = {"auth": auth, "region_name": "eu-de", "dwsv1_endpoint_override": address, "dws_endpoint_override": address}
    (folder / "clouds.yaml").write_text(yaml.safe_dump({"clouds": {"reference": one}}), encoding="utf-8")
    variables = {**os.environ, "OS_CLOUD": "reference", "PATH": f"{OPENSTACK.parent}{os.pathsep}{os.environ['PATH']}"}
    script = samples.FOLDER / "nightly/openstack.sh"
    return subprocess.run(["sh", script], cwd=folder, env=variables, capture_output=True, text=True, check=False)


Way = Callable[[Cloud, Path], subprocess.CompletedProcess[str]]


def measured(way: Way, there: Cloud, folder: Path) -> Night:
    """Run one of the tools once."""
    began = time.monotonic()
    done = way(there, folder)
    seconds = time.monotonic() - began
    told = re.search(r"(?:failed:|FAILED:)(.*)", done.stderr + done.stdout)
    failed = len(told[1].replace(",", " ").split()) if told else 0
    made = sum(one.type == "MANUAL" for one in there.snapshots())
    return Night(seconds, done.returncode, made, failed)


def nights(way: Way) -> list[Night]:
    """Run one of the tools on a normal night, on a night with lost answers, and again on that night."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        with cloud(*NAMES, options=()) as there:
            plain = measured(way, there, folder)
        with cloud(*NAMES, options=()) as there:
            there.admin("POST", "faults", LOST)
            lost = measured(way, there, folder)
            again = measured(way, there, folder)
    return [plain, lost, again]


def main() -> int:
    """Print the table."""
    peers.install()
    titles = ("a night", "five answers lost", "that night run again")
    print("| 40 clusters | | seconds | snapshots there | called failed | exit code |\n|---|---|---|---|---|---|")
    osc, plugin = map(peers.version, ("python-openstackclient", "otcextensions"))
    ways: dict[str, Way] = {
        "`dws-snapshots backup --all`": ours,
        f"`openstack` {osc}, `otcextensions` {plugin}": loop,
    }
    for name, way in ways.items():
        for title, night in zip(titles, nights(way), strict=True):
            print(
                f"| {title} | {name} | {night.seconds:.0f} | {night.snapshots} | {night.failed} | {night.code} |",
                flush=True,
            )
    return 0


if __name__ == "__main__":
    sys.exit(main())
