"""A short soak run, and a proof that it can fail."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

import pytest

from dws_snapshots import BadRequest, ConnectionFailed, SnapshotDetail
from programs.soak import Options, Outcome, Verdict, soak
from support.calls import DETAIL
from support.checkout import environment

SOAK = Path(__file__).parents[1] / "programs/soak.py"


def test_a_short_soak_creates_each_snapshot_once() -> None:
    command = [sys.executable, str(SOAK), "--creates", "200", "--workers", "20", "--kills", "1", "--seed", "4"]
    done = subprocess.run(command, env=environment(), capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    table = dict(re.findall(r"^  (\S.*?) +([\d,]+)$", done.stdout, flags=re.MULTILINE))
    assert table["server killed and started again"] == "1"
    assert table["snapshots returned"] == "196"
    assert table["refused: there the night before"] == "4"
    for what in ("not there", "there twice", "there, but not what was returned", "in error"):
        assert table[what] == "0"
    for what in ("connection dropped after the request reached the server", "passed, with 201 in the place of 200"):
        assert int(table[what]) > 0
    assert int(table["passed, lists as they were up to 2 seconds ago"]) > 0
    assert re.fullmatch(r"\d+ created: killing the server\n", done.stderr)


def test_without_care_the_same_run_fails(capsys: pytest.CaptureFixture[str]) -> None:
    assert soak(Options(creates=60, workers=10, kills=0, seed=4, method="create_snapshot")) == 1
    told = capsys.readouterr().out
    assert re.search(r"^  in error +[1-9]", told, flags=re.MULTILINE)
    assert "soak: not each was created exactly once." in told


def test_every_way_to_be_wrong_is_told() -> None:
    def there(name: str, last: str) -> SnapshotDetail:
        return SnapshotDetail.from_dict({**DETAIL, "name": name, "id": DETAIL["id"][:-1] + last})

    def id_(last: str) -> str:
        return there("", last).id

    def judged(outcome: Outcome, *snapshots: SnapshotDetail) -> dict[str, list[str]]:
        verdict = Verdict()
        verdict.judge([*outcome.returned, *outcome.failed], {"Soak-0": id_("0")}, outcome, list(snapshots))
        assert verdict.good is not any(vars(verdict).values())
        return {what: names for what, names in vars(verdict).items() if names}

    taken, lost = BadRequest(400, None, "", None), ConnectionFailed("lost", may_have_been_sent=True)
    outcome = Outcome({"Soak-1": id_("1"), "Soak-2": id_("2")}, {"Soak-0": taken})
    zero, one, two = there("Soak-0", "0"), there("Soak-1", "1"), there("soak-2", "2")
    assert judged(outcome, zero, one, two) == {}
    assert judged(outcome, zero, two) == {"missing": ["Soak-1"], "others": ["Soak-1"]}
    assert judged(outcome, zero, one, two, there("SOAK-1", "4")) == {"twice": ["Soak-1"]}
    assert judged(outcome, zero, there("Soak-1", "4"), two) == {"others": ["Soak-1"]}
    assert judged(outcome, there("Soak-0", "4"), one, two) == {"others": ["Soak-0"]}
    assert judged(Outcome({"Soak-0": id_("0")}), zero) == {"others": ["Soak-0"]}
    assert judged(Outcome({}, {"Soak-0": lost}), zero) == {"errors": ["Soak-0"]}
    assert judged(Outcome({}, {"Soak-1": taken}), one) == {"errors": ["Soak-1"]}
