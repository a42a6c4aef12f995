"""Spreads requests over time."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable


class Pace:
    """Lets so many pass a second, evenly; None lets all pass at once. Safe to use from several threads."""

    def __init__(
        self,
        a_second: float | None,
        clock: Callable[[], float] = time.monotonic,
        sleep: Callable[[float], object] = time.sleep,
    ) -> None:
        self._interval = 1 / a_second if a_second else 0.0
        self._clock = clock
        self._sleep = sleep
        self._next = 0.0
        self._lock = threading.Lock()

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
