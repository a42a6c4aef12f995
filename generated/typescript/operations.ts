// Generated from openapi.yaml by make generate.

import type { Operation } from "./schema.js";
import * as schemas from "./schemas.js";
import type * as types from "./types.js";

export const listSnapshots: Operation<types.ListSnapshotsData, types.ListSnapshotsResponses[200]> = {
  method: "GET",
  template: "/v1.0/{project_id}/snapshots",
  path: { type: "object", properties: { project_id: schemas.ProjectId }, required: ["project_id"] },
  query: { type: "object", properties: {} },
  result: schemas.ListSnapshotsResponse,
};

export const createSnapshot: Operation<types.CreateSnapshotData, types.CreateSnapshotResponses[200]> = {
  method: "POST",
  template: "/v1.0/{project_id}/snapshots",
  path: { type: "object", properties: { project_id: schemas.ProjectId }, required: ["project_id"] },
  query: { type: "object", properties: {} },
  body: schemas.CreateSnapshotRequest,
  result: schemas.CreateSnapshotResponse,
};

export const listSnapshotDetails: Operation<types.ListSnapshotDetailsData, types.ListSnapshotDetailsResponses[200]> = {
  method: "GET",
  template: "/v1.0/{project_id}/snapshots/{snapshot_id}",
  path: {
    type: "object",
    properties: { project_id: schemas.ProjectId, snapshot_id: schemas.Uuid },
    required: ["project_id", "snapshot_id"],
  },
  query: { type: "object", properties: {} },
  result: schemas.ListSnapshotDetailsResponse,
  about: "snapshot",
};

export const deleteSnapshot: Operation<types.DeleteSnapshotData, void> = {
  method: "DELETE",
  template: "/v1.0/{project_id}/snapshots/{snapshot_id}",
  path: {
    type: "object",
    properties: { project_id: schemas.ProjectId, snapshot_id: schemas.Uuid },
    required: ["project_id", "snapshot_id"],
  },
  query: { type: "object", properties: {} },
};

export const restoreCluster: Operation<types.RestoreClusterData, types.RestoreClusterResponses[200]> = {
  method: "POST",
  template: "/v1.0/{project_id}/snapshots/{snapshot_id}/actions",
  path: {
    type: "object",
    properties: { project_id: schemas.ProjectId, snapshot_id: schemas.Uuid },
    required: ["project_id", "snapshot_id"],
  },
  query: { type: "object", properties: {} },
  body: schemas.RestoreClusterRequest,
  result: schemas.RestoreClusterResponse,
};

export const copySnapshot: Operation<types.CopySnapshotData, types.CopySnapshotResponses[200]> = {
  method: "POST",
  template: "/v1.0/{project_id}/snapshots/{snapshot_id}/linked-copy",
  path: {
    type: "object",
    properties: { project_id: schemas.ProjectId, snapshot_id: schemas.Uuid },
    required: ["project_id", "snapshot_id"],
  },
  query: { type: "object", properties: {} },
  body: schemas.CopySnapshotRequest,
  result: schemas.CopySnapshotResponse,
};

export const listClusterSnapshots: Operation<types.ListClusterSnapshotsData, types.ListClusterSnapshotsResponses[200]> = {
  method: "GET",
  template: "/v1.0/{project_id}/clusters/{cluster_id}/snapshots",
  path: {
    type: "object",
    properties: { project_id: schemas.ProjectId, cluster_id: schemas.Uuid },
    required: ["project_id", "cluster_id"],
  },
  query: {
    type: "object",
    properties: { limit: schemas.Limit, offset: schemas.Offset, sort_key: schemas.SortKey, sort_dir: schemas.SortDir },
  },
  result: schemas.ListClusterSnapshotsResponse,
};

export const listClusters: Operation<types.ListClustersData, types.ListClustersResponses[200]> = {
  method: "GET",
  template: "/v1.0/{project_id}/clusters",
  path: { type: "object", properties: { project_id: schemas.ProjectId }, required: ["project_id"] },
  query: { type: "object", properties: { enterprise_project_id: schemas.EnterpriseProjectId } },
  result: schemas.ListClustersResponse,
};

export const listClusterDetails: Operation<types.ListClusterDetailsData, types.ListClusterDetailsResponses[200]> = {
  method: "GET",
  template: "/v1.0/{project_id}/clusters/{cluster_id}",
  path: {
    type: "object",
    properties: { project_id: schemas.ProjectId, cluster_id: schemas.Uuid },
    required: ["project_id", "cluster_id"],
  },
  query: { type: "object", properties: {} },
  result: schemas.ListClusterDetailsResponse,
  about: "cluster",
};
