// Generated from openapi.yaml by overlays/typescript/generate.ts.

import { object } from "./codec.js";
import type { Operation } from "./codec.js";
import {
  ClusterId,
  CopySnapshotRequest,
  CopySnapshotResponse,
  CreateSnapshotRequest,
  CreateSnapshotResponse,
  Limit,
  ListClusterSnapshotsResponse,
  ListSnapshotDetailsResponse,
  ListSnapshotsResponse,
  Offset,
  ProjectId,
  RestoreClusterRequest,
  RestoreClusterResponse,
  SnapshotId,
  SortDir,
  SortKey,
} from "./schemas.js";
import type {
  CopySnapshotData,
  CopySnapshotResponses,
  CreateSnapshotData,
  CreateSnapshotResponses,
  DeleteSnapshotData,
  ListClusterSnapshotsData,
  ListClusterSnapshotsResponses,
  ListSnapshotDetailsData,
  ListSnapshotDetailsResponses,
  ListSnapshotsData,
  ListSnapshotsResponses,
  RestoreClusterData,
  RestoreClusterResponses,
} from "./types.js";

export const listSnapshots: Operation<ListSnapshotsData, ListSnapshotsResponses[200]> = {
  method: "GET",
  template: "/v1.0/{project_id}/snapshots",
  path: object({
    project_id: ProjectId,
  }, ["project_id"]),
  query: object({}),
  success: 200,
  result: ListSnapshotsResponse,
};

export const createSnapshot: Operation<CreateSnapshotData, CreateSnapshotResponses[200]> = {
  method: "POST",
  template: "/v1.0/{project_id}/snapshots",
  path: object({
    project_id: ProjectId,
  }, ["project_id"]),
  query: object({}),
  body: CreateSnapshotRequest,
  success: 200,
  result: CreateSnapshotResponse,
};

export const listSnapshotDetails: Operation<ListSnapshotDetailsData, ListSnapshotDetailsResponses[200]> = {
  method: "GET",
  template: "/v1.0/{project_id}/snapshots/{snapshot_id}",
  path: object({
    project_id: ProjectId,
    snapshot_id: SnapshotId,
  }, ["project_id", "snapshot_id"]),
  query: object({}),
  success: 200,
  result: ListSnapshotDetailsResponse,
};

export const deleteSnapshot: Operation<DeleteSnapshotData, undefined> = {
  method: "DELETE",
  template: "/v1.0/{project_id}/snapshots/{snapshot_id}",
  path: object({
    project_id: ProjectId,
    snapshot_id: SnapshotId,
  }, ["project_id", "snapshot_id"]),
  query: object({}),
  success: 202,
};

export const restoreCluster: Operation<RestoreClusterData, RestoreClusterResponses[200]> = {
  method: "POST",
  template: "/v1.0/{project_id}/snapshots/{snapshot_id}/actions",
  path: object({
    project_id: ProjectId,
    snapshot_id: SnapshotId,
  }, ["project_id", "snapshot_id"]),
  query: object({}),
  body: RestoreClusterRequest,
  success: 200,
  result: RestoreClusterResponse,
};

export const copySnapshot: Operation<CopySnapshotData, CopySnapshotResponses[200]> = {
  method: "POST",
  template: "/v1.0/{project_id}/snapshots/{snapshot_id}/linked-copy",
  path: object({
    project_id: ProjectId,
    snapshot_id: SnapshotId,
  }, ["project_id", "snapshot_id"]),
  query: object({}),
  body: CopySnapshotRequest,
  success: 200,
  result: CopySnapshotResponse,
};

export const listClusterSnapshots: Operation<ListClusterSnapshotsData, ListClusterSnapshotsResponses[200]> = {
  method: "GET",
  template: "/v1.0/{project_id}/clusters/{cluster_id}/snapshots",
  path: object({
    project_id: ProjectId,
    cluster_id: ClusterId,
  }, ["project_id", "cluster_id"]),
  query: object({
    limit: Limit,
    offset: Offset,
    sort_key: SortKey,
    sort_dir: SortDir,
  }),
  success: 200,
  result: ListClusterSnapshotsResponse,
};
