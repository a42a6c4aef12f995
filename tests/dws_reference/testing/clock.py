"""What time it is for snapshots. Tokens and signatures always use the real time."""

from __future__ import annotations

import time
from collections.abc import Callable

import sqlalchemy as sa

from dws_reference.storage import tables

Clock = Callable[[sa.Connection], int]
"""The time in milliseconds since the epoch, as one transaction sees it."""

LATEST = 253_402_300_799_000
"""The last second of the year 9999: a timestamp of the API can't express a later one."""


def named(name: str) -> Clock:
    """The clock that the settings name: "real" or "manual"."""
    return {"real": real, "manual": manual}[name]


def real(connection: sa.Connection) -> int:
    """The time of this machine."""
    return time.time_ns() // 1_000_000


def manual(connection: sa.Connection) -> int:
    """The time that the database holds, the same for all who use it. Only `advance` changes it."""
    return int(connection.execute(sa.select(tables.clock.c.now)).scalar_one())


def advance(connection: sa.Connection, milliseconds: int) -> int:
    """Move the manual clock forward, to LATEST at most, and return its time."""
    now = tables.clock.c.now
    later = sa.case((now + milliseconds < LATEST, now + milliseconds), else_=LATEST)
    return int(connection.execute(sa.update(tables.clock).values(now=later).returning(now)).scalar_one())
