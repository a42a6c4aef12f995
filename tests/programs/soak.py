"""`make soak`: thousands of snapshots created exactly once, though answers are lost and the server is killed.

Creates snapshots with create_snapshot_once, from many tasks and a few threads at once, through a proxy that drops
connections before and after a request reached the server, sends requests on late, delays, cuts short, and answers with
503 or HTML. dws-reference, on a SQLite file, is killed and started again on the way. Then compares what was returned
with what is there. Ends with 1 where a snapshot is missing, was made twice, or is not the one that was returned.
"""

from __future__ import annotations

import argparse
import asyncio
import signal
import sys
import tempfile
import threading
import time
import uuid
from collections import Counter
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field

from dws_reference import demo
from dws_snapshots import AkSkAuth, AsyncDwsClient, DwsClient, DwsError, SnapshotDetail
from support.running import running_reference
from support.unreliable_proxy import UnreliableProxy

AUTH = AkSkAuth(demo.ACCESS_KEY, demo.SECRET_KEY)
THREADS = 4
THREADS_SHARE = 10
"""One of so many creates is made by a thread with the sync client."""
NOWHERE = ("127.0.0.1", 1)
SECONDS = 10.0
"""For each step of a request: no answer of a server on the same machine takes so long."""


@dataclass(frozen=True)
class Options:
    """creates: snapshots to make. workers: tasks at once. kills: of the server. method: of the clients, to create."""

    creates: int = 10_000
    workers: int = 50
    kills: int = 3
    seed: int = 1
    method: str = "create_snapshot_once"


@dataclass
class Outcome:
    """What came of the creates: the ID that was returned for each name, or the error that was raised."""

    returned: dict[str, str] = field(default_factory=dict)
    failed: dict[str, DwsError] = field(default_factory=dict)
    _changed: threading.Condition = field(default_factory=threading.Condition)

    def note(self, name: str, result: str | DwsError) -> None:
        with self._changed:
            if isinstance(result, str):
                self.returned[name] = result
            else:
                self.failed[name] = result
            self._changed.notify_all()

    def wait_for(self, creates: int) -> None:
        """Wait until so many creates have ended."""
        with self._changed:
            self._changed.wait_for(lambda: len(self.returned) + len(self.failed) >= creates)


@dataclass(frozen=True)
class Verdict:
    """How the list of snapshots differs from what was asked for; each is a list of names."""

    missing: list[str]
    twice: list[str]
    others: list[str]
    errors: list[str]

    @property
    def good(self) -> bool:
        return not (self.missing or self.twice or self.others or self.errors)


def judge(names: list[str], outcome: Outcome, there: list[SnapshotDetail]) -> Verdict:
    """Compare. missing: asked for and not there; twice: there more than once; others: not the one that was returned."""
    manual = [snapshot for snapshot in there if snapshot.type == "MANUAL"]
    counted = Counter(snapshot.name.lower() for snapshot in manual)
    ids = {snapshot.name.lower(): snapshot.id for snapshot in manual}
    return Verdict(
        missing=[name for name in names if name.lower() not in counted],
        twice=[name for name, count in counted.items() if count > 1],
        others=[name for name, id_ in outcome.returned.items() if ids.get(name.lower()) != id_]
        + sorted(counted.keys() - {name.lower() for name in names}),
        errors=list(outcome.failed),
    )


def soak(options: Options) -> int:
    """Run, print the table, and return the exit code."""
    names = [f"Soak-{number:06}" for number in range(options.creates)]
    # A worker has a cluster for itself: a real one makes a snapshot at a time.
    clusters = [str(uuid.uuid5(uuid.NAMESPACE_OID, str(number))) for number in range(options.workers + THREADS)]
    outcome, began = Outcome(), time.monotonic()
    with (
        tempfile.TemporaryDirectory() as folder,
        UnreliableProxy(options.seed, NOWHERE) as proxy,
        ThreadPoolExecutor(1) as beside,
    ):
        database = ("--database", f"sqlite:///{folder}/soak.db", "--cluster-id", clusters[0])
        server = (*database, *(part for cluster in clusters[1:] for part in ("--cluster-id", cluster)))
        creating = None
        for kill in range(options.kills + 1):
            with running_reference(*server) as reference:
                proxy.upstream = reference.address
                creating = creating or beside.submit(create_all, proxy.url, names, clusters, options, outcome)
                outcome.wait_for(options.creates * (kill + 1) // (options.kills + 1))
                if kill < options.kills:
                    print(f"{len(outcome.returned):,} created: killing the server", file=sys.stderr)
                    reference.stop(signal.SIGKILL)
                    proxy.upstream = NOWHERE  # its port may become another's
                    continue
                creating.result()
                seconds = time.monotonic() - began
                proxy.send_rest()
                with DwsClient(reference.url, project_id=demo.PROJECT_ID, auth=AUTH) as dws:
                    verdict = judge(names, outcome, dws.list_snapshots())
    report(options, outcome, verdict, proxy.fates, seconds)
    return 0 if verdict.good else 1


def create_all(url: str, names: list[str], clusters: list[str], options: Options, outcome: Outcome) -> None:
    """Create a snapshot of each name, from tasks and from threads."""
    for_threads, for_tasks = iter(names[::THREADS_SHARE]), iter(sorted({*names} - {*names[::THREADS_SHARE]}))
    lock = threading.Lock()

    def next_of(rest: Iterator[str]) -> str | None:
        with lock:
            return next(rest, None)

    def in_thread(cluster_id: str) -> None:
        with DwsClient(url, project_id=demo.PROJECT_ID, auth=AUTH, timeout=SECONDS) as dws:
            while name := next_of(for_threads):
                try:
                    outcome.note(name, getattr(dws, options.method)(name=name, cluster_id=cluster_id).id)
                except DwsError as error:
                    outcome.note(name, error)

    async def in_tasks() -> None:
        async with AsyncDwsClient(url, project_id=demo.PROJECT_ID, auth=AUTH, timeout=SECONDS) as dws:

            async def in_task(cluster_id: str) -> None:
                while name := next_of(for_tasks):
                    try:
                        outcome.note(name, (await getattr(dws, options.method)(name=name, cluster_id=cluster_id)).id)
                    except DwsError as error:
                        outcome.note(name, error)

            await asyncio.gather(*map(in_task, clusters[THREADS:]))

    with ThreadPoolExecutor(THREADS) as threads:
        running = [threads.submit(in_thread, cluster_id) for cluster_id in clusters[:THREADS]]
        asyncio.run(in_tasks())
        for thread in running:
            thread.result()


def report(options: Options, outcome: Outcome, verdict: Verdict, fates: Counter[str], seconds: float) -> None:
    """Print what happened on the way, and what came of it."""
    print(f"{options.creates:,} creates, {options.workers} tasks and {THREADS} threads, seed {options.seed}")
    print(f"{seconds:.0f} s, {options.creates / seconds:.0f} a second\n")
    rows = [("server killed and started again", options.kills), *sorted(fates.items(), key=lambda row: -row[1])]
    told = [
        ("snapshots returned", len(outcome.returned)),
        ("not there", len(verdict.missing)),
        ("there twice", len(verdict.twice)),
        ("there, but not what was returned", len(verdict.others)),
        ("in error", len(verdict.errors)),
    ]
    for what, number in [*rows, ("", None), *told]:
        print(f"  {what:<60}{number:>8,}" if number is not None else "")
    for name in verdict.errors[:5]:
        print(f"  {name}: {outcome.failed[name]}")
    print("\nEach snapshot was created exactly once." if verdict.good else "\nsoak: not each was created exactly once.")


def main() -> int:
    parser = argparse.ArgumentParser(description="Create snapshots exactly once through a proxy that loses answers.")
    default = Options()
    parser.add_argument("--creates", type=int, default=default.creates, help="snapshots to create (%(default)s)")
    parser.add_argument("--workers", type=int, default=default.workers, help="tasks at once (%(default)s)")
    parser.add_argument("--kills", type=int, default=default.kills, help="times to kill the server (%(default)s)")
    parser.add_argument("--seed", type=int, default=default.seed, help="of what the proxy does (%(default)s)")
    return soak(Options(**vars(parser.parse_args())))


if __name__ == "__main__":
    try:
        sys.exit(main())
    except KeyboardInterrupt:
        sys.exit(130)
