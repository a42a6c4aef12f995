"""Keeps snapshots and clusters in memory, and knows what their status and type allow. Each rule is a small method."""

import time
import uuid
from dataclasses import dataclass, replace
from functools import lru_cache

from .bodies import Draft, Members
from .parameters import Page
from .refusal import Refused, bad

MINUTE = 60
HOUR = 60 * MINUTE
DAY = 24 * HOUR
SETTINGS = ("enterprise_project_id", "vpc_id", "subnet_id", "security_group_id")


def new_uuid() -> str:
    """Return a UUID that nothing has yet."""
    return str(uuid.uuid4())


@lru_cache(maxsize=2**16)
def _time_text(seconds: int) -> str:
    return time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime(seconds))


@dataclass(frozen=True, slots=True)
class Snapshot:
    """A snapshot. started, done: when making it begins and ends, in seconds since 1970; failed: whether that fails."""

    id: str
    project_id: str
    name: str
    description: str
    cluster_id: str
    started: float
    done: float
    type: str = "MANUAL"
    failed: bool = False


class Life:
    """Keeps the snapshots and clusters of the caller's project and, separately, of another project."""

    project_id: str
    creation_time = 0.0
    size = 500

    def begin(self, cluster_id: str, other_project_id: str) -> None:
        """Start with one cluster per project and an automated snapshot of each; the caller's also has a failed one."""
        self.taken: set[str] = set()
        self.clusters: dict[str, str] = {cluster_id.lower(): "dws-demo"}
        self.snapshots: dict[str, Snapshot] = {}
        then = self.begun = time.time() - DAY
        self.restored: dict[str, tuple[float, Members]] = {cluster_id.lower(): (then, {})}
        later = then + HOUR
        told = "Made by the schedule"
        scheduled = Snapshot(new_uuid(), self.project_id, "scheduled-1", told, cluster_id.lower(), then, then, "AUTO")
        failed = Snapshot(new_uuid(), self.project_id, "failed-1", "", scheduled.cluster_id, later, later, failed=True)
        other = replace(scheduled, id=new_uuid(), project_id=other_project_id, name="other-1", cluster_id=new_uuid())
        for snapshot in (scheduled, failed, other):
            self.snapshots[snapshot.id] = snapshot
        self.taken |= {self.name_key(scheduled.name), self.name_key(failed.name)}

    def fill(self, count: int) -> None:
        """Add this many manual snapshots, a minute apart: nine in ten of the first cluster, the others of a second."""
        first, second = next(iter(self.clusters)), new_uuid()
        if count:
            self.clusters[second] = "dws-other"
        now = time.time()
        for number in range(count):
            cluster, at = second if number % 10 == 9 else first, now - (count - number) * MINUTE
            snapshot = Snapshot(new_uuid(), self.project_id, f"present-{number}", "", cluster, at, at)
            self.snapshots[snapshot.id] = snapshot
            self.taken.add(self.name_key(snapshot.name))

    # Finding

    def mine(self) -> list[Snapshot]:
        """Return the snapshots of the caller's project."""
        return [snapshot for snapshot in self.snapshots.values() if snapshot.project_id == self.project_id]

    def of_cluster(self, cluster_id: str) -> list[Snapshot]:
        """Return the snapshots of one cluster of the project."""
        return [snapshot for snapshot in self.mine() if snapshot.cluster_id == cluster_id]

    def find(self, snapshot_id: str) -> Snapshot:
        """Return a snapshot of the project by its ID in lower case."""
        snapshot = self.snapshots.get(snapshot_id)
        if snapshot is None or snapshot.project_id != self.project_id:
            raise self.no_snapshot()
        return snapshot

    def no_snapshot(self) -> Refused:
        """Return the refusal of a snapshot that does not exist."""
        return Refused(404, "DWS.0015", "The snapshot does not exist.")

    def cluster_exists(self, cluster_id: str) -> bool:
        """Return whether the project has this cluster."""
        return cluster_id.lower() in self.clusters

    def check_cluster(self, draft: Draft) -> None:
        """Refuse an ID in the body that belongs to no cluster of the project."""
        if not self.cluster_exists(draft.cluster_id):
            raise self.no_cluster()

    def check_path_cluster(self, cluster_id: str) -> None:
        """Refuse an ID in the path that belongs to no cluster of the project."""
        if not self.cluster_exists(cluster_id):
            raise self.no_cluster()

    def no_cluster(self) -> Refused:
        """Return the refusal of a cluster that does not exist."""
        return Refused(404, "DWS.0047", "The cluster does not exist.")

    # Making

    async def store(self, draft: Draft) -> str:
        """Keep a new snapshot and return its ID; a name that is taken is refused (decision 2)."""
        self.check_free(draft)
        self.check_idle(draft.cluster_id.lower())
        return self.keep(draft)

    async def store_copy(self, source: Snapshot, draft: Draft) -> str:
        """Keep a copy and return its ID; the source must be an automated snapshot that is available (decision 11)."""
        self.check_copy_free(draft)
        self.check_copyable(source)
        self.check_idle(source.cluster_id)
        return self.keep(draft)

    def check_free(self, draft: Draft) -> None:
        """Refuse a name that is taken."""
        if self.name_key(draft.name) in self.taken:
            raise self.duplicate(draft)

    def check_copy_free(self, draft: Draft) -> None:
        """Refuse a copy's name that is taken."""
        self.check_free(draft)

    def check_idle(self, cluster_id: str) -> None:
        """Refuse a second snapshot of a cluster while one is being made."""
        if any(self.status_of(snapshot) == "CREATING" for snapshot in self.of_cluster(cluster_id)):
            raise self.not_allowed("a snapshot of the cluster is being made")

    def keep(self, draft: Draft) -> str:
        """Keep a new snapshot, its name with it, and return its ID."""
        now = time.time()
        snapshot = Snapshot(
            self.new_id(draft),
            self.project_id,
            draft.name,
            draft.description,
            draft.cluster_id.lower(),
            now,
            now + self.creation_time,
        )
        self.taken.add(self.name_key(draft.name))
        self.snapshots[snapshot.id] = snapshot
        return snapshot.id

    def name_key(self, name: str) -> str:
        """Return a value that is the same for names that count as equal."""
        return name.lower()

    def duplicate(self, draft: Draft) -> Refused:
        """Return the refusal of a name that is taken."""
        return bad(f"name: {draft.name!r} is taken.", "DWS.5039")

    def new_id(self, draft: Draft) -> str:
        """Return an ID for a new snapshot."""
        return new_uuid()

    # Status and type

    def status_of(self, snapshot: Snapshot) -> str:
        """Return the status of a snapshot at this moment."""
        if time.time() < snapshot.done:
            return "CREATING"
        return "UNAVAILABLE" if snapshot.failed else "AVAILABLE"

    def not_allowed(self, why: str) -> Refused:
        """Return the refusal of a request that a status or a type does not allow."""
        return Refused(403, "DWS.7023", f"The status or the type does not allow the operation: {why}.")

    def check_deletable(self, snapshot: Snapshot) -> None:
        """Refuse to delete an automated snapshot and one that is being made."""
        if snapshot.type != "MANUAL":
            raise self.not_allowed("the snapshot is automated")
        if self.status_of(snapshot) == "CREATING":
            raise self.not_allowed("the snapshot is being made")

    def check_restorable(self, snapshot: Snapshot) -> None:
        """Refuse to restore a snapshot that is not available."""
        if self.status_of(snapshot) != "AVAILABLE":
            raise self.not_allowed("the snapshot is not available")

    def check_copyable(self, snapshot: Snapshot) -> None:
        """Refuse to copy a manual snapshot and one that is not available."""
        if snapshot.type == "MANUAL":
            raise self.not_allowed("the snapshot is manual")
        if self.status_of(snapshot) != "AVAILABLE":
            raise self.not_allowed("the snapshot is not available")

    def remove(self, snapshot: Snapshot) -> None:
        """Forget a snapshot, and free its name."""
        del self.snapshots[snapshot.id]
        self.taken.discard(self.name_key(snapshot.name))

    def check_cluster_free(self, name: str) -> None:
        """Refuse the name of another cluster (decision 1)."""
        if name.lower() in map(str.lower, self.clusters.values()):
            raise Refused(409, "DWS.5050", f"The cluster name {name!r} already exists.")

    async def store_cluster(self, name: str) -> str:
        """Keep a new cluster, whose name is free, and return its ID."""
        return self.add_cluster(name)

    def add_cluster(self, name: str) -> str:
        """Keep a new cluster and return its ID."""
        cluster_id = new_uuid()
        self.clusters[cluster_id] = name
        return cluster_id

    def is_in_enterprise_project(self, own: object, wanted: str) -> bool:
        """Return whether a cluster is in this enterprise project. own: the cluster's enterprise project."""
        return wanted in (own, "all_granted_eps")

    def keep_settings(self, cluster_id: str, restore: Members) -> None:
        """Remember when a cluster was restored, and the settings that were requested."""
        self.restored.setdefault(cluster_id, (time.time(), restore))

    def settings(self, restore: Members) -> Members:
        """Return the settings of a cluster: those that its restore requested, or the defaults."""
        asked = {name: restore[name] for name in SETTINGS if name in restore}
        port = restore.get("port", 8000.0)
        return {"enterprise_project_id": "0", **asked, "port": int(port) if isinstance(port, float) else port}

    def told_cluster(self, cluster_id: str) -> dict[str, object]:
        """Return a cluster as a list shows it."""
        made, restore = self.restored.get(cluster_id, (self.begun, {}))
        return {
            "id": cluster_id,
            "name": self.clusters[cluster_id],
            "status": "AVAILABLE",
            "sub_status": "NORMAL",
            "action_progress": {},
            "created": self.time_text(made),
            **self.settings(restore),
            "endpoints": [{"connect_info": "192.168.0.12:8000"}],
        }

    def cluster_details(self, cluster_id: str) -> dict[str, object]:
        """Return the details of a cluster."""
        window = {"day": "Wed", "start_time": "22:00", "end_time": "02:00"}
        return {**self.told_cluster(cluster_id), "private_ip": ["192.168.0.12"], "maintain_window": window}

    # Snapshots in answers

    def told(self, snapshot: Snapshot) -> dict[str, object]:
        """Return a snapshot as a list shows it."""
        status = self.status_of(snapshot)
        finished = {} if status == "CREATING" else {"finished": self.time_text(snapshot.done)}
        return {
            "id": snapshot.id,
            "name": snapshot.name,
            "description": snapshot.description,
            "started": self.time_text(snapshot.started),
            **finished,
            "size": self.size,
            "status": status,
            "type": snapshot.type,
            "cluster_id": snapshot.cluster_id,
        }

    def time_text(self, seconds: float) -> str:
        """Return a time as answers show it: in UTC, to the second."""
        return _time_text(int(seconds))

    def details(self, snapshot: Snapshot) -> dict[str, object]:
        """Return the details of a snapshot."""
        told = self.told(snapshot)
        progress = {"CREATING": {"progress": "40"}, "AVAILABLE": {"progress": "100"}}.get(str(told["status"]), {})
        cluster_name = self.clusters.get(snapshot.cluster_id, "")
        return {**told, **progress, "cluster_name": cluster_name, "datastore": {"type": "dws", "version": "8.1.3"}}

    # Lists and pages

    async def listed(self) -> list[dict[str, object]]:
        """Return all snapshots of the project as a list shows them, the newest first."""
        return self.sort([self.told(snapshot) for snapshot in self.mine()], "started", "desc")

    async def paged(self, cluster_id: str, page: Page) -> tuple[list[dict[str, object]], int]:
        """Return the snapshots of one page as a list shows them, and how many there are on all pages."""
        told = [self.told(snapshot) for snapshot in self.of_cluster(cluster_id)]
        return self.cut(self.sort(told, page.sort_key, page.sort_dir), page), len(told)

    def sort(self, told: list[dict[str, object]], key: str, direction: str) -> list[dict[str, object]]:
        """Return the snapshots sorted as the page asks. Equal ones are sorted by ID, absent members come first."""

        def rank(snapshot: dict[str, object]) -> tuple[int | float, str, str]:
            value = snapshot.get(key, "")
            number, text = (value, "") if isinstance(value, int | float) else (0, str(value))
            return number, text, str(snapshot["id"])

        return sorted(told, key=rank, reverse=direction == "desc")

    def cut(self, told: list[dict[str, object]], page: Page) -> list[dict[str, object]]:
        """Return the snapshots of one page."""
        first = page.offset * page.limit
        return told[first : first + page.limit]
