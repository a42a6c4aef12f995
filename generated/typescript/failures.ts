// Generated from openapi.yaml by overlays/typescript/generate.ts.

/** What an answer that is no success says, whatever its body is. */

import type { Answer } from "./http.js";

export interface Failure {
  readonly errorCode: string | undefined;
  /** Where the answer has no sentence: what it was instead. */
  readonly errorMsg: string;
  readonly requestId: string | undefined;
}

const LONGEST = 500;
const READ_AT_MOST = 20_000;
const PHRASES: Readonly<Record<number, string>> = {
  ...{ 0: "a redirect", 201: "Created", 202: "Accepted", 204: "No Content" },
  ...{ 301: "Moved Permanently", 302: "Found", 303: "See Other", 307: "Temporary Redirect", 308: "Permanent Redirect" },
  ...{ 400: "Bad Request", 401: "Unauthorized", 403: "Forbidden", 404: "Not Found", 405: "Method Not Allowed" },
  ...{ 408: "Request Timeout", 409: "Conflict", 413: "Content Too Large", 415: "Unsupported Media Type" },
  ...{ 429: "Too Many Requests", 500: "Internal Server Error", 501: "Not Implemented", 502: "Bad Gateway" },
  ...{ 503: "Service Unavailable", 504: "Gateway Timeout" },
};

/** Read an answer that is no success. Source: decision 8 of openapi.yaml. */
export function readFailure({ status, headers, body }: Answer): Failure {
  const members = errorMembers(body);
  const message = members["error_msg"] || members["externalMessage"] || members["message"];
  return {
    errorCode: members["error_code"] || members["errCode"],
    errorMsg: message || plainText(body) || PHRASES[status] || "the answer has no body",
    requestId: headers.get("X-Request-Id") || members["request_id"],
  };
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
