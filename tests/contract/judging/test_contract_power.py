"""A sample of what `contract_power.py` measures in full: the same each time, unless `TEST_SEED` draws another."""

from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor
from hashlib import sha256

import pytest

from dws_contract import CLAUSES
from plain_server.faults import CATALOGUE
from plain_server.variants import EDITIONS
from programs.contract_power import CREATION_TIME, PROJECT_UUID, Finding, Trial, judge
from support.chance import SEED

SAMPLE = 8
ONCE_MISSED = ["busy-before-uniqueness", "restore-automated-refused", "signature-path-rebuilt", "signed-headers-unread"]
"""What the suite took for a busy cluster, a quota or an expired credential."""
CORRECT = [
    Trial(SEED, arguments=arguments)
    for arguments in (
        ("--unknown-members", "ignore"),
        ("--unknown-members", "refuse"),
        ("--creation-time", CREATION_TIME),
        ("--project-id", PROJECT_UUID),
        *(("--variants", *variants) for variants in EDITIONS.values()),
    )
]
OF_CREATE = [fault for fault in CATALOGUE if all(CLAUSES[clause].number <= 60 for clause in CATALOGUE[fault].clauses)]
OF_LIFE = [fault for fault in CATALOGUE if fault not in OF_CREATE]


def drawn(faults: list[str]) -> list[str]:
    """Return those that this seed's digests put first: a fault that is added or renamed leaves the others' places."""
    return sorted(faults, key=lambda fault: sha256(f"{SEED} {fault}".encode()).digest())[: SAMPLE // 2]


FAULTS = [Trial(SEED, fault) for fault in dict.fromkeys([*drawn(OF_CREATE), *drawn(OF_LIFE), *ONCE_MISSED])]


@pytest.fixture(scope="module")
def findings() -> Iterator[dict[Trial, Finding]]:
    with ProcessPoolExecutor(2) as pool:
        yield {finding.trial: finding for finding in pool.map(judge, CORRECT + FAULTS)}


@pytest.mark.parametrize("trial", FAULTS, ids=lambda trial: f"{trial.fault}-{trial.seed}")
def test_a_fault_is_caught_by_a_clause_that_it_breaks(trial: Trial, findings: dict[Trial, Finding]) -> None:
    assert findings[trial].caught, findings[trial]


@pytest.mark.parametrize("trial", CORRECT, ids=lambda trial: f"{trial.arguments[-1]}-{trial.seed}")
def test_a_correct_implementation_conforms(trial: Trial, findings: dict[Trial, Finding]) -> None:
    finding = findings[trial]
    assert (finding.broken, finding.stopped) == ((), ""), finding
    is_quick = not {"--variants", CREATION_TIME} & set(trial.arguments)
    assert finding.requests < (2000 if is_quick else 3000)
