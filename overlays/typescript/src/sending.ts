/** Sending as the generated client does it, with the errors of this package. */

import * as api from "../../../generated/typescript/index.js";
import { ConnectionFailed, ResponseTimeout, UnexpectedResponse } from "./errors.js";
import type { Clear } from "./redaction.js";

const platform = globalThis as { readonly process?: { readonly versions?: object }; Deno?: unknown; Bun?: unknown };
/** Deno and Bun say so, too. */
const isNodeLike = "node" in (platform.process?.versions ?? {});
const isNode = isNodeLike && !platform.Deno && !platform.Bun;
const NODES_OWN = isNode ? globalThis.fetch : undefined;

/** The version of this package. */
const VERSION = "1.0.0";
/** A service need not allow a page in a browser to name itself. */
const NAMED = isNodeLike ? { "User-Agent": `dws-snapshots-typescript/${VERSION}` } : {};

/**
 * Tell whether a fetch may send a request twice by itself. Node's own does not. Those of browsers and Deno repeat also a
 * POST, on a kept connection that turns out to be closed; nothing is known of others.
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
    return taken(await api.exchange({ ...request, headers }, conditions), clear);
  } catch (error) {
    if (!(error instanceof api.NoAnswer)) throw error;
    const reason = api.printable(clear(error.message));
    if (error.unreadable) throw new UnexpectedResponse(0, reason, undefined);
    const type = error.late ? ResponseTimeout : ConnectionFailed;
    // What held a secret is not shown at all.
    throw new type(reason, error.mayHaveBeenSent, reason === error.message ? { cause: error.cause } : undefined);
  }
}

/**
 * Take no other encoding than gzip, which is all that was asked for. Browsers ask for more by themselves. Throws
 * UnexpectedResponse for a success; a failure stays what it is, without the service's words.
 */
function taken(answer: api.Answer, clear: Clear): api.Answer {
  const encoding = answer.headers.get("Content-Encoding") ?? "identity";
  if (!isNode || /^\s*(gzip|x-gzip|identity)\s*$/i.test(encoding)) return answer;
  const reason = `the answer is encoded as ${api.printable(clear(encoding))}, which was not asked for`;
  if (!api.isSuccess(answer.status)) return { ...answer, body: reason };
  throw new UnexpectedResponse(answer.status, reason, undefined);
}

/** Wait for a promise, but not longer than the time or the signal allows. The promise goes on. */
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
