/** Makes the source of schemas and operations from the rules of the contract. */

import { capitalised, type Described, type Json, type Member, type Model, type Rules } from "./model.ts";
import { camelCase } from "./support/schema.ts";

const LONGEST_LINE = 110;

/** A piece of source. */
class Source {
  readonly text: string;

  constructor(text: string) {
    this.text = text;
  }
}

/** Return the source of `schemas.ts`. */
export function schemasOf({ schemas }: Model): string {
  const constants = schemas.map(
    (schema) => `\nexport const ${schema.name}: Schema = ${literal(table({ ...schema, name: null }))};\n`,
  );
  return `import type { Schema } from "./schema.js";\n${constants.join("")}`;
}

/** Return the source of `operations.ts`. */
export function operationsOf({ operations }: Model): string {
  return `\
import type { Operation } from "./schema.js";
import * as schemas from "./schemas.js";
import type * as types from "./types.js";
${operations.map(operationOf).join("")}`;
}

function operationOf({ id, method, path, parameters, body, success, result, by_id }: Described): string {
  const type = `types.${capitalised(id)}`;
  const within = (place: string) => objectOf(parameters.filter((parameter) => parameter.within === place), "schemas.");
  const source = literal({
    method,
    template: path,
    path: within("path"),
    query: within("query"),
    body: body && table(body.schema, "schemas."),
    result: result && table(result.schema, "schemas."),
    about: by_id ? camelCase(result!.member!.name) : null,
  });
  return `\nexport const ${id}: Operation<${type}Data, ${result ? `${type}Responses[${success}]` : "void"}> = ${source};\n`;
}

/** Return the rules of a value as data, or the name of the component that contains them. */
function table({ name, type, nullable, keywords, items, members }: Rules, prefix = ""): Json {
  if (name) return new Source(prefix + name);
  if (type === "object" && !items) return objectOf(members, prefix, nullable);
  const { pattern } = keywords;
  return {
    type,
    nullable: nullable || null,
    ...keywords,
    pattern: pattern && new RegExp(pattern, "u"),
    items: items && table(items, prefix),
  };
}

function objectOf(members: readonly Member[], prefix: string, nullable = false): Json {
  const properties = Object.fromEntries(members.map(({ name, schema }) => [name, table(schema, prefix)]));
  const required = members.filter((member) => member.required).map(({ name }) => name);
  return { type: "object", nullable: nullable || null, properties, required };
}

/** Return a value as source, an object on one line if it fits. Null members and empty lists are left out. */
function literal(value: unknown): string {
  if (value instanceof Source) return value.text;
  if (value instanceof RegExp) return value.toString();
  if (Array.isArray(value)) return `[${value.map(literal).join(", ")}]`;
  if (typeof value !== "object" || value === null) return JSON.stringify(value);
  const members = Object.entries(value)
    .filter(([, member]) => (member ?? null) !== null && !(Array.isArray(member) && member.length === 0))
    .map(([name, member]) => `${/^[a-z_$][\w$]*$/i.test(name) ? name : JSON.stringify(name)}: ${literal(member)}`);
  if (members.length === 0) return "{}";
  const line = `{ ${members.join(", ")} }`;
  if (line.length <= LONGEST_LINE && !line.includes("\n")) return line;
  return `{\n${members.map((member) => `  ${member.replaceAll("\n", "\n  ")},\n`).join("")}}`;
}
