// Generated from openapi.yaml by overlays/typescript/generate.ts.

import { array, boolean, number, object, string } from "./codec.js";

export const SnapshotDetail = object({
  id: string({ format: "uuid", minLength: 36, maxLength: 36, pattern: /^[0-9A-Fa-f]{8}(-[0-9A-Fa-f]{4}){3}-[0-9A-Fa-f]{12}$/u }),
  name: string(),
  description: string(),
  started: string({ format: "date-time" }),
  finished: string({ format: "date-time" }),
  size: number({ minimum: 0 }),
  status: string(),
  type: string(),
  cluster_id: string({ format: "uuid", minLength: 36, maxLength: 36, pattern: /^[0-9A-Fa-f]{8}(-[0-9A-Fa-f]{4}){3}-[0-9A-Fa-f]{12}$/u }),
  datastore: object({
    type: string(),
    version: string(),
  }),
  cluster_name: string(),
  updated: string({ format: "date-time" }),
  bak_expected_start_time: string(),
  bak_keep_day: number({ integer: true }),
  bak_period: string(),
  db_user: string(),
  progress: string(),
  backup_key: string(),
  prior_backup_key: string(),
  base_backup_key: string(),
  backup_device: string(),
  total_backup_size: number({ integer: true }),
  base_backup_name: string(),
  support_inplace_restore: boolean,
  fine_grained_backup: boolean,
  backup_level: string(),
  fine_grained_backup_detail: object({
    database: string(),
    schema_list: array(string()),
    table_list: array(string()),
  }),
  guest_agent_version: string(),
  cluster_status: string(),
}, ["id", "name", "status", "type", "cluster_id", "started"]);

export const ListSnapshotsResponse = object({
  snapshots: array(SnapshotDetail),
  count: number({ integer: true, minimum: 0 }),
}, ["snapshots", "count"]);

export const ProjectId = string({ minLength: 32, maxLength: 32, pattern: /^[0-9a-f]{32}$/u });

export const SnapshotResp = object({
  id: string({ format: "uuid", minLength: 36, maxLength: 36, pattern: /^[0-9A-Fa-f]{8}(-[0-9A-Fa-f]{4}){3}-[0-9A-Fa-f]{12}$/u }),
}, ["id"]);

export const CreateSnapshotResponse = object({
  snapshot: SnapshotResp,
}, ["snapshot"]);

export const Snapshot = object({
  name: string({ minLength: 4, maxLength: 64, pattern: /^[A-Za-z][A-Za-z0-9_-]{3,63}$/u }),
  cluster_id: string({ format: "uuid", minLength: 36, maxLength: 36, pattern: /^[0-9A-Fa-f]{8}(-[0-9A-Fa-f]{4}){3}-[0-9A-Fa-f]{12}$/u }),
  description: string({ maxLength: 256, pattern: /^[^!<>'=&"]*$/u }),
}, ["name", "cluster_id"]);

export const CreateSnapshotRequest = object({
  snapshot: Snapshot,
}, ["snapshot"]);

export const ListSnapshotDetailsResponse = object({
  snapshot: SnapshotDetail,
}, ["snapshot"]);

export const SnapshotId = string({ format: "uuid", minLength: 36, maxLength: 36, pattern: /^[0-9A-Fa-f]{8}(-[0-9A-Fa-f]{4}){3}-[0-9A-Fa-f]{12}$/u });

export const Cluster = object({
  id: string({ format: "uuid", minLength: 36, maxLength: 36, pattern: /^[0-9A-Fa-f]{8}(-[0-9A-Fa-f]{4}){3}-[0-9A-Fa-f]{12}$/u }),
}, ["id"]);

export const RestoreClusterResponse = object({
  cluster: Cluster,
}, ["cluster"]);

export const PublicIp = object({
  public_bind_type: string({ enum: ["auto_assign", "not_use", "bind_existing"] }),
  eip_id: string(),
});

export const Restore = object({
  name: string({ minLength: 4, maxLength: 64, pattern: /^[A-Za-z][A-Za-z0-9_-]{3,63}$/u }),
  subnet_id: string(),
  security_group_id: string(),
  vpc_id: string(),
  availability_zone: string(),
  port: number({ integer: true, minimum: 8000, maximum: 30000 }),
  public_ip: PublicIp,
  enterprise_project_id: string(),
  ipv6_enable: boolean,
}, ["name"]);

export const RestoreClusterRequest = object({
  restore: Restore,
}, ["restore"]);

export const CopySnapshotResponse = object({
  snapshot_id: string({ format: "uuid", minLength: 36, maxLength: 36, pattern: /^[0-9A-Fa-f]{8}(-[0-9A-Fa-f]{4}){3}-[0-9A-Fa-f]{12}$/u }),
}, ["snapshot_id"]);

export const CopySnapshotRequest = object({
  backup_name: string({ minLength: 4, maxLength: 64, pattern: /^[A-Za-z][A-Za-z0-9_-]{3,63}$/u }),
  description: string({ maxLength: 256, pattern: /^[^!<>'=&"]*$/u }),
}, ["backup_name"]);

export const ListClusterSnapshotsResponse = object({
  project_id: string(),
  cluster_id: string({ format: "uuid", minLength: 36, maxLength: 36, pattern: /^[0-9A-Fa-f]{8}(-[0-9A-Fa-f]{4}){3}-[0-9A-Fa-f]{12}$/u }),
  snapshots: array(SnapshotDetail),
  count: number({ integer: true, minimum: 0 }),
}, ["project_id", "cluster_id", "snapshots", "count"]);

export const ClusterId = string({ format: "uuid", minLength: 36, maxLength: 36, pattern: /^[0-9A-Fa-f]{8}(-[0-9A-Fa-f]{4}){3}-[0-9A-Fa-f]{12}$/u });

export const Limit = number({ integer: true, minimum: 1, maximum: 1000 });

export const Offset = number({ integer: true, minimum: 0, maximum: 2147483647 });

export const SortKey = string({ enum: ["started", "finished", "name", "size", "status"] });

export const SortDir = string({ enum: ["asc", "desc"] });
