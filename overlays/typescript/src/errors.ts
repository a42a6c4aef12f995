/**
 * The errors. A call throws only DwsErrors, or the reason of the caller's AbortSignal. No error contains a secret: the
 * caller's secrets are first removed from the service's answer.
 */

import { printable, type SnapshotDetail } from "../../../generated/typescript/index.js";

const SHOWN = 60;

/** Any failure of this package. */
export class DwsError extends Error {}

/**
 * A value breaks a rule of the contract; nothing was sent. Source of each rule: openapi.yaml.
 */
export class InvalidRequest extends DwsError {
  constructor(
    /** The place of the value, for example `snapshot.clusterId`. */
    readonly field: string,
    /** What the value must be. */
    readonly rule: string,
    /** What was given; undefined if it is a secret. */
    readonly value: unknown,
    given = shown(value),
  ) {
    super(`${field} ${rule}; given ${given}`);
  }
}

/** `fromEnv` did not find everything that a client needs. The message says where it looked. */
export class MissingSetting extends DwsError {}

/**
 * The service answered with a status other than 2xx. Source: decision 8 of openapi.yaml.
 * None of its texts is longer than 500 characters.
 */
export class ApiError extends DwsError {
  constructor(
    /** The HTTP status, or 0 for a redirect that a browser does not show. */
    readonly statusCode: number,
    /** The service's code, for example "DWS.0001", if the answer names one. */
    readonly errorCode: string | undefined,
    /** The service's message; if the answer has none, a description of the answer. */
    readonly errorMsg: string,
    /** From the header `X-Request-Id` or the body. */
    readonly requestId: string | undefined,
    /** Milliseconds until the request may be repeated, if the header `Retry-After` says so. */
    readonly retryAfter?: number | undefined,
    /**
     * Whether fetch may have repeated a create, a delete or another change by itself. Then this may be the answer to the
     * second request, after the first one took effect. With Node's own fetch it is always false.
     */
    readonly mayHaveBeenSentTwice = false,
  ) {
    const twice = "; fetch may have sent the request twice, and the first may have had its effect";
    const code = errorCode ? ` ${errorCode}` : "";
    super(`${statusCode}${code}: ${errorMsg}${quoted(requestId)}${mayHaveBeenSentTwice ? twice : ""}`);
  }
}

/** 400: the request breaks a rule, or the name is taken. */
export class BadRequest extends ApiError {}
/** 401: the credentials are missing, wrong or expired. The request had no effect. */
export class Unauthorized extends ApiError {}
/** 403: the project is not the caller's, or the status of the cluster or the snapshot does not allow the operation. */
export class Forbidden extends ApiError {}
/** 404: the project has no such cluster or snapshot. */
export class NotFound extends ApiError {}
/** 500: the request may have had an effect, or not. */
export class InternalServerError extends ApiError {}
/** 503: the request may have had an effect, or not. */
export class ServiceUnavailable extends ApiError {}

/**
 * The status is a success (2xx), but the body is not the declared one, or is longer than 64 MB. The request probably took
 * effect.
 */
export class UnexpectedResponse extends DwsError {
  constructor(
    /** The HTTP status, or 0 if the platform could not even read the headers. */
    readonly statusCode: number,
    /** What is wrong with the answer. */
    readonly reason: string,
    /** From the header `X-Request-Id`. */
    readonly requestId: string | undefined,
    /** Whether the connection broke before the end of the body. */
    readonly wasCutShort = false,
  ) {
    super(`${statusCode ? `${statusCode}: ` : ""}${reason}${quoted(requestId)}`);
  }
}

/** No connection could be made, or it broke before an answer. `cause` has fetch's message and code. */
export class ConnectionFailed extends DwsError {
  constructor(
    /** What failed. */
    readonly reason: string,
    /** Whether the request may have reached the service, and so may have taken effect. */
    readonly mayHaveBeenSent: boolean,
    options?: ErrorOptions,
  ) {
    super(`${reason}; the request ${mayHaveBeenSent ? "may have been sent" : "was not sent"}`, options);
  }
}

/** The answer did not come in time. It can also be caught as a ConnectionFailed. */
export class ResponseTimeout extends ConnectionFailed {}

/** The service failed to make the snapshot: its status is `UNAVAILABLE`. */
export class SnapshotFailed extends DwsError {
  constructor(
    /** The snapshot's details. */
    readonly snapshot: SnapshotDetail,
  ) {
    super(`snapshot ${printable(snapshot.name)} (${printable(snapshot.id)}) is UNAVAILABLE: the service failed to make it`);
  }
}

/** The snapshot was not available in time. `cause` is the error of the last reading, if that failed. */
export class WaitTimeout extends DwsError {
  constructor(
    /** The snapshot's ID. */
    readonly snapshotId: string,
    /** The last status that was read, if one was. */
    readonly status: string | undefined,
    /** The time limit, in milliseconds. */
    readonly timeout: number,
    options?: ErrorOptions,
  ) {
    const read = `its status was ${status ? printable(status) : "never read"}`;
    super(`snapshot ${snapshotId} was not AVAILABLE within ${timeout / 1_000} seconds; ${read}`, options);
  }
}

const NAMED = {
  ...{ DwsError, InvalidRequest, MissingSetting, ApiError, BadRequest, Unauthorized, Forbidden, NotFound, InternalServerError },
  ...{ ServiceUnavailable, UnexpectedResponse, ConnectionFailed, ResponseTimeout, SnapshotFailed, WaitTimeout },
};
// A bundler may rename classes; their errors keep their names.
for (const [name, type] of Object.entries(NAMED)) type.prototype.name = name;

function quoted(requestId: string | undefined): string {
  return requestId ? ` (request ${requestId})` : "";
}

function shown(value: unknown): string {
  let text = typeof value as string;
  try {
    text = JSON.stringify(value) ?? String(value);
  } catch {
    // A bigint, or a value that contains itself, has no JSON.
  }
  // A character must not be cut in half.
  return text.length <= SHOWN ? text : `${text.slice(0, SHOWN).replace(/[\ud800-\udbff]$/, "")}…`;
}
