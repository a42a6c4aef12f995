"""Sends requests, and notes their effects."""

from __future__ import annotations

from dws_contract.steps.noting import Notes
from dws_contract.steps.proving import Proving
from dws_contract.traffic.messages import Exchange, Request
from dws_contract.traffic.target import Target
from dws_contract.verdicts.judge import Judge


class Sender:
    """Sends requests, and notes their effects. Expired tokens are replaced."""

    def __init__(self, target: Target, notes: Notes, judge: Judge, proving: Proving) -> None:
        self._proving = proving
        self._target = target
        self._notes = notes
        self._judge = judge

    def send(self, request: Request) -> Exchange:
        """Send a request. The answer is not judged. Raises Unjudgeable if the credentials have expired."""
        exchange = self._target.send(self._proving.current(request))
        if self._proving.has_new(exchange):
            exchange = self._target.send(self._proving.current(request))
        self._notes.note(exchange)
        return exchange

    def observe(self, request: Request) -> Exchange:
        """Send a request, and judge its answer only by the clauses on all answers."""
        exchange = self.send(request)
        self._judge.observe(exchange)
        return exchange
