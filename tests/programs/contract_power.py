"""`python tests/programs/contract_power.py` checks that the suite finds every fault, and nothing in correct services.

It plants each fault of `plain_server` in turn and lets the suite judge it: one line per fault, then the count. Then it
judges the correct implementations, which must all conform: the plain one, which ignores or refuses unknown members,
takes time to make a snapshot, or has one of its variants; and the reference on SQLite and on PostgreSQL, with one and
with two workers.

`--shard 2/3` takes every third fault from the second on, so that machines can share the work. `--every 10` takes every
tenth fault.
"""

from __future__ import annotations

import argparse
import os
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from dws_contract import Options, run
from dws_reference import demo
from plain_server.faults import CATALOGUE
from plain_server.server import Account
from plain_server.variants import EDITIONS, VARIANTS
from support.databases import NewDatabase, running_postgresql
from support.running import running_reference

TESTS = Path(__file__).resolve().parents[1]
DEFAULT_SEEDS = (1, 2, 3)
DEFAULT_CORRECT_SEEDS = 20
CREATION_TIME = "0.1"
"""Seconds to make a snapshot, on the correct implementation that takes time for it."""
PROJECT_UUID = "6f0c1a52-3f5e-4c8e-9a17-0b6f5d2a9c11"
"""A project whose ID is a UUID with hyphens, as Open Telekom Cloud's reference shows it."""


@dataclass(frozen=True)
class Trial:
    """One run of the suite. server: `plain` or `reference`; arguments: the server's own; fault: empty for none."""

    seed: int
    fault: str = ""
    server: str = "plain"
    arguments: tuple[str, ...] = ()

    @property
    def label(self) -> str:
        """The name of the trial for people."""
        return self.fault or " ".join((self.server, *self.arguments))


@dataclass(frozen=True)
class Finding:
    """The result of the suite.

    broken: the clauses, the most specific first; sentences: one deviation of each, with its answer; stopped: why the
    suite could not judge, or empty.
    """

    trial: Trial
    broken: tuple[str, ...]
    sentences: tuple[str, ...]
    stopped: str
    requests: int
    creates: int
    seconds: float

    @property
    def caught(self) -> bool:
        """Whether the run ended normally and named a clause that the fault breaks."""
        return not self.stopped and not set(self.broken).isdisjoint(CATALOGUE[self.trial.fault].clauses)

    @property
    def said(self) -> str:
        """The result as text."""
        return self.stopped or ", ".join(self.broken) or "it conforms"


def judge(trial: Trial) -> Finding:
    """Let the suite judge a server with the default settings."""
    with serving(trial) as options:
        report = run(options)
    verdicts = report.of("broken")
    broken = tuple(verdict.clause.id for verdict in verdicts)
    sentences = tuple(f"{each.sentence}\n{each.answer}" for verdict in verdicts for each in verdict.deviations[:1])
    return Finding(trial, broken, sentences, report.stopped, report.requests, len(report.created), report.seconds)


@contextmanager
def serving(trial: Trial) -> Iterator[Options]:
    """Run the server of a trial, and yield the suite's options for it."""
    if trial.server == "plain":
        account = Account()
        if "--project-id" in trial.arguments:
            account = Account(project_id=PROJECT_UUID)
        planted = ("--fault", trial.fault) if trial.fault else ()
        with plain_server(*planted, *trial.arguments) as url:
            yield Options(
                url=url,
                project_id=account.project_id,
                cluster_id=account.cluster_id,
                token=account.token,
                access_key=account.access_key,
                secret_key=account.secret_key,
                security_token=CATALOGUE[trial.fault].service.security_token or None if trial.fault else None,
                seed=trial.seed,
            )
        return
    with tempfile.TemporaryDirectory() as folder:
        arguments = [argument.replace("FOLDER", folder) for argument in trial.arguments]
        with running_reference(*arguments) as reference:
            yield Options(
                url=reference.url,
                project_id=demo.PROJECT_ID,
                cluster_id=demo.CLUSTER_ID,
                token=reference.token(),
                access_key=demo.ACCESS_KEY,
                secret_key=demo.SECRET_KEY,
                seed=trial.seed,
            )


@contextmanager
def plain_server(*arguments: str) -> Iterator[str]:
    """Run the plain implementation and yield its address."""
    command = [sys.executable, "-m", "plain_server", *arguments]
    with subprocess.Popen(command, cwd=TESTS, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True) as process:
        try:
            assert process.stdout is not None
            yield process.stdout.readline().split()[-1]
        finally:
            process.terminate()


def correct_trials(seeds: int, new_database: NewDatabase) -> list[Trial]:
    """Return the trials of correct implementations: this many seeds on each, and one on each variant."""
    servers: list[tuple[str, tuple[str, ...]]] = [("plain", ("--unknown-members", how)) for how in ("ignore", "refuse")]
    servers.append(("plain", ("--creation-time", CREATION_TIME)))
    servers.append(("plain", ("--project-id", PROJECT_UUID)))
    trials = [Trial(seed, "", server, arguments) for server, arguments in servers for seed in range(seeds)]
    variants = [*((variant,) for variant in VARIANTS), *EDITIONS.values()]
    trials += [Trial(seed, "", "plain", ("--variants", *each)) for seed, each in enumerate(variants)]
    kinds: tuple[NewDatabase, ...] = (lambda: "sqlite:///FOLDER/snapshots.db", new_database)
    for database in kinds:
        for workers in ("1", "2"):
            trials += [
                Trial(seed, "", "reference", ("--database", database(), "--workers", workers)) for seed in range(seeds)
            ]
    return trials


def main(arguments: Sequence[str] | None = None) -> int:
    """Print the table. Returns 1 if a fault was missed or a correct implementation was said to deviate."""
    given = _parser().parse_args(arguments)
    seeds: list[int] = given.seeds
    share, shares = given.shard
    faults: list[str] = (given.fault if given.fault is not None else list(CATALOGUE))[share - 1 :: shares]
    faults = faults[:: given.every]
    with ProcessPoolExecutor(given.parallel) as pool, running_postgresql() as new_database:
        findings = pool.map(judge, [Trial(seed, fault) for fault in faults for seed in seeds])
        caught = sum(_print_fault(fault, [next(findings) for _ in seeds]) for fault in faults)
        correct = correct_trials(given.correct_seeds, new_database)
        alarms = [_print_correct(finding) for finding in pool.map(judge, correct)]
    print(f"\n{caught}/{len(faults)} faults caught with each of the seeds {', '.join(map(str, seeds))}.")
    print(f"{sum(alarms)} false alarms in {len(alarms)} runs on correct implementations.")
    return 1 if caught < len(faults) or any(alarms) else 0


def _print_fault(fault: str, findings: Sequence[Finding]) -> bool:
    caught = all(finding.caught for finding in findings)
    said = " | ".join(dict.fromkeys(finding.said for finding in findings))
    wanted = "" if caught else f"   (wanted: {', '.join(CATALOGUE[fault].clauses)})"
    print(f"{'caught' if caught else 'MISSED'} {fault:45} {said}{wanted}", flush=True)
    return caught


def _print_correct(finding: Finding) -> bool:
    alarm = bool(finding.broken or finding.stopped)
    cost = f"{finding.requests} requests, {finding.creates} creates, {finding.seconds:.1f} s"
    state = "FALSE ALARM" if alarm else "conforms"
    print(f"{state} {finding.trial.label}, seed {finding.trial.seed}: {finding.said}, {cost}", flush=True)
    for each in finding.sentences:
        print(f"  {each}", flush=True)
    return alarm


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(description="Measure what the contract suite detects.")
    only = "only these faults; none to see the correct implementations only"
    parser.add_argument("--fault", nargs="*", choices=sorted(CATALOGUE), metavar="ID", help=only)
    parser.add_argument("--seeds", type=int, nargs="+", default=list(DEFAULT_SEEDS))
    parser.add_argument("--correct-seeds", type=int, default=DEFAULT_CORRECT_SEEDS, help="runs on each correct server")
    parser.add_argument("--every", type=int, default=1, metavar="N", help="only each Nth fault")
    parser.add_argument("--shard", type=_shard, default=(1, 1), metavar="I/N", help="only the Ith of N shares of them")
    parser.add_argument("--parallel", type=int, default=os.cpu_count())
    return parser


def _shard(text: str) -> tuple[int, int]:
    share, _, shares = text.partition("/")
    if not (share.isdecimal() and shares.isdecimal() and 1 <= int(share) <= int(shares)):
        raise argparse.ArgumentTypeError(f"{text!r}; such as 2/3 is needed")
    return int(share), int(shares)


if __name__ == "__main__":
    sys.exit(main())
