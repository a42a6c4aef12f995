"""The commands of a report repeat a deviation when they are pasted into a shell, even after the run's clean-up."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
from dataclasses import replace
from typing import Any

import pytest

from dws_contract import Deviation, run
from plain_server.faults import CATALOGUE
from plain_server.server import Account, Service
from support.served import served

ACCOUNT = Account()
KEYS = {"token": None, "access_key": ACCOUNT.access_key, "secret_key": ACCOUNT.secret_key}
VARIABLES = {
    "DWS_TOKEN": ACCOUNT.token,
    "HUAWEICLOUD_SDK_AK": ACCOUNT.access_key,
    "HUAWEICLOUD_SDK_SK": ACCOUNT.secret_key,
}
SIMPLE = {
    "name-of-3-accepted": "names",
    "control-characters-accepted": "bodies",
    "media-type-plain-text-accepted": "bodies",
    "token-any-accepted": "proofs",
    "signature-body-trimmed": "signatures",
    "signature-query-uncovered": "signatures",
    "id-with-case-in-details": "identifiers",
    "page-limit-zero-accepted": "pages",
    "restore-name-digit-first-accepted": "restores",
    "description-only-first-line-checked": "descriptions",
}
"""Faults that one request shows, by the subject that asks."""
STORIES = {
    "duplicate-accepted": "uniqueness",
    "duplicate-in-other-case-accepted": "uniqueness",
    "delete-does-nothing": "deletions",
    "restore-creating-accepted": "making",
    "busy-409": "making",
    "restore-name-taken-accepted": "restores",
}
"""Faults that show only after something else."""

pytestmark = pytest.mark.skipif(shutil.which("curl") is None, reason="curl is not installed")


def pasted(lines: str) -> list[str]:
    """Paste lines, and return the statuses of the answers that a person sees."""
    done = subprocess.run(
        ["sh", "-c", lines], env=os.environ | VARIABLES, capture_output=True, text=True, timeout=120, check=False
    )
    assert done.returncode == 0, lines + done.stderr
    return re.findall(r"HTTP/1\.1 (\d{3})", done.stdout)


def settle(service: Service) -> None:
    """Let all be made that is in the making, and what is made slowly from now on take longer than any paste."""
    service.snapshots = {id_: replace(each, done=each.started) for id_, each in service.snapshots.items()}
    service.creation_time = 3600 if service.creation_time else 0


def repeated(fault: str, subject: str, **options: Any) -> list[Deviation]:
    """Run the suite on a fault, paste what its report says, and return the deviations.

    It is pasted twice, unless it says what to do before.
    """
    proof: dict[str, Any] = KEYS if subject == "signatures" else {}
    kind = CATALOGUE[fault].service
    service = kind(creation_time=1.0 if kind.creation_time else None)
    with served(service, only=(subject,), **proof, **options) as told:
        report = run(told)
        found = [each for verdict in report.of("broken") for each in verdict.deviations]
        for each in found:
            claimed = re.match(r"HTTP/1\.1 (\d{3})", each.answer)
            assert claimed
            assert ACCOUNT.token not in each.curl
            for _ in range(1 if "#" in each.curl else 2):
                settle(service)
                assert pasted(each.curl)[-1] == claimed[1], (each.sentence, each.curl)
    assert found, report.summary()
    return found


@pytest.mark.parametrize(("fault", "subject"), SIMPLE.items())
def test_a_line_gives_the_status_that_it_claims(fault: str, subject: str) -> None:
    repeated(fault, subject)


@pytest.mark.parametrize(("fault", "subject"), STORIES.items())
def test_a_line_that_needs_something_before_is_the_whole_story(fault: str, subject: str) -> None:
    found = repeated(fault, subject)
    assert any("id1=$(" in each.curl or "for each in" in each.curl for each in found)


def test_a_signed_line_covers_the_host_that_a_header_gives(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HEADER_HOST", "dws.internal.example")
    repeated("signature-body-trimmed", "signatures", headers=(("Host", "dws.internal.example"),))
