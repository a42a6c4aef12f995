"""What a test may do behind the API's back: empty and fill the database, move the clock, inject faults, and so on.

Requests carry the same credentials as those of the API, so that no page in a browser can send them.
"""

from __future__ import annotations

import math
from functools import partial
from typing import Any

import sqlalchemy as sa

from dws_reference import life
from dws_reference.access.credentials import Credentials
from dws_reference.problems import bad_request, shown, unknown_cluster, unknown_snapshot
from dws_reference.receiving.http import Answer, Request
from dws_reference.receiving.json_body import read_json
from dws_reference.receiving.routing import Endpoint, Router
from dws_reference.settings import Settings
from dws_reference.snapshots import HANDLERS
from dws_reference.storage import records, seed
from dws_reference.storage.store import Store
from dws_reference.testing import clock, injected
from dws_reference.testing.injection import Injection

FURTHEST = 100 * 366 * 24 * 60 * 60
"""Seconds by which one request may move the clock forward."""

MOST = 100_000
"""Snapshots that one request may add."""


class Admin:
    """Serves `/admin`, for the account of `settings` and `credentials`."""

    def __init__(self, settings: Settings, store: Store, injection: Injection, credentials: Credentials) -> None:
        self._settings = settings
        self._store = store
        self._injection = injection
        self._credentials = credentials

    def add_routes(self, router: Router) -> None:
        """Add these endpoints to the router."""
        routes: list[tuple[str, str, Endpoint]] = [
            ("POST", "/admin/reset", self.reset),
            ("POST", "/admin/fill", self.fill),
            ("GET", "/admin/clock", self.read_clock),
            ("POST", "/admin/clock", self.advance_clock),
            ("POST", "/admin/snapshots/{snapshot_id}/fail", self.fail_snapshot),
            ("GET", "/admin/clusters/{cluster_id}", self.read_cluster),
            ("GET", "/admin/faults", self.list_faults),
            ("POST", "/admin/faults", self.add_fault),
            ("DELETE", "/admin/faults", self.clear_faults),
        ]
        for method, path, endpoint in routes:
            router.add(method, path, endpoint)

    async def reset(self, request: Request) -> Answer:
        """204: everything is as it was at the start on a new database; tokens stay valid."""
        await self._credentials.project(request)
        await self._store.write(lambda connection, now: seed.reset(connection, self._settings))
        return Answer(204)

    async def fill(self, request: Request) -> Answer:
        """200 with how many snapshots were added to a cluster, the first one unless `cluster_id` names another.

        Raises Problem: 400 if the number is wrong, 404 if the project has no such cluster.
        """
        project_id = await self._credentials.project(request)
        body = await read_json(request)
        number = _member(body, "snapshots")
        if not (type(number) is int and 1 <= number <= MOST):
            raise bad_request(f"snapshots: must be a number from 1 to {MOST}, not {shown(number)}.")
        cluster_id = body.get("cluster_id", next(iter(self._settings.cluster_ids)))
        if not (isinstance(cluster_id, str) and await self._store.has_cluster(project_id, cluster_id.lower())):
            raise unknown_cluster("cluster_id", shown(cluster_id))
        now = await self._store.read(lambda connection, now: now)
        for rows in seed.filling(project_id, cluster_id.lower(), number, now):
            await self._store.write(partial(_insert, rows))
        return Answer(200, {"snapshots": number})

    async def read_clock(self, request: Request) -> Answer:
        """200 with the time that snapshots go by."""
        await self._credentials.project(request)
        return _time(await self._store.read(lambda connection, now: now))

    async def advance_clock(self, request: Request) -> Answer:
        """200 with the new time. Raises Problem (400) if the clock is real, or the number of seconds is wrong."""
        await self._credentials.project(request)
        seconds = _member(await read_json(request), "advance")
        valid = isinstance(seconds, int | float) and not isinstance(seconds, bool)
        if not (valid and math.isfinite(seconds) and 0 <= seconds <= FURTHEST):
            raise bad_request(f"advance: must be 0 to {FURTHEST} seconds, not {shown(seconds)}.")
        if self._settings.clock != "manual":
            raise bad_request("The clock is real; only that of --clock manual can be moved.")
        milliseconds = round(seconds * 1000)
        return _time(await self._store.write(lambda connection, now: clock.advance(connection, milliseconds)))

    async def fail_snapshot(self, request: Request) -> Answer:
        """200 with a snapshot that is now UNAVAILABLE. Raises Problem (404) if the project has no such snapshot."""
        project_id = await self._credentials.project(request)
        snapshot_id = request.parameters["snapshot_id"].lower()

        def work(connection: sa.Connection, now: int) -> dict[str, Any]:
            row = _found(records.find_snapshot(connection, project_id, snapshot_id, lock=True), snapshot_id)
            records.fail_snapshot(connection, row, now)
            return life.listed(_found(records.find_snapshot(connection, project_id, snapshot_id), snapshot_id), now)

        return Answer(200, {"snapshot": await self._store.write(work)})

    async def read_cluster(self, request: Request) -> Answer:
        """200 with a cluster and the request that restored it. Raises Problem (404) if the project does not have it."""
        project_id = await self._credentials.project(request)
        cluster_id = request.parameters["cluster_id"].lower()
        row = await self._store.read(lambda connection, now: records.find_cluster(connection, project_id, cluster_id))
        if row is None:
            raise unknown_cluster("cluster_id", cluster_id)
        return Answer(200, {"cluster": dict(row._mapping)})

    async def list_faults(self, request: Request) -> Answer:
        """200 with the faults that may still strike."""
        await self._credentials.project(request)
        return Answer(200, {"faults": [fault.members() for fault in await self._injection.all()]})

    async def add_fault(self, request: Request) -> Answer:
        """200 with all faults, including the new one. Raises Problem (400) if it is not a valid fault."""
        await self._credentials.project(request)
        given = await read_json(request)
        if not isinstance(given, dict):
            raise bad_request(f"The body: must be an object, not {shown(given)}.")
        try:
            fault = injected.from_members(given)
        except ValueError as error:
            raise bad_request(f"{error}.") from None
        if fault.operation not in (None, *HANDLERS):
            raise bad_request(f"operation: no operation is named {shown(fault.operation)}.")
        await self._injection.add(fault)
        return await self.list_faults(request)

    async def clear_faults(self, request: Request) -> Answer:
        """200 with an empty list of faults."""
        await self._credentials.project(request)
        await self._injection.clear()
        return await self.list_faults(request)


def _insert(rows: list[dict[str, Any]], connection: sa.Connection, now: int) -> None:
    records.insert_snapshots(connection, rows)


def _member(body: Any, name: str) -> Any:
    if not isinstance(body, dict) or name not in body:
        raise bad_request(f"{name} is mandatory and missing.")
    return body[name]


def _found(row: sa.Row[Any] | None, snapshot_id: str) -> sa.Row[Any]:
    if row is None:
        raise unknown_snapshot(snapshot_id)
    return row


def _time(milliseconds: int) -> Answer:
    return Answer(200, {"now": life.timestamp(milliseconds)})
