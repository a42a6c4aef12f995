/** One HTTP exchange over fetch, with limits on time and memory. */

/** A request as it is sent. */
export interface HttpRequest {
  /** The HTTP method. */
  readonly method: string;
  /** The complete address. */
  readonly url: URL;
  /** The headers, except for those that the platform adds. */
  readonly headers: Readonly<Record<string, string>>;
  /** JSON. */
  readonly body?: string | undefined;
}

/** The arguments of fetch, besides the address. */
export interface FetchOptions {
  /** The HTTP method. */
  readonly method: string;
  /** The headers, except for those that the platform adds. */
  readonly headers: Record<string, string>;
  /** JSON, or null. */
  readonly body: string | null;
  /** Redirects are not followed. */
  readonly redirect: "manual";
  /** No cookies are sent. */
  readonly credentials: "omit";
  /** Nothing is cached. */
  readonly cache: "no-store";
  /** Ends the request. */
  readonly signal: AbortSignal;
}

/** The part of fetch's response that is used. */
export interface FetchResponse {
  /** The HTTP status. */
  readonly status: number;
  /** The headers, by names in either case. */
  readonly headers: { get(name: string): string | null };
  /** The body, if there is one. */
  readonly body: {
    getReader(): {
      read(): Promise<{ readonly done: boolean; readonly value?: Uint8Array | undefined }>;
      cancel(): Promise<unknown>;
    };
  } | null;
}

/** The part of fetch that is used. The platform's own fetch fits, as do undici's and wrappers of them. */
export type Fetch = (address: URL, options: FetchOptions) => Promise<FetchResponse>;

/** How a request is sent. */
export interface Conditions {
  /** Sends the request. */
  readonly fetch: Fetch;
  /** Milliseconds until the answer must be complete. */
  readonly timeout: number;
  /** Ends the request; the call then rejects with the signal's reason. */
  readonly signal?: AbortSignal | undefined;
}

/** An answer as far as it came. */
export interface Answer {
  /** The HTTP status. */
  readonly status: number;
  /** The headers, by names in either case. */
  readonly headers: FetchResponse["headers"];
  /** At most 64 MB; at most 1 MB if the answer is not a success. */
  readonly body: string;
  /** Why the body of a success is incomplete: the time was over, it is too long or not UTF-8, or the connection broke. */
  readonly cut?: "late" | "long" | "broken" | "no text" | undefined;
}

/** No answer came. `cause` has fetch's message and code, but nothing that was sent or received. */
export class NoAnswer extends Error {
  /** Whether the time was over. */
  readonly late: boolean;
  /** Whether the request may have reached the service, and so may have taken effect. */
  readonly mayHaveBeenSent: boolean;
  /** Whether an answer came that the platform could not read. */
  readonly unreadable: boolean;

  constructor(reason: string, late: boolean, mayHaveBeenSent: boolean, cause: unknown, unreadable = false) {
    super(reason, { cause });
    this.name = "NoAnswer";
    this.late = late;
    this.mayHaveBeenSent = mayHaveBeenSent;
    this.unreadable = unreadable;
  }
}

/** Failures that only happen before a request is sent: no address, connection or tunnel, no TLS or a bad certificate. */
const NEVER_SENT = new RegExp(
  "^(connect|getaddrinfo|ECONNREFUSED|ENOTFOUND|EAI_AGAIN|UND_ERR_CONNECT_TIMEOUT)$|" +
    "^(CERT_|UNABLE_TO_|DEPTH_ZERO_|SELF_SIGNED_|ERR_TLS_CERT_|HOSTNAME_MISMATCH|INVALID_CA|INVALID_PURPOSE)|" +
    "^ERR_SSL_(UNSUPPORTED_PROTOCOL|TLSV1_ALERT_PROTOCOL_VERSION)$|" +
    // OpenSSL calls this function for the first record only. Its code is also that of a later record.
    "^.*:tls_validate_record_header:wrong version number:|" +
    // These failures have no code.
    "^(bad port$|Proxy response \\(\\d+\\) !== 200|.* before secure TLS connection was established$)",
);
const LATE = /^UND_ERR_(HEADERS|BODY)_TIMEOUT$/;
const TOO_LONG = "UND_ERR_HEADERS_OVERFLOW";
const TOO_LONG_SENTENCE =
  "the headers of the answer, a token perhaps, are longer than Node reads; start it with --max-http-header-size=65536";
/** Bytes, counted after decompression. */
const LONGEST_SUCCESS = 64_000_000;
const LONGEST_FAILURE = 1_000_000;

/** Send a request once. Throws NoAnswer, or the reason of the caller's signal. */
export async function exchange(request: HttpRequest, { fetch, timeout, signal }: Conditions): Promise<Answer> {
  signal?.throwIfAborted();
  const { url, body = null, method } = request;
  // Browsers ignore this header and request what they can read.
  const headers = { "Accept-Encoding": "gzip", ...request.headers };
  const limit = new AbortController();
  const timer = setTimeout(() => limit.abort(), timeout);
  const isLate = (error: unknown): boolean =>
    limit.signal.aborted || causesOf(error).some(({ code = "" }) => LATE.test(code));
  try {
    const ending = signal ? AbortSignal.any([signal, limit.signal]) : limit.signal;
    const how = { redirect: "manual", credentials: "omit", cache: "no-store", signal: ending } as const;
    const response = await unlessAborted(fetch(url, { method, headers, body, ...how }), ending);
    const received = await read(response, ending);
    signal?.throwIfAborted();
    const cut = received.failure && (isLate(received.failure.error) ? "late" : "broken");
    return { status: response.status, headers: response.headers, body: received.text, cut: cut ?? received.cut };
  } catch (error) {
    if (signal?.aborted) throw signal.reason;
    const causes = causesOf(error);
    const [{ message, code }] = causes as [Cause];
    const cause = Object.assign(new Error(message), code && { code });
    if (isLate(error)) throw new NoAnswer(`${url.origin}: no answer in time`, true, true, cause);
    if (causes.some((one) => one.code === TOO_LONG)) {
      throw new NoAnswer(`${url.origin}: ${TOO_LONG_SENTENCE}`, false, true, cause, true);
    }
    const sent = !causes.every((one) => [one.code, one.syscall, one.message].some((word) => NEVER_SENT.test(word ?? "")));
    // Node's fetch says nothing about a 407.
    const words = causes.map((one) => one.message || one.code).join(", ") || "no readable answer came";
    throw new NoAnswer(`${url.origin}: ${words}`, false, sent, cause);
  } finally {
    clearTimeout(timer);
  }
}

/** Return whether a status is a success. */
export const isSuccess = (status: number): boolean => status >= 200 && status < 300;

/** Wait for a promise, or throw the signal's reason. The promise itself goes on. */
export function unlessAborted<Value>(promise: Promise<Value>, signal: AbortSignal | undefined): Promise<Value> {
  if (!signal) return promise;
  let cancel = (): void => {};
  const aborted = new Promise<never>((_, reject) => (cancel = () => reject(signal.reason)));
  signal.addEventListener("abort", cancel);
  if (signal.aborted) cancel();
  return Promise.race([promise, aborted]).finally(() => signal.removeEventListener("abort", cancel));
}

interface Received {
  readonly text: string;
  readonly failure?: { readonly error: unknown };
  readonly cut?: "long" | "no text";
}

/** Read the body, up to the limit or a failure. */
async function read(response: FetchResponse, ending: AbortSignal): Promise<Received> {
  const success = isSuccess(response.status);
  const decoder = new TextDecoder("utf-8", { fatal: success });
  const reader = response.body?.getReader();
  let text = "";
  let left = success ? LONGEST_SUCCESS : LONGEST_FAILURE;
  try {
    for (;;) {
      const part = reader && (await unlessAborted(reader.read(), ending));
      const bytes = part?.value;
      try {
        text += decoder.decode(bytes?.subarray(0, left), { stream: bytes !== undefined });
      } catch {
        reader?.cancel().catch(() => {});
        return { text: "", cut: "no text" };
      }
      if (!bytes) return { text };
      left -= bytes.length;
      if (left >= 0) continue;
      reader!.cancel().catch(() => {});
      return success ? { text: "", cut: "long" } : { text };
    }
  } catch (error) {
    return { text, failure: { error } };
  }
}

type Cause = Error & { readonly code?: string; readonly syscall?: string };

/** Return the causes of an error of fetch: one, or one for each address that was tried. */
function causesOf(error: unknown): readonly Cause[] {
  if (error instanceof AggregateError && error.errors.length > 0) return error.errors;
  if (!(error instanceof Error)) return [new Error(String(error))];
  return error.cause instanceof Error ? causesOf(error.cause) : [error];
}
