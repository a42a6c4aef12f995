"""What a reference keeps when it ends, in whatever way, and how several share one database."""

from __future__ import annotations

import os
import signal
import socket
from collections.abc import Iterable
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, suppress
from itertools import cycle

import pytest
import sqlalchemy

from databases import NewDatabase
from dws_reference import demo
from raw_client import PATIENCE, RawAnswer, head, receive
from running import SNAPSHOTS, RunningReference, running_reference

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


def test_a_killed_reference_leaves_its_port(sqlite: NewDatabase) -> None:
    options = ("--database", sqlite(), "--workers", "2")
    with running_reference(*options) as server:
        port = str(server.address[1])
        kept = socket.create_connection(server.address, timeout=PATIENCE)
        server.stop(signal.SIGKILL)
        with kept, suppress(ConnectionResetError):
            assert kept.recv(1) == b"", "the worker has gone too"
    with running_reference(*options, "--port", port) as server:
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
