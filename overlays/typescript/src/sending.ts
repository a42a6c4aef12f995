/** Sending as the generated client does it, with the errors of this package. */

import * as api from "../../../generated/typescript/index.js";
import { ConnectionFailed, ResponseTimeout, UnexpectedResponse } from "./errors.js";

/** Send a request once. Throws ConnectionFailed, ResponseTimeout, UnexpectedResponse, or the reason of the signal. */
export async function exchange(request: api.HttpRequest, conditions: api.Conditions): Promise<api.Answer> {
  try {
    return await api.exchange(request, conditions);
  } catch (error) {
    if (!(error instanceof api.NoAnswer)) throw error;
    if (error.unreadable) throw new UnexpectedResponse(0, error.message, undefined);
    const type = error.late ? ResponseTimeout : ConnectionFailed;
    throw new type(error.message, error.mayHaveBeenSent, { cause: error.cause });
  }
}

/** Wait for a promise, or throw the signal's reason. The promise goes on. */
export function unlessAborted<Value>(promise: Promise<Value>, signal: AbortSignal | undefined): Promise<Value> {
  if (!signal) return promise;
  let cancel = (): void => {};
  const aborted = new Promise<never>((_, reject) => (cancel = () => reject(signal.reason)));
  signal.addEventListener("abort", cancel);
  if (signal.aborted) cancel();
  return Promise.race([promise, aborted]).finally(() => signal.removeEventListener("abort", cancel));
}
