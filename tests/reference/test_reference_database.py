"""Databases that can't be used, or only later: the reference's messages, and the secrets that these never hold."""

from __future__ import annotations

import sqlite3
import subprocess
import sys
from contextlib import closing
from pathlib import Path

import pytest
import sqlalchemy

from dws_reference import demo
from support.databases import NewDatabase
from support.raw_client import head, receive
from support.running import CLUSTER_SNAPSHOTS, SNAPSHOTS, running_reference

SECRET, USER = "Secret-0123456789-Secret", "somebody-or-other"


def refusal(database: str) -> str:
    """The one sentence with which a reference refuses a database."""
    command = [sys.executable, "-m", "dws_reference", "--port", "0", "--database", database]
    ended = subprocess.run(command, capture_output=True, text=True, timeout=60, check=False)
    assert (ended.returncode, ended.stdout, ended.stderr.count("\n")) == (2, "", 1), ended.stderr
    assert ended.stderr.startswith("dws-reference: --database: ")
    return ended.stderr


@pytest.mark.parametrize("part", [0.0, 0.1, 0.5, 0.9])
def test_a_file_that_is_damaged_is_told(sqlite: NewDatabase, part: float) -> None:
    """Wherever the damage is: in what every start reads, or in what a request may come by some day."""
    database = sqlite()
    with running_reference("--database", database, "--automated", "1000") as server:
        assert server.stop() == 0
    file = Path(database.removeprefix("sqlite:///"))
    content = bytearray(file.read_bytes())
    begin = int(len(content) * part)
    content[begin : begin + 8192] = b"\xaa" * 8192
    file.write_bytes(content)
    assert "cannot be used: " in refusal(database)


@pytest.mark.parametrize("index", ["snapshots_name_in_project", "clusters_name_in_project"])
def test_a_database_without_its_unique_index_is_refused(durable_database: str, index: str) -> None:
    with running_reference("--database", durable_database) as server:
        assert server.stop() == 0
    engine = sqlalchemy.create_engine(durable_database)
    with engine.begin() as connection:
        connection.execute(sqlalchemy.text(f"DROP INDEX {index}"))
        connection.execute(sqlalchemy.text(f"CREATE INDEX {index} ON {index.partition('_')[0]} (folded_name)"))
    engine.dispose()
    assert f"cannot be used: it has lost the unique index {index}; name an empty database" in refusal(durable_database)


@pytest.mark.parametrize(
    "url",
    [
        f"postgresql+psycopg://{USER}:{SECRET}@127.0.0.1:1/d",
        f"postgresql://127.0.0.1:1/d?user={USER}&password={SECRET}",
        f"postgresql:///d?host=127.0.0.1&port=1&user={USER}&password={SECRET}",
        f"postgresql://{USER}@127.0.0.1:1/d?passfile={SECRET}&sslpassword={SECRET}",
        f"postgresql://127.0.0.1:1/d?port={SECRET}&user={USER}",
        f"postgresql://127.0.0.1:1/d?sslmode={SECRET}",
        f"postgresql://{USER}:p@{SECRET}@127.0.0.1:1/d",
        f"postgresql:///{USER}:{SECRET}@127.0.0.1:1/d",
        f"postgresql://{USER}:{SECRET}@127.0.0.1:none/d",
        f"postgresql+none://{USER}:{SECRET}@127.0.0.1/d",
        f"mysql://{USER}:{SECRET}@h/d",
        f"sqlite://{USER}:{SECRET}@h/d",
        f"{USER}:{SECRET}@h/d",
    ],
)
def test_who_uses_a_database_is_never_shown(url: str) -> None:
    told = refusal(url)
    assert SECRET not in told
    assert USER not in told


def test_what_was_meant_for_an_option_is_not_shown() -> None:
    command = [sys.executable, "-m", "dws_reference", f"--databse=postgresql://{USER}:{SECRET}@h/d", SECRET]
    ended = subprocess.run(command, capture_output=True, text=True, timeout=60, check=False)
    assert (ended.returncode, ended.stderr) == (
        2,
        "dws-reference: unrecognized arguments: --databse and 1 more (see --help)\n",
    )


def test_reads_go_on_while_another_has_locked_the_file(sqlite: NewDatabase) -> None:
    """A create waits for the lock; nobody else does."""
    database = sqlite()
    content = b'{"snapshot": {"name": "patient", "cluster_id": "%s"}}' % demo.CLUSTER_ID.encode()
    with (
        running_reference("--database", database) as server,
        server.client() as client,
        closing(sqlite3.connect(database.removeprefix("sqlite:///"), isolation_level=None)) as other,
        server.connected() as connection,
    ):
        token = f"X-Auth-Token: {server.token()}"
        headers = ("Content-Type: application/json", f"Content-Length: {len(content)}", "Expect: 100-continue", token)
        connection.sendall(head("POST", SNAPSHOTS, *headers))
        assert connection.recv(25) == b"HTTP/1.1 100 Continue\r\n\r\n"
        other.execute("BEGIN IMMEDIATE")
        connection.sendall(content)
        for target in (SNAPSHOTS, CLUSTER_SNAPSHOTS, "/v3"):
            assert client.get(target).status_code == 200
        other.execute("COMMIT")
        assert receive(connection).status == 200


def test_a_file_that_stays_locked_makes_writes_unavailable(sqlite: NewDatabase) -> None:
    database = sqlite()
    with (
        running_reference("--database", database) as server,
        server.client() as client,
        closing(sqlite3.connect(database.removeprefix("sqlite:///"), isolation_level=None)) as other,
    ):
        other.execute("BEGIN IMMEDIATE")
        refused = server.create(server.token(), "refused")
        assert (refused.status, refused.json()["error_code"]) == (503, "DWS.0005")
        assert client.get(SNAPSHOTS).json()["count"] == 1
        other.execute("COMMIT")
        assert server.create(server.token(), "accepted").status == 200
        server.stop()
        assert "database is locked" in server.log()


LOCKED_AFTER_THE_CHECK = """
import sqlite3, sys
from dws_reference import cli, server
from dws_reference.storage import database

database.LOCK_TIMEOUT = 0.1
check = server._check_database

def check_then_lock(settings):
    global locked
    check(settings)
    locked = sqlite3.connect(sys.argv[1], isolation_level=None)
    locked.execute("BEGIN IMMEDIATE")

server._check_database = check_then_lock
cli.main(["--port", "0", "--database", f"sqlite:///{sys.argv[1]}"])
"""


def test_a_worker_that_cannot_start_is_one_sentence(tmp_path: Path) -> None:
    """The file is locked once the parent has found it good, and stays locked for longer than a worker waits."""
    command = [sys.executable, "-c", LOCKED_AFTER_THE_CHECK, str(tmp_path / "snapshots.db")]
    done = subprocess.run(command, capture_output=True, text=True, timeout=60, check=False)
    assert done.returncode == 2, done.stderr
    *named, sentence = done.stderr.splitlines()
    assert named == ["dws-reference: Unexpected exit from worker-1"]
    assert sentence.endswith("snapshots.db cannot be used: database is locked")
