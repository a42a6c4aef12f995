"""What the run knows of the project's snapshots: those that it made, those that it deleted, and what it saw of each."""

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
"""More snapshots than this are many."""

Existence = Literal["there", "gone", "unsure"]


@dataclass
class KnownSnapshot:
    """A snapshot that this run made.

    id: in lower case, None where the answer held none; description: None where it is that of no request, so that it is
    not judged; existence: whether it exists, as far as the answers tell; begun: when the service accepted it, by its
    own Date; is_copy: whether a copy made it; is_right: whether the request kept every rule: of one that did not,
    what is told is not judged.
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
    """A cluster that this run restored. asked: what for; begun: when that was accepted, by the service's own Date."""

    name: str
    asked: Mapping[str, Any]
    begun: float | None


@dataclass
class KnownSnapshots:
    """Everything that is known. Not for use from several threads at once.

    made: in the order of making; by_id: the same by ID; statuses: the last status seen, by ID; fixed: the members that
    never change, as first seen, by ID; clusters: what restores made, each time; restored: the same by ID, where that
    is one; was_creating: whether any snapshot was ever seen `CREATING`; listed: what the last list held.
    """

    made: list[KnownSnapshot] = field(default_factory=list)
    by_id: dict[str, KnownSnapshot] = field(default_factory=dict)
    statuses: dict[str, str] = field(default_factory=dict)
    fixed: dict[str, dict[str, Any]] = field(default_factory=dict)
    clusters: list[str] = field(default_factory=list)
    restored: dict[str, KnownCluster] = field(default_factory=dict)
    was_creating: bool = False
    listed: list[dict[str, Any]] = field(default_factory=list)

    @property
    def are_many(self) -> bool:
        """Whether the project holds so many that its list and its pages are not gone through as a whole."""
        return len(self.listed) > MANY

    def add(self, known: KnownSnapshot) -> None:
        """Note a snapshot that was made."""
        self.made.append(known)
        if known.id is not None:
            self.by_id[known.id] = known

    def get(self, snapshot_id: object) -> KnownSnapshot | None:
        """Return what is known of an ID in either case, None where this run did not make it."""
        return self.by_id.get(snapshot_id.lower()) if isinstance(snapshot_id, str) else None

    def of(self, existence: Existence, cluster_id: str | None = None) -> list[KnownSnapshot]:
        """Return the snapshots with an ID that are there, gone or unsure, of one cluster or of all."""
        return [
            each
            for each in self.by_id.values()
            if each.existence == existence and cluster_id in (None, each.cluster_id)
        ]

    def available(self) -> list[KnownSnapshot]:
        """The snapshots that are there and were last seen `AVAILABLE`."""
        return [each for each in self.of("there") if each.id and self.statuses.get(each.id) == AVAILABLE]


def entries(body: Any, tells: str = "snapshots") -> list[dict[str, Any]]:
    """Return the snapshots, or the clusters, of an answer: those that are objects with an ID that can be asked for."""
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
    """Whether an ID that a service answered can stand in a path, however odd it is otherwise."""
    is_text = not any("\ud800" <= char <= "\udfff" for char in id_)
    return is_text and 0 < len(id_) <= _LONGEST_ID and id_.strip(".") != ""
