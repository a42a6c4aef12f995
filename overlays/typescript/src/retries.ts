/** What patient calls have in common: time limits, pauses, and whether a failed request may have taken effect. */

import { unlessAborted, type CallOptions } from "../../../generated/typescript/index.js";
import * as errors from "./errors.js";

const TOO_MANY_REQUESTS = 429;
const BUSY = "DWS.7023";

/** Returns the next pause in milliseconds. failure: the error of the last attempt, if it failed. */
export type Pauses = (failure?: unknown) => number;

/**
 * Return pauses that double from the first to the longest. Each is shortened at random by up to a half, but is at least as
 * long as the failure's `Retry-After`. They are the same in every language: tests/vectors/pauses.json.
 */
export function pauses(first: number, longest: number): Pauses {
  let next = first;
  return (failure) => {
    const pause = next * (1 - Math.random() / 2);
    next = Math.min(longest, 2 * next);
    return Math.max(pause, (failure instanceof errors.ApiError && failure.retryAfter) || 0);
  };
}

/** A time limit on the monotonic clock, together with the caller's signal. */
export class Deadline {
  readonly #signal: AbortSignal | undefined;
  readonly #end: number;

  constructor(timeout: number, signal: AbortSignal | undefined) {
    this.#signal = signal;
    this.#end = performance.now() + timeout;
  }

  get left(): number {
    return Math.max(0, this.#end - performance.now());
  }

  /** Whether the time is over. Timers may fire up to a millisecond early. */
  get passed(): boolean {
    return this.left < 1;
  }

  /** Return options for a call that ends within this limit and within `timeout` milliseconds. */
  options(timeout: number): CallOptions {
    return { signal: this.#signal, timeout: Math.max(1, Math.min(timeout, this.left)) };
  }

  /** Wait so many milliseconds, but not beyond the limit. Throws the signal's reason. */
  pause(milliseconds: number): Promise<void> {
    return pause(Math.min(milliseconds, this.left), this.#signal);
  }
}

/** Wait so many milliseconds. Throws the signal's reason. */
export async function pause(milliseconds: number, signal: AbortSignal | undefined): Promise<void> {
  let timer: ReturnType<typeof setTimeout> | undefined;
  const over = new Promise<void>((resolve) => (timer = setTimeout(resolve, Math.ceil(milliseconds))));
  await unlessAborted(over, signal).finally(() => clearTimeout(timer));
}

/**
 * Return whether a failed request took effect: "nothing" if it certainly did not, "perhaps" if it may have; undefined if
 * it should not be repeated.
 */
export function effectOf(error: unknown): "nothing" | "perhaps" | undefined {
  if (error instanceof errors.ConnectionFailed) return error.mayHaveBeenSent ? "perhaps" : "nothing";
  if (error instanceof errors.UnexpectedResponse) return "perhaps";
  if (!(error instanceof errors.ApiError)) return undefined;
  return error.statusCode >= 500 ? "perhaps" : error.statusCode === TOO_MANY_REQUESTS ? "nothing" : undefined;
}

/** Return whether a read may succeed if it is repeated. It won't after a complete answer with an unusable body. */
export function mayPass(error: unknown): boolean {
  return effectOf(error) !== undefined && !(error instanceof errors.UnexpectedResponse && !error.wasCutShort);
}

/** Return a failure of another request as that of a create that was not sent. Other errors stay as they are. */
export function notSent(error: unknown): unknown {
  if (!(error instanceof errors.ConnectionFailed)) return error;
  const type = error instanceof errors.ResponseTimeout ? errors.ResponseTimeout : errors.ConnectionFailed;
  return new type(error.reason, false, { cause: error.cause });
}

/** Return whether an error says that the cluster is making another snapshot. */
export function isBusy(error: unknown): boolean {
  return error instanceof errors.Forbidden && error.errorCode === BUSY;
}

/** Return the error, with another one as its cause. The reason of a caller's signal is the caller's, and stays as it is. */
export function caused(error: unknown, cause: unknown): unknown {
  if (error instanceof errors.DwsError && cause !== undefined && cause !== error) {
    Object.defineProperty(error, "cause", { value: cause, configurable: true, writable: true });
  }
  return error;
}
