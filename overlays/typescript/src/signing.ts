/**
 * AK/SK signatures (SDK-HMAC-SHA256) as pure functions, one per stage. Source: "AK/SK signature" in openapi.yaml.
 *
 * They use Web Crypto, which browsers offer only to pages from https:// and from localhost.
 */

const ALGORITHM = "SDK-HMAC-SHA256";
const HMAC = { name: "HMAC", hash: "SHA-256" };
const encoder = new TextEncoder();

/** A key pair. */
export interface AccessKey {
  /** Public; it says who signed. */
  readonly accessKey: string;
  /** Secret; it is never sent. */
  readonly secretKey: string;
  /** Belongs to a temporary key pair. */
  readonly securityToken?: string | undefined;
}

/** The parts of a request that are signed. */
export interface Signable {
  /** The HTTP method. */
  readonly method: string;
  /** Path and query as they are sent. */
  readonly target: string;
  /** The headers to sign, including `host`. */
  readonly headers: Readonly<Record<string, string>>;
  /** The body as it is sent. */
  readonly body?: string | undefined;
}

/** Return the headers that prove the caller's identity: `X-Sdk-Date`, `Authorization`, maybe `X-Security-Token`. */
export async function sign(request: Signable, key: AccessKey, at: Date): Promise<Record<string, string>> {
  const date = sdkDate(at);
  const added: Record<string, string> = { "X-Sdk-Date": date };
  if (key.securityToken !== undefined) added["X-Security-Token"] = key.securityToken;
  const headers = signedHeaders({ ...request.headers, ...added });
  const text = await stringToSign(date, await canonicalRequest({ ...request, headers }));
  const credentials = `Access=${key.accessKey}, SignedHeaders=${Object.keys(headers).join(";")}`;
  return { ...added, Authorization: `${ALGORITHM} ${credentials}, Signature=${await signature(key, text)}` };
}

/** Return a time in the form of `X-Sdk-Date`: `YYYYMMDDTHHMMSSZ`, in UTC. */
export function sdkDate(at: Date): string {
  return at.toISOString().replace(/[-:]|\.\d+/g, "");
}

/** Return the headers that a signature covers, in order, with lower-case names. Names that contain `_` are left out. */
export function signedHeaders(headers: Readonly<Record<string, string>>): Record<string, string> {
  const pairs = Object.entries(headers).map(([name, value]) => [name.toLowerCase(), value.trim()] as const);
  const signed = pairs.filter(([name]) => !name.includes("_"));
  return Object.fromEntries(signed.sort(([a], [b]) => (a < b ? -1 : 1)));
}

/** Return the canonical request; the headers must be what `signedHeaders` returns. */
export async function canonicalRequest({ method, target, headers, body }: Signable): Promise<string> {
  const [path = "", ...query] = target.split("?");
  return [
    method.toUpperCase(),
    canonicalPath(path),
    canonicalQuery(query.join("?")),
    ...Object.entries(headers).map(([name, value]) => `${name}:${value}`),
    "",
    Object.keys(headers).join(";"),
    await sha256(body),
  ].join("\n");
}

/** Return the path, decoded and percent-encoded again except for `A-Z a-z 0-9 - _ . ~ /`, ending in `/`. */
export function canonicalPath(path: string): string {
  // decodeURIComponent throws for bytes that are not UTF-8; URLSearchParams replaces them.
  const decoded = new URLSearchParams(`=${path.replace(/[&+]/g, encodeURIComponent)}`).get("") ?? "";
  const encoded = decoded.split("/").map(percentEncode).join("/");
  return encoded.endsWith("/") ? encoded : `${encoded}/`;
}

/** Return the query's pairs, sorted by decoded name and value, percent-encoded, joined with `&`. */
export function canonicalQuery(query: string): string {
  const pairs = [...new URLSearchParams(`&${query}`)].map((pair) => ({ pair, key: pair.map(utf8).join(" ") }));
  const sorted = pairs.sort((a, b) => (a.key < b.key ? -1 : Number(a.key > b.key)));
  return sorted.map(({ pair }) => pair.map(percentEncode).join("=")).join("&");
}

/** Return the text whose HMAC is the signature. date: the value of `X-Sdk-Date`. */
export async function stringToSign(date: string, canonical: string): Promise<string> {
  return `${ALGORITHM}\n${date}\n${await sha256(canonical)}`;
}

/** Return the signature: HMAC-SHA256 of the text with the secret key, in hexadecimal. */
export async function signature(key: AccessKey, text: string): Promise<string> {
  return hex(await crypto.subtle.sign(HMAC, await imported(key), encoder.encode(text)));
}

const keys = new WeakMap<AccessKey, Promise<CryptoKey>>();

/** Return the key for Web Crypto. It is imported only once. */
function imported(key: AccessKey): Promise<CryptoKey> {
  const known = keys.get(key) ?? crypto.subtle.importKey("raw", encoder.encode(key.secretKey), HMAC, false, ["sign"]);
  keys.set(key, known);
  return known;
}

async function sha256(content = ""): Promise<string> {
  return hex(await crypto.subtle.digest("SHA-256", encoder.encode(content)));
}

function hex(bytes: ArrayBuffer | Uint8Array): string {
  return Array.from(new Uint8Array(bytes), (byte) => byte.toString(16).padStart(2, "0")).join("");
}

/** Return a text's UTF-8 in hexadecimal. It sorts by code points, which UTF-16 units do not. */
function utf8(text: string): string {
  return hex(encoder.encode(text));
}

function percentEncode(text: string): string {
  return encodeURIComponent(text).replace(/[!'()*]/g, (sign) => `%${sign.charCodeAt(0).toString(16).toUpperCase()}`);
}
