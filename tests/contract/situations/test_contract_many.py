"""Projects with many snapshots: they are no deviation, and the suite reads few of their lists and pages."""

from __future__ import annotations

import pytest

from dws_contract import run
from plain_server.faults import CATALOGUE
from plain_server.server import Call, Service
from plain_server.wire import Answer
from support.served import served

WHOLE = 250
"""More than this is no page that a limit of the suite's has cut."""


class Watched(Service):
    """A correct service that counts how often all of a long list or page was told."""

    lists = 0
    pages = 0

    async def list_snapshots(self, call: Call) -> Answer:
        self.lists += 1
        return await super().list_snapshots(call)

    async def list_cluster_snapshots(self, call: Call) -> Answer:
        answer = await super().list_cluster_snapshots(call)
        self.pages += answer.body.count(b'"status"') > WHOLE
        return answer


@pytest.mark.parametrize(
    ("present", "only"),
    [(310, ()), (3_400, ()), (20_000, ("access", "lists", "deletions", "copies", "pages", "churn"))],
)
def test_a_project_with_many_snapshots_conforms_at_no_greater_cost(present: int, only: tuple[str, ...]) -> None:
    service = Watched()
    service.fill(present)
    with served(service, max_examples=36, only=only) as options:
        report = run(options)
    assert report.conforms, report.summary()
    assert report.left == ()
    assert report.requests < 2000
    assert service.lists <= 12
    assert service.pages <= 6
    pages = {verdict.clause.id: (verdict.state, verdict.reason) for verdict in report.verdicts}
    assert {pages[clause] for clause in ("page-limit", "page-sort", "page-count", "pages-whole")} == {("held", "")}


def test_where_making_takes_time_a_long_list_is_read_no_more_often() -> None:
    service = Watched(creation_time=0.1)
    service.fill(1_000)
    with served(service) as options:
        report = run(options)
    assert report.conforms, report.summary()
    assert {verdict.state for verdict in report.verdicts if verdict.clause.topic == "Making"} == {"held"}
    assert service.lists <= 12


@pytest.mark.parametrize(
    "fault",
    [
        *("page-sorted-within-page", "page-holds-one-less", "page-sort-dir-ignored", "page-count-of-page"),
        *("list-without-newest", "delete-does-nothing", "delete-hides-from-lists-only"),
    ],
)
def test_a_fault_is_caught_among_many_snapshots(fault: str) -> None:
    service = CATALOGUE[fault].service()
    service.fill(400)
    with served(service) as options:
        report = run(options)
    broken = {verdict.clause.id for verdict in report.of("broken")}
    assert not broken.isdisjoint(CATALOGUE[fault].clauses), report.summary()
