/** Sends requests with the generated client, but throws the errors of this package. */

import * as api from "../../../generated/typescript/index.js";
import { ConnectionFailed, ResponseTimeout, UnexpectedResponse } from "./errors.js";
import type { Clear } from "./redaction.js";

const platform = globalThis as { readonly process?: { readonly versions?: object }; Deno?: unknown; Bun?: unknown };
/** Also true on Deno and Bun. */
const isNodeLike = "node" in (platform.process?.versions ?? {});
const isNode = isNodeLike && !platform.Deno && !platform.Bun;
const NODES_OWN = isNode ? globalThis.fetch : undefined;

/** The version of this package. */
const VERSION = "1.0.0";
/** Not in browsers: a service need not allow this header for pages. */
const NAMED = isNodeLike ? { "User-Agent": `dws-snapshots-typescript/${VERSION}` } : {};

/**
 * Return whether a fetch may send a request twice by itself. Node's own does not. Those of browsers and Deno repeat even a
 * POST if a kept connection turns out to be closed, and others might.
 */
export const mayRepeat = (fetch: unknown): boolean => fetch !== NODES_OWN;

/** Send a request once. Throws ConnectionFailed, ResponseTimeout, UnexpectedResponse, or the reason of the signal. */
export async function exchange(
  request: api.HttpRequest,
  conditions: api.Conditions,
  clear: Clear,
): Promise<api.Answer> {
  try {
    const headers = { ...NAMED, ...request.headers };
    const answer = await api.exchange({ ...request, headers }, conditions);
    const wrong = api.isSuccess(answer.status) ? undefined : wrongEncoding(answer, clear);
    return wrong ? { ...answer, body: wrong } : answer;
  } catch (error) {
    if (!(error instanceof api.NoAnswer)) throw error;
    const cleared = clear(error.message);
    const reason = api.printable(cleared);
    if (error.unreadable) throw new UnexpectedResponse(0, reason, undefined);
    const type = error.late ? ResponseTimeout : ConnectionFailed;
    // If the message contained a secret, the cause is left out.
    throw new type(reason, error.mayHaveBeenSent, cleared === error.message ? { cause: error.cause } : undefined);
  }
}

/**
 * Return what is wrong with an answer whose encoding is not gzip, the only one that was requested. (Browsers request more
 * by themselves.)
 */
function wrongEncoding({ headers }: api.Answer, clear: Clear): string | undefined {
  const encoding = headers.get("Content-Encoding") ?? "identity";
  if (!isNode || /^\s*(gzip|x-gzip|identity)\s*$/i.test(encoding)) return undefined;
  return `the answer is encoded as ${api.printable(clear(encoding))}, which was not asked for`;
}

/** Throw UnexpectedResponse for a success whose encoding was not requested. */
export function refuseOtherEncodings(answer: api.Answer, clear: Clear): void {
  const wrong = wrongEncoding(answer, clear);
  if (wrong) throw new UnexpectedResponse(answer.status, wrong, undefined);
}

/** Wait for a promise, but not longer than the timeout or the signal allows. The promise itself goes on. */
export async function within<Value>(
  promise: Promise<Value>,
  { timeout, signal }: Omit<api.Conditions, "fetch">,
  late: () => Error,
): Promise<Value> {
  let timer: ReturnType<typeof setTimeout> | undefined;
  const over = new Promise<never>((_, reject) => (timer = setTimeout(() => reject(late()), timeout)));
  try {
    return await api.unlessAborted(Promise.race([promise, over]), signal);
  } finally {
    clearTimeout(timer);
  }
}
