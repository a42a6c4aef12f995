"""`make soak`: creates thousands of snapshots exactly once, although answers are lost and the server is killed.

It creates snapshots with create_snapshot_once, from many tasks and a few threads at once. All requests go through a
proxy that drops connections before and after a request reaches the server, delays requests, cuts answers short, answers
with 201, 503 or HTML, and returns outdated lists. dws-reference, on a SQLite file, is killed and restarted several
times. Some names already exist, and must be refused. The returned snapshots are compared with those on the server, and
then deleted, so that lists stay short. The exit code is 1 if a snapshot is missing, exists twice, or is not the one
that was returned.
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
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from typing import Any

from dws_reference import demo
from dws_snapshots import AkSkAuth, AsyncDwsClient, BadRequest, DwsClient, DwsError, SnapshotDetail
from support.running import running_reference
from support.unreliable_proxy import UnreliableProxy

AUTH = AkSkAuth(demo.ACCESS_KEY, demo.SECRET_KEY)
THREADS = 4
THREADS_SHARE = 10
"""One in this many creates is made by a thread with the sync client."""
BEFORE = 100
"""Two in this many names already exist: one for the threads, one for the tasks."""
SWEEP = 100
"""At least this many creates are compared and deleted at a time."""
DELETES = 16
"""Simultaneous deletes, so that they keep up with the creates."""
NOWHERE = ("127.0.0.1", 1)
SECONDS = 10.0
"""The time limit of each step of a request. A server on the same machine never takes so long."""
ACCOUNT: Any = {"project_id": demo.PROJECT_ID, "auth": AUTH, "timeout": SECONDS}


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
    """The results of the creates: for each name the returned ID, or the error."""

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

    def wait_for(self, creates: int) -> list[str]:
        """Wait until at least this many creates have ended, and return the names of all that have."""
        with self._changed:
            self._changed.wait_for(lambda: len(self.returned) + len(self.failed) >= creates)
            return [*self.returned, *self.failed]


@dataclass
class Verdict:
    """The differences between the list of snapshots and the creates, each as a list of names."""

    missing: list[str] = field(default_factory=list)
    twice: list[str] = field(default_factory=list)
    others: list[str] = field(default_factory=list)
    errors: list[str] = field(default_factory=list)

    @property
    def good(self) -> bool:
        return not (self.missing or self.twice or self.others or self.errors)

    def judge(self, names: list[str], before: dict[str, str], outcome: Outcome, there: list[SnapshotDetail]) -> None:
        """Compare the creates with the list. before: the IDs of names that existed before, so that creates are refused.

        missing: not in the list; twice: more than once in the list; others: not the one that was returned.
        """
        for name in names:
            ids = [snapshot.id for snapshot in there if snapshot.name.lower() == name.lower()]
            expected, error = outcome.returned.get(name), outcome.failed.get(name)
            if name in before:
                expected, error = before[name], None if isinstance(error, BadRequest) else error
            if error is not None:
                self.errors.append(name)
            if not ids:
                self.missing.append(name)
            elif len(ids) > 1:
                self.twice.append(name)
            if (expected and expected not in ids) or name in {*before} & {*outcome.returned}:
                self.others.append(name)


def soak(options: Options) -> int:
    """Run, print the table, and return the exit code."""
    work = shared_out(options)
    outcome, verdict, judged = Outcome(), Verdict(), set[str]()
    began = time.monotonic()
    with (
        tempfile.TemporaryDirectory() as folder,
        UnreliableProxy(options.seed, NOWHERE) as proxy,
        ThreadPoolExecutor(1) as beside,
    ):
        server = ("--database", f"sqlite:///{folder}/soak.db", *(f"--cluster-id={cluster}" for cluster in work))
        with running_reference(*server) as reference, DwsClient(reference.url, **ACCOUNT) as dws:
            before = create_before(dws, work)
        creating = None
        for kill in range(options.kills + 1):
            ended = outcome.wait_for(0)
            until = len(ended) + (options.creates - len(ended)) // (options.kills - kill + 1)
            with running_reference(*server) as reference, DwsClient(reference.url, **ACCOUNT) as dws:
                proxy.upstream = reference.address
                creating = creating or beside.submit(create_all, proxy.url, work, options, outcome)
                while judged != {*ended} or len(ended) < until:
                    ended = outcome.wait_for(min(until, len(judged) + SWEEP))
                    names = [name for name in ended if name not in judged]
                    proxy.send_rest()
                    sweep(dws, names, before, outcome, verdict)
                    judged.update(names)
                if kill < options.kills:
                    print(f"{len(ended):,} created: killing the server", file=sys.stderr)
                    reference.stop(signal.SIGKILL)
                    proxy.upstream = NOWHERE  # another program may take the free port meanwhile
                    continue
                creating.result()
                seconds = time.monotonic() - began
                left = {snapshot.name: snapshot.id for snapshot in manual(dws)}
                verdict.others += sorted(name for name, id_ in left.items() if before.get(name) != id_)
    report(options, outcome, verdict, proxy.fates, seconds)
    return 0 if verdict.good else 1


def shared_out(options: Options) -> dict[str, list[str]]:
    """Return the names to create in each cluster; the first clusters are those of the threads.

    Each worker has a cluster of its own, because a real cluster makes one snapshot at a time.
    """
    clusters = [str(uuid.uuid5(uuid.NAMESPACE_OID, str(number))) for number in range(THREADS + options.workers)]
    work: dict[str, list[str]] = {cluster: [] for cluster in clusters}
    for number in range(options.creates):
        turn, by_thread = divmod(number, THREADS_SHARE)
        worker = turn % THREADS if by_thread == 0 else THREADS + number % options.workers
        work[clusters[worker]].append(f"Soak-{number:06}")
    return work


def create_before(dws: DwsClient, work: dict[str, list[str]]) -> dict[str, str]:
    """Create some of the names in the clusters where they will be asked for again, and return their IDs."""
    named = [(name, cluster) for cluster, names in work.items() for name in names if int(name[-6:]) % BEFORE in (0, 1)]
    return {name: dws.create_snapshot(name=name, cluster_id=cluster).id for name, cluster in named}


def manual(dws: DwsClient) -> list[SnapshotDetail]:
    return [snapshot for snapshot in dws.list_snapshots() if snapshot.type == "MANUAL"]


def sweep(dws: DwsClient, names: list[str], before: dict[str, str], outcome: Outcome, verdict: Verdict) -> None:
    """Compare the snapshots of these names, and delete them, except those that existed before."""
    there = [snapshot for snapshot in manual(dws) if snapshot.name in set(names)]
    verdict.judge(names, before, outcome, there)
    gone = [snapshot.id for snapshot in there if snapshot.name not in before]
    with ThreadPoolExecutor(DELETES) as threads:
        list(threads.map(dws.delete_snapshot, gone))


def create_all(url: str, work: dict[str, list[str]], options: Options, outcome: Outcome) -> None:
    """Create a snapshot of each name, from tasks and from threads."""
    clusters = list(work)

    def in_thread(cluster: str) -> None:
        with DwsClient(url, **ACCOUNT) as dws:
            for name in work[cluster]:
                try:
                    outcome.note(name, getattr(dws, options.method)(name=name, cluster_id=cluster).id)
                except DwsError as error:
                    outcome.note(name, error)

    async def in_tasks() -> None:
        async with AsyncDwsClient(url, **ACCOUNT) as dws:

            async def in_task(cluster: str) -> None:
                for name in work[cluster]:
                    try:
                        outcome.note(name, (await getattr(dws, options.method)(name=name, cluster_id=cluster)).id)
                    except DwsError as error:
                        outcome.note(name, error)

            await asyncio.gather(*map(in_task, clusters[THREADS:]))

    with ThreadPoolExecutor(THREADS) as threads:
        running = [threads.submit(in_thread, cluster) for cluster in clusters[:THREADS]]
        asyncio.run(in_tasks())
        for thread in running:
            thread.result()


def report(options: Options, outcome: Outcome, verdict: Verdict, fates: Counter[str], seconds: float) -> None:
    """Print what happened to the requests, and the verdict."""
    print(f"{options.creates:,} creates, {options.workers} tasks and {THREADS} threads, seed {options.seed}")
    print(f"{seconds:.0f} s, {options.creates / seconds:.0f} a second\n")
    rows = [("server killed and started again", options.kills), *sorted(fates.items(), key=lambda row: -row[1])]
    told = [
        ("snapshots returned", len(outcome.returned)),
        ("refused: there the night before", len(outcome.failed) - len(verdict.errors)),
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
