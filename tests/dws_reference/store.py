"""What the operations ask of the database.

A unique index on the project and the folded name decides who gets a name, whoever else is writing: another worker,
another replica. Creates that arrive while one group is being written form the next: one statement, one commit.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Iterable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from typing import Any, TypeVar

import sqlalchemy as sa

from dws_reference import database
from dws_reference.settings import Settings

Argument = TypeVar("Argument")
Result = TypeVar("Result")

LARGEST_GROUP = 500
"""Creates in one statement."""

_ATTEMPTS = 10
_CONCURRENCY_FAILURES = {"40001", "40P01"}


class StoreUnavailableError(Exception):
    """The database does not answer, for the reason given. Whether what was asked of it happened is not known."""


@dataclass(frozen=True, slots=True)
class Snapshot:
    """One row of the table; `started` is in milliseconds since the epoch."""

    id: str
    project_id: str
    cluster_id: str
    name: str
    description: str
    started: int

    def row(self) -> dict[str, Any]:
        return {
            "id": self.id,
            "project_id": self.project_id,
            "cluster_id": self.cluster_id,
            "name": self.name,
            "folded_name": self.name.lower(),
            "description": self.description,
            "started": self.started,
        }


class Store:
    """One worker's way to the database, used from its event loop.

    SQLite is written to on the loop itself: a commit to a local file costs less than handing it to a thread. What is
    reached over a network has a thread, for which the loop does not wait.

    Raises database.DatabaseError where the database cannot be opened.
    """

    def __init__(self, settings: Settings) -> None:
        self._engine = database.open_database(settings.database)
        database.add_clusters(self._engine, settings.project_id, settings.cluster_ids)
        self.token_key = database.token_key(self._engine)
        self._insert = database.insert_new(self._engine, database.snapshots).returning(database.snapshots.c.id)
        self._thread = None if self._engine.dialect.name == "sqlite" else ThreadPoolExecutor(1, "store")
        self._known_clusters: set[tuple[str, str]] = set()
        self._waiting: list[tuple[Snapshot, asyncio.Future[bool]]] = []
        self._writer: asyncio.Task[None] | None = None

    def close(self) -> None:
        """Wait for what is being written, and let the database go."""
        if self._thread:
            self._thread.shutdown()
        self._engine.dispose()

    async def has_cluster(self, project_id: str, cluster_id: str) -> bool:
        """Whether the project has this cluster; `cluster_id` is in lower case."""
        key = (project_id, cluster_id)
        if key not in self._known_clusters and await self._run(self._find_cluster, key):
            self._known_clusters.add(key)
        return key in self._known_clusters

    async def add(self, snapshot: Snapshot) -> bool:
        """Write a snapshot down for good; False where its name is taken in its project, compared without case."""
        done: asyncio.Future[bool] = asyncio.get_running_loop().create_future()
        self._waiting.append((snapshot, done))
        if self._writer is None or self._writer.done():
            self._writer = asyncio.create_task(self._write_groups())
        return await done

    async def _write_groups(self) -> None:
        while self._waiting:
            group, self._waiting = self._waiting[:LARGEST_GROUP], self._waiting[LARGEST_GROUP:]
            try:
                added = await self._run(self._add_group, [snapshot for snapshot, _ in group])
            except Exception as error:
                for _, done in group:
                    if not done.cancelled():
                        done.set_exception(error)
            else:
                for snapshot, done in group:
                    if not done.cancelled():
                        done.set_result(snapshot.id in added)

    async def _run(self, work: Callable[[sa.Connection, Argument], Result], argument: Argument) -> Result:
        if self._thread is None:
            return self._transaction(work, argument)
        return await asyncio.get_running_loop().run_in_executor(self._thread, self._transaction, work, argument)

    def _transaction(self, work: Callable[[sa.Connection, Argument], Result], argument: Argument) -> Result:
        """Do the work in a transaction; again where it was another's concurrent one that made it fail.

        Raises StoreUnavailableError.
        """
        attempts = 0
        while True:
            attempts += 1
            try:
                with self._engine.begin() as connection:
                    return work(connection, argument)
            except (sa.exc.OperationalError, sa.exc.InterfaceError, sa.exc.InternalError) as error:
                concurrent = getattr(error.orig, "sqlstate", None) in _CONCURRENCY_FAILURES
                if not concurrent or attempts == _ATTEMPTS:
                    raise StoreUnavailableError(database.reason(error)) from error

    def _add_group(self, connection: sa.Connection, group: Iterable[Snapshot]) -> set[str]:
        """The IDs of those whose name was free. One order for all writers, so that none waits for another in a ring."""
        rows = sorted((snapshot.row() for snapshot in group), key=lambda row: row["folded_name"])
        return set(connection.execute(self._insert, rows).scalars())

    def _find_cluster(self, connection: sa.Connection, key: tuple[str, str]) -> bool:
        table = database.clusters
        found = sa.select(table.c.id).where(table.c.project_id == key[0], table.c.id == key[1])
        return connection.execute(found).first() is not None
