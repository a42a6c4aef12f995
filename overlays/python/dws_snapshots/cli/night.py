"""One night: every cluster's snapshot made once and waited for, then the old ones of the series deleted."""

from __future__ import annotations

import asyncio
import logging
import math
from collections.abc import Awaitable, Callable
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import date
from typing import NamedTuple, TypeVar

from dws_snapshots_client.models import ClusterInfo, SnapshotDetail

from ..client import AsyncDwsClient
from ..errors import BadRequest, DwsError, NotFound
from ..flows.flow import Limit, asked_for, backoff, may_pass
from ..flows.once import ONCE_SECONDS
from .plan import Action, Plan, Series

LOG = logging.getLogger(__name__)
TAKEN = "the name is taken by a snapshot that this series did not make"
Got = TypeVar("Got")


@dataclass
class Job:
    """What becomes of one cluster.

    result: untouched, open (a create is under way), making, created, found or failed. id, status, progress: of this
    night's snapshot. deleted: old ones that are gone. error: why it failed, or what was left undone. doing: what is
    being done, until it is ended.
    """

    cluster: ClusterInfo
    name: str
    result: str = "untouched"
    id: str = ""
    status: str = ""
    progress: object = None
    deleted: list[SnapshotDetail] = field(default_factory=list)
    error: str | None = None
    doing: str = ""
    ended: bool = False

    @property
    def failed(self) -> bool:
        """Whether something of it was not done."""
        return self.error is not None or self.result in ("untouched", "open", "making")


class Night(NamedTuple):
    """What one run is to do. limit: the time for all of it. watch: is called with a job whenever it goes on."""

    dws: AsyncDwsClient
    series: Series
    date: date
    keep: int | None
    parallel: int
    busy_timeout: float
    limit: Limit
    dry_run: bool
    watch: Callable[[Job], object]

    async def run(self, jobs: list[Job]) -> None:
        """Do all of it. A job that fails tells why, and holds up no other."""
        places = asyncio.Semaphore(self.parallel)

        async def one(job: Job) -> None:
            async with places:
                try:
                    await self.back_up(job)
                except DwsError as error:
                    job.result = job.result if job.result in ("created", "found") else "failed"
                    job.error = f"could not {job.doing}: {error}"
                job.ended = True
                LOG.info("%s: %s", job.cluster.name, job.error or job.result)
                self.watch(job)

        async with asyncio.TaskGroup() as tasks:
            for job in jobs:
                tasks.create_task(one(job))

    async def back_up(self, job: Job) -> None:
        """Do what a cluster needs. Raises as a call does."""

        def read(now: SnapshotDetail) -> None:
            job.status, job.progress = now.status, now.progress
            self.watch(job)

        self.step(job, "read its snapshots")
        action, there, old = await self.plan(job)
        if action is Action.REFUSE:
            job.doing = f"create {job.name}"
            raise DwsError(TAKEN)
        if there:
            job.id, job.status = there.id, there.status
        if self.dry_run:
            job.result, job.deleted = action, old
            return
        if there and action is Action.REMAKE:
            self.step(job, f"delete {there.name}, which is UNAVAILABLE")
            await self.delete(there)
        made = "found" if action is Action.FIND else await self.create(job)
        self.step(job, f"wait for {job.name}")
        job.result = "making"
        await self.dws.wait_until_available(job.id, timeout=self.left(), on_progress=read)
        job.result = made
        if self.keep is not None:
            self.step(job, "read its snapshots again")
            _, there, old = await self.plan(job)
            for snapshot in old if there and there.id == job.id else []:
                self.step(job, f"delete {snapshot.name}")
                await self.delete(snapshot)
                job.deleted.append(snapshot)

    async def create(self, job: Job) -> str:
        """Create a job's snapshot. Returns its result, which is "found" where another run of this night was faster."""
        self.step(job, f"create {job.name}")
        job.result, job.id, job.status = "open", "", ""
        try:
            created = await self.dws.create_snapshot_once(
                name=job.name,
                cluster_id=job.cluster.id,
                description=self.series.mark,
                timeout=self.left(ONCE_SECONDS + self.busy_timeout),
                busy_timeout=self.busy_timeout,
            )
        except DwsError:
            # A request of a run that was killed may have arrived after the look, too.
            with suppress(DwsError):
                action, there, _ = await self.plan(job)
                if there and action is Action.FIND:
                    job.id = there.id
                    return "found"
            raise
        job.id = created.id
        return "created"

    async def delete(self, snapshot: SnapshotDetail) -> None:
        """Delete a snapshot. It may be sent again: an ID is never used twice. Raises as a call does."""
        try:
            await patiently(lambda: self.dws.delete_snapshot(snapshot.id), self.left(ONCE_SECONDS))
        except (NotFound, BadRequest):
            if snapshot.id in [other.id for other in await self.snapshots()]:
                raise

    async def plan(self, job: Job) -> Plan:
        """Return what is to be done for a cluster now. Raises as a call does."""
        return self.series.plan(job.cluster, self.date, self.keep, await self.snapshots())

    async def snapshots(self) -> list[SnapshotDetail]:
        """Return all of the project's. Raises as a call does."""
        return await patiently(self.dws.list_snapshots, self.left(ONCE_SECONDS))

    def left(self, most: float = math.inf) -> float:
        """Return the seconds that are left, or `most`. Raises DwsError where none are."""
        if not self.limit.left:
            raise DwsError("--timeout is over")
        return min(self.limit.left, most)

    def step(self, job: Job, doing: str) -> None:
        """Tell what is done next."""
        job.doing = doing
        LOG.info("%s: %s", job.cluster.name, doing)
        self.watch(job)


async def patiently(call: Callable[[], Awaitable[Got]], most: float) -> Got:
    """Return what a call gives that may be repeated. most: seconds for all of it. Raises as the last call did."""
    failure, pauses = DwsError(f"the service gave no answer within {most:.1f} s"), backoff(0.1, longest=10.0)
    try:
        async with asyncio.timeout(most):
            while True:
                try:
                    return await call()
                except DwsError as error:
                    if not may_pass(error):
                        raise
                    failure = error
                LOG.info("%s; trying again", failure)
                await asyncio.sleep(max(next(pauses), asked_for(failure)))
    except TimeoutError:
        raise failure from None
