// Generated from openapi.yaml by make generate.

import type { Schema } from "./schema.js";

export const ProjectId: Schema = {
  type: "string",
  title: "32 lower-case hexadecimal digits, or a UUID in lower case",
  minLength: 32,
  maxLength: 36,
  pattern: /^([0-9a-f]{32}|[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12})$/u,
};

export const Uuid: Schema = {
  type: "string",
  title: "a UUID",
  minLength: 36,
  maxLength: 36,
  pattern: /^[0-9A-Fa-f]{8}(-[0-9A-Fa-f]{4}){3}-[0-9A-Fa-f]{12}$/u,
};

export const Datastore: Schema = { type: "object", properties: { type: { type: "string" }, version: { type: "string" } } };

export const FineGrainedBackupDetail: Schema = {
  type: "object",
  properties: {
    database: { type: "string" },
    schema_list: { type: "array", items: { type: "string" } },
    table_list: { type: "array", items: { type: "string" } },
  },
};

export const SnapshotDetail: Schema = {
  type: "object",
  properties: {
    id: Uuid,
    name: { type: "string" },
    description: { type: "string" },
    started: { type: "string", format: "date-time" },
    finished: { type: "string", format: "date-time" },
    size: { type: "number", minimum: 0 },
    status: { type: "string" },
    type: { type: "string" },
    cluster_id: Uuid,
    datastore: Datastore,
    cluster_name: { type: "string" },
    updated: { type: "string", format: "date-time" },
    bak_expected_start_time: { type: "string" },
    bak_keep_day: { type: "integer" },
    bak_period: { type: "string" },
    db_user: { type: "string" },
    progress: { type: "string" },
    backup_key: { type: "string" },
    prior_backup_key: { type: "string" },
    base_backup_key: { type: "string" },
    backup_device: { type: "string" },
    total_backup_size: { type: "integer" },
    base_backup_name: { type: "string" },
    support_inplace_restore: { type: "boolean" },
    fine_grained_backup: { type: "boolean" },
    backup_level: { type: "string" },
    fine_grained_backup_detail: FineGrainedBackupDetail,
    guest_agent_version: { type: "string" },
    cluster_status: { type: "string" },
    cluster_task_status: { type: "string" },
    support_fine_grained_cross_version_restore: { type: "boolean" },
    support_fine_grained_asymmetric_restore: { type: "boolean" },
  },
  required: ["id", "name", "status", "type", "cluster_id"],
};

export const ListSnapshotsResponse: Schema = {
  type: "object",
  properties: { snapshots: { type: "array", items: SnapshotDetail }, count: { type: "integer", minimum: 0 } },
  required: ["snapshots"],
};

export const SnapshotName: Schema = {
  type: "string",
  title: "4 to 64 letters, digits, hyphens (-) and underscores (_), the first one a letter",
  minLength: 4,
  maxLength: 64,
  pattern: /^[A-Za-z][A-Za-z0-9_-]{3,63}$/u,
};

export const SnapshotDescription: Schema = {
  type: "string",
  title: "at most 256 characters, none of them one of ! < > ' = & \"",
  maxLength: 256,
  pattern: /^[^!<>'=&"]*$/u,
};

export const Snapshot: Schema = {
  type: "object",
  properties: { name: SnapshotName, cluster_id: Uuid, description: SnapshotDescription },
  required: ["name", "cluster_id"],
};

export const CreateSnapshotRequest: Schema = { type: "object", properties: { snapshot: Snapshot }, required: ["snapshot"] };

export const SnapshotResp: Schema = { type: "object", properties: { id: Uuid }, required: ["id"] };

export const CreateSnapshotResponse: Schema = { type: "object", properties: { snapshot: SnapshotResp }, required: ["snapshot"] };

export const ListSnapshotDetailsResponse: Schema = { type: "object", properties: { snapshot: SnapshotDetail }, required: ["snapshot"] };

export const PublicIp: Schema = {
  type: "object",
  properties: {
    public_bind_type: { type: "string", nullable: true, enum: ["auto_assign", "not_use", "bind_existing", ""] },
    eip_id: { type: "string", nullable: true },
    ip_type: { type: "string" },
    eip_address: { type: "string" },
    band_width: { type: "integer" },
    status: { type: "string" },
    error_message: { type: "string" },
  },
};

export const Restore: Schema = {
  type: "object",
  properties: {
    name: SnapshotName,
    subnet_id: { type: "string" },
    security_group_id: { type: "string" },
    vpc_id: { type: "string" },
    availability_zone: { type: "string" },
    port: { type: "integer", minimum: 8000, maximum: 30000 },
    public_ip: PublicIp,
    enterprise_project_id: { type: "string" },
    ipv6_enable: { type: "boolean" },
    number_of_cn: { type: "integer", minimum: 3, maximum: 20 },
  },
  required: ["name"],
};

export const RestoreClusterRequest: Schema = { type: "object", properties: { restore: Restore }, required: ["restore"] };

export const Cluster: Schema = { type: "object", properties: { id: Uuid }, required: ["id"] };

export const RestoreClusterResponse: Schema = {
  type: "object",
  properties: { cluster: Cluster, job_id: { type: "string", nullable: true } },
  required: ["cluster"],
};

export const CopySnapshotRequest: Schema = {
  type: "object",
  properties: { backup_name: SnapshotName, description: SnapshotDescription },
  required: ["backup_name"],
};

export const CopySnapshotResponse: Schema = { type: "object", properties: { snapshot_id: Uuid }, required: ["snapshot_id"] };

export const Limit: Schema = { type: "integer", minimum: 1 };

export const Offset: Schema = { type: "integer", minimum: 0 };

export const SortKey: Schema = { type: "string" };

export const SortDir: Schema = { type: "string", enum: ["asc", "desc", "ASC", "DESC"] };

export const ListClusterSnapshotsResponse: Schema = {
  type: "object",
  properties: {
    project_id: { type: "string" },
    cluster_id: Uuid,
    snapshots: { type: "array", items: SnapshotDetail },
    count: { type: "integer", minimum: 0 },
  },
  required: ["snapshots"],
};

export const EnterpriseProjectId: Schema = { type: "string" };

export const ActionProgress: Schema = { type: "object", items: { type: "string" } };

export const ClusterEndpoint: Schema = { type: "object", properties: { connect_info: { type: "string" }, jdbc_url: { type: "string" } } };

export const PublicEndpoint: Schema = { type: "object", properties: { public_connect_info: { type: "string" }, jdbc_url: { type: "string" } } };

export const ClusterNode: Schema = { type: "object", properties: { id: { type: "string" }, status: { type: "string" } } };

export const ClusterTag: Schema = { type: "object", properties: { key: { type: "string" }, value: { type: "string" } } };

export const FailedReasons: Schema = { type: "object", properties: { error_code: { type: "string" }, error_msg: { type: "string" } } };

export const ParameterGroup: Schema = {
  type: "object",
  properties: { id: { type: "string" }, name: { type: "string" }, status: { type: "string" } },
};

export const MaintainWindow: Schema = {
  type: "object",
  properties: { day: { type: "string" }, start_time: { type: "string" }, end_time: { type: "string" } },
};

export const ResizeInfo: Schema = {
  type: "object",
  properties: {
    target_node_num: { type: "integer" },
    origin_node_num: { type: "integer" },
    resize_status: { type: "string" },
    start_time: { type: "string" },
  },
};

export const ClusterInfo: Schema = {
  type: "object",
  properties: {
    id: Uuid,
    name: { type: "string" },
    status: { type: "string" },
    sub_status: { type: "string" },
    task_status: { type: "string", nullable: true },
    action_progress: ActionProgress,
    version: { type: "string" },
    created: { type: "string", format: "date-time" },
    updated: { type: "string", format: "date-time" },
    port: { type: "integer" },
    node_type: { type: "string" },
    number_of_node: { type: "integer" },
    user_name: { type: "string" },
    recent_event: { type: "integer" },
    availability_zone: { type: "string" },
    enterprise_project_id: { type: "string" },
    vpc_id: { type: "string" },
    subnet_id: { type: "string" },
    security_group_id: { type: "string" },
    endpoints: { type: "array", items: ClusterEndpoint },
    public_endpoints: { type: "array", items: PublicEndpoint },
    public_ip: PublicIp,
    nodes: { type: "array", items: ClusterNode },
    tags: { type: "array", items: ClusterTag },
    failed_reasons: FailedReasons,
    node_type_id: { type: "string" },
    private_ip: { type: "array", items: { type: "string" } },
    parameter_group: ParameterGroup,
    maintain_window: MaintainWindow,
    resize_info: ResizeInfo,
  },
  required: ["id", "name", "status"],
};

export const ListClustersResponse: Schema = {
  type: "object",
  properties: { clusters: { type: "array", items: ClusterInfo }, count: { type: "integer", minimum: 0 } },
  required: ["clusters"],
};

export const ListClusterDetailsResponse: Schema = { type: "object", properties: { cluster: ClusterInfo }, required: ["cluster"] };
