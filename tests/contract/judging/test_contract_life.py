"""How a run treats a project: it waits for unfinished snapshots, restores little, and deletes what it made."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from typing import Any

import httpx
import pytest

from dws_contract import Options, Report, run
from dws_contract.traffic.fresh_names import PREFIX
from plain_server.server import Account
from programs.contract_power import Trial, serving

MAKING = {"snapshot-becomes-available", "one-at-a-time", "delete-creating", "restore-not-available"}
QUICK = {"max_examples": 0}


@contextmanager
def plain(*arguments: str, fault: str = "", **options: Any) -> Iterator[Options]:
    """Run the plain implementation, and yield what a run of the suite is told."""
    with serving(Trial(1, fault, "plain", arguments)) as found:
        yield replace(found, **(QUICK | options))


def names(options: Options) -> list[str]:
    """Return the names of the snapshots that a project holds."""
    url = f"{options.url}/v1.0/{options.project_id}/snapshots"
    answer = httpx.get(url, headers={"X-Auth-Token": options.token or ""}, trust_env=False)
    return [str(each["name"]) for each in json.loads(answer.content)["snapshots"]]


def own(options: Options) -> list[str]:
    """Return the names of those that a run of the suite made and that are still there."""
    return [name for name in names(options) if PREFIX in name.lower()]


def states(report: Report) -> dict[str, str]:
    """Return the state of every clause."""
    return {verdict.clause.id: verdict.state for verdict in report.verdicts}


def test_a_run_deletes_what_it_made_and_nothing_else() -> None:
    with plain() as options:
        before = names(options)
        report = run(options)
        after = names(options)
    assert report.conforms, report.summary()
    assert len(report.created) > 20
    assert report.left == ()
    assert set(before) <= set(after)
    assert not any(PREFIX in name.lower() for name in after)


def test_keep_keeps_what_was_made() -> None:
    with plain(keep=True) as options:
        report = run(options)
        assert own(options)
    assert report.left == report.created


@pytest.mark.parametrize("subject", ["lists", "uniqueness", "churn"])
def test_an_interrupted_run_deletes_what_it_made(subject: str) -> None:
    def interrupt(asked: str) -> None:
        if asked.startswith(subject):  # what follows tells how long a slow run takes
            raise KeyboardInterrupt

    with plain() as options:
        report = run(options, interrupt)
        assert own(options) == []
    assert report.stopped == "The run was interrupted."
    assert report.created
    assert report.left == ()


def test_what_cannot_be_deleted_is_told() -> None:
    with plain(fault="delete-does-nothing") as options:
        report = run(options)
        remaining = own(options)
    assert sorted(snapshot.name for snapshot in report.left if PREFIX in snapshot.name.lower()) == sorted(remaining)
    assert remaining
    assert "LEFT BEHIND:" in report.summary()


def test_snapshots_that_take_time_to_make_are_waited_for() -> None:
    with plain("--creation-time", "0.1") as options:
        report = run(options)
        assert own(options) == []
    assert report.conforms, report.summary()
    assert {clause for clause, state in states(report).items() if state != "held"} == set(), report.summary()


def test_where_making_takes_too_long_what_was_not_reached_is_told_and_why() -> None:
    with plain("--creation-time", "600", busy_timeout=0.1, keep=True) as options:
        report = run(options)
    assert report.conforms, report.summary()
    reasons = {verdict.clause.id: verdict.reason for verdict in report.of("not reached")}
    assert set(reasons) >= MAKING - {"restore-not-available"}
    assert "--busy-timeout" in reasons["delete-creating"]


def test_restores_are_capped() -> None:
    with plain(max_restores=0) as options:
        report = run(options)
    reasons = {verdict.clause.id: verdict.reason for verdict in report.of("not reached")}
    assert reasons["restore-accepted"] == "--max-restores 0 was used up"
    assert states(report)["restore-port"] == "held"
    assert report.restored == ()
    assert report.conforms, report.summary()


def test_restores_elsewhere_need_a_consent_of_their_own() -> None:
    account = Account()
    elsewhere = Options(
        url="http://192.0.2.1",
        project_id=account.project_id,
        cluster_id=account.cluster_id,
        token=account.token,
        yes_create_snapshots=True,
    )
    elsewhere.check()
    assert not elsewhere.may_restore
    assert replace(elsewhere, yes_restore_clusters=True).may_restore
    assert replace(elsewhere, url="http://127.0.0.1:1").may_restore


def test_a_deviation_of_a_walk_says_what_led_to_it() -> None:
    with plain(fault="delete-hides-from-lists-only", max_examples=60) as options:
        report = run(options)
    told = [deviation.curl for verdict in report.of("broken") for deviation in verdict.deviations]
    assert states(report)["delete-gone"] == "broken"
    assert all("curl" in line for line in told)
