"""Spreads requests over time."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable

_SLOWER = 0.005
_SLOWEST = 0.2
_FASTER = 0.98


class Pace:
    """Limits the requests per second, evenly; None means no limit. Safe to use from several threads.

    `slow_down` lowers the rate, and `speed_up` raises it again step by step.
    """

    def __init__(
        self,
        a_second: float | None,
        clock: Callable[[], float] = time.monotonic,
        sleep: Callable[[float], object] = time.sleep,
    ) -> None:
        self._agreed = 1 / a_second if a_second else 0.0
        self._interval = self._agreed
        self._clock = clock
        self._sleep = sleep
        self._next = 0.0
        self._lock = threading.Lock()

    def slow_down(self) -> None:
        """Lower the rate, after a request that was one too many."""
        with self._lock:
            self._interval = min(max(self._interval * 2, _SLOWER), max(_SLOWEST, self._agreed))

    def speed_up(self) -> None:
        """Raise the rate a little, up to the given one."""
        with self._lock:
            faster = self._interval * _FASTER
            self._interval = self._agreed if faster < max(self._agreed, _SLOWER / 2) else faster

    def wait(self) -> None:
        """Wait for a turn."""
        if not self._interval:
            return
        with self._lock:
            now = self._clock()
            turn = max(self._next, now)
            self._next = turn + self._interval
        if turn > now:
            self._sleep(turn - now)
