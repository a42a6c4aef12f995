"""Contains all the data models used in inputs/outputs"""

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
