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
"""GB. Nobody writes to these clusters, so that each full backup of one is as large as any other."""

DATASTORE = {"type": "dws", "version": "8.1.3"}

CLUSTER_SETTINGS = ("port", "enterprise_project_id", "availability_zone", "vpc_id", "subnet_id", "security_group_id")


class NewSnapshot(NamedTuple):
    """A snapshot that is asked for. Its row is made in the transaction that tells when it begins."""

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
    """A snapshot as lists tell it. `finished` is absent until it is."""
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
    """A snapshot as its details tell it. `progress` is absent where making it failed."""
    told = listed(row, now)
    told |= {
        "updated": told.get("finished", told["started"]),
        "cluster_name": cluster_name,
        "datastore": DATASTORE,
    }
    if not row.failed:
        told["progress"] = str(_progress(row, now))
    return told


def told_cluster(row: sa.Row[Any], now: int) -> dict[str, Any]:
    """A cluster as it is told. It has the settings that its restore asked for; the port is 8000 by default."""
    address = f"192.168.0.12:{row.settings.get('port', 8000)}"
    told = {
        "id": row.id,
        "name": row.name,
        "status": CREATING if now < row.finishes else AVAILABLE,
        "version": DATASTORE["version"],
        "created": timestamp(row.created),
        "updated": timestamp(min(now, row.finishes)),
        "port": 8000,
        "enterprise_project_id": "0",
        "endpoints": [{"connect_info": address, "jdbc_url": f"jdbc:postgresql://{address}/gaussdb"}],
        "public_endpoints": [],
    }
    return told | {name: row.settings[name] for name in CLUSTER_SETTINGS if name in row.settings}


def timestamp(milliseconds: int) -> str:
    """A time as the API tells it: in UTC, `YYYY-MM-DDThh:mm:ssZ`."""
    return datetime.fromtimestamp(milliseconds // 1000, UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def _new_id(milliseconds: int) -> str:
    """A UUID of version 7 (RFC 9562): it begins with the time, so that IDs are in the order of time."""
    version, variant = 7 << 76, 2 << 62
    chance = random.getrandbits(12) << 64 | random.getrandbits(62)
    return str(uuid.UUID(int=milliseconds << 80 | version | variant | chance))


def _progress(row: sa.Row[Any], now: int) -> int:
    """Per cent; 100 only when it is done."""
    if row.finishes <= now:
        return 100
    return max(0, int(100 * (now - row.started) / (row.finishes - row.started)))
