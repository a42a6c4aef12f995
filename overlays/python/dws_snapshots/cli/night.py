"""One night: every cluster's snapshot made once and waited for, then the old ones of the series deleted."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Awaitable, Callable
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import date
from typing import NamedTuple, TypeVar

from dws_snapshots_client.models import ClusterInfo, SnapshotDetail

from ..client import AsyncDwsClient
from ..errors import BadRequest, DwsError, NotFound
from ..flows.flow import Limit, backoff, may_pass
from ..flows.once import ONCE_SECONDS
from .plan import Action, Plan, Series

LOG = logging.getLogger(__name__)
SHORTEST = 0.001
DONE, UNDONE = ("created", "found"), ("untouched", "open", "making", "failed")
TAKEN = "the name is taken by a snapshot that this series did not make"
Watch = Callable[["Job", SnapshotDetail | None], object]
Got = TypeVar("Got")


@dataclass
class Job:
    """What becomes of one cluster.

    result: untouched, open (a create is under way), making, created, found or failed. id, status: of this night's
    snapshot. made: what the result is once it is available. deleted: old ones that are gone. error: why it failed, or
    what was left undone. doing: what is being done, until it is ended. watch: is called whenever it goes on, with the
    snapshot if that was read.
    """

    cluster: ClusterInfo
    name: str
    watch: Watch = lambda job, now: None
    result: str = "untouched"
    id: str | None = None
    status: str | None = None
    made: str = "found"
    deleted: list[SnapshotDetail] = field(default_factory=list)
    error: str | None = None
    doing: str = ""
    ended: bool = False

    @property
    def failed(self) -> bool:
        """Whether something of it was not done."""
        return self.error is not None or self.result in UNDONE

    def step(self, doing: str) -> None:
        """Tell what is done next."""
        self.doing = doing
        LOG.info("%s: %s", self.cluster.name, doing)
        self.watch(self, None)

    def read(self, now: SnapshotDetail) -> None:
        """Take what a reading told while the snapshot is being made."""
        self.status = now.status
        self.watch(self, now)

    def end(self, error: DwsError | None) -> None:
        """Tell what it came to."""
        if error is not None:
            self.result = self.result if self.result in DONE else "failed"
            self.error = f"could not {self.doing}: {error}"
        LOG.info("%s: %s", self.cluster.name, self.error or self.result)
        self.ended = True
        self.watch(self, None)


class Night(NamedTuple):
    """What one run is to do. limit: the time for all of it."""

    dws: AsyncDwsClient
    series: Series
    date: date
    keep: int | None
    parallel: int
    busy_timeout: float
    limit: Limit

    async def run(self, jobs: list[Job]) -> None:
        """Do all of it. What fails is told by its job, and holds up no other."""
        places = asyncio.Semaphore(self.parallel)

        async def one(job: Job) -> None:
            async with places:
                try:
                    await self.back_up(job)
                except DwsError as error:
                    job.end(error)
                else:
                    job.end(None)

        async with asyncio.TaskGroup() as tasks:
            for job in jobs:
                tasks.create_task(one(job))

    async def back_up(self, job: Job) -> None:
        """Do what a cluster needs. Raises as a call does."""
        job.step("read its snapshots")
        action, there, _ = await self.plan(job)
        if action is Action.REFUSE:
            job.doing = f"create {job.name}"
            raise DwsError(TAKEN)
        if there and action is Action.REMAKE:
            job.step(f"delete {there.name}, which is UNAVAILABLE")
            await self.delete(job, there)
        job.id = there.id if there and action is Action.FIND else await self.create(job)
        job.result = "making"
        job.step(f"wait for {job.name}")
        available = await self.dws.wait_until_available(job.id, timeout=self.left(), on_progress=job.read)
        job.result = job.made
        if self.keep is not None:
            job.step("read its snapshots again")
            _, there, old = await self.plan(job)
            for snapshot in old if there and there.id == available.id else []:
                job.step(f"delete {snapshot.name}")
                await self.delete(job, snapshot)
                job.deleted.append(snapshot)

    async def create(self, job: Job) -> str:
        """Create a job's snapshot and return its ID; also where another run of the same night was faster."""
        job.step(f"create {job.name}")
        job.result = "open"
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
                    return there.id
            raise
        job.made = "created"
        return created.id

    async def delete(self, job: Job, snapshot: SnapshotDetail) -> None:
        """Delete a snapshot. It may be sent again: an ID is never used twice. Raises as a call does."""

        async def attempt() -> None:
            try:
                await self.dws.delete_snapshot(snapshot.id)
            except (NotFound, BadRequest):
                if snapshot.id in [other.id for other in await self.snapshots(job.cluster)]:
                    raise

        await self.patiently(attempt)

    async def plan(self, job: Job) -> Plan:
        """Return what is to be done for a cluster now. Raises as a call does."""
        snapshots = await self.patiently(lambda: self.snapshots(job.cluster))
        return self.series.plan(job.cluster, self.date, self.keep, snapshots)

    async def snapshots(self, cluster: ClusterInfo) -> list[SnapshotDetail]:
        return [snapshot async for snapshot in self.dws.iter_cluster_snapshots(cluster.id)]

    async def patiently(
        self,
        call: Callable[[], Awaitable[Got]],
        most: float = ONCE_SECONDS,
        tell: Callable[[DwsError], object] = lambda error: None,
    ) -> Got:
        """Return what a call gives that may be repeated. most: seconds. tell: is called with what may pass.

        Raises as the call does.
        """
        limit, pauses = Limit(self.left(most)), backoff(0.1, longest=10.0)
        while True:
            try:
                return await call()
            except DwsError as error:
                if not may_pass(error) or not limit.left:
                    raise
                tell(error)
                pause = limit.pause(next(pauses), error)
            await pause.wait_async()

    def left(self, most: float | None = None) -> float:
        """Return the seconds that are left, never 0: a call then says itself that its time is over."""
        left = max(self.limit.left, SHORTEST)
        return left if most is None else min(left, most)
