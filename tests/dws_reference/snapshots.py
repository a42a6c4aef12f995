"""The operations of openapi.yaml, by operationId: what each does with a request that passed all checks."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa

from dws_reference import life
from dws_reference.editions import Edition
from dws_reference.life import NewSnapshot
from dws_reference.problems import (
    cluster_name_taken,
    deleted_snapshot,
    name_taken,
    status_forbids,
    type_forbids,
    unknown_cluster,
    unknown_snapshot,
)
from dws_reference.receiving.http import Answer
from dws_reference.storage import records
from dws_reference.storage.store import Store

ALL_ENTERPRISE_PROJECTS = "all_granted_eps"


@dataclass(frozen=True, slots=True)
class Call:
    """A request whose route, credentials, project, parameters, media type, JSON and schema are right.

    IDs in `path` are in lower case. `query` and `body` hold the defaults of what was left out.
    """

    project_id: str
    path: dict[str, str]
    query: dict[str, Any]
    body: Any

    @property
    def snapshot_id(self) -> str:
        return self.path["snapshot_id"]


class Snapshots:
    """The snapshots and clusters of all projects in one store, served in one edition of the API."""

    def __init__(self, store: Store, edition: Edition) -> None:
        self._store = store
        self._edition = edition

    async def create(self, call: Call) -> Answer:
        """200 with the new snapshot's ID.

        Raises Problem: 404 if the project has no such cluster (decision 3); 400 "duplicate parameter" if the name is
        taken in the project, compared without case (decision 2); 403 while another of the cluster is being made.
        """
        asked = call.body["snapshot"]
        cluster_id = asked["cluster_id"].lower()
        if not await self._store.has_cluster(call.project_id, cluster_id):
            raise unknown_cluster("snapshot.cluster_id", cluster_id)
        new = NewSnapshot(call.project_id, cluster_id, asked["name"], asked["description"])
        snapshot_id = await self._store.add(new)
        if snapshot_id is None:
            raise name_taken("snapshot.name", asked["name"])
        return Answer(200, {"snapshot": {"id": snapshot_id}})

    async def list_all(self, call: Call) -> Answer:
        """200 with every snapshot of the project as of one moment (decision 13)."""

        def work(connection: sa.Connection, now: int) -> list[dict[str, Any]]:
            return [life.listed(row, now) for row in records.of_project(connection, call.project_id)]

        found = await self._store.read(work)
        return Answer(200, {"snapshots": found, "count": len(found)})

    async def read(self, call: Call) -> Answer:
        """200 with one snapshot. Raises Problem: 404 if the project never had it, 400 if it was deleted."""

        def work(connection: sa.Connection, now: int) -> dict[str, Any]:
            row = _snapshot(connection, call)
            cluster = records.find_cluster(connection, call.project_id, row.cluster_id)
            return life.detailed(row, cluster.name if cluster else "", now)

        return Answer(200, {"snapshot": await self._store.read(work)})

    async def list_page(self, call: Call) -> Answer:
        """200 with one page of a cluster's snapshots as of one moment, the newest first by default (decision 13).

        Raises Problem: 400 for an unknown sort key or direction, 404 if the project has no such cluster.
        """
        cluster_id = call.path["cluster_id"]
        order = records.order(*self._edition.sorting(call.query))

        def work(connection: sa.Connection, now: int) -> dict[str, Any]:
            if records.find_cluster(connection, call.project_id, cluster_id) is None:
                raise unknown_cluster("cluster_id", cluster_id)
            count = records.count(connection, call.project_id, cluster_id)
            rows = self._edition.rows(call.query, count)
            found = records.part(connection, call.project_id, cluster_id, rows, order) if rows.start < count else ()
            return {
                "project_id": call.project_id,
                "cluster_id": cluster_id,
                "snapshots": [life.listed(row, now) for row in found],
                "count": count,
            }

        return Answer(200, await self._store.read(work))

    async def delete(self, call: Call) -> Answer:
        """202 for a manual snapshot that is not being made. Its name becomes free, its ID is remembered (decision 12).

        Raises Problem: 404 if the project never had it, 400 if it was deleted, 403 for its status or its type.
        """

        def work(connection: sa.Connection, now: int) -> None:
            row = _snapshot(connection, call, lock=True)
            _check_status(row, now, life.AVAILABLE, life.UNAVAILABLE)
            _check_type(row, life.MANUAL)
            records.delete_snapshot(connection, row)

        await self._store.write(work)
        return Answer(202)

    async def restore(self, call: Call) -> Answer:
        """200 with the ID of a new cluster that keeps the settings asked for.

        Raises Problem: 404 if the project never had the snapshot, 400 if it was deleted or the cluster's name is taken,
        403 if the snapshot is not AVAILABLE.
        """
        settings = call.body["restore"]

        def work(connection: sa.Connection, now: int) -> str:
            row = _snapshot(connection, call, lock=True)
            if records.is_cluster_name_taken(connection, call.project_id, settings["name"]):
                raise cluster_name_taken(settings["name"])
            _check_status(row, now, life.AVAILABLE)
            cluster_id = records.restore_cluster(connection, row, settings, now, self._store.creation_time)
            if cluster_id is None:
                raise cluster_name_taken(settings["name"])
            return cluster_id

        return Answer(200, {"cluster": {"id": await self._store.write(work)}})

    async def copy(self, call: Call) -> Answer:
        """200 with the ID of a manual snapshot of the same cluster.

        Raises Problem: 404 if the project never had the snapshot, 400 if it was deleted or the name is taken, 403 if
        it is not AVAILABLE or not automated, or another of its cluster is being made.
        """
        name = call.body["backup_name"]

        def work(connection: sa.Connection, now: int) -> str:
            row = _snapshot(connection, call, lock=True)
            if records.is_taken(connection, call.project_id, name):
                raise name_taken("backup_name", name)
            _check_status(row, now, life.AVAILABLE)
            _check_type(row, life.AUTO)
            new = NewSnapshot(call.project_id, row.cluster_id, name, call.body["description"])
            snapshot_id = self._store.add_alone(connection, new)
            if snapshot_id is None:
                raise name_taken("backup_name", name)
            return snapshot_id

        return Answer(200, {"snapshot_id": await self._store.write(work)})

    async def list_clusters(self, call: Call) -> Answer:
        """200 with every cluster of the project, or of an enterprise project, as of one moment (decision 13)."""
        wanted = call.query.get("enterprise_project_id") or ALL_ENTERPRISE_PROJECTS

        def work(connection: sa.Connection, now: int) -> list[dict[str, Any]]:
            told = [_told(connection, row, now) for row in records.clusters_of_project(connection, call.project_id)]
            return [each for each in told if wanted in (ALL_ENTERPRISE_PROJECTS, each["enterprise_project_id"])]

        found = await self._store.read(work)
        return Answer(200, {"clusters": found, "count": len(found)})

    async def read_cluster(self, call: Call) -> Answer:
        """200 with one cluster. Raises Problem: 404 if the project has no such cluster."""
        cluster_id = call.path["cluster_id"]

        def work(connection: sa.Connection, now: int) -> dict[str, Any]:
            row = records.find_cluster(connection, call.project_id, cluster_id)
            if row is None:
                raise unknown_cluster("cluster_id", cluster_id)
            return _told(connection, row, now)

        return Answer(200, {"cluster": await self._store.read(work)})


HANDLERS: dict[str, Callable[[Snapshots, Call], Awaitable[Answer]]] = {
    "createSnapshot": Snapshots.create,
    "listSnapshots": Snapshots.list_all,
    "listSnapshotDetails": Snapshots.read,
    "deleteSnapshot": Snapshots.delete,
    "restoreCluster": Snapshots.restore,
    "copySnapshot": Snapshots.copy,
    "listClusterSnapshots": Snapshots.list_page,
    "listClusters": Snapshots.list_clusters,
    "listClusterDetails": Snapshots.read_cluster,
}
"""What serves each operationId."""


def _snapshot(connection: sa.Connection, call: Call, lock: bool = False) -> sa.Row[Any]:
    row = records.find_snapshot(connection, call.project_id, call.snapshot_id, lock)
    if row is None:
        if records.was_deleted(connection, call.project_id, call.snapshot_id):
            raise deleted_snapshot(call.snapshot_id)
        raise unknown_snapshot(call.snapshot_id)
    return row


def _told(connection: sa.Connection, cluster: sa.Row[Any], now: int) -> dict[str, Any]:
    return life.told_cluster(cluster, records.newest_snapshot(connection, cluster.project_id, cluster.id), now)


def _check_status(row: sa.Row[Any], now: int, *allowed: str) -> None:
    status = life.status(row, now)
    if status not in allowed:
        raise status_forbids(f"the snapshot {row.id} is {status}")


def _check_type(row: sa.Row[Any], needed: str) -> None:
    if row.type != needed:
        raise type_forbids(row.id, row.type)
