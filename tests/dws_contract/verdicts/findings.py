"""What a run found out about each clause: held, broken, or not reached and why."""

from __future__ import annotations

import time
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from typing import Literal

from dws_contract.clauses import CLAUSES, Clause

State = Literal["held", "broken", "not reached"]
_SHOWN = 3
_FEW = 3


@dataclass(frozen=True)
class Deviation:
    """One answer that breaks a clause, with all that is needed to see it again. Holds no secret.

    sentence: what happened and what the contract says; request, answer: as text; curl: a line for a shell; follows: the
    clause that it is told to instead, where that is broken: the cause is the same.
    """

    clause: str
    sentence: str
    request: str
    answer: str
    curl: str
    follows: str = ""


@dataclass(frozen=True)
class Verdict:
    """What is known of a clause after the run.

    held: how many requests it was seen to hold for; broken: how many broke it; deviations: the clearest of these;
    reason: why it, or a part of it, was not reached, else empty; seconds: how long the questions about it took.
    """

    clause: Clause
    promise: str
    state: State
    held: int
    broken: int
    deviations: tuple[Deviation, ...]
    reason: str
    seconds: float = 0.0


@dataclass(frozen=True)
class _Misfit:
    """An unfit status: it breaks `general`, and `clause` where it is not one of many.

    is_refusal: whether a refusal was due, and one it is.
    """

    general: str
    clause: str
    deviation: Deviation
    is_refusal: bool


@dataclass
class Findings:
    """Collects what is seen of each clause.

    sourced: whether only what the sources state counts, by which a refusal may have another status than is due.
    """

    sourced: bool = False
    _held: Counter[str] = field(default_factory=Counter)
    _broken: Counter[str] = field(default_factory=Counter)
    _followers: Counter[tuple[str, str]] = field(default_factory=Counter)
    _deviations: defaultdict[str, list[Deviation]] = field(default_factory=lambda: defaultdict(list))
    _reasons: dict[str, str] = field(default_factory=dict)
    _misfits: list[_Misfit] = field(default_factory=list)
    _seconds: defaultdict[str, float] = field(default_factory=lambda: defaultdict(float))

    @contextmanager
    def timed(self, clause: str) -> Iterator[None]:
        """Count the time that questions about a clause take."""
        began = time.monotonic()
        try:
            yield
        finally:
            self._seconds[clause] += time.monotonic() - began

    def hold(self, clause: str) -> None:
        """Note that a clause was seen to hold for one more request."""
        self._held[clause] += 1

    def break_(self, deviation: Deviation) -> None:
        """Note a deviation."""
        self._deviations[deviation.clause].append(deviation)
        self.break_again(deviation.clause, deviation.follows)

    def break_again(self, clause: str, follows: str = "") -> None:
        """Note one more deviation like those noted before."""
        self._broken[clause] += 1
        self._followers[clause, follows] += 1

    def misfit(self, general: str, deviation: Deviation, *, is_refusal: bool) -> None:
        """Note an answer whose status is unfit for every clause, `general` being the clause on statuses."""
        self._misfits.append(_Misfit(general, deviation.clause, deviation, is_refusal))

    def miss(self, clause: str, reason: str) -> None:
        """Note why something of a clause could not be asked. The first reason stays."""
        self._reasons.setdefault(clause, reason)

    def broken(self, clause: str) -> int:
        """How often a clause was seen broken so far, answers with an unfit status aside."""
        return self._broken[clause]

    def carries(self, clause: str) -> bool:
        """Whether other clauses can rest on this one: it is not broken, nor one of few with an unfit status."""
        if self._broken[clause]:
            return False
        met = self._met()
        return not any(misfit.clause == clause and len(met[misfit.general]) <= _FEW for misfit in self._misfits)

    def settle(self) -> None:
        """Tell each answer with an unfit status to its clauses: to both where few are met so, else to the general.

        And each cause to one clause: what follows from a clause that is broken is not told again.
        """
        met = self._met()
        misfits, self._misfits = self._misfits, []
        for misfit in misfits:
            self.break_(replace(misfit.deviation, clause=misfit.general, follows=""))
            reason = f"the answers had an unfit status: see {misfit.general}"
            self.miss("bad-request-status", reason)
            if not misfit.is_refusal if self.sourced else len(met[misfit.general]) <= _FEW:
                self.break_(misfit.deviation)
            else:
                self.miss(misfit.clause, reason)
        told = {clause for clause, count in self._broken.items() if count}
        followers, self._followers = self._followers, Counter()
        for (clause, first), count in followers.items():
            if first in told - {clause}:
                self._fold(clause, first, count)

    def _fold(self, clause: str, first: str, count: int) -> None:
        """Tell so many deviations to the clause that they follow from."""
        self._broken[clause] -= count
        self._deviations[clause] = [each for each in self._deviations[clause] if each.follows != first]
        if not self._broken[clause]:
            self._held[clause] = 0
            self._reasons[clause] = f"the rule is the same as that of {first}, which is broken: see there"

    def _met(self) -> dict[str, set[str]]:
        """By the clauses on statuses: which clauses were met with a status that is unfit by it."""
        met: defaultdict[str, set[str]] = defaultdict(set)
        for misfit in self._misfits:
            met[misfit.general].add(misfit.clause)
        return met

    def verdicts(self, terms: dict[str, object], default_reason: Callable[[str], str]) -> list[Verdict]:
        """Return what is known of every clause, topic by topic.

        terms: what promises take from the document; default_reason: why a clause was not reached, where none was noted.
        """
        return [
            self._verdict(clause, clause.promise.format(**terms), default_reason(clause.id))
            for clause in CLAUSES.values()
        ]

    def _verdict(self, clause: Clause, promise: str, default_reason: str) -> Verdict:
        held, broken = self._held[clause.id], self._broken[clause.id]
        state: State = "broken" if broken else "held" if held else "not reached"
        reason = self._reasons.get(clause.id, default_reason if state == "not reached" else "")
        shown = tuple(sorted(self._deviations[clause.id], key=_size)[:_SHOWN])
        return Verdict(clause, promise, state, held, broken, shown, reason, self._seconds[clause.id])


def _size(deviation: Deviation) -> int:
    """Shorter is clearer. Among the directed requests, which come first, the order stays for equal lengths."""
    return len(deviation.request) // 200
