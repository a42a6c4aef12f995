/** Checks of the arguments that the contract does not cover. Secrets are never shown. */

import { InvalidRequest } from "./errors.js";

/** The longest time that setTimeout accepts, in milliseconds. */
export const LONGEST = 2 ** 31 - 1;
/** One label of a host name, or a part of an IP address. */
const LABEL = /^[\w:[\]-]{1,63}$/;
/** URL alone also accepts white space, backslashes, any number of slashes, and an empty query or fragment. */
const ADDRESS = /^https?:\/\/[^/?#\s\p{Cc}\\][^?#\s\p{Cc}\\]*$/iu;
const NOT_EMPTY = "must be a string that is not empty";
const SECRET = "must be a string that is not empty, without lone surrogates";
const LONE_SURROGATE = /\p{Surrogate}/u;
/** Shown instead of a secret. */
export const HIDDEN = "a value that is not shown";

export function text(field: string, value: unknown): string {
  if (typeof value === "string" && value) return value;
  throw new InvalidRequest(field, NOT_EMPTY, value);
}

/** Like `text`, for a secret. */
export function secret(field: string, value: unknown, allowed = /./s, rule = SECRET): string {
  if (typeof value === "string" && allowed.test(value) && !LONE_SURROGATE.test(value)) return value;
  throw new InvalidRequest(field, rule, undefined, HIDDEN);
}

/** Refuse unknown options. Their values are not shown, because one may be a misspelled password. */
export function noOthers(others: object, known: readonly string[]): void {
  const [name] = Object.entries(others).flatMap(([key, value]) => (value === undefined ? [] : key));
  if (name === undefined) return;
  throw new InvalidRequest(name, `is unknown; known are ${known.join(", ")}`, undefined, HIDDEN);
}

/** Return the one value that is given, under IAM's name for it: `id` or `name`. */
export function oneOf(given: Readonly<Record<string, unknown>>): { readonly id?: string; readonly name?: string } {
  const found = Object.entries(given).filter(([, value]) => value !== undefined);
  const [first = "", ...others] = Object.keys(given);
  if (found.length !== 1) {
    throw new InvalidRequest(first, `or ${others.join(" or ")} must be given, but not both`, given[first]);
  }
  const [field, value] = found[0]!;
  return { [field.endsWith("Id") ? "id" : "name"]: text(field, value) };
}

/** Return a credential that is valid in a header. */
export function headerValue(field: string, value: unknown): string {
  return secret(field, value, /^[!-~]+$/, "must be visible ASCII characters, without spaces or line feeds");
}

/** Return a secret key. White space around it is a copying mistake, and would make every signature wrong. */
export function secretKey(field: string, value: unknown): string {
  return secret(field, secret(field, value), /^\S(.*\S)?$/s, "must not have spaces or line feeds around it");
}

/** Return an address without its trailing slash. */
export function httpUrl(field: string, value: unknown): string {
  const address = text(field, value);
  if (address.includes("@")) {
    throw new InvalidRequest(field, "must not hold a user name or a password", undefined, HIDDEN);
  }
  const url = URL.canParse(address) ? new URL(address) : undefined;
  const isNamed = url?.hostname.replace(/\.$/, "").split(".").every((label) => LABEL.test(label));
  if (!url || !isNamed || !ADDRESS.test(address)) {
    throw new InvalidRequest(field, "must be http:// or https:// and a host, with neither query nor fragment", value);
  }
  return url.href.replace(/\/+$/, "");
}

/** Return a time limit. isOptional: whether it may be 0. */
export function milliseconds(field: string, value: unknown, isOptional = false): number {
  if (typeof value === "number" && (value > 0 || (isOptional && value === 0)) && value <= LONGEST) return value;
  const least = isOptional ? "at least" : "above";
  throw new InvalidRequest(field, `must be milliseconds, ${least} 0 and at most ${LONGEST}`, value);
}
