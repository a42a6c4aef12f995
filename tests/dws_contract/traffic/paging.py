"""Reads pages one after the other, up to the first empty one."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from dws_contract.steps.asking import Run
from dws_contract.steps.known import entries
from dws_contract.traffic.messages import Exchange

LIMIT = 10
"""A limit so small that every service grants it."""
MOST = 200
"""At most this many pages are read."""
WINDOW = 3
"""The same if a project has so many snapshots that reading all pages would take too long."""


@dataclass(frozen=True)
class Pages:
    """Pages in their order. The last one is empty, refused, the same as the one before, or the last that may be read.

    most: how many pages may be read.
    """

    exchanges: list[Exchange]
    most: int = MOST

    @property
    def last(self) -> Exchange:
        """The last page."""
        return self.exchanges[-1]

    @property
    def is_whole(self) -> bool:
        """Whether these are all pages."""
        return self.last.accepted and len(self.exchanges) < self.most

    @property
    def snapshots(self) -> list[dict[str, Any]]:
        """All snapshots on the pages, in order."""
        return [each for page in self.exchanges for each in entries(page.json)]

    @property
    def ids(self) -> list[str]:
        """The IDs of all snapshots on the pages, in lower case."""
        return [each["id"].lower() for each in self.snapshots]


def limited(run: Run, operation: str) -> dict[str, object]:
    """Return the query of a plain request for an operation: it has a limit if there are many snapshots."""
    has_limit = "limit" in run.contract.endpoints[operation].query
    return {"limit": LIMIT} if has_limit and run.listing.is_long else {}


def most(run: Run) -> int:
    """Return how many pages may be read."""
    return WINDOW if run.listing.is_long else MOST


def is_last(pages: list[Exchange], most: int) -> bool:
    """Whether no page is to be read after these."""
    held = [entries(page.json) for page in pages[-2:]]
    return not held[-1] or len(pages) == most or (len(held) > 1 and held[0] == held[1])


def all_pages(run: Run, cluster_id: str | None = None, **query: object) -> Pages:
    """Read the pages of a cluster, --cluster-id by default. Only the clauses on all answers judge them."""
    found: list[Exchange] = []
    while not found or not is_last(found, most(run)):
        request = run.requests.page(cluster_id, limit=LIMIT, offset=len(found), **query)
        found.append(run.sender.observe(request))
    return Pages(found, most(run))
