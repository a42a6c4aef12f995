"""The command `dws-reference`: its output, and the secrets that it never prints."""

from __future__ import annotations

import re
import socket
import subprocess
import sys
from importlib.metadata import version
from pathlib import Path

import httpx
import pytest

from dws_reference import demo
from dws_reference.cli import read_settings
from dws_reference.settings import Settings
from support.raw_client import exchange, head
from support.running import SNAPSHOTS, running_reference, token_request

ROOT = Path(__file__).parents[2]
ID, OTHER = demo.CLUSTER_ID, "00000000-0000-4000-8000-00000000000A"
SECRET = "Secret-0123456789-Secret"
LINE = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ (\S+) (\S+) (\d{3}) \d+\.\dms ([0-9a-f]{32})")


def run(*options: str, **environment: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "dws_reference", "--port", "0", *options]
    return subprocess.run(command, capture_output=True, text=True, env=environment, timeout=60, check=False)


def test_help_tells_the_demo_account() -> None:
    shown = run("--help")
    assert shown.returncode == 0
    for fact in (demo.PROJECT_ID, demo.CLUSTER_ID, demo.ACCESS_KEY, demo.SECRET_KEY, demo.USERNAME, demo.PASSWORD):
        assert fact in shown.stdout
    assert "--version" in shown.stdout


def test_the_module_shows_its_version_too() -> None:
    assert run("--version").stdout == f"dws-reference {version('dws-snapshots')}\n"


@pytest.mark.parametrize(
    ("options", "sentence"),
    [
        (["--port", "x"], "--port: must be a number from 0 to 65535, not 'x'"),
        (["--port", "65536"], "--port: must be a number from 0 to 65535, not '65536'"),
        (["--workers", "0"], "--workers: must be a number from 1 to 64, not '0'"),
        (["--workers", "2"], "--workers 2: several workers can't share a database in memory"),
        (
            ["--project-id", "X"],
            "--project-id: must be 32 hexadecimal digits or a UUID, in lower case, not 'X'",
        ),
        (["--cluster-id", "12"], "--cluster-id: must be a UUID, not '12'"),
        ([f"--cluster-id={ID}=dws"], "--cluster-id: a name must be 4 to 64 letters, digits, - and _, and begin"),
        ([f"--cluster-id={ID}=Dws-1", f"--cluster-id={OTHER}=dws-1"], "--cluster-id: two clusters are named dws-1"),
        (["--secret-key", ""], "--secret-key: must not be empty"),
        (["--creation-time", "-1"], "--creation-time: must be seconds such as 90 or 0.5, not '-1'"),
        (["--creation-time", "1e3"], "--creation-time: must be seconds such as 90 or 0.5, not '1e3'"),
        (["--automated", "x"], "--automated: must be a number from 0 to 1000, not 'x'"),
        (["--clock", "x"], "--clock: must be real or manual, not 'x'"),
        (["--clock", "manual"], "--clock manual needs --admin, which moves the clock"),
        (
            ["--admin", "--host", "0.0.0.0"],
            "--admin: --host 0.0.0.0 can be reached from elsewhere; to allow that, pass --admin anywhere",
        ),
        (["--admin", "everywhere"], "--admin: must be local or anywhere, not 'everywhere'"),
        (["--fault", "x"], '--fault: kind: must be latency, unavailable, reset-before or reset-after, not "x"'),
        (["--fault", "latency"], "--fault: seconds: must be a number from 0.001 to 3600, not 0.0"),
        (["--fault", "latency,seconds=nan"], "--fault: seconds: must be a number from 0.001 to 3600, not NaN"),
        (["--fault", "unavailable,count"], '--fault: must be KIND[,NAME=VALUE]…, each name once, not "count"'),
        (["--fault", "unavailable,operation=x"], "--fault: no operation is named 'x'"),
        (["--host", "nowhere.invalid"], "--host nowhere.invalid --port 0: cannot listen there"),
        (["--database", "none"], "--database: the URL must be sqlite:///FILE or postgresql+psycopg://…"),
        (["--database", f"mysql://u:{SECRET}@h/d"], "--database: mysql is not supported; use SQLite or PostgreSQL"),
        (["--database", "sqlite:////none/none/x.db"], "cannot be used: unable to open database file"),
        (["--database", f"postgresql://u:{SECRET}@127.0.0.1:1/d"], "postgresql+psycopg://127.0.0.1:1/d cannot be used"),
        (["--allow-host", "a b"], "--allow-host: must be a host's name or address without a port, not 'a b'"),
        (["--allow-host", "h:80"], "--allow-host: must be a host's name or address without a port, not 'h:80'"),
        (["--cors", "localhost"], "--cors: must be an origin such as http://localhost:5173, or *, not 'localhost'"),
        (["--cors", "http://h/"], "--cors: must be an origin such as http://localhost:5173, or *, not 'http://h/'"),
        (["--unknown"], "unrecognized arguments: --unknown"),
    ],
)
def test_what_cannot_start_says_why_in_one_sentence(options: list[str], sentence: str) -> None:
    ended = run(*options)
    assert ended.returncode == 2
    assert ended.stdout == ""
    assert ended.stderr.startswith("dws-reference: ")
    assert sentence in ended.stderr
    assert ended.stderr.count("\n") == 1
    assert SECRET not in ended.stderr


def test_an_operation_that_nothing_handles_is_told(tmp_path: Path) -> None:
    document = (ROOT / "openapi.yaml").read_text(encoding="utf-8")
    gadgets = "paths:\n  /v1.0/{project_id}/gadgets:\n    get:\n      operationId: listGadgets\n"
    (tmp_path / "openapi.yaml").write_text(document.replace("\npaths:\n", f"\n{gadgets}"), encoding="utf-8")
    (tmp_path / "tests").mkdir()
    (tmp_path / "tests/dws_reference").symlink_to(ROOT / "tests/dws_reference")
    command = [sys.executable, "-m", "dws_reference", "--port", "0"]
    ended = subprocess.run(command, cwd=tmp_path / "tests", capture_output=True, text=True, timeout=60, check=False)
    sentence = "openapi.yaml: the operation listGadgets, GET /v1.0/{project_id}/gadgets, has no handler"
    assert (ended.returncode, ended.stdout, ended.stderr) == (2, "", f"dws-reference: {sentence}\n")


def test_admin_may_be_served_anywhere_if_that_is_meant() -> None:
    with running_reference("--host", "0.0.0.0", "--admin", "anywhere") as server, server.client() as client:
        assert client.get("/admin/clock").status_code == 200


def test_what_is_not_installed_is_told() -> None:
    program = "import sys; sys.modules['granian'] = None; from dws_reference.cli import main; main([])"
    ended = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=False)
    sentence = "granian is not installed; it comes with the extra dws-snapshots[reference]"
    assert (ended.returncode, ended.stderr) == (2, f"dws-reference: {sentence}\n")


def test_a_port_that_is_taken_is_told() -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = str(taken.getsockname()[1])
        ended = run("--port", port)
    assert ended.returncode == 2
    assert (
        ended.stderr == f"dws-reference: --host 127.0.0.1 --port {port}: cannot listen there: address already in use\n"
    )


def test_two_references_never_share_a_port() -> None:
    with running_reference() as server:
        ended = run("--port", str(server.address[1]))
    assert ended.returncode == 2
    assert "already in use" in ended.stderr


def test_every_option_may_be_a_variable() -> None:
    clusters = [(ID, ""), (OTHER, "=Warehouse_2")]
    variables = {
        "DWS_REFERENCE_USERNAME": "somebody",
        "DWS_REFERENCE_PASSWORD": SECRET,
        "DWS_REFERENCE_CLUSTER_ID": ",".join(map("".join, clusters)),
    }
    with running_reference("--admin", environment=variables) as server:
        token = server.token(username="somebody", password=SECRET)
        for number, (cluster, _) in enumerate(clusters):
            assert server.create(token, f"snapshot-{number}", cluster_id=cluster).status == 200
        told = httpx.get(f"{server.url}/admin/clusters/{OTHER}", headers={"X-Auth-Token": token}, trust_env=False)
        assert told.json()["cluster"]["name"] == "Warehouse_2"


def test_a_credential_may_begin_with_a_hyphen() -> None:
    given = {"--access-key": "-a", "--secret-key": "--s", "--username": "-u", "--password": "-p=1", "--domain": "--d"}
    settings = read_settings([each for pair in given.items() for each in pair])
    assert given == {
        "--access-key": settings.access_key,
        "--secret-key": settings.secret_key,
        "--username": settings.username,
        "--password": settings.password,
        "--domain": settings.domain,
    }


def test_standard_output_is_one_line_and_the_log_one_line_a_request() -> None:
    with running_reference() as server:
        answers = [
            exchange(server.address, head(method, target))
            for method, target in [
                ("GET", "/v3"),
                ("FOO", "/v3?password=hidden"),
                ("GET", "/%1b[31m"),
                ("GET", f"/{'x' * 1000}"),
                ("POST", SNAPSHOTS),
            ]
        ]
        assert server.stop() == 0
        assert server.process.stdout
        assert server.process.stdout.read() == ""
        lines = [LINE.fullmatch(line) for line in server.log().splitlines()]
        logged = [line.groups() for line in lines if line]
    ids = [answer.headers["X-Request-Id"] for answer in answers]
    targets = ["/v3", "/v3", "/%1b[31m", f"/{'x' * 199}…", SNAPSHOTS]
    assert [(target, int(status), request_id) for _, target, status, request_id in logged] == list(
        zip(targets, [200, 405, 404, 404, 401], ids, strict=True)
    )


def test_no_secret_is_ever_written_down() -> None:
    secrets = {name: f"{name}-{SECRET}" for name in ("SECRET_KEY", "PASSWORD", "SECURITY_TOKEN")}
    environment = {f"DWS_REFERENCE_{name}": value for name, value in secrets.items()}
    with running_reference(environment=environment) as server:
        token = server.token(password=secrets["PASSWORD"])
        wrong = token_request(password=f"{SECRET}-wrong")
        answers = [server.post("/v3/auth/tokens", wrong)]
        claim = f"SDK-HMAC-SHA256 Access=AK, SignedHeaders={SECRET}, Signature={'0' * 64}"
        for proof in (
            [f"X-Auth-Token: {token}"],
            [f"X-Auth-Token: {token}x"],
            [f"Authorization: {claim}", f"X-Sdk-Date: {SECRET}"],
        ):
            answers += [server.post(SNAPSHOTS, content, *proof) for content in ({}, {"snapshot": {"name": 1}})]
        server.stop()
        log = server.log()
    assert [answer.status for answer in answers] == [401, 400, 400, 401, 401, 401, 401]
    assert len(log.splitlines()) == len(answers) + 1
    for text in [log, *(answer.content.decode() for answer in answers)]:
        assert SECRET not in text
        assert token not in text


def test_settings_show_no_secret() -> None:
    database = f"postgresql://u:{SECRET}@h/d"
    assert SECRET not in repr(Settings(secret_key=SECRET, password=SECRET, security_token=SECRET, database=database))
