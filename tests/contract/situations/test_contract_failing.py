"""What makes a run fail: new deviations, parts left out, conditions of the caller; and the clean-up after it."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path
from xml.etree import ElementTree as ET

import pytest

from dws_contract import UsageError, run
from dws_contract.cli import main
from dws_contract.traffic.fresh_names import PREFIX
from plain_server.faults import CATALOGUE
from plain_server.life import Snapshot
from plain_server.refusal import Refused
from plain_server.server import Account, Service
from support.raw_server import RawServer, answer
from support.served import served

ACCOUNT = Account()
FAULTY = CATALOGUE["name-of-3-accepted"].service
NAMES = ("names",)


def arguments(url: str, *more: str) -> list[str]:
    """The arguments of a run of one subject."""
    ids = ["--project-id", ACCOUNT.project_id, "--cluster-id", ACCOUNT.cluster_id, "--token", ACCOUNT.token]
    return ["--url", url, *ids, "--seed", "1", "--max-examples", "0", "--only", "names", *more]


def test_a_baseline_lets_pass_what_was_broken_before(tmp_path: Path, capfd: pytest.CaptureFixture[str]) -> None:
    before, now = tmp_path / "before", tmp_path / "now"
    with served(FAULTY()) as options:
        assert main(arguments(options.url, "--report-dir", str(before))) == 1
        baseline = ["--baseline", str(before / "report.json")]
        capfd.readouterr()
        assert main(arguments(options.url, *baseline, "--report-dir", str(now))) == 0
        printed = capfd.readouterr().out
    assert "BROKEN AS BEFORE 43 name-min-length" in printed
    assert "1 of the broken ones are in the baseline" in printed
    told = json.loads((now / "report.json").read_text("utf-8"))
    assert (told["outcome"], told["new"]) == ("deviates", [])
    suite = ET.parse(now / "junit.xml").getroot()
    skipped = [each.attrib["message"] for each in suite.findall("testcase/skipped")]
    assert (suite.attrib["failures"], suite.find("testcase/failure")) == ("0", None)
    assert int(suite.attrib["skipped"]) == len(skipped)
    assert [message for message in skipped if message.startswith("broken, in the baseline: a name of ")]
    for folder, count in ((before, 0), (now, 1)):
        assert (folder / "report.html").read_text("utf-8").count("in the baseline") == count
    with served(Service()) as options:
        assert main(arguments(options.url, "--report-dir", str(before))) == 0
    with served(FAULTY()) as options:
        assert main(arguments(options.url, *baseline)) == 1


@pytest.mark.parametrize("content", ["", "[]", "{}", '{"clauses": [1]}'])
def test_a_baseline_that_is_no_report_is_one_sentence(
    content: str, tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "report.json").write_text(content, "utf-8")
    assert main(arguments("http://127.0.0.1:1", "--baseline", str(tmp_path / "report.json"))) == 2
    assert main(arguments("http://127.0.0.1:1", "--baseline", str(tmp_path / "none.json"))) == 2
    said = capfd.readouterr().err
    assert "is not a report.json of this suite" in said
    assert "cannot be read" in said


def test_a_clause_that_is_left_out_makes_no_run_fail(capfd: pytest.CaptureFixture[str]) -> None:
    with served(FAULTY()) as options:
        assert main(arguments(options.url, "--exclude", "name-min-length,name-ascii")) == 0
        assert main(arguments(options.url, "--exclude", "name-ascii")) == 1
        assert main(arguments(options.url, "--exclude", "no-such-clause")) == 2
    printed = capfd.readouterr()
    assert "name-min-length, 47 name-ascii: --exclude names it" in printed.out
    assert "no-such-clause" in printed.err


def test_what_is_not_reached_or_left_fails_where_it_is_to() -> None:
    with served(Service(), only=NAMES, keep=True) as options:
        assert run(options).exit_code == 0
        assert run(replace(options, fail_on=("left",))).exit_code == 1
        assert run(replace(options, fail_on=("left",), keep=False)).exit_code == 0
        assert run(replace(options, fail_on=("not-reached",))).exit_code == 1
        with pytest.raises(UsageError, match="--fail-on"):
            run(replace(options, fail_on=("lef",)))  # type: ignore[arg-type]


def test_sweeping_deletes_what_runs_left_and_nothing_else(capfd: pytest.CaptureFixture[str]) -> None:
    service = Service()
    with served(service, only=NAMES, keep=True) as options:
        report = run(options)
        assert len(service.mine()) > 2
        near = replace(service.mine()[1], id=report.created[0].id or "", name=f"my-{PREFIX}-notes", failed=False)
        service.snapshots["00000000-0000-4000-8000-00000000000a"] = replace(
            near, id="00000000-0000-4000-8000-00000000000a"
        )
        capfd.readouterr()
        assert main(arguments(options.url, "--sweep")) == 0
    long = [each for each in report.created if len(each.name) > 2 * len(PREFIX)]
    assert f"Of {len(long)} snapshots" in capfd.readouterr().out
    left = {snapshot.name for snapshot in service.mine()}
    assert left >= {"scheduled-1", "failed-1", f"my-{PREFIX}-notes"}
    assert not any(PREFIX in name.lower()[: len(PREFIX) + 1] for name in left)


class Undeletable(Service):
    """Deletes nothing that is asked for."""

    def check_deletable(self, snapshot: Snapshot) -> None:
        raise Refused(403, "DWS.0015", "Resource not found or permission denied.")


def test_what_could_not_be_swept_is_told(capfd: pytest.CaptureFixture[str]) -> None:
    with served(Undeletable(), only=("lists",), keep=True) as options:
        run(options)
        assert main(arguments(options.url, "--sweep")) == 2
        assert main([*arguments(options.url, "--sweep"), "--token", "a-wrong-token"]) == 2
    printed = capfd.readouterr()
    assert "left: " in printed.out
    assert "nothing can be deleted: the list was answered with 401" in printed.err


def test_the_answer_that_stopped_a_sweep_is_shown(capfd: pytest.CaptureFixture[str]) -> None:
    with RawServer(answer(302, f"Sign in, {ACCOUNT.token}", Location="https://login.example/")) as server:
        assert main(arguments(server.url, "--sweep")) == 2
    printed = capfd.readouterr()
    assert "HTTP/1.1 302" in printed.out
    assert "location: https://login.example/" in printed.out
    assert "Sign in, «the token»" in printed.out
    assert printed.err.endswith("nothing can be deleted: the list was answered with 302.\n")
    assert printed.err.count("\n") == 1
