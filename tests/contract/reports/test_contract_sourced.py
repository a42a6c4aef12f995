"""Reports separate rules of the sources from decisions of openapi.yaml; `--sourced` judges only by the sources."""

from hashlib import sha256
from typing import Any

import pytest

from dws_contract import CLAUSES, Options, run
from dws_contract.cli import main
from plain_server.faults import CATALOGUE
from plain_server.server import Account, Service
from support.chance import SEED
from support.served import served

ACCOUNT = Account()
KEYS: dict[str, Any] = {"access_key": ACCOUNT.access_key, "secret_key": ACCOUNT.secret_key}
DECIDED = [each for each in CATALOGUE if all(CLAUSES[clause].decisions for clause in CATALOGUE[each].clauses)]
SAMPLE = sorted(DECIDED, key=lambda fault: sha256(f"{SEED} {fault}".encode()).digest())[:4]
OTHERWISE = (
    *("errors-are-problems", "media-type-415", "duplicate-409", "duplicate-in-other-cluster-accepted"),
    *("description-null-accepted", "cluster-id-without-hyphens-accepted", "foreign-project-404", "nan-accepted"),
    *("delete-keeps-name", "page-offset-in-snapshots", "restore-name-taken-403", "route-unknown-400"),
)


def service_of(*faults: str) -> Service:
    """Return a service with these faults together."""
    kind: type[Service] = type("Otherwise", tuple(CATALOGUE[fault].service for fault in faults), {})
    return kind(ACCOUNT)


def test_a_service_that_decides_otherwise_deviates_by_decisions_only() -> None:
    assert set(OTHERWISE) <= set(DECIDED)
    with served(service_of(*OTHERWISE), **KEYS) as options:
        whole = run(options)
    assert whole.outcome == "deviates"
    assert len(whole.broken("decided")) >= len(OTHERWISE) // 2
    assert "BY THE CONTRACT'S OWN DECISIONS" in whole.summary()
    with served(service_of(*OTHERWISE), sourced=True, **KEYS) as options:
        report = run(options)
    assert (report.of("broken"), report.outcome, report.exit_code) == ([], "conforms", 0)
    assert len(report.unsourced) == sum(clause.origin == "decided" for clause in CLAUSES.values())
    assert f"{len(report.unsourced)} of them left out by --sourced" in report.summary()
    assert report.repeated_by == "--seed 1 --sourced"


@pytest.mark.parametrize("fault", SAMPLE)
def test_a_fault_of_decided_clauses_is_none_by_the_sources(fault: str) -> None:
    with served(service_of(fault), sourced=True, max_examples=20, **KEYS) as options:
        report = run(options)
    assert [(each.clause.id, each.deviations) for each in report.of("broken")] == []


@pytest.mark.parametrize(
    ("fault", "clause"),
    [
        ("name-of-3-accepted", "name-min-length"),
        ("delete-200", "delete-accepted"),
        ("description-astral-500", "description-charset"),
    ],
)
def test_what_the_sources_state_is_judged_with_sourced_too(fault: str, clause: str) -> None:
    with served(service_of(fault), sourced=True) as options:
        report = run(options)
    assert clause in [each.clause.id for each in report.broken("sourced")]
    assert report.broken("decided") == []
    assert report.exit_code == 1
    assert report.summary().startswith("BY WHAT THE SOURCES STATE")


@pytest.mark.parametrize("fault", ["body-empty-411", "busy-409"])
def test_a_refusal_with_another_status_is_none_of_the_sources_matters(fault: str) -> None:
    service = service_of(fault)
    service.creation_time = 0.1
    with served(service, sourced=True, only=("making", "bodies")) as options:
        assert run(options).of("broken") == []


def arguments(options: Options, *more: str) -> list[str]:
    ids = ["--project-id", options.project_id, "--cluster-id", options.cluster_id, "--token", ACCOUNT.token]
    return ["--url", options.url, *ids, "--seed", "1", "--max-examples", "0", "--only", "names", *more]


def test_the_command_takes_sourced(capfd: pytest.CaptureFixture[str]) -> None:
    with served(service_of("name-trailing-line-feed-accepted")) as options:
        assert main(arguments(options)) == 1
        assert "(decision 2)" in capfd.readouterr().out
        assert main(arguments(options, "--sourced")) == 0
        assert "not reached, " in (said := capfd.readouterr().out)
    assert "--only names --sourced." in said
