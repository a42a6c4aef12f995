"""What one night's backup of a cluster has to do: decided from a list of snapshots, without a request."""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import date
from enum import StrEnum
from operator import itemgetter
from typing import NamedTuple

from dws_snapshots_client.models import ClusterInfo, SnapshotDetail

from ..errors import InvalidRequest
from ..flows.once import Wanted

FIELDS = {"{cluster}", "{date}"}


class Action(StrEnum):
    """What becomes of a night's snapshot. REMAKE: it is UNAVAILABLE. REFUSE: the name is another's."""

    CREATE = "create"
    FIND = "find"
    REMAKE = "remake"
    REFUSE = "refuse"


class Plan(NamedTuple):
    """action: on the night's snapshot; there: the one that has its name; old: what to delete once it is AVAILABLE."""

    action: Action
    there: SnapshotDetail | None
    old: list[SnapshotDetail]


class Series(NamedTuple):
    """The snapshots that one template names. Raises InvalidRequest from `of` for a template that breaks a rule."""

    template: str

    @classmethod
    def of(cls, template: str) -> Series:
        """Return the series of a template."""
        fields = re.findall(r"\{[^{}]*\}|[{}]", template)
        if not FIELDS.issuperset(fields) or fields.count("{date}") != 1:
            rule = "must hold {date} once, so that each night has a name of its own, and may hold {cluster}"
            raise InvalidRequest("--name", rule, template)
        return cls(template)

    @property
    def mark(self) -> str:
        """What stands in the description of each of its snapshots."""
        return f"dws-snapshots backup (series {self.template})"

    def name(self, cluster: ClusterInfo, night: date) -> str:
        """Return the name of a cluster's snapshot of a night."""
        return self.template.replace("{cluster}", cluster.name).replace("{date}", night.isoformat())

    def night(self, cluster: ClusterInfo, snapshot: SnapshotDetail) -> date | None:
        """Return the night that a snapshot is of, or None where this series did not make it of this cluster."""
        marked = self.mark.lower() in (snapshot.description or "").lower()
        if snapshot.type != "MANUAL" or snapshot.cluster_id.lower() != cluster.id.lower() or not marked:
            return None
        pattern = re.escape(self.template).replace(r"\{cluster\}", re.escape(cluster.name))
        pattern = pattern.replace(r"\{date\}", r"(\d{4}-\d\d-\d\d)")
        found = re.fullmatch(pattern, snapshot.name, re.IGNORECASE | re.ASCII)
        try:
            return date.fromisoformat(found[1]) if found else None
        except ValueError:  # the 31st of February
            return None

    def plan(self, cluster: ClusterInfo, night: date, keep: int | None, snapshots: Iterable[SnapshotDetail]) -> Plan:
        """Return what a night has to do. keep: how many AVAILABLE ones stay, this night's among them; None: all do."""
        snapshots = list(snapshots)
        name = self.name(cluster, night).lower()
        there = next((snapshot for snapshot in snapshots if snapshot.name.lower() == name), None)
        if there is None:
            action = Action.CREATE
        elif self.night(cluster, there) is None:
            return Plan(Action.REFUSE, there, [])
        else:
            action = Action.REMAKE if there.status == "UNAVAILABLE" else Action.FIND
        return Plan(action, there, self._old(cluster, night, keep, snapshots))

    def _old(
        self, cluster: ClusterInfo, night: date, keep: int | None, snapshots: list[SnapshotDetail]
    ) -> list[SnapshotDetail]:
        """Return those that have `keep` newer AVAILABLE ones, the oldest first. What is neither of the two stays."""
        nights = [(of, one) for one in snapshots if (of := self.night(cluster, one)) and of != night]
        available = sorted([night, *(of for of, one in nights if one.status == "AVAILABLE")], reverse=True)
        if keep is None or len(available) < keep:
            return []
        done = [found for found in nights if found[1].status in ("AVAILABLE", "UNAVAILABLE")]
        return [one for of, one in sorted(done, key=itemgetter(0)) if of < available[keep - 1]]


def check(project_id: str, series: Series, clusters: Iterable[ClusterInfo], night: date) -> None:
    """Raise InvalidRequest where a name breaks the contract's rule, or where two clusters would have the same."""
    taken: dict[str, ClusterInfo] = {}
    for cluster in clusters:
        name = series.name(cluster, night)
        try:
            Wanted(project_id, name, cluster.id, series.mark).create()
        except InvalidRequest as error:
            raise InvalidRequest(f"the {error.field} for cluster {cluster.name}", error.rule, error.value) from None
        other = taken.setdefault(name.lower(), cluster)
        if other is not cluster:
            rule = f"must differ from cluster to cluster, but {other.name} and {cluster.name} would share one"
            raise InvalidRequest("--name", rule, name)
