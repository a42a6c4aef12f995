"""How an interrupted run ends: with exit codes and whole reports, and quietly on a broken pipe."""

from __future__ import annotations

import json
import os
import signal
import socket
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from xml.etree import ElementTree as ET

import pytest

from dws_contract import reports, run
from dws_contract.cli import main
from plain_server.faults import CATALOGUE
from plain_server.server import Account, Service
from support.raw_server import Behaviour, RawServer, answer
from support.served import served

ACCOUNT = Account()
CREATED = answer(200, '{"snapshot": {"id": "2a4d0f86-67cd-408a-8b66-017454fb7793"}}', Content_Type="application/json")


def command(url: str, *arguments: str) -> list[str]:
    """The command line of a run."""
    target = ["--url", url, "--project-id", ACCOUNT.project_id, "--cluster-id", ACCOUNT.cluster_id, "--seed", "1"]
    return [sys.executable, "-m", "dws_contract", *target, "--token", ACCOUNT.token, *arguments]


@pytest.fixture
def interruptible() -> Iterator[None]:
    """Whoever is started here can be interrupted, even where the tests themselves were started with signals ignored."""
    numbers = (signal.SIGINT, signal.SIGHUP)
    before = [signal.signal(number, signal.SIG_DFL if number != signal.SIGINT else _raise) for number in numbers]
    yield
    for number, handler in zip(numbers, before, strict=True):
        signal.signal(number, handler)


_raise = signal.default_int_handler


@pytest.mark.usefixtures("interruptible")
@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM, signal.SIGHUP])
def test_ten_signals_leave_whole_reports(number: signal.Signals, tmp_path: Path) -> None:
    started: list[subprocess.Popen[str]] = []
    sent: list[signal.Signals] = []

    def interrupt(connection: socket.socket) -> bool:
        if len(sent) < 10:
            os.kill(started[0].pid, number)
            sent.append(number)
        return CREATED(connection)

    behaviours: list[Behaviour] = [CREATED] * 20
    with RawServer(*behaviours, interrupt) as server:
        arguments = command(server.url, "--report-dir", str(tmp_path))
        with subprocess.Popen(arguments, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True) as process:
            started.append(process)
            printed, said = process.communicate(timeout=120)
    assert process.returncode == 2
    assert said == "The run was interrupted.\n"
    assert "It could not be judged" in printed
    assert {path.name for path in tmp_path.iterdir()} == set(reports.FILES)
    assert json.loads((tmp_path / "report.json").read_text("utf-8"))["outcome"] == "not judged"
    assert ET.fromstring((tmp_path / "junit.xml").read_text("utf-8")).tag == "testsuite"
    assert (tmp_path / "report.html").read_text("utf-8").endswith("</html>\n")


def test_a_broken_pipe_is_silent() -> None:
    with served(Service()) as options:
        arguments = command(options.url, "--only", "names", "--max-examples", "0")
        with subprocess.Popen(arguments, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True) as process:
            assert process.stdout is not None
            process.stdout.close()
            assert process.stderr is not None
            assert process.stderr.read() == ""
    assert process.returncode == 0


def test_a_fault_of_the_suite_is_not_judged_and_what_was_seen_is_reported(tmp_path: Path) -> None:
    def fail(subject: str) -> None:
        if subject.startswith("names"):
            raise ValueError("a-secret")

    with served(Service(), report_dir=tmp_path) as options:
        report = run(options, fail)
    assert report.exit_code == 2
    assert report.stopped.startswith("dws-contract itself failed while it tested names: ValueError in ")
    assert "a-secret" not in report.summary()
    assert report.of("held")
    assert report.left == ()
    assert json.loads((tmp_path / "report.json").read_text("utf-8"))["stopped"] == report.stopped


def test_a_report_that_cannot_be_written_is_told_and_leaves_the_old_one(tmp_path: Path) -> None:
    with served(Service(), only=("names",)) as options:
        report = run(options)
    reports.write(report, tmp_path)
    before = (tmp_path / "report.json").read_bytes()
    (tmp_path / f".report.json.{os.getpid()}").mkdir()
    with pytest.raises(OSError, match=r"report\.json"):
        reports.write(report, tmp_path)
    assert (tmp_path / "report.json").read_bytes() == before


@pytest.mark.parametrize("where", ["terminal", "workflow"])
def test_where_no_report_can_be_written_the_result_is_still_shown(
    where: str, tmp_path: Path, capfd: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("GITHUB_ACTIONS", str(where == "workflow").lower())
    monkeypatch.delenv("GITHUB_STEP_SUMMARY", raising=False)
    (tmp_path / "report.json/x").mkdir(parents=True)
    with served(CATALOGUE["name-of-3-accepted"].service()) as options:
        arguments = command(options.url, "--only", "names", "--report-dir", str(tmp_path))[3:]
        assert main(arguments) == 2
    printed = capfd.readouterr()
    assert "BROKEN 43 name-min-length" in printed.out
    assert "Repeat this run with --seed 1 --only names." in printed.out
    assert "Reports are in" not in printed.out
    assert printed.err == "The reports could not be written: Is a directory.\n"
    told = "::error title=No reports::The reports could not be written: Is a directory.\n::error title=43 "
    assert (told in printed.out) == (where == "workflow")


def test_a_summary_of_the_step_that_cannot_be_written_changes_no_exit_code(
    tmp_path: Path, capfd: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("GITHUB_ACTIONS", "true")
    monkeypatch.setenv("GITHUB_STEP_SUMMARY", str(tmp_path))
    with served(Service()) as options:
        assert main(command(options.url, "--only", "spellings")[3:]) == 0
    assert capfd.readouterr().err == "The summary of the step could not be written: Is a directory.\n"
