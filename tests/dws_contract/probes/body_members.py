"""Names and descriptions as members of bodies: those of a snapshot, a copy and a restored cluster."""

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
"""Values that most services refuse as a name."""


@dataclass(frozen=True)
class BodyMember:
    """A member to test.

    operation: the operation whose body contains it; what: what it is ("a name"); clause: the one clause on all its
    rules, empty if each rule has its own; snapshot_id: the snapshot of the requests, empty for one that does not exist:
    404 then shows that everything else was accepted; sample: how many of many characters to try, 0 for all.
    """

    operation: str
    name: str
    what: str
    clause: str = ""
    snapshot_id: str = ""
    sample: int = 0

    @property
    def is_of_create(self) -> bool:
        """Whether it is a member of the body of a create."""
        return self.operation == "createSnapshot"

    @property
    def is_free(self) -> bool:
        """Whether requests name no snapshot that exists."""
        return not self.is_of_create and not self.snapshot_id

    def request(self, run: Run, value: object) -> Request:
        """Return a request with this value that is correct otherwise."""
        return run.requests.plain(self.operation, self.snapshot_id or None, **{self.name: value})

    def escaped(self, run: Run, value: str, escape: str) -> Request:
        """Return a request with a value in which `@` is written as a JSON escape."""
        request = self.request(run, value)
        return replace(request, body=(request.body or b"").replace(b"@", escape.encode()))

    def probe(self, clause: str, what: str, request: Request, rule: str, *, keeps: bool = False) -> Probe:
        """Return a probe.

        clause: the clause on the same rule of a create; keeps: whether the request keeps every rule.
        """
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
        """Send a value, or a whole request, that breaks a rule."""
        request = value if isinstance(value, Request) else self.request(run, value)
        run.ask(self.probe(clause, what, request, rule))

    def accept(self, run: Run, clause: str, what: str, value: object, rule: str) -> bool:
        """Send a correct value, without creating anything if possible. Return whether it was accepted."""
        probe = self.probe(clause, what, self.request(run, value), rule, keeps=True)
        exchange = run.ask(run.for_free(probe) if self.is_of_create else probe)
        return exchange is not None and (exchange.accepted or exchange.status in NOT_FOUND)

    def some(self, run: Run, all_: Sequence[_T], always: Sequence[_T] = ()) -> list[_T]:
        """Return all values, or a sample that contains those of `always`."""
        if not self.sample or len(all_) <= self.sample:
            return list(all_)
        others = [each for each in all_ if each not in always]
        return [
            *(each for each in all_ if each in always),
            *run.requests.rng.sample(others, min(self.sample, len(others))),
        ]


def settle_order(run: Run, operation: str, *bad: Request) -> None:
    """Find out whether the body is checked before the snapshot. If so, tests of bodies cost nothing."""
    good = run.requests.plain(operation)
    others = (run.requests.call(operation, body={}), replace(good, media_type=OTHER_MEDIA_TYPE))
    is_unknown = run.sender.send(good).status in NOT_FOUND
    if is_unknown and any(is_told_apart(run.sender.send(request)) for request in (*bad, *others)):
        run.judges_body_first.add(operation)


def ask_of_bodies(run: Run, operation: str, what: str, snapshot_id: str) -> None:
    """Test bodies, whatever their members, with a few of the tests for a create's body."""
    whole = run.requests.plain(operation, snapshot_id or None)
    text = whole.body or b""
    for clause, how, request in (
        ("media-type-wrong", "a body of text/plain", replace(whole, media_type=OTHER_MEDIA_TYPE)),
        ("body-required", "no body", replace(whole, body=None)),
        ("body-required", "an empty body", replace(whole, body=b"")),
        ("body-json", "a body cut short", replace(whole, body=text[:-1])),
        ("body-json", "a body with text after it", replace(whole, body=text + b" x")),
        ("body-utf8", "a body with the byte ff", replace(whole, body=text.replace(b'"}', b'\xff"}'))),
        ("body-object", "a body that is an array", replace(whole, body=b"[" + text + b"]")),
    ):
        member = BodyMember(operation, "", "", clause, snapshot_id)
        member.refuse(run, clause, f"{what} with {how}", request, "the contract requires one JSON object in UTF-8")


def judged_first(run: Run, operation: str, clauses: Sequence[str]) -> str | None:
    """Return the snapshot ID for tests of bodies: empty for a snapshot that does not exist, so that they cost nothing.

    If the service was not seen to check the body before the snapshot, it is the ID of a snapshot that the operation
    accepts, None if there is none.
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
            run.findings.miss(clause, "there was no snapshot to test it with")
    return found
