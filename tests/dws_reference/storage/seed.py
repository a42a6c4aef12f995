"""What a new database holds: the clusters of the project, each with automated snapshots."""

from __future__ import annotations

import secrets
import time
from collections.abc import Iterator
from dataclasses import asdict
from typing import Any

import sqlalchemy as sa

from dws_reference import life
from dws_reference.settings import Settings
from dws_reference.storage import database, records, tables
from dws_reference.testing import clock

DAY = 24 * 60 * 60 * 1000

PART = 1000
"""Snapshots that are inserted at once."""

_TOKEN_KEY = "tokens"


def prepare(engine: sa.Engine, settings: Settings, first: bool) -> None:
    """Make sure that the database holds what `settings` name. A later process finds it and adds nothing.

    `first`: this is the start of a reference, not one of its workers; the faults of an earlier one are removed.
    """
    with database.writing(engine).begin() as connection:
        _add_clusters(connection, settings)
        if first and settings.injecting:
            _set_faults(connection, settings)


def reset(connection: sa.Connection, settings: Settings) -> None:
    """Restore the state of a new database, except for the key: tokens stay valid."""
    connection.execute(sa.delete(tables.snapshots))  # first, as that changes the tallies
    for table in tables.metadata.tables.values():
        if table is not tables.keys:
            connection.execute(sa.delete(table))
    _add_clusters(connection, settings)
    _set_faults(connection, settings)


def filling(project_id: str, cluster_id: str, number: int, now: int) -> Iterator[list[dict[str, Any]]]:
    """Rows of manual snapshots of a cluster, one a second until `now`, in parts that are inserted one by one.

    A random part makes their names unique.
    """
    chance = secrets.token_hex(6)
    for first in range(0, number, PART):
        yield [
            life.NewSnapshot(project_id, cluster_id, f"fill-{chance}-{index:06}", "").row(
                now - 1000 * (number - index), 0
            )
            for index in range(first, min(first + PART, number))
        ]


def _add_clusters(connection: sa.Connection, settings: Settings) -> None:
    connection.execute(records.insert_new(connection, tables.clock), {"id": 0, "now": clock.real(connection)})
    now = clock.named(settings.clock)(connection)
    made = now - (settings.automated + 1) * DAY
    names = sorted(settings.cluster_ids.items())
    given = [records.new_cluster(settings.project_id, id_, name, made) for id_, name in names]
    insert = records.insert_new(connection, tables.clusters).returning(tables.clusters.c.id)
    new = connection.execute(insert, given).scalars().all()
    rows = [row for cluster_id in new for row in _automated(settings, cluster_id, now)]
    if rows:
        records.insert_snapshots(connection, rows)


def _set_faults(connection: sa.Connection, settings: Settings) -> None:
    connection.execute(sa.delete(tables.faults))
    for fault in settings.faults:
        connection.execute(sa.insert(tables.faults), asdict(fault))


def token_key(engine: sa.Engine) -> bytes:
    """The key that signs tokens: made once for a database, and shared by all who use it."""
    with database.writing(engine).begin() as connection:
        new = {"name": _TOKEN_KEY, "value": secrets.token_bytes(32)}
        connection.execute(records.insert_new(connection, tables.keys), new)
        found = connection.execute(sa.select(tables.keys.c.value).where(tables.keys.c.name == _TOKEN_KEY))
        return bytes(found.scalar_one())


def _automated(settings: Settings, cluster_id: str, now: int) -> Iterator[dict[str, Any]]:
    """One for each day, the last one day ago. A random part makes each name unique."""
    for days in range(settings.automated, 0, -1):
        started = now - days * DAY
        stamp = time.strftime("%Y%m%d-%H%M%S", time.gmtime(started // 1000))
        name = f"auto-{stamp}-{secrets.token_hex(6)}"
        yield life.NewSnapshot(settings.project_id, cluster_id, name, "", life.AUTO).row(started, 0)
