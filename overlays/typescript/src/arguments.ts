/** Checks of the arguments that the contract says nothing about. A secret is never shown. */

import { InvalidRequest } from "./errors.js";

/** The longest time that setTimeout takes, in milliseconds. */
const LONGEST = 2 ** 31 - 1;
const NOT_EMPTY = "must be a string that is not empty";
const HIDDEN = "a value that is not shown";

export function text(field: string, value: unknown): string {
  if (typeof value === "string" && value) return value;
  throw new InvalidRequest(field, NOT_EMPTY, value);
}

/** Like `text`, for a secret. */
export function secret(field: string, value: unknown, allowed = /./s, rule = NOT_EMPTY): string {
  if (typeof value === "string" && allowed.test(value)) return value;
  throw new InvalidRequest(field, rule, undefined, HIDDEN);
}

/** Return a credential that a header can hold. */
export function headerValue(field: string, value: unknown): string {
  return secret(field, value, /^[!-~]+$/, "must be visible ASCII characters, without spaces or line feeds");
}

/** Return an address without its trailing slash. */
export function httpUrl(field: string, value: unknown): string {
  const address = text(field, value);
  if (address.includes("@")) {
    throw new InvalidRequest(field, "must not hold a user name or a password", undefined, HIDDEN);
  }
  const url = URL.canParse(address) ? new URL(address) : undefined;
  if (!url || !/^https?:$/.test(url.protocol) || url.search || url.hash) {
    throw new InvalidRequest(field, "must be http:// or https:// and a host, with neither query nor fragment", value);
  }
  return url.href.replace(/\/+$/, "");
}

export function milliseconds(field: string, value: unknown): number {
  if (typeof value === "number" && value > 0 && value <= LONGEST) return value;
  throw new InvalidRequest(field, `must be milliseconds, above 0 and at most ${LONGEST}`, value);
}
