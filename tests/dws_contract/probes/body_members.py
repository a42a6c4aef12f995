"""The members that keep the rules of names and descriptions: those of a snapshot, a copy, a restored cluster."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import TypeVar

from dws_contract.asking import Run
from dws_contract.messages import Request
from dws_contract.probes import live
from dws_contract.questions import NOT_FOUND, OK, Probe

_T = TypeVar("_T")


@dataclass(frozen=True)
class BodyMember:
    """A member that is asked about.

    operation: whose body holds it; what: what it is ("a name"); clause: the one clause on all its rules, empty where
    each rule has its own; snapshot_id: of the snapshot that is asked for, empty for one that does not exist, by which
    404 shows that all else is right; sample: how many of many characters are taken, 0 for all.
    """

    operation: str
    name: str
    what: str
    clause: str = ""
    snapshot_id: str = ""
    sample: int = 0

    @property
    def is_of_create(self) -> bool:
        """Whether it is a member of the snapshot that a create makes."""
        return self.operation == "createSnapshot"

    @property
    def is_free(self) -> bool:
        """Whether requests name no snapshot that exists."""
        return not self.is_of_create and not self.snapshot_id

    def request(self, run: Run, value: object) -> Request:
        """Return a request with this value, right in all else."""
        if self.is_of_create:
            return run.requests.create(**{self.name: value})
        of = run.requests.restore if self.operation == "restoreCluster" else run.requests.copy
        return of(self.snapshot_id or None, **{self.name: value})

    def escaped(self, run: Run, value: str, escape: str) -> Request:
        """Return a request with a value in which `@` is written as a JSON escape."""
        request = self.request(run, value)
        return replace(request, body=(request.body or b"").replace(b"@", escape.encode()))

    def probe(self, clause: str, what: str, request: Request, rule: str, *, keeps: bool = False) -> Probe:
        """Return a question. clause: of a snapshot's own member; keeps: whether the request keeps every rule."""
        expect = (NOT_FOUND if self.is_free else OK) if keeps else Probe.expect
        return Probe(
            clause=self.clause or clause, what=what, rule=rule, request=request, expect=expect, free=self.is_free
        )

    def refuse(self, run: Run, clause: str, what: str, value: object, rule: str) -> None:
        """Ask with a value that breaks a rule, or with a whole request that does."""
        request = value if isinstance(value, Request) else self.request(run, value)
        run.ask(self.probe(clause, what, request, rule))

    def accept(self, run: Run, clause: str, what: str, value: object, rule: str) -> bool:
        """Ask with a value that keeps every rule, for free where that is possible. Return whether it was accepted."""
        probe = self.probe(clause, what, self.request(run, value), rule, keeps=True)
        exchange = run.ask(run.for_free(probe) if self.is_of_create else probe)
        return exchange is not None and (exchange.accepted or exchange.status in NOT_FOUND)

    def some(self, run: Run, all_: Sequence[_T], always: Sequence[_T] = ()) -> list[_T]:
        """Return all, or a sample with those that are always in it."""
        if not self.sample or len(all_) <= self.sample:
            return list(all_)
        others = [each for each in all_ if each not in always]
        return [
            *(each for each in all_ if each in always),
            *run.requests.rng.sample(others, min(self.sample, len(others))),
        ]


def judged_first(run: Run, operation: str, clauses: Sequence[str]) -> str | None:
    """Return the ID to ask about bodies with: empty for that of no snapshot, which shows all at no cost.

    Where the service was not seen to judge the body before the snapshot, that of a real one; None where there is none.
    """
    if operation in run.judges_body_first:
        return ""
    known = live.available(run, clauses[0])
    if known is None or known.id is None:
        for clause in clauses:
            run.findings.miss(clause, "there was no snapshot to ask about")
        return None
    return known.id
