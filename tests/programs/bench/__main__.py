"""`make bench`: print every figure, write build/bench/bench.md and bench.json."""

from __future__ import annotations

import argparse
import json
import signal
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

from programs.bench import clients, growth, judging, languages, making, peers, reference, tables
from programs.bench.figures import Figure

FOLDER = peers.ROOT / "build/bench"
Part = Callable[[int], Iterator[Figure]]

# Each with as many rounds as give a steady median in a reasonable time.
PARTS: dict[str, tuple[Part, int]] = {
    "clients": (clients.figures, 9),
    "languages": (languages.figures, 5),
    "reference": (reference.figures, 5),
    "growth": (growth.figures, 5),
    "contract": (judging.figures, 2),
    "generate": (making.figures, 2),
}


def main(arguments: Sequence[str] | None = None) -> int:
    """Measure and print. Returns 0; with --strict 1 if a budget is missed or a ratio got worse."""
    given = _parser().parse_args(arguments)
    if given.into:
        if not (FOLDER / "bench.md").exists():
            sys.exit("bench: there is no table yet: run make bench, then --into puts its table there")
        tables.write_between(peers.ROOT / given.into, (FOLDER / "bench.md").read_text(encoding="utf-8"))
        return 0
    signal.signal(signal.SIGTERM, lambda number, frame: sys.exit(128 + number))  # and end everything that runs
    began = time.monotonic()
    peers.install()
    figures: list[Figure] = []
    before = tables.baseline()
    print(tables.HEADING, flush=True)
    for name in given.only or PARTS:
        part, rounds = PARTS[name]
        for figure in part(given.rounds or rounds):
            figures.append(figure)
            print(tables.row(figure, before.get(figure.key)), flush=True)
    write(figures if given.only is None else merged(figures))
    missed = [figure for figure in figures if not figure.met]
    worse = [figure for figure in figures if tables.worse(figure, before.get(figure.key))]
    budgets = sum(figure.budget is not None for figure in figures)
    print(f"\n{budgets - len(missed)} of {budgets} budgets met, {len(worse)} ratios worse than in the baseline,")
    print(f"in {time.monotonic() - began:.0f} s. Written to {FOLDER.relative_to(peers.ROOT)}/bench.md and bench.json")
    return 1 if given.strict and (missed or worse) else 0


def merged(figures: Sequence[Figure]) -> list[Figure]:
    """Return the figures of the last run, replaced by these where they are the same."""
    last = FOLDER / "bench.json"
    told = json.loads(last.read_text(encoding="utf-8"))["figures"] if last.exists() else []
    before = [Figure.from_json(figure) for figure in told]
    return list({figure.key: figure for figure in [*before, *figures]}.values())


def write(figures: Sequence[Figure]) -> None:
    """Write the table and the JSON."""
    FOLDER.mkdir(parents=True, exist_ok=True)
    document = tables.document(figures)
    (FOLDER / "bench.json").write_text(json.dumps(document, indent=2, ensure_ascii=False) + "\n", encoding="utf-8")
    (FOLDER / "bench.md").write_text(tables.markdown(figures, document), encoding="utf-8")


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="make bench", description="Measure every figure beside its peer.")
    parser.add_argument("--only", nargs="+", choices=PARTS, help="only these parts; the others keep their last figures")
    parser.add_argument("--rounds", type=int, help="of every part, in place of its own number")
    parser.add_argument("--strict", action="store_true", help="end with 1 if one is missed or got worse")
    parser.add_argument("--into", type=Path, metavar="FILE", help="put the last table there: docs/pages/speed.md")
    return parser


if __name__ == "__main__":
    sys.exit(main())
