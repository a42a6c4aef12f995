"""The members that keep the rules of names and descriptions: those of a snapshot, a copy, a restored cluster."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import TypeVar

from dws_contract.probes import live
from dws_contract.probes.clusters import is_told_apart
from dws_contract.probes.proofs import OTHER_MEDIA_TYPE
from dws_contract.steps.asking import Run
from dws_contract.steps.questions import NOT_FOUND, OK, Probe
from dws_contract.traffic.messages import Request

_T = TypeVar("_T")
NO_NAMES = ("a", "0123", "a b c", 5)
"""What most services know for no name."""


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
        return run.requests.plain(self.operation, self.snapshot_id or None, **{self.name: value})

    def escaped(self, run: Run, value: str, escape: str) -> Request:
        """Return a request with a value in which `@` is written as a JSON escape."""
        request = self.request(run, value)
        return replace(request, body=(request.body or b"").replace(b"@", escape.encode()))

    def probe(self, clause: str, what: str, request: Request, rule: str, *, keeps: bool = False) -> Probe:
        """Return a question. clause: of a snapshot's own member, which another follows; keeps: whether it keeps every
        rule."""
        return Probe(
            clause=self.clause or clause,
            what=what,
            rule=rule,
            request=request,
            expect=(NOT_FOUND if self.is_free else OK) if keeps else Probe.expect,
            follows=clause,
            free=self.is_free,
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


def settle_order(run: Run, operation: str, *bad: Request) -> None:
    """Find out whether the body is judged before the snapshot: then bodies are asked about at no cost."""
    good = run.requests.plain(operation)
    others = (run.requests.call(operation, body={}), replace(good, media_type=OTHER_MEDIA_TYPE))
    is_unknown = run.sender.send(good).status in NOT_FOUND
    if is_unknown and any(is_told_apart(run.sender.send(request)) for request in (*bad, *others)):
        run.judges_body_first.add(operation)


def ask_of_bodies(run: Run, operation: str, what: str, snapshot_id: str) -> None:
    """Ask about bodies as such: a few of what is asked about a create's."""
    whole = run.requests.plain(operation, snapshot_id or None)
    text = whole.body or b""
    for clause, how, request in (
        ("media-type-wrong", "a body of text/plain", replace(whole, media_type=OTHER_MEDIA_TYPE)),
        ("body-required", "no body", replace(whole, body=None)),
        ("body-required", "a body of no bytes", replace(whole, body=b"")),
        ("body-json", "a body cut short", replace(whole, body=text[:-1])),
        ("body-json", "a body with text behind it", replace(whole, body=text + b" x")),
        ("body-utf8", "a body with the byte ff", replace(whole, body=text.replace(b'"}', b'\xff"}'))),
        ("body-object", "a body that is an array", replace(whole, body=b"[" + text + b"]")),
    ):
        member = BodyMember(operation, "", "", clause, snapshot_id)
        member.refuse(run, clause, f"{what} with {how}", request, "the contract says one JSON object in UTF-8")


def judged_first(run: Run, operation: str, clauses: Sequence[str]) -> str | None:
    """Return the ID to ask about bodies with: empty for that of no snapshot, which shows all at no cost.

    Where the service was not seen to judge the body before the snapshot, that of one which the operation takes; None
    where there is none.
    """
    if operation in run.judges_body_first:
        return ""
    if operation == "copySnapshot":
        found = next(iter(live.automated(run)), None)
    else:
        known = live.available(run, clauses[0])
        found = known.id if known is not None else None
    if found is None:
        for clause in clauses:
            run.findings.miss(clause, "there was no snapshot to ask about")
    return found
