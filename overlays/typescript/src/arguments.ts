/** Checks of the arguments that the contract says nothing about. A secret is never shown. */

import { InvalidRequest } from "./errors.js";

/** The longest time that setTimeout takes, in milliseconds. */
const LONGEST = 2 ** 31 - 1;

export function text(field: string, value: unknown): string {
  if (typeof value === "string" && value) return value;
  throw new InvalidRequest(field, "must be a string that is not empty", value);
}

/** Like `text`, for a secret. */
export function secret(field: string, value: unknown): string {
  if (typeof value === "string" && value) return value;
  throw hidden(field, "must be a string that is not empty");
}

/** Return a credential that a header can hold. */
export function headerValue(field: string, value: unknown): string {
  if (/^[!-~]+$/.test(secret(field, value))) return value as string;
  throw hidden(field, "must be visible ASCII characters, without spaces or line feeds");
}

/** Return an address without its trailing slash. */
export function httpUrl(field: string, value: unknown): string {
  let url: URL;
  try {
    url = new URL(text(field, value));
  } catch {
    throw new InvalidRequest(field, "must be an address, such as https://dws.eu-de.otc.t-systems.com", value);
  }
  if (url.username || url.password) {
    throw new InvalidRequest(field, "must not hold a user name or a password", url.host);
  }
  if (!/^https?:$/.test(url.protocol) || url.search || url.hash) {
    throw new InvalidRequest(field, "must be http:// or https:// and a host, with neither query nor fragment", value);
  }
  return url.href.replace(/\/+$/, "");
}

export function milliseconds(field: string, value: unknown): number {
  if (typeof value === "number" && value > 0 && value <= LONGEST) return value;
  throw new InvalidRequest(field, `must be milliseconds, above 0 and at most ${LONGEST}`, value);
}

function hidden(field: string, rule: string): InvalidRequest {
  return new InvalidRequest(field, rule, undefined, "a value that is not shown");
}
