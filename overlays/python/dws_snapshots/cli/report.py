"""The report of a night, for people and for programs, and the progress bars while it runs."""

from __future__ import annotations

import logging
import sys
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress

from rich.console import Console
from rich.progress import BarColumn, Progress, TaskID, TaskProgressColumn, TextColumn, TimeElapsedColumn

from .night import LOG, Job, Night
from .output import Listed, clean, expendable


def report(night: Night, jobs: list[Job], stopped: str | None = None) -> Listed:
    """Return the report, for programs with the contract's names. stopped: what stopped the run, if anything did."""
    for job in jobs:
        if stopped and job.doing and not job.ended:
            job.error = f"stopped by {stopped} while trying to {job.doing}"
    told = {
        "date": night.date.isoformat(),
        "series": night.series.template,
        "keep": night.keep,
        "dry_run": night.dry_run,
        "stopped_by": stopped,
        "failed": sum(job.failed for job in jobs),
        "clusters": [
            {
                "cluster_id": job.cluster.id,
                "cluster_name": job.cluster.name,
                "name": job.name,
                "id": job.id or None,
                "status": job.status or None,
                "result": job.result,
                "deleted": [{"id": old.id, "name": old.name} for old in job.deleted],
                "error": job.error,
            }
            for job in jobs
        ],
    }
    rows = [(job.cluster.name, job.name, job.result, ", ".join(old.name for old in job.deleted)) for job in jobs]
    notes = [f"{job.cluster.name}: {job.error}" for job in jobs if job.error]
    return Listed(told, ("cluster", "snapshot", "result", "deleted"), rows, notes, last_line(night, jobs, stopped))


def last_line(night: Night, jobs: list[Job], stopped: str | None) -> str:
    """Return a summary in one line, for the mail that cron sends."""
    counts = [f"{count} {result}" for result, count in Counter(job.result for job in jobs).items()]
    deleted = sum(len(job.deleted) for job in jobs)
    what = f"{', '.join(counts)}; {deleted} old {'to delete' if night.dry_run else 'deleted'}"
    failed = ", ".join(job.cluster.name or job.cluster.id for job in jobs if job.failed)
    end = f"; stopped by {stopped}" if stopped else f"; FAILED: {failed}" if failed else ""
    return f"{night.date}: {len(jobs)} {'cluster' if len(jobs) == 1 else 'clusters'}: {what}{end}"


@contextmanager
def bars(jobs: list[Job]) -> Iterator[Callable[[Job], None]]:
    """Draw a bar for each job that is under way, and one for all, if standard error is a terminal without a log.

    Yields a function that redraws a job. The service gives no unit of progress: a number up to 100 is taken as %.
    """
    columns = (TextColumn("{task.description}", markup=False), BarColumn(), TaskProgressColumn(), TimeElapsedColumn())
    hidden = LOG.isEnabledFor(logging.INFO) or not sys.stderr.isatty()
    progress = Progress(*columns, console=Console(file=sys.stderr), transient=True, disable=hidden)
    everything = progress.add_task("all clusters", total=None)
    drawn: dict[str, TaskID] = {}

    def draw(job: Job) -> None:
        with suppress(OSError, ValueError):  # The terminal was closed, or progress is no number.
            if job.name not in drawn:
                drawn[job.name] = progress.add_task("", total=None)
            doing = clean(f"{job.cluster.name}: {job.doing}")
            progress.update(drawn[job.name], description=doing, visible=not job.ended)
            progress.update(everything, total=len(jobs), completed=sum(each.ended for each in jobs))
            done = float(str(job.progress))
            if 0 <= done <= 100:
                progress.update(drawn[job.name], total=100.0, completed=done)

    try:
        progress.start()
        yield draw
    finally:
        with expendable(sys.stderr):
            progress.stop()
