"""Contains all the data models used in inputs/outputs"""

from .create_snapshot_request import CreateSnapshotRequest
from .create_snapshot_response import CreateSnapshotResponse
from .error import Error
from .snapshot import Snapshot
from .snapshot_resp import SnapshotResp

__all__ = (
    "CreateSnapshotRequest",
    "CreateSnapshotResponse",
    "Error",
    "Snapshot",
    "SnapshotResp",
)
