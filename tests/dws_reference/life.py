"""The life of a snapshot and a cluster: what is stored when it begins, and what follows from that as time goes by.

Nothing happens in the background: status, progress and finish follow from the stored times and the clock.
"""

from __future__ import annotations

import random
import uuid
from datetime import UTC, datetime
from typing import Any, NamedTuple

import sqlalchemy as sa

MANUAL, AUTO = "MANUAL", "AUTO"
CREATING, AVAILABLE, UNAVAILABLE = "CREATING", "AVAILABLE", "UNAVAILABLE"

SIZE = 500
"""GB. Nobody writes to these clusters, so every full backup has the same size."""

DATASTORE = {"type": "dws", "version": "8.1.3"}

CLUSTER_SETTINGS = (
    *("port", "enterprise_project_id", "availability_zone"),
    *("vpc_id", "subnet_id", "security_group_id", "public_ip"),
)

NODES = 3


class NewSnapshot(NamedTuple):
    """A requested snapshot. Its row is made in the transaction that sets its start."""

    project_id: str
    cluster_id: str
    name: str
    description: str
    type: str = MANUAL

    def row(self, now: int, creation_time: int) -> dict[str, Any]:
        """The row of this snapshot if it begins `now` and takes `creation_time`, both in milliseconds."""
        times = {"started": now, "finishes": now + creation_time}
        return self._asdict() | times | {"id": _new_id(now), "folded_name": self.name.lower(), "failed": False}


def status(row: sa.Row[Any], now: int) -> str:
    """A snapshot's status at a time."""
    if row.failed:
        return UNAVAILABLE
    return CREATING if now < row.finishes else AVAILABLE


def listed(row: sa.Row[Any], now: int) -> dict[str, Any]:
    """A snapshot as lists show it. `finished` is absent until the snapshot is finished."""
    told = {
        "id": row.id,
        "name": row.name,
        "description": row.description,
        "started": timestamp(row.started),
        "size": SIZE,
        "status": status(row, now),
        "type": row.type,
        "cluster_id": row.cluster_id,
    }
    if row.finishes <= now:
        told["finished"] = timestamp(row.finishes)
    return told


def detailed(row: sa.Row[Any], cluster_name: str, now: int) -> dict[str, Any]:
    """A snapshot as its details show it. `progress` is absent if making it failed."""
    told = listed(row, now)
    told |= {
        "updated": told.get("finished", told["started"]),
        "cluster_name": cluster_name,
        "datastore": DATASTORE,
    }
    if not row.failed:
        told["progress"] = str(_progress(row.started, row.finishes, now))
    return told


def told_cluster(row: sa.Row[Any], newest: sa.Row[Any] | None, now: int) -> dict[str, Any]:
    """A cluster as the API shows it, with the settings of the request that restored it. The default port is 8000.

    newest: its newest snapshot; while that is being made, the cluster says so.
    """
    port = row.settings.get("port", 8000)
    address, public = f"192.168.0.12:{port}", f"203.0.113.12:{port}"
    is_public = row.settings.get("public_ip", {}).get("public_bind_type") in ("auto_assign", "bind_existing")
    told = {
        "id": row.id,
        "name": row.name,
        **_task(row, newest, now),
        "version": DATASTORE["version"],
        "created": timestamp(row.created),
        "updated": timestamp(min(now, row.finishes)),
        "port": 8000,
        "enterprise_project_id": "0",
        "endpoints": [{"connect_info": address, "jdbc_url": _jdbc_url(address)}],
        "public_endpoints": [{"public_connect_info": public, "jdbc_url": _jdbc_url(public)}] if is_public else [],
        "nodes": [{"id": str(uuid.uuid5(uuid.UUID(row.id), str(node))), "status": "200"} for node in range(NODES)],
        "number_of_node": NODES,
        "node_type": "dws.d1.xlarge.ultrahigh",
        "user_name": "dbadmin",
        "recent_event": 0,
        "tags": [],
        "private_ip": ["192.168.0.12"],
    }
    return told | {name: row.settings[name] for name in CLUSTER_SETTINGS if name in row.settings}


def _task(row: sa.Row[Any], newest: sa.Row[Any] | None, now: int) -> dict[str, Any]:
    """A cluster's status and its current task, null for none."""
    if now < row.finishes:
        progress = _progress(row.created, row.finishes, now)
        return {"status": CREATING, "task_status": "RESTORING", "action_progress": {"RESTORING": f"{progress}%"}}
    # null, not absent: clients that read a cluster again keep the old value of a member that is absent.
    idle: dict[str, Any] = {"status": AVAILABLE, "sub_status": "NORMAL", "task_status": None, "action_progress": {}}
    if newest is None or newest.finishes <= now:
        return idle
    progress = _progress(newest.started, newest.finishes, now)
    return idle | {"task_status": "SNAPSHOTTING", "action_progress": {"SNAPSHOTTING": f"{progress}%"}}


def _jdbc_url(address: str) -> str:
    return f"jdbc:postgresql://{address}/gaussdb"


def timestamp(milliseconds: int) -> str:
    """A time as the API writes it: in UTC, `YYYY-MM-DDThh:mm:ssZ`."""
    return datetime.fromtimestamp(milliseconds // 1000, UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def _new_id(milliseconds: int) -> str:
    """A UUID of version 7 (RFC 9562): it begins with the time, so that IDs sort by time."""
    version, variant = 7 << 76, 2 << 62
    chance = random.getrandbits(12) << 64 | random.getrandbits(62)
    return str(uuid.UUID(int=milliseconds << 80 | version | variant | chance))


def _progress(started: int, finishes: int, now: int) -> int:
    """Per cent; 100 only when it is done."""
    if finishes <= now:
        return 100
    return max(0, int(100 * (now - started) / (finishes - started)))
