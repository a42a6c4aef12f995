"""Other users of the same project: the snapshots that they create and delete meanwhile are no deviations."""

from __future__ import annotations

import time
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from itertools import count

import pytest

from dws_contract import run
from plain_server.life import Snapshot, new_uuid
from plain_server.server import Service
from plain_server.wire import Answer, Request
from support.served import served

KEPT = 3


class Busy(Service):
    """A correct service in which others create or delete a snapshot of the cluster at every third request."""

    every = 3

    def prepare(self) -> None:
        super().prepare()
        self.numbers = count(1)
        self.others: list[Snapshot] = []

    async def answer(self, request: Request) -> Answer:
        number = next(self.numbers)
        if number % self.every == 0:
            self.work(number)
        return await super().answer(request)

    def work(self, number: int) -> None:
        """Delete the oldest of the others' snapshots where there are enough, else create one."""
        if len(self.others) >= KEPT:
            self.remove(self.others.pop(0))
            return
        now = time.time()
        cluster = self.account.cluster_id
        made = Snapshot(new_uuid(), self.project_id, f"of-others-{number}", "", cluster, now, now)
        self.others.append(made)
        self.snapshots[made.id] = made
        self.taken.add(self.name_key(made.name))


@pytest.mark.parametrize("every", [2, 3, 7])
def test_others_at_work_are_no_deviation(every: int) -> None:
    service = Busy()
    service.every = every
    with served(service, max_examples=36) as options:
        report = run(options)
    assert report.conforms, report.summary()
    assert report.left == ()


def test_two_runs_side_by_side_accuse_nobody() -> None:
    with served(Service(), max_examples=24) as options, ThreadPoolExecutor(2) as pool:
        found = list(pool.map(run, [options, replace(options, seed=2)]))
    for report in found:
        assert report.conforms, report.summary()
        assert report.left == ()
