/** The client: it adds authentication, errors and retries to the generated operations. */

import * as api from "../../../generated/typescript/index.js";
import { apiError, unexpected } from "./answers.js";
import { httpUrl, milliseconds, noOthers } from "./arguments.js";
import type { Auth, ProofHeaders } from "./auth.js";
import { createSnapshotOnce, createUnlessBusy, type CreateOptions } from "./creating.js";
import { InvalidRequest, ResponseTimeout, UnexpectedResponse } from "./errors.js";
import { clearing, type Clear } from "./redaction.js";
import { exchange, mayRepeat, refuseOtherEncodings, within } from "./sending.js";
import { patiently, waitUntilAvailable, type WaitOptions } from "./waiting.js";

/** The settings of a client. */
export interface DwsClientOptions {
  /** 32 lower-case hexadecimal digits, or a UUID in lower case. */
  readonly projectId: string;
  /** AkSkAuth, TokenAuth, PasswordAuth, or one of your own. */
  readonly auth: Auth;
  /**
   * Milliseconds until an answer must be complete, also one from IAM; 60,000 by default. Node stops trying to connect
   * after 10,000.
   */
  readonly timeout?: number | undefined;
  /**
   * Sends the requests; by default `globalThis.fetch` at the time of a call. Give another, such as undici's, for a proxy
   * or a certificate authority of your own.
   */
  readonly fetch?: api.Fetch | undefined;
}

/** The query of a page of a cluster's snapshots. */
export type PageOptions = NonNullable<api.ListClusterSnapshotsData["query"]>;

/** Milliseconds. */
export const TIMEOUT = 60_000;
const OK = 200;
const UNAUTHORIZED = 401;

/** A header that proves an identity without being a secret. */
const DATE = "X-Sdk-Date";

/**
 * A client of the snapshot API. Its settings don't change; any number of calls may run at once.
 *
 * A call rejects with InvalidRequest if a value is wrong, before anything is sent; with ApiError if the answer is not a
 * success; and otherwise with UnexpectedResponse, ConnectionFailed or ResponseTimeout. A request is sent once. It is sent
 * again only after a 401, with a new token, and by fetch itself after a 421, which means "not processed". Redirects are
 * not followed. (The fetch of browsers and of Deno may repeat a request by itself if a kept connection turns out to be
 * closed. The second request may then be refused because the first one took effect: see mayHaveBeenSentTwice of
 * ApiError.)
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
    // Only the settings are read-only: a test may replace methods.
    for (const name of Object.keys(this)) Object.defineProperty(this, name, { writable: false });
  }

  /**
   * Create a snapshot. The service is still making it when the call returns. The request is sent once; again only after a
   * 401 or, within busyTimeout, if the cluster is making another snapshot.
   */
  override async createSnapshot(snapshot: api.Snapshot, options: CreateOptions = {}): Promise<api.SnapshotResp> {
    const { busyTimeout, ...others } = options;
    return createUnlessBusy(() => super.createSnapshot(snapshot, others), options);
  }

  /**
   * Create exactly one snapshot, even if answers are lost.
   *
   * The project's snapshots are listed before anything is sent. So a snapshot of this name that existed before is never
   * returned. If a request may have taken effect although it failed (mayHaveBeenSent, UnexpectedResponse, 5xx), the list
   * is read again after a pause. If it contains a new snapshot of this name and cluster, in any case, that one is
   * returned; if not, the request is repeated. A request that certainly had no effect is also repeated, for example after
   * a 429. Pauses double from 0.1 seconds to 10; each is shortened at random by up to a half, but is at least as long as
   * `Retry-After` says. Names are unique within a project, so there is never a second snapshot. One case cannot be
   * detected: if an answer was lost and somebody else creates a snapshot of the same name and cluster at that time, that
   * one is returned.
   *
   * timeout: milliseconds for everything, by default 300,000 plus busyTimeout. A refusal is thrown at once, unless an
   * earlier request may have taken effect. In that case the search goes on, and at the end of the time the last refusal is
   * thrown, with the earlier failure as its cause, or that failure itself. A fetch other than Node's own may repeat a
   * request by itself, so with it the list is read once more before the first refusal is thrown.
   */
  async createSnapshotOnce(snapshot: api.Snapshot, options: CreateOptions = {}): Promise<api.SnapshotResp> {
    const data = { path: { projectId: this.projectId }, body: { snapshot } };
    checked(() => api.encodeRequest(api.operations.createSnapshot, data));
    return createSnapshotOnce(this, snapshot, options);
  }

  /**
   * Wait until a snapshot is `AVAILABLE`, and return it.
   *
   * Its details are read again after pauses that double from 1 second to 30. Each pause is shortened at random by up to a
   * half, but is at least as long as `Retry-After` says. onProgress is called with the details each time, and awaited. After
   * 5xx, 429 and broken connections the waiting goes on. timeout: milliseconds for everything, by default 3,600,000.
   * Rejects with SnapshotFailed if the snapshot becomes `UNAVAILABLE`, with UnexpectedResponse if an answer has an unusable
   * body, and with WaitTimeout at the end of the time.
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
    const another = operation.about && anotherThing(operation.about, (data as api.Arguments).path, result);
    if (another) throw unexpected(answer, `the answer tells of ${another}, which was not asked for`, clear);
    return result;
  }

  protected override patiently<Page>(read: () => Promise<Page>, options: api.CallOptions): Promise<Page> {
    return patiently(read, options);
  }

  protected override contradiction(reason: string): UnexpectedResponse {
    return new UnexpectedResponse(OK, reason, undefined);
  }

  protected override refused(option: string, rule: string, value: unknown): InvalidRequest {
    return new InvalidRequest(option, rule, value);
  }
}

/** Return the parts of a proof that must not be shown. */
function secretsIn(proof: ProofHeaders): string[] {
  return Object.entries(proof).flatMap(([name, value]) => (name === DATE ? [] : value));
}

/** Return the ID of the snapshot or cluster in an answer if it is not that of the path, else undefined. */
function anotherThing(about: string, path: unknown, result: unknown): string | undefined {
  const asked = (path as Record<string, string>)[`${about}Id`]!;
  const told = (result as Record<string, { readonly id: string }>)[about]!.id;
  return told.toLowerCase() === asked.toLowerCase() ? undefined : told;
}

/** Return the result of a success. Throws UnexpectedResponse or ResponseTimeout. */
function resultOf<Data extends object, Result>(
  operation: api.Operation<Data, Result>,
  answer: api.Answer,
  clear: Clear,
): Result {
  // Without a result, the status is enough and the body is ignored.
  if (!operation.result) return undefined as Result;
  refuseOtherEncodings(answer, clear);
  if (answer.cut === "late") throw new ResponseTimeout("the answer began and did not end in time", true);
  if (answer.cut === "long") throw unexpected(answer, "the answer is longer than 64 MB", clear);
  if (answer.cut === "broken") throw unexpected(answer, "the answer was cut short", clear);
  if (answer.cut) throw unexpected(answer, "the answer is not JSON, because it is not UTF-8", clear);
  try {
    return api.decodeResult(operation, JSON.parse(answer.body));
  } catch (error) {
    if (error instanceof api.ConstraintError) throw unexpected(answer, `in the answer, ${error.message}`, clear);
    const type = answer.headers.get("Content-Type") ?? "no media type";
    throw unexpected(answer, `the answer is not JSON but ${answer.body.length} characters of ${type}`, clear);
  }
}

/** Run a check of a caller's value, and turn its error into an InvalidRequest. */
function checked<Value>(check: () => Value): Value {
  try {
    return check();
  } catch (error) {
    throw error instanceof api.ConstraintError ? new InvalidRequest(error.place, error.rule, error.value) : error;
  }
}
