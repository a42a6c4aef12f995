"""What the run knows about snapshots and clusters: those that it made or deleted, and what answers said about them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any, Literal

CREATING = "CREATING"
AVAILABLE = "AVAILABLE"
UNAVAILABLE = "UNAVAILABLE"
MANUAL = "MANUAL"

_LONGEST_ID = 200
MANY = 250
"""If there are more snapshots than this, the whole list is seldom read."""

Existence = Literal["there", "gone", "unsure"]


@dataclass
class KnownSnapshot:
    """A snapshot that this run made.

    id: in lower case, None if the answer contained none; description: the requested one, None if unknown, so that it is
    not judged; existence: whether it exists, as far as the answers show; begun: when the service accepted the request,
    by its own Date; is_copy: whether a copy made it; is_right: whether the request kept every rule. If it did not, what
    answers say about the snapshot is not judged.
    """

    name: str
    id: str | None
    cluster_id: str = ""
    description: str | None = None
    existence: Existence = "there"
    begun: float | None = None
    is_copy: bool = False
    is_right: bool = True


@dataclass(frozen=True)
class KnownCluster:
    """A cluster that this run restored.

    asked: the `restore` object of the request; begun: when the service accepted it, by its own Date.
    """

    name: str
    asked: Mapping[str, Any]
    begun: float | None


@dataclass
class KnownSnapshots:
    """All known snapshots and clusters. Not safe to use from several threads.

    made: the snapshots that this run made, in order; by_id: the same by ID; statuses: the last status seen, by ID;
    fixed: the members that never change, as first seen, by ID; clusters: the ID of each restored cluster, empty if it
    had no valid one; restored: the restored clusters by ID; restored_from: the ID of the snapshot that was restored
    last; was_creating: whether any snapshot was ever seen `CREATING`; listed: the snapshots of the last list;
    forbidden: the names in requests that were refused with 403, each with its operation.
    """

    made: list[KnownSnapshot] = field(default_factory=list)
    by_id: dict[str, KnownSnapshot] = field(default_factory=dict)
    statuses: dict[str, str] = field(default_factory=dict)
    fixed: dict[str, dict[str, Any]] = field(default_factory=dict)
    clusters: list[str] = field(default_factory=list)
    restored: dict[str, KnownCluster] = field(default_factory=dict)
    restored_from: str | None = None
    was_creating: bool = False
    listed: list[dict[str, Any]] = field(default_factory=list)
    forbidden: dict[str, str] = field(default_factory=dict)

    @property
    def are_many(self) -> bool:
        """Whether there are so many snapshots that reading the whole list, or all pages, takes too long."""
        return len(self.listed) > MANY

    def add(self, known: KnownSnapshot) -> None:
        """Note a snapshot that was made."""
        self.made.append(known)
        if known.id is not None:
            self.by_id[known.id] = known

    def get(self, snapshot_id: object) -> KnownSnapshot | None:
        """Return the snapshot with an ID in upper or lower case, None if this run did not make it."""
        return self.by_id.get(snapshot_id.lower()) if isinstance(snapshot_id, str) else None

    def of(self, existence: Existence, cluster_id: str | None = None) -> list[KnownSnapshot]:
        """Return the snapshots with this existence whose ID is known, of one cluster or of all."""
        return [
            each
            for each in self.by_id.values()
            if each.existence == existence and cluster_id in (None, each.cluster_id)
        ]

    def forbidden_by(self, operation: str) -> list[str]:
        """Return the names in requests for an operation that were refused with 403, without those that are taken."""
        clusters = (each.name.lower() for each in self.restored.values())
        held = {each.name.lower() for each in self.made}.union(clusters, (_name_of(each) for each in self.listed))
        return [name for name, by in self.forbidden.items() if by == operation and name.lower() not in held]

    def available(self) -> list[KnownSnapshot]:
        """The snapshots that exist and were last seen `AVAILABLE`."""
        return [each for each in self.of("there") if each.id and self.statuses.get(each.id) == AVAILABLE]


def _name_of(told: Mapping[str, Any]) -> str:
    return str(told.get("name")).lower()


def entries(body: Any, tells: str = "snapshots") -> list[dict[str, Any]]:
    """Return the snapshots or clusters in an answer: those that are objects with an ID that fits into a path."""
    if not isinstance(body, dict):
        return []
    one = tells.removesuffix("s")
    given: Iterable[Any] = body[tells] if isinstance(body.get(tells), list) else [body.get(one)]
    return [
        each
        for each in given
        if isinstance(each, dict) and isinstance(each.get("id"), str) and can_be_asked(each["id"])
    ]


def can_be_asked(id_: str) -> bool:
    """Whether an ID from an answer fits into a path, even if it is odd otherwise."""
    is_text = not any("\ud800" <= char <= "\udfff" for char in id_)
    return is_text and 0 < len(id_) <= _LONGEST_ID and id_.strip(".") != ""
