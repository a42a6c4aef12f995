/** Waiting until a snapshot is available, and reading pages in spite of a busy service. */

import type { CallOptions, SnapshotDetail } from "../../../generated/typescript/index.js";
import { milliseconds, noOthers } from "./arguments.js";
import type { DwsClient } from "./client.js";
import * as errors from "./errors.js";
import { Deadline, mayPass, pause, pauses } from "./patience.js";

/** What to do with each reading, and how long to go on. */
export interface WaitOptions extends CallOptions {
  /** Called with the snapshot each time it was read; its `progress` is text without a documented unit. */
  readonly onProgress?: ((snapshot: SnapshotDetail) => void) | undefined;
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
      onProgress?.(read.value);
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

/** Read a page; after 429 and 503 again, five times at most, and not where the service asks for over 5 minutes. */
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
