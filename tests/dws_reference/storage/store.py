"""What the operations do with the database.

A unique index on the project and the folded name decides who gets a name, even if other workers or replicas write at
the same time. Creates that arrive while one group is being written form the next: one statement, one commit. If making
a snapshot takes time, each create has its own transaction, which locks the cluster.
"""

from __future__ import annotations

import asyncio
import random
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from typing import TypeVar

import sqlalchemy as sa

from dws_reference.life import NewSnapshot
from dws_reference.problems import status_forbids
from dws_reference.settings import Settings
from dws_reference.storage import database, records, seed
from dws_reference.testing import clock

Result = TypeVar("Result")
Work = Callable[[sa.Connection, int], Result]
"""Part of an operation, done in one transaction. It gets the time in milliseconds, and may be done again."""

LARGEST_GROUP = 500
"""Creates in one statement."""

_THREADS = 4
_ATTEMPTS = 10
_SHORTEST_PAUSE, _LONGEST_PAUSE = 0.001, 0.05
"""Seconds between two attempts at a SQLite file that another process has locked."""

_CONCURRENCY_FAILURES = {"40001", "40P01"}


class StoreUnavailableError(Exception):
    """The database does not answer, for the reason given. It is not known whether the work was done."""


class LockedError(StoreUnavailableError):
    """Another process has locked the SQLite file; nothing was done."""


class Store:
    """One worker's access to the database, used from its event loop.

    SQLite is used on the loop itself: a commit to a local file costs less than handing it to a thread. While another
    process has locked the file, the loop serves requests that don't need it. A database on a network is used from
    threads, so that the loop does not wait for it.

    `creation_time`: how long making a snapshot or a cluster takes, in milliseconds.

    Raises database.DatabaseError if the database cannot be opened.
    """

    def __init__(self, settings: Settings) -> None:
        engine = database.open_database(settings.database)
        with database.telling(engine.url):
            seed.prepare(engine, settings, first=database.is_memory(settings.database))
            self.token_key = seed.token_key(engine)
        database.stop_waiting(engine)
        self._clock = clock.named(settings.clock)
        self.creation_time = round(settings.creation_time * 1000)
        self._engine = engine
        self._reading = database.reading(engine)
        self._writing = database.writing(engine)
        self._threads = None if engine.dialect.name == "sqlite" else ThreadPoolExecutor(_THREADS, "store")
        self._one_at_a_time = self.creation_time > 0 or self._transaction(self._reading, _is_creating)
        self._lasting_clusters = {(settings.project_id, cluster_id) for cluster_id in settings.cluster_ids}
        self._waiting: list[tuple[NewSnapshot, asyncio.Future[str | None]]] = []
        self._writer: asyncio.Task[None] | None = None

    def close(self) -> None:
        """Wait for what is being written, and close the database."""
        if self._threads:
            self._threads.shutdown()
        self._engine.dispose()

    async def read(self, work: Work[Result]) -> Result:
        """The result of work that only reads, all from one moment. Raises StoreUnavailableError."""
        return await self._run(self._reading, work)

    async def write(self, work: Work[Result]) -> Result:
        """The result of work that writes, once that is durable. Raises StoreUnavailableError."""
        return await self._run(self._writing, work)

    async def has_cluster(self, project_id: str, cluster_id: str) -> bool:
        """Whether the project has this cluster; `cluster_id` is in lower case."""
        if (project_id, cluster_id) in self._lasting_clusters:
            return True
        return (
            await self.read(lambda connection, now: records.find_cluster(connection, project_id, cluster_id))
            is not None
        )

    async def add(self, new: NewSnapshot) -> str | None:
        """Begin a snapshot, durably, and return its ID; None if its name is taken.

        Raises Problem (403) if another of its cluster is being made.
        """
        if self._one_at_a_time:
            return await self.write(lambda connection, now: self.add_alone(connection, new))
        done: asyncio.Future[str | None] = asyncio.get_running_loop().create_future()
        self._waiting.append((new, done))
        if self._writer is None or self._writer.done():
            self._writer = asyncio.create_task(self._write_groups())
        return await done

    def add_alone(self, connection: sa.Connection, new: NewSnapshot) -> str | None:
        """Begin a snapshot like `add`, as part of a transaction."""
        records.find_cluster(connection, new.project_id, new.cluster_id, lock=True)
        if records.is_taken(connection, new.project_id, new.name):
            return None
        now = self._clock(connection)
        if self._one_at_a_time and records.newest_finishes(connection, new.project_id, new.cluster_id) > now:
            raise status_forbids(f"a snapshot of the cluster {new.cluster_id} is being made")
        return next(iter(records.insert_snapshots(connection, [new.row(now, self.creation_time)])), None)

    async def _write_groups(self) -> None:
        while self._waiting:
            group, self._waiting = self._waiting[:LARGEST_GROUP], self._waiting[LARGEST_GROUP:]
            try:
                added = await self.write(partial(self._add_group, [new for new, _ in group]))
            except Exception as error:
                for _, done in group:
                    if not done.cancelled():
                        done.set_exception(error)
            else:
                for (_, done), snapshot_id in zip(group, added, strict=True):
                    if not done.cancelled():
                        done.set_result(snapshot_id)

    def _add_group(self, group: list[NewSnapshot], connection: sa.Connection, now: int) -> list[str | None]:
        rows = [new.row(now, 0) for new in group]
        added = records.insert_snapshots(connection, rows)
        return [row["id"] if row["id"] in added else None for row in rows]

    async def _run(self, engine: sa.Engine, work: Work[Result]) -> Result:
        loop = asyncio.get_running_loop()
        if self._threads:
            return await loop.run_in_executor(self._threads, self._transaction, engine, work)
        deadline, pause = loop.time() + database.LOCK_TIMEOUT, _SHORTEST_PAUSE
        while True:
            try:
                return self._transaction(engine, work)
            except LockedError:
                if loop.time() > deadline:
                    raise
            await asyncio.sleep(pause * random.uniform(0.5, 1))
            pause = min(2 * pause, _LONGEST_PAUSE)

    def _transaction(self, engine: sa.Engine, work: Work[Result]) -> Result:
        """Do the work in a transaction, and again if a concurrent transaction made it fail.

        Raises StoreUnavailableError, LockedError.
        """
        attempts = 0
        while True:
            attempts += 1
            try:
                with engine.begin() as connection:
                    return work(connection, self._clock(connection))
            except (sa.exc.OperationalError, sa.exc.InterfaceError, sa.exc.InternalError) as error:
                concurrent = getattr(error.orig, "sqlstate", None) in _CONCURRENCY_FAILURES
                if not concurrent or attempts == _ATTEMPTS:
                    kind = LockedError if database.is_locked(error) else StoreUnavailableError
                    raise kind(database.reason(error, self._engine.url)) from error


def _is_creating(connection: sa.Connection, now: int) -> bool:
    return records.last_finishes(connection) > now
