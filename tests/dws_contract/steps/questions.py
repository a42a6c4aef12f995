"""Probes: single requests that test a clause, and the statuses that they expect."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from http import HTTPStatus

from dws_contract.traffic.messages import Request

OK = frozenset({200})
ACCEPTED = frozenset({202})
REFUSED = frozenset({400})
FORBIDDEN = frozenset({403})
NOT_FOUND = frozenset({404})
CONFLICT = frozenset({409})
GONE = REFUSED | NOT_FOUND
GATEWAYS = frozenset({413, 429, 502, 504})
"""The statuses that a gateway in front of the service returns by itself (decision 1)."""
BUSY = "DWS.7023"


@dataclass(frozen=True, kw_only=True)
class Probe:
    """One request that tests a clause.

    clause: the clause; what: what is sent, in words ("a name of 3 characters"); rule: what the contract says about it;
    expect: the statuses that hold the clause; needs: clauses that must hold, or the answer proves nothing; follows: the
    clause on the same rule elsewhere: if that one is broken, a wrong answer is reported there; again: makes the same
    request with another name, for names so short that they may be taken; free: whether the request names something that
    does not exist: then 404 shows that everything else was accepted, and nothing is created.
    """

    clause: str
    what: str
    rule: str
    request: Request
    expect: frozenset[int] = REFUSED
    needs: tuple[str, ...] = ()
    follows: str = ""
    again: Callable[[], Request] | None = None
    free: bool = False

    @property
    def makes(self) -> bool:
        """Whether the service should accept the request and make something."""
        return HTTPStatus.OK in self.expect

    @property
    def keeps_rules(self) -> bool:
        """Whether the request is correct, perhaps except that it names something that does not exist."""
        return not self.expect.isdisjoint(OK | ACCEPTED) or (self.free and self.expect == NOT_FOUND)

    def is_breached(self, status: int) -> bool:
        """Whether a request that must be refused was accepted."""
        return HTTPStatus.OK <= status < HTTPStatus.MULTIPLE_CHOICES and not self.keeps_rules


def sentence(probe: Probe, status: int) -> str:
    """Return what happened and what the contract says, in one sentence."""
    wanted = " or ".join(map(str, sorted(probe.expect)))
    if probe.keeps_rules:
        did = f"was answered with {status}" if status < HTTPStatus.BAD_REQUEST else f"was refused with {status}"
        return f"{probe.what} {did}; {probe.rule}"
    if HTTPStatus.OK <= status < HTTPStatus.MULTIPLE_CHOICES or is_let_through(probe, status):
        how = "accepted" if status < HTTPStatus.MULTIPLE_CHOICES else "refused only for its unknown target (404)"
        return f"{probe.what} was {how}; {probe.rule}"
    return f"{probe.what} was answered with {status}, not {wanted}; {probe.rule}"


def is_let_through(probe: Probe, status: int) -> bool:
    """Whether a request that breaks a rule was refused only because its target does not exist."""
    return probe.free and not probe.keeps_rules and status in NOT_FOUND and status not in probe.expect
