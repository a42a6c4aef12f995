"""The two editions of the API that are in use, where their answers differ."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from dws_reference.problems import bad_request, shown
from dws_reference.storage import records

_TIMES = {"created", "started", "finished", "updated"}


@dataclass(frozen=True, slots=True)
class Edition:
    """How pages are asked for, and how answers are told.

    `sort_keys` and `sort_dirs`: those that are known. `most`: how many a page holds, whatever its `limit`; None for as
    many as are asked for. `older`: `offset` counts snapshots instead of pages, and answers have no `count` and times
    without a zone.
    """

    sort_keys: tuple[str, ...]
    sort_dirs: tuple[str, ...]
    most: int | None
    older: bool

    def sorting(self, query: dict[str, Any]) -> tuple[str, bool]:
        """The key to sort by, and whether the last comes first. Raises Problem (400) for what this edition lacks."""
        for name, known in (("sort_key", self.sort_keys), ("sort_dir", self.sort_dirs)):
            if name in query and query[name] not in known:
                raise bad_request(f"{name}: must be one of {', '.join(known)}; {shown(query[name])} was given.")
        return query.get("sort_key", "started"), query.get("sort_dir", "desc").lower() == "desc"

    def rows(self, query: dict[str, Any], count: int) -> slice:
        """Which of `count` snapshots are on the page that is asked for."""
        limit = min(query.get("limit", count), count if self.most is None else self.most)
        first = query["offset"] * (1 if self.older else query.get("limit", count))
        return slice(first, min(first + limit, count))

    def told(self, body: Any) -> Any:
        """An answer as this edition tells it."""
        return _older(body) if self.older else body


def _older(node: Any) -> Any:
    if isinstance(node, list):
        return [_older(each) for each in node]
    if not isinstance(node, dict):
        return node
    return {
        name: value.removesuffix("Z") if name in _TIMES else _older(value)
        for name, value in node.items()
        if name != "count"
    }


EDITIONS = {
    "2025": Edition(tuple(records.ORDERS), ("asc", "desc", "ASC", "DESC"), most=None, older=False),
    "2023": Edition(("name", "clusterName", "startTime"), ("ASC", "DESC"), most=50, older=True),
}
"""By the year that `--edition` names. How many a page of the older one may hold is our choice: no reference tells."""
