/** Calls that go on until they are done: backoff, time limits, and what a failure says about a request's effect. */

import type { Snapshot, SnapshotDetail, SnapshotResp } from "../../../generated/typescript/index.js";
import { milliseconds } from "./arguments.js";
import type { CallOptions, DwsClient } from "./client.js";
import {
  ApiError,
  BadRequest,
  ConnectionFailed,
  Forbidden,
  SnapshotFailed,
  UnexpectedResponse,
  WaitTimeout,
} from "./errors.js";

export interface WaitOptions extends CallOptions {
  /** Called with the snapshot each time it was read; its `progress` is a percentage. */
  readonly onProgress?: ((snapshot: SnapshotDetail) => void) | undefined;
}

const WAIT = 3_600_000;
const ONCE = 300_000;
const FIRST_PAUSE = 1_000;
const LONGEST_PAUSE = 30_000;
const LONGEST_PAGE = 1_000;
const TOO_MANY_REQUESTS = 429;

/** See DwsClient.waitUntilAvailable. */
export async function waitUntilAvailable(
  dws: DwsClient,
  snapshotId: string,
  { onProgress, signal, timeout = WAIT }: WaitOptions,
): Promise<SnapshotDetail> {
  const limit = new Limit(timeout, signal);
  let status: string | undefined;
  for (let attempt = 0; ; attempt++) {
    const read = await settled(dws.listSnapshotDetails(snapshotId, limit.options(dws)));
    if (read.value) {
      status = read.value.status;
      onProgress?.(read.value);
      if (status === "AVAILABLE") return read.value;
      if (status === "UNAVAILABLE") throw new SnapshotFailed(snapshotId);
    } else if (!mayPass(read.error)) {
      throw read.error;
    }
    await limit.pause(attempt);
    if (limit.passed) throw new WaitTimeout(snapshotId, status, { cause: read.error });
  }
}

/** See DwsClient.createSnapshotOnce. */
export async function createSnapshotOnce(
  dws: DwsClient,
  wanted: Snapshot,
  { signal, timeout = ONCE }: CallOptions,
): Promise<SnapshotResp> {
  const limit = new Limit(timeout, signal);
  // The last failure that leaves open whether the snapshot exists.
  let open: unknown;
  for (let attempt = 0; ; attempt++) {
    const created = await settled(dws.createSnapshot(wanted, limit.options(dws)));
    if (created.value) return created.value;
    const { error } = created;
    // A repeated request is also refused where the first one made the snapshot, or is making it.
    const refusedAgain = open !== undefined && (error instanceof BadRequest || error instanceof Forbidden);
    if (mayHaveHadEffect(error)) open = error;
    else if (!refusedAgain && !hadNoEffect(error)) throw error;
    if (!refusedAgain) await limit.pause(attempt);
    if (limit.passed) throw open ?? error;
    const found = open !== undefined && (await find(dws, wanted, limit, open));
    if (found) return { id: found.id };
    if (refusedAgain) throw error;
  }
}

/** Return the cluster's snapshot of this name, if there is one. Throws the failure where the time ends before. */
async function find(
  dws: DwsClient,
  { name, clusterId }: Snapshot,
  limit: Limit,
  failure: unknown,
): Promise<SnapshotDetail | undefined> {
  for (let attempt = 0; ; attempt++) {
    try {
      for await (const { snapshots } of dws.listClusterSnapshots(clusterId, { limit: LONGEST_PAGE, ...limit.options(dws) })) {
        const found = snapshots.find((snapshot) => snapshot.name.toLowerCase() === name.toLowerCase());
        if (found) return found;
        if (limit.passed) throw failure;
      }
      return undefined;
    } catch (error) {
      if (!mayPass(error)) throw error;
    }
    await limit.pause(attempt);
    if (limit.passed) throw failure;
  }
}

/** Tell whether a failed request may nevertheless have had its effect. */
function mayHaveHadEffect(error: unknown): boolean {
  if (error instanceof ConnectionFailed) return error.mayHaveBeenSent;
  return error instanceof UnexpectedResponse || (error instanceof ApiError && error.statusCode >= 500);
}

/** Tell whether a failed request certainly had no effect, and may have one if it is repeated. */
function hadNoEffect(error: unknown): boolean {
  if (error instanceof ConnectionFailed) return !error.mayHaveBeenSent;
  return error instanceof ApiError && error.statusCode === TOO_MANY_REQUESTS;
}

/** Tell whether a request that only reads may succeed when it is repeated. */
function mayPass(error: unknown): boolean {
  return mayHaveHadEffect(error) || hadNoEffect(error);
}

type Settled<Value> =
  { readonly value: Value; readonly error?: undefined } | { readonly value?: undefined; readonly error: unknown };

function settled<Value>(promise: Promise<Value>): Promise<Settled<Value>> {
  return promise.then(
    (value) => ({ value }),
    (error: unknown) => ({ error }),
  );
}

/** A time limit on the monotonic clock that a caller's signal may end. */
class Limit {
  readonly #end: number;
  readonly #signal: AbortSignal | undefined;

  constructor(timeout: number, signal: AbortSignal | undefined) {
    this.#end = performance.now() + milliseconds("timeout", timeout);
    this.#signal = signal;
  }

  /** Timers may run up to a millisecond early. */
  get passed(): boolean {
    return this.#end - performance.now() < 1;
  }

  /** Return options for a call that ends within the limit. */
  options(dws: DwsClient): CallOptions {
    return { signal: this.#signal, timeout: Math.max(1, Math.min(dws.timeout, this.#end - performance.now())) };
  }

  /** Wait for a random part of a pause that doubles with each attempt. */
  async pause(attempt: number): Promise<void> {
    const left = Math.max(0, this.#end - performance.now());
    const longest = Math.min(LONGEST_PAUSE, FIRST_PAUSE * 2 ** attempt, left);
    await sleep(Math.random() * longest, this.#signal);
  }
}

function sleep(duration: number, signal: AbortSignal | undefined): Promise<void> {
  return new Promise((resolve, reject) => {
    const end = (): void => {
      clearTimeout(timer);
      signal?.removeEventListener("abort", end);
      if (signal?.aborted) reject(signal.reason);
      else resolve();
    };
    const timer = setTimeout(end, Math.ceil(duration));
    signal?.addEventListener("abort", end);
    if (signal?.aborted) end();
  });
}
