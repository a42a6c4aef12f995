/** Reading the contract: an OpenAPI document, as the programs of the generator see it. */

import { camelCase } from "./schema.ts";

/** A part of a parsed OpenAPI document. */
export type Json = Record<string, any>;

/** The contract states something that the client could not enforce or say. */
export class UnenforceableError extends Error {}

const METHODS = ["get", "put", "post", "delete", "options", "head", "patch", "trace"];

export interface Found {
  readonly method: string;
  /** The path, with `{name}` where a parameter goes. */
  readonly template: string;
  readonly operation: Json;
}

/** Return the operations of a contract, each with the parameters of its path, too. */
export function operationsOf(contract: Json): Found[] {
  return Object.entries<Json>(contract.paths).flatMap(([template, item]) =>
    METHODS.filter((method) => method in item).map((method) => {
      const parameters = [...(item.parameters ?? []), ...(item[method].parameters ?? [])];
      return { method, template, operation: { ...item[method], parameters } };
    }),
  );
}

/** Follow local references. What stands beside one goes before what it refers to. */
export function resolved(contract: Json, { $ref, ...node }: Json): Json {
  if (!$ref) return node;
  const keys: string[] = $ref.slice(2).split("/");
  return { ...resolved(contract, keys.reduce((part: Json, key) => part[key], contract)), ...node };
}

export const isScalar = ({ type }: Json): boolean => Boolean(type) && !["object", "array"].includes(type);

/** Return a contract in which a reference to the schema of a scalar is that schema: it has no type of its own. */
export function withScalarsInPlace(contract: Json): Json {
  const place = (node: unknown): unknown => {
    if (Array.isArray(node)) return node.map(place);
    if (typeof node !== "object" || node === null) return node;
    const target = "$ref" in node ? resolved(contract, node) : {};
    const members = Object.entries(isScalar(target) ? target : node);
    return Object.fromEntries(members.map(([key, value]) => [key, place(value)]));
  };
  return place(contract) as Json;
}

/** Return a contract for the types that callers see: members and parameters in camel case, without titles of scalars. */
export function inCamelCase<Node>(node: Node): Node;
export function inCamelCase(node: unknown): unknown {
  if (Array.isArray(node)) return node.map(inCamelCase);
  if (typeof node !== "object" || node === null) return node;
  const renamed: Json = Object.fromEntries(Object.entries(node).map(([key, value]) => [key, inCamelCase(value)]));
  if (typeof renamed.in === "string") renamed.name = camelCase(renamed.name);
  if (typeof renamed.title === "string" && renamed.type !== "object") delete renamed.title;
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

/** Return the status that declares success, and its answer. */
export function successOf(contract: Json, { operationId, responses }: Json): { status: number; answer: Json } {
  const [success, ...others] = Object.keys(responses).filter((status) => status.startsWith("2"));
  if (!/^\d{3}$/.test(success ?? "") || others.length > 0) {
    throw new UnenforceableError(`${operationId}: one success status is enforced`);
  }
  return { status: Number(success), answer: resolved(contract, responses[success!]) };
}

/** Return the schema of a body, or undefined where there is none. */
export function bodyOf(contract: Json, message: Json | undefined, where: string): Json | undefined {
  const content: Json = (message && resolved(contract, message).content) ?? {};
  const types = Object.keys(content);
  if (types.length === 0) return undefined;
  if (types.join() !== "application/json") {
    throw new UnenforceableError(`${where}: ${types.join(", ")} can't be enforced`);
  }
  const { schema } = content["application/json"];
  if (resolved(contract, schema).type !== "object") {
    throw new UnenforceableError(`${where}: a body other than an object can't be enforced`);
  }
  return schema;
}

/** Return the schema of what an operation answers; undefined where nobody needs it: no member of it is mandatory. */
export function resultOf(contract: Json, operation: Json): Json | undefined {
  const schema = bodyOf(contract, successOf(contract, operation).answer, operation.operationId);
  return schema && resolved(contract, schema).required?.length > 0 ? schema : undefined;
}
