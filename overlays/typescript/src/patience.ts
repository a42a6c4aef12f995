/** What calls that go on until they are done have in common: time limits, pauses, and what a failure says of an effect. */

import { unlessAborted, type CallOptions } from "../../../generated/typescript/index.js";
import * as errors from "./errors.js";

const TOO_MANY_REQUESTS = 429;
const BUSY = "DWS.7023";

/** Return the next pause, in milliseconds, after a failure or an answer that is not yet the wanted one. */
export type Pauses = (failure?: unknown) => number;

/**
 * Return pauses that double from the first to the longest, each cut at random by up to a half. One is never shorter than
 * the failure's `Retry-After`. They are the same in every language: tests/vectors/pauses.json.
 */
export function pauses(first: number, longest: number): Pauses {
  let next = first;
  return (failure) => {
    const pause = next * (1 - Math.random() / 2);
    next = Math.min(longest, 2 * next);
    return Math.max(pause, (failure instanceof errors.ApiError && failure.retryAfter) || 0);
  };
}

/** The end of a time on the monotonic clock that a caller's signal may end. */
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

  /** Timers may run up to a millisecond early. */
  get passed(): boolean {
    return this.left < 1;
  }

  /** For a call that ends in time, and within the milliseconds of the client. */
  options(timeout: number): CallOptions {
    return { signal: this.#signal, timeout: Math.max(1, Math.min(timeout, this.left)) };
  }

  /** Wait for the milliseconds, but not beyond the end. Throws the signal's reason. */
  pause(milliseconds: number): Promise<void> {
    return pause(Math.min(milliseconds, this.left), this.#signal);
  }
}

/** Wait for the milliseconds. Throws the signal's reason. */
export async function pause(milliseconds: number, signal: AbortSignal | undefined): Promise<void> {
  let timer: ReturnType<typeof setTimeout> | undefined;
  const over = new Promise<void>((resolve) => (timer = setTimeout(resolve, Math.ceil(milliseconds))));
  await unlessAborted(over, signal).finally(() => clearTimeout(timer));
}

/**
 * Tell what a failed request did, where it may succeed when it is repeated: "nothing", or perhaps what it was for.
 * undefined: it is not to be repeated.
 */
export function effectOf(error: unknown): "nothing" | "perhaps" | undefined {
  if (error instanceof errors.ConnectionFailed) return error.mayHaveBeenSent ? "perhaps" : "nothing";
  if (error instanceof errors.UnexpectedResponse) return "perhaps";
  if (!(error instanceof errors.ApiError)) return undefined;
  return error.statusCode >= 500 ? "perhaps" : error.statusCode === TOO_MANY_REQUESTS ? "nothing" : undefined;
}

/** Tell whether a request that only reads may succeed when it is repeated: not where a whole answer is another thing. */
export function mayPass(error: unknown): boolean {
  return effectOf(error) !== undefined && !(error instanceof errors.UnexpectedResponse && !error.wasCutShort);
}

/** Return a failure of a request that only reads as one of a create that was not sent. */
export function notSent(error: errors.ConnectionFailed): errors.ConnectionFailed {
  const type = error instanceof errors.ResponseTimeout ? errors.ResponseTimeout : errors.ConnectionFailed;
  return new type(error.reason, false, { cause: error.cause });
}

/** Tell whether the cluster is making another snapshot. */
export function isBusy(error: unknown): boolean {
  return error instanceof errors.Forbidden && error.errorCode === BUSY;
}

/** Return the error, with what led to it as its cause. */
export function caused(error: unknown, cause: unknown): unknown {
  if (error instanceof Error && cause !== undefined && cause !== error) {
    Object.defineProperty(error, "cause", { value: cause, configurable: true, writable: true });
  }
  return error;
}
