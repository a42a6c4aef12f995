/** Reads answers that are not a success, whatever their body is. */

import type { Answer } from "./http.js";

/** The content of an answer that is not a success. */
export interface Failure {
  /** The service's code, if the answer names one. */
  readonly errorCode: string | undefined;
  /** The service's message; if the answer has none, a description of the answer. */
  readonly errorMsg: string;
  /** From the header `X-Request-Id` or the body. */
  readonly requestId: string | undefined;
  /** Milliseconds until the request may be repeated. */
  readonly retryAfter: number | undefined;
}

const LONGEST = 500;
/** Controls, lone surrogates, and characters that change the direction of text. */
const UNPRINTABLE = /[\p{Cc}\p{Cf}\p{Cs}]/gu;
/** The first half of a character whose second half was cut off. */
const HALF = /[\ud800-\udbff]$/;
/** The three forms of a date. Source: RFC 9110, 5.6.7. */
const HTTP_DATES: readonly RegExp[] = [
  /^[A-Z][a-z]{2}, (?<day>\d\d) (?<month>[A-Z][a-z]{2}) (?<year>\d{4}) (?<clock>\d\d:\d\d:\d\d) GMT$/,
  /^[A-Z][a-z]+day, (?<day>\d\d)-(?<month>[A-Z][a-z]{2})-(?<year>\d\d) (?<clock>\d\d:\d\d:\d\d) GMT$/,
  /^[A-Z][a-z]{2} (?<month>[A-Z][a-z]{2}) (?<day>[ \d]\d) (?<clock>\d\d:\d\d:\d\d) (?<year>\d{4})$/,
];
const READ_AT_MOST = 20_000;
const PHRASES: Readonly<Record<number, string>> = {
  ...{ 0: "a redirect", 301: "Moved Permanently", 302: "Found", 303: "See Other" },
  ...{ 307: "Temporary Redirect", 308: "Permanent Redirect" },
  ...{ 400: "Bad Request", 401: "Unauthorized", 403: "Forbidden", 404: "Not Found", 405: "Method Not Allowed" },
  ...{ 408: "Request Timeout", 409: "Conflict", 413: "Content Too Large", 415: "Unsupported Media Type" },
  ...{ 429: "Too Many Requests", 500: "Internal Server Error", 501: "Not Implemented", 502: "Bad Gateway" },
  ...{ 503: "Service Unavailable", 504: "Gateway Timeout" },
};

/**
 * Read an answer that is not a success. Source: decision 8 of openapi.yaml.
 *
 * clear: removes secrets from a text, which may be JSON or HTML. It is called before anything is shortened.
 */
export function readFailure({ status, headers, body }: Answer, clear = (text: string): string => text): Failure {
  const members = errorMembers(body);
  const message = members["error_msg"] || members["externalMessage"] || members["message"];
  const told = (text: string | null | undefined): string | undefined => (text ? printable(clear(text)) : undefined);
  return {
    errorCode: told(members["error_code"] || members["errCode"]),
    errorMsg: told(message) || printable(plainText(clear(body))) || PHRASES[status] || "the answer has no body",
    requestId: told(headers.get("X-Request-Id") || members["request_id"]),
    retryAfter: retryAfter(headers),
  };
}

/** Return a text in one line of at most 500 characters, with � for what can't be printed. */
export function printable(text: string): string {
  const line = oneLine(text.slice(0, READ_AT_MOST)).replace(UNPRINTABLE, "\ufffd");
  return line.length <= LONGEST ? line : `${line.slice(0, LONGEST - 1).replace(HALF, "")}…`;
}

/**
 * Return `Retry-After` in milliseconds. It is a number of seconds or a date; undefined if it is neither. A date is compared
 * with the answer's own `Date`, if it has one.
 */
export function retryAfter(headers: Answer["headers"]): number | undefined {
  const value = headers.get("Retry-After")?.trim() ?? "";
  if (/^\d+$/.test(value)) return Number.isFinite(Number(value)) ? Number(value) * 1_000 : undefined;
  const left = timeOf(value) - (timeOf(headers.get("Date") ?? "") || Date.now());
  return left >= 0 ? left : undefined;
}

/** Return an HTTP date in milliseconds, NaN if it is not one. */
function timeOf(value: string): number {
  const found = HTTP_DATES.map((form) => form.exec(value)).find(Boolean);
  const { day, month, year, clock } = found?.groups ?? {};
  const time = new Date(`${day} ${month} ${year} ${clock} GMT`);
  // Date would turn a day that does not exist into another one.
  return time.getUTCDate() === Number(day) ? time.getTime() : NaN;
}

/** Return the string members of an error body of DWS, the gateway or Keystone, even if it was cut short. */
function errorMembers(body: string): Record<string, string> {
  let parsed: unknown;
  try {
    parsed = JSON.parse(body);
  } catch {
    const pair = /"(error_code|errCode|error_msg|externalMessage|request_id)"\s*:\s*"([^"\\]*)"/g;
    return Object.fromEntries([...body.matchAll(pair)].map(([, name, value]) => [name, value]));
  }
  const members = Object.entries(
    isObject(parsed) ? { ...parsed, ...(isObject(parsed["error"]) && parsed["error"]) } : {},
  );
  return Object.fromEntries(members.filter((member): member is [string, string] => typeof member[1] === "string"));
}

/** Return the visible text of HTML or plain text, in one line. */
function plainText(body: string): string {
  const visible = body.slice(0, READ_AT_MOST).replace(/<(style|script)\b[^]*?(<\/\1>|$)|<[^>]*(>|$)/gi, " ");
  return oneLine(visible);
}

function oneLine(text: string): string {
  return text.trim().replace(/\s+/g, " ");
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
