/** The client: one thin method an operation. */

import * as api from "../../../generated/typescript/index.js";
import { apiError, unexpected } from "./answers.js";
import { httpUrl, milliseconds } from "./arguments.js";
import type { Auth } from "./auth.js";
import { InvalidRequest, ResponseTimeout } from "./errors.js";
import { exchange, type Answer, type Conditions } from "./http.js";
import { createSnapshotOnce, waitUntilAvailable, type WaitOptions } from "./waiting.js";

export interface DwsClientOptions {
  /** 32 lower-case hexadecimal digits. */
  readonly projectId: string;
  /** AkSkAuth, TokenAuth, PasswordAuth, or one of your own. */
  readonly auth: Auth;
  /** Milliseconds until an answer must be complete; 60,000 by default. Node gives up connecting after 10,000. */
  readonly timeout?: number;
  /** Sends the requests, for a proxy or a certificate authority of your own; the platform's by default. */
  readonly fetch?: typeof fetch;
}

export interface CallOptions {
  /** Ends the call; it then rejects with the signal's reason. The request may have been sent. */
  readonly signal?: AbortSignal | undefined;
  /** Instead of the client's own. */
  readonly timeout?: number | undefined;
}

/** How a cluster's snapshots are listed. */
export type PageOptions = NonNullable<api.ListClusterSnapshotsData["query"]>;

const TIMEOUT = 60_000;
const PAGE = 100;

/**
 * A client of the snapshot API. Immutable; any number of calls may run at once.
 *
 * Every call rejects with InvalidRequest before anything is sent; with ApiError for an answer that is no success; with
 * UnexpectedResponse, ConnectionFailed or ResponseTimeout otherwise. A request is sent once; only one that was refused
 * with 401 is sent again, with a new token, and by fetch itself one that was answered 421, "not processed". Redirects
 * are not followed. (A browser may by itself repeat a request on a kept connection that turns out to be closed.)
 */
export class DwsClient {
  readonly endpoint: string;
  readonly projectId: string;
  readonly timeout: number;
  readonly #auth: Auth;
  readonly #fetch: typeof fetch;

  /** endpoint: for example "https://dws.eu-de.otc.t-systems.com". Throws InvalidRequest. */
  constructor(endpoint: string, options: DwsClientOptions) {
    const { projectId, auth, timeout = TIMEOUT, fetch = globalThis.fetch } = options;
    this.endpoint = httpUrl("endpoint", endpoint);
    this.projectId = checked(() => api.schemas.ProjectId(projectId, "project_id", "encode")) as string;
    this.timeout = milliseconds("timeout", timeout);
    if (typeof auth?.headers !== "function" || typeof auth.secrets !== "function") {
      throw new InvalidRequest("auth", "must be an AkSkAuth, a TokenAuth, a PasswordAuth or another Auth", typeof auth);
    }
    if (typeof fetch !== "function") throw new InvalidRequest("fetch", "must be a function", fetch);
    this.#auth = auth;
    this.#fetch = fetch;
    Object.freeze(this);
  }

  /**
   * Create a snapshot of a cluster. Source: Table 3.
   *
   * name: 4 to 64 of `A-Z a-z 0-9 - _`, a letter first, unique in the project without regard to case. clusterId: a
   * UUID. description: at most 256 characters, none of `! < > ' = & "`; undefined sends none. Rejects with BadRequest
   * also for a name that is taken.
   */
  async createSnapshot(snapshot: api.Snapshot, options: CallOptions = {}): Promise<api.SnapshotResp> {
    const data = { path: { projectId: this.projectId }, body: { snapshot } };
    return (await this.#call(api.operations.createSnapshot, data, options)).snapshot;
  }

  /**
   * Create a snapshot exactly once, in spite of answers that are lost.
   *
   * Where it is not known whether a request had its effect (mayHaveBeenSent, UnexpectedResponse, 5xx), the cluster's
   * snapshots are listed after a pause: one of this name, without regard to case, is returned; if there is none, the
   * request is repeated. So is one that certainly had no effect, 429 included. Names are unique within a project, so
   * there is never a second snapshot. The limit: one of the same name and cluster that was there before, or that
   * somebody else creates meanwhile, can't be told from one's own once an answer was lost.
   *
   * timeout: milliseconds for all of it, by default 300,000; then the last failure that leaves open whether the snapshot
   * exists is thrown, or else the last failure. A name that was taken before the call began is a BadRequest, a busy
   * cluster a Forbidden.
   */
  createSnapshotOnce(snapshot: api.Snapshot, options: CallOptions = {}): Promise<api.SnapshotResp> {
    return createSnapshotOnce(this, snapshot, options);
  }

  /** List every snapshot of the project, manual and automated, the newest first. */
  async listSnapshots(options: CallOptions = {}): Promise<api.SnapshotDetail[]> {
    return (await this.#call(api.operations.listSnapshots, { path: { projectId: this.projectId } }, options)).snapshots;
  }

  /** Show a snapshot. Expect values of `status` and `type` that this version does not know. */
  async listSnapshotDetails(snapshotId: string, options: CallOptions = {}): Promise<api.SnapshotDetail> {
    const data = { path: { projectId: this.projectId, snapshotId } };
    return (await this.#call(api.operations.listSnapshotDetails, data, options)).snapshot;
  }

  /**
   * Wait until a snapshot is `AVAILABLE` and return it.
   *
   * Its details are read again after pauses of up to 1 second that double to 30. onProgress is called with each. 5xx,
   * 429, broken connections and unusable answers are passed over. timeout: milliseconds for all of it, by default 3,600,000.
   * Rejects with SnapshotFailed where it is `UNAVAILABLE`, with WaitTimeout at the end of the time.
   */
  waitUntilAvailable(snapshotId: string, options: WaitOptions = {}): Promise<api.SnapshotDetail> {
    return waitUntilAvailable(this, snapshotId, options);
  }

  /** Delete a manual snapshot; its name is free again. An automated one, or one that is being made, is a Forbidden. */
  async deleteSnapshot(snapshotId: string, options: CallOptions = {}): Promise<void> {
    await this.#call(api.operations.deleteSnapshot, { path: { projectId: this.projectId, snapshotId } }, options);
  }

  /** Restore an available snapshot to a new cluster. cluster.name: the rule of a snapshot's name; the rest is optional. */
  async restoreCluster(snapshotId: string, cluster: api.Restore, options: CallOptions = {}): Promise<api.Cluster> {
    const data = { path: { projectId: this.projectId, snapshotId }, body: { restore: cluster } };
    return (await this.#call(api.operations.restoreCluster, data, options)).cluster;
  }

  /** Copy an automated snapshot to a manual one. backupName and description: the rules of a snapshot's. */
  async copySnapshot(
    snapshotId: string,
    copy: api.CopySnapshotRequest,
    options: CallOptions = {},
  ): Promise<api.CopySnapshotResponse> {
    return this.#call(
      api.operations.copySnapshot,
      { path: { projectId: this.projectId, snapshotId }, body: copy },
      options,
    );
  }

  /**
   * List the snapshots of a cluster, page after page: `for await (const page of dws.listClusterSnapshots(id))`.
   *
   * limit: snapshots on a page, 1 to 1000, 100 by default. offset: number of the first page, from 0. What others create
   * between two pages moves snapshots to a later page: those that were seen are left out. What they delete moves some to
   * an earlier page: where the count shrinks, the page before is read again, once for each page.
   */
  async *listClusterSnapshots(
    clusterId: string,
    { signal, timeout, ...query }: PageOptions & CallOptions = {},
  ): AsyncGenerator<api.ListClusterSnapshotsResponse, void, void> {
    const { limit = PAGE, offset: first = 0 } = query;
    const seen = new Set<string>();
    const leftAgain = new Set<number>();
    for (let offset = first, count = 0; ; ) {
      const data = { path: { projectId: this.projectId, clusterId }, query: { ...query, limit, offset } };
      const page = await this.#call(api.operations.listClusterSnapshots, data, { signal, timeout });
      const snapshots = page.snapshots.filter(({ id }) => seen.size < seen.add(id.toLowerCase()).size);
      if (snapshots.length > 0) yield { ...page, snapshots };
      const back = page.count < count && offset > first && !leftAgain.has(offset);
      count = page.count;
      if (back) leftAgain.add(offset--);
      else if (page.snapshots.length === 0 || ++offset * limit >= count) return;
    }
  }

  async #call<Data extends object, Result>(
    operation: api.Operation<Data, Result>,
    data: Omit<Data, "url">,
    { signal, timeout = this.timeout }: CallOptions,
  ): Promise<Result> {
    const { method, target, body } = checked(() => api.encodeRequest(operation, data));
    const conditions: Conditions = { fetch: this.#fetch, timeout: milliseconds("timeout", timeout), signal };
    const type: Record<string, string> = body === undefined ? {} : { "Content-Type": "application/json" };
    const request = {
      method,
      url: new URL(this.endpoint + target),
      headers: { Accept: "application/json", ...type },
      body,
    };
    const send = (added: object) => exchange({ ...request, headers: { ...request.headers, ...added } }, conditions);
    let proof = await this.#auth.headers(request, conditions);
    let answer = await send(proof);
    if (answer.status === 401 && this.#auth.renew) {
      proof = await this.#auth.renew(proof, conditions);
      answer = await send(proof);
    }
    if (answer.status !== operation.success) throw apiError(answer, this.#auth.secrets());
    return resultOf(operation, answer);
  }
}

/** Return what a success holds. Throws UnexpectedResponse or ResponseTimeout. */
function resultOf<Data extends object, Result>(operation: api.Operation<Data, Result>, answer: Answer): Result {
  if (answer.cut === "late") throw new ResponseTimeout("the answer began and did not end in time", true);
  if (answer.cut) throw unexpected(answer, "the answer was cut short");
  let body: unknown;
  try {
    body = operation.result && JSON.parse(answer.body);
  } catch {
    const type = answer.headers.get("Content-Type") ?? "no media type";
    throw unexpected(answer, `the answer is no JSON but ${answer.body.length} characters of ${type}`);
  }
  try {
    return api.decodeResult(operation, body);
  } catch (error) {
    throw error instanceof api.ConstraintError ? unexpected(answer, `in the answer, ${error.message}`) : error;
  }
}

/** Do what checks a caller's value; its error becomes an InvalidRequest. */
function checked<Value>(check: () => Value): Value {
  try {
    return check();
  } catch (error) {
    throw error instanceof api.ConstraintError ? new InvalidRequest(error.place, error.rule, error.value) : error;
  }
}
