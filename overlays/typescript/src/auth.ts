/** The ways to prove an identity. */

import { isSuccess, utc, type Conditions, type HttpRequest } from "../../../generated/typescript/index.js";
import { apiError, unexpected } from "./answers.js";
import { headerValue, httpUrl, LONGEST, noOthers, oneOf, secret, secretKey as checkedKey } from "./arguments.js";
import { DwsError, ResponseTimeout } from "./errors.js";
import { notSent } from "./retries.js";
import { clearing } from "./redaction.js";
import { exchange, refuseOtherEncodings, within } from "./sending.js";
import { sign, type AccessKey } from "./signing.js";

/** Proves the caller's identity. AkSkAuth, TokenAuth and PasswordAuth implement it; you can write your own. */
export interface Auth {
  /** Return the headers to add to a request. */
  headers(request: HttpRequest, conditions: Conditions): Promise<ProofHeaders>;
  /** Return new headers in place of those that got a 401. The request is then sent once more. */
  renew?(refused: ProofHeaders, conditions: Conditions): Promise<ProofHeaders>;
  /** Return the texts that no error may show. */
  secrets(): readonly string[];
}

/** The headers that prove an identity. */
export type ProofHeaders = Readonly<Record<string, string>>;

/** Only these headers are signed: others may change between the client and the gateway. */
const SIGNED = /^(content-type|x-[a-z0-9-]+)$/i;
/** Milliseconds: a token is renewed this long before it expires, and after a failure again. */
const RENEWAL = 300_000;
const RENEW_AGAIN = 30_000;
/** Milliseconds that a call waits at most for a new token while the old one is valid. */
const RENEWAL_LONGEST = 5_000;
/** Milliseconds after which a running fetch of a token gets no more callers. */
const JOINED = 60_000;
/** So many of the last tokens are never shown: answers may still quote them. */
const KEPT = 8;

/** Signs each request with an access key and a secret key. Source: "AK/SK signature" in openapi.yaml. */
export class AkSkAuth implements Auth {
  readonly #key: AccessKey;

  /** securityToken: needed for a temporary key pair. Throws InvalidRequest for a value that is invalid in a header. */
  constructor(accessKey: string, secretKey: string, securityToken?: string) {
    headerValue("accessKey", accessKey);
    checkedKey("secretKey", secretKey);
    if (securityToken !== undefined) headerValue("securityToken", securityToken);
    this.#key = { accessKey, secretKey, securityToken };
  }

  async headers({ method, url, headers, body }: HttpRequest): Promise<ProofHeaders> {
    if (!globalThis.crypto?.subtle) {
      throw new DwsError("a signature needs Web Crypto, which browsers offer to pages from https:// and localhost only");
    }
    const signed = Object.fromEntries(Object.entries(headers).filter(([name]) => SIGNED.test(name)));
    const target = url.pathname + url.search;
    return sign({ method, target, headers: { ...signed, Host: url.host }, body }, this.#key, new Date());
  }

  secrets(): readonly string[] {
    return [this.#key.secretKey, this.#key.securityToken ?? ""].filter(Boolean);
  }
}

/** Sends a token that was fetched before, as `X-Auth-Token`. Source: "Token" in openapi.yaml. */
export class TokenAuth implements Auth {
  readonly #token: string;

  /** Throws InvalidRequest for a token that is invalid in a header. */
  constructor(token: string) {
    this.#token = headerValue("token", token);
  }

  async headers(): Promise<ProofHeaders> {
    return { "X-Auth-Token": this.#token };
  }

  secrets(): readonly string[] {
    return [this.#token];
  }
}

/** Who logs in, and the project that the token is for. */
export interface PasswordOptions {
  /** The user: exactly one of username and userId. */
  readonly username?: string | undefined;
  /** The user's ID. */
  readonly userId?: string | undefined;
  /** The user's password. */
  readonly password: string;
  /** The user's domain: exactly one of domainName and domainId, or neither if userId is given. */
  readonly domainName?: string | undefined;
  /** The ID of the user's domain. */
  readonly domainId?: string | undefined;
  /** The project of the token: exactly one of projectName and projectId. */
  readonly projectName?: string | undefined;
  /** The ID of the token's project. */
  readonly projectId?: string | undefined;
}

interface Token {
  readonly value: string;
  readonly projectId: string | undefined;
  /** On the monotonic clock. */
  readonly endsAt: number;
  renewAt: number;
}

/**
 * Fetches a token with a user name and a password, keeps it, and renews it before it expires, or once after a 401.
 *
 * Calls that need a token at the same time share one fetch and its failure; each waits only as long as its own timeout.
 * If renewing a token fails or takes more than half of a call's time or 5 seconds, the old one is used while it is valid,
 * and renewing is tried again after 30 seconds. If IAM refuses the password, a call throws Unauthorized; for other bad
 * answers of IAM it throws the same errors as for those of the service. Source: "Token" in openapi.yaml.
 */
export class PasswordAuth implements Auth {
  readonly #request: HttpRequest;
  readonly #password: string;
  #token: Token | undefined;
  #lastTokens: readonly string[] = [];
  #fetching: SharedFetch | undefined;

  /** authUrl: IAM's address, with or without `/v3` or `/v3/auth/tokens`. Throws InvalidRequest. */
  constructor(authUrl: string, options: PasswordOptions) {
    const { username, userId, password, domainName, domainId, projectName, projectId, ...others } = options ?? {};
    noOthers(others, ["username", "userId", "password", "domainName", "domainId", "projectName", "projectId"]);
    const base = httpUrl("authUrl", authUrl).replace(/\/auth\/tokens$/, "").replace(/\/v3$/, "");
    const url = new URL(`${base}/v3/auth/tokens`);
    const named = oneOf({ username, userId });
    const domain = userId === undefined && { domain: oneOf({ domainName, domainId }) };
    this.#password = secret("password", password);
    const project = oneOf({ projectName, projectId });
    const identity = { methods: ["password"], password: { user: { ...named, password, ...domain } } };
    const headers = { "Content-Type": "application/json", Accept: "application/json" };
    const body = JSON.stringify({ auth: { identity, scope: { project } } });
    this.#request = { method: "POST", url, headers, body };
  }

  headers(_: HttpRequest, conditions: Conditions): Promise<ProofHeaders> {
    return this.#usable(conditions);
  }

  renew(refused: ProofHeaders, conditions: Conditions): Promise<ProofHeaders> {
    return this.#usable(conditions, refused["X-Auth-Token"]);
  }

  secrets(): readonly string[] {
    return [this.#password, ...this.#lastTokens];
  }

  /** Fetch a token and return the ID of its project, undefined if it names none. Throws the same errors as a call. */
  async fetchProjectId(conditions: Conditions): Promise<string | undefined> {
    return (await this.#shared(conditions.fetch).wait(conditions)).projectId;
  }

  /** Return the kept token, or a new one if that one was refused or has to be renewed. */
  async #usable(conditions: Conditions, refused?: string): Promise<ProofHeaders> {
    const now = performance.now();
    // A refused token is never used again, even if no new one can be fetched.
    if (this.#token?.value === refused) this.#token = undefined;
    const kept = this.#token;
    if (kept && now < kept.renewAt) return { "X-Auth-Token": kept.value };
    const isValid = kept !== undefined && now < kept.endsAt;
    const timeout = isValid ? Math.min(conditions.timeout / 2, RENEWAL_LONGEST) : conditions.timeout;
    try {
      return { "X-Auth-Token": (await this.#shared(conditions.fetch).wait({ ...conditions, timeout })).value };
    } catch (error) {
      if (!isValid || conditions.signal?.aborted) throw error;
      kept.renewAt = Math.min(performance.now() + RENEW_AGAIN, kept.endsAt);
      return { "X-Auth-Token": kept.value };
    }
  }

  /** Return the running fetch, or start a new one if there is none or it has taken too long. */
  #shared(fetch: Conditions["fetch"]): SharedFetch {
    if (this.#fetching && performance.now() < this.#fetching.joinUntil) return this.#fetching;
    const late = () => new ResponseTimeout(`${this.#request.url.origin}: no answer in time`, false);
    const shared: SharedFetch = new SharedFetch(
      (signal) => this.#fetch({ fetch, signal, timeout: LONGEST }),
      late,
      () => {
        if (this.#fetching === shared) this.#fetching = undefined;
      },
    );
    return (this.#fetching = shared);
  }

  async #fetch(conditions: Conditions): Promise<Token> {
    const clear = clearing(this.secrets());
    const answer = await exchange(this.#request, conditions, clear).catch((error: unknown) => {
      // The operation itself was not sent, or was refused.
      throw notSent(error);
    });
    const value = answer.headers.get("X-Subject-Token") ?? "";
    const clearAll = clearing([...this.secrets(), value]);
    if (!isSuccess(answer.status)) throw apiError(answer, clearAll, false);
    refuseOtherEncodings(answer, clearAll);
    const { lifetime, projectId } = describedIn(answer.body);
    // The body may contain a token, so it is not shown.
    if (!value || Number.isNaN(lifetime)) throw unexpected(answer, "IAM's answer holds no token", clearAll);
    // The lifetime counts from now, because the two clocks need not agree.
    const endsAt = performance.now() + lifetime;
    this.#lastTokens = [value, ...this.#lastTokens].slice(0, KEPT);
    return (this.#token = { value, projectId, endsAt, renewAt: endsAt - Math.min(RENEWAL, lifetime / 10) });
  }
}

/** One fetch of a token, for all calls that wait for it. It is aborted when none waits any more. */
class SharedFetch {
  /** Others may join until this time on the monotonic clock. */
  readonly joinUntil = performance.now() + JOINED;
  readonly #token: Promise<Token>;
  readonly #late: () => Error;
  readonly #onEnd: () => void;
  readonly #ending = new AbortController();
  #waiting = 0;

  constructor(start: (signal: AbortSignal) => Promise<Token>, late: () => Error, onEnd: () => void) {
    this.#late = late;
    this.#onEnd = onEnd;
    this.#token = start(this.#ending.signal);
    // If nobody waits any more, a failure must not become an unhandled rejection.
    this.#token.catch(() => {});
  }

  /** Return the token. Throws the error of the fetch, or that it is too late for this call, or the signal's reason. */
  async wait(conditions: Conditions): Promise<Token> {
    this.#waiting++;
    try {
      return await within(this.#token, conditions, this.#late);
    } finally {
      this.#waiting--;
      if (this.#waiting === 0) {
        this.#onEnd();
        this.#ending.abort();
      }
    }
  }
}

/**
 * Return a token's lifetime in milliseconds, from `issued_at`, or now if that can't be read, to `expires_at`; NaN if the
 * body has none. Also return the ID of its project, if it names one.
 */
function describedIn(body: string): { readonly lifetime: number; readonly projectId?: string } {
  try {
    const { issued_at: issued, expires_at: expires, project } = JSON.parse(body).token;
    const lifetime = time(expires) - (time(issued) || Date.now());
    return { lifetime, ...(typeof project?.id === "string" && { projectId: project.id }) };
  } catch {
    return { lifetime: NaN };
  }
}

function time(value: unknown): number {
  return Date.parse(utc(value) ?? "");
}
