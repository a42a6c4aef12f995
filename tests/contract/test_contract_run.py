"""The suite as a user runs it: against the reference, and against services that cannot be judged."""

import json
import os
import re
import signal
import socket
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from dws_contract import CLAUSES, Options, UsageError, run, suite
from dws_contract.cli import main
from dws_contract.suite import SUBJECTS
from dws_contract.traffic.fresh_names import PREFIX
from dws_contract.traffic.pace import Pace
from dws_reference import demo
from support.chance import SEED
from support.raw_server import Behaviour, RawServer, answer, close, silence
from support.running import RunningReference, running_reference

CREATED = answer(200, '{"snapshot": {"id": "2a4d0f86-67cd-408a-8b66-017454fb7793"}}', Content_Type="application/json")
KEYS = ("--access-key", demo.ACCESS_KEY, "--secret-key", demo.SECRET_KEY)
CREDENTIAL_VARIABLES = ("DWS_TOKEN", "OS_TOKEN", "HUAWEICLOUD_SDK_AK", "HUAWEICLOUD_SDK_SK")
IN_NO_TIME = {"snapshot-becomes-available", "one-at-a-time", "delete-creating", "restore-not-available"}


@pytest.fixture(autouse=True)
def _no_credentials_around(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in CREDENTIAL_VARIABLES:
        monkeypatch.delenv(name, raising=False)


@pytest.fixture(scope="module")
def reference() -> Iterator[RunningReference]:
    with running_reference() as running:
        yield running


def target(url: str, **changes: str) -> list[str]:
    """Return the arguments that name a target."""
    named = {"url": url, "project-id": demo.PROJECT_ID, "cluster-id": demo.CLUSTER_ID, "seed": str(SEED), **changes}
    return [part for name, value in named.items() for part in (f"--{name}", value)]


def test_the_reference_conforms_in_every_clause(reference: RunningReference) -> None:
    told: list[str] = []
    report = run(
        Options(
            url=reference.url,
            project_id=demo.PROJECT_ID,
            cluster_id=demo.CLUSTER_ID,
            token=reference.token(),
            access_key=demo.ACCESS_KEY,
            secret_key=demo.SECRET_KEY,
            seed=SEED,
        ),
        told.append,
    )
    assert [each.partition(",")[0] for each in told] == ["a plain create", *SUBJECTS, "the clean-up"]
    assert report.conforms, report.summary()
    assert {verdict.clause.id for verdict in report.of("not reached")} == IN_NO_TIME, report.summary()
    assert report.requests < 2000
    assert len(report.created) <= 100


@pytest.mark.parametrize("way", ["token", "keys"])
def test_the_command_says_what_was_not_reached_and_keeps_secrets(
    way: str, reference: RunningReference, tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    token = reference.token()
    proof = ["--token", token] if way == "token" else list(KEYS)
    assert main([*target(reference.url), *proof, "--seed", "3", "--report-dir", str(tmp_path)]) == 0
    printed = capfd.readouterr()
    assert "It conforms" in printed.out
    assert "21 auth-alternatives: the run was given only one proof of identity" in printed.out
    assert "with --seed 3" in printed.out
    written = "".join((tmp_path / name).read_text("utf-8") for name in ("junit.xml", "report.html", "report.json"))
    for secret in (token, demo.SECRET_KEY):
        assert secret not in written + printed.out + printed.err
    created = json.loads((tmp_path / "report.json").read_text("utf-8"))["created"]
    long = [each["name"] for each in created if len(each["name"]) > len(PREFIX) + 10]
    assert len(long) > 10
    assert all(PREFIX in name.lower()[: len(PREFIX) + 1] for name in long)


def test_without_a_terminal_a_line_a_subject_tells_that_the_run_is_alive_and_what_is_to_come(
    reference: RunningReference, capfd: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    arguments = [*target(reference.url), *KEYS, "--max-examples", "0"]
    monkeypatch.setattr(suite, "_LONG", float("inf"))
    assert main([*arguments, "--only", "names", "spellings"]) == 0
    printed = capfd.readouterr()
    subjects = ("a plain create", "names", "spellings", "the clean-up")
    assert "".join(f"now: {subject} …\n" for subject in subjects) in printed.out
    assert printed.err == ""
    monkeypatch.setattr(suite, "_LONG", 0)
    assert main(arguments) == 0
    printed_then = capfd.readouterr().out
    told = re.search(r"now: names, after (\d+) requests in [\d.]+ minutes, about [\d.]+ more …", printed_then)
    whole = re.search(r"^(\d+) requests", printed_then, flags=re.MULTILINE)
    assert told
    assert whole
    assert 0.2 < int(told[1]) / int(whole[1]) < 0.8


def test_in_a_workflow_deviations_are_annotated_and_summed_up(
    reference: RunningReference, tmp_path: Path, capfd: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("GITHUB_ACTIONS", "true")
    monkeypatch.setenv("GITHUB_STEP_SUMMARY", str(tmp_path / "summary.md"))
    assert main([*target(reference.url), *KEYS, "--only", "spellings"]) == 0
    printed = capfd.readouterr().out
    stop, end = re.findall(r"^::stop-commands::(\w+)$|^::(\w+)::$", printed, flags=re.MULTILINE)
    assert stop[0] == end[1] != ""
    assert printed.index("It conforms: ") in range(printed.index(stop[0]), printed.index(f"::{stop[0]}::"))
    assert "::error" not in printed
    assert main([*target(reference.url), "--token", "no-such-token"]) == 2
    assert "\n::error title=It could not be judged::http" in capfd.readouterr().out
    summary = (tmp_path / "summary.md").read_text("utf-8")
    assert summary.index("## dws-contract: It conforms") < summary.index("## dws-contract: It could not be judged")
    assert demo.SECRET_KEY not in summary


def test_credentials_come_from_the_environment(
    reference: RunningReference, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("OS_TOKEN", reference.token())
    monkeypatch.setenv("HUAWEICLOUD_SDK_AK", demo.ACCESS_KEY)
    monkeypatch.setenv("HUAWEICLOUD_SDK_SK", demo.SECRET_KEY)
    assert main([*target(reference.url), "--max-examples", "0"]) == 0
    held = len(CLAUSES) - len(IN_NO_TIME)
    assert f"{held} clauses held, 0 broken, {len(IN_NO_TIME)} not reached" in capfd.readouterr().out


@pytest.mark.parametrize("option", ["--token", "--access-key", "--secret-key", "--security-token"])
def test_a_credential_may_begin_with_a_hyphen(option: str, capfd: pytest.CaptureFixture[str]) -> None:
    with RawServer(answer(401)) as server:
        assert main([*target(server.url), *KEYS, option, "-x--url"]) == 2
        sent = server.requests[0].decode("latin-1")
    assert capfd.readouterr().err.count("\n") == 1
    assert ("-x--url" in sent) == (option != "--secret-key")


def test_a_user_name_may_begin_with_a_hyphen(
    monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    with RawServer(answer(401)) as server:
        for name, value in {"AUTH_URL": f"{server.url}/v3", "PASSWORD": "p", "USER_DOMAIN_NAME": "d"}.items():
            monkeypatch.setenv(f"OS_{name}", value)
        assert main([*target(server.url), "--username", "-u--url"]) == 2
        assert b'"-u--url"' in server.requests[0]
    assert capfd.readouterr().err.count("\n") == 1


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        (["--timeout", "inf"], "--timeout is inf, but must be above 0 and at most 86400.\n"),
        (["--busy-timeout", "nan"], "--busy-timeout is nan, but must not be negative.\n"),
        (["--rate-limit", "nan"], "--rate-limit is nan, but must be above 0.\n"),
        (["--username", "u"], "No token can be fetched: auth_url must be http"),
    ],
)
def test_what_cannot_be_used_is_one_sentence(
    arguments: list[str], sentence: str, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    for name, value in {"AUTH_URL": "iam.example", "PASSWORD": "p", "USER_DOMAIN_NAME": "d"}.items():
        monkeypatch.setenv(f"OS_{name}", value)
    assert main([*target("http://127.0.0.1:9"), "--token", "a-token", *arguments]) == 2
    said = capfd.readouterr().err
    assert (said.startswith(sentence), said.count("\n")) == (True, 1), said


def test_creates_are_capped_and_what_they_would_have_shown_is_not_a_pass(reference: RunningReference) -> None:
    options = Options(
        url=reference.url,
        project_id=demo.PROJECT_ID,
        cluster_id=demo.CLUSTER_ID,
        access_key=demo.ACCESS_KEY,
        secret_key=demo.SECRET_KEY,
        seed=SEED,
        max_creates=4,
        max_examples=0,
    )
    report = run(options)
    assert len(report.created) <= 4
    missed = {verdict.clause.id: verdict.reason for verdict in report.of("not reached")}
    assert "name-distinct" in missed
    assert "--max-creates" in missed["name-unique-concurrent"]
    assert report.conforms, report.summary()


def test_a_run_about_some_subjects_asks_nothing_else(
    reference: RunningReference, tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    only = ["--only", "spellings", "clusters"]
    assert main([*target(reference.url), *KEYS, "--seed", "3", *only, "--report-dir", str(tmp_path)]) == 0
    printed = capfd.readouterr().out
    assert "43 name-min-length" in printed
    assert ": the run tested only spellings, clusters" in printed
    assert "Repeat this run with --seed 3 --only spellings clusters." in printed
    data = json.loads((tmp_path / "report.json").read_text("utf-8"))
    assert data["only"] == ["spellings", "clusters"]
    states = {clause["id"]: clause["state"] for clause in data["clauses"]}
    assert states["cluster-id-case"] == "held"
    assert {states["name-unique"], states["delete-accepted"], states["page-limit"]} == {"not reached"}


@pytest.mark.parametrize("subject", SUBJECTS)
def test_each_subject_can_be_asked_about_alone(subject: str, reference: RunningReference) -> None:
    report = run(
        Options(
            url=reference.url,
            project_id=demo.PROJECT_ID,
            cluster_id=demo.CLUSTER_ID,
            access_key=demo.ACCESS_KEY,
            secret_key=demo.SECRET_KEY,
            seed=SEED,
            only=(subject,),
        )
    )
    assert report.conforms, report.summary()
    assert report.left == ()


@pytest.mark.parametrize(
    ("changes", "proof", "sentence"),
    [
        ({}, ["--token", "no-such-token"], "the credentials were refused (401)"),
        ({}, ["--access-key", demo.ACCESS_KEY, "--secret-key", "wrong-secret"], "the credentials were refused (401)"),
        ({"project-id": "0" * 32}, KEYS, "the request was forbidden (403)"),
        ({"cluster-id": "00000000-0000-0000-0000-000000000000"}, KEYS, "was not found (404)"),
    ],
)
def test_where_no_create_succeeds_nothing_is_judged(
    changes: dict[str, str],
    proof: list[str],
    sentence: str,
    reference: RunningReference,
    capfd: pytest.CaptureFixture[str],
) -> None:
    assert main([*target(reference.url, **changes), *proof]) == 2
    printed = capfd.readouterr()
    assert sentence in printed.err
    assert printed.err.count("\n") == 1
    assert "wrong-secret" not in printed.err + printed.out
    assert "conforms" not in printed.out


def test_the_answer_that_stopped_a_run_is_shown(tmp_path: Path, capfd: pytest.CaptureFixture[str]) -> None:
    page = "<h1>Sign in, demo-token</h1>\nthen come back"
    moved = answer(302, page, Content_Type="text/html", Location="https://login.example/", Server="edge")
    with RawServer(moved) as server:
        arguments = [*target(server.url), "--token", "demo-token", "--report-dir", str(tmp_path)]
        assert main(arguments) == 2
    printed = capfd.readouterr()
    assert "the answer was 302, a redirect to https://login.example/." in printed.err
    shown = (
        "HTTP/1.1 302 -\ncontent-length: 43\ncontent-type: text/html\nlocation: https://login.example/\nserver: edge"
    )
    for text in (printed.out.replace("    ", ""), (tmp_path / "junit.xml").read_text("utf-8")):
        assert shown in text
    assert "Sign in, «the token»" in printed.out
    assert json.loads((tmp_path / "report.json").read_text("utf-8"))["stopped_by"].startswith(shown)
    assert "login.example" in (tmp_path / "report.html").read_text("utf-8")


def test_what_cannot_be_reached_is_not_judged(capfd: pytest.CaptureFixture[str]) -> None:
    with socket.socket() as unheard:
        unheard.bind(("127.0.0.1", 0))
        assert main([*target(f"http://127.0.0.1:{unheard.getsockname()[1]}"), *KEYS]) == 2
    assert "it cannot be reached" in capfd.readouterr().err
    with RawServer(answer(400)) as server:
        assert main([*target(server.url.replace("http:", "https:")), *KEYS, "--timeout", "2"]) == 2
    assert capfd.readouterr().err.count("\n") == 1
    with RawServer(silence) as server:
        assert main([*target(server.url), *KEYS, "--timeout", "0.2"]) == 2
    assert "no answer within 0.2 s" in capfd.readouterr().err


def test_a_service_that_disappears_is_not_judged(capfd: pytest.CaptureFixture[str]) -> None:
    answered = [CREATED] * 10
    with RawServer(*answered, close) as server:
        assert main([*target(server.url), *KEYS]) == 2
    printed = capfd.readouterr()
    assert "stopped answering" in printed.err
    assert " It had just got a" in printed.err
    assert "BROKEN 10 " not in printed.out, "no request is blamed for it"


@pytest.fixture
def interruptible() -> Iterator[None]:
    """Whoever is started here can be interrupted, even where the tests themselves were started with SIGINT ignored."""
    before = signal.signal(signal.SIGINT, signal.default_int_handler)
    yield
    signal.signal(signal.SIGINT, before)


@pytest.mark.usefixtures("interruptible")
@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_an_interrupted_run_reports_what_it_saw(number: signal.Signals, tmp_path: Path) -> None:
    command = [sys.executable, "-m", "dws_contract", *KEYS, "--report-dir", str(tmp_path)]
    started: list[subprocess.Popen[str]] = []

    def interrupt(connection: socket.socket) -> bool:
        os.kill(started[0].pid, number)
        return silence(connection)

    behaviours: list[Behaviour] = [CREATED] * 20
    with RawServer(*behaviours, interrupt, answer(404)) as server:
        arguments = [*command, *target(server.url)]
        with subprocess.Popen(arguments, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True) as process:
            started.append(process)
            printed, said = process.communicate(timeout=60)
    assert process.returncode == 2
    assert said == "The run was interrupted.\n"
    assert "It could not be judged" in printed
    data = json.loads((tmp_path / "report.json").read_text("utf-8"))
    assert data["outcome"] == "not judged"
    assert data["requests"] > 21
    assert any(clause["state"] == "broken" for clause in data["clauses"])


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        (["--url", "http://192.0.2.1"], "--yes-create-snapshots"),
        (["--url", "ftp://127.0.0.1"], "--url"),
        (["--url", "127.0.0.1:80"], "--url"),
        (["--project-id", "x"], "--project-id is 'x'"),
        (["--cluster-id", "x"], "--cluster-id is 'x'"),
        (["--secret-key", ""], "secret key"),
        (["--max-creates", "0"], "--max-creates is 0"),
        (["--max-restores", "-1"], "--max-restores is -1"),
        (["--busy-timeout", "-1"], "--busy-timeout is -1"),
        (["--timeout", "0"], "--timeout"),
        (["--only", "names", "nmes"], "--only is 'nmes'"),
        (["--report-dir", "/dev/null/x"], "--report-dir"),
        (["--report-dir", "/proc"], "--report-dir /proc cannot be written to"),
    ],
)
def test_bad_usage_is_one_sentence_and_sends_nothing(
    arguments: list[str], sentence: str, capfd: pytest.CaptureFixture[str]
) -> None:
    with RawServer(CREATED) as server:
        assert main([*target(server.url), *KEYS, *arguments]) == 2
        assert server.requests == []
    printed = capfd.readouterr()
    assert sentence in printed.err
    assert printed.err.count("\n") == 1


def test_missing_credentials_are_bad_usage(capfd: pytest.CaptureFixture[str]) -> None:
    assert main(target("http://127.0.0.1:9")) == 2
    assert "Credentials are missing" in capfd.readouterr().err
    assert main([*target("http://127.0.0.1:9"), "--access-key", "AK"]) == 2
    assert "needs a secret key" in capfd.readouterr().err
    with pytest.raises(UsageError):
        run(Options(url="http://127.0.0.1:9", project_id="x", cluster_id="y"))


def test_options_and_errors_show_no_secret() -> None:
    options = Options(url="u", project_id="p", cluster_id="c", token="the-token", secret_key="the-secret")
    assert "the-token" not in repr(options)
    assert "the-secret" not in repr(options)


def test_a_pace_spreads_requests_evenly() -> None:
    now, slept = [100.0], []

    def sleep(seconds: float) -> None:
        slept.append(seconds)
        now[0] += seconds

    pace = Pace(4, clock=lambda: now[0], sleep=sleep)
    for _ in range(5):
        pace.wait()
    assert slept == [0.25] * 4
    now[0] += 10
    pace.wait()
    assert len(slept) == 4
