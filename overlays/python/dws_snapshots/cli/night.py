"""One night: create each cluster's snapshot exactly once, wait for it, then delete old ones of the series."""

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
from ..errors import BadRequest, DwsError, NotFound, WaitTimeout
from ..flows.flow import Deadline, asked_for, backoff, is_another_thing, may_pass
from ..flows.once import ONCE_SECONDS
from .plan import Action, Plan, Series

LOG = logging.getLogger(__name__)
OVER = "the time limit of --timeout has passed"
Got = TypeVar("Got")


@dataclass
class Job:
    """The backup of one cluster.

    result: untouched, open (a create is under way), making, created, found or failed. id, status, progress: those of
    this night's snapshot. deleted: the old snapshots that were deleted. error: why the job failed, or what it left
    undone. doing: the current step. ended: whether the job is over.
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
        """Whether any part of the job was not done."""
        return self.error is not None or self.result in ("untouched", "open", "making")


class Night(NamedTuple):
    """One run of `backup`. deadline: the time for the whole run. watch: called with a job whenever the job changes."""

    dws: AsyncDwsClient
    series: Series
    date: date
    keep: int | None
    parallel: int
    busy_timeout: float
    deadline: Deadline
    dry_run: bool
    watch: Callable[[Job], object]

    async def run(self, jobs: list[Job]) -> None:
        """Do all jobs. A job that fails keeps the reason, and does not stop the others."""
        places = asyncio.Semaphore(self.parallel)

        async def one(job: Job) -> None:
            async with places:
                try:
                    await self.back_up(job)
                except Exception as error:  # Even one of this command's own must not stop the others.
                    job.result = job.result if job.result in ("created", "found") else "failed"
                    job.error = f"could not {job.doing}: {error if isinstance(error, DwsError) else repr(error)}"
                job.ended = True
                LOG.info("%s: %s", job.cluster.name, job.error or job.result)
                self.watch(job)

        async with asyncio.TaskGroup() as tasks:
            for job in jobs:
                tasks.create_task(one(job))

    async def back_up(self, job: Job) -> None:
        """Back up one cluster. Raises as a call does."""

        def read(now: SnapshotDetail) -> None:
            job.status, job.progress = now.status, now.progress
            self.watch(job)

        self.step(job, f"plan {job.name}")
        action, there, old = await self.plan(job)
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
        try:
            await self.dws.wait_until_available(job.id, timeout=self.left(), on_progress=read)
        except WaitTimeout as error:
            raise DwsError(f"{OVER}; the snapshot's status was {error.status or 'never read'}") from error
        job.result = made
        if self.keep is not None:
            self.step(job, "plan what to delete")
            _, there, old = await self.plan(job)
            now = there.status if there and there.id.lower() == job.id.lower() else "not listed"
            if now == "UNAVAILABLE":
                raise DwsError(f"the list says that {job.name} ({job.id}) is {now}, so no old snapshot was deleted")
            await self.delete_old(job, old if now == "AVAILABLE" else [])

    async def create(self, job: Job) -> str:
        """Create a job's snapshot. Returns the job's result, "found" if another run of this night was faster."""
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
            # A request from a run that was killed may have arrived after the look-up.
            with suppress(DwsError):
                action, there, _ = await self.plan(job)
                if there and action is Action.FIND:
                    job.id = there.id
                    return "found"
            raise
        job.id = created.id
        return "created"

    async def delete_old(self, job: Job, old: list[SnapshotDetail]) -> None:
        """Delete a job's old snapshots. If one can't be deleted, it goes on; at the end it raises as the first did."""
        failed = []
        for snapshot in old:
            self.step(job, f"delete {snapshot.name}")
            try:
                await self.delete(snapshot)
                job.deleted.append(snapshot)
            except DwsError as error:
                failed.append((job.doing, error))
        if failed:
            job.doing, first = failed[0]
            raise first

    async def delete(self, snapshot: SnapshotDetail) -> None:
        """Delete a snapshot. Repeating the request is safe: an ID is never used twice. Raises as a call does."""
        try:
            await patiently(lambda: self.dws.delete_snapshot(snapshot.id), self.left(ONCE_SECONDS))
        except (NotFound, BadRequest):
            if snapshot.id in [other.id for other in await self.snapshots()]:
                raise

    async def plan(self, job: Job) -> Plan:
        """Return what to do for a cluster now. Raises as a call does."""
        return self.series.plan(job.cluster, self.date, self.keep, await self.snapshots())

    async def snapshots(self) -> list[SnapshotDetail]:
        """Return all of the project's. Raises as a call does."""
        return await patiently(self.dws.list_snapshots, self.left(ONCE_SECONDS))

    def left(self, most: float = math.inf) -> float:
        """Return the seconds left, at most `most`. Raises DwsError if there are none."""
        if not self.deadline.left:
            raise DwsError(OVER)
        return min(self.deadline.left, most)

    def step(self, job: Job, doing: str) -> None:
        """Report the next step."""
        job.doing = doing
        LOG.info("%s: %s", job.cluster.name, doing)
        self.watch(job)


async def patiently(call: Callable[[], Awaitable[Got]], most: float) -> Got:
    """Return the result of a call, repeated while that may help. most: seconds for all. Raises as the last call did."""
    failure, pauses = DwsError(f"the service gave no answer within {most:.1f} s"), backoff(0.1, longest=10.0)
    try:
        async with asyncio.timeout(most):
            while True:
                try:
                    return await call()
                except DwsError as error:
                    if not may_pass(error) or is_another_thing(error):
                        raise
                    failure = error
                LOG.info("%s; trying again", failure)
                await asyncio.sleep(max(next(pauses), asked_for(failure)))
    except TimeoutError:
        raise failure from None
