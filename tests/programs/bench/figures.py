"""The result of a measurement: a median with its spread, compared with a peer's and with a budget."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from statistics import median
from typing import Any, Literal, NamedTuple


class Sample(NamedTuple):
    """The median of some rounds, and their spread."""

    median: float
    low: float
    high: float


class Budget(NamedTuple):
    """A bound. of: what it bounds, the ratio to the peer or the value itself."""

    of: Literal["ratio", "value"]
    bound: Literal["≤", "≥"]
    limit: float

    def met(self, figure: Figure) -> bool:
        """Return whether a figure keeps to it."""
        given = figure.ratio if self.of == "ratio" else figure.ours.median
        return given is not None and (given <= self.limit if self.bound == "≤" else given >= self.limit)


def at_most(limit: float) -> Budget:
    """Return a budget: the ratio to the peer must not be above this."""
    return Budget("ratio", "≤", limit)


def at_least(limit: float) -> Budget:
    """Return a budget: the ratio to the peer must not be below this."""
    return Budget("ratio", "≥", limit)


def value_at_most(limit: float) -> Budget:
    """Return a budget: the value itself must not be above this."""
    return Budget("value", "≤", limit)


@dataclass(frozen=True)
class Figure:
    """One line of the table. peer: what it is compared with, or empty; ratio: ours to theirs, of rounds side by side.

    more_is_better: a higher value is the better one; it is the lower one otherwise.
    """

    group: str
    what: str
    unit: str
    ours: Sample
    peer: str = ""
    theirs: Sample | None = None
    ratio: float | None = None
    budget: Budget | None = None
    more_is_better: bool = False

    @property
    def key(self) -> str:
        """A key that identifies the figure in other tables, even if versions have changed."""
        return f"{self.group}: {self.what} / {self.peer.split(' ')[0]}" if self.peer else f"{self.group}: {self.what}"

    @property
    def met(self) -> bool:
        """Whether it keeps to its budget; true if it has none."""
        return self.budget is None or self.budget.met(self)

    def as_json(self) -> dict[str, Any]:
        """Return the figure as JSON."""
        return {
            "key": self.key,
            "group": self.group,
            "what": self.what,
            "unit": self.unit,
            "ours": self.ours._asdict(),
            "peer": self.peer or None,
            "theirs": self.theirs and self.theirs._asdict(),
            "ratio": self.ratio and round(self.ratio, 4),
            "budget": self.budget and self.budget._asdict(),
            "met": self.met,
            "more_is_better": self.more_is_better,
        }

    @classmethod
    def from_json(cls, told: dict[str, Any]) -> Figure:
        """Return a figure from the JSON of `as_json`."""
        return cls(
            told["group"],
            told["what"],
            told["unit"],
            Sample(**told["ours"]),
            told["peer"] or "",
            told["theirs"] and Sample(**told["theirs"]),
            told["ratio"],
            told["budget"] and Budget(**told["budget"]),
            told["more_is_better"],
        )


def sample(values: Sequence[float]) -> Sample:
    """Return the median and the spread of some rounds."""
    return Sample(*(float(f"{value:.4g}") for value in (median(values), min(values), max(values))))


class Against(NamedTuple):
    """A peer's rounds. If there are as many as ours, they were made in turns with ours."""

    peer: str
    values: Sequence[float]
    budget: Budget | None = None


def compare(group: str, what: str, unit: str, ours: Sequence[float], *peers: Against) -> list[Figure]:
    """Return a line for each peer, or one without a peer."""
    more = "/s" in unit
    if not peers:
        return [Figure(group, what, unit, sample(ours), more_is_better=more)]
    return [
        Figure(group, what, unit, sample(ours), peer, sample(theirs), ratio(ours, theirs), budget, more)
        for peer, theirs, budget in peers
    ]


def alone(group: str, what: str, unit: str, ours: Sequence[float], budget: Budget) -> Figure:
    """Return a line that has a budget and no peer."""
    return Figure(group, what, unit, sample(ours), budget=budget, more_is_better="/s" in unit)


def ratio(ours: Sequence[float], theirs: Sequence[float]) -> float:
    """Return the ratio of ours to theirs: its median over rounds made in turns, otherwise the ratio of the medians."""
    if len(ours) != len(theirs):
        return median(ours) / median(theirs)
    return median(mine / other for mine, other in zip(ours, theirs, strict=True))
