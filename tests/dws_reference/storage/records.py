"""The SQL statements. Each function does a part of the caller's transaction."""

from __future__ import annotations

import uuid
from collections.abc import Iterable
from functools import cache
from typing import Any

import sqlalchemy as sa
from sqlalchemy.dialects import postgresql, sqlite

from dws_reference.storage.tables import clusters, deleted, snapshots, tags, tallies

ORDERS: dict[str, tuple[sa.ColumnElement[Any], ...]] = {
    **dict.fromkeys(("started", "startTime", "finished", "size", "clusterName"), (snapshots.c.id,)),
    "name": (snapshots.c.folded_name,),
    "status": (snapshots.c.failed, snapshots.c.id),
}
"""The columns of each sort key, chosen so that an index gives the order.

A cluster makes one snapshot at a time, an ID begins with the time, and all snapshots of a cluster have the same size.
So the order of IDs is also that of start, finish and size, and a CREATING snapshot comes last. The order of statuses is
AVAILABLE, CREATING, UNAVAILABLE.
"""


def insert_new(connection: sa.Connection, table: sa.Table) -> postgresql.Insert | sqlite.Insert:
    """An INSERT that skips rows which a unique index forbids, instead of failing."""
    return _insert(connection.dialect.name, table).on_conflict_do_nothing()


def find_cluster(connection: sa.Connection, project_id: str, cluster_id: str, lock: bool = False) -> sa.Row[Any] | None:
    """A cluster. `lock`: others who lock it wait until this transaction ends."""
    found = sa.select(clusters).where(clusters.c.project_id == project_id, clusters.c.id == cluster_id)
    return connection.execute(found.with_for_update() if lock else found).first()


def is_cluster_name_taken(connection: sa.Connection, project_id: str, name: str) -> bool:
    """Whether the project has a cluster of this name, compared without case."""
    found = sa.select(clusters.c.id).where(clusters.c.project_id == project_id, clusters.c.folded_name == name.lower())
    return connection.execute(found).first() is not None


def clusters_of_project(connection: sa.Connection, project_id: str) -> Iterable[sa.Row[Any]]:
    """All clusters of a project, the oldest first."""
    found = sa.select(clusters).where(clusters.c.project_id == project_id)
    return connection.execute(found.order_by(clusters.c.created, clusters.c.id))


def new_cluster(project_id: str, cluster_id: str, name: str, now: int) -> dict[str, Any]:
    """The row of a cluster that was not restored."""
    times = {"created": now, "finishes": now}
    ids = {"project_id": project_id, "id": cluster_id}
    return ids | {"name": name, "folded_name": name.lower(), "settings": {}} | times


def restore_cluster(
    connection: sa.Connection, snapshot: sa.Row[Any], settings: dict[str, Any], now: int, creation_time: int
) -> str | None:
    """Begin to make a cluster of a snapshot, and return its ID; None if its name is taken."""
    new = new_cluster(snapshot.project_id, str(uuid.uuid4()), settings["name"], now)
    new |= {"restored_from": snapshot.id, "settings": settings, "finishes": now + creation_time}
    insert = insert_new(connection, clusters).values(new).returning(clusters.c.id)
    return connection.execute(insert).scalar()


def tags_of(connection: sa.Connection, project_id: str, cluster_id: str) -> dict[str, str]:
    """The tags of a cluster by their keys."""
    found = sa.select(tags.c.key, tags.c.value).where(_of_cluster(tags, project_id, cluster_id)).order_by(tags.c.key)
    return {row.key: row.value for row in connection.execute(found)}


def tag_cluster(connection: sa.Connection, project_id: str, cluster_id: str, given: dict[str, str]) -> None:
    """Give a cluster tags. One with the same key is replaced."""
    insert = _insert(connection.dialect.name, tags)
    replace = insert.on_conflict_do_update(index_elements=tags.primary_key, set_={"value": insert.excluded.value})
    for key, value in sorted(given.items()):
        row = {"project_id": project_id, "cluster_id": cluster_id, "key": key, "value": value}
        connection.execute(replace, row)


def find_snapshot(
    connection: sa.Connection, project_id: str, snapshot_id: str, lock: bool = False
) -> sa.Row[Any] | None:
    """A snapshot that is not deleted. `lock`: it stays as it is until this transaction ends."""
    found = sa.select(snapshots).where(snapshots.c.id == snapshot_id, snapshots.c.project_id == project_id)
    return connection.execute(found.with_for_update() if lock else found).first()


def was_deleted(connection: sa.Connection, project_id: str, snapshot_id: str) -> bool:
    """Whether the project had this snapshot."""
    found = sa.select(deleted.c.id).where(deleted.c.project_id == project_id, deleted.c.id == snapshot_id)
    return connection.execute(found).first() is not None


def is_taken(connection: sa.Connection, project_id: str, name: str) -> bool:
    """Whether the project has a snapshot of this name, compared without case."""
    found = sa.select(snapshots.c.id).where(
        snapshots.c.project_id == project_id, snapshots.c.folded_name == name.lower()
    )
    return connection.execute(found).first() is not None


def newest_snapshot(connection: sa.Connection, project_id: str, cluster_id: str) -> sa.Row[Any] | None:
    """The newest snapshot of a cluster. If one is being made, it is this one."""
    found = sa.select(snapshots).where(_of_cluster(snapshots, project_id, cluster_id))
    return connection.execute(found.order_by(snapshots.c.id.desc()).limit(1)).first()


def newest_finishes(connection: sa.Connection, project_id: str, cluster_id: str) -> int:
    """When the newest snapshot of a cluster is finished, or was; 0 if there was nothing to wait for."""
    newest = newest_snapshot(connection, project_id, cluster_id)
    return newest.finishes if newest and newest.finishes > newest.started else 0


def last_finishes(connection: sa.Connection) -> int:
    """When the last of all snapshots that take time is finished, or was; 0 if there is none.

    The others were finished at once, even if the clock at their start is ahead of this one.
    """
    taking_time = snapshots.c.finishes > snapshots.c.started
    return connection.execute(sa.select(sa.func.max(snapshots.c.finishes)).where(taking_time)).scalar() or 0


def insert_snapshots(connection: sa.Connection, rows: list[dict[str, Any]]) -> set[str]:
    """Insert those whose name is free, and return their IDs.

    All writers use the same order, so that they cannot deadlock.
    """
    insert = _add(connection.dialect.name)
    return set(connection.execute(insert, sorted(rows, key=lambda row: row["folded_name"])).scalars())


def delete_snapshot(connection: sa.Connection, row: sa.Row[Any]) -> None:
    """Delete a snapshot that this transaction has locked, and remember its ID."""
    connection.execute(sa.delete(snapshots).where(snapshots.c.id == row.id))
    connection.execute(sa.insert(deleted).values(project_id=row.project_id, id=row.id))


def fail_snapshot(connection: sa.Connection, row: sa.Row[Any], now: int) -> None:
    """Make a snapshot that this transaction has locked UNAVAILABLE. It is no longer being made."""
    failed = sa.update(snapshots).where(snapshots.c.id == row.id)
    connection.execute(failed.values(failed=True, finishes=min(row.finishes, now)))


def count(connection: sa.Connection, project_id: str, cluster_id: str) -> int:
    """How many snapshots a cluster has, without counting them."""
    total = sa.select(sa.func.sum(tallies.c.snapshots)).where(_of_cluster(tallies, project_id, cluster_id))
    return int(connection.execute(total).scalar() or 0)


def order(sort_key: str, descending: bool) -> tuple[sa.ColumnElement[Any], ...]:
    """The columns to sort by, for one of ORDERS."""
    return tuple(column.desc() if descending else column for column in ORDERS[sort_key])


def part(
    connection: sa.Connection, project_id: str, cluster_id: str, rows: slice, by: tuple[sa.ColumnElement[Any], ...]
) -> Iterable[sa.Row[Any]]:
    """The snapshots of a cluster from `rows.start` to `rows.stop` in an order."""
    found = sa.select(snapshots).where(_of_cluster(snapshots, project_id, cluster_id)).order_by(*by)
    return connection.execute(found.limit(rows.stop - rows.start).offset(rows.start))


def of_project(connection: sa.Connection, project_id: str) -> Iterable[sa.Row[Any]]:
    """All snapshots of a project, the newest first."""
    found = sa.select(snapshots).where(snapshots.c.project_id == project_id)
    return connection.execute(found.order_by(snapshots.c.started.desc(), snapshots.c.id.desc()))


def _of_cluster(table: sa.Table, project_id: str, cluster_id: str) -> sa.ColumnElement[bool]:
    return sa.and_(table.c.project_id == project_id, table.c.cluster_id == cluster_id)


@cache
def _add(dialect: str) -> sa.Executable:
    return _insert(dialect, snapshots).on_conflict_do_nothing().returning(snapshots.c.id)


def _insert(dialect: str, table: sa.Table) -> postgresql.Insert | sqlite.Insert:
    return sqlite.insert(table) if dialect == "sqlite" else postgresql.insert(table)
