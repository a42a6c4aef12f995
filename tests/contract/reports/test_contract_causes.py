"""One cause gives one complaint: deviations that follow from a broken clause refer to it."""

from __future__ import annotations

from dataclasses import replace

import pytest

from dws_contract import Report, run
from programs.contract_power import Trial, serving


def judged(fault: str) -> Report:
    """Let the suite judge the plain implementation with a fault, nothing generated."""
    with serving(Trial(1, fault)) as options:
        return run(replace(options, max_examples=0))


@pytest.mark.parametrize(
    ("fault", "clause"),
    [
        ("cluster-id-without-hyphens-accepted", "cluster-id-uuid"),
        ("description-cut", "description-max-length"),
        ("id-in-braces", "snapshot-id-uuid"),
    ],
)
def test_a_fault_is_told_by_one_clause(fault: str, clause: str) -> None:
    assert [verdict.clause.id for verdict in judged(fault).of("broken")] == [clause]


def test_what_follows_refers_to_the_first() -> None:
    report = judged("name-dot-accepted")
    assert [verdict.clause.id for verdict in report.of("broken")] == ["name-charset"]
    reasons = {verdict.clause.id: verdict.reason for verdict in report.of("not reached")}
    for clause in ("restore-name", "copy-name"):
        assert reasons[clause] == "its rule is the same as that of name-charset, which is broken: see there"
