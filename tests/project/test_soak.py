"""The soak run, made short; and that it can fail."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

import pytest

from dws_snapshots import SnapshotDetail
from programs.soak import Options, Outcome, judge, soak
from support.calls import DETAIL
from support.checkout import environment

SOAK = Path(__file__).parents[1] / "programs/soak.py"


def test_a_short_soak_creates_each_snapshot_once() -> None:
    command = [sys.executable, str(SOAK), "--creates", "200", "--workers", "20", "--kills", "1", "--seed", "4"]
    done = subprocess.run(command, env=environment(), capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    table = dict(re.findall(r"^  (\S.*?) +([\d,]+)$", done.stdout, flags=re.MULTILINE))
    assert table["server killed and started again"] == "1"
    assert table["snapshots returned"] == "200"
    for what in ("not there", "there twice", "there, but not what was returned", "in error"):
        assert table[what] == "0"
    assert int(table["connection dropped after the request reached the server"]) > 0
    assert re.fullmatch(r"\d+ created: killing the server\n", done.stderr)


def test_without_care_the_same_run_fails(capsys: pytest.CaptureFixture[str]) -> None:
    assert soak(Options(creates=60, workers=10, kills=0, seed=4, method="create_snapshot")) == 1
    told = capsys.readouterr().out
    assert re.search(r"^  in error +[1-9]", told, flags=re.MULTILINE)
    assert "soak: not each was created exactly once." in told


def test_every_way_to_be_wrong_is_told() -> None:
    def there(name: str, last: str, type_: str = "MANUAL") -> SnapshotDetail:
        return SnapshotDetail.from_dict({**DETAIL, "name": name, "id": DETAIL["id"][:-1] + last, "type": type_})

    def id_(last: str) -> str:
        return there("", last).id

    outcome = Outcome(returned={"Soak-1": id_("1"), "Soak-2": id_("2"), "Soak-3": id_("3")})
    names = list(outcome.returned)
    good = [there("Soak-1", "1"), there("soak-2", "2"), there("Soak-3", "3"), there("auto", "9", "AUTO")]
    assert judge(names, outcome, good).good
    assert judge(names, outcome, good[1:]).missing == ["Soak-1"]
    assert judge(names, outcome, [*good, there("SOAK-1", "4")]).twice == ["soak-1"]
    assert judge(names, outcome, [there("Soak-1", "4"), *good[1:]]).others == ["Soak-1"]
    assert judge(names, outcome, [*good, there("stray", "5")]).others == ["stray"]
