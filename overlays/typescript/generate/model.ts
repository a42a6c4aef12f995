/** The contract as overlays/reader.py gives it to the generators. overlays/model.py explains its parts. */

import { camelCase } from "./support/schema.ts";

/** A part of a parsed JSON document. */
export type Json = Record<string, any>;

export interface Rules {
  readonly name: string | null;
  readonly place: string;
  readonly type: "string" | "number" | "integer" | "boolean" | "array" | "object";
  readonly nullable: boolean;
  readonly keywords: Json;
  readonly items: Rules | null;
  readonly members: readonly Member[];
}

export interface Member {
  readonly name: string;
  readonly required: boolean;
  readonly description: string;
  readonly schema: Rules;
  readonly within: string;
}

export interface Body {
  readonly schema: Rules;
  readonly member: Member | null;
  readonly description: string;
}

export interface Described {
  readonly id: string;
  readonly method: string;
  readonly path: string;
  readonly summary: string;
  readonly description: string;
  readonly parameters: readonly Member[];
  readonly body: Body | null;
  readonly success: number;
  readonly result: Body | null;
  readonly pages: Member | null;
  readonly by_id: boolean;
}

export interface Model {
  readonly operations: readonly Described[];
  readonly shared: readonly string[];
  readonly schemas: readonly Rules[];
  /** The OpenAPI document, in which references to scalars are replaced by their rules. */
  readonly document: Json;
}

/** The contract states something that cannot be expressed in TypeScript. */
export class UnenforceableError extends Error {}

export const capitalised = (name: string): string => name.charAt(0).toUpperCase() + name.slice(1);

/** Return a document for the types that callers see: members and parameters in camel case, without titles of scalars. */
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
