/** One HTTP exchange with a time limit, over the platform's own fetch: what came, or why nothing came. */

import { ConnectionFailed, ResponseTimeout } from "./errors.js";

export interface HttpRequest {
  readonly method: string;
  readonly url: URL;
  readonly headers: Readonly<Record<string, string>>;
  readonly body?: string | undefined;
}

/** How a request is sent. */
export interface Conditions {
  readonly fetch: typeof fetch;
  /** Milliseconds until the whole answer must be there. */
  readonly timeout: number;
  readonly signal?: AbortSignal | undefined;
}

/** An answer as far as it came. */
export interface Answer {
  readonly status: number;
  readonly headers: Headers;
  readonly body: string;
  /** Why the body ended early. */
  readonly cut?: "late" | "broken" | undefined;
}

/** What can only happen before a request leaves: no address, no connection, no trust in the certificate. */
const NEVER_SENT = /^(connect|getaddrinfo|ECONNREFUSED|ENOTFOUND|EAI_AGAIN|UND_ERR_CONNECT_TIMEOUT)$/;
const CERTIFICATE =
  /^(CERT_|UNABLE_TO_|DEPTH_ZERO_|SELF_SIGNED_|ERR_TLS_CERT_|HOSTNAME_MISMATCH|INVALID_CA|INVALID_PURPOSE)/;
const LATE = /^UND_ERR_(HEADERS|BODY)_TIMEOUT$/;

/** Send a request once. Throws ConnectionFailed, ResponseTimeout, or the reason of the caller's signal. */
export async function exchange(request: HttpRequest, { fetch, timeout, signal }: Conditions): Promise<Answer> {
  signal?.throwIfAborted();
  const { url, method, headers, body = null } = request;
  const controller = new AbortController();
  const cancel = (): void => controller.abort();
  signal?.addEventListener("abort", cancel);
  let late = false;
  const timer = setTimeout(() => {
    late = true;
    cancel();
  }, timeout);
  try {
    const how = { redirect: "manual", credentials: "omit", cache: "no-store", signal: controller.signal } as const;
    const response = await fetch(url, { method, headers, body, ...how });
    const received = await read(response);
    if (received.failure !== undefined && signal?.aborted) throw received.failure;
    const cut = received.failure === undefined ? undefined : late || isLate(received.failure) ? "late" : "broken";
    return { status: response.status, headers: response.headers, body: received.body, cut };
  } catch (error) {
    throw signal?.aborted ? signal.reason : connectionFailed(url.origin, error, late);
  } finally {
    clearTimeout(timer);
    signal?.removeEventListener("abort", cancel);
  }
}

/** Read the body as far as it comes. */
async function read(response: Response): Promise<{ body: string; failure?: unknown }> {
  const decoder = new TextDecoder();
  let body = "";
  try {
    const reader = response.body?.getReader();
    for (let part = await reader?.read(); part && !part.done; part = await reader?.read()) {
      body += decoder.decode(part.value, { stream: true });
    }
  } catch (failure) {
    return { body, failure };
  }
  return { body: body + decoder.decode() };
}

function connectionFailed(origin: string, error: unknown, late: boolean): ConnectionFailed {
  if (late || isLate(error)) return new ResponseTimeout(`${origin}: no answer in time`, true, { cause: error });
  const causes = causesOf(error);
  const neverSent = causes.every(
    ({ code = "", syscall = "" }) => NEVER_SENT.test(code) || NEVER_SENT.test(syscall) || CERTIFICATE.test(code),
  );
  const words = causes.map(({ message, code }) => message || code).join(", ");
  return new ConnectionFailed(`${origin}: ${words}`, !neverSent, { cause: error });
}

interface SystemError extends Error {
  readonly code?: string;
  readonly syscall?: string;
}

/** Return what fetch says went wrong: one failure, or one for each address that was tried. */
function causesOf(error: unknown): SystemError[] {
  const cause = error instanceof Error && error.cause instanceof Error ? error.cause : error;
  if (cause instanceof AggregateError && cause.errors.length > 0) return cause.errors as SystemError[];
  return [cause instanceof Error ? cause : new Error(String(cause))];
}

function isLate(error: unknown): boolean {
  return causesOf(error).some(({ code = "" }) => LATE.test(code));
}
