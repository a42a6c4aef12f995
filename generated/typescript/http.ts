// Generated from openapi.yaml by overlays/typescript/generate.ts.

/** One HTTP exchange with a time limit, over the platform's own fetch: what came, or why nothing came. */

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
  /** Whether the body ended early, and why: because the time was over, or otherwise. */
  readonly cut?: "late" | "broken" | undefined;
}

/** No answer came. `cause` is what fetch says of it. */
export class NoAnswer extends Error {
  /** Whether the time was over. */
  readonly late: boolean;
  /** Whether the request may have reached the service, so that it may have had its effect. */
  readonly mayHaveBeenSent: boolean;
  /** Whether an answer came that the platform does not read. */
  readonly unreadable: boolean;

  constructor(reason: string, late: boolean, mayHaveBeenSent: boolean, cause: unknown, unreadable = false) {
    super(reason, { cause });
    this.name = "NoAnswer";
    this.late = late;
    this.mayHaveBeenSent = mayHaveBeenSent;
    this.unreadable = unreadable;
  }
}

/** What can only happen before a request leaves: no address, no connection, no trust in the certificate. */
const NEVER_SENT = new RegExp(
  "^(connect|getaddrinfo|ECONNREFUSED|ENOTFOUND|EAI_AGAIN|UND_ERR_CONNECT_TIMEOUT)$|" +
    "^(CERT_|UNABLE_TO_|DEPTH_ZERO_|SELF_SIGNED_|ERR_TLS_CERT_|HOSTNAME_MISMATCH|INVALID_CA|INVALID_PURPOSE)",
);
const LATE = /^UND_ERR_(HEADERS|BODY)_TIMEOUT$/;
const TOO_LONG = "UND_ERR_HEADERS_OVERFLOW";
const TOO_LONG_SENTENCE =
  "the headers of the answer, a token perhaps, are longer than Node reads; start it with --max-http-header-size=65536";

/** Send a request once. Throws NoAnswer, or the reason of the caller's signal. */
export async function exchange(request: HttpRequest, { fetch, timeout, signal }: Conditions): Promise<Answer> {
  signal?.throwIfAborted();
  const { url, body = null, ...rest } = request;
  const limit = new AbortController();
  const timer = setTimeout(() => limit.abort(), timeout);
  const isLate = (error: unknown): boolean =>
    limit.signal.aborted || causesOf(error).some(({ code = "" }) => LATE.test(code));
  try {
    const ending = signal ? AbortSignal.any([signal, limit.signal]) : limit.signal;
    const how = { redirect: "manual", credentials: "omit", cache: "no-store", signal: ending } as const;
    const response = await fetch(url, { ...rest, body, ...how });
    const received = await read(response);
    signal?.throwIfAborted();
    const cut = received.failure && (isLate(received.failure.error) ? "late" : "broken");
    return { status: response.status, headers: response.headers, body: received.text, cut };
  } catch (error) {
    if (signal?.aborted) throw signal.reason;
    if (isLate(error)) throw new NoAnswer(`${url.origin}: no answer in time`, true, true, error);
    const causes = causesOf(error);
    if (causes.some(({ code }) => code === TOO_LONG)) {
      throw new NoAnswer(`${url.origin}: ${TOO_LONG_SENTENCE}`, false, true, error, true);
    }
    const sent = !causes.every(({ code = "", syscall = "" }) => NEVER_SENT.test(code) || NEVER_SENT.test(syscall));
    const words = causes.map(({ message, code }) => message || code).join(", ");
    throw new NoAnswer(`${url.origin}: ${words}`, false, sent, error);
  } finally {
    clearTimeout(timer);
  }
}

/** Read the body as far as it comes. */
async function read(response: Response): Promise<{ text: string; failure?: { error: unknown } }> {
  const decoder = new TextDecoder();
  let text = "";
  try {
    const reader = response.body?.getReader();
    for (let part = await reader?.read(); part && !part.done; part = await reader?.read()) {
      text += decoder.decode(part.value, { stream: true });
    }
  } catch (error) {
    return { text, failure: { error } };
  }
  return { text: text + decoder.decode() };
}

/** Return what fetch says went wrong: one failure, or one for each address that was tried. */
function causesOf(error: unknown): (Error & { readonly code?: string; readonly syscall?: string })[] {
  const cause = error instanceof Error && error.cause instanceof Error ? error.cause : error;
  if (cause instanceof AggregateError && cause.errors.length > 0) return cause.errors;
  return [cause instanceof Error ? cause : new Error(String(cause))];
}
