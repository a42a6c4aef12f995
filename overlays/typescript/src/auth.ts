/** The ways to prove an identity. */

import { apiError, unexpected } from "./answers.js";
import { headerValue, httpUrl, secret, text } from "./arguments.js";
import { ConnectionFailed, InvalidRequest, ResponseTimeout } from "./errors.js";
import { exchange, type Answer, type Conditions, type HttpRequest } from "./http.js";
import { sign, type AccessKey } from "./signing.js";

/** Proves the caller's identity. AkSkAuth, TokenAuth and PasswordAuth do; so may a class of your own. */
export interface Auth {
  /** Return the headers to add to a request. */
  headers(request: HttpRequest, conditions: Conditions): Promise<ProofHeaders>;
  /** Return other headers than those that the service answered with 401. With them the request is sent once more. */
  renew?(refused: ProofHeaders, conditions: Conditions): Promise<ProofHeaders>;
  /** Return what an error must never show. */
  secrets(): readonly string[];
}

export type ProofHeaders = Readonly<Record<string, string>>;

/** The others may change between the client and the gateway. */
const SIGNED = /^(content-type|x-[a-z0-9-]+)$/i;
const RENEWAL = 300_000;
const CREATED = 201;

/** Signs each request with an access key and a secret key. Source: "AK/SK signature" in openapi.yaml. */
export class AkSkAuth implements Auth {
  readonly #key: AccessKey;

  /** securityToken: goes with a temporary pair. Throws InvalidRequest for a value that no header can hold. */
  constructor(accessKey: string, secretKey: string, securityToken?: string) {
    headerValue("accessKey", accessKey);
    secret("secretKey", secretKey);
    if (securityToken !== undefined) headerValue("securityToken", securityToken);
    this.#key = { accessKey, secretKey, securityToken };
    Object.freeze(this);
  }

  async headers({ method, url, headers, body }: HttpRequest): Promise<ProofHeaders> {
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

  /** Throws InvalidRequest for a token that no header can hold. */
  constructor(token: string) {
    this.#token = headerValue("token", token);
    Object.freeze(this);
  }

  async headers(): Promise<ProofHeaders> {
    return { "X-Auth-Token": this.#token };
  }

  secrets(): readonly string[] {
    return [this.#token];
  }
}

export interface PasswordOptions {
  readonly username: string;
  readonly password: string;
  /** The user's domain. */
  readonly domainName: string;
  /** What the token is for: exactly one of projectName and projectId. */
  readonly projectName?: string;
  readonly projectId?: string;
}

interface Token {
  readonly value: string;
  /** On the monotonic clock. */
  readonly renewAt: number;
}

/**
 * Fetches a token with a user name and a password, keeps it, and renews it before it ends, or once after a 401.
 *
 * Callers that need a token at the same time wait for one fetch. A call throws Unauthorized where IAM refuses the
 * password, and the other errors of the tree for IAM's other bad answers. Source: "Token" in openapi.yaml.
 */
export class PasswordAuth implements Auth {
  readonly #url: URL;
  readonly #password: string;
  readonly #body: string;
  #token: Token | undefined;
  #fetching: Promise<Token> | undefined;

  /** authUrl: IAM's address, with or without `/v3`. Throws InvalidRequest. */
  constructor(authUrl: string, { username, password, domainName, projectName, projectId }: PasswordOptions) {
    this.#url = new URL(`${httpUrl("authUrl", authUrl).replace(/\/v3$/, "")}/v3/auth/tokens`);
    this.#password = secret("password", password);
    if ((projectName === undefined) === (projectId === undefined)) {
      throw new InvalidRequest("projectName", "or projectId must be given, one of the two", projectName);
    }
    const project =
      projectId === undefined ? { name: text("projectName", projectName) } : { id: text("projectId", projectId) };
    const domain = { name: text("domainName", domainName) };
    const user = { name: text("username", username), password, domain };
    this.#body = JSON.stringify({
      auth: { identity: { methods: ["password"], password: { user } }, scope: { project } },
    });
    Object.freeze(this);
  }

  async headers(_: HttpRequest, conditions: Conditions): Promise<ProofHeaders> {
    return { "X-Auth-Token": await this.#usable(conditions) };
  }

  async renew(refused: ProofHeaders, conditions: Conditions): Promise<ProofHeaders> {
    return { "X-Auth-Token": await this.#usable(conditions, refused["X-Auth-Token"]) };
  }

  secrets(): readonly string[] {
    return [this.#password, this.#token?.value ?? ""].filter(Boolean);
  }

  /** Return the kept token, or a new one where it is the refused one or has to be renewed. */
  async #usable({ signal, ...conditions }: Conditions, refused?: string): Promise<string> {
    let token = this.#token;
    if (!token || token.value === refused || performance.now() >= token.renewAt) {
      // One caller that gives up leaves the others waiting.
      this.#fetching ??= this.#fetch(conditions).finally(() => (this.#fetching = undefined));
      token = await unlessAborted(this.#fetching, signal);
    }
    return token.value;
  }

  async #fetch(conditions: Conditions): Promise<Token> {
    const headers = { "Content-Type": "application/json", Accept: "application/json" };
    try {
      this.#token = this.#read(
        await exchange({ method: "POST", url: this.#url, headers, body: this.#body }, conditions),
      );
      return this.#token;
    } catch (error) {
      if (!(error instanceof ConnectionFailed)) throw error;
      // The operation itself was not sent, or was refused.
      const type = error instanceof ResponseTimeout ? ResponseTimeout : ConnectionFailed;
      throw new type(error.reason, false, { cause: error });
    }
  }

  /** Take the token from IAM's answer. It counts from now: the two clocks need not agree. */
  #read(answer: Answer): Token {
    if (answer.status !== CREATED) throw apiError(answer, this.secrets());
    const value = answer.headers.get("X-Subject-Token");
    const lifetime = lifetimeIn(answer.body);
    if (!value || Number.isNaN(lifetime)) throw unexpected(answer, "IAM's answer holds no token");
    return { value, renewAt: performance.now() + lifetime - Math.min(RENEWAL, lifetime / 10) };
  }
}

/** Return the milliseconds from a token's `issued_at`, or now, to its `expires_at`; NaN where the body has none. */
function lifetimeIn(body: string): number {
  try {
    const { token } = JSON.parse(body) as { token: { expires_at: unknown; issued_at?: unknown } };
    const began = token.issued_at === undefined ? Date.now() : time(token.issued_at);
    return time(token.expires_at) - began;
  } catch {
    return NaN;
  }
}

function time(value: unknown): number {
  return typeof value === "string" ? Date.parse(value) : NaN;
}

/** Wait for a promise, or throw the signal's reason. The promise goes on. */
function unlessAborted<Value>(promise: Promise<Value>, signal: AbortSignal | undefined): Promise<Value> {
  if (!signal) return promise;
  return new Promise((resolve, reject) => {
    const cancel = (): void => reject(signal.reason);
    signal.addEventListener("abort", cancel);
    promise.then(resolve, reject).finally(() => signal.removeEventListener("abort", cancel));
    if (signal.aborted) cancel();
  });
}
