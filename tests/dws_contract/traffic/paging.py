"""Pages as they are gone through: one after the other, to the first that is empty."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from dws_contract.steps.asking import Run
from dws_contract.steps.known import entries
from dws_contract.traffic.messages import Exchange

LIMIT = 10
"""A limit that is no large one: every service grants it."""
MOST = 200
"""How many pages are gone through at most."""
WINDOW = 3
"""The same where a project holds so many snapshots that its pages are not gone through as a whole."""


@dataclass(frozen=True)
class Pages:
    """Pages in their order, the last one as it ended: empty, refused, the same as the one before, or one too many.

    most: how many were asked for at most.
    """

    exchanges: list[Exchange]
    most: int = MOST

    @property
    def last(self) -> Exchange:
        """The last page."""
        return self.exchanges[-1]

    @property
    def is_whole(self) -> bool:
        """Whether there is no page after these."""
        return self.last.accepted and len(self.exchanges) < self.most

    @property
    def snapshots(self) -> list[dict[str, Any]]:
        """Everything that they hold, in its order."""
        return [each for page in self.exchanges for each in entries(page.json)]

    @property
    def ids(self) -> list[str]:
        """The IDs of everything that they hold, in lower case."""
        return [each["id"].lower() for each in self.snapshots]


def limited(run: Run, operation: str) -> dict[str, object]:
    """Return the query of a plain request for an operation: where there are many snapshots, a page has a limit."""
    has_limit = "limit" in run.contract.endpoints[operation].query
    return {"limit": LIMIT} if has_limit and run.listing.is_long else {}


def most(run: Run) -> int:
    """Return how many pages are gone through at most."""
    return WINDOW if run.listing.is_long else MOST


def is_last(pages: list[Exchange], most: int) -> bool:
    """Whether there is nothing to ask for after the last of these."""
    held = [entries(page.json) for page in pages[-2:]]
    return not held[-1] or len(pages) == most or (len(held) > 1 and held[0] == held[1])


def all_pages(run: Run, cluster_id: str | None = None, **query: object) -> Pages:
    """Go through the pages of a cluster, the own one by default. They are judged as what asks nothing is."""
    found: list[Exchange] = []
    while not found or not is_last(found, most(run)):
        request = run.requests.page(cluster_id, limit=LIMIT, offset=len(found), **query)
        found.append(run.sender.observe(request))
    return Pages(found, most(run))
