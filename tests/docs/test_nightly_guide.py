"""The guide "Nightly backups": its recorded terminal output, and its files for cron, systemd and Kubernetes."""

from __future__ import annotations

import configparser
import json
import os
import re
import shlex
import shutil
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest
import yaml

import samples
from support.command import COMMAND, Cloud, begun, cloud, run
from support.running import RunningReference

FOLDER = samples.FOLDER / "nightly"
RECORDING = FOLDER / "recording.txt"
README = (Path(__file__).parents[2] / "README.md").read_text(encoding="utf-8")
UUID = r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}"
SHOWN = "01a22abc-b05d-7c10-b652-cd387f30e6d7"
TYPED = "dws-snapshots backup --all --keep 2"
NIGHTS = ("2026-11-27", "2026-11-28", "2026-11-29")
STOPPED = f"nightly-dwh-sales-{NIGHTS[-1]}"


def text(name: str) -> str:
    return (FOLDER / name).read_text(encoding="utf-8")


def typed(there: Cloud, night: str, *, stopping: bool = False) -> str:
    """What a terminal shows of a night, while time passes. stopping: one snapshot is stopped from the console."""
    with begun(there.url, *shlex.split(TYPED)[1:], "--date", night) as process:
        while stopping and not (made := [one for one in there.snapshots() if one.name == STOPPED]):
            assert process.poll() is None
        if stopping:
            there.admin("POST", f"snapshots/{made[0].id}/fail")
        while True:
            try:
                printed, said = process.communicate(timeout=0.3)
                break
            except subprocess.TimeoutExpired:
                there.advance()
    assert said == ""
    lines = (line.rstrip() for line in re.sub(UUID, SHOWN, printed).splitlines())
    return "\n".join([f"$ {TYPED}; echo $?", *lines, str(process.returncode), ""])


def test_the_recording_is_what_a_terminal_prints() -> None:
    """With RECORD=1 it is written anew."""
    with cloud("dwh-billing", "dwh-sales", "dwh-web") as there:
        first, second, third = NIGHTS
        typed(there, first)
        typed(there, second)
        recording = typed(there, third, stopping=True) + typed(there, third)
    if os.environ.get("RECORD"):
        RECORDING.write_text(recording, encoding="utf-8")
    assert recording == RECORDING.read_text(encoding="utf-8")


def test_the_readme_shows_the_same() -> None:
    (shown,) = re.findall(r"^```text\n(CLUSTER .*?)^```", README, flags=re.MULTILINE | re.DOTALL)
    assert shown in RECORDING.read_text(encoding="utf-8")


def unit(name: str) -> configparser.ConfigParser:
    parser = configparser.ConfigParser(interpolation=None, strict=True)
    parser.optionxform = str  # type: ignore[assignment]  # keys of units have capitals
    parser.read_string(text(name))
    return parser


def cron_line() -> re.Match[str]:
    """The line of the table: five fields, a user, a command. `%` would end the command."""
    (line,) = (line for line in text("dws-snapshots.cron").splitlines() if re.match(r"[\d*]", line))
    found = re.fullmatch(r"((?:[\d*,/-]+ ){5})([a-z-]+) ([^%]+)", line)
    assert found
    return found


def cron_command() -> list[str]:
    return shlex.split(cron_line()[3].split("exec ")[1])


def service_command() -> list[str]:
    return shlex.split(unit("dws-snapshots.service")["Service"]["ExecStart"])


def pod_command() -> list[str]:
    spec = yaml.safe_load(text("cronjob.yaml"))["spec"]["jobTemplate"]["spec"]["template"]["spec"]
    (entry,) = re.findall(r"^ENTRYPOINT (.*)$", text("Dockerfile"), flags=re.MULTILINE)
    return [*json.loads(entry), *spec["containers"][0]["args"]]


@pytest.mark.parametrize("command", [cron_command, service_command, pod_command])
def test_the_command_of_each_schedule_works(
    memory_reference: RunningReference, command: Callable[[], list[str]]
) -> None:
    program, *arguments = command()
    assert program.rpartition("/")[2] == "dws-snapshots"
    done = run(memory_reference.url, *arguments, "--dry-run")
    assert done.returncode == 0, done.stderr


def test_crons_shell_reads_the_settings_and_keeps_the_exit_code(tmp_path: Path) -> None:
    settings, program = tmp_path / "dws-snapshots.env", tmp_path / "dws-snapshots"
    settings.write_text(text("dws-snapshots.env"))
    program.write_text('#!/bin/sh\necho "$HUAWEICLOUD_SDK_AK $1"\nexit 1\n')
    program.chmod(0o755)
    command = cron_line()[3].replace("/etc/dws-snapshots.env", str(settings))
    command = command.replace("/opt/dws-snapshots/bin/dws-snapshots", str(program))
    done = subprocess.run(["sh", "-c", command], capture_output=True, text=True, check=False)
    assert (done.returncode, done.stdout) == (1, "your-access-key backup\n")


def test_the_loop_beside_it_is_what_a_shell_reads() -> None:
    subprocess.run(["sh", "-n", FOLDER / "openstack.sh"], check=True)


def test_the_units_are_of_systemds_form() -> None:
    service, timer = unit("dws-snapshots.service"), unit("dws-snapshots.timer")
    assert service.sections() == ["Unit", "Service"]
    assert timer.sections() == ["Unit", "Timer", "Install"]
    assert set(service["Unit"]) == {
        "Description",
        "Wants",
        "After",
        "OnFailure",
        "StartLimitIntervalSec",
        "StartLimitBurst",
    }
    assert service["Service"]["Type"] == "oneshot"
    assert service["Service"]["Restart"] == "on-failure"  # `always` is refused for oneshot
    hours = {
        key: float(part) * {"h": 1, "min": 1 / 60}[unit_]
        for key, part, unit_ in re.findall(
            r"(StartLimitIntervalSec|RestartSec|--timeout)[= ](\d+)(h|min)", text("dws-snapshots.service")
        )
    }
    runs = int(service["Unit"]["StartLimitBurst"])
    assert runs * (hours["--timeout"] + hours["RestartSec"]) < hours["StartLimitIntervalSec"] < 24  # else it never ends
    assert re.fullmatch(r"\*-\*-\* \d\d:\d\d:\d\d UTC", timer["Timer"]["OnCalendar"])
    assert timer["Install"]["WantedBy"] == "timers.target"


@pytest.mark.parametrize("name", ["dws-snapshots.service", "dws-snapshots.timer"])
def test_systemd_itself_finds_nothing_to_say(tmp_path: Path, name: str) -> None:
    """Where it is installed; else the test before has looked at the keys."""
    verify = shutil.which("systemd-analyze")
    if verify is None:
        return
    for unit_name in ("dws-snapshots.service", "dws-snapshots.timer"):
        here = text(unit_name).replace("/opt/dws-snapshots/bin/dws-snapshots", str(COMMAND))
        (tmp_path / unit_name).write_text(here, encoding="utf-8")
    alert = "[Service]\nType=oneshot\nExecStart=/bin/true\n"
    (tmp_path / "dws-snapshots-alert.service").write_text(alert, encoding="utf-8")
    done = subprocess.run([verify, "verify", tmp_path / name], capture_output=True, text=True, check=False)
    assert (done.returncode, done.stderr) == (0, "")


def test_the_cron_job_is_of_kubernetes_form() -> None:
    job = yaml.safe_load(text("cronjob.yaml"))
    assert (job["apiVersion"], job["kind"]) == ("batch/v1", "CronJob")
    assert re.fullmatch(r"\d+ \d+ \* \* \*", job["spec"]["schedule"])
    assert job["spec"]["concurrencyPolicy"] == "Forbid"
    pod = job["spec"]["jobTemplate"]["spec"]["template"]["spec"]
    assert pod["restartPolicy"] == "Never"
    (container,) = pod["containers"]
    assert all(isinstance(argument, str) for argument in container["args"])
    assert set(container) == {"name", "image", "args", "envFrom", "securityContext", "resources"}


def test_the_policy_allows_what_the_command_does_and_no_more() -> None:
    (statement,) = json.loads(text("policy.json"))["Statement"]
    named = {action.removeprefix("dws:openAPI") for action in statement["Action"]}
    assert named == {"Cluster:list", "Snapshot:list", "Snapshot:detail", "Snapshot:create", "Snapshot:delete"}
