/** From the constraints of the contract to the source of schemas and operations. */

import { camelCase } from "./codec.ts";

/** A part of a parsed OpenAPI document. */
export type Json = Record<string, any>;

/** The contract states a rule that the schemas could not enforce. */
export class UnenforceableError extends Error {}

const METHODS = ["get", "put", "post", "delete", "options", "head", "patch", "trace"];
const ANNOTATIONS = ["title", "description", "default", "example", "examples", "deprecated", "readOnly", "writeOnly"];
const FORMATS = ["uuid", "date-time"];
/** The keywords that are enforced, by type. */
const ENFORCED: Record<string, readonly string[]> = {
  string: ["enum", "format", "minLength", "maxLength", "pattern"],
  integer: ["minimum", "maximum"],
  number: ["minimum", "maximum"],
  boolean: [],
  array: ["items", "minItems", "maxItems"],
  object: ["properties", "required"],
};

/** Return a contract whose members and parameters have names in camel case. */
export function inCamelCase<Node>(node: Node): Node;
export function inCamelCase(node: unknown): unknown {
  if (Array.isArray(node)) return node.map(inCamelCase);
  if (typeof node !== "object" || node === null) return node;
  const renamed: Json = Object.fromEntries(Object.entries(node).map(([key, value]) => [key, inCamelCase(value)]));
  if (typeof renamed.in === "string") renamed.name = camelCase(renamed.name);
  if (renamed.type === "object" && renamed.properties) {
    const members = Object.entries(renamed.properties).map(([name, schema]) => [camelCase(name), schema] as const);
    renamed.properties = Object.fromEntries(members);
    if (Object.keys(renamed.properties).length < members.length) {
      throw new UnenforceableError(
        `two members have one name in camel case: ${members.map(([name]) => name).join(", ")}`,
      );
    }
    renamed.required = renamed.required?.map(camelCase);
  }
  return renamed;
}

interface Found {
  readonly method: string;
  /** The path, with `{name}` where a parameter goes. */
  readonly template: string;
  readonly operation: Json;
}

/** Return the operations of a contract, each with all its parameters. */
export function operationsOf(contract: Json): Found[] {
  return Object.entries<Json>(contract.paths).flatMap(([template, item]) =>
    METHODS.filter((method) => method in item).map((method) => {
      const parameters = [...(item.parameters ?? []), ...(item[method].parameters ?? [])];
      return { method, template, operation: { ...item[method], parameters } };
    }),
  );
}

/** Follow local references; what is no reference is returned as it is. */
export function resolved(contract: Json, node: Json): Json {
  while (node.$ref) {
    node = node.$ref
      .slice(2)
      .split("/")
      .reduce((part: Json, key: string) => part[key], contract);
  }
  return node;
}

/** Compiles a contract. Its methods throw UnenforceableError. */
export class Compiler {
  readonly #contract: Json;
  /** Schemas by name; each comes after those that it uses. The source is empty while it is being compiled. */
  readonly #constants = new Map<string, { reference: string; source: string }>();

  constructor(contract: Json) {
    this.#contract = contract;
  }

  /** Return the source of `schemas.ts` and of `operations.ts`. */
  compile(): { schemas: string; operations: string } {
    const operations = operationsOf(this.#contract).map((found) => this.#operation(found));
    const schemas = [...this.#constants.values()].map(({ source: constant }) => constant).join("\n");
    const source = operations.join("\n");
    return {
      schemas: `${imports("", schemas, KINDS, "./codec.js")}\n${schemas}`,
      operations: [
        imports("", source, KINDS, "./codec.js"),
        imports("type ", source, ["Operation"], "./codec.js"),
        imports("", source, [...this.#constants.keys()], "./schemas.js"),
        imports("type ", source, source.match(/\w+(Data|Responses)\b/g) ?? [], "./types.js"),
        `\n${source}`,
      ].join(""),
    };
  }

  #operation({ method, template, operation }: Found): string {
    const name: string = operation.operationId;
    const type = name.charAt(0).toUpperCase() + name.slice(1);
    const [success, ...others] = Object.keys(operation.responses).filter((status) => status.startsWith("2"));
    if (!/^\d{3}$/.test(success ?? "") || others.length > 0)
      throw new UnenforceableError(`${name}: one success status is enforced`);
    const result = this.#media(resolved(this.#contract, operation.responses[success!]), name);
    const body = operation.requestBody && this.#media(resolved(this.#contract, operation.requestBody), name);
    const members = {
      method: JSON.stringify(method.toUpperCase()),
      template: JSON.stringify(template),
      path: this.#parameters(operation, "path"),
      query: this.#parameters(operation, "query"),
      ...(body && { body }),
      success: success!,
      ...(result && { result }),
    };
    const types = `${type}Data, ${result ? `${type}Responses[${success}]` : "undefined"}`;
    return `export const ${name}: Operation<${types}> = ${block(members)};\n`;
  }

  /** Return the schema of all parameters that go to one place. */
  #parameters(operation: Json, place: string): string {
    const members: Json = {};
    const mandatory: string[] = [];
    for (const reference of operation.parameters) {
      const { in: where, name, schema, required, style, content } = resolved(this.#contract, reference);
      if (!["path", "query"].includes(where) || style || content) {
        throw new UnenforceableError(`parameter ${name}: only path and query schemas are enforced`);
      }
      if (where === "path" && !schema.pattern) {
        throw new UnenforceableError(`parameter ${name}: without a pattern it could change the path`);
      }
      if (where !== place) continue;
      members[name] = reference.$ref ? this.#constant(reference.$ref, schema) : this.#schema(schema, name);
      if (required) mandatory.push(name);
    }
    return object(members, mandatory);
  }

  /** Return the schema of a body, or undefined where there is none. */
  #media(message: Json, where: string): string | undefined {
    const types = Object.keys(message.content ?? {});
    if (types.length === 0) return undefined;
    if (types.join() !== "application/json")
      throw new UnenforceableError(`${where}: ${types.join(", ")} can't be enforced`);
    return this.#schema(message.content["application/json"].schema, where);
  }

  /** Return a schema as an expression. What it refers to becomes a constant. */
  #schema(schema: Json, where: string): string {
    const keywords = Object.keys(schema).filter((key) => !key.startsWith("x-") && !ANNOTATIONS.includes(key));
    if (schema.$ref) {
      if (keywords.length > 1)
        throw new UnenforceableError(`${where}: ${keywords.join(", ")} can't be enforced together`);
      return this.#constant(schema.$ref, resolved(this.#contract, schema));
    }
    const enforced = ENFORCED[schema.type];
    const unknown = keywords.filter((key) => key !== "type" && !enforced?.includes(key));
    if (!enforced) unknown.unshift(`type ${schema.type}`);
    if (schema.format && !FORMATS.includes(schema.format)) unknown.push(`format ${schema.format}`);
    if (unknown.length > 0) throw new UnenforceableError(`${where}: ${unknown.join(", ")} can't be enforced`);
    if (schema.type === "array") {
      const bounds = { minItems: schema.minItems, maxItems: schema.maxItems };
      return call("array", this.#schema(schema.items ?? {}, `${where}[]`), rules(bounds));
    }
    if (schema.type === "object") {
      const members = Object.entries<Json>(schema.properties ?? {});
      const compiled = members.map(([name, member]) => [name, this.#schema(member, `${where}.${name}`)]);
      return object(Object.fromEntries(compiled), schema.required ?? []);
    }
    if (schema.type === "boolean") return "boolean";
    const kept = Object.fromEntries(enforced!.map((keyword) => [keyword, schema[keyword]]));
    if (schema.type === "string") return call("string", rules(kept));
    return call("number", rules({ integer: schema.type === "integer" || undefined, ...kept }));
  }

  /** Return the name of the constant that holds a schema of the contract's components. */
  #constant(reference: string, schema: Json): string {
    const name = reference.split("/").at(-1)!;
    const known = this.#constants.get(name);
    if (known && known.reference !== reference) throw new UnenforceableError(`${name}: two components have this name`);
    if (known && !known.source) throw new UnenforceableError(`${name}: a schema within itself can't be enforced`);
    if (!known) {
      this.#constants.set(name, { reference, source: "" });
      const source = `export const ${name} = ${this.#schema(schema, name)};\n`;
      this.#constants.delete(name);
      this.#constants.set(name, { reference, source });
    }
    return name;
  }
}

/** The functions of codec.ts. */
const KINDS = ["array", "boolean", "number", "object", "string"];

function object(members: Json, required: string[]): string {
  return call("object", block(members), required.length > 0 ? list(required) : "");
}

/** Return the call of a function, without the arguments that are empty. */
function call(name: string, ...given: string[]): string {
  return `${name}(${given.filter(Boolean).join(", ")})`;
}

/** Return an object literal on one line, or nothing where no keyword has a value. */
function rules(keywords: Json): string {
  const given = Object.entries(keywords).filter(([, value]) => value !== undefined);
  const members = given.map(([name, value]) => `${name}: ${Array.isArray(value) ? list(value) : literal(name, value)}`);
  return members.length > 0 ? `{ ${members.join(", ")} }` : "";
}

function literal(keyword: string, value: unknown): string {
  return keyword === "pattern" ? new RegExp(value as string, "u").toString() : JSON.stringify(value);
}

function list(values: unknown[]): string {
  return `[${values.map((value) => JSON.stringify(value)).join(", ")}]`;
}

/** Return an object literal with a line for each member. */
function block(members: Json): string {
  const lines = Object.entries(members).map(([name, source]) => `  ${name}: ${source.replaceAll("\n", "\n  ")},\n`);
  return lines.length > 0 ? `{\n${lines.join("")}}` : "{}";
}

/** Return the import of those names that a source uses. */
function imports(kind: "" | "type ", source: string, names: readonly string[], from: string): string {
  const used = [...new Set(names)].filter((name) => new RegExp(`\\b${name}\\b(?!:)`).test(source)).sort();
  const listed = used.length > 5 ? `\n  ${used.join(",\n  ")},\n` : ` ${used.join(", ")} `;
  return used.length > 0 ? `import ${kind}{${listed}} from "${from}";\n` : "";
}
