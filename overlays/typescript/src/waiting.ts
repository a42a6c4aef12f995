/** Waiting until a snapshot is available, and reading pages from an overloaded service. */

import type { CallOptions, SnapshotDetail } from "../../../generated/typescript/index.js";
import { milliseconds, noOthers } from "./arguments.js";
import type { DwsClient } from "./client.js";
import * as errors from "./errors.js";
import { Deadline, mayPass, pause, pauses } from "./retries.js";

/** The options of waiting: a function for each reading, a time limit and a signal. */
export interface WaitOptions extends CallOptions {
  /**
   * Called with the snapshot after each reading; a promise that it returns is awaited. The snapshot's `progress` is text;
   * no unit is documented.
   */
  readonly onProgress?: ((snapshot: SnapshotDetail) => unknown) | undefined;
}

const TIMEOUT = 3_600_000;
const REPEATS = 5;
const BUSY: readonly number[] = [429, 503];
const LONGEST_ASKED_FOR = 300_000;

/** See DwsClient.waitUntilAvailable. */
export async function waitUntilAvailable(
  dws: DwsClient,
  snapshotId: string,
  { onProgress, signal, timeout = TIMEOUT, ...others }: WaitOptions,
): Promise<SnapshotDetail> {
  noOthers(others, ["onProgress", "signal", "timeout"]);
  if (onProgress && typeof onProgress !== "function") {
    throw new errors.InvalidRequest("onProgress", "must be a function", onProgress);
  }
  const deadline = new Deadline(milliseconds("timeout", timeout), signal);
  const next = pauses(1_000, 30_000);
  let status: string | undefined;
  for (;;) {
    const [read] = await Promise.allSettled([dws.listSnapshotDetails(snapshotId, deadline.options(dws.timeout))]);
    if (read.status === "fulfilled") {
      ({ status } = read.value);
      await onProgress?.(read.value);
      if (status === "AVAILABLE") return read.value;
      if (status === "UNAVAILABLE") throw new errors.SnapshotFailed(read.value);
    } else if (!mayPass(read.reason)) {
      throw read.reason;
    }
    const cause = read.status === "rejected" ? read.reason : undefined;
    await deadline.pause(next(cause));
    if (deadline.passed) throw new errors.WaitTimeout(snapshotId, status, timeout, { cause });
  }
}

/** Read a page. Repeat that after 429 and 503, at most five times, unless the service asks to wait over 5 minutes. */
export async function patiently<Page>(read: () => Promise<Page>, { signal }: CallOptions): Promise<Page> {
  const next = pauses(1_000, 30_000);
  for (let repeats = 0; ; repeats++) {
    try {
      return await read();
    } catch (error) {
      const isBusy = error instanceof errors.ApiError && BUSY.includes(error.statusCode);
      if (!isBusy || repeats === REPEATS || (error.retryAfter ?? 0) > LONGEST_ASKED_FOR) throw error;
      await pause(next(error), signal);
    }
  }
}
