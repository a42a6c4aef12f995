"""What a night comes to, for people and for programs, and its bars while it goes on."""

from __future__ import annotations

import contextlib
from collections import Counter
from collections.abc import Iterator
from typing import Any

from rich.progress import BarColumn, Progress, TaskID, TaskProgressColumn, TextColumn, TimeElapsedColumn

from dws_snapshots_client.models import SnapshotDetail

from .night import Job, Night
from .output import console, print_json, print_table, shown


def show_json(jobs: list[Job], night: Night, stopped: str | None) -> None:
    """Print what a monitor reads."""
    told = {
        "date": night.date.isoformat(),
        "series": night.series.template,
        "keep": night.keep,
        "stopped_by": stopped,
        "failed": sum(job.failed for job in jobs),
        "clusters": [cluster(job) for job in jobs],
    }
    print_json(told)


def cluster(job: Job) -> dict[str, Any]:
    """Return a cluster's part, by the contract's names."""
    return {
        "cluster_id": job.cluster.id,
        "cluster_name": job.cluster.name,
        "name": job.name,
        "id": job.id,
        "status": job.status,
        "result": job.result,
        "deleted": [{"id": old.id, "name": old.name} for old in job.deleted],
        "error": job.error,
    }


def show(jobs: list[Job]) -> None:
    """Print a row a cluster, then why some failed."""
    rows = [(job.cluster.name, job.name, job.result, ", ".join(old.name for old in job.deleted)) for job in jobs]
    print_table(("cluster", "snapshot", "result", "deleted"), rows)
    for job in jobs:
        if job.error:
            console().print(shown(f"{job.cluster.name}: {job.error}"), soft_wrap=True)


def last_line(jobs: list[Job], night: Night, stopped: str | None, dry: bool) -> str:
    """Return what cron mails."""
    counts = [f"{count} {result}" for result, count in Counter(job.result for job in jobs).items()]
    deleted = sum(len(job.deleted) for job in jobs)
    what = f"{', '.join(counts)}; {deleted} old {'to delete' if dry else 'deleted'}"
    failed = ", ".join(job.cluster.name for job in jobs if job.failed)
    end = f"; stopped by {stopped}" if stopped else f"; FAILED: {failed}" if failed else ""
    return f"{night.date}: {len(jobs)} {'cluster' if len(jobs) == 1 else 'clusters'}: {what}{end}"


def stop(jobs: list[Job], by: str) -> None:
    """Say of each job that was under way what was not done."""
    for job in jobs:
        if job.doing and not job.ended:
            job.error = f"{by} came while it was to {job.doing}"


class Bars:
    """A bar for each cluster that is under way, on standard error, and one for all."""

    def __init__(self, progress: Progress, total: int) -> None:
        self._progress = progress
        self._all = progress.add_task("all clusters", total=total)
        self._tasks: dict[str, TaskID] = {}

    def watch(self, job: Job, now: SnapshotDetail | None) -> None:
        """Show how far a cluster is. The service tells no unit of its progress: a number up to 100 is taken as %."""
        if job.cluster.id not in self._tasks:
            self._tasks[job.cluster.id] = self._progress.add_task("", total=None)
        task = self._tasks[job.cluster.id]
        self._progress.update(task, description=f"{shown(job.cluster.name)}: {shown(job.doing)}", visible=not job.ended)
        with contextlib.suppress(TypeError, ValueError):
            done = float(now.progress or "") if now else -1.0
            if 0 <= done <= 100:
                self._progress.update(task, total=100.0, completed=done)
        if job.ended:
            self._progress.advance(self._all)


@contextlib.contextmanager
def bars(jobs: list[Job], wanted: bool) -> Iterator[None]:
    """Draw bars while it goes on, if it is on a terminal."""
    stderr = console(stderr=True)
    if not (wanted and stderr.is_terminal):
        yield
        return
    columns = (TextColumn("{task.description}", markup=False), BarColumn(), TaskProgressColumn(), TimeElapsedColumn())
    with Progress(*columns, console=stderr, transient=True) as progress:
        drawn = Bars(progress, len(jobs))
        for job in jobs:
            job.watch = drawn.watch
        yield
