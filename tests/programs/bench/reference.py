"""The reference implementation under load: creates, signed, validated and written to a durable database."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Iterator
from contextlib import ExitStack

from programs.bench import peers
from programs.bench.figures import Against, Figure, alone, at_least, at_most, compare, value_at_most
from programs.bench.load import CONNECTIONS, Load, creates, put
from support.databases import running_postgresql
from support.running import running_reference

REQUESTS = 4000
PRISM = f"Prism {peers.version('@stoplight/prism-cli')}, mock server, token not verified, nothing stored"
GROUP = f"dws-reference, creates over {CONNECTIONS} connections"
WORKERS = (1, 2, 4)


def figures(rounds: int) -> Iterator[Figure]:
    """Measure all figures. rounds: how often each server is measured."""
    yield from on_sqlite(rounds)
    yield from on_postgresql(rounds)


def on_sqlite(rounds: int) -> Iterator[Figure]:
    """Measure SQLite in a file (WAL, each commit on the disk), beside Prism's mock of the same document."""
    ours: dict[int, list[Load]] = {1: [], 2: []}
    theirs = []
    with ExitStack() as stack:
        folder = stack.enter_context(tempfile.TemporaryDirectory(dir=peers.FOLDER))  # on a disk; /tmp may be in memory
        servers = {
            workers: stack.enter_context(
                running_reference("--database", f"sqlite:///{folder}/{workers}.db", "--workers", str(workers))
            )
            for workers in ours
        }
        prism = stack.enter_context(peers.prism("mock", peers.ROOT / "openapi.yaml"))
        for number in range(rounds + 1):
            loads = {workers: put(server.url, creates(server.url, REQUESTS)) for workers, server in servers.items()}
            mocked = put(prism, creates(prism, REQUESTS // 5, token="a-token"))
            if mocked.refused:
                raise RuntimeError(f"Prism refused {mocked.refused} creates")
            if number:
                for workers, load in loads.items():
                    ours[workers].append(load)
                theirs.append(mocked.rate)
    yield from rates("SQLite", ours[1], Against(PRISM, theirs, at_least(1.5)))
    yield from tails("SQLite", ours[1])
    yield from rates("SQLite, 2 workers", ours[2], Against(PRISM, theirs))


def on_postgresql(rounds: int) -> Iterator[Figure]:
    """Measure PostgreSQL on the same machine, also durable, with different numbers of workers side by side."""
    loads: dict[int, list[Load]] = {workers: [] for workers in WORKERS}
    with ExitStack() as stack:
        new_database = stack.enter_context(running_postgresql(durable=True))
        servers = {
            workers: stack.enter_context(running_reference("--database", new_database(), "--workers", str(workers)))
            for workers in WORKERS
        }
        for number in range(rounds + 1):
            for workers, server in servers.items():
                load = put(server.url, creates(server.url, REQUESTS // 2))
                if number:
                    loads[workers].append(load)
    one = [load.rate for load in loads[1]]
    yield from rates("PostgreSQL, 1 worker", loads[1])
    for workers in WORKERS[1:]:
        beside = f"1 worker, {os.cpu_count()} processors for the workers, the database and the load"
        yield from rates(f"PostgreSQL, {workers} workers", loads[workers], Against(beside, one))
    for workers in WORKERS:
        yield from tails(f"PostgreSQL, {workers} worker{'s' * (workers > 1)}", loads[workers], budgeted=False)


def rates(where: str, loads: list[Load], *peer: Against) -> list[Figure]:
    """Return a figure: creates per second."""
    return compare(GROUP, where, "creates/s", [load.rate for load in loads], *peer)


def tails(where: str, loads: list[Load], budgeted: bool = True) -> Iterator[Figure]:
    """Return figures: the slow creates beside the usual ones, and the number of refused ones."""
    slow, usual = ([load.percentile(share) for load in loads] for share in (0.99, 0.5))
    yield from compare(GROUP, f"{where}, p99", "ms", slow, Against("p50", usual, at_most(5) if budgeted else None))
    yield alone(GROUP, f"{where}, errors", "answers", [load.refused for load in loads], value_at_most(0))
