// Generated from openapi.yaml by make generate.

/** Turns a caller's values into a request. They are checked against every constraint before anything is sent. */

import { camelCase, ConstraintError, isObject, within, type Arguments, type Operation, type Schema } from "./schema.js";

/** A request of an operation. */
export interface EncodedRequest {
  /** The HTTP method. */
  readonly method: string;
  /** Path and query. */
  readonly target: string;
  /** The headers of the operation. */
  readonly headers: Readonly<Record<string, string>>;
  /** JSON. */
  readonly body?: string;
}

const JSON_TYPE = "application/json";
const LONE_SURROGATE = /\p{Surrogate}/u;
const ANY_SURROGATE = /[\ud800-\udfff]/;
const RFC_3339 = /^\d{4}-[01]\d-[0-3]\dT[0-2]\d:[0-5]\d:[0-6]\d(\.\d+)?(Z|[+-][0-2]\d:[0-5]\d)$/i;

/** Check a caller's arguments and turn them into a request. Throws ConstraintError. */
export function encodeRequest<Data extends Arguments>(
  operation: Operation<Data, unknown>,
  data: Omit<Data, "url">,
): EncodedRequest {
  const { method, template, path, query, body } = operation;
  const given = data as Arguments;
  const inPath = encode(path, given.path, "") as Record<string, unknown>;
  const inQuery = Object.entries(encode(query, given.query ?? {}, "") as object);
  const pairs = inQuery.flatMap(([name, value]) =>
    [value].flat().map((item) => `${name}=${encodeURIComponent(String(item))}`),
  );
  const filled = template.replace(/\{(\w+)\}/g, (_, name: string) => encodeURIComponent(String(inPath[name])));
  const target = pairs.length > 0 ? `${filled}?${pairs.join("&")}` : filled;
  if (!body) return { method, target, headers: { Accept: JSON_TYPE } };
  const headers = { Accept: JSON_TYPE, "Content-Type": JSON_TYPE };
  return { method, target, headers, body: JSON.stringify(encode(body, given.body, "")) };
}

/** Check a value with names in camel case, and return it with the API's names. Throws ConstraintError. */
export function encode(schema: Schema, value: unknown, place: string): unknown {
  if (value === null && schema.nullable) return null;
  const broken = brokenRule(schema, value);
  if (broken) {
    const rule = schema.title ? `be ${schema.title}` : broken;
    throw new ConstraintError(place || "the value", `must ${rule}`, value);
  }
  const { items, properties, required = [] } = schema;
  if (items && Array.isArray(value)) return value.map((item, index) => encode(items, item, `${place}[${index}]`));
  if (items) {
    const members = Object.entries(value as object);
    return Object.fromEntries(members.map(([name, item]) => [name, encode(items, item, within(place, name))]));
  }
  if (!properties) return value;
  const given = value as Record<string, unknown>;
  const known = Object.keys(properties).map(camelCase);
  const unknown = Object.keys(given).find((name) => !known.includes(name) && given[name] !== undefined);
  if (unknown !== undefined) {
    throw new ConstraintError(within(place, unknown), `is unknown; known are ${known.join(", ")}`, given[unknown]);
  }
  const encoded: Record<string, unknown> = {};
  for (const [name, member] of Object.entries(properties)) {
    const own = camelCase(name);
    if (given[own] !== undefined) encoded[name] = encode(member, given[own], within(place, own));
    else if (required.includes(name)) throw new ConstraintError(within(place, own), "must be given", given[own]);
  }
  return encoded;
}

/** Return the rule that a value breaks, not counting the rules of its members. */
function brokenRule(schema: Schema, value: unknown): string | undefined {
  switch (schema.type) {
    case "string":
      return typeof value === "string" ? brokenRuleOfText(schema, value) : "be a string";
    case "boolean":
      return typeof value === "boolean" ? undefined : "be true or false";
    case "object":
      return isObject(value) ? undefined : "be an object";
    case "array":
      return Array.isArray(value) ? undefined : "be an array";
  }
  if (typeof value !== "number" || !Number.isFinite(value)) return "be a number";
  if (schema.type === "integer" && !Number.isInteger(value)) return "be an integer";
  return outside(value, schema.minimum, schema.maximum, "be", "");
}

function brokenRuleOfText(schema: Schema, value: string): string | undefined {
  if (LONE_SURROGATE.test(value)) return "be text, without lone surrogates";
  if (schema.enum && !schema.enum.includes(value)) return `be one of ${schema.enum.map(shown).join(", ")}`;
  if (schema.format === "date-time" && !RFC_3339.test(value)) return "be a time as RFC 3339 writes it";
  const length = ANY_SURROGATE.test(value) ? [...value].length : value.length;
  const matches = !schema.pattern || schema.pattern.test(value);
  return (
    outside(length, schema.minLength, schema.maxLength, "have", " characters") ??
    (matches ? undefined : `match the pattern ${schema.pattern?.source}`)
  );
}

function outside(size: number, least = -Infinity, most = Infinity, verb: string, unit: string): string | undefined {
  if (size < least) return `${verb} at least ${least}${unit}`;
  return size > most ? `${verb} at most ${most}${unit}` : undefined;
}

function shown(value: unknown): string {
  return value === "" ? '""' : String(value);
}
