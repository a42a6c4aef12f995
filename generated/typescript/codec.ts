// Generated from openapi.yaml by overlays/typescript/generate.ts.

/** The rules of JSON Schema that the contract uses, as functions, and the way of a request and of an answer through them. */

/** A value breaks a rule of the contract. */
export class ConstraintError extends Error {
  /** Where the value stands, in the contract's words: `snapshot.name`. */
  readonly place: string;
  /** What the value must be. */
  readonly rule: string;
  readonly value: unknown;

  constructor(place: string, rule: string, value: unknown) {
    super(`${place} ${rule}`);
    this.name = "ConstraintError";
    this.place = place;
    this.rule = rule;
    this.value = value;
  }
}

/** Where members are named as the API names them. The other side of the conversion names them in camel case. */
type Direction = "encode" | "decode";

/** Checks a value and returns it for the other side. Throws ConstraintError. */
export type Schema = (value: unknown, place: string, direction: Direction) => unknown;

const LONE_SURROGATE = /\p{Surrogate}/u;
const ANY_SURROGATE = /[\ud800-\udfff]/;
const FORMATS = {
  uuid: { rule: "must be a UUID", pattern: /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i },
  "date-time": {
    rule: "must be a time as RFC 3339 writes it",
    pattern: /^\d{4}-[01]\d-[0-3]\dT[0-2]\d:[0-5]\d:[0-6]\d(\.\d+)?(Z|[+-][0-2]\d:[0-5]\d)$/i,
  },
};

export interface StringRules {
  readonly enum?: readonly string[];
  readonly format?: keyof typeof FORMATS;
  /** Lengths count Unicode code points. */
  readonly minLength?: number;
  readonly maxLength?: number;
  readonly pattern?: RegExp;
}

export const string = (rules: StringRules = {}): Schema => {
  const { enum: values, format, minLength = 0, maxLength = Infinity, pattern } = rules;
  return (value, place, direction) => {
    const refuse = (rule: string): never => fail(place, rule, value);
    if (typeof value !== "string") return refuse("must be a string");
    if (value === "" && format === "date-time" && direction === "decode") return undefined;
    if (LONE_SURROGATE.test(value)) refuse("must be text, without lone surrogates");
    if (values && !values.includes(value)) refuse(`must be one of ${values.join(", ")}`);
    if (format && !FORMATS[format].pattern.test(value)) refuse(FORMATS[format].rule);
    const length = ANY_SURROGATE.test(value) ? [...value].length : value.length;
    if (length < minLength) refuse(`must have at least ${minLength} characters`);
    if (length > maxLength) refuse(`must have at most ${maxLength} characters`);
    if (pattern && !pattern.test(value)) refuse(`must match the pattern ${pattern.source}`);
    return value;
  };
};

export interface NumberRules {
  readonly integer?: boolean;
  readonly minimum?: number;
  readonly maximum?: number;
}

export const number = (rules: NumberRules = {}): Schema => {
  const { integer = false, minimum = -Infinity, maximum = Infinity } = rules;
  return (value, place) => {
    if (typeof value !== "number" || !Number.isFinite(value)) return fail(place, "must be a number", value);
    if (integer && !Number.isInteger(value)) fail(place, "must be an integer", value);
    if (value < minimum) fail(place, `must be at least ${minimum}`, value);
    if (value > maximum) fail(place, `must be at most ${maximum}`, value);
    return value;
  };
};

export const boolean: Schema = (value, place) =>
  typeof value === "boolean" ? value : fail(place, "must be true or false", value);

export interface ArrayRules {
  readonly minItems?: number;
  readonly maxItems?: number;
}

export const array =
  (items: Schema, { minItems = 0, maxItems = Infinity }: ArrayRules = {}): Schema =>
  (value, place, direction) => {
    if (!Array.isArray(value)) return fail(place, "must be an array", value);
    if (value.length < minItems) fail(place, `must have at least ${minItems} items`, value);
    if (value.length > maxItems) fail(place, `must have at most ${maxItems} items`, value);
    return value.map((item, index) => items(item, `${place}[${index}]`, direction));
  };

/**
 * Members that the schema does not name are left out. Services send null for an optional member that they don't know,
 * and "" for a time that has not come: in an answer, both are read as absent.
 */
export const object = (properties: Readonly<Record<string, Schema>>, required: readonly string[] = []): Schema => {
  const members = Object.entries(properties).map(
    ([name, schema]) => [name, camelCase(name), schema, required.includes(name)] as const,
  );
  return (value, place, direction) => {
    if (typeof value !== "object" || value === null || Array.isArray(value)) {
      return fail(place || "the value", "must be an object", value);
    }
    const converted: Record<string, unknown> = {};
    for (const [name, camel, schema, mandatory] of members) {
      const [from, to] = direction === "encode" ? [camel, name] : [name, camel];
      const given = (value as Record<string, unknown>)[from];
      const memberPlace = place ? `${place}.${name}` : name;
      const absent = given === undefined || (given === null && !mandatory && direction === "decode");
      const member = absent ? undefined : schema(given, memberPlace, direction);
      if (member !== undefined) converted[to] = member;
      else if (mandatory) fail(memberPlace, "must be given", given);
    }
    return converted;
  };
};

export const camelCase = (name: string): string =>
  name.replace(/_([a-z0-9])/g, (_, next: string) => next.toUpperCase());

function fail(place: string, rule: string, value: unknown): never {
  throw new ConstraintError(place, rule, value);
}

/** What a caller gives an operation: `body`, and the parameters by where they go. */
interface Arguments {
  readonly path?: unknown;
  readonly query?: unknown;
  readonly body?: unknown;
}

/** An operation of the contract. `Data` and `Result` are the types of what it takes and of what it answers. */
export interface Operation<Data extends Arguments, Result> {
  readonly method: string;
  /** The path, with `{name}` where a parameter goes. */
  readonly template: string;
  readonly path: Schema;
  readonly query: Schema;
  readonly body?: Schema;
  /** The status that declares success. */
  readonly success: number;
  readonly result?: Schema;
  readonly types?: (data: Data) => Result;
}

export interface EncodedRequest {
  readonly method: string;
  /** Path and query. */
  readonly target: string;
  readonly headers: Readonly<Record<string, string>>;
  /** JSON. */
  readonly body?: string;
}

const JSON_TYPE = "application/json";

/** Check what a caller gives and turn it into what is sent. Throws ConstraintError. */
export function encodeRequest<Data extends Arguments>(
  operation: Operation<Data, unknown>,
  data: Omit<Data, "url">,
): EncodedRequest {
  const { method, template, path, query, body } = operation;
  const given = data as Arguments;
  const inPath = path(given.path, "", "encode") as Record<string, unknown>;
  const inQuery = query(given.query ?? {}, "", "encode") as Record<string, unknown>;
  const pairs = Object.entries(inQuery).map(([name, value]) => `${name}=${encodeURIComponent(String(value))}`);
  const filled = template.replace(/\{(\w+)\}/g, (_, name: string) => encodeURIComponent(String(inPath[name])));
  const target = pairs.length > 0 ? `${filled}?${pairs.join("&")}` : filled;
  if (!body) return { method, target, headers: { Accept: JSON_TYPE } };
  const headers = { Accept: JSON_TYPE, "Content-Type": JSON_TYPE };
  return { method, target, headers, body: JSON.stringify(body(given.body, "", "encode")) };
}

/** Check the parsed body of a success and turn it into what a caller gets. Throws ConstraintError. */
export function decodeResult<Data extends Arguments, Result>(
  operation: Operation<Data, Result>,
  body: unknown,
): Result {
  return operation.result?.(body, "", "decode") as Result;
}
