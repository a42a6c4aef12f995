// Generated from openapi.yaml by make generate.

/** What the contract says of values and of operations, as data: the part of JSON Schema and of OpenAPI that it uses. */

export interface Schema {
  /** The kind of the value. */
  readonly type: "string" | "number" | "integer" | "boolean" | "array" | "object";
  /** Whether null may stand in its place. */
  readonly nullable?: boolean;
  /** What a value must be, in a person's words. */
  readonly title?: string;
  /** The values that it may have. */
  readonly enum?: readonly unknown[];
  /** How its text is written. */
  readonly format?: "date-time";
  /** The shortest length, in Unicode code points. */
  readonly minLength?: number;
  /** The longest length, in Unicode code points. */
  readonly maxLength?: number;
  /** What its text matches. */
  readonly pattern?: RegExp;
  /** The least value. */
  readonly minimum?: number;
  /** The greatest value. */
  readonly maximum?: number;
  /** Of a list; the values of a map, which is an object without properties. */
  readonly items?: Schema;
  /** The members of an object. */
  readonly properties?: Readonly<Record<string, Schema>>;
  /** The members that must be there. */
  readonly required?: readonly string[];
}

/** What a caller gives an operation: `body`, and the parameters by where they go. */
export interface Arguments {
  /** The parameters of the path. */
  readonly path?: unknown;
  /** The parameters of the query. */
  readonly query?: unknown;
  /** The body. */
  readonly body?: unknown;
}

/** An operation of the contract. `Data` and `Result` are the types of what it takes and of what it answers. */
export interface Operation<Data extends Arguments, Result> {
  /** The HTTP method. */
  readonly method: string;
  /** The path, with `{name}` where a parameter goes. */
  readonly template: string;
  /** The rules of the path's parameters. */
  readonly path: Schema;
  /** The rules of the query. */
  readonly query: Schema;
  /** The rules of the body, if there is one. */
  readonly body?: Schema;
  /** Absent where nothing in the answer is judged. */
  readonly result?: Schema;
  /** Only for the types. */
  readonly types?: (data: Data) => Result;
}

/** A value breaks a rule of the contract. */
export class ConstraintError extends Error {
  /** Where the value stands, in the names of who gave it: `snapshot.clusterId`. */
  readonly place: string;
  /** What the value must be. */
  readonly rule: string;
  /** What was given. */
  readonly value: unknown;

  constructor(place: string, rule: string, value: unknown) {
    super(`${place} ${rule}`);
    this.name = "ConstraintError";
    this.place = place;
    this.rule = rule;
    this.value = value;
  }
}

/** Return the place of a member. */
export const within = (place: string, name: string): string => (place ? `${place}.${name}` : name);

/** The API's names are in snake case, the callers' in camel case. */
export const camelCase = (name: string): string =>
  name.includes("_") ? name.replace(/_([a-z0-9])/g, (_, next: string) => next.toUpperCase()) : name;

export const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === "object" && value !== null && !Array.isArray(value);
