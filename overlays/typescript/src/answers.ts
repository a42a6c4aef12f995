/** From an HTTP answer, whatever it is, to an error with everything that the answer says. */

import { readFailure, type Answer } from "../../../generated/typescript/index.js";
import * as errors from "./errors.js";

const BY_STATUS: Readonly<Record<number, typeof errors.ApiError>> = {
  ...{ 400: errors.BadRequest, 401: errors.Unauthorized, 403: errors.Forbidden, 404: errors.NotFound },
  ...{ 500: errors.InternalServerError, 503: errors.ServiceUnavailable },
};

/** Return the error of an answer that is no success. Its fields are cleared of the secrets, should it echo them. */
export function apiError(answer: Answer, secrets: readonly string[]): errors.ApiError {
  const { errorCode, errorMsg, requestId } = readFailure(answer);
  const clear = (text: string): string => secrets.reduce((cleared, secret) => cleared.replaceAll(secret, "…"), text);
  const type = BY_STATUS[answer.status] ?? errors.ApiError;
  return new type(answer.status, errorCode && clear(errorCode), clear(errorMsg), requestId && clear(requestId));
}

/** Return the error of an answer with the declared success status and another body. */
export function unexpected({ status, headers, cut }: Answer, reason: string): errors.UnexpectedResponse {
  return new errors.UnexpectedResponse(status, reason, headers.get("X-Request-Id") ?? undefined, cut !== undefined);
}
