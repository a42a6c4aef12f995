"""Prints figures as a table for people, and as JSON for later comparison."""

from __future__ import annotations

import json
import os
import platform
from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from programs.bench.figures import Figure, Sample
from programs.bench.peers import ROOT

BASELINE = ROOT / "tests/baseline/bench.json"
WORSE = 1.15
HEADING = "| what | ours | peer | its figure | ratio | budget | |\n|---|---|---|---|---|---|---|"


def document(figures: Sequence[Figure]) -> dict[str, Any]:
    """Return the run as JSON."""
    machine = f"{os.cpu_count()} processors, {platform.system()}, Python {platform.python_version()}"
    return {
        "date": datetime.now(UTC).date().isoformat(),
        "machine": machine,
        "figures": [figure.as_json() for figure in figures],
    }


def markdown(figures: Sequence[Figure], written: dict[str, Any]) -> str:
    """Return the run as a table."""
    before = baseline()
    rows = [row(figure, before.get(figure.key)) for figure in figures]
    below = f"{written['date']}, {written['machine']}. Medians, with the lowest and the highest of the rounds."
    return "\n".join([HEADING, *rows, "", below, ""])


def row(figure: Figure, before: float | None) -> str:
    """Return one line of the table."""
    ratio = f"{figure.ratio:.2f}" if figure.ratio is not None else ""
    theirs = shown(figure.theirs, figure.unit) if figure.theirs else ""
    cells = [f"{figure.group}: {figure.what}", shown(figure.ours, figure.unit), figure.peer, theirs, ratio]
    return f"| {' | '.join([*cells, budget(figure), state(figure, before)])} |"


def shown(sample: Sample, unit: str) -> str:
    """Return a median with its spread."""
    spread = "" if sample.low == sample.high else f" ({number(sample.low)} to {number(sample.high)})"
    return f"{number(sample.median)} {unit}{spread}"


def number(value: float) -> str:
    """Return a number with three digits, or with all digits before the point if there are more."""
    return f"{value:,.0f}" if value >= 100 or value == int(value) else f"{value:.3g}"


def budget(figure: Figure) -> str:
    """Return a budget in words."""
    if figure.budget is None:
        return ""
    unit = "" if figure.budget.of == "ratio" else f" {figure.unit}"
    return f"{figure.budget.bound} {number(figure.budget.limit)}{unit}"


def state(figure: Figure, before: float | None) -> str:
    """Return in words whether the budget is met, and whether the ratio got worse since the last agreed baseline."""
    words = [] if figure.budget is None else ["met" if figure.met else "**missed**"]
    if worse(figure, before):
        words.append(f"**worse than {before:.2f}**")
    return ", ".join(words)


def worse(figure: Figure, before: float | None) -> bool:
    """Tell whether a ratio got worse by more than 15 %. Absolute figures depend on the machine."""
    if figure.ratio is None or not before:
        return False
    change = before / figure.ratio if figure.more_is_better else figure.ratio / before
    return change > WORSE


def baseline() -> dict[str, float]:
    """Return the ratios of the last agreed baseline, by key."""
    if not BASELINE.exists():
        return {}
    written = json.loads(BASELINE.read_text(encoding="utf-8"))
    return {figure["key"]: figure["ratio"] for figure in written["figures"] if figure["ratio"]}


def write_between(page: Path, table: str) -> None:
    """Put the table into a page between `<!-- bench -->` and `<!-- /bench -->`. Raises ValueError without them."""
    text = page.read_text(encoding="utf-8")
    page.write_text(put_between(text, "bench", table), encoding="utf-8")


def put_between(text: str, mark: str, table: str) -> str:
    """Return a page with the table between `<!-- mark -->` and `<!-- /mark -->`. Raises ValueError without them."""
    before, began, rest = text.partition(f"<!-- {mark} -->\n")
    _, ended, after = rest.partition(f"<!-- /{mark} -->")
    if not began or not ended:
        raise ValueError(f"the page has no line <!-- {mark} --> with <!-- /{mark} --> after it")
    return f"{before}{began}{table}{ended}{after}"
