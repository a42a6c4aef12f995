"""Temporary answers: too many requests, a service that is briefly unavailable, a refusal once in a hundred requests."""

from __future__ import annotations

import json
import time
from collections import Counter
from itertools import count

import pytest

from dws_contract import run
from dws_contract.traffic.pace import Pace
from plain_server.server import Call, Service
from plain_server.wire import Answer, Request
from support.served import served


def error(status: int, **headers: str) -> Answer:
    """An answer that says no, in the documented form."""
    body = json.dumps({"error_code": "DWS.0001", "error_msg": "Not now."}).encode()
    return Answer(status, body, {"Content-Type": "application/json", **headers})


class Unsteady(Service):
    """Answers each hundredth request with an error that the contract declares, before anything is done."""

    status = 500

    def prepare(self) -> None:
        super().prepare()
        self.numbers = count(1)

    async def answer(self, request: Request) -> Answer:
        return error(self.status) if next(self.numbers) % 100 == 0 else await super().answer(request)


class Limited(Service):
    """Answers every 400th request with 429, and counts those that come before the second that it names is over."""

    def prepare(self) -> None:
        super().prepare()
        self.numbers = count(1)
        self.until = 0.0
        self.refused: list[float] = []
        self.early = 0

    async def answer(self, request: Request) -> Answer:
        now = time.monotonic()
        if now < self.until:
            self.early += 1
        elif next(self.numbers) % 400 == 0:
            self.until = now + 1
            return error(429, **{"Retry-After": "1"})
        return await super().answer(request)


class Undeletable(Service):
    """Answers each snapshot's first six deletes with 503: more than a request is sent again for."""

    def prepare(self) -> None:
        super().prepare()
        self.deletes: dict[str, int] = {}

    async def delete_snapshot(self, call: Call) -> Answer:
        self.deletes[call.id] = self.deletes.get(call.id, 0) + 1
        return error(503) if self.deletes[call.id] <= 6 else await super().delete_snapshot(call)


class Overrun(Service):
    """Answers every restore with 429."""

    async def restore_cluster(self, call: Call) -> Answer:
        return error(429)


@pytest.mark.parametrize("status", [400, 401, 403, 404, 500, 503])
def test_a_declared_answer_that_comes_once_in_a_hundred_is_no_deviation(status: int) -> None:
    service = Unsteady()
    service.status = status
    with served(service, max_examples=24) as options:
        report = run(options)
    assert report.conforms, report.summary()
    assert report.left == ()


def test_retry_after_is_honoured() -> None:
    service = Limited()
    # Subjects that send nothing at the same moment: what is on its way comes early.
    with served(service, only=("bodies", "names", "descriptions", "pages")) as options:
        report = run(options)
    assert report.conforms, report.summary()
    assert service.until
    assert service.early == 0


def test_what_too_many_requests_hid_is_not_reached_and_a_rate_is_suggested() -> None:
    with served(Overrun(), busy_timeout=1.0) as options:
        report = run(options)
    assert report.conforms, report.summary()
    reasons = {verdict.clause.id: verdict.reason for verdict in report.of("not reached")}
    assert "--rate-limit" in reasons["restore-accepted"]


def test_clean_up_deletes_what_was_refused_for_a_moment() -> None:
    service = Undeletable()
    with served(service, only=("names",)) as options:
        report = run(options)
    assert report.created
    assert report.left == ()
    assert {each.name for each in service.mine()} == {"scheduled-1", "failed-1"}


def test_a_pace_slows_down_and_recovers() -> None:
    now, slept = [100.0], []

    def sleep(seconds: float) -> None:
        slept.append(seconds)
        now[0] += seconds

    pace = Pace(None, clock=lambda: now[0], sleep=sleep)
    pace.wait()
    pace.wait()
    assert slept == []
    for _ in range(3):
        pace.slow_down()
    pace.wait()
    pace.wait()
    assert len(slept) == 1
    for _ in range(200):
        pace.speed_up()
    pace.wait()
    pace.wait()
    assert len(slept) <= 2


class StumblesOnce(Service):
    """A correct service; the first request for an unknown path gets a 500."""

    stumbled = False

    async def answer(self, request: Request) -> Answer:
        if request.path == "/no-such-thing" and not self.stumbled:
            self.stumbled = True
            return error(500)
        return await super().answer(request)


def test_a_single_error_for_an_unknown_path_is_asked_again() -> None:
    service = StumblesOnce()
    with served(service, only=("routes",)) as options:
        report = run(options)
    assert service.stumbled
    assert report.conforms, report.summary()


class StumblesInRaces(Service):
    """A correct service; in the first and the third race for a name, one create gets a 503."""

    def prepare(self) -> None:
        super().prepare()
        self.creates: Counter[str] = Counter()
        self.races: list[str] = []

    async def create_snapshot(self, call: Call) -> Answer:
        name = json.loads(call.request.body)["snapshot"]["name"].lower()
        self.creates[name] += 1
        if self.creates[name] == 4:
            self.races.append(name)
            if len(self.races) in (1, 3):
                return error(503)
        return await super().create_snapshot(call)


def test_a_race_with_an_error_that_passes_is_repeated() -> None:
    service = StumblesInRaces()
    with served(service, only=("uniqueness",)) as options:
        report = run(options)
    assert len(service.races) >= 5
    assert report.conforms, report.summary()
