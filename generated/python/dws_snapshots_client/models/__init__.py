"""Contains all the data models used in inputs/outputs"""

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from .action_progress import ActionProgress
    from .cluster import Cluster
    from .cluster_endpoint import ClusterEndpoint
    from .cluster_info import ClusterInfo
    from .cluster_node import ClusterNode
    from .cluster_tag import ClusterTag
    from .copy_snapshot_request import CopySnapshotRequest
    from .copy_snapshot_response import CopySnapshotResponse
    from .create_snapshot_request import CreateSnapshotRequest
    from .create_snapshot_response import CreateSnapshotResponse
    from .datastore import Datastore
    from .delete_snapshot_response import DeleteSnapshotResponse
    from .error import Error
    from .failed_reasons import FailedReasons
    from .fine_grained_backup_detail import FineGrainedBackupDetail
    from .list_cluster_details_response import ListClusterDetailsResponse
    from .list_cluster_snapshots_response import ListClusterSnapshotsResponse
    from .list_cluster_snapshots_sort_dir import ListClusterSnapshotsSortDir
    from .list_clusters_response import ListClustersResponse
    from .list_snapshot_details_response import ListSnapshotDetailsResponse
    from .list_snapshots_response import ListSnapshotsResponse
    from .maintain_window import MaintainWindow
    from .parameter_group import ParameterGroup
    from .public_endpoint import PublicEndpoint
    from .public_ip import PublicIp
    from .public_ip_public_bind_type import PublicIpPublicBindType
    from .resize_info import ResizeInfo
    from .restore import Restore
    from .restore_cluster_request import RestoreClusterRequest
    from .restore_cluster_response import RestoreClusterResponse
    from .snapshot import Snapshot
    from .snapshot_detail import SnapshotDetail
    from .snapshot_resp import SnapshotResp
else:
    _MODULES = {
        "ActionProgress": "action_progress",
        "Cluster": "cluster",
        "ClusterEndpoint": "cluster_endpoint",
        "ClusterInfo": "cluster_info",
        "ClusterNode": "cluster_node",
        "ClusterTag": "cluster_tag",
        "CopySnapshotRequest": "copy_snapshot_request",
        "CopySnapshotResponse": "copy_snapshot_response",
        "CreateSnapshotRequest": "create_snapshot_request",
        "CreateSnapshotResponse": "create_snapshot_response",
        "Datastore": "datastore",
        "DeleteSnapshotResponse": "delete_snapshot_response",
        "Error": "error",
        "FailedReasons": "failed_reasons",
        "FineGrainedBackupDetail": "fine_grained_backup_detail",
        "ListClusterDetailsResponse": "list_cluster_details_response",
        "ListClusterSnapshotsResponse": "list_cluster_snapshots_response",
        "ListClusterSnapshotsSortDir": "list_cluster_snapshots_sort_dir",
        "ListClustersResponse": "list_clusters_response",
        "ListSnapshotDetailsResponse": "list_snapshot_details_response",
        "ListSnapshotsResponse": "list_snapshots_response",
        "MaintainWindow": "maintain_window",
        "ParameterGroup": "parameter_group",
        "PublicEndpoint": "public_endpoint",
        "PublicIp": "public_ip",
        "PublicIpPublicBindType": "public_ip_public_bind_type",
        "ResizeInfo": "resize_info",
        "Restore": "restore",
        "RestoreClusterRequest": "restore_cluster_request",
        "RestoreClusterResponse": "restore_cluster_response",
        "Snapshot": "snapshot",
        "SnapshotDetail": "snapshot_detail",
        "SnapshotResp": "snapshot_resp",
    }

    def __getattr__(name: str) -> Any:
        if name not in _MODULES:
            raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
        globals()[name] = model = getattr(import_module(f".{_MODULES[name]}", __name__), name)
        return model


__all__ = (
    "ActionProgress",
    "Cluster",
    "ClusterEndpoint",
    "ClusterInfo",
    "ClusterNode",
    "ClusterTag",
    "CopySnapshotRequest",
    "CopySnapshotResponse",
    "CreateSnapshotRequest",
    "CreateSnapshotResponse",
    "Datastore",
    "DeleteSnapshotResponse",
    "Error",
    "FailedReasons",
    "FineGrainedBackupDetail",
    "ListClusterDetailsResponse",
    "ListClusterSnapshotsResponse",
    "ListClusterSnapshotsSortDir",
    "ListClustersResponse",
    "ListSnapshotDetailsResponse",
    "ListSnapshotsResponse",
    "MaintainWindow",
    "ParameterGroup",
    "PublicEndpoint",
    "PublicIp",
    "PublicIpPublicBindType",
    "ResizeInfo",
    "Restore",
    "RestoreClusterRequest",
    "RestoreClusterResponse",
    "Snapshot",
    "SnapshotDetail",
    "SnapshotResp",
)
