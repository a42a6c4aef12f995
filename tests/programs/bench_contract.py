"""`make bench-contract`: the contract suite and its peers on the same planted faults, side by side.

Each judges the plain implementation and the three foreign ones, first without a fault: its complaints are then false
alarms. A fault is caught if a judge makes a complaint that is not among its false alarms; complaints are compared by
operation and check. `--only` measures some of the judges again, by default on the faults of the last run; the others
keep their figures.
"""

from __future__ import annotations

import argparse
import json
import os
import platform
import sys
import tempfile
import textwrap
import time
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from functools import partial
from pathlib import Path
from statistics import median

from dws_contract import Options
from plain_server.faults import CATALOGUE
from programs.bench import peers, tables
from programs.bench.rivals import JUDGES, Complaints, Judge
from programs.contract_power import Trial, serving
from support import foreign

MARK = "bench-contract"
EVERY = 8
PLAIN = "plain"
MISTAKES = {f"{each.of}-{each.name}": each for each in foreign.mistakes()}
"""Names of the foreign implementations, in which mistakes are planted that people make in three ecosystems."""
_EXPLAINED = (
    "The authors of the suite also wrote the faults and the plain service that has them. So the suite's own figure "
    "only shows that it still finds all of them, not how it does on the faults of others. The mistakes are those that "
    "people make with FastAPI, aiohttp and Go's net/http. All judges get the token, the project, the cluster and a "
    "snapshot. A false alarm is a complaint about one of these four services without a fault. The same complaint (same "
    "operation and check) about a faulty service is not counted as a catch."
)
LAST = peers.ROOT / "build/bench/contract.json"


@dataclass(frozen=True)
class Row:
    """The result of one judge.

    caught: the faults and mistakes; alarms: its complaints about the correct services, each with the service's name;
    seconds: the median of its runs; minutes: of all runs together.
    """

    name: str
    caught: list[str]
    alarms: list[tuple[str, str, str]]
    seconds: float
    minutes: float


@dataclass(frozen=True)
class Table:
    """The results of all judges on the same faults. rows: by the judges' names on the command line."""

    faults: list[str]
    rows: dict[str, Row]
    machine: str = ""

    def markdown(self) -> str:
        """Return the table with an explanation."""
        planted, mistakes = parted(self.faults)
        lines = [
            f"| | {len(planted)} of {len(CATALOGUE)} planted faults | {len(mistakes)} of {len(MISTAKES)} mistakes in "
            "foreign services | false alarms | seconds a run, median |"
        ]
        minutes = sum(row.minutes for row in self.rows.values())
        lines += ["|---|---|---|---|---|", *(self._line(self.rows[key]) for key in JUDGES if key in self.rows)]
        return "\n".join([*lines, "", textwrap.fill(f"{self.machine}; {minutes:.0f} minutes. {_EXPLAINED}", 120), ""])

    def _line(self, row: Row) -> str:
        shares = [
            f"{len(caught)} ({len(caught) / len(looked_at):.0%})" if looked_at else "-"
            for caught, looked_at in zip(parted(row.caught), parted(self.faults), strict=True)
        ]
        return f"| {row.name} | {' | '.join(shares)} | {len(row.alarms)} | {row.seconds:.1f} |"


def parted(faults: Sequence[str]) -> tuple[list[str], list[str]]:
    """Return the faults of the plain implementation, and the mistakes in foreign ones."""
    return [each for each in faults if each not in MISTAKES], [each for each in faults if each in MISTAKES]


def of(fault: str) -> str:
    """Return the implementation that a fault is planted in."""
    return MISTAKES[fault].of if fault in MISTAKES else PLAIN


def measure(judge: Judge, service: str, fault: str = "") -> tuple[Complaints, float]:
    """Let one judge test an implementation, with one fault or none. Return its complaints and the seconds."""
    with ExitStack() as stack:
        folder, its_own = (Path(stack.enter_context(tempfile.TemporaryDirectory())) for _ in range(2))
        if service == PLAIN:
            options = stack.enter_context(serving(Trial(seed=1, fault=fault)))
        else:
            mistake = MISTAKES.get(fault)
            options = stack.enter_context(foreign.serving(service, its_own, mistake, max_examples=Options.max_examples))
        began = time.monotonic()
        return judge.judge(options, folder), time.monotonic() - began


def row(judge: Judge, faults: Sequence[str]) -> Row:
    """Let one judge test the correct services and each faulty one, two at a time."""
    began = time.monotonic()
    services = sorted(set(map(of, faults)))
    with ThreadPoolExecutor(2) as pool:
        told_of_right = [told for told, _ in pool.map(partial(measure, judge), services)]
        results = list(pool.map(partial(measure, judge), map(of, faults), faults))
    right = dict(zip(services, told_of_right, strict=True))
    caught = [fault for fault, (told, _) in zip(faults, results, strict=True) if told - right[of(fault)]]
    alarms = sorted((service, *each) for service, told in right.items() for each in told)
    return Row(judge.name, caught, alarms, median(seconds for _, seconds in results), (time.monotonic() - began) / 60)


def main(arguments: Sequence[str] | None = None) -> int:
    """Print the table, and what a peer caught and the suite did not. Returns 1 if there is such a fault."""
    given = _parser().parse_args(arguments)
    if given.into:
        if not LAST.exists():
            sys.exit("bench-contract: there is no table yet: run make bench-contract, then --into puts its table there")
        page = peers.ROOT / given.into
        page.write_text(tables.put_between(page.read_text("utf-8"), MARK, _read().markdown()), encoding="utf-8")
        return 0
    last = _read()
    faults = given.fault or sorted(CATALOGUE)[:: given.every or EVERY] + sorted(MISTAKES)[:: given.every_mistake]
    if given.only and not (given.fault or given.every) and last.faults:
        faults = last.faults
    peers.install()
    processors = f"{os.cpu_count()} processors, {platform.system()}, Python {platform.python_version()}"
    rows = dict(last.rows) if last.faults == faults else {}
    table = Table(faults, rows, f"{datetime.now(UTC).date()}, {processors}")
    for key in given.only or JUDGES:
        rows[key] = row(JUDGES[key], faults)
        print(f"{rows[key].name}: {len(rows[key].caught)} of {len(faults)}", flush=True)
        for service, operation, about in rows[key].alarms:
            print(f"  false alarm, {service}: {operation} {about}".rstrip())
        _write(table)
    print(f"\n{table.markdown()}")
    return _missed(table)


def _write(table: Table) -> None:
    """Save the results so far, even if the run is not finished later."""
    LAST.parent.mkdir(parents=True, exist_ok=True)
    LAST.write_text(json.dumps(asdict(table), indent=2) + "\n", encoding="utf-8")


def _missed(table: Table) -> int:
    mine = table.rows["suite"].caught if "suite" in table.rows else table.faults
    missed = [(each.name, fault) for each in table.rows.values() for fault in each.caught if fault not in mine]
    for name, fault in missed:
        print(f"{name} caught {fault}, which the suite did not")
    return 1 if missed else 0


def _read() -> Table:
    if not LAST.exists():
        return Table([], {})
    told = json.loads(LAST.read_text(encoding="utf-8"))
    rows = {
        key: Row(**{**each, "alarms": [tuple(one) for one in each["alarms"]]}) for key, each in told["rows"].items()
    }
    return Table(told["faults"], rows, told["machine"])


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(description="The contract suite beside its peers on the same planted faults.")
    which = parser.add_mutually_exclusive_group()
    which.add_argument(
        "--every", type=int, metavar="N", help=f"every Nth fault of the catalogue; 1 takes all ({EVERY})"
    )
    which.add_argument("--fault", nargs="+", choices=sorted([*CATALOGUE, *MISTAKES]), metavar="ID", help="these faults")
    parser.add_argument("--every-mistake", type=int, default=3, metavar="N", help="every Nth mistake; 1 takes all (3)")
    parser.add_argument("--only", nargs="+", choices=JUDGES, help="measure these; the others keep their last figures")
    parser.add_argument("--into", type=Path, metavar="FILE", help="put the last table into a page of the repository")
    return parser


if __name__ == "__main__":
    sys.exit(main())
