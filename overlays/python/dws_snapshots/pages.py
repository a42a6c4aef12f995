"""All pages of a list, one after the other, while others create and delete."""

from __future__ import annotations

from typing import TYPE_CHECKING

from .operations import Operation, PageOptions, list_cluster_snapshots

if TYPE_CHECKING:
    from dws_snapshots_client.models import ListClusterSnapshotsResponse, SnapshotDetail

DEFAULT_LIMIT = 100


class Pages:
    """Says which page of a cluster's snapshots to read next, and which of its snapshots are new.

    A create between two pages moves snapshots to a later page, where they are seen again; a delete moves some to an
    earlier page, past the reader. So each page whose `count` is less than the one before sends the reader back by a
    page, once for each page: it ends, whatever happens meanwhile. Raises InvalidRequest.
    """

    def __init__(self, project_id: str, cluster_id: str, options: PageOptions) -> None:
        self._ids = (project_id, cluster_id)
        limit, first = options.get("limit"), options.get("offset")
        self._limit = DEFAULT_LIMIT if limit is None else limit
        self._first = self._number = 0 if first is None else first
        self._options = options
        self._count = 0
        self._left_again: set[int] = set()
        self._seen: set[str] = set()
        self._next: Operation[ListClusterSnapshotsResponse] | None = self._read()

    def _read(self) -> Operation[ListClusterSnapshotsResponse]:
        return list_cluster_snapshots(*self._ids, {**self._options, "limit": self._limit, "offset": self._number})

    def next(self) -> Operation[ListClusterSnapshotsResponse] | None:
        """Return the request for the page to read, or None when there is no more."""
        return self._next

    def new_of(self, page: ListClusterSnapshotsResponse) -> list[SnapshotDetail]:
        """Take the page that was read; return those of its snapshots that were on no page before."""
        new = []
        for snapshot in page.snapshots:
            if snapshot.id.lower() not in self._seen:
                self._seen.add(snapshot.id.lower())
                new.append(snapshot)
        fewer, self._count = page.count < self._count, page.count
        if fewer and self._number > self._first and self._number not in self._left_again:
            self._left_again.add(self._number)
            self._number -= 1
        else:
            self._number += 1
            if not page.snapshots or self._number * self._limit >= page.count:
                self._next = None
                return new
        self._next = self._read()
        return new
