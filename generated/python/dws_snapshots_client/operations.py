"""The operations of openapi.yaml, with the schemas of their requests and answers."""

from __future__ import annotations

from . import models, schemas
from .codec import Operation, object

list_snapshots: Operation[list[models.SnapshotDetail]] = Operation(
    "GET",
    "/v1.0/{project_id}/snapshots",
    path=object({"project_id": schemas.ProjectId}, required=("project_id",)),
    answer=schemas.ListSnapshotsResponse,
    attribute="snapshots",
)
create_snapshot: Operation[models.SnapshotResp] = Operation(
    "POST",
    "/v1.0/{project_id}/snapshots",
    path=object({"project_id": schemas.ProjectId}, required=("project_id",)),
    body=schemas.CreateSnapshotRequest,
    answer=schemas.CreateSnapshotResponse,
    attribute="snapshot",
)
list_snapshot_details: Operation[models.SnapshotDetail] = Operation(
    "GET",
    "/v1.0/{project_id}/snapshots/{snapshot_id}",
    path=object({"project_id": schemas.ProjectId, "snapshot_id": schemas.Uuid}, required=("project_id", "snapshot_id")),
    answer=schemas.ListSnapshotDetailsResponse,
    attribute="snapshot",
    by_id=True,
)
delete_snapshot: Operation[None] = Operation(
    "DELETE",
    "/v1.0/{project_id}/snapshots/{snapshot_id}",
    path=object({"project_id": schemas.ProjectId, "snapshot_id": schemas.Uuid}, required=("project_id", "snapshot_id")),
)
restore_cluster: Operation[models.Cluster] = Operation(
    "POST",
    "/v1.0/{project_id}/snapshots/{snapshot_id}/actions",
    path=object({"project_id": schemas.ProjectId, "snapshot_id": schemas.Uuid}, required=("project_id", "snapshot_id")),
    body=schemas.RestoreClusterRequest,
    answer=schemas.RestoreClusterResponse,
    attribute="cluster",
)
copy_snapshot: Operation[models.CopySnapshotResponse] = Operation(
    "POST",
    "/v1.0/{project_id}/snapshots/{snapshot_id}/linked-copy",
    path=object({"project_id": schemas.ProjectId, "snapshot_id": schemas.Uuid}, required=("project_id", "snapshot_id")),
    body=schemas.CopySnapshotRequest,
    answer=schemas.CopySnapshotResponse,
)
list_cluster_snapshots: Operation[models.ListClusterSnapshotsResponse] = Operation(
    "GET",
    "/v1.0/{project_id}/clusters/{cluster_id}/snapshots",
    path=object({"project_id": schemas.ProjectId, "cluster_id": schemas.Uuid}, required=("project_id", "cluster_id")),
    query=object(
        {"limit": schemas.Limit, "offset": schemas.Offset, "sort_key": schemas.SortKey, "sort_dir": schemas.SortDir}
    ),
    answer=schemas.ListClusterSnapshotsResponse,
    items="snapshots",
)
list_clusters: Operation[list[models.ClusterInfo]] = Operation(
    "GET",
    "/v1.0/{project_id}/clusters",
    path=object({"project_id": schemas.ProjectId}, required=("project_id",)),
    query=object({"enterprise_project_id": schemas.EnterpriseProjectId}),
    answer=schemas.ListClustersResponse,
    attribute="clusters",
)
list_cluster_details: Operation[models.ClusterInfo] = Operation(
    "GET",
    "/v1.0/{project_id}/clusters/{cluster_id}",
    path=object({"project_id": schemas.ProjectId, "cluster_id": schemas.Uuid}, required=("project_id", "cluster_id")),
    answer=schemas.ListClusterDetailsResponse,
    attribute="cluster",
    by_id=True,
)
