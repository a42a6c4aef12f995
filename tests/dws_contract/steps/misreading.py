"""A request that a service misread because of the refused one before it, on the same connection."""

from __future__ import annotations

from http import HTTPStatus

from dws_contract.steps.questions import Probe
from dws_contract.traffic.messages import Exchange
from dws_contract.traffic.sending import Sender
from dws_contract.traffic.target import Target
from dws_contract.verdicts.judge import Judge

_ERRORS = 400
_OF_MISREAD = frozenset({400, 404, 405, 501, 505})
"""The statuses that a service gives to what is no request, such as the rest of a body."""


class Misreading:
    """Tells a wrong answer to a request from an answer to the rest of the body before."""

    def __init__(self, target: Target, sender: Sender, judge: Judge) -> None:
        self._target = target
        self._sender = sender
        self._judge = judge

    def right_answer(self, probe: Probe, exchange: Exchange) -> Exchange | None:
        """Return the right answer, if only the refused request before, on the same connection, made it a wrong one.

        That is reported once. From then on each request gets a connection of its own.
        """
        target = self._target
        if target.alone or exchange not in target.last or exchange.status not in _OF_MISREAD:
            return None
        before = target.last[0]
        needs_no_body = before.status == HTTPStatus.UNAUTHORIZED or (
            before.endpoint is None and before.status >= _ERRORS
        )
        if not needs_no_body or not before.request.body:
            return None
        if self._repeat(before, exchange).status != exchange.status:
            return None
        target.alone = True
        right = self._repeat(before, exchange)
        target.alone = right.status in probe.expect
        if not target.alone:
            return None
        sentence = (
            f"after a request that was refused with {before.status}, the next one on the same connection was misread: "
            f"{exchange.status}, but alone it was answered with {right.status}"
        )
        self._judge.break_after("always-answers", sentence, exchange, before)
        return right

    def _repeat(self, before: Exchange, exchange: Exchange) -> Exchange:
        """Send both requests again. Return the second answer."""
        self._sender.send(before.request)
        return self._sender.send(exchange.request)
