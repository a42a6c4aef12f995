"""The clusters and snapshots of one project, in memory. Both Python services use it."""

from __future__ import annotations

import os
import time
from dataclasses import dataclass, field
from datetime import UTC, datetime
from uuid import uuid4

MAKING_TAKES = float(os.environ.get("MAKING_TAKES", "0"))
"""For how many seconds a snapshot or a restored cluster is CREATING."""


class Refused(Exception):
    """Raised to answer a request with an error."""

    def __init__(self, status: int, code: str, message: str) -> None:
        super().__init__(message)
        self.status, self.code, self.message = status, code, message


def new_id() -> str:
    return str(uuid4())


def told(moment: float) -> str:
    return datetime.fromtimestamp(moment, UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


@dataclass
class Made:
    """A snapshot or a cluster, which is CREATING for a time."""

    name: str
    id: str = field(default_factory=new_id)
    began: float = field(default_factory=time.time)
    takes: float = MAKING_TAKES

    @property
    def creating(self) -> bool:
        return time.time() < self.began + self.takes


@dataclass
class Cluster(Made):
    enterprise_project_id: str = "0"
    port: int = 8000

    def members(self) -> dict[str, object]:
        return {
            "id": self.id,
            "name": self.name,
            "status": "CREATING" if self.creating else "AVAILABLE",
            "task_status": "RESTORING" if self.creating else None,
            "created": told(self.began),
            "port": self.port,
            "enterprise_project_id": self.enterprise_project_id,
        }


@dataclass
class Snapshot(Made):
    cluster_id: str = ""
    description: str = ""
    type: str = "MANUAL"
    failed: bool = False

    @property
    def status(self) -> str:
        if self.failed:
            return "UNAVAILABLE"
        return "CREATING" if self.creating else "AVAILABLE"

    def members(self) -> dict[str, object]:
        times = {"started": told(self.began)} | ({} if self.creating else {"finished": told(self.began + self.takes)})
        shown = {"id": self.id, "name": self.name, "description": self.description, "status": self.status}
        return shown | times | {"type": self.type, "cluster_id": self.cluster_id, "size": 500}


class Store:
    """One project. No method awaits anything, so no other request sees half of its work."""

    def __init__(self, cluster_id: str) -> None:
        first = Cluster("dws-demo", cluster_id, takes=0)
        second = Cluster("dws-other", takes=0, enterprise_project_id="aca4e50a-266f-4786-827c-f8d6cc3fbada")
        self.clusters = {each.id: each for each in (first, second)}
        self.snapshots: dict[str, Snapshot] = {}
        self._add(Snapshot("night-1", takes=0, cluster_id=first.id, type="AUTO"))
        self._add(Snapshot("night-2", takes=0, cluster_id=second.id, type="AUTO"))
        self._add(Snapshot("stopped", takes=0, cluster_id=second.id, failed=True))

    def cluster(self, cluster_id: str) -> Cluster:
        if cluster_id not in self.clusters:
            raise Refused(404, "DWS.0047", "The cluster does not exist.")
        return self.clusters[cluster_id]

    def snapshot(self, snapshot_id: str) -> Snapshot:
        if snapshot_id not in self.snapshots:
            raise Refused(404, "DWS.0015", "The snapshot does not exist.")
        return self.snapshots[snapshot_id]

    def create(self, name: str, cluster_id: str, description: str) -> Snapshot:
        cluster = self.cluster(cluster_id)
        self._check_name(name)
        self._check_idle(cluster)
        return self._add(Snapshot(name, cluster_id=cluster.id, description=description))

    def delete(self, snapshot_id: str) -> None:
        snapshot = self.snapshot(snapshot_id)
        if snapshot.type != "MANUAL":
            raise Refused(403, "DWS.0015", "An automated snapshot expires by itself.")
        if snapshot.creating:
            raise Refused(403, "DWS.7023", "The snapshot is being made.")
        del self.snapshots[snapshot_id]

    def restore(self, snapshot_id: str, name: str, port: int, enterprise_project_id: str) -> Cluster:
        snapshot = self.snapshot(snapshot_id)
        if name.lower() in (each.name.lower() for each in self.clusters.values()):
            raise Refused(409, "DWS.5050", "The cluster name exists.")
        self._check_available(snapshot)
        cluster = Cluster(name, port=port, enterprise_project_id=enterprise_project_id)
        self.clusters[cluster.id] = cluster
        return cluster

    def copy(self, snapshot_id: str, name: str, description: str) -> Snapshot:
        snapshot = self.snapshot(snapshot_id)
        self._check_name(name)
        if snapshot.type == "MANUAL":
            raise Refused(403, "DWS.0015", "A manual snapshot is not copied.")
        self._check_available(snapshot)
        self._check_idle(self.cluster(snapshot.cluster_id))
        return self._add(Snapshot(name, cluster_id=snapshot.cluster_id, description=description))

    def listed_clusters(self, enterprise_project_id: str) -> list[Cluster]:
        return [
            each
            for each in self.clusters.values()
            if enterprise_project_id in ("all_granted_eps", each.enterprise_project_id)
        ]

    def page(
        self, cluster_id: str, limit: int | None, offset: int, sort_key: str | None, sort_dir: str
    ) -> tuple[list[Snapshot], int]:
        """Return one page of a cluster's snapshots, and how many there are on all pages."""
        cluster = self.cluster(cluster_id)
        found = [each for each in self.snapshots.values() if each.cluster_id == cluster.id]
        if sort_key == "startTime":
            found.sort(key=lambda each: each.began, reverse=sort_dir == "desc")
        elif sort_key == "name":
            found.sort(key=lambda each: each.name, reverse=sort_dir == "desc")
        if limit is None:
            return (found if offset == 0 else []), len(found)
        return found[offset * limit : (offset + 1) * limit], len(found)

    def _add(self, snapshot: Snapshot) -> Snapshot:
        self.snapshots[snapshot.id] = snapshot
        return snapshot

    def _check_name(self, name: str) -> None:
        if name.lower() in (each.name.lower() for each in self.snapshots.values()):
            raise Refused(400, "DWS.5039", f"A snapshot named {name!r} exists in this project.")

    def _check_idle(self, cluster: Cluster) -> None:
        made_of_it = (each for each in self.snapshots.values() if each.cluster_id == cluster.id)
        if cluster.creating or any(each.creating for each in made_of_it):
            raise Refused(403, "DWS.7023", "The cluster's status does not allow the operation.")

    def _check_available(self, snapshot: Snapshot) -> None:
        if snapshot.status != "AVAILABLE":
            raise Refused(403, "DWS.7023", "The snapshot's status does not allow the operation.")
