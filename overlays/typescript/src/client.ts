/** The client: authentication, errors and patience around the generated operations. */

import * as api from "../../../generated/typescript/index.js";
import { apiError, unexpected } from "./answers.js";
import { httpUrl, milliseconds } from "./arguments.js";
import type { Auth, ProofHeaders } from "./auth.js";
import { InvalidRequest, ResponseTimeout, UnexpectedResponse } from "./errors.js";
import { exchange } from "./sending.js";
import { createSnapshotOnce, waitUntilAvailable, type WaitOptions } from "./waiting.js";

export interface DwsClientOptions {
  /** 32 lower-case hexadecimal digits, or a UUID in lower case. */
  readonly projectId: string;
  /** AkSkAuth, TokenAuth, PasswordAuth, or one of your own. */
  readonly auth: Auth;
  /** Milliseconds until an answer must be complete; 60,000 by default. Node gives up connecting after 10,000. */
  readonly timeout?: number;
  /** Sends the requests, for a proxy or a certificate authority of your own; the platform's by default. */
  readonly fetch?: typeof fetch;
}

/** How a cluster's snapshots are listed. */
export type PageOptions = NonNullable<api.ListClusterSnapshotsData["query"]>;

const TIMEOUT = 60_000;
const OK = 200;
const UNAUTHORIZED = 401;

/**
 * A client of the snapshot API. Immutable; any number of calls may run at once.
 *
 * Every call rejects with InvalidRequest before anything is sent; with ApiError for an answer that is no success; with
 * UnexpectedResponse, ConnectionFailed or ResponseTimeout otherwise. A request is sent once; only one that was refused
 * with 401 is sent again, with a new token, and by fetch itself one that was answered 421, "not processed". Redirects
 * are not followed. (A browser may by itself repeat a request on a kept connection that turns out to be closed.)
 */
export class DwsClient extends api.Calls {
  readonly endpoint: string;
  override readonly projectId: string;
  readonly timeout: number;
  readonly #auth: Auth;
  readonly #fetch: typeof fetch;

  /** endpoint: for example "https://dws.eu-de.otc.t-systems.com". Throws InvalidRequest. */
  constructor(endpoint: string, options: DwsClientOptions) {
    super();
    const { projectId, auth, timeout = TIMEOUT, fetch = globalThis.fetch } = options;
    this.endpoint = httpUrl("endpoint", endpoint);
    this.projectId = checked(() => api.encode(api.schemas.ProjectId, projectId, "project_id")) as string;
    this.timeout = milliseconds("timeout", timeout);
    if (typeof auth?.headers !== "function" || typeof auth.secrets !== "function") {
      throw new InvalidRequest("auth", "must be an AkSkAuth, a TokenAuth, a PasswordAuth or another Auth", typeof auth);
    }
    if (typeof fetch !== "function") throw new InvalidRequest("fetch", "must be a function", fetch);
    this.#auth = auth;
    this.#fetch = fetch;
    Object.freeze(this);
  }

  /**
   * Create a snapshot exactly once, in spite of answers that are lost.
   *
   * Where it is not known whether a request had its effect (mayHaveBeenSent, UnexpectedResponse, 5xx), the cluster's
   * snapshots are listed after a pause: one of this name, without regard to case, is returned; if there is none, the
   * request is repeated. So is one that certainly had no effect, 429 included. Pauses double from 0.1 seconds to 10,
   * each cut at random by up to a half. Names are unique within a project, so there is never a second snapshot. The
   * limit: one of the same name and cluster that was there before, or that somebody else creates meanwhile, can't be
   * told from one's own once an answer was lost.
   *
   * timeout: milliseconds for all of it, by default 300,000; then the last failure that leaves open whether the snapshot
   * exists is thrown, or else the last failure. A name that was taken before the call began is a BadRequest, a busy
   * cluster a Forbidden.
   */
  createSnapshotOnce(snapshot: api.Snapshot, options: api.CallOptions = {}): Promise<api.SnapshotResp> {
    return createSnapshotOnce(this, snapshot, options);
  }

  /**
   * Wait until a snapshot is `AVAILABLE` and return it.
   *
   * Its details are read again after pauses that double from 1 second to 30, each cut at random by up to a half.
   * onProgress is called with each. 5xx, 429 and broken connections are passed over. timeout: milliseconds for all of it,
   * by default 3,600,000. Rejects with SnapshotFailed where it is `UNAVAILABLE`, with UnexpectedResponse where the answer
   * is another kind of thing, with WaitTimeout at the end of the time.
   */
  waitUntilAvailable(snapshotId: string, options: WaitOptions = {}): Promise<api.SnapshotDetail> {
    return waitUntilAvailable(this, snapshotId, options);
  }

  protected override async call<Data extends object, Result>(
    operation: api.Operation<Data, Result>,
    data: Omit<Data, "url">,
    { signal, timeout = this.timeout }: api.CallOptions = {},
  ): Promise<Result> {
    const { target, ...encoded } = checked(() => api.encodeRequest(operation, data));
    const conditions = { fetch: this.#fetch, timeout: milliseconds("timeout", timeout), signal };
    const request = { ...encoded, url: new URL(this.endpoint + target) };
    const send = (proof: ProofHeaders) =>
      exchange({ ...request, headers: { ...request.headers, ...proof } }, conditions);
    const proof = await this.#auth.headers(request, conditions);
    let answer = await send(proof);
    if (answer.status === UNAUTHORIZED && this.#auth.renew) {
      answer = await send(await this.#auth.renew(proof, conditions));
    }
    if (answer.status !== operation.success) throw apiError(answer, this.#auth.secrets());
    return resultOf(operation, answer);
  }

  protected override contradiction(reason: string): UnexpectedResponse {
    return new UnexpectedResponse(OK, reason, undefined);
  }
}

/** Return what a success holds. Throws UnexpectedResponse or ResponseTimeout. */
function resultOf<Data extends object, Result>(operation: api.Operation<Data, Result>, answer: api.Answer): Result {
  // Where nobody needs the body, the status says all.
  if (!operation.result) return undefined as Result;
  if (answer.cut === "late") throw new ResponseTimeout("the answer began and did not end in time", true);
  if (answer.cut) throw unexpected(answer, "the answer was cut short");
  try {
    return api.decodeResult(operation, JSON.parse(answer.body));
  } catch (error) {
    if (error instanceof api.ConstraintError) throw unexpected(answer, `in the answer, ${error.message}`);
    const type = answer.headers.get("Content-Type") ?? "no media type";
    throw unexpected(answer, `the answer is no JSON but ${answer.body.length} characters of ${type}`);
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
