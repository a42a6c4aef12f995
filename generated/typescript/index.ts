// Generated from openapi.yaml by overlays/typescript/generate.ts.

export { Calls } from "./calls.js";
export type { CallOptions } from "./calls.js";
export { ConstraintError, decodeResult, encodeRequest } from "./codec.js";
export type { EncodedRequest, Operation } from "./codec.js";
export { readFailure } from "./failures.js";
export type { Failure } from "./failures.js";
export { exchange, NoAnswer } from "./http.js";
export type { Answer, Conditions, HttpRequest } from "./http.js";
export * as operations from "./operations.js";
export * as schemas from "./schemas.js";
export type * from "./types.js";
