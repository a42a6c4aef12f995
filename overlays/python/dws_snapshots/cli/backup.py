"""`dws-snapshots backup`."""

from __future__ import annotations

import asyncio
import signal
from contextlib import suppress
from datetime import UTC, datetime
from functools import partial
from typing import Annotated

import typer

from ..client import AsyncDwsClient
from ..errors import DwsError
from ..flows.flow import Deadline
from .night import Job, Night, patiently
from .output import Listed
from .plan import Series, check
from .report import bars, report
from .session import FAILED, Session, stopped, terminate
from .values import A_TIME, NAME, BusyTimeout, EnterpriseProject, Refused, day, duration, one

FIRST_SECONDS = 20.0


def backup(
    session: Session,
    *,
    all_clusters: Annotated[bool, typer.Option("--all", help="Every cluster of the project.")] = False,
    clusters: Annotated[
        list[str] | None, typer.Option("--cluster", metavar=NAME, help="A cluster's ID or name; may be repeated.")
    ] = None,
    enterprise_project_id: EnterpriseProject = None,
    template: Annotated[
        str,
        typer.Option(
            "--name", metavar="TEMPLATE", help="Template for the snapshots' names; it also identifies their series."
        ),
    ] = "nightly-{cluster}-{date}",
    night: Annotated[
        str | None, typer.Option("--date", metavar="YYYY-MM-DD", help="The night; today in UTC by default.")
    ] = None,
    keep: Annotated[
        int | None,
        typer.Option(
            min=1, metavar="N", help="Keep N AVAILABLE snapshots and delete older ones; by default none is deleted."
        ),
    ] = None,
    parallel: Annotated[
        int, typer.Option(min=1, max=100, metavar="N", help="How many clusters to back up at a time.")
    ] = 4,
    busy_timeout: BusyTimeout = "30m",
    timeout: Annotated[str, typer.Option(metavar=A_TIME, help="Time limit for the whole run.")] = "4h",
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Only show what would be done.")] = False,
) -> Listed:
    """Make one snapshot of every cluster a night, wait for it, and delete old ones.

    Example: dws-snapshots backup --all --keep 7

    Each cluster's snapshot is created exactly once. When it is AVAILABLE, --keep deletes older ones of the same series:
    manual snapshots of this cluster whose whole name fits --name, and whose description says that this series made
    them. It also deletes tonight's own snapshot if that is UNAVAILABLE. Nothing else is ever deleted.

    A second run on the same night, for example after a crash, keeps the snapshots that exist, creates the missing ones,
    and replaces those that are UNAVAILABLE.

    Exit code: 0 every cluster has its snapshot, 1 something failed, 2 the run could not start, 130 stopped by Ctrl-C,
    143 by SIGTERM.
    """
    if all_clusters == bool(clusters):
        raise Refused("give either --all, or --cluster once or more")
    of = day("--date", night) if night else datetime.now(UTC).date()
    series, busy = Series.of(template), duration("--busy-timeout", busy_timeout)
    deadline = Deadline(duration("--timeout", timeout), "--timeout")
    jobs: list[Job] = []

    async def run(work: Night) -> None:
        with suppress(NotImplementedError):  # Windows has no such signal.
            asyncio.get_running_loop().add_signal_handler(signal.SIGTERM, terminate)
        async with work.dws as dws:
            listed = partial(dws.list_clusters, enterprise_project_id=enterprise_project_id)
            there = await patiently(listed, min(FIRST_SECONDS, deadline.left))
            if not there:
                raise Refused("the project has no cluster")
            asked_for = [one("cluster", each, there) for each in clusters] if clusters else there
            found = sorted({cluster.id: cluster for cluster in asked_for}.values(), key=lambda cluster: cluster.name)
            check(dws.project_id, series, found, of)
            jobs.extend(Job(cluster, series.name(cluster, of)) for cluster in found)
            await work.run(jobs)

    by = None
    try:
        with bars(jobs, wanted=not session.verbose) as watch:
            work = Night(AsyncDwsClient.from_env(), series, of, keep, parallel, busy, deadline, dry_run, watch)
            asyncio.run(run(work))
    except DwsError as error:  # Once there are jobs, each keeps its own errors.
        raise Refused(str(error)) from error
    except KeyboardInterrupt as stop:
        if not jobs:
            raise
        by, session.code = stopped(stop)
    else:
        session.code = FAILED if any(job.failed for job in jobs) else 0
    return report(work, jobs, by)
