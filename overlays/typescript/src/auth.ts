/** The ways to prove an identity. */

import { utc, type Conditions, type HttpRequest } from "../../../generated/typescript/index.js";
import { apiError, unexpected } from "./answers.js";
import { headerValue, httpUrl, secret, text } from "./arguments.js";
import { ConnectionFailed, InvalidRequest, ResponseTimeout } from "./errors.js";
import { exchange, unlessAborted } from "./sending.js";
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
  readonly #request: HttpRequest;
  readonly #password: string;
  #token: Token | undefined;
  #fetching: Promise<Token> | undefined;

  /** authUrl: IAM's address, with or without `/v3`. Throws InvalidRequest. */
  constructor(authUrl: string, { username, password, domainName, projectName, projectId }: PasswordOptions) {
    const url = new URL(`${httpUrl("authUrl", authUrl).replace(/\/v3$/, "")}/v3/auth/tokens`);
    if ((projectName === undefined) === (projectId === undefined)) {
      throw new InvalidRequest("projectName", "or projectId must be given, one of the two", projectName);
    }
    const project =
      projectId === undefined ? { name: text("projectName", projectName) } : { id: text("projectId", projectId) };
    this.#password = secret("password", password);
    const domain = { name: text("domainName", domainName) };
    const user = { name: text("username", username), password, domain };
    const identity = { methods: ["password"], password: { user } };
    const headers = { "Content-Type": "application/json", Accept: "application/json" };
    const body = JSON.stringify({ auth: { identity, scope: { project } } });
    this.#request = { method: "POST", url, headers, body };
    Object.freeze(this);
  }

  headers(_: HttpRequest, conditions: Conditions): Promise<ProofHeaders> {
    return this.#usable(conditions);
  }

  renew(refused: ProofHeaders, conditions: Conditions): Promise<ProofHeaders> {
    return this.#usable(conditions, refused["X-Auth-Token"]);
  }

  secrets(): readonly string[] {
    return [this.#password, this.#token?.value ?? ""].filter(Boolean);
  }

  /** Return the kept token, or a new one where it is the refused one or has to be renewed. */
  async #usable({ signal, ...conditions }: Conditions, refused?: string): Promise<ProofHeaders> {
    let token = this.#token;
    if (!token || token.value === refused || performance.now() >= token.renewAt) {
      // One caller that gives up leaves the others waiting.
      this.#fetching ??= this.#fetch(conditions).finally(() => (this.#fetching = undefined));
      token = await unlessAborted(this.#fetching, signal);
    }
    return { "X-Auth-Token": token.value };
  }

  async #fetch(conditions: Conditions): Promise<Token> {
    const answer = await exchange(this.#request, conditions).catch((error: unknown) => {
      if (!(error instanceof ConnectionFailed)) throw error;
      // The operation itself was not sent, or was refused.
      const type = error instanceof ResponseTimeout ? ResponseTimeout : ConnectionFailed;
      throw new type(error.reason, false, { cause: error });
    });
    if (answer.status !== CREATED) throw apiError(answer, this.secrets());
    const value = answer.headers.get("X-Subject-Token");
    const lifetime = lifetimeIn(answer.body);
    if (!value || Number.isNaN(lifetime)) throw unexpected(answer, "IAM's answer holds no token");
    // It counts from now: the two clocks need not agree.
    return (this.#token = { value, renewAt: performance.now() + lifetime - Math.min(RENEWAL, lifetime / 10) });
  }
}

/** Return the milliseconds from a token's `issued_at`, or now, to its `expires_at`; NaN where the body has none. */
function lifetimeIn(body: string): number {
  try {
    const { issued_at: issued, expires_at: expires } = JSON.parse(body).token;
    return time(expires) - ((issued ?? null) === null ? Date.now() : time(issued));
  } catch {
    return NaN;
  }
}

function time(value: unknown): number {
  return Date.parse(utc(value) ?? "");
}
