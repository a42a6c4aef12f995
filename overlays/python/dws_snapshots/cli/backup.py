"""`dws-snapshots backup`."""

from __future__ import annotations

import asyncio
import sys
from datetime import UTC, datetime
from functools import partial
from typing import Annotated

import typer

from dws_snapshots_client.models import ClusterInfo, SnapshotDetail

from ..client import AsyncDwsClient
from ..errors import DwsError
from ..flows.flow import Limit
from . import report
from .night import TAKEN, Job, Night
from .plan import Action, Series, check
from .session import ENTERPRISE_PROJECT, FAILED, NAME, SECONDS, Output, Session, ended_by_sigterm, exit_code, stopped_by
from .values import Refused, day, duration, one

FIRST_SECONDS = 60.0
PLANNED = {
    Action.CREATE: "to create",
    Action.FIND: "found",
    Action.REMAKE: "to make anew",
    Action.REFUSE: "failed",
}


def backup(
    session: Session,
    *,
    all_clusters: Annotated[bool, typer.Option("--all", help="Every cluster of the project.")] = False,
    clusters: Annotated[
        list[str] | None, typer.Option("--cluster", metavar=NAME, help="A cluster's ID or name; may be repeated.")
    ] = None,
    enterprise_project_id: Annotated[
        str | None, typer.Option(metavar="ID", help=ENTERPRISE_PROJECT, show_default=False)
    ] = None,
    template: Annotated[
        str, typer.Option("--name", metavar="TEMPLATE", help="Names the snapshots, and with them the series.")
    ] = "nightly-{cluster}-{date}",
    night: Annotated[
        str | None, typer.Option("--date", metavar="YYYY-MM-DD", help="The night; today in UTC by default.")
    ] = None,
    keep: Annotated[
        int | None,
        typer.Option(min=1, metavar="N", help="Delete what has N newer ones that are AVAILABLE; without it, nothing."),
    ] = None,
    parallel: Annotated[int, typer.Option(min=1, max=100, metavar="N", help="How many clusters at a time.")] = 4,
    busy_timeout: Annotated[str, typer.Option(metavar=SECONDS, help="How long to wait for a busy cluster.")] = "30m",
    timeout: Annotated[str, typer.Option(metavar=SECONDS, help="How long all of it may take.")] = "4h",
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Tell what would be done, and do nothing.")] = False,
) -> int:
    """Snapshot every cluster once a night, wait, and delete the old ones.

    Example: dws-snapshots backup --all --keep 7

    A cluster's snapshot is created exactly once and waited for. Only when it is AVAILABLE are older ones of the same
    series deleted: manual snapshots of this cluster whose whole name fits --name, and whose description says that this
    series made them. Nothing else is ever deleted.

    Run again on the same night, also after a crash, it takes over what is there, creates what is missing, and makes
    anew what is UNAVAILABLE.

    Exit code: 0 every cluster has its snapshot, 1 something failed, 2 it could not start.
    """
    if all_clusters == bool(clusters):
        raise Refused("give either --all, or --cluster once or more")
    series, limit = Series.of(template), Limit(duration("--timeout", timeout), "--timeout")
    of = day("--date", night) if night else datetime.now(UTC).date()
    dws = AsyncDwsClient.from_env()
    work = Night(dws, series, of, keep, parallel, duration("--busy-timeout", busy_timeout), limit)
    jobs: list[Job] = []
    planned: list[SnapshotDetail] = []

    async def run() -> None:
        with ended_by_sigterm():
            async with dws:
                try:
                    listed = partial(dws.list_clusters, enterprise_project_id=enterprise_project_id)
                    found = chosen(clusters, await work.patiently(listed, FIRST_SECONDS, say_again))
                    check(dws.project_id, series, found, of)
                    if dry_run:
                        planned.extend(await work.patiently(dws.list_snapshots, FIRST_SECONDS))
                except DwsError as error:
                    raise Refused(str(error)) from error
                jobs.extend(Job(cluster, series.name(cluster, of)) for cluster in found)
                if not dry_run:
                    with report.bars(jobs, wanted=not session.verbose):
                        await work.run(jobs)

    stopped, code = None, 0
    try:
        asyncio.run(run())
    except KeyboardInterrupt as stop:
        if not jobs:
            raise
        stopped, code = stopped_by(stop), exit_code(stop)
        report.stop(jobs, stopped)
    if dry_run:
        plan(work, jobs, planned)
    as_json = session.output is Output.JSON
    report.show_json(jobs, work, stopped) if as_json else report.show(jobs)
    print(report.last_line(jobs, work, stopped, dry_run), file=sys.stderr if as_json else sys.stdout)
    return code or (FAILED if any(job.failed for job in jobs) else 0)


def chosen(given: list[str] | None, there: list[ClusterInfo]) -> list[ClusterInfo]:
    """Return the clusters that were asked for, each once, by name. Raises Refused."""
    if not there:
        raise Refused("the project has no cluster")
    found = there if given is None else [one("cluster", each, there) for each in given]
    return sorted({cluster.id: cluster for cluster in found}.values(), key=lambda cluster: cluster.name)


def plan(work: Night, jobs: list[Job], snapshots: list[SnapshotDetail]) -> None:
    """Put into the jobs what would be done."""
    for job in jobs:
        action, there, job.deleted = work.series.plan(job.cluster, work.date, work.keep, snapshots)
        job.result, job.ended = PLANNED[action], True
        if there:
            job.id, job.status = there.id, there.status
        if action is Action.REFUSE:
            job.error = TAKEN


def say_again(error: DwsError) -> None:
    """Say why nothing happens yet."""
    print(f"dws-snapshots: {error}; trying again", file=sys.stderr)
