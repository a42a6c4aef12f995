"""Faults at work: kept in the database, so that all workers share them and count them together."""

from __future__ import annotations

import random
from dataclasses import asdict
from typing import Any

import sqlalchemy as sa

from dws_reference.storage.store import Store
from dws_reference.storage.tables import faults
from dws_reference.testing.injected import Fault


class Injection:
    """Decides which faults strike a request. If `active` is false, none does, and nothing is looked up."""

    def __init__(self, store: Store, active: bool) -> None:
        self._store = store
        self._active = active

    async def draw(self, operation_id: str) -> list[Fault]:
        """The faults that strike one request of an operation. Each counts as struck, whatever the request does."""
        if not self._active:
            return []
        return [fault for row in await self._store.read(_rows) if (fault := await self._strike(row, operation_id))]

    async def _strike(self, row: sa.Row[Any], operation_id: str) -> Fault | None:
        fault = _fault(row)
        if fault.operation not in (None, operation_id) or random.random() >= fault.probability:
            return None
        if fault.count is not None and not await self._store.write(lambda connection, now: _spend(connection, row.id)):
            return None
        return fault

    async def all(self) -> list[Fault]:
        """The faults that may still strike; `count` is how often."""
        return [fault for row in await self._store.read(_rows) if (fault := _fault(row)).count != 0]

    async def add(self, fault: Fault) -> None:
        """Let one more fault strike from now on."""
        await self._store.write(lambda connection, now: connection.execute(sa.insert(faults), asdict(fault)))

    async def clear(self) -> None:
        """Let no fault strike any more."""
        await self._store.write(lambda connection, now: connection.execute(sa.delete(faults)))


def _rows(connection: sa.Connection, now: int) -> list[sa.Row[Any]]:
    return list(connection.execute(sa.select(faults).order_by(faults.c.id)))


def _spend(connection: sa.Connection, fault_id: int) -> bool:
    left = sa.update(faults).where(faults.c.id == fault_id, faults.c.count > 0)
    return connection.execute(left.values(count=faults.c.count - 1)).rowcount == 1


def _fault(row: sa.Row[Any]) -> Fault:
    return Fault(**{name: value for name, value in row._mapping.items() if name != "id"})
