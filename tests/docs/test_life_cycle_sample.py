"""The sample of a snapshot's whole life: its output in a terminal and in a log."""

from __future__ import annotations

import os
import pty
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from dws_reference import demo
from support.running import RunningReference, running_reference

TOO_SHORT = (
    "life_cycle: snapshot.name must be 4 to 64 letters, digits, hyphens (-) and underscores (_), "
    "the first one a letter; given 'for'\n"
)
SAMPLE = Path(__file__).parents[2] / "docs/samples/life_cycle.py"


@pytest.fixture(scope="module")
def reference() -> Iterator[RunningReference]:
    """A reference that takes a while to make a snapshot."""
    with running_reference("--creation-time", "1.5") as server:
        yield server


def command(name: str, cluster_id: str = demo.CLUSTER_ID) -> list[str]:
    return [sys.executable, str(SAMPLE), name, cluster_id]


def environment(server: RunningReference, token: str) -> dict[str, str]:
    account = {"DWS_ENDPOINT": server.url, "HUAWEICLOUD_SDK_PROJECT_ID": demo.PROJECT_ID, "OS_TOKEN": token}
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("HUAWEICLOUD_", "OS_", "DWS_"))}
    return {**kept, **account, "PYTHONIOENCODING": "utf-8"}


def test_a_log_gets_lines(reference: RunningReference) -> None:
    told = subprocess.run(
        command("for-a-log"),
        env=environment(reference, reference.token()),
        capture_output=True,
        text=True,
        check=True,
        encoding="utf-8",
    ).stdout
    lines = told.splitlines()
    assert re.fullmatch(r"for-a-log: CREATING \d+", lines[0])
    assert "for-a-log: AVAILABLE 100" in lines
    assert re.search(r"^\d{4}-\d\d-\d\d \d\d:\d\d  MANUAL    AVAILABLE    for-a-log$", told, flags=re.MULTILINE)
    assert lines[-1] == "for-a-log is deleted"
    assert "\r" not in told


def test_a_person_gets_a_line_that_changes(reference: RunningReference) -> None:
    ours, theirs = pty.openpty()
    with subprocess.Popen(
        command("for-a-person"), env=environment(reference, reference.token()), stdout=theirs
    ) as process:
        os.close(theirs)
        told = b"".join(iter(lambda: read(ours), b"")).decode()
    os.close(ours)
    assert process.returncode == 0
    assert re.search(r"\rfor-a-person: CREATING \d+ *\rfor-a-person: ", told)
    assert re.search(r"\rfor-a-person: AVAILABLE 100 *\r\n", told)
    assert told.endswith("for-a-person is deleted\r\n")


def read(terminal: int) -> bytes:
    """Read what is there; nothing when the other side has gone, which Linux tells with an error."""
    try:
        return os.read(terminal, 65536)
    except OSError:
        return b""


def test_what_goes_wrong_is_one_sentence(reference: RunningReference) -> None:
    for arguments, sentence in (
        (command("for"), TOO_SHORT),
        ([sys.executable, str(SAMPLE)], "usage: python life_cycle.py NAME CLUSTER_ID\n"),
    ):
        done = subprocess.run(arguments, env=environment(reference, "t"), capture_output=True, text=True, check=False)
        assert (done.returncode, done.stdout, done.stderr) == (1, "", sentence)
