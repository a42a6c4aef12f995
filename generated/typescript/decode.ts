// Generated from openapi.yaml by make generate.

/**
 * Turns answers into what callers get. An answer is read as far as possible: only the types of the contract count, not its
 * other rules. Source: decisions 15 and 16 of openapi.yaml.
 */

import { camelCase, ConstraintError, isObject, within, type Arguments, type Operation, type Schema } from "./schema.js";

const DECIMAL = /^-?\d+(\.\d+)?$/;
const TIME = /^(\d{4}-\d\d-\d\d)[Tt ](\d\d:\d\d:\d\d)(\.\d+)?(?:[Zz]|([+-])([01]\d|2[0-3]):?([0-5]\d))?$/;
const MINUTE = 60_000;

/** A part of a value can't be read. rest: the other parts. */
class PartlyRead extends ConstraintError {
  readonly rest: unknown;

  constructor({ place, rule, value }: ConstraintError, rest: unknown) {
    super(place, rule, value);
    this.rest = rest;
  }
}

const raw = new WeakMap<object, Readonly<Record<string, unknown>>>();

/**
 * Return the members of an object in an answer that the contract does not name, or that could not be read. They are
 * unchanged, with the API's own names. An optional member that can't be read is absent from the object itself. A map of
 * which only a part can be read is in both: unchanged here, and with the readable part in the object.
 */
export function rawMembers(object: object): Readonly<Record<string, unknown>> {
  return raw.get(object) ?? {};
}

/** Return what a caller gets for the parsed body of a success. Throws ConstraintError if the body is unusable. */
export function decodeResult<Data extends Arguments, Result>(
  operation: Operation<Data, Result>,
  body: unknown,
): Result {
  return (operation.result && decode(operation.result, body, "")) as Result;
}

/** Return a value with names in camel case. Throws ConstraintError if it can't be read. */
function decode(schema: Schema, value: unknown, place: string): unknown {
  switch (schema.type) {
    case "object":
      return schema.items ? decodeMap(schema.items, value, place) : decodeObject(schema, value, place);
    case "array":
      if (!Array.isArray(value)) return fail(place, "must be a list", value);
      return value.map((item, index) => decode(schema.items!, item, `${place}[${index}]`));
    case "boolean":
      return typeof value === "boolean" ? value : fail(place, "must be true or false", value);
    case "string":
      if (schema.format === "date-time") return utc(value) ?? fail(place, "must be a time", value);
      if (Number.isFinite(value)) return String(value);
      return typeof value === "string" ? value : fail(place, "must be text", value);
  }
  const number = typeof value === "string" && DECIMAL.test(value) ? Number(value) : value;
  const fits = schema.type === "integer" ? Number.isInteger(number) : Number.isFinite(number);
  return fits ? number : fail(place, "must be a number", value);
}

function decodeObject({ properties = {}, required = [] }: Schema, value: unknown, place: string): object {
  if (!isObject(value)) return fail(place || "the body", place ? "must be an object" : "must be a JSON object", value);
  // Needed are all mandatory members of the answer itself; inside it, a mandatory member is needed unless it is mere text.
  const isNeeded = (name: string) =>
    required.includes(name) && (!place || name === "id" || properties[name]?.type !== "string");
  const read: Record<string, unknown> = {};
  const left: [string, unknown][] = [];
  for (const [name, given] of Object.entries(value)) {
    const schema = Object.hasOwn(properties, name) ? properties[name] : undefined;
    if (schema && isAbsent(schema, given)) continue;
    try {
      if (schema) read[camelCase(name)] = decode(schema, given, within(place, name));
      else left.push([name, given]);
    } catch (error) {
      if (error instanceof PartlyRead) read[camelCase(name)] = error.rest;
      else if (isNeeded(name) || !(error instanceof ConstraintError)) throw error;
      left.push([name, given]);
    }
  }
  for (const name of required) {
    const member = (read[camelCase(name)] ??= "");
    if (member === "" && isNeeded(name)) fail(within(place, name), "must be given", value[name]);
  }
  if (left.length > 0) raw.set(read, Object.fromEntries(left));
  return read;
}

/** Read a map. Names stay as they are. Throws PartlyRead if a member can't be read; null members are left out. */
function decodeMap(values: Schema, value: unknown, place: string): object {
  if (!isObject(value)) return fail(place, "must be an object", value);
  const read: [string, unknown][] = [];
  let broken: ConstraintError | undefined;
  for (const [name, given] of Object.entries(value)) {
    if (isAbsent(values, given)) continue;
    try {
      read.push([name, decode(values, given, within(place, name))]);
    } catch (error) {
      if (!(error instanceof ConstraintError)) throw error;
      broken = error;
    }
  }
  if (broken) throw new PartlyRead(broken, Object.fromEntries(read));
  return Object.fromEntries(read);
}

/** Whether a member counts as absent: services send null for unknown values, and "" for a time in the future. */
function isAbsent({ type, format }: Schema, value: unknown): boolean {
  return (value ?? null) === null || (value === "" && (type !== "string" || format === "date-time"));
}

/**
 * Return a time in UTC as `YYYY-MM-DDThh:mm:ssZ`, with its fraction if it has one; undefined if it is not a time. A time
 * without a zone is in UTC.
 */
export function utc(value: unknown): string | undefined {
  const match = typeof value === "string" && TIME.exec(value);
  if (!match) return undefined;
  const [, date, clock, fraction = "", sign, hours, minutes] = match;
  const told = `${date}T${clock}.000Z`;
  const local = new Date(told);
  // Date would turn a day that does not exist into another one.
  if (local.toJSON() !== told) return undefined;
  const ahead = sign ? Number(`${sign}1`) * (Number(hours) * 60 + Number(minutes)) * MINUTE : 0;
  const seconds = new Date(local.getTime() - ahead).toISOString().slice(0, -5);
  // Years of more than four digits have a sign, and other languages with this contract have no year 0.
  return /^(?!0000)\d{4}-/.test(seconds) ? `${seconds}${fraction.replace(/\.?0+$/, "")}Z` : undefined;
}

function fail(place: string, rule: string, value: unknown): never {
  throw new ConstraintError(place, rule, value);
}
