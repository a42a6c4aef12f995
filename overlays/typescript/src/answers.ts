/** From an HTTP answer, whatever it is, to an error with everything that the answer says. */

import type { Answer } from "../../../generated/typescript/index.js";
import * as errors from "./errors.js";

const LONGEST = 500;
const READ_AT_MOST = 20_000;
const BY_STATUS: Readonly<Record<number, typeof errors.ApiError>> = {
  ...{ 400: errors.BadRequest, 401: errors.Unauthorized, 403: errors.Forbidden, 404: errors.NotFound },
  ...{ 500: errors.InternalServerError, 503: errors.ServiceUnavailable },
};
const PHRASES: Readonly<Record<number, string>> = {
  ...{ 0: "a redirect", 201: "Created", 202: "Accepted", 204: "No Content" },
  ...{ 301: "Moved Permanently", 302: "Found", 303: "See Other", 307: "Temporary Redirect", 308: "Permanent Redirect" },
  ...{ 400: "Bad Request", 401: "Unauthorized", 403: "Forbidden", 404: "Not Found", 405: "Method Not Allowed" },
  ...{ 408: "Request Timeout", 409: "Conflict", 413: "Content Too Large", 415: "Unsupported Media Type" },
  ...{ 429: "Too Many Requests", 500: "Internal Server Error", 501: "Not Implemented", 502: "Bad Gateway" },
  ...{ 503: "Service Unavailable", 504: "Gateway Timeout" },
};

/** Return the error of an answer that is no success. Its fields are cleared of the secrets, should it echo them. */
export function apiError({ status, headers, body }: Answer, secrets: readonly string[]): errors.ApiError {
  const members = errorMembers(body);
  const clear = (text: string): string => secrets.reduce((cleared, secret) => cleared.replaceAll(secret, "…"), text);
  const code = members["error_code"] || members["errCode"];
  const message = members["error_msg"] || members["externalMessage"] || members["message"];
  const requestId = headers.get("X-Request-Id") || members["request_id"];
  const words = message || plainText(body) || PHRASES[status] || "the answer has no body";
  const type = BY_STATUS[status] ?? errors.ApiError;
  return new type(status, code && clear(code), clear(words), requestId && clear(requestId));
}

/** Return the error of an answer with the declared success status and another body. */
export function unexpected({ status, headers }: Answer, reason: string): errors.UnexpectedResponse {
  return new errors.UnexpectedResponse(status, reason, headers.get("X-Request-Id") ?? undefined);
}

/** Return the string members of an error body, also of one cut short: DWS's, the gateway's or Keystone's. */
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

/** Return what a person would read of HTML or text: no tags, no styles, one line. */
function plainText(body: string): string {
  const visible = body.slice(0, READ_AT_MOST).replace(/<(style|script)\b[^]*?(<\/\1>|$)|<[^>]*(>|$)/gi, " ");
  return visible.trim().replace(/\s+/g, " ").slice(0, LONGEST);
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
