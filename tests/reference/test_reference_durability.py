"""Which data a reference keeps, however it ends, and how several references share one database."""

from __future__ import annotations

import os
import signal
import socket
import sqlite3
from collections.abc import Iterable
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, closing, suppress
from itertools import cycle
from pathlib import Path

import pytest
import sqlalchemy

from dws_reference import demo
from support.databases import NewDatabase
from support.raw_client import PATIENCE, RawAnswer, head, receive
from support.running import CLUSTER_SNAPSHOTS, SNAPSHOTS, RunningReference, running_reference

EXPECT = "Expect: 100-continue"
CLOSE = "ALTER DATABASE {name} ALLOW_CONNECTIONS false"
DISCONNECT = "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = '{name}'"
OPEN = "ALTER DATABASE {name} ALLOW_CONNECTIONS true"


def create_at_once(servers: Iterable[RunningReference], token: str, names: list[str]) -> list[RawAnswer]:
    """One create a name, all at once, by turns on the servers."""
    with ThreadPoolExecutor(len(names)) as threads:
        return list(threads.map(lambda each: each[0].create(token, each[1]), zip(cycle(servers), names)))


def test_what_was_answered_survives_a_kill(durable_database: str) -> None:
    options = ("--database", durable_database)
    with running_reference(*options) as server:
        token = server.token()
        names = [f"snapshot-{number}" for number in range(50)]
        assert {answer.status for answer in create_at_once([server], token, names)} == {200}
        assert server.stop(signal.SIGKILL) == -signal.SIGKILL
    with running_reference(*options) as server:
        codes = [server.create(token, name.upper()).json()["error_code"] for name in names]
        assert codes == ["DWS.5039"] * len(names)
        assert server.create(token, "another-name").status == 200


def test_a_life_survives_a_kill(durable_database: str) -> None:
    """What was deleted stays deleted, what was being made goes on being made, what was restored is there."""
    options = ("--database", durable_database, "--workers", "2", "--clock", "manual", "--admin", "--creation-time", "9")
    with running_reference(*options) as server, server.client() as client:
        snapshots = []
        for number in range(3):
            snapshots.append(server.create(server.token(), f"life-{number}").json()["snapshot"]["id"])
            assert client.post("/admin/clock", json={"advance": 9 if number < 2 else 3}).status_code == 200
        assert client.delete(f"{SNAPSHOTS}/{snapshots[0]}").status_code == 202
        restore = {"restore": {"name": "dws-restored"}}
        cluster = client.post(f"{SNAPSHOTS}/{snapshots[1]}/actions", json=restore).json()["cluster"]["id"]
        before = client.get(SNAPSHOTS).json()
        assert server.stop(signal.SIGKILL) == -signal.SIGKILL
    with running_reference(*options) as server, server.client() as client:
        assert client.get(SNAPSHOTS).json() == before
        assert client.get(CLUSTER_SNAPSHOTS).json()["count"] == before["count"] == 3
        gone = client.get(f"{SNAPSHOTS}/{snapshots[0]}")
        assert (gone.status_code, gone.json()["error_code"]) == (400, "DWS.0001")
        making = client.get(f"{SNAPSHOTS}/{snapshots[2]}").json()["snapshot"]
        assert (making["status"], making["progress"]) == ("CREATING", "33")
        assert server.create(server.token(), "life-3").status == 403
        assert server.create(server.token(), "life-3", cluster_id=cluster).status == 200


def test_who_takes_no_time_waits_for_what_does(sqlite: NewDatabase) -> None:
    """A reference that makes snapshots at once meets one that an earlier run is still making."""
    options = ("--database", sqlite(), "--clock", "manual", "--admin")
    with running_reference(*options, "--creation-time", "9") as server:
        assert server.create(server.token(), "slow").status == 200
    with running_reference(*options) as server, server.client() as client:
        assert server.create(server.token(), "quick-1").status == 403
        assert client.post("/admin/clock", json={"advance": 9}).status_code == 200
        assert [server.create(server.token(), f"quick-{number}").status for number in (1, 2)] == [200, 200]


def test_one_snapshot_at_a_time_whoever_is_asked(durable_database: str) -> None:
    """Creates and copies at once on two references of two workers each: one of each round is made."""
    options = ("--database", durable_database, "--workers", "2", "--clock", "manual", "--admin", "--creation-time", "9")
    with running_reference(*options) as first, running_reference(*options) as second, first.client() as client:
        token = first.token()
        source = client.get(SNAPSHOTS).json()["snapshots"][0]["id"]

        def make(number: int) -> RawAnswer:
            server = (first, second)[number % 2]
            if number % 5:
                return server.create(token, f"round-{number}")
            body = {"backup_name": f"round-{number}"}
            return server.post(f"{SNAPSHOTS}/{source}/linked-copy", body, f"X-Auth-Token: {token}")

        for round_ in range(3):
            with ThreadPoolExecutor(30) as threads:
                answers = list(threads.map(make, range(round_ * 30, round_ * 30 + 30)))
            assert sorted(answer.status for answer in answers) == [200] + [403] * 29
            assert {answer.json()["error_code"] for answer in answers if answer.status == 403} == {"DWS.7023"}
            assert client.post("/admin/clock", json={"advance": 9}).status_code == 200
        assert client.get(CLUSTER_SNAPSHOTS).json()["count"] == 4


def test_a_snapshot_is_deleted_once_whoever_is_asked(durable_database: str) -> None:
    with running_reference("--database", durable_database, "--workers", "2") as server, server.client() as client:
        for number in range(5):
            snapshot_id = server.create(server.token(), f"once-{number}").json()["snapshot"]["id"]
            with ThreadPoolExecutor(10) as threads:
                answers = list(threads.map(lambda _: client.delete(f"{SNAPSHOTS}/{snapshot_id}"), range(10)))  # noqa: B023
            assert sorted(answer.status_code for answer in answers) == [202] + [400] * 9
        assert client.get(CLUSTER_SNAPSHOTS).json()["count"] == 1


def test_the_tables_of_an_earlier_version_are_told(durable_database: str) -> None:
    engine = sqlalchemy.create_engine(durable_database)
    with engine.begin() as connection:
        connection.execute(sqlalchemy.text("CREATE TABLE clusters (project_id VARCHAR(32), id VARCHAR(36))"))
    engine.dispose()
    sentence = "has the tables of another version of dws-reference; name an empty database"
    with pytest.raises(RuntimeError, match=sentence), running_reference("--database", durable_database):
        pass


def settled_port() -> str:
    """A port that is free, and below those that a system gives to whoever asks for any: it stays free for a while."""
    for port in range(20000, 32768):
        with suppress(OSError), socket.create_server(("127.0.0.1", port)):
            return str(port)
    raise RuntimeError("no port is free")


def test_a_killed_reference_leaves_its_port(sqlite: NewDatabase) -> None:
    port = settled_port()
    options = ("--database", sqlite(), "--workers", "2", "--port", port)
    with running_reference(*options) as server:
        kept = socket.create_connection(server.address, timeout=PATIENCE)
        server.stop(signal.SIGKILL)
        with kept, suppress(ConnectionResetError):
            assert kept.recv(1) == b"", "the worker has gone too"
    with running_reference(*options) as server:
        assert server.address[1] == int(port)
        assert server.create(server.token(), "snapshot-1").status == 200


@pytest.mark.parametrize("workers", ["1", "2"])
def test_requests_in_flight_are_finished_on_sigterm(sqlite: NewDatabase, workers: str) -> None:
    with running_reference("--database", sqlite(), "--workers", workers) as server:
        content = b'{"snapshot": {"name": "in-flight", "cluster_id": "%s"}}' % demo.CLUSTER_ID.encode()
        token = server.token()
        length = f"Content-Length: {len(content)}"
        headers = (f"X-Auth-Token: {token}", "Content-Type: application/json", "Expect: 100-continue", length)
        with socket.create_connection(server.address, timeout=PATIENCE) as connection:
            connection.sendall(head("POST", SNAPSHOTS, *headers))
            assert connection.recv(25) == b"HTTP/1.1 100 Continue\r\n\r\n", "the request is in flight"
            server.process.send_signal(signal.SIGTERM)
            while is_listening(server):
                pass
            connection.sendall(content)
            answer = receive(connection)
        assert server.process.wait(PATIENCE) == 0
        assert answer.status == 200
        assert f"POST {SNAPSHOTS} 200" in server.log()
        assert "Traceback" not in server.log()


def test_slow_senders_do_not_keep_it_from_ending(sqlite: NewDatabase) -> None:
    """One stands still within a head, one within a body, one while its answer is held back by a fault."""
    create = b'{"snapshot": {"name": "held-back", "cluster_id": "%s"}}' % demo.CLUSTER_ID.encode()
    with running_reference("--database", sqlite(), "--workers", "2", "--fault", "latency,seconds=3600") as server:
        token = f"X-Auth-Token: {server.token()}"
        held = head("POST", SNAPSHOTS, token, "Content-Type: application/json", f"Content-Length: {len(create)}")
        awaited = head("POST", "/v3/auth/tokens", "Content-Type: application/json", "Content-Length: 9", EXPECT)
        with server.connected() as in_head, server.connected() as in_body, server.connected() as in_answer:
            in_head.sendall(held[:-4])
            in_body.sendall(awaited)
            in_answer.sendall(held + create)
            assert in_body.recv(25) == b"HTTP/1.1 100 Continue\r\n\r\n", "the request is in flight"
            in_body.sendall(b"{")
            assert server.stop() == 0
        assert "Traceback" not in server.log()


@pytest.mark.parametrize("workers", ["1", "2"])
def test_a_worker_that_is_killed_is_named(sqlite: NewDatabase, workers: str) -> None:
    with running_reference("--database", sqlite(), "--workers", workers) as server:
        children = Path(f"/proc/{server.process.pid}/task/{server.process.pid}/children").read_text().split()
        assert len(children) == int(workers)
        os.kill(int(children[-1]), signal.SIGKILL)
        assert server.process.wait(PATIENCE) == 1
        assert server.log() == f"dws-reference: Unexpected exit from worker-{workers}\n"


WATCHER_REAPS = """
import os, threading, time
reap = os.waitpid
def reap_in_turn(*given):
    watches = threading.current_thread() is not threading.main_thread()
    time.sleep(0 if watches else 0.2)
    reaped = reap(*given)
    time.sleep(0.5 if watches else 0)
    return reaped
os.waitpid = reap_in_turn
"""


def test_a_worker_that_ended_is_not_called_killed(tmp_path: Path) -> None:
    """Granian takes a worker for alive if the thread that watches it has not noted its end yet."""
    (tmp_path / "sitecustomize.py").write_text(WATCHER_REAPS)
    with running_reference(environment={"PYTHONPATH": str(tmp_path)}) as server:
        assert server.stop() == 0
        assert server.log() == ""


def is_listening(server: RunningReference) -> bool:
    with socket.socket() as probe:
        return probe.connect_ex(server.address) == 0


def test_ctrl_c_ends_in_order(sqlite: NewDatabase) -> None:
    """Ctrl-C goes to every process of the terminal's foreground group."""
    with running_reference("--database", sqlite(), "--workers", "2") as server:
        assert server.create(server.token(), "snapshot-1").status == 200
        os.killpg(server.process.pid, signal.SIGINT)
        assert server.process.wait(PATIENCE) == 0
        assert [line for line in server.log().splitlines() if " POST " not in line] == []


@pytest.mark.parametrize("servers", [1, 2])
def test_workers_and_replicas_share_one_database(durable_database: str, servers: int) -> None:
    """All start at once on an empty database; whoever is asked, a name is taken once."""
    with ExitStack() as running:
        options = ("--database", durable_database, "--workers", "2")

        def start(_: int) -> RunningReference:
            return running.enter_context(running_reference(*options))

        with ThreadPoolExecutor(servers) as threads:
            replicas = list(threads.map(start, range(servers)))
        token = replicas[0].token()
        same = create_at_once(replicas, token, ["same-name", "Same-Name"] * 50)
        assert sorted(answer.status for answer in same) == [200] + [400] * 99
        pairs = [name for number in range(50) for name in (f"name-{number}", f"NAME-{number}")]
        both = create_at_once(replicas, token, pairs)
        assert sorted(answer.status for answer in both) == [200] * 50 + [400] * 50
        won = {answer.json()["snapshot"]["id"] for answer in both if answer.status == 200}
        assert len(won) == 50


def test_a_replica_whose_clock_is_behind_takes_no_snapshot_for_one_that_is_being_made(sqlite: NewDatabase) -> None:
    url = sqlite()
    with running_reference("--database", url) as server:
        assert server.create(server.token(), "by-another").status == 200
    with closing(sqlite3.connect(url.removeprefix("sqlite:///"))) as connection, connection:
        connection.execute("UPDATE snapshots SET started = started + 3600000, finishes = finishes + 3600000")
    with running_reference("--database", url) as server:
        assert server.create(server.token(), "by-this-one").status == 200


def test_a_database_that_goes_away_is_told_and_met_again(postgresql: NewDatabase) -> None:
    url = postgresql()

    def administrate(*statements: str) -> None:
        parsed = sqlalchemy.make_url(url)
        engine = sqlalchemy.create_engine(parsed.set(database="postgres"), isolation_level="AUTOCOMMIT")
        with engine.connect() as connection:
            for statement in statements:
                connection.execute(sqlalchemy.text(statement.format(name=parsed.database)))
        engine.dispose()

    with running_reference("--database", url) as server:
        token = server.token()
        assert server.create(token, "before").status == 200
        administrate(DISCONNECT)
        assert server.create(token, "reconnected").status == 200
        administrate(CLOSE, DISCONNECT)
        refused = server.create(token, "meanwhile")
        administrate(OPEN)
        assert (refused.status, refused.json()["error_code"]) == (503, "DWS.0005")
        assert server.create(token, "afterwards").status == 200
        assert server.stop() == 0
        assert "unavailable in request" in server.log()
        assert "Traceback" not in server.log()


def test_a_sqlite_file_that_is_full_of_rubbish_is_told(sqlite: NewDatabase) -> None:
    database = sqlite()
    with open(database.removeprefix("sqlite:///"), "wb") as file:
        file.write(b"rubbish" * 1000)
    told = pytest.raises(RuntimeError, match=r"--database: .* cannot be used: file is not a database")
    with told, running_reference("--database", database):
        pass
