"""Ctrl-C, SIGTERM and SIGHUP: the first signal ends the tests, the second ends the clean-up, others do nothing."""

from __future__ import annotations

import signal
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from types import FrameType

_SIGNALS = tuple(getattr(signal, name) for name in ("SIGINT", "SIGTERM", "SIGHUP") if hasattr(signal, name))
_MOST = 2


@contextmanager
def as_interrupts() -> Iterator[None]:
    """Let each of the signals raise KeyboardInterrupt, at most twice. A signal that is ignored stays ignored."""
    raised = 0

    def interrupt(number: int, frame: FrameType | None) -> None:
        nonlocal raised
        raised += 1
        if raised <= _MOST:
            raise KeyboardInterrupt

    with _handled(interrupt):
        yield


@contextmanager
def none() -> Iterator[None]:
    """Ignore the signals, so that they do not interrupt writing the reports."""
    with _handled(lambda number, frame: None):
        yield


@contextmanager
def _handled(handler: Callable[[int, FrameType | None], None]) -> Iterator[None]:
    if threading.current_thread() is not threading.main_thread():
        yield
        return
    before = {each: signal.getsignal(each) for each in _SIGNALS}
    heard = [each for each in _SIGNALS if before[each] not in (signal.SIG_IGN, None)]
    try:
        for each in heard:
            signal.signal(each, handler)
        yield
    finally:
        for each in heard:
            signal.signal(each, before[each])
