"""Contains all the data models used in inputs/outputs"""

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from .cluster import Cluster
    from .copy_snapshot_request import CopySnapshotRequest
    from .copy_snapshot_response import CopySnapshotResponse
    from .create_snapshot_request import CreateSnapshotRequest
    from .create_snapshot_response import CreateSnapshotResponse
    from .error import Error
    from .list_cluster_snapshots_response import ListClusterSnapshotsResponse
    from .list_cluster_snapshots_sort_dir import ListClusterSnapshotsSortDir
    from .list_cluster_snapshots_sort_key import ListClusterSnapshotsSortKey
    from .list_snapshot_details_response import ListSnapshotDetailsResponse
    from .list_snapshots_response import ListSnapshotsResponse
    from .public_ip import PublicIp
    from .public_ip_public_bind_type import PublicIpPublicBindType
    from .restore import Restore
    from .restore_cluster_request import RestoreClusterRequest
    from .restore_cluster_response import RestoreClusterResponse
    from .snapshot import Snapshot
    from .snapshot_detail import SnapshotDetail
    from .snapshot_detail_datastore import SnapshotDetailDatastore
    from .snapshot_detail_fine_grained_backup_detail import (
        SnapshotDetailFineGrainedBackupDetail,
    )
    from .snapshot_resp import SnapshotResp
else:
    MODULES = {
        "Cluster": (".cluster", "Cluster"),
        "CopySnapshotRequest": (".copy_snapshot_request", "CopySnapshotRequest"),
        "CopySnapshotResponse": (".copy_snapshot_response", "CopySnapshotResponse"),
        "CreateSnapshotRequest": (".create_snapshot_request", "CreateSnapshotRequest"),
        "CreateSnapshotResponse": (".create_snapshot_response", "CreateSnapshotResponse"),
        "Error": (".error", "Error"),
        "ListClusterSnapshotsResponse": (".list_cluster_snapshots_response", "ListClusterSnapshotsResponse"),
        "ListClusterSnapshotsSortDir": (".list_cluster_snapshots_sort_dir", "ListClusterSnapshotsSortDir"),
        "ListClusterSnapshotsSortKey": (".list_cluster_snapshots_sort_key", "ListClusterSnapshotsSortKey"),
        "ListSnapshotDetailsResponse": (".list_snapshot_details_response", "ListSnapshotDetailsResponse"),
        "ListSnapshotsResponse": (".list_snapshots_response", "ListSnapshotsResponse"),
        "PublicIp": (".public_ip", "PublicIp"),
        "PublicIpPublicBindType": (".public_ip_public_bind_type", "PublicIpPublicBindType"),
        "Restore": (".restore", "Restore"),
        "RestoreClusterRequest": (".restore_cluster_request", "RestoreClusterRequest"),
        "RestoreClusterResponse": (".restore_cluster_response", "RestoreClusterResponse"),
        "Snapshot": (".snapshot", "Snapshot"),
        "SnapshotDetail": (".snapshot_detail", "SnapshotDetail"),
        "SnapshotDetailDatastore": (".snapshot_detail_datastore", "SnapshotDetailDatastore"),
        "SnapshotDetailFineGrainedBackupDetail": (
            ".snapshot_detail_fine_grained_backup_detail",
            "SnapshotDetailFineGrainedBackupDetail",
        ),
        "SnapshotResp": (".snapshot_resp", "SnapshotResp"),
    }

    def __getattr__(name: str) -> Any:
        """Import the one that is asked for: most programs need few."""
        if name not in MODULES:
            raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
        module, attribute = MODULES[name]
        globals()[name] = value = getattr(import_module(module, __name__), attribute)
        return value


__all__ = (
    "Cluster",
    "CopySnapshotRequest",
    "CopySnapshotResponse",
    "CreateSnapshotRequest",
    "CreateSnapshotResponse",
    "Error",
    "ListClusterSnapshotsResponse",
    "ListClusterSnapshotsSortDir",
    "ListClusterSnapshotsSortKey",
    "ListSnapshotDetailsResponse",
    "ListSnapshotsResponse",
    "PublicIp",
    "PublicIpPublicBindType",
    "Restore",
    "RestoreClusterRequest",
    "RestoreClusterResponse",
    "Snapshot",
    "SnapshotDetail",
    "SnapshotDetailDatastore",
    "SnapshotDetailFineGrainedBackupDetail",
    "SnapshotResp",
)
