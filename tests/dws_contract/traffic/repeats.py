"""How long to wait before a request is repeated because the service, or a gateway before it, was overloaded."""

from __future__ import annotations

import threading
import time

import httpx

from dws_contract.traffic.messages import Exchange, seconds_of

TOO_MANY = 429
_UNAVAILABLE = 503
_OF_GATEWAYS = (502, 504)
_TRIES = {TOO_MANY: 6, _UNAVAILABLE: 2, 502: 2, 504: 2}
# Seconds per run for failures without a Retry-After: a service may answer every bad request in this way.
_GUESSES = 20.0
_FIRST_PAUSE = 0.1
_LONGEST_PAUSE = 10.0


class Repeats:
    """Waits at most as many seconds per run as its budget says. Safe to use from several threads."""

    def __init__(self, budget: float) -> None:
        self._left = budget
        self._guesses = min(budget, _GUESSES)
        self._lock = threading.Lock()

    def pause(self, exchange: Exchange, tries: int) -> float | None:
        """Return the seconds to wait before a request is repeated; None if it must not be repeated.

        tries: how often it was repeated already. A 429 means that the service did nothing. If a gateway lost the
        answer, only reads are repeated.
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
    """Return an answer's `Retry-After` in seconds, None if it has none. A date counts by the service's own clock."""
    text = answer.headers.get("Retry-After", "").strip()
    if text.isdecimal():
        return float(text)
    until, now = seconds_of(text), seconds_of(answer.headers.get("Date", ""))
    return None if until is None else max(until - (time.time() if now is None else now), 0.0)
