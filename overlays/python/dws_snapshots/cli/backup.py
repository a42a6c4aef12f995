"""`dws-snapshots backup`."""

from __future__ import annotations

import asyncio
from datetime import UTC, datetime
from functools import partial
from typing import Annotated

from typer import Option

from ..client import AsyncDwsClient
from ..errors import DwsError
from ..flows.flow import Deadline
from .night import Job, Night, patiently
from .output import Listed
from .plan import Series, check
from .report import bars, report
from .session import CTRL_C, FAILED, Session
from .values import A_TIME, NAME, BusyTimeout, EnterpriseProject, Refused, day, duration, one

FIRST_SECONDS = 60.0
Several = Annotated[list[str] | None, Option(metavar=NAME, help="A cluster's ID or name; may be repeated.")]
Template = Annotated[
    str, Option(metavar="TEMPLATE", help="Template for the snapshots' names; it also identifies their series.")
]
Keep = Annotated[
    int | None,
    Option(min=1, metavar="N", help="Keep N AVAILABLE snapshots and delete older ones; by default none is deleted."),
]


def backup(
    session: Session,
    *,
    all_clusters: Annotated[bool, Option("--all", help="Every cluster of the project.")] = False,
    cluster: Several = None,
    enterprise_project_id: EnterpriseProject = None,
    name: Template = "nightly-{cluster}-{date}",
    date: Annotated[str | None, Option(metavar="YYYY-MM-DD", help="The night; today in UTC by default.")] = None,
    keep: Keep = None,
    parallel: Annotated[int, Option(min=1, max=100, metavar="N", help="How many clusters to back up at a time.")] = 4,
    busy_timeout: BusyTimeout = "30m",
    timeout: Annotated[str, Option(metavar=A_TIME, help="Time limit for the whole run.")] = "4h",
    dry_run: Annotated[bool, Option("--dry-run", help="Only show what would be done.")] = False,
) -> Listed:
    """Make one snapshot of every cluster a night, wait for it, and delete old ones.

    Example: dws-snapshots backup --all --keep 7

    Each cluster's snapshot is created exactly once. When it is AVAILABLE, --keep deletes older ones of the same series:
    manual snapshots of this cluster whose whole name fits --name, and whose description says that this series made
    them. It also deletes tonight's own snapshot if that is UNAVAILABLE. Nothing else is ever deleted.

    A second run on the same night, for example after a crash, keeps the snapshots that exist, creates the missing ones,
    and replaces those that are UNAVAILABLE.

    Exit code: 0 every cluster has its snapshot, 1 something failed, 2 the run could not start, 130 or 143 it was
    stopped by Ctrl-C or SIGTERM.
    """
    if all_clusters == bool(cluster):
        raise Refused("give either --all, or --cluster once or more")
    night = day("--date", date) if date else datetime.now(UTC).date()
    series, busy = Series.of(name), duration("--busy-timeout", busy_timeout, zero=True)
    deadline = Deadline(duration("--timeout", timeout))
    jobs: list[Job] = []

    async def run(work: Night) -> None:
        async with work.dws as dws:
            listed = partial(dws.list_clusters, enterprise_project_id=enterprise_project_id)
            there = await patiently(listed, min(FIRST_SECONDS, deadline.left))
            if not there:
                where = f"enterprise project {enterprise_project_id!r}" if enterprise_project_id else "the project"
                raise Refused(f"no cluster was found in {where}")
            asked_for = [one("cluster", each, there) for each in cluster] if cluster else there
            found = sorted({each.id: each for each in asked_for}.values(), key=lambda each: each.name)
            check(dws.project_id, series, found, night)
            jobs.extend(Job(each, series.name(each, night)) for each in found)
            await work.run(jobs)

    try:
        with bars(jobs) as watch:
            of = session.dws
            dws = AsyncDwsClient(of.endpoint, project_id=of.project_id, auth=of.auth)
            work = Night(dws, series, night, keep, parallel, busy, deadline, dry_run, watch)
            asyncio.run(run(work))
    except DwsError as error:  # Of the first list, or of the login: each job keeps its own errors.
        raise Refused(str(error)) from error
    except KeyboardInterrupt as stop:
        if not jobs:
            raise
        by, session.code = stop.args or CTRL_C
        return report(work, jobs, by)
    session.code = FAILED if any(job.failed for job in jobs) else 0
    return report(work, jobs)
