"""The constraints of openapi.yaml as a table, which `codec` reads."""

from . import models
from .codec import array, boolean, mapping, nullable, number, object, string

ProjectId = string(
    title="32 lower-case hexadecimal digits, or a UUID in lower case",
    minLength=32,
    maxLength=36,
    pattern="^([0-9a-f]{32}|[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12})$",
)
Uuid = string(
    title="a UUID", minLength=36, maxLength=36, pattern="^[0-9A-Fa-f]{8}(-[0-9A-Fa-f]{4}){3}-[0-9A-Fa-f]{12}$"
)
Datastore = object({"type": string(), "version": string()}, model=lambda: models.Datastore)
FineGrainedBackupDetail = object(
    {"database": string(), "schema_list": array(string()), "table_list": array(string())},
    model=lambda: models.FineGrainedBackupDetail,
)
SnapshotDetail = object(
    {
        "id": Uuid,
        "name": string(),
        "description": string(),
        "started": string(format="date-time"),
        "finished": string(format="date-time"),
        "size": number(minimum=0),
        "status": string(),
        "type": string(),
        "cluster_id": Uuid,
        "datastore": Datastore,
        "cluster_name": string(),
        "updated": string(format="date-time"),
        "bak_expected_start_time": string(),
        "bak_keep_day": number(integer=True),
        "bak_period": string(),
        "db_user": string(),
        "progress": string(),
        "backup_key": string(),
        "prior_backup_key": string(),
        "base_backup_key": string(),
        "backup_device": string(),
        "total_backup_size": number(integer=True),
        "base_backup_name": string(),
        "support_inplace_restore": boolean(),
        "fine_grained_backup": boolean(),
        "backup_level": string(),
        "fine_grained_backup_detail": FineGrainedBackupDetail,
        "guest_agent_version": string(),
        "cluster_status": string(),
        "cluster_task_status": string(),
        "support_fine_grained_cross_version_restore": boolean(),
        "support_fine_grained_asymmetric_restore": boolean(),
    },
    required=("id", "name", "status", "type", "cluster_id"),
    model=lambda: models.SnapshotDetail,
)
ListSnapshotsResponse = object(
    {"snapshots": array(SnapshotDetail), "count": number(minimum=0, integer=True)},
    required=("snapshots",),
    model=lambda: models.ListSnapshotsResponse,
)
SnapshotName = string(
    title="4 to 64 letters, digits, hyphens (-) and underscores (_), the first one a letter",
    minLength=4,
    maxLength=64,
    pattern="^[A-Za-z][A-Za-z0-9_-]{3,63}$",
)
SnapshotDescription = string(
    title="at most 256 characters, none of them one of ! < > ' = & \"", maxLength=256, pattern="^[^!<>'=&\"]*$"
)
Snapshot = object(
    {"name": SnapshotName, "cluster_id": Uuid, "description": SnapshotDescription},
    required=("name", "cluster_id"),
    model=lambda: models.Snapshot,
)
CreateSnapshotRequest = object(
    {"snapshot": Snapshot}, required=("snapshot",), model=lambda: models.CreateSnapshotRequest
)
SnapshotResp = object({"id": Uuid}, required=("id",), model=lambda: models.SnapshotResp)
CreateSnapshotResponse = object(
    {"snapshot": SnapshotResp}, required=("snapshot",), model=lambda: models.CreateSnapshotResponse
)
ListSnapshotDetailsResponse = object(
    {"snapshot": SnapshotDetail}, required=("snapshot",), model=lambda: models.ListSnapshotDetailsResponse
)
PublicIp = object(
    {
        "public_bind_type": nullable(string(enum=("auto_assign", "not_use", "bind_existing", ""))),
        "eip_id": nullable(string()),
        "ip_type": string(),
        "eip_address": string(),
        "band_width": number(integer=True),
        "status": string(),
        "error_message": string(),
    },
    model=lambda: models.PublicIp,
)
Restore = object(
    {
        "name": SnapshotName,
        "subnet_id": string(),
        "security_group_id": string(),
        "vpc_id": string(),
        "availability_zone": string(),
        "port": number(minimum=8000, maximum=30000, integer=True),
        "public_ip": PublicIp,
        "enterprise_project_id": string(),
        "ipv6_enable": boolean(),
        "number_of_cn": number(minimum=3, maximum=20, integer=True),
    },
    required=("name",),
    model=lambda: models.Restore,
)
RestoreClusterRequest = object({"restore": Restore}, required=("restore",), model=lambda: models.RestoreClusterRequest)
Cluster = object({"id": Uuid}, required=("id",), model=lambda: models.Cluster)
RestoreClusterResponse = object(
    {"cluster": Cluster, "job_id": nullable(string())},
    required=("cluster",),
    model=lambda: models.RestoreClusterResponse,
)
CopySnapshotRequest = object(
    {"backup_name": SnapshotName, "description": SnapshotDescription},
    required=("backup_name",),
    model=lambda: models.CopySnapshotRequest,
)
CopySnapshotResponse = object(
    {"snapshot_id": Uuid}, required=("snapshot_id",), model=lambda: models.CopySnapshotResponse
)
Limit = number(minimum=1, integer=True)
Offset = number(minimum=0, integer=True)
SortKey = string()
SortDir = string(enum=("asc", "desc", "ASC", "DESC"))
ListClusterSnapshotsResponse = object(
    {
        "project_id": string(),
        "cluster_id": Uuid,
        "snapshots": array(SnapshotDetail),
        "count": number(minimum=0, integer=True),
    },
    required=("snapshots",),
    model=lambda: models.ListClusterSnapshotsResponse,
)
EnterpriseProjectId = string()
ActionProgress = mapping(string(), model=lambda: models.ActionProgress)
ClusterEndpoint = object({"connect_info": string(), "jdbc_url": string()}, model=lambda: models.ClusterEndpoint)
PublicEndpoint = object({"public_connect_info": string(), "jdbc_url": string()}, model=lambda: models.PublicEndpoint)
ClusterNode = object({"id": string(), "status": string()}, model=lambda: models.ClusterNode)
ClusterTag = object({"key": string(), "value": string()}, model=lambda: models.ClusterTag)
FailedReasons = object({"error_code": string(), "error_msg": string()}, model=lambda: models.FailedReasons)
ParameterGroup = object({"id": string(), "name": string(), "status": string()}, model=lambda: models.ParameterGroup)
MaintainWindow = object(
    {"day": string(), "start_time": string(), "end_time": string()}, model=lambda: models.MaintainWindow
)
ResizeInfo = object(
    {
        "target_node_num": number(integer=True),
        "origin_node_num": number(integer=True),
        "resize_status": string(),
        "start_time": string(),
    },
    model=lambda: models.ResizeInfo,
)
ClusterInfo = object(
    {
        "id": Uuid,
        "name": string(),
        "status": string(),
        "sub_status": string(),
        "task_status": nullable(string()),
        "action_progress": ActionProgress,
        "version": string(),
        "created": string(format="date-time"),
        "updated": string(format="date-time"),
        "port": number(integer=True),
        "node_type": string(),
        "number_of_node": number(integer=True),
        "user_name": string(),
        "recent_event": number(integer=True),
        "availability_zone": string(),
        "enterprise_project_id": string(),
        "vpc_id": string(),
        "subnet_id": string(),
        "security_group_id": string(),
        "endpoints": array(ClusterEndpoint),
        "public_endpoints": array(PublicEndpoint),
        "public_ip": PublicIp,
        "nodes": array(ClusterNode),
        "tags": array(ClusterTag),
        "failed_reasons": FailedReasons,
        "node_type_id": string(),
        "private_ip": array(string()),
        "parameter_group": ParameterGroup,
        "maintain_window": MaintainWindow,
        "resize_info": ResizeInfo,
    },
    required=("id", "name", "status"),
    model=lambda: models.ClusterInfo,
)
ListClustersResponse = object(
    {"clusters": array(ClusterInfo), "count": number(minimum=0, integer=True)},
    required=("clusters",),
    model=lambda: models.ListClustersResponse,
)
ListClusterDetailsResponse = object(
    {"cluster": ClusterInfo}, required=("cluster",), model=lambda: models.ListClusterDetailsResponse
)
