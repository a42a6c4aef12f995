"""Decide from a list of snapshots, without a request, what one night's backup of a cluster must do."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date
from enum import StrEnum
from typing import NamedTuple

from dws_snapshots_client.models import ClusterInfo, SnapshotDetail

from ..errors import DwsError, InvalidRequest
from ..flows.once import NewSnapshot


class Action(StrEnum):
    """What to do about a night's snapshot, as a dry run shows it. REMAKE: it is UNAVAILABLE."""

    CREATE = "to create"
    FIND = "found"
    REMAKE = "to make anew"


class Plan(NamedTuple):
    """action: for the night's snapshot; there: that snapshot, or None; old: those to delete once it is AVAILABLE."""

    action: Action
    there: SnapshotDetail | None
    old: list[SnapshotDetail]


class Series(NamedTuple):
    """The snapshots that one template names."""

    template: str

    @classmethod
    def of(cls, template: str) -> Series:
        """Return the series of a template. Raises InvalidRequest."""
        rest = template.replace("{cluster}", "").replace("{date}", "", 1)
        if "{date}" not in template or "{" in rest or "}" in rest:
            rule = "must contain {date} once, so that each night has a different name, and may contain {cluster}"
            raise InvalidRequest("--name", rule, template)
        return cls(template)

    @property
    def mark(self) -> str:
        """The text in the description of each of its snapshots."""
        return f"dws-snapshots backup (series {self.template})"

    def name(self, cluster: ClusterInfo, night: date) -> str:
        """Return the name of a cluster's snapshot of a night."""
        return self.template.replace("{cluster}", cluster.name).replace("{date}", night.isoformat())

    def night(self, cluster: ClusterInfo, snapshot: SnapshotDetail) -> date | None:
        """Return the night of a snapshot, or None if it is not of this series and cluster."""
        marked = self.mark.lower() in (snapshot.description or "").lower()
        if snapshot.type != "MANUAL" or snapshot.cluster_id.lower() != cluster.id.lower() or not marked:
            return None
        before, _, after = self.template.replace("{cluster}", cluster.name).partition("{date}")
        try:
            night = date.fromisoformat(snapshot.name[len(before) : len(snapshot.name) - len(after)])
        except ValueError:
            return None
        return night if self.name(cluster, night).lower() == snapshot.name.lower() else None

    def plan(self, cluster: ClusterInfo, night: date, keep: int | None, snapshots: Sequence[SnapshotDetail]) -> Plan:
        """Return what to do for a night. keep: how many AVAILABLE snapshots to keep, including this night's; None: all.

        A snapshot is old if `keep` AVAILABLE ones are newer; the oldest comes first. One that is neither AVAILABLE nor
        UNAVAILABLE is kept. Raises DwsError if a snapshot that is not of this series has the night's name.
        """
        name = self.name(cluster, night).lower()
        nights = {of: snapshot for snapshot in snapshots if (of := self.night(cluster, snapshot))}
        there, action = nights.get(night), Action.CREATE
        if there:
            action = Action.REMAKE if there.status == "UNAVAILABLE" else Action.FIND
        elif any(snapshot.name.lower() == name for snapshot in snapshots):
            raise DwsError("the list has a snapshot with this name that this series did not make")
        available = sorted({night, *(of for of in nights if nights[of].status == "AVAILABLE")}, reverse=True)
        kept_since = available[keep - 1] if keep and keep <= len(available) else date.min
        old = [nights[of] for of in sorted(nights) if of < kept_since and of != night]
        return Plan(action, there, [each for each in old if each.status in ("AVAILABLE", "UNAVAILABLE")])


def check(project_id: str, series: Series, clusters: Iterable[ClusterInfo], night: date) -> None:
    """Raise InvalidRequest if a name breaks the contract's rule, or if two clusters would share one."""
    taken: dict[str, ClusterInfo] = {}
    for cluster in clusters:
        name = series.name(cluster, night)
        try:
            NewSnapshot(project_id, name, cluster.id, series.mark).create()
        except InvalidRequest as error:
            where = f"the {error.field} for cluster {cluster.name or cluster.id}"
            raise InvalidRequest(where, error.rule, error.value) from None
        other = taken.setdefault(name.lower(), cluster)
        if other is not cluster:
            both = f"{other.name} ({other.id}) and {cluster.name} ({cluster.id})"
            rule = f"must differ from cluster to cluster, but {both} would share one"
            raise InvalidRequest("--name", rule, name)
