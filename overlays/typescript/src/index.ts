/**
 * Snapshots of Data Warehouse Service clusters (Huawei Cloud, Open Telekom Cloud).
 *
 * A thin layer over the generated client: authentication, errors, and a client that is safe to use.
 */

export type {
  CallOptions,
  Cluster,
  ClusterInfo,
  Conditions,
  CopySnapshotRequest,
  CopySnapshotResponse,
  Fetch,
  FetchOptions,
  FetchResponse,
  HttpRequest,
  ListClusterSnapshotsResponse,
  Restore,
  Snapshot,
  SnapshotDetail,
  SnapshotResp,
} from "../../../generated/typescript/index.js";
export { rawMembers } from "../../../generated/typescript/index.js";
export { AkSkAuth, PasswordAuth, TokenAuth } from "./auth.js";
export type { Auth, PasswordOptions, ProofHeaders } from "./auth.js";
export type { CreateOptions } from "./creating.js";
export { DwsClient } from "./client.js";
export type { DwsClientOptions, PageOptions } from "./client.js";
export * from "./errors.js";
export type { WaitOptions } from "./waiting.js";
