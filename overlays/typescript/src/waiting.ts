/** Calls that go on until they are done: backoff, time limits, and what a failure says about a request's effect. */

import type { CallOptions, Snapshot, SnapshotDetail, SnapshotResp } from "../../../generated/typescript/index.js";
import { milliseconds } from "./arguments.js";
import type { DwsClient } from "./client.js";
import * as errors from "./errors.js";
import { unlessAborted } from "./sending.js";

export interface WaitOptions extends CallOptions {
  /** Called with the snapshot each time it was read; its `progress` is text without a documented unit. */
  readonly onProgress?: ((snapshot: SnapshotDetail) => void) | undefined;
}

/** Milliseconds. Pauses double from the first to the longest; each is cut at random by up to a half. */
interface Patience {
  readonly timeout: number;
  readonly firstPause: number;
  readonly longestPause: number;
}

/** The same in every language: tests/vectors/pauses.json. */
const WAITING: Patience = { timeout: 3_600_000, firstPause: 1_000, longestPause: 30_000 };
const CREATING: Patience = { timeout: 300_000, firstPause: 100, longestPause: 10_000 };
const TOO_MANY_REQUESTS = 429;

/** See DwsClient.waitUntilAvailable. */
export async function waitUntilAvailable(
  dws: DwsClient,
  snapshotId: string,
  { onProgress, ...options }: WaitOptions,
): Promise<SnapshotDetail> {
  const deadline = new Deadline(dws, WAITING, options);
  let status: string | undefined;
  for (let attempt = 0; ; attempt++) {
    const [read] = await Promise.allSettled([dws.listSnapshotDetails(snapshotId, deadline.options)]);
    if (read.status === "fulfilled") {
      ({ status } = read.value);
      onProgress?.(read.value);
      if (status === "AVAILABLE") return read.value;
      if (status === "UNAVAILABLE") throw new errors.SnapshotFailed(snapshotId);
    } else if (!effectOf(read.reason) || isForeign(read.reason)) {
      throw read.reason;
    }
    await deadline.pause(attempt);
    const cause = read.status === "rejected" ? read.reason : undefined;
    if (deadline.passed) throw new errors.WaitTimeout(snapshotId, status, { cause });
  }
}

/** See DwsClient.createSnapshotOnce. */
export async function createSnapshotOnce(
  dws: DwsClient,
  wanted: Snapshot,
  options: CallOptions,
): Promise<SnapshotResp> {
  const deadline = new Deadline(dws, CREATING, options);
  // The last failure that leaves open whether the snapshot exists.
  let open: unknown;
  for (let attempt = 0; ; attempt++) {
    const [created] = await Promise.allSettled([dws.createSnapshot(wanted, deadline.options)]);
    if (created.status === "fulfilled") return created.value;
    const error: unknown = created.reason;
    // A repeated request is also refused where the first one made the snapshot, or is making it.
    const refused = open !== undefined && (error instanceof errors.BadRequest || error instanceof errors.Forbidden);
    const effect = effectOf(error);
    if (effect === "perhaps") open = error;
    if (!effect && !refused) throw error;
    if (!refused) await deadline.pause(attempt);
    if (deadline.passed) throw open ?? error;
    const found = open !== undefined && (await find(dws, wanted, deadline, open));
    if (found) return { id: found.id };
    if (refused) throw error;
  }
}

/** Return the cluster's snapshot of this name, if there is one. Throws the failure where the time ends before. */
async function find(
  dws: DwsClient,
  { name, clusterId }: Snapshot,
  deadline: Deadline,
  failure: unknown,
): Promise<SnapshotDetail | undefined> {
  for (let attempt = 0; !deadline.passed; attempt++) {
    try {
      for await (const snapshot of dws.iterClusterSnapshots(clusterId, deadline.options)) {
        if (snapshot.name.toLowerCase() === name.toLowerCase()) return snapshot;
        if (deadline.passed) throw failure;
      }
      return undefined;
    } catch (error) {
      if (!effectOf(error)) throw error;
    }
    await deadline.pause(attempt);
  }
  throw failure;
}

/**
 * Tell what a failed request did, where it may succeed when it is repeated: "nothing", or perhaps what it was for.
 * undefined: it is not to be repeated.
 */
function effectOf(error: unknown): "nothing" | "perhaps" | undefined {
  if (error instanceof errors.ConnectionFailed) return error.mayHaveBeenSent ? "perhaps" : "nothing";
  if (error instanceof errors.UnexpectedResponse) return "perhaps";
  if (!(error instanceof errors.ApiError)) return undefined;
  return error.statusCode >= 500 ? "perhaps" : error.statusCode === TOO_MANY_REQUESTS ? "nothing" : undefined;
}

/** Tell whether an answer came whole and is another kind of thing: it will be so the next time. */
function isForeign(error: unknown): boolean {
  return error instanceof errors.UnexpectedResponse && !error.wasCutShort;
}

/** The end of a time on the monotonic clock that a caller's signal may end. */
class Deadline {
  readonly #dws: DwsClient;
  readonly #patience: Patience;
  readonly #signal: AbortSignal | undefined;
  readonly #end: number;

  constructor(dws: DwsClient, patience: Patience, { signal, timeout = patience.timeout }: CallOptions) {
    this.#dws = dws;
    this.#patience = patience;
    this.#signal = signal;
    this.#end = performance.now() + milliseconds("timeout", timeout);
  }

  get #left(): number {
    return Math.max(0, this.#end - performance.now());
  }

  /** Timers may run up to a millisecond early. */
  get passed(): boolean {
    return this.#left < 1;
  }

  /** For a call that ends in time. */
  get options(): CallOptions {
    return { signal: this.#signal, timeout: Math.max(1, Math.min(this.#dws.timeout, this.#left)) };
  }

  async pause(attempt: number): Promise<void> {
    const { firstPause, longestPause } = this.#patience;
    const pause = Math.min(longestPause, firstPause * 2 ** attempt) * (1 - Math.random() / 2);
    let timer: ReturnType<typeof setTimeout> | undefined;
    const over = new Promise<void>((resolve) => (timer = setTimeout(resolve, Math.ceil(Math.min(pause, this.#left)))));
    await unlessAborted(over, this.#signal).finally(() => clearTimeout(timer));
  }
}
