"""`dws-snapshots backup` as a process: its output, what it makes, keeps and leaves alone, and how it stops."""

from __future__ import annotations

import asyncio
import json
import os
import pty
import re
import signal
import socket
import subprocess
from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime
from typing import Any

import httpx
import pytest

from dws_reference import demo
from dws_snapshots import AsyncDwsClient
from dws_snapshots.cli.night import Job, Night
from dws_snapshots.cli.plan import Series
from dws_snapshots.flows.flow import Deadline
from support.command import COMMAND, Cloud, begun, cloud, environment, run

NIGHT = ("--date", "2026-11-29")
MADE = "nightly-dwh-one-2026-11-29"


@pytest.fixture
def there() -> Iterator[Cloud]:
    with cloud("dwh-one", "dwh-two") as running:
        yield running


@pytest.fixture
def at_once() -> Iterator[Cloud]:
    """A cloud whose snapshots take no time."""
    with cloud("dwh-one", "dwh-two", options=()) as running:
        yield running


def until(process: subprocess.Popen[str], step: str) -> str:
    """Read a command's log up to a step, and return what was read."""
    assert process.stderr
    read = ""
    while step not in read:
        line = process.stderr.readline()
        assert line, read
        read += line
    return read


def clusters(printed: str) -> dict[str, Any]:
    return {one["cluster_name"]: one for one in json.loads(printed)["clusters"]}


def test_a_table_and_a_last_line_for_people(at_once: Cloud) -> None:
    done = at_once.run("backup", "--all", *NIGHT)
    assert [line.rstrip() for line in done.stdout.splitlines()] == [
        "CLUSTER  SNAPSHOT                    RESULT   DELETED",
        "dwh-one  nightly-dwh-one-2026-11-29  created",
        "dwh-two  nightly-dwh-two-2026-11-29  created",
        "2026-11-29: 2 clusters: 2 created; 0 old deleted",
    ]
    assert (done.returncode, done.stderr) == (0, "")
    (made,) = (one for one in at_once.snapshots() if one.name == MADE)
    assert made.description == "dws-snapshots backup (series nightly-{cluster}-{date})"


def test_the_night_is_todays_in_utc(at_once: Cloud) -> None:
    before = datetime.now(UTC).date()
    done = at_once.run("backup", "--cluster", "dwh-one", "--name", "n-{date}", "--output", "json")
    assert before <= datetime.fromisoformat(json.loads(done.stdout)["date"]).date() <= datetime.now(UTC).date()


def test_json_for_a_monitor_and_the_oldest_deleted(at_once: Cloud) -> None:
    for night in ("2026-11-26", "2026-11-27", "2026-11-28"):
        at_once.run("backup", "--cluster", "dwh-one", "--date", night)
    done = at_once.run("backup", "--cluster", "dwh-one", *NIGHT, "--keep", "2", "--output", "json")
    assert done.stderr == "2026-11-29: 1 cluster: 1 created; 2 old deleted\n"
    told = json.loads(done.stdout)
    assert {name: told[name] for name in ("date", "series", "keep", "dry_run", "stopped_by", "failed")} == {
        "date": "2026-11-29",
        "series": "nightly-{cluster}-{date}",
        "keep": 2,
        "dry_run": False,
        "stopped_by": None,
        "failed": 0,
    }
    (one,) = told["clusters"]
    assert (one["cluster_id"], one["name"], one["status"]) == (at_once.clusters["dwh-one"], MADE, "AVAILABLE")
    assert (one["result"], one["error"]) == ("created", None)
    assert [old["name"] for old in one["deleted"]] == ["nightly-dwh-one-2026-11-26", "nightly-dwh-one-2026-11-27"]
    assert at_once.names("dwh-one") == ["nightly-dwh-one-2026-11-28", MADE]


def backed_up(there: Cloud, watch: Callable[[Job], object], transport: httpx.AsyncBaseTransport | None = None) -> Job:
    """Back up dwh-one with --keep 1, and call a function at each step."""
    dws = AsyncDwsClient(there.url, project_id=there.dws.project_id, auth=there.dws.auth, transport=transport)
    (cluster,) = (one for one in there.dws.list_clusters() if one.name == "dwh-one")
    series = Series.of("nightly-{cluster}-{date}")
    night = Night(dws, series, date(2026, 11, 29), 1, 4, 0, Deadline(60), False, watch)
    job = Job(cluster, MADE)

    async def run_night() -> None:
        async with dws:
            await night.run([job])

    asyncio.run(run_night())
    return job


def test_nothing_is_deleted_if_tonights_fails_after_all(at_once: Cloud) -> None:
    """It fails between the answer that says AVAILABLE and the list by which old ones are deleted."""
    at_once.run("backup", "--cluster", "dwh-one", "--date", "2026-11-28")

    def fail(job: Job) -> None:
        if job.doing.startswith("wait") and job.status == "AVAILABLE":
            at_once.admin("POST", f"snapshots/{job.id}/fail")

    job = backed_up(at_once, fail)
    assert job.error == (
        f"could not plan what to delete: the list says that {MADE} ({job.id}) is UNAVAILABLE, "
        "so no old snapshot was deleted"
    )
    assert at_once.names("dwh-one") == ["nightly-dwh-one-2026-11-28", MADE]


def test_an_old_one_that_cannot_be_deleted_does_not_keep_the_others(at_once: Cloud) -> None:
    for night in ("2026-11-27", "2026-11-28"):
        at_once.run("backup", "--cluster", "dwh-one", "--date", night)
    oldest = next(one for one in at_once.snapshots() if one.name == "nightly-dwh-one-2026-11-27")

    class Refusing(httpx.AsyncHTTPTransport):
        async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
            if request.method == "DELETE" and request.url.path.endswith(oldest.id):
                return httpx.Response(403)
            return await super().handle_async_request(request)

    job = backed_up(at_once, lambda job: None, Refusing())
    assert str(job.error).startswith(f"could not delete {oldest.name}: 403")
    assert at_once.names("dwh-one") == [oldest.name, MADE]


def test_a_fault_of_its_own_in_one_job_is_told_as_the_jobs(at_once: Cloud) -> None:
    def fail(job: Job) -> None:
        if job.doing.startswith("wait") and not job.ended:
            raise ZeroDivisionError

    assert backed_up(at_once, fail).error == f"could not wait for {MADE}: ZeroDivisionError()"


def test_a_dry_run_tells_and_does_nothing(at_once: Cloud) -> None:
    at_once.run("backup", "--cluster", "dwh-one", "--date", "2026-11-28")
    done = at_once.run("backup", "--all", *NIGHT, "--keep", "1", "--dry-run")
    assert [line.rstrip() for line in done.stdout.splitlines()[1:]] == [
        "dwh-one  nightly-dwh-one-2026-11-29  to create  nightly-dwh-one-2026-11-28",
        "dwh-two  nightly-dwh-two-2026-11-29  to create",
        "2026-11-29: 2 clusters: 2 to create; 1 old to delete",
    ]
    assert at_once.read("backup", "--all", "--dry-run")["dry_run"] is True
    assert (at_once.names("dwh-one"), at_once.names("dwh-two")) == (["nightly-dwh-one-2026-11-28"], [])


def test_a_name_that_another_took_fails_and_the_others_go_on(at_once: Cloud) -> None:
    own = at_once.dws.create_snapshot(name=MADE, cluster_id=at_once.clusters["dwh-one"], description="by hand")
    elsewhere_name = "nightly-dwh-two-2026-11-28"
    elsewhere = at_once.dws.create_snapshot(
        name=elsewhere_name, cluster_id=at_once.clusters["dwh-one"], description="by hand"
    )
    at_once.run("backup", "--cluster", "dwh-one", "--date", "2026-11-27")
    done = at_once.run("backup", "--all", *NIGHT, "--keep", "1")
    assert done.returncode == 1
    assert done.stdout.splitlines()[-2:] == [
        f"dwh-one: could not plan {MADE}: the list has a snapshot with this name that this series did not make",
        "2026-11-29: 2 clusters: 1 failed, 1 created; 0 old deleted; FAILED: dwh-one",
    ]
    other = at_once.run("backup", "--cluster", "dwh-two", "--date", "2026-11-28")
    assert other.returncode == 1
    assert f"could not plan {elsewhere_name}: the list has a snapshot with this name" in other.stdout
    assert {own.id, elsewhere.id} <= {one.id for one in at_once.snapshots()}
    assert "nightly-dwh-one-2026-11-27" in at_once.names("dwh-one")


def test_nothing_is_deleted_where_tonights_failed(there: Cloud) -> None:
    there.dws.create_snapshot(
        name="nightly-dwh-one-2026-11-28",
        cluster_id=there.clusters["dwh-one"],
        description="dws-snapshots backup (series nightly-{cluster}-{date})",
    )
    there.advance()
    with begun(there.url, "backup", "--cluster", "dwh-one", *NIGHT, "--keep", "1", "-v", "-o", "json") as process:
        until(process, f"wait for {MADE}")
        (made,) = (one for one in there.snapshots() if one.name == MADE)
        there.admin("POST", f"snapshots/{made.id}/fail")
        printed, _ = process.communicate()
    assert process.returncode == 1
    failed = clusters(printed)["dwh-one"]
    assert (failed["result"], failed["status"], failed["deleted"]) == ("failed", "UNAVAILABLE", [])
    assert there.names("dwh-one") == ["nightly-dwh-one-2026-11-28", MADE]


def test_time_that_is_over_is_told(there: Cloud) -> None:
    done = there.run("backup", "--cluster", "dwh-one", *NIGHT, "--timeout", "5s")
    assert done.returncode == 1
    # On a slow machine it may be over before the snapshot was created.
    over = r"(no answer .*|the time limit of --timeout has passed(; the snapshot's status was CREATING)?)"
    assert re.search(f"^dwh-one: could not .+: .*{over}$", done.stdout, re.MULTILINE)
    assert done.stdout.endswith("; FAILED: dwh-one\n")


@pytest.mark.parametrize("listens", [False, True], ids=["refuses", "never answers"])
def test_a_service_that_is_unreachable_at_the_start_is_told_in_time(listens: bool) -> None:
    with socket.socket() as server:
        server.bind(("127.0.0.1", 0))
        if listens:
            server.listen()
        done = run(f"http://127.0.0.1:{server.getsockname()[1]}", "backup", "--all", "--timeout", "2s")
    assert (done.returncode, done.stdout) == (2, "")
    sentence = r"the service gave no answer within [\d.]+ s" if listens else ".*(refused|failed|no answer).*"
    assert re.fullmatch(f"dws-snapshots: {sentence}\n", done.stderr)


def test_an_iam_that_is_unreachable_at_the_start_is_told() -> None:
    with socket.socket() as server:
        server.bind(("127.0.0.1", 0))
        url = f"http://127.0.0.1:{server.getsockname()[1]}"
        named = {"HUAWEICLOUD_SDK_PROJECT_ID": "", "OS_PROJECT_NAME": "eu-de", "OS_USER_DOMAIN_NAME": "OTC00000000"}
        login = {"OS_AUTH_URL": f"{url}/v3", "OS_PASSWORD": "a-password-that-is-not-shown"}
        done = run(url, "backup", "--all", "--username", "backup", **named, **login)
    assert (done.returncode, done.stdout) == (2, "")
    assert re.fullmatch(rf"dws-snapshots: {url}.*the request was not sent\n", done.stderr)


def test_two_at_once_make_one(there: Cloud) -> None:
    arguments = ("backup", "--all", *NIGHT, "--keep", "1", "-v", "-o", "json")
    with begun(there.url, *arguments) as first, begun(there.url, *arguments) as second:
        until(first, "wait for")
        until(second, "wait for")
        results = []
        for process in (first, second):
            while process.poll() is None:
                there.advance()
                until_next(process)
            printed, _ = process.communicate()
            assert process.returncode == 0, printed
            results.append({name: one["id"] for name, one in clusters(printed).items()})
    assert results[0] == results[1]
    assert there.names("dwh-one") == [MADE]


def until_next(process: subprocess.Popen[str]) -> None:
    """Give a process a moment to end."""
    try:
        process.wait(0.3)
    except subprocess.TimeoutExpired:
        return


@pytest.mark.parametrize(("number", "code", "by"), [(signal.SIGINT, 130, "Ctrl-C"), (signal.SIGTERM, 143, "SIGTERM")])
def test_a_signal_ends_it_with_what_was_done_and_what_was_not(there: Cloud, number: int, code: int, by: str) -> None:
    arguments = ("backup", "--all", *NIGHT, "--parallel", "1", "--debug", "-o", "json")
    with begun(there.url, *arguments) as process:
        log = until(process, f"dwh-one: wait for {MADE}")
        for _ in range(2 if number == signal.SIGTERM else 1):
            process.send_signal(number)
        printed, rest = process.communicate()
    assert process.returncode == code
    told = clusters(printed)
    assert {name: one["result"] for name, one in told.items()} == {"dwh-one": "making", "dwh-two": "untouched"}
    assert told["dwh-one"]["error"] == f"stopped by {by} while trying to wait for {MADE}"
    assert rest.endswith(f"1 making, 1 untouched; 0 old deleted; stopped by {by}\n")
    assert re.search(r"^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ dwh-one: create nightly-dwh-one-2026-11-29$", log, re.MULTILINE)
    assert "HTTP Request: POST http://127.0.0.1" in log
    assert demo.SECRET_KEY not in log + rest + printed
    with begun(there.url, "backup", "--all", *NIGHT, "-v", "-o", "json") as process:
        until(process, "dwh-two: wait for")
        there.advance()
        printed, _ = process.communicate()
    assert {name: one["result"] for name, one in clusters(printed).items()} == {
        "dwh-one": "found",
        "dwh-two": "created",
    }


def on_terminal(there: Cloud, *arguments: str) -> tuple[subprocess.Popen[str], int]:
    """Start a backup whose standard error is a terminal; return also that terminal's other side."""
    ours, theirs = pty.openpty()
    command = [str(COMMAND), "backup", "--all", *NIGHT, *arguments]
    variables = environment(there.url) | {"TERM": "xterm", "COLUMNS": "100"}
    process = subprocess.Popen(command, env=variables, stderr=theirs, stdout=subprocess.PIPE, text=True)
    os.close(theirs)
    return process, ours


def test_bars_are_drawn_on_a_terminal_only(at_once: Cloud) -> None:
    process, terminal = on_terminal(at_once)
    drawn = b""
    while part := read(terminal):
        drawn += part
    os.close(terminal)
    printed, _ = process.communicate()
    assert b"all clusters" in drawn
    assert "\x1b" not in printed
    assert printed.endswith("2 created; 0 old deleted\n")
    assert at_once.run("backup", "--all", *NIGHT, FORCE_COLOR="1").stderr == ""


@pytest.mark.parametrize("output", ["json", "table"])
def test_a_terminal_that_is_closed_costs_no_report(there: Cloud, output: str) -> None:
    process, terminal = on_terminal(there, "--output", output)
    while b"wait for" not in read(terminal):
        assert process.poll() is None
    os.close(terminal)
    while process.poll() is None:
        there.advance()
        until_next(process)
    printed, _ = process.communicate()
    assert (process.returncode, printed.count("created")) == (0, 3 if output == "table" else 2)


def test_json_is_pure_without_standard_error(at_once: Cloud) -> None:
    command = f"'{COMMAND}' backup --all --output json 2>&-"
    done = subprocess.run(["sh", "-c", command], env=environment(at_once.url), capture_output=True, check=True)
    assert json.loads(done.stdout)["failed"] == 0


def read(terminal: int) -> bytes:
    """Read what was written to a terminal; nothing once it is closed."""
    try:
        return os.read(terminal, 4096)
    except OSError:
        return b""
