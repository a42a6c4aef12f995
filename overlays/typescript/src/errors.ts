/**
 * The error tree. Everything that this package throws for a call is a DwsError, but for the reason of a caller's own
 * AbortSignal. No error holds a secret: what a service sends back is cleared of the caller's own secrets first.
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
    /** What was given; undefined where it is a secret. */
    readonly value: unknown,
    given = shown(value),
  ) {
    super(`${field} ${rule}; given ${given}`);
  }
}

/** `fromEnv` did not find what a client needs. The message says what was looked at. */
export class MissingSetting extends DwsError {}

/**
 * The service answered with a status that is no success (2xx). Source: decision 8 of openapi.yaml.
 * No text of it is longer than 500 characters.
 */
export class ApiError extends DwsError {
  constructor(
    /** The HTTP status, or 0 for a redirect that a browser does not show. */
    readonly statusCode: number,
    /** The service's code, for example "DWS.0001", if the answer names one. */
    readonly errorCode: string | undefined,
    /** The service's sentence; where the answer has none, what the answer was instead. */
    readonly errorMsg: string,
    /** Of the header `X-Request-Id` or of the body. */
    readonly requestId: string | undefined,
    /** Milliseconds until the request may be repeated, where the header `Retry-After` tells it. */
    readonly retryAfter?: number | undefined,
    /**
     * Whether fetch may have sent a create, a delete or another change again by itself, so that this is the answer to the
     * second, and the first had its effect. With Node's own fetch it is always false.
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
/** 500: whether the request had an effect is not known. */
export class InternalServerError extends ApiError {}
/** 503: whether the request had an effect is not known. */
export class ServiceUnavailable extends ApiError {}

/**
 * The status is a success (2xx), but the body is not the declared one, or is longer than 64 MB. The request probably had
 * its effect.
 */
export class UnexpectedResponse extends DwsError {
  constructor(
    /** The HTTP status, or 0 where the platform did not read the headers either. */
    readonly statusCode: number,
    /** What is wrong with the answer. */
    readonly reason: string,
    /** Of the header `X-Request-Id`. */
    readonly requestId: string | undefined,
    /** Whether the connection broke within the body. */
    readonly wasCutShort = false,
  ) {
    super(`${statusCode ? `${statusCode}: ` : ""}${reason}${quoted(requestId)}`);
  }
}

/** No connection could be made, or it broke before an answer. `cause` has fetch's sentence and code. */
export class ConnectionFailed extends DwsError {
  constructor(
    /** What failed. */
    readonly reason: string,
    /** Whether the request may have reached the service, so that it may have had its effect. */
    readonly mayHaveBeenSent: boolean,
    options?: ErrorOptions,
  ) {
    super(`${reason}; the request ${mayHaveBeenSent ? "may have been sent" : "was not sent"}`, options);
  }
}

/** The answer did not come in time. May be caught as ConnectionFailed. */
export class ResponseTimeout extends ConnectionFailed {}

/** The service failed to make the snapshot: its status is `UNAVAILABLE`. */
export class SnapshotFailed extends DwsError {
  constructor(
    /** The snapshot as it was read. */
    readonly snapshot: SnapshotDetail,
  ) {
    super(`snapshot ${printable(snapshot.name)} (${printable(snapshot.id)}) is UNAVAILABLE: the service failed to make it`);
  }
}

/** The snapshot was not available in time. `cause` is the failure of the last read, if it failed. */
export class WaitTimeout extends DwsError {
  constructor(
    /** The snapshot's ID. */
    readonly snapshotId: string,
    /** The last status that was read, if one was. */
    readonly status: string | undefined,
    /** The milliseconds that there were. */
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
    // A value within itself, or a bigint, has no JSON.
  }
  return text.length <= SHOWN ? text : `${text.slice(0, SHOWN)}…`;
}
