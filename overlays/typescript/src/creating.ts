/** Creating a snapshot: waiting for a busy cluster, and creating exactly one even if answers are lost. */

import type { CallOptions, Snapshot, SnapshotDetail, SnapshotResp } from "../../../generated/typescript/index.js";
import { LONGEST, milliseconds, noOthers } from "./arguments.js";
import type { DwsClient } from "./client.js";
import { ApiError, BadRequest, Forbidden, Unauthorized } from "./errors.js";
import { caused, Deadline, effectOf, isBusy, notSent, pauses } from "./retries.js";

/** The options of a create: how long to wait for a busy cluster, a time limit and a signal. */
export interface CreateOptions extends CallOptions {
  /**
   * Milliseconds to wait for a cluster that is making another snapshot (403, DWS.7023); 0 by default. Pauses double from
   * 1 second to 30, and each is shortened at random by up to a half.
   */
  readonly busyTimeout?: number | undefined;
}

const TIMEOUT = 300_000;

/** Create a snapshot as soon as the cluster is no longer busy. */
export async function createUnlessBusy(
  create: () => Promise<SnapshotResp>,
  { busyTimeout = 0, signal }: CreateOptions,
): Promise<SnapshotResp> {
  const busy = new Deadline(milliseconds("busyTimeout", busyTimeout, true), signal);
  const next = pauses(1_000, 30_000);
  for (;;) {
    try {
      return await create();
    } catch (error) {
      if (!isBusy(error) || busy.passed) throw error;
      await busy.pause(next(error));
    }
  }
}

/** See DwsClient.createSnapshotOnce. */
export async function createSnapshotOnce(
  dws: DwsClient,
  wanted: Snapshot,
  { busyTimeout = 0, timeout, signal, ...others }: CreateOptions,
): Promise<SnapshotResp> {
  noOthers(others, ["busyTimeout", "timeout", "signal"]);
  milliseconds("busyTimeout", busyTimeout, true);
  const most = milliseconds("timeout", timeout ?? Math.min(LONGEST, TIMEOUT + busyTimeout));
  const creation = new Creation(dws, wanted, new Deadline(most, signal));
  const nextWhileBusy = pauses(1_000, 30_000);
  // The last failure after which the snapshot may exist.
  let open: unknown;
  await creation.lookFirst();
  const busy = new Deadline(busyTimeout, signal);
  for (;;) {
    const [created] = await Promise.allSettled([creation.send()]);
    if (created.status === "fulfilled") return created.value;
    const error: unknown = created.reason;
    const effect = effectOf(error);
    if (effect === "perhaps") open = error;
    if (open !== undefined) {
      if (!effect && !creation.mayComeOfOwn(error)) throw caused(error, open);
      const found = await creation.lookAgain(error, open);
      if (found) return found;
    } else if (effect) {
      await creation.pause(error);
      if (creation.deadline.passed) throw error;
    } else {
      if (!creation.mayComeOfOwn(error)) throw error;
      const found = error.mayHaveBeenSentTwice && (await creation.lookAgain(error, error));
      if (found) return found;
      if (!isBusy(error) || busy.passed) throw error;
      await creation.deadline.pause(Math.min(nextWhileBusy(error), busy.left));
      if (creation.deadline.passed) throw error;
    }
  }
}

/** A snapshot to create, and the snapshots of its name in the project's list. */
class Creation {
  readonly deadline: Deadline;
  readonly #dws: DwsClient;
  readonly #wanted: Snapshot;
  readonly #next = pauses(100, 10_000);
  /** The lower-case IDs of the snapshots that had the name before the first request. */
  #known: ReadonlySet<string> = new Set();
  /** The snapshots of the name in the last list. */
  #listed: readonly SnapshotDetail[] = [];

  constructor(dws: DwsClient, wanted: Snapshot, deadline: Deadline) {
    this.#dws = dws;
    this.#wanted = wanted;
    this.deadline = deadline;
  }

  send(): Promise<SnapshotResp> {
    return this.#dws.createSnapshot(this.#wanted, this.deadline.options(this.#dws.timeout));
  }

  pause(failure: unknown): Promise<void> {
    return this.deadline.pause(this.#next(failure));
  }

  /** Whether a refusal may be the effect of an earlier request of this call: the name was not taken before. */
  mayComeOfOwn(error: unknown): error is ApiError {
    if (error instanceof BadRequest) return !this.#listed.some((listed) => this.#isKnown(listed));
    return error instanceof Forbidden;
  }

  /** Find the snapshots that have the name before anything is sent. Throws the last error if the list cannot be read. */
  async lookFirst(): Promise<void> {
    const next = pauses(100, 10_000);
    for (;;) {
      const [looked] = await Promise.allSettled([this.#look()]);
      if (looked.status === "fulfilled") break;
      const error: unknown = looked.reason;
      if (!effectOf(error)) throw error;
      await this.deadline.pause(next(error));
      if (this.deadline.passed) throw notSent(error);
    }
    this.#known = new Set(this.#listed.map(({ id }) => id.toLowerCase()));
  }

  /**
   * After a pause, return the snapshot that was created in spite of a failure; undefined if it is not in the list. The list
   * is read until that succeeds. At the end of the time this throws the refusal, with the failure before it as its cause,
   * or that failure, with the last error of the list as its cause.
   */
  async lookAgain(failure: unknown, open: unknown): Promise<SnapshotResp | undefined> {
    for (let unread: unknown; ; ) {
      await this.pause(unread ?? failure);
      if (this.deadline.passed) throw effectOf(failure) ? caused(open, unread) : caused(failure, open);
      const [looked] = await Promise.allSettled([this.#look()]);
      if (looked.status === "fulfilled") break;
      unread = looked.reason;
      if (unread instanceof Unauthorized) throw caused(unread, open);
      // The caller's signal ended the call.
      if (!effectOf(unread) && !(unread instanceof ApiError)) throw unread;
    }
    const { clusterId } = this.#wanted;
    const found = this.#listed.find(
      (listed) => !this.#isKnown(listed) && (!listed.clusterId || isSame(listed.clusterId, clusterId)),
    );
    if (!found && this.deadline.passed) throw effectOf(failure) ? open : caused(failure, open);
    return found && { id: found.id };
  }

  #isKnown({ id }: SnapshotDetail): boolean {
    return this.#known.has(id.toLowerCase());
  }

  async #look(): Promise<void> {
    const listed = await this.#dws.listSnapshots(this.deadline.options(this.#dws.timeout));
    this.#listed = listed.filter(({ name }) => isSame(name, this.#wanted.name));
  }
}

const isSame = (text: string, other: string): boolean => text.toLowerCase() === other.toLowerCase();
