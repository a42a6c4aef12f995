"""Read all items of an operation with pages, one page after the other, while others create and delete.

Until 2024 `offset` counted records, since 2025 it counts pages: see decision 13 of openapi.yaml. The second page shows
which of the two applies. The same in every language: tests/vectors/iteration.json.
"""

from __future__ import annotations

from collections.abc import Generator
from math import ceil
from typing import Any

from dws_snapshots_client.codec import Operation

from ..errors import UnexpectedResponse
from ..exchange import Exchange, exchange

DEFAULT_LIMIT = 100
MOST_REPEATED = 100
# This many pages in a row without anything new show that a service ignores `offset`.
OFFSET_IGNORED = 3

# Yields a page to read, receives it, then yields its items that were on no earlier page.
Pages = Generator[Exchange[Any] | list[Any], Any, None]


def pages(operation: Operation[Any], path: dict[str, Any], query: dict[str, Any]) -> Pages:
    """Yield all items of an operation with pages, each once. query: without `offset`.

    Raises InvalidRequest before the first page, UnexpectedResponse if the pages hold fewer items than `count`.
    """
    assert operation.items is not None
    asked = query.get("limit", DEFAULT_LIMIT)
    size, repeated = asked, 0
    seen: set[str] = set()
    for _ in range(2):
        reading, more = Reading(size), True
        while more:
            page = yield exchange(operation, path, {**query, "limit": reading.size, "offset": reading.offset})
            told = {item.id.lower(): item for item in getattr(page, operation.items)}
            repeated = repeated + 1 if told and reading.ids.issuperset(told) else 0
            if repeated > MOST_REPEATED:
                raise UnexpectedResponse(200, "the pages keep repeating what was read", None)
            yield [item for id_, item in told.items() if id_ not in seen]
            seen.update(told)
            count = getattr(page, "count", None)
            count = count if isinstance(count, int) and count >= len(told) else None
            more = reading.take(list(told), count)
            if repeated >= OFFSET_IGNORED and count is None and reading.size < asked:
                more = False  # the service gives short pages, and these are all
        size = reading.size
        is_short = reading.least is not None and reading.least > len(reading.ids)
        if reading.reads == 1 and not is_short:
            return
        # Read all once more: if others delete an item of a page that was read, another moves there, and may be missed.
    if is_short:
        found = f"{len(reading.ids)} {operation.items}"
        raise UnexpectedResponse(200, f"the pages hold {found}, but count says {reading.least}", None)


class Reading:
    """One reading, from the first page to the last. It decides which page is next.

    size: how many items a page holds, as far as it is known; reads: how many pages were read; ids: the IDs on them;
    least: their smallest count.
    """

    def __init__(self, size: int) -> None:
        self.size = size
        self.reads = 0
        self.ids: set[str] = set()
        self.least: int | None = None
        self._number = 0
        # How much offset grows from page to page: 1, or the size; None if it is not known yet.
        self._step: int | None = None
        self._first: list[str] = []
        self._count: int | None = None

    @property
    def offset(self) -> int:
        """The `offset` of the page to read."""
        return self._number * (self._step or 1)

    def take(self, ids: list[str], count: int | None) -> bool:
        """Take the IDs of the page that was read, and its count; return whether there is another to read."""
        self.reads += 1
        self.ids.update(ids)
        if count is not None:
            self.least = count if self.least is None else min(count, self.least)
        before, self._count = self._count, count
        if self._number == 0:
            self._first = ids
            if not ids or (count is not None and count <= len(ids)):
                return False
            self.size = min(self.size, len(ids))
            if self.size == 1:
                self._step = 1
        elif count is not None and before is not None and self._has_changed(before, count):
            return True
        elif self._step is None and ids:
            if 2 * len(set(ids).intersection(self._first)) >= self.size:
                # The second page begins within the first, so offset counts records.
                self._step = self.size
                self._count = before
                return True
            self._step = 1
        self._number += 1
        if count is not None:
            return bool(ids) and self._number * self.size < count
        return bool(ids) and len(ids) >= self.size

    def _has_changed(self, before: int, count: int) -> bool:
        """Go back, and return True, if a delete moved snapshots to an earlier page, or if the step can't be learnt."""
        if self._step is None:
            self._number = 0 if count != before else self._number
            return count != before
        if count < before:
            self._number = max(0, self._number - ceil((before - count) / self.size))
        return count < before
