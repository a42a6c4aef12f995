"""Each command as a process, on the reference: by name and by ID, for people and for programs."""

from __future__ import annotations

import json
import logging
import os
import pty
import re
import signal
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

from dws_reference import demo
from dws_snapshots import SnapshotDetail
from dws_snapshots.cli.output import Listed, tell
from dws_snapshots.cli.session import Log, Session
from dws_snapshots.client import VERSION
from support.command import COMMAND, Cloud, begun, cloud, environment, run

SECRETS = (demo.SECRET_KEY, demo.PASSWORD)


@pytest.fixture(scope="module")
def running() -> Iterator[Cloud]:
    with cloud("dwh-one", "dwh-two") as there:
        yield there


@pytest.fixture
def there(running: Cloud) -> Cloud:
    """A cloud without manual snapshots."""
    running.advance()
    for one in running.snapshots():
        if one.type == "MANUAL":
            running.dws.delete_snapshot(one.id)
    return running


def test_clusters_are_listed_with_the_contracts_names(there: Cloud) -> None:
    told = there.read("clusters")
    assert [(one["name"], one["id"], one["status"]) for one in told] == [
        (name, id_, "AVAILABLE") for name, id_ in there.clusters.items()
    ]
    assert there.read("clusters", "--enterprise-project-id", "all_granted_eps") == told
    assert there.read("clusters", "--enterprise-project-id", "of-nobody") == []
    table = there.run("clusters").stdout.splitlines()
    assert table[0].split() == ["NAME", "ID", "STATUS", "TASK_STATUS", "VERSION"]
    assert table[1].split()[:3] == ["dwh-one", there.clusters["dwh-one"], "AVAILABLE"]


def test_a_snapshots_life_by_name_and_id(there: Cloud) -> None:
    created = there.run("create", "dwh-one", "before-migration", "--description", "a [bold]day[/]")
    id_ = created.stdout.strip()
    assert (created.returncode, created.stderr) == (0, "")
    (listed,) = (one for one in there.read("list", "--cluster", "DWH-One") if one["type"] == "MANUAL")
    assert (listed["id"], listed["name"], listed["status"]) == (id_, "before-migration", "CREATING")
    assert re.fullmatch(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ", listed["started"])
    assert not [one for one in there.read("list", "--cluster", "dwh-two") if one["id"] == id_]
    with begun(there.url, "wait", "before-migration") as process:
        there.advance()
        printed, _ = process.communicate()
    assert process.returncode == 0
    assert re.search(r"^status +AVAILABLE *$", printed, re.MULTILINE)
    assert re.search(r"^description +a \[bold\]day\[/\] *$", there.run("show", id_).stdout, re.MULTILINE)
    refused = there.run("delete", "before-migration")
    assert (refused.returncode, refused.stdout) == (2, "")
    assert "there is no terminal to confirm this on; pass --yes" in refused.stderr
    assert there.names("dwh-one") == ["before-migration"]
    assert there.run("delete", "Before-Migration", "--yes").returncode == 0
    assert there.names("dwh-one") == []


def test_an_automated_one_is_copied_and_restored(there: Cloud) -> None:
    automated = next(one for one in there.read("list") if one["cluster_id"] == there.clusters["dwh-two"])
    copied = there.read("copy", automated["name"], "kept-for-good")["snapshot_id"]
    there.advance()
    assert there.read("show", copied)["name"] == "kept-for-good"
    refused = there.run("restore", copied, "dwh-restored")
    assert (refused.returncode, "pass --yes" in refused.stderr) == (2, True)
    with cloud("dwh-alone") as other:  # no cluster can be deleted
        other.run("create", "dwh-alone", "first")
        other.advance()
        restored = other.run("restore", "first", "dwh-restored", "--yes", "--port", "8001").stdout.strip()
        assert {one["id"]: one["name"] for one in other.read("clusters")}[restored] == "dwh-restored"


@pytest.mark.parametrize(
    ("answer", "code", "said"),
    [
        (b"y\n", 0, b""),
        (b"n\n", 1, b"Aborted."),
        (signal.SIGINT, 130, b"dws-snapshots: stopped by Ctrl-C\n"),
        (signal.SIGTERM, 143, b"dws-snapshots: stopped by SIGTERM\n"),
    ],
)
def test_deleting_asks_on_a_terminal(there: Cloud, answer: bytes | signal.Signals, code: int, said: bytes) -> None:
    id_ = there.dws.create_snapshot(name="asked-for", cluster_id=there.clusters["dwh-one"]).id
    there.advance()
    ours, theirs = pty.openpty()
    command, pipe = [str(COMMAND), "delete", "asked-for"], subprocess.PIPE
    with subprocess.Popen(command, env=environment(there.url), stdin=theirs, stdout=pipe, stderr=pipe) as process:
        assert process.stdout
        assert process.stderr
        question = f"Delete snapshot asked-for ({id_}, AVAILABLE)? [y/N]: ".encode()
        assert process.stderr.read(len(question)) == question
        if isinstance(answer, bytes):
            os.write(ours, answer)
        else:
            process.send_signal(answer)
        printed, rest = process.communicate()
    os.close(ours)
    os.close(theirs)
    assert (process.returncode, printed) == (code, b"" if code else f"{id_}\n".encode())
    assert said in rest
    assert there.names("dwh-one") == (["asked-for"] if code else [])


@pytest.mark.parametrize(
    ("arguments", "code", "said"),
    [
        (["show", "no-such-one"], 2, "the project has no snapshot with the ID or name 'no-such-one'"),
        (["create", "dwh-three", "nightly"], 2, "the project has no cluster with the ID or name 'dwh-three'"),
        (["create", "dwh-one", "1st"], 2, "snapshot.name must be 4 to 64"),
        (["create", "dwh-one", "first", "--timeout", "soon"], 2, "--timeout must be a time such as 90, 90s, 30m"),
        (["create", "dwh-one", "first", "--wait", "--timeout", "0"], 2, "--timeout must be a number of seconds"),
        (["wait", "44b277eb-39be-4921-be31-3d61b43651ff", "--timeout", "0"], 2, "--timeout must be a number"),
        (["show", "44b277eb-39be-4921-be31-3d61b43651ff"], 1, "404"),
        (["backup"], 2, "give either --all, or --cluster"),
        (["backup", "--all", "--cluster", "dwh-one"], 2, "give either --all, or --cluster"),
        (["backup", "--all", "--date", "yesterday"], 2, "--date must be a date such as 2026-11-29; given 'yesterday'"),
        (["backup", "--all", "--date", "2026-02-31"], 2, "--date must be a date such as 2026-11-29"),
        (["backup", "--all", "--date", ""], 2, "date is empty"),
        (["backup", "--all", "--name", "nightly-{cluster}"], 2, "--name must contain {date} once"),
        (["backup", "--all", "--name", "nightly-{date}"], 2, "would share one; given"),
        (["backup", "--all", "--name", "{cluster}-{date}-" + "n" * 60], 2, "for cluster dwh-one must be 4 to 64"),
        (["backup", "--all", "--enterprise-project-id", "of-nobody"], 2, "found in enterprise project 'of-nobody'"),
        (["backup", "--cluster", "dwh-one", "--cluster", ""], 2, "cluster is empty; perhaps a variable of the shell"),
        (["backup", "--all", "--busy-timeout", "99999d"], 2, "--busy-timeout must be a number of seconds, at most"),
        (["delete", "dwh-one", "", "-y"], 2, "snapshot is empty"),
        (["list", "--cluster", ""], 2, "cluster is empty"),
        (["list", "--project-id", ""], 2, "project-id is empty"),
        (["restore", "first", "second", "--eip-id", "", "-y"], 2, "eip-id is empty"),
        (["backup", "--cluster", "dwh-three"], 2, "no cluster with the ID or name 'dwh-three'"),
        (["backup", "--all", "--project-id", "0" * 32], 2, "403"),
        (["list", "--username", "somebody"], 2, "--username needs its password in the variable OS_PASSWORD"),
        (["list", "--cloud", "elsewhere"], 2, "--cloud asks for cloud 'elsewhere'"),
        (["list", "--endpoint", "dws.example"], 2, "--endpoint must be http:// or https://"),
        (
            ["list", "--endpoint", "http://a", "--region", "b"],
            2,
            "--region has no effect, because the endpoint is given by --",
        ),
        (
            ["list", "--region", "eu-nl"],
            2,
            "--region does not say which cloud to use; set --endpoint to https://dws.eu-nl",
        ),
    ],
)
def test_what_goes_wrong_is_one_sentence(there: Cloud, arguments: list[str], code: int, said: str) -> None:
    done = there.run(*arguments)
    assert (done.returncode, done.stdout) == (code, "")
    assert said in done.stderr
    assert re.fullmatch(r"dws-snapshots: [^\n]+\n", done.stderr)
    assert there.names("dwh-one") == there.names("dwh-two") == []


def test_a_wrong_key_is_told_without_it(there: Cloud) -> None:
    done = there.run("list", HUAWEICLOUD_SDK_SK="a-wrong-secret-key")
    assert done.returncode == 1
    assert "401" in done.stderr
    assert "a-wrong-secret-key" not in done.stderr + done.stdout


def test_a_user_name_and_its_password_go_before_keys(there: Cloud) -> None:
    variables = {
        "OS_AUTH_URL": f"{there.url}/v3",
        "OS_PASSWORD": demo.PASSWORD,
        "OS_USER_DOMAIN_NAME": demo.DOMAIN,
        "HUAWEICLOUD_SDK_SK": "a-wrong-secret-key",
    }
    done = there.run("clusters", "--username", demo.USERNAME, "--debug", **variables)
    assert done.returncode == 0, done.stderr
    assert "POST http://127.0.0.1" in done.stderr
    assert not [secret for secret in SECRETS if secret in done.stdout + done.stderr]


def test_a_region_is_not_ignored_where_a_file_has_the_endpoint(there: Cloud, tmp_path: Path) -> None:
    auth = {"token": "a-token", "project_id": demo.PROJECT_ID}
    file = tmp_path / "clouds.yaml"
    file.write_text(json.dumps({"clouds": {"mine": {"dws_endpoint_override": there.url, "auth": auth}}}))
    for command in (["clusters"], ["backup", "--all"]):
        done = there.run(*command, "--cloud", "mine", "--region", "eu-nl", OS_CLIENT_CONFIG_FILE=str(file))
        said = f"--region has no effect, because the endpoint is given by {file}, cloud 'mine': dws_endpoint_override"
        assert (done.returncode, done.stderr) == (2, f"dws-snapshots: {said}\n")


def test_lists_are_shown_as_json(capsys: pytest.CaptureFixture[str]) -> None:
    snapshot = SnapshotDetail("an-id", "a-name", "AVAILABLE", "MANUAL", "a-cluster")
    snapshot.additional_properties = {"tags": ["a"], "incremental": False}
    tell(snapshot, "table")
    lines = [line.rstrip() for line in capsys.readouterr().out.splitlines()]
    assert {'tags         ["a"]', "incremental  false"} <= set(lines)


def test_each_step_is_logged_if_that_is_asked_for(there: Cloud) -> None:
    def log(*arguments: str) -> list[str]:
        lines = there.run(*arguments, "--verbose").stderr.splitlines()
        assert all(re.match(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ ", line) for line in lines)
        return [line.partition(" ")[2] for line in lines]

    assert log("create", "dwh-one", "logged") == ["look up cluster dwh-one", "create snapshot logged"]
    there.advance()
    assert log("wait", "logged") == ["wait for snapshot logged", "logged is AVAILABLE, 100"]
    (id_,) = (one.id for one in there.snapshots() if one.name == "logged")
    assert log("delete", "logged", "--yes") == ["look up the snapshots", f"delete snapshot logged ({id_})"]
    for command in ("clusters", "list"):
        assert len(log(command)) == 1


def test_only_a_terminal_gets_colours_and_no_row_is_broken(there: Cloud) -> None:
    assert "\x1b" not in there.run("clusters", FORCE_COLOR="1").stdout
    row = rf"dwh-one  {there.clusters['dwh-one']}  (.*AVAILABLE.*)  +8\.\S+"
    for variables, status in (({"COLUMNS": "20"}, "\x1b[32mAVAILABLE\x1b[0m"), ({"NO_COLOR": "1"}, "AVAILABLE")):
        ours, theirs = pty.openpty()
        subprocess.run([COMMAND, "clusters"], env=environment(there.url) | variables, stdout=theirs, check=True)
        os.close(theirs)
        lines = os.read(ours, 65536).decode().splitlines()
        os.close(ours)
        told = re.fullmatch(row, lines[1])
        assert told, lines
        assert told[1].strip() == status


def test_control_characters_of_the_service_are_never_printed(capsys: pytest.CaptureFixture[str]) -> None:
    hostile = "\x1b[31m"
    Session().fail(hostile)
    Log().emit(logging.makeLogRecord({"msg": hostile}))
    tell(Listed(hostile, (), (), [hostile], hostile), "table")
    tell(Listed(hostile, (), (), [hostile], hostile), "json")
    tell({"id": hostile}, "table")
    printed, said = capsys.readouterr()
    assert (printed + said).count("\ufffd[31m") == 6
    assert "\x1b" not in printed + said


def test_a_locale_that_lacks_a_character_gets_an_escape(there: Cloud) -> None:
    there.dws.create_snapshot(name="cafe", cluster_id=there.clusters["dwh-one"], description="caf\u00e9 \x1b[31m")
    shown = there.run("show", "cafe", PYTHONIOENCODING="ascii").stdout
    assert re.search(r"^description +caf\\xe9 \\ufffd\[31m *$", shown, re.MULTILINE)


FULL = b"dws-snapshots: the result could not be printed: No space left on device\n"


@pytest.mark.parametrize(
    ("arguments", "printed", "said"),
    [
        ("list --output json | head -c 1", b"[", b""),
        ("list --output json > /dev/full; echo $?", b"1\n", FULL),
        ("list --help > /dev/full; echo $?", b"1\n", FULL),
    ],
)
def test_a_result_that_nobody_takes(there: Cloud, arguments: str, printed: bytes, said: bytes) -> None:
    command = f"'{COMMAND}' {arguments}"
    done = subprocess.run(["sh", "-c", command], env=environment(there.url), capture_output=True, check=True)
    assert (done.stdout, done.stderr) == (printed, said)


@pytest.mark.parametrize(("number", "code", "by"), [(signal.SIGINT, 130, "Ctrl-C"), (signal.SIGTERM, 143, "SIGTERM")])
def test_a_signal_ends_a_wait_at_once(there: Cloud, number: int, code: int, by: str) -> None:
    there.dws.create_snapshot(name="waited-for", cluster_id=there.clusters["dwh-one"])
    with begun(there.url, "wait", "waited-for", "--debug") as process:
        assert process.stderr
        while "/snapshots/" not in process.stderr.readline():
            assert process.poll() is None
        process.send_signal(number)
        _, said = process.communicate()
    assert process.returncode == code
    assert said.splitlines()[-1] == f"dws-snapshots: stopped by {by}"


def test_a_signal_while_a_create_waits_says_what_was_created(there: Cloud) -> None:
    with begun(there.url, "create", "dwh-one", "stopped-later", "--wait", "--debug") as process:
        assert process.stderr
        while not re.search(r"GET \S+/snapshots/[0-9a-f-]{36} ", process.stderr.readline()):
            assert process.poll() is None
        process.send_signal(signal.SIGTERM)
        printed, said = process.communicate()
    (made,) = (one for one in there.snapshots() if one.name == "stopped-later")
    assert (process.returncode, printed) == (143, "")
    last = f"dws-snapshots: snapshot stopped-later ({made.id}) was created; stopped by SIGTERM"
    assert said.splitlines()[-1] == last


def test_several_are_deleted_and_what_could_not_be_is_told(there: Cloud) -> None:
    first = there.dws.create_snapshot(name="first", cluster_id=there.clusters["dwh-one"])
    there.advance()
    there.dws.create_snapshot(name="being-made", cluster_id=there.clusters["dwh-one"])
    done = there.run("delete", "being-made", "first", first.id, "--yes", "--output", "json")
    assert (done.returncode, json.loads(done.stdout)) == (1, [{"id": first.id}])
    assert re.fullmatch(r"dws-snapshots: being-made: 403 DWS\.7023: [^\n]+\n", done.stderr)
    assert there.names("dwh-one") == ["being-made"]


def test_completion_is_offered_for_the_shells_of_people() -> None:
    for shell in ("bash", "zsh", "fish"):
        variables = {"_DWS_SNAPSHOTS_COMPLETE": f"source_{shell}"}
        assert "_DWS_SNAPSHOTS_COMPLETE" in run("http://127.0.0.1:9", **variables).stdout


def test_the_version_and_the_help_of_each_command() -> None:
    assert run("http://127.0.0.1:9", "--version").stdout == f"dws-snapshots {VERSION}\n"
    listed = run("http://127.0.0.1:9", "--help", COLUMNS="100", NO_COLOR="1").stdout
    commands = ("clusters", "list", "show", "create", "wait", "delete", "restore", "copy", "backup")
    assert set(commands) <= set(re.findall(r"^│ ([a-z]+) ", listed, re.MULTILINE))
    for command in commands:
        told = run("http://127.0.0.1:9", command, "--help", COLUMNS="100", NO_COLOR="1").stdout
        assert f"Example: dws-snapshots {command} " in told
        assert not re.findall(r"^│ --\S+ +(?:-\S )? *\S+ +│$", told, re.MULTILINE), "an option without a help text"
