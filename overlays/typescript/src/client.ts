/** The client: authentication, errors and patience around the generated operations. */

import * as api from "../../../generated/typescript/index.js";
import { apiError, unexpected } from "./answers.js";
import { httpUrl, milliseconds, noOthers } from "./arguments.js";
import type { Auth, ProofHeaders } from "./auth.js";
import { createSnapshotOnce, createUnlessBusy, type CreateOptions } from "./creating.js";
import { InvalidRequest, ResponseTimeout, UnexpectedResponse } from "./errors.js";
import { clearing, type Clear } from "./redaction.js";
import { exchange, mayRepeat, within } from "./sending.js";
import { patiently, waitUntilAvailable, type WaitOptions } from "./waiting.js";

/** What a client needs, and how it sends. */
export interface DwsClientOptions {
  /** 32 lower-case hexadecimal digits, or a UUID in lower case. */
  readonly projectId: string;
  /** AkSkAuth, TokenAuth, PasswordAuth, or one of your own. */
  readonly auth: Auth;
  /**
   * Milliseconds until an answer must be complete, IAM's included; 60,000 by default. Node gives up connecting after
   * 10,000.
   */
  readonly timeout?: number | undefined;
  /**
   * Sends the requests, for a proxy or a certificate authority of your own: undici's fetch, or one that wraps another. By
   * default `globalThis.fetch`, as it is when a call is made.
   */
  readonly fetch?: api.Fetch | undefined;
}

/** How a cluster's snapshots are listed. */
export type PageOptions = NonNullable<api.ListClusterSnapshotsData["query"]>;

const TIMEOUT = 60_000;
const OK = 200;
const UNAUTHORIZED = 401;

/** A header that proves an identity without being a secret. */
const DATE = "X-Sdk-Date";

/**
 * A client of the snapshot API. Its settings don't change; any number of calls may run at once.
 *
 * Every call rejects with InvalidRequest before anything is sent; with ApiError for an answer that is no success; with
 * UnexpectedResponse, ConnectionFailed or ResponseTimeout otherwise. A request is sent once; only one that was refused
 * with 401 is sent again, with a new token, and by fetch itself one that was answered 421, "not processed". Redirects
 * are not followed. (The fetch of browsers and of Deno may by itself repeat a request on a kept connection that turns out
 * to be closed. Then the second may be refused because the first had its effect: see mayHaveBeenSentTwice of ApiError.)
 */
export class DwsClient extends api.Calls {
  /** The service's address, without a slash at its end. */
  readonly endpoint: string;
  override readonly projectId: string;
  /** Milliseconds until an answer must be complete. */
  readonly timeout: number;
  readonly #auth: Auth;
  readonly #fetch: api.Fetch | undefined;

  /** endpoint: for example "https://dws.eu-de.otc.t-systems.com". Throws InvalidRequest. */
  constructor(endpoint: string, options: DwsClientOptions) {
    super();
    const { projectId, auth, timeout = TIMEOUT, fetch, ...others } = options ?? {};
    noOthers(others, ["projectId", "auth", "timeout", "fetch"]);
    this.endpoint = httpUrl("endpoint", endpoint);
    this.projectId = checked(() => api.encode(api.schemas.ProjectId, projectId, "projectId")) as string;
    this.timeout = milliseconds("timeout", timeout);
    if (typeof auth?.headers !== "function" || typeof auth.secrets !== "function") {
      throw new InvalidRequest("auth", "must be an AkSkAuth, a TokenAuth, a PasswordAuth or another Auth", typeof auth);
    }
    if (fetch !== undefined && typeof fetch !== "function") throw new InvalidRequest("fetch", "must be a function", fetch);
    this.#auth = auth;
    this.#fetch = fetch;
    // Methods may be replaced by a test.
    for (const name of Object.keys(this)) Object.defineProperty(this, name, { writable: false });
  }

  /**
   * Create a snapshot; the service goes on making it. The request is sent once, unless it was refused with 401 or, within
   * busyTimeout, because the cluster is making another.
   */
  override async createSnapshot(snapshot: api.Snapshot, options: CreateOptions = {}): Promise<api.SnapshotResp> {
    const { busyTimeout, ...others } = options;
    return createUnlessBusy(() => super.createSnapshot(snapshot, others), options);
  }

  /**
   * Create a snapshot exactly once, in spite of answers that are lost.
   *
   * The project's snapshots are listed before anything is sent, so that one of this name that was there before is never
   * returned. Where it is not known whether a request had its effect (mayHaveBeenSent, UnexpectedResponse, 5xx), they are
   * listed again after a pause, until the end of the time: a new one of this name and cluster, without regard to case, is
   * returned; if there is none, the request is repeated. So is one that certainly had no effect, 429 included. Pauses
   * double from 0.1 seconds to 10, each cut at random by up to a half, and are at least what `Retry-After` says. Names are
   * unique within a project, so there is never a second snapshot. The limit: one of the same name and cluster that
   * somebody else creates meanwhile can't be told from one's own once an answer was lost.
   *
   * timeout: milliseconds for all of it, by default 300,000 and busyTimeout. A refusal is thrown at once, as long as no
   * failure has left open whether the snapshot exists. Where one has, at the end of the time, the last refusal is thrown,
   * with that failure as its cause, or else that failure. With another fetch than Node's own, which may repeat a request
   * by itself, the list is read once more before a first refusal is thrown.
   */
  async createSnapshotOnce(snapshot: api.Snapshot, options: CreateOptions = {}): Promise<api.SnapshotResp> {
    const data = { path: { projectId: this.projectId }, body: { snapshot } };
    checked(() => api.encodeRequest(api.operations.createSnapshot, data));
    return createSnapshotOnce(this, snapshot, options);
  }

  /**
   * Wait until a snapshot is `AVAILABLE` and return it.
   *
   * Its details are read again after pauses that double from 1 second to 30, each cut at random by up to a half.
   * They are at least what `Retry-After` says. onProgress is called with each. 5xx, 429 and broken connections are passed
   * over. timeout: milliseconds for all of it, by default 3,600,000. Rejects with SnapshotFailed where it is `UNAVAILABLE`,
   * with UnexpectedResponse where the answer is another kind of thing, with WaitTimeout at the end of the time.
   */
  waitUntilAvailable(snapshotId: string, options: WaitOptions = {}): Promise<api.SnapshotDetail> {
    return waitUntilAvailable(this, snapshotId, options);
  }

  protected override async call<Data extends object, Result>(
    operation: api.Operation<Data, Result>,
    data: Omit<Data, "url">,
    { signal, timeout = this.timeout, ...others }: api.CallOptions = {},
  ): Promise<Result> {
    noOthers(others, ["signal", "timeout"]);
    const { target, ...encoded } = checked(() => api.encodeRequest(operation, data));
    if (signal && typeof signal.throwIfAborted !== "function") {
      throw new InvalidRequest("signal", "must be an AbortSignal", signal);
    }
    const end = performance.now() + milliseconds("timeout", timeout);
    const conditions = (): api.Conditions => ({
      fetch: this.#fetch ?? globalThis.fetch,
      timeout: Math.max(1, end - performance.now()),
      signal,
    });
    const request = { ...encoded, url: new URL(this.endpoint + target) };
    const late = () => new ResponseTimeout(`${request.url.origin}: the time was over before the request`, false);
    const proofs: ProofHeaders[] = [];
    const clear: Clear = (text) => clearing([...this.#auth.secrets(), ...proofs.flatMap(secretsIn)])(text);
    const send = async (prove: (conditions: api.Conditions) => Promise<ProofHeaders>): Promise<api.Answer> => {
      const proving = conditions();
      const proof = await within(prove(proving), proving, late);
      proofs.push(proof);
      return exchange({ ...request, headers: { ...request.headers, ...proof } }, conditions(), clear);
    };
    let answer = await send((proving) => this.#auth.headers(request, proving));
    if (answer.status === UNAUTHORIZED && this.#auth.renew) {
      answer = await send((proving) => this.#auth.renew!(proofs[0]!, proving));
    }
    const twice = operation.method !== "GET" && mayRepeat(conditions().fetch);
    if (!api.isSuccess(answer.status)) throw apiError(answer, clear, twice);
    const result = resultOf(operation, answer, clear);
    const another = operation.method === "GET" && anotherThing((data as api.Arguments).path, result);
    if (another) throw unexpected(answer, `the answer tells of ${another}, which was not asked for`, clear);
    return result;
  }

  protected override patiently<Page>(read: () => Promise<Page>, options: api.CallOptions): Promise<Page> {
    return patiently(read, options);
  }

  protected override contradiction(reason: string): UnexpectedResponse {
    return new UnexpectedResponse(OK, reason, undefined);
  }
}

/** Return what of a proof must not be shown. */
function secretsIn(proof: ProofHeaders): string[] {
  return Object.entries(proof).flatMap(([name, value]) => (name === DATE ? [] : value));
}

/** Return the ID of the snapshot or the cluster of an answer, where it is not that of the path. */
function anotherThing(path: unknown, result: unknown): string | undefined {
  for (const [name, asked] of Object.entries(path ?? {})) {
    const told = (result as Record<string, { readonly id?: string } | undefined>)[name.replace(/Id$/, "")]?.id;
    if (told !== undefined && told.toLowerCase() !== String(asked).toLowerCase()) return told;
  }
  return undefined;
}

/** Return what a success holds. Throws UnexpectedResponse or ResponseTimeout. */
function resultOf<Data extends object, Result>(
  operation: api.Operation<Data, Result>,
  answer: api.Answer,
  clear: Clear,
): Result {
  // Where nobody needs the body, the status says all.
  if (!operation.result) return undefined as Result;
  if (answer.cut === "late") throw new ResponseTimeout("the answer began and did not end in time", true);
  if (answer.cut === "long") throw unexpected(answer, "the answer is longer than 64 MB", clear);
  if (answer.cut) throw unexpected(answer, "the answer was cut short", clear);
  try {
    return api.decodeResult(operation, JSON.parse(answer.body));
  } catch (error) {
    if (error instanceof api.ConstraintError) throw unexpected(answer, `in the answer, ${error.message}`, clear);
    const type = answer.headers.get("Content-Type") ?? "no media type";
    throw unexpected(answer, `the answer is not JSON but ${answer.body.length} characters of ${type}`, clear);
  }
}

/** Do what checks a caller's value; its error becomes an InvalidRequest. */
function checked<Value>(check: () => Value): Value {
  try {
    return check();
  } catch (error) {
    throw error instanceof api.ConstraintError ? new InvalidRequest(error.place, error.rule, error.value) : error;
  }
}
