"""Every failure is a DwsError; a client that can't be used fails before it sends anything."""

import asyncio
import json
import subprocess
import sys
import threading
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import httpx
import pytest

from dws_snapshots import (
    AsyncDwsClient,
    ConnectionFailed,
    DwsClient,
    InvalidRequest,
    MissingSetting,
    PasswordAuth,
    TokenAuth,
)
from support.calls import PROJECT_ID, SNAPSHOT, Create, both
from support.raw_server import RawServer, answer, silence

CREATED = '{"snapshot": {"id": "2a4d0f86-67cd-408a-8b66-017454fb7793"}}'
KINDS = pytest.mark.parametrize("kind", [DwsClient, AsyncDwsClient])
SETTINGS: dict[str, Any] = {"project_id": PROJECT_ID, "auth": TokenAuth("t")}


@pytest.fixture(autouse=True)
def _clean(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("http_proxy", "https_proxy", "all_proxy", "no_proxy", "ssl_cert_file", "ssl_cert_dir"):
        monkeypatch.delenv(name, raising=False)
        monkeypatch.delenv(name.upper(), raising=False)


@KINDS
@pytest.mark.parametrize("name", ["HTTP_PROXY", "HTTPS_PROXY", "ALL_PROXY"])
@pytest.mark.parametrize(
    "value",
    [
        "ftp://a-secret@proxy", "http://", "http://:8080", "http://a b", "http://[::1", "http://h:x", "http://h:99999",
        "http://a..b:1", "http://" + "a" * 64, "socks4://h:1", "nonsense://", "http://u:a-secret/@h:1", "h:99999", "//",
    ],
)  # fmt: skip
def test_a_proxy_that_is_none_is_told(kind: Any, name: str, value: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(name, value)
    with pytest.raises(MissingSetting, match=f"^{name} must be a proxy's address") as caught:
        kind("http://dws.invalid", **SETTINGS)
    assert "a-secret" not in str(caught.value)


@KINDS
@pytest.mark.parametrize("value", ["[::1]", "http://[::1]:x", "a b\x7f"])
def test_a_no_proxy_that_httpx_cannot_use_is_told(kind: Any, value: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("NO_PROXY", value)
    with pytest.raises(MissingSetting, match="NO_PROXY"):
        kind("http://dws.invalid", **SETTINGS)


@KINDS
@pytest.mark.parametrize("name", ["SSL_CERT_FILE"])
def test_certificates_that_are_none_are_told(
    kind: Any, name: str, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    (tmp_path / "text").write_text("no certificate")
    for path in (tmp_path / "missing", tmp_path / "text", tmp_path):
        monkeypatch.setenv(name, str(path))
        with pytest.raises(MissingSetting, match="certificates of SSL_CERT_FILE"):
            kind("http://dws.invalid", **SETTINGS)


def test_the_environment_of_a_project_that_is_looked_up_is_told_too(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("NO_PROXY", "[::1]")
    auth = PasswordAuth("http://iam.invalid", username="u", password="p", domain_name="d", project_name="p")
    with pytest.raises(MissingSetting, match="NO_PROXY"):
        auth.fetch_project_id()


@KINDS
@pytest.mark.parametrize(
    "changes",
    [
        {"timeout": 1e300}, {"timeout": -1}, {"timeout": float("nan")}, {"timeout": "5"}, {"timeout": None},
        {"timeout": httpx.Timeout(-1)}, {"timeout": httpx.Timeout(5, read=1e300)}, {"timeout": True},
        {"transport": "proxy"}, {"transport": 5}, {"auth": None}, {"auth": ("u", "p")}, {"project_id": None},
    ],
)  # fmt: skip
def test_an_argument_of_the_wrong_kind_is_refused(kind: Any, changes: dict[str, Any]) -> None:
    with pytest.raises(InvalidRequest, match=f"^{next(iter(changes))} must "):
        kind("http://dws.invalid", **{**SETTINGS, **changes})


def test_a_transport_of_the_other_kind_is_refused() -> None:
    with pytest.raises(InvalidRequest, match=r"^transport must "):
        DwsClient("http://dws.invalid", **SETTINGS, transport=httpx.AsyncHTTPTransport())  # type: ignore[arg-type]
    with pytest.raises(InvalidRequest, match=r"^transport must "):
        AsyncDwsClient("http://dws.invalid", **SETTINGS, transport=httpx.HTTPTransport())  # type: ignore[arg-type]


class Failing(httpx.BaseTransport, httpx.AsyncBaseTransport):
    """A transport of the caller's that fails as a socket does."""

    def __init__(self, error: Exception) -> None:
        self._error = error

    def handle_request(self, request: httpx.Request) -> httpx.Response:
        raise self._error

    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        raise self._error


@both
@pytest.mark.parametrize(
    "error",
    [OSError(5, "broken"), ConnectionResetError(), TimeoutError(), UnicodeError("label empty"), OverflowError("port")],
)
def test_a_failure_of_another_transport_is_of_the_tree(create: Create, error: Exception) -> None:
    with pytest.raises(ConnectionFailed) as caught:
        create("http://dws.invalid", transport=Failing(error))
    assert caught.value.may_have_been_sent
    assert caught.value.__cause__ is error


@both
@pytest.mark.parametrize("proxy", ["http://a..b:1", "http://127.0.0.1:99999"])
def test_a_proxy_of_the_callers_that_cannot_be_reached_means_that_nothing_was_sent(create: Create, proxy: str) -> None:
    kind = httpx.AsyncHTTPTransport if "async" in create.__name__ else httpx.HTTPTransport
    with pytest.raises(ConnectionFailed) as caught:
        create("http://dws.invalid", transport=kind(proxy=proxy))
    assert not caught.value.may_have_been_sent


def test_a_client_that_was_closed_sends_nothing() -> None:
    with RawServer(answer(200, CREATED)) as server:
        dws = DwsClient(server.url, **SETTINGS)
        with dws:
            dws.create_snapshot(**SNAPSHOT)
        dws.close()
        for call in (dws.list_snapshots, lambda: dws.create_snapshot_once(**SNAPSHOT, timeout=60)):
            with pytest.raises(InvalidRequest, match=r"^client must not be used after it was closed"):
                call()
    assert len(server.requests) == 1


LOOPS = """
import asyncio, sys
from dws_snapshots import *
from httpx import AsyncHTTPTransport
from httpx_aiohttp import AiohttpTransport
url, kind = sys.argv[1:]
transport = {"none": None, "httpx": AsyncHTTPTransport(), "aiohttp": AiohttpTransport()}[kind]
dws = AsyncDwsClient(url, project_id="89cd04f168b84af6be287f71730fdb4b", auth=TokenAuth("t"), transport=transport)
for _ in range(3):
    try:
        print(asyncio.run(dws.create_snapshot(name="name", cluster_id="44b277eb-39be-4921-be31-3d61b43651d7")).id)
    except DwsError as error:
        print(error)
asyncio.run(dws.aclose())
"""


@pytest.mark.parametrize(("transport", "works"), [("none", True), ("httpx", False), ("aiohttp", False)])
def test_one_client_in_several_loops_works_or_is_refused(transport: str, works: bool) -> None:
    with RawServer(answer(200, CREATED)) as server:
        done = run(LOOPS, server.url, transport)
    first, *others = done.stdout.splitlines()
    assert done.returncode == 0
    assert "Traceback" not in done.stderr
    assert first == "2a4d0f86-67cd-408a-8b66-017454fb7793"
    assert len(others) == 2
    if works:
        assert set(others) == {first}
    else:
        assert all(
            other.startswith("transport must be created in the event loop that uses it; given ") for other in others
        )
    assert len(server.requests) == (3 if works else 1)


def test_one_client_in_two_loops_at_the_same_time_is_refused() -> None:
    came = threading.Event()

    def behave(connection: Any) -> bool:
        came.set()
        return silence(connection)

    with RawServer(behave) as server, ThreadPoolExecutor(1) as pool:
        dws = AsyncDwsClient(server.url, **SETTINGS, timeout=3)
        first = pool.submit(lambda: asyncio.run(held(dws)))
        assert came.wait(60)
        with pytest.raises(InvalidRequest, match=r"^client must stay in one event loop"):
            asyncio.run(dws.create_snapshot(**SNAPSHOT))
        assert isinstance(first.result(), ConnectionFailed)
    assert len(server.requests) < 2


async def held(dws: AsyncDwsClient) -> Exception:
    async with dws:
        with pytest.raises(ConnectionFailed) as caught:
            await dws.create_snapshot(**SNAPSHOT)
        return caught.value


def test_a_transport_without_connections_serves_every_loop() -> None:
    transport = httpx.MockTransport(lambda request: httpx.Response(200, text=CREATED))
    dws = AsyncDwsClient("http://dws.invalid", **SETTINGS, transport=transport)
    for _ in range(2):
        assert asyncio.run(dws.create_snapshot(**SNAPSHOT)).id


FORK = """
import asyncio, os, sys
from httpx import HTTPTransport
from dws_snapshots import *
url, kind = sys.argv[1:]
auth = PasswordAuth(url, username="u", password="p", domain_name="d", project_name="p")
project = "89cd04f168b84af6be287f71730fdb4b"
if kind == "async":
    client = AsyncDwsClient(url, project_id=project, auth=auth)
    runner = asyncio.Runner()
    def read(id):
        return runner.run(client.list_snapshot_details(id)).id
else:
    dws = DwsClient(url, project_id=project, auth=auth, transport=HTTPTransport() if kind == "transport" else None)
    def read(id):
        return dws.list_snapshot_details(id).id

def ids(letter):
    return [f"2a4d0f86-67cd-408a-8b66-{letter * 4}{number:08}" for number in range(100)]

assert read(ids("a")[0]) == ids("a")[0]
children = []
for letter in "bcde":
    child = os.fork()
    if not child:
        if kind == "async":
            runner = asyncio.Runner()
        try:
            code = sum(read(id) != id for id in ids(letter))
        except InvalidRequest as error:
            code = 100 if str(error).startswith("transport must be created in the process that uses it, after") else 101
        except BaseException as error:
            print(repr(error), file=sys.stderr, flush=True)
            code = 102
        os._exit(code)
    children.append(child)
own = sum(read(id) != id for id in ids("a"))
print(own, *(os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) for child in children))
"""


class Handler(BaseHTTPRequestHandler):
    """Issues tokens and gives the snapshot that is asked for."""

    protocol_version = "HTTP/1.1"
    disable_nagle_algorithm = True

    def do_POST(self) -> None:
        self.rfile.read(int(self.headers["Content-Length"]))
        self.reply(201, '{"token": {"expires_at": "2126-01-01T00:00:00Z"}}')

    def do_GET(self) -> None:
        self.reply(200, json.dumps({"snapshot": {"id": self.path.rpartition("/")[2]}}))

    def reply(self, status: int, body: str) -> None:
        self.send_response(status)
        self.send_header("Content-Length", str(len(body)))
        self.send_header("X-Subject-Token", "t")
        self.end_headers()
        self.wfile.write(body.encode())

    def log_message(self, *_: object) -> None:
        pass


@pytest.fixture
def service() -> Iterator[str]:
    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as server:
        server.daemon_threads = True
        threading.Thread(target=server.serve_forever, args=(0.01,), daemon=True).start()
        yield f"http://127.0.0.1:{server.server_port}"
        server.shutdown()


def run(program: str, *arguments: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-c", program, *arguments]
    return subprocess.run(command, capture_output=True, text=True, timeout=300, check=False)


@pytest.mark.parametrize(
    ("kind", "expected"), [("sync", "0 0 0 0 0"), ("async", "0 0 0 0 0"), ("transport", "0 100 100 100 100")]
)
def test_after_a_fork_each_process_has_connections_of_its_own(service: str, kind: str, expected: str) -> None:
    done = run(FORK, service, kind)
    assert (done.stdout.strip(), done.returncode) == (expected, 0), done.stderr


FORK_WHILE_FETCHING = """
import os, sys, threading
from dws_snapshots import *
iam, url = sys.argv[1:]
auth = PasswordAuth(iam, username="u", password="p", domain_name="d", project_name="p")
dws = DwsClient(url, project_id="89cd04f168b84af6be287f71730fdb4b", auth=auth)
def create():
    return dws.create_snapshot(name="name", cluster_id="44b277eb-39be-4921-be31-3d61b43651d7").id
threading.Thread(target=create, daemon=True).start()
sys.stdin.readline()
child = os.fork()
if not child:
    os._exit(0 if create() else 1)
print(os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]), flush=True)
os._exit(0)
"""


def test_a_child_does_not_wait_for_a_token_that_the_parent_fetches() -> None:
    came = threading.Event()

    def behave(connection: Any) -> bool:
        came.set()
        return silence(connection)

    token = answer(201, '{"token": {"expires_at": "2126-01-01T00:00:00Z"}}', X_Subject_Token="t")
    with RawServer(behave, token) as iam, RawServer(answer(200, CREATED)) as dws:
        command = [sys.executable, "-c", FORK_WHILE_FETCHING, iam.url, dws.url]
        with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as parent:
            assert came.wait(60)
            told, _ = parent.communicate("go\n", timeout=300)
    assert told == "0\n"
    assert len(dws.requests) == 1
