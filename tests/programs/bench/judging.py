"""The contract suite beside stock schemathesis, on the reference implementation."""

from __future__ import annotations

import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from functools import partial
from pathlib import Path
from typing import NamedTuple

from dws_contract import Options
from dws_contract.document import Contract
from programs.bench import judges, peers
from programs.bench.figures import Against, Figure, alone, at_most, compare, value_at_most
from programs.contract_power import Trial, serving

SCHEMATHESIS = f"schemathesis {peers.version('schemathesis')}, about as many requests"
GROUP = "dws-contract, default run on the reference"
GROWTH = "dws-contract, how a run on the reference grows, nothing generated"
OPERATIONS = len(Contract.load().endpoints)
OF_CREATE = (
    "proofs",
    "signatures",
    "clusters",
    "bodies",
    "members",
    "names",
    "descriptions",
    "spellings",
    "uniqueness",
)
"""The suite's subjects of one operation."""
DIRECTED = ("--max-examples", "0")
EXAMPLES = "400"
"""The setting with which schemathesis sends about as many requests as the suite does by default."""


class Run(NamedTuple):
    """One judgement: its costs, and how many requests it sent."""

    seconds: float
    requests: int


def figures(rounds: int) -> Iterator[Figure]:
    """Measure all figures. rounds: of each judge."""
    ours, theirs = [], []
    for seed in range(rounds):
        ours.append(judged(seed, suite))
        theirs.append(judged(seed, lambda *given: judges.schemathesis(*given, "--max-examples", EXAMPLES)))
    yield alone(GROUP, "wall clock", "s", [run.seconds for run in ours], value_at_most(20))
    yield alone(GROUP, "requests", "requests", [run.requests for run in ours], value_at_most(2000))
    each, others = ([run.seconds / run.requests * 1000 for run in runs] for runs in (ours, theirs))
    yield from compare(GROUP, "wall clock a request", "ms", each, Against(SCHEMATHESIS, others, at_most(1.3)))

    yield from growth(rounds)


def growth(rounds: int) -> Iterator[Figure]:
    """Return a figure: the cost of judging all operations, as a multiple of the cost of one, with its budget."""
    one, every = [], []
    for seed in range(rounds):
        one.append(judged(seed, partial(suite, more=(*DIRECTED, "--only", *OF_CREATE))).seconds)
        every.append(judged(seed, partial(suite, more=DIRECTED)).seconds)
    beside = Against("createSnapshot alone", one, at_most(OPERATIONS))
    yield from compare(GROWTH, f"{OPERATIONS} operations, wall clock", "s", every, beside)


def judged(seed: int, judge: Callable[[Options, Path], judges.Report]) -> Run:
    """Let one judge look at a new reference. The number of requests comes from its log."""
    trial = Trial(seed, "", "reference", ("--database", "sqlite:///FOLDER/bench.db"))
    with serving(trial) as options, tempfile.TemporaryDirectory() as folder:
        began = time.perf_counter()
        report = judge(options, Path(folder))
        seconds = time.perf_counter() - began
        return Run(seconds, report["requests"] if "requests" in report else report["test_cases"]["generated"])


def suite(options: Options, folder: Path, more: Sequence[str] = ()) -> judges.Report:
    """Let the suite judge. Raises RuntimeError if it does not say that the reference conforms."""
    report = judges.suite(options, folder, *more)
    if report["outcome"] != "conforms":
        broken = [clause["id"] for clause in report["clauses"] if clause["state"] == "broken"]
        raise RuntimeError(f"dws-contract said {report['outcome']}: {report['stopped'] or broken}")
    return report
