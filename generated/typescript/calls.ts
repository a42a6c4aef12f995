// Generated from openapi.yaml by make generate.

import * as operations from "./operations.js";
import { items } from "./pages.js";
import type { Operation } from "./schema.js";
import type * as types from "./types.js";

/** The options of a call: a time limit and a signal. */
export interface CallOptions {
  /** Ends the call; it then rejects with the signal's reason. The request may have been sent. */
  readonly signal?: AbortSignal | undefined;
  /** Milliseconds until the answer must be complete, instead of the client's own. */
  readonly timeout?: number | undefined;
}

/**
 * The operations of the contract, one method for each. A subclass sends the requests.
 *
 * Methods take and return the content of a body: the snapshot of `{"snapshot": …}`.
 */
export abstract class Calls {
  /** Send the request of an operation and return the result of its success. */
  protected abstract call<Data extends object, Result>(
    operation: Operation<Data, Result>,
    data: Omit<Data, "url">,
    options?: CallOptions,
  ): Promise<Result>;

  /** Return the error of answers that contradict each other. */
  protected abstract contradiction(reason: string): Error;

  /** Return the error of an option that a method does not take. */
  protected abstract refused(option: string, rule: string, value: unknown): Error;

  /** Read a page of an iteration. A subclass may repeat it after a failure. */
  protected patiently<Page>(read: () => Promise<Page>, _options: CallOptions): Promise<Page> {
    return read();
  }

  /**
   * Project ID.
   *
   * Decision: 32 lower-case hexadecimal digits, or a UUID of lower-case hexadecimal digits with hyphens. The two are
   * different texts, never the same project. A project that is not the caller's, or an ID that is malformed, is
   * answered with 403.
   */
  abstract readonly projectId: string;

  /**
   * List a project's snapshots.
   *
   * Lists all snapshots of the project, manual and automated, of all its clusters.
   *
   * Decision: a list shows the state at one moment and holds every snapshot once. If there is a `count`, it is the
   * number of snapshots. The order is not defined.
   */
  async listSnapshots(options?: CallOptions): Promise<types.SnapshotDetail[]> {
    const data = { path: { projectId: this.projectId } };
    return (await this.call(operations.listSnapshots, data, options)).snapshots;
  }

  /**
   * Create a snapshot.
   *
   * Creates a snapshot of a cluster. The answer names the snapshot; the service goes on making it.
   *
   * Decision: names are unique within a project, and a name that is taken is refused with 400. So sending the
   * request twice does not make two snapshots.
   *
   * One snapshot of a cluster is made at a time: while one is `CREATING`, another is refused with 403, `DWS.7023`.
   * A snapshot can be made of a cluster that the console shows as Available, To be restarted or Unbalanced.
   *
   * @param snapshot The snapshot to create.
   */
  async createSnapshot(snapshot: types.Snapshot, options?: CallOptions): Promise<types.SnapshotResp> {
    const data = { path: { projectId: this.projectId }, body: { snapshot } };
    return (await this.call(operations.createSnapshot, data, options)).snapshot;
  }

  /**
   * Read a snapshot.
   *
   * Reads one snapshot. Public clients wait for a snapshot by reading it until its status is `AVAILABLE`.
   *
   * @param snapshotId Snapshot ID.
   */
  async listSnapshotDetails(snapshotId: string, options?: CallOptions): Promise<types.SnapshotDetail> {
    const data = { path: { projectId: this.projectId, snapshotId } };
    return (await this.call(operations.listSnapshotDetails, data, options)).snapshot;
  }

  /**
   * Delete a manual snapshot.
   *
   * Deletes a manual snapshot. Automated snapshots expire by themselves.
   *
   * Decision: deleting an automated snapshot is refused with 403. As soon as the request is answered, the snapshot
   * is in no list and its name is free.
   *
   * @param snapshotId Snapshot ID.
   */
  async deleteSnapshot(snapshotId: string, options?: CallOptions): Promise<void> {
    const data = { path: { projectId: this.projectId, snapshotId } };
    await this.call(operations.deleteSnapshot, data, options);
  }

  /**
   * Restore a snapshot to a new cluster.
   *
   * Restores a snapshot to a new cluster. The answer names the cluster; the service goes on making it.
   *
   * Only a snapshot that is ready can be restored: see Life of a snapshot.
   *
   * @param snapshotId Snapshot ID.
   * @param restore The cluster to restore to.
   */
  async restoreCluster(snapshotId: string, restore: types.Restore, options?: CallOptions): Promise<types.Cluster> {
    const data = { path: { projectId: this.projectId, snapshotId }, body: { restore } };
    return (await this.call(operations.restoreCluster, data, options)).cluster;
  }

  /**
   * Copy an automated snapshot.
   *
   * Copies an automated snapshot to a manual one, which stays when the automated one expires.
   *
   * Decision: copying a manual snapshot is refused with 403.
   *
   * @param snapshotId Snapshot ID.
   * @param body The copy to make.
   */
  async copySnapshot(snapshotId: string, body: types.CopySnapshotRequest, options?: CallOptions): Promise<types.CopySnapshotResponse> {
    const data = { path: { projectId: this.projectId, snapshotId }, body };
    return await this.call(operations.copySnapshot, data, options);
  }

  /**
   * List a cluster's snapshots, page by page.
   *
   * Lists the snapshots of one cluster, manual and automated: all of them, or one page.
   *
   * Decision: a page shows the state at one moment. In the requested order, `offset` pages of `limit` snapshots come
   * before it. If there is a `count`, it is the number of snapshots on all pages. A page after the last is empty.
   *
   * Until 2024 `offset` was the number of the snapshot to begin with, `sort_key` one of `name`, `clusterName` and
   * `startTime`, and `sort_dir` `ASC` or `DESC`. You can't know in advance which edition a region runs. This document
   * describes the one since 2025; clients should work with both.
   *
   * @param clusterId Cluster ID.
   */
  async listClusterSnapshots(
    clusterId: string,
    { signal, timeout, ...query }: NonNullable<types.ListClusterSnapshotsData["query"]> & CallOptions = {},
  ): Promise<types.ListClusterSnapshotsResponse> {
    const data = { path: { projectId: this.projectId, clusterId }, query };
    return await this.call(operations.listClusterSnapshots, data, { signal, timeout });
  }

  /**
   * List a cluster's snapshots, page by page: all of them, one after the other.
   *
   * Yields each of them once. `listClusterSnapshots` reads pages of `limit` items, by default 100, as they are needed. Services
   * differ in whether `offset` counts pages or records; this finds it out. If others create or delete something meanwhile,
   * what stays is neither left out nor repeated. If `count` says that something is missing, all pages are read once more;
   * if it is still missing, this throws an error.
   *
   * @param clusterId Cluster ID.
   */
  iterClusterSnapshots(
    clusterId: string,
    { limit, ...options }: Omit<NonNullable<types.ListClusterSnapshotsData["query"]>, "offset"> & CallOptions = {},
  ): AsyncGenerator<types.SnapshotDetail, void, void> {
    if ("offset" in options) throw this.refused("offset", "must be left out: the iteration finds its meaning", options.offset);
    const read = (page: { limit: number; offset: number }) =>
      this.patiently(() => this.listClusterSnapshots(clusterId, { ...options, ...page }), options);
    return items("snapshots", limit, read, (reason) => this.contradiction(reason));
  }

  /**
   * List a project's clusters.
   *
   * Lists the clusters of the project, including those that are being restored. Creating a snapshot needs the ID of
   * a cluster.
   *
   * Decision: a list shows the state at one moment and holds every cluster once. A restored cluster has the ID in
   * the answer to the restore, and the name in its request. If there is a `count`, it is the number of clusters. The
   * order is not defined.
   */
  async listClusters(
    { signal, timeout, ...query }: NonNullable<types.ListClustersData["query"]> & CallOptions = {},
  ): Promise<types.ClusterInfo[]> {
    const data = { path: { projectId: this.projectId }, query };
    return (await this.call(operations.listClusters, data, { signal, timeout })).clusters;
  }

  /**
   * Read a cluster.
   *
   * Reads one cluster. Public clients use it to wait. A snapshot is done when it is `AVAILABLE`, and its cluster is
   * `AVAILABLE` with a `task_status` other than `SNAPSHOTTING`. A restore is done when the new cluster is
   * `AVAILABLE` with a `task_status` other than `RESTORING`.
   *
   * Decision: a restored cluster has details as soon as the restore is answered. A list of clusters shows the same
   * name and creation time, and the status never goes back to `CREATING`.
   *
   * @param clusterId Cluster ID.
   */
  async listClusterDetails(clusterId: string, options?: CallOptions): Promise<types.ClusterInfo> {
    const data = { path: { projectId: this.projectId, clusterId } };
    return (await this.call(operations.listClusterDetails, data, options)).cluster;
  }
}
