// Generated from openapi.yaml by make generate.

export { Calls } from "./calls.js";
export type { CallOptions } from "./calls.js";
export { decodeResult, rawMembers, utc } from "./decode.js";
export { encode, encodeRequest } from "./encode.js";
export type { EncodedRequest } from "./encode.js";
export { printable, readFailure } from "./failures.js";
export type { Failure } from "./failures.js";
export { exchange, isSuccess, NoAnswer, unlessAborted } from "./http.js";
export type { Answer, Conditions, Fetch, FetchOptions, FetchResponse, HttpRequest } from "./http.js";
/** The operations of the contract. */
export * as operations from "./operations.js";
export { ConstraintError } from "./schema.js";
export type { Arguments, Operation, Schema } from "./schema.js";
/** The rules of the contract's schemas. */
export * as schemas from "./schemas.js";
export type * from "./types.js";
