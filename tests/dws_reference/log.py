"""One line per request on standard error: time, method, path, status, milliseconds, request ID. Never a header."""

from __future__ import annotations

import asyncio
import sys
import time
import traceback
from contextlib import suppress
from functools import lru_cache

LONGEST_PATH = 200
DELAY = 0.02
"""Seconds that a line may wait for others."""

_waiting: list[str] = []


def request(method: str, path: bytes, status: int, seconds: float, request_id: str) -> None:
    """Log one answered request; `path` has no query, which might hold a secret.

    `status` is 0 if the connection was reset instead.
    """
    stamp = _stamp(int(time.time()))
    where = _printable(path.decode("latin-1"))
    _write(f"{stamp} {_printable(method)} {where} {status} {seconds * 1000:.1f}ms {request_id}\n")


def unavailable(request_id: str, reason: str) -> None:
    """Log why the service was unavailable for a request."""
    _write(f"unavailable in request {request_id}: {_printable(reason)}\n")


def fault(request_id: str, error: BaseException) -> None:
    """Log a fault of the service itself, with its traceback and without the values in it."""
    lines = traceback.format_exception(type(error), error, error.__traceback__)
    _write(f"fault in request {request_id}\n{''.join(lines)}")


def _write(text: str) -> None:
    if not _waiting:
        asyncio.get_running_loop().call_later(DELAY, flush)
    _waiting.append(text)


def flush() -> None:
    """Write the waiting lines: many at once cost little more than one. The reader may have gone."""
    text = "".join(_waiting)
    _waiting.clear()
    with suppress(OSError):
        sys.stderr.write(text)
        sys.stderr.flush()


@lru_cache(16)
def _stamp(second: int) -> str:
    return time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime(second))


@lru_cache(256)
def _printable(text: str) -> str:
    escaped = text if text.isascii() and text.isprintable() else text.encode("unicode_escape").decode()
    return escaped if len(escaped) <= LONGEST_PATH else f"{escaped[:LONGEST_PATH]}…"
