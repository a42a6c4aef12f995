"""The differences between the two editions of the API that are in use."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from dws_reference.problems import bad_request, shown
from dws_reference.storage import records

_TIMES = {"created", "started", "finished", "updated"}


@dataclass(frozen=True, slots=True)
class Edition:
    """How an edition cuts pages, and how its answers look.

    `sort_keys` and `sort_dirs`: the values that it knows. `most`: the most snapshots on a page, whatever the `limit`;
    None for no maximum. `older`: `offset` counts snapshots instead of pages, and answers have no `count` and no zones
    in times.
    """

    sort_keys: tuple[str, ...]
    sort_dirs: tuple[str, ...]
    most: int | None
    older: bool

    def sorting(self, query: dict[str, Any]) -> tuple[str, bool]:
        """The key to sort by, and whether to sort in descending order. Raises Problem (400) for an unknown value."""
        for name, known in (("sort_key", self.sort_keys), ("sort_dir", self.sort_dirs)):
            if name in query and query[name] not in known:
                raise bad_request(f"{name}: must be one of {', '.join(known)}; {shown(query[name])} was given.")
        return query.get("sort_key", "started"), query.get("sort_dir", "desc").lower() == "desc"

    def rows(self, query: dict[str, Any], count: int) -> slice:
        """Which of `count` snapshots are on the requested page."""
        limit = min(query.get("limit", count), count if self.most is None else self.most)
        first = query["offset"] * (1 if self.older else query.get("limit", count))
        return slice(first, min(first + limit, count))

    def told(self, body: Any) -> Any:
        """The body of an answer in the form of this edition."""
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
"""By the year that `--edition` names. The page size of the older one is our choice: no reference states it."""
