/** Turns HTTP answers of any kind into errors that contain everything the answer says. */

import { printable, readFailure, type Answer } from "../../../generated/typescript/index.js";
import * as errors from "./errors.js";
import type { Clear } from "./redaction.js";

const BY_STATUS: Readonly<Record<number, typeof errors.ApiError>> = {
  400: errors.BadRequest,
  401: errors.Unauthorized,
  403: errors.Forbidden,
  404: errors.NotFound,
  500: errors.InternalServerError,
  503: errors.ServiceUnavailable,
};

/** The statuses that a repeated request may get because the first one took effect. */
const AFTER_ANOTHER: readonly number[] = [400, 403, 404];

/** Return the error of an answer that is not a success. mayRepeat: whether fetch may have sent the request twice. */
export function apiError(answer: Answer, clear: Clear, mayRepeat: boolean): errors.ApiError {
  const { errorCode, errorMsg, requestId, retryAfter } = readFailure(answer, clear);
  const type = BY_STATUS[answer.status] ?? errors.ApiError;
  const twice = mayRepeat && AFTER_ANOTHER.includes(answer.status);
  return new type(answer.status, errorCode, errorMsg, requestId, retryAfter, twice);
}

/** Return the error of a success whose body is not the declared one. */
export function unexpected({ status, headers, cut }: Answer, reason: string, clear: Clear): errors.UnexpectedResponse {
  const told = (text: string): string => printable(clear(text));
  const requestId = headers.get("X-Request-Id") || undefined;
  return new errors.UnexpectedResponse(status, told(reason), requestId && told(requestId), cut === "broken");
}
