/** The contract's rules for values and operations as data: the parts of JSON Schema and OpenAPI that it uses. */

export interface Schema {
  /** The kind of the value. */
  readonly type: "string" | "number" | "integer" | "boolean" | "array" | "object";
  /** Whether it may be null. */
  readonly nullable?: boolean;
  /** What a value must be, in words. */
  readonly title?: string;
  /** The values that it may have. */
  readonly enum?: readonly unknown[];
  /** The format of its text. */
  readonly format?: "date-time";
  /** The shortest length, in Unicode code points. */
  readonly minLength?: number;
  /** The longest length, in Unicode code points. */
  readonly maxLength?: number;
  /** The pattern that its text must match. */
  readonly pattern?: RegExp;
  /** The least value. */
  readonly minimum?: number;
  /** The greatest value. */
  readonly maximum?: number;
  /** The items of a list, or the values of a map, which is an object without properties. */
  readonly items?: Schema;
  /** The members of an object. */
  readonly properties?: Readonly<Record<string, Schema>>;
  /** The mandatory members. */
  readonly required?: readonly string[];
}

/** The arguments of an operation: `body`, and the parameters by their place. */
export interface Arguments {
  /** The parameters of the path. */
  readonly path?: unknown;
  /** The parameters of the query. */
  readonly query?: unknown;
  /** The body. */
  readonly body?: unknown;
}

/** An operation of the contract. `Data` is the type of its arguments, `Result` that of its result. */
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
  /** The rules of the answer's body, absent if the body is ignored. */
  readonly result?: Schema;
  /** The one thing that is read, if the path ends with its ID: for `snapshot` with `snapshotId`. */
  readonly about?: string;
  /** Only for the types. */
  readonly types?: (data: Data) => Result;
}

/** A value breaks a rule of the contract. */
export class ConstraintError extends Error {
  /** The place of the value, in the caller's names: `snapshot.clusterId`. */
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

/** Turn a name of the API, in snake case, into the caller's, in camel case. */
export const camelCase = (name: string): string =>
  name.includes("_") ? name.replace(/_([a-z0-9])/g, (_, next: string) => next.toUpperCase()) : name;

export const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === "object" && value !== null && !Array.isArray(value);
