"""The result for each clause: held, broken, or not reached and why."""

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
    """One answer that breaks a clause, with everything that is needed to repeat it. It contains no secret.

    sentence: what happened and what the contract says; request, answer: as text; curl: shell lines that repeat it;
    follows: another clause with the same cause: if that one is broken, this deviation is reported there instead.
    """

    clause: str
    sentence: str
    request: str
    answer: str
    curl: str
    follows: str = ""


@dataclass(frozen=True)
class Verdict:
    """The result for one clause.

    held: the number of requests that held it; broken: the number that broke it; deviations: the clearest of these;
    reason: why it, or a part of it, was not reached, or empty; seconds: how long its requests took.
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
    """A status that no clause allows here. It breaks `general`, and `clause` too if few clauses got such a status.

    is_refusal: whether the answer is a refusal, as it should be, and only its status is wrong.
    """

    general: str
    clause: str
    deviation: Deviation
    is_refusal: bool


@dataclass
class Findings:
    """Collects the results for each clause.

    sourced: whether only the sources count. They allow a refusal to have another status than the contract says.
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
        """Add the time that the block takes to that of a clause."""
        began = time.monotonic()
        try:
            yield
        finally:
            self._seconds[clause] += time.monotonic() - began

    def hold(self, clause: str) -> None:
        """Note one more request that held a clause."""
        self._held[clause] += 1

    def break_(self, deviation: Deviation) -> None:
        """Note a deviation."""
        self._deviations[deviation.clause].append(deviation)
        self.break_again(deviation.clause, deviation.follows)

    def break_again(self, clause: str, follows: str = "") -> None:
        """Count one more deviation without its text."""
        self._broken[clause] += 1
        self._followers[clause, follows] += 1

    def misfit(self, general: str, deviation: Deviation, *, is_refusal: bool) -> None:
        """Note an answer whose status no clause allows. general: the clause on statuses that it breaks."""
        self._misfits.append(_Misfit(general, deviation.clause, deviation, is_refusal))

    def miss(self, clause: str, reason: str) -> None:
        """Note why a clause, or a part of it, could not be tested. Only the first reason is kept."""
        self._reasons.setdefault(clause, reason)

    def broken(self, clause: str) -> int:
        """How many requests broke a clause so far, without those noted by `misfit`."""
        return self._broken[clause]

    def carries(self, clause: str) -> bool:
        """Whether tests of other clauses can rely on this one: nothing noted so far breaks it."""
        if self._broken[clause]:
            return False
        met = self._met()
        return not any(misfit.clause == clause and len(met[misfit.general]) <= _FEW for misfit in self._misfits)

    def settle(self) -> None:
        """Assign what `misfit` noted: to both clauses if few clauses got such a status, otherwise to the general one.

        Then report each cause only once: a deviation that follows another broken clause is counted there.
        """
        met = self._met()
        misfits, self._misfits = self._misfits, []
        for misfit in misfits:
            self.break_(replace(misfit.deviation, clause=misfit.general, follows=""))
            reason = f"the answers had a wrong status: see {misfit.general}"
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
        """Take so many deviations away from a clause, because they follow from another one."""
        self._broken[clause] -= count
        self._deviations[clause] = [each for each in self._deviations[clause] if each.follows != first]
        if not self._broken[clause]:
            self._held[clause] = 0
            self._reasons[clause] = f"its rule is the same as that of {first}, which is broken: see there"

    def _met(self) -> dict[str, set[str]]:
        """By each clause on statuses: the clauses whose requests got a status that breaks it."""
        met: defaultdict[str, set[str]] = defaultdict(set)
        for misfit in self._misfits:
            met[misfit.general].add(misfit.clause)
        return met

    def verdicts(self, terms: dict[str, object], default_reason: Callable[[str], str]) -> list[Verdict]:
        """Return the result for every clause, topic by topic.

        terms: the values of the `{terms}` in promises; default_reason: gives the reason for a clause that was not
        reached, if none was noted.
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
    """Shorter requests are clearer. Those of about the same length keep their order: specific ones come first."""
    return len(deviation.request) // 200
