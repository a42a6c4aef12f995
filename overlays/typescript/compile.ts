/** From the constraints of the contract to the source of schemas and operations. */

import {
  bodyOf,
  isScalar,
  operationsOf,
  resolved,
  resultOf,
  successOf,
  UnenforceableError,
  type Found,
  type Json,
} from "./document.ts";

const ANNOTATIONS = ["title", "description", "default", "example", "examples", "deprecated", "readOnly", "writeOnly"];
/** Those that text is held to, and those that say of a number what it already is. */
const FORMATS: Record<string, readonly string[]> = {
  string: ["uuid", "date-time"],
  integer: ["int32", "int64"],
  number: ["float", "double"],
};
/** The keywords that are enforced, by type. */
const ENFORCED: Record<string, readonly string[]> = {
  string: ["title", "enum", "format", "minLength", "maxLength", "pattern"],
  integer: ["title", "minimum", "maximum"],
  number: ["title", "minimum", "maximum"],
  boolean: ["title"],
  array: ["items", "minItems", "maxItems"],
  object: ["properties", "required"],
};
const LONGEST_LINE = 110;

/** A piece of source. */
class Source {
  readonly text: string;

  constructor(text: string) {
    this.text = text;
  }
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
    const schemas = [...this.#constants].map(([name, { source }]) => `\nexport const ${name}: Schema = ${source};\n`);
    return {
      schemas: `import type { Schema } from "./schema.js";\n${schemas.join("")}`,
      operations: `\
import type { Operation } from "./schema.js";
import * as schemas from "./schemas.js";
import type * as types from "./types.js";
${operations.join("")}`,
    };
  }

  #operation({ method, template, operation }: Found): string {
    const name: string = operation.operationId;
    const type = `types.${name.charAt(0).toUpperCase()}${name.slice(1)}`;
    const { status } = successOf(this.#contract, operation);
    const body = bodyOf(this.#contract, operation.requestBody, name);
    const result = resultOf(this.#contract, operation);
    const source = literal({
      method: method.toUpperCase(),
      template,
      path: this.#parameters(operation, "path"),
      query: this.#parameters(operation, "query"),
      body: body && this.#schema(body, name, "schemas."),
      success: status,
      result: result && this.#schema(result, name, "schemas."),
    });
    const types = `${type}Data, ${result ? `${type}Responses[${status}]` : "void"}`;
    return `\nexport const ${name}: Operation<${types}> = ${source};\n`;
  }

  /** Return the schema of all parameters that go to one place. */
  #parameters(operation: Json, place: string): Json {
    const properties: Json = {};
    const required: string[] = [];
    for (const reference of operation.parameters) {
      const { in: where, name, schema, required: mandatory, style, content } = resolved(this.#contract, reference);
      if (!["path", "query"].includes(where) || style || content) {
        throw new UnenforceableError(`parameter ${name}: only path and query schemas are enforced`);
      }
      const { type, pattern } = resolved(this.#contract, schema);
      if (where === "path" && type === "string" && !pattern) {
        throw new UnenforceableError(`parameter ${name}: without a pattern it could change the path`);
      }
      if (where !== place) continue;
      properties[name] = reference.$ref
        ? this.#constant(reference.$ref, schema, "schemas.")
        : this.#schema(schema, name, "schemas.");
      if (mandatory) required.push(name);
    }
    return { type: "object", properties, required };
  }

  /** Return a schema as data. What it refers to becomes a constant. */
  #schema(schema: Json, where: string, prefix = ""): Json {
    const keywords = Object.keys(schema).filter(
      (key) => schema[key] !== undefined && !key.startsWith("x-") && !ANNOTATIONS.includes(key),
    );
    if (schema.$ref) {
      const target = resolved(this.#contract, { $ref: schema.$ref });
      if (keywords.length === 1 && !schema.title) return this.#constant(schema.$ref, target, prefix);
      if (isScalar(target)) return this.#schema({ ...target, ...schema, $ref: undefined }, where, prefix);
      throw new UnenforceableError(`${where}: ${keywords.join(", ")} can't be enforced together`);
    }
    const types: string[] = [schema.type].flat();
    const [type = "", ...others] = types.filter((each) => each !== "null");
    const enforced = others.length > 0 ? undefined : ENFORCED[type];
    const unknown = keywords.filter((key) => !["type", "format", ...(enforced ?? [])].includes(key));
    if (!enforced) unknown.unshift(`type ${schema.type}`);
    if (schema.format && !FORMATS[type]?.includes(schema.format)) unknown.push(`format ${schema.format}`);
    if (unknown.length > 0) throw new UnenforceableError(`${where}: ${unknown.join(", ")} can't be enforced`);
    const kept = Object.fromEntries(enforced!.map((keyword) => [keyword, schema[keyword]]));
    if (kept.pattern) kept.pattern = new RegExp(kept.pattern, "u");
    if (type === "array") kept.items = this.#schema(schema.items ?? {}, `${where}[]`, prefix);
    if (type === "object") {
      const members = Object.entries<Json>(schema.properties ?? {});
      kept.properties = Object.fromEntries(
        members.map(([name, member]) => [name, this.#schema(member, `${where}.${name}`, prefix)]),
      );
    }
    return { type, nullable: types.includes("null") || undefined, ...kept };
  }

  /** Return the name of the constant that holds a schema of the contract's components. */
  #constant(reference: string, schema: Json, prefix: string): Source {
    const name = reference.split("/").at(-1)!;
    const known = this.#constants.get(name);
    if (known && known.reference !== reference) throw new UnenforceableError(`${name}: two components have this name`);
    if (known && !known.source) throw new UnenforceableError(`${name}: a schema within itself can't be enforced`);
    if (!known) {
      this.#constants.set(name, { reference, source: "" });
      const source = literal(this.#schema(schema, name));
      this.#constants.delete(name);
      this.#constants.set(name, { reference, source });
    }
    return new Source(prefix + name);
  }
}

/** Return a value as source, an object on one line where there is room. What has no value, and empty lists, are left out. */
function literal(value: unknown): string {
  if (value instanceof Source) return value.text;
  if (value instanceof RegExp) return value.toString();
  if (Array.isArray(value)) return `[${value.map(literal).join(", ")}]`;
  if (typeof value !== "object" || value === null) return JSON.stringify(value);
  const members = Object.entries(value)
    .filter(([, member]) => member !== undefined && !(Array.isArray(member) && member.length === 0))
    .map(([name, member]) => `${/^[a-z_$][\w$]*$/i.test(name) ? name : JSON.stringify(name)}: ${literal(member)}`);
  if (members.length === 0) return "{}";
  const line = `{ ${members.join(", ")} }`;
  if (line.length <= LONGEST_LINE && !line.includes("\n")) return line;
  return `{\n${members.map((member) => `  ${member.replaceAll("\n", "\n  ")},\n`).join("")}}`;
}
