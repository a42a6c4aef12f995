"""How long to wait before a request is sent again that a service, or a gateway before it, had no room for."""

from __future__ import annotations

import threading
import time

import httpx

from dws_contract.traffic.messages import Exchange, seconds_of

TOO_MANY = 429
_UNAVAILABLE = 503
_OF_GATEWAYS = (502, 504)
_TRIES = {TOO_MANY: 6, _UNAVAILABLE: 2, 502: 2, 504: 2}
# Seconds in a run for failures that say nothing of when to come again: a service may answer all that is wrong so.
_GUESSES = 20.0
_FIRST_PAUSE = 0.1
_LONGEST_PAUSE = 10.0


class Patience:
    """Waits, for no more seconds in a run than its budget. Safe to use from several threads."""

    def __init__(self, budget: float) -> None:
        self._left = budget
        self._guesses = min(budget, _GUESSES)
        self._lock = threading.Lock()

    def pause(self, exchange: Exchange, tries: int) -> float | None:
        """Return the seconds to wait before a request is sent again; None where the answer stands.

        tries: how often it was sent again already. Nothing was done where the answer is 429. Where a gateway lost the
        answer, only what reads is sent again.
        """
        status = exchange.status
        is_lost = status in _OF_GATEWAYS and exchange.request.method != "GET"
        if exchange.answer is None or is_lost or tries >= _TRIES.get(status, 0):
            return None
        wished = retry_after(exchange.answer)
        pause = min(_FIRST_PAUSE * 2**tries, _LONGEST_PAUSE) if wished is None else wished
        with self._lock:
            is_guess = wished is None and status != TOO_MANY
            if pause > (self._guesses if is_guess else self._left):
                return None
            self._left -= pause
            self._guesses -= pause * is_guess
        return pause


def retry_after(answer: httpx.Response) -> float | None:
    """Return the seconds that an answer's `Retry-After` names, None where it names none. A time is the service's."""
    text = answer.headers.get("Retry-After", "").strip()
    if text.isdecimal():
        return float(text)
    until, now = seconds_of(text), seconds_of(answer.headers.get("Date", ""))
    return None if until is None else max(until - (time.time() if now is None else now), 0.0)
