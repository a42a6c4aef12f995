/** From the operations of the contract to the source of a class with a method for each. */

import {
  bodyOf,
  operationsOf,
  resolved,
  resultOf,
  successOf,
  UnenforceableError,
  type Found,
  type Json,
} from "./document.ts";
import { camelCase } from "./schema.ts";

const LONGEST_LINE = 80;
const OWN = ["signal", "timeout"];

interface Argument {
  /** In camel case. */
  readonly name: string;
  readonly type: string;
  readonly description: string;
}

/** Return the source of `calls.ts`. Throws UnenforceableError. */
export function callsOf(contract: Json): string {
  const operations = operationsOf(contract);
  const inPaths = operations.map(({ operation }) => inPath(contract, operation));
  // What every path holds is a property of the client.
  const inAll = (name: string) => inPaths.every((path) => path.some((argument) => argument.name === name));
  const shared = inPaths[0]!.filter(({ name }) => inAll(name));
  const properties = shared.map(
    ({ name, type, description }) => `\n${commentOf(description)}\n  abstract readonly ${name}: ${type};\n`,
  );
  const methods = operations.map((found) => methodOf(contract, found, shared));
  return `\
import * as operations from "./operations.js";
import { items } from "./pages.js";
import type { Operation } from "./schema.js";
import type * as types from "./types.js";

/** How a call ends that gets no answer. */
export interface CallOptions {
  /** Ends the call; it then rejects with the signal's reason. The request may have been sent. */
  readonly signal?: AbortSignal | undefined;
  /** Milliseconds until the answer must be complete, instead of the client's own. */
  readonly timeout?: number | undefined;
}

/**
 * The operations of the contract, a method for each. A class that extends this one says how a request is sent.
 *
 * Callers give and get what a body is there for: of \`{"snapshot": …}\` the snapshot.
 */
export abstract class Calls {
  /** Send the request of an operation and return what its success holds. */
  protected abstract call<Data extends object, Result>(
    operation: Operation<Data, Result>,
    data: Omit<Data, "url">,
    options?: CallOptions,
  ): Promise<Result>;

  /** Return the error of answers that contradict each other. */
  protected abstract contradiction(reason: string): Error;
${properties.join("")}${methods.join("")}}
`;
}

/** Return the source of an operation's method; of a list in pages also that of its items. */
function methodOf(contract: Json, { operation }: Found, shared: readonly Argument[]): string {
  const name: string = operation.operationId;
  const type = `types.${capitalised(name)}`;
  const path = inPath(contract, operation).map((argument) => ({
    ...argument,
    isShared: shared.some((other) => other.name === argument.name),
  }));
  const body = argumentOf(contract, operation, `${type}Data["body"]`);
  const given: Argument[] = [...path.filter(({ isShared }) => !isShared), ...(body ? [body] : [])];
  const query = parametersOf(contract, operation, "query");
  if (query.some((parameter) => OWN.includes(parameter.name))) {
    throw new UnenforceableError(`${name}: ${OWN.join(" or ")} of a query can't be told from the call's own`);
  }
  const taken = given.map((argument) => `${argument.name}: ${argument.type}`);
  const queryType = `NonNullable<${type}Data["query"]>`;
  const callOptions = `CallOptions${query.some(({ required }) => required) ? "" : " = {}"}`;
  const values = path.map((argument) => (argument.isShared ? `${argument.name}: this.` : "") + argument.name);
  const data = [
    `path: { ${values.join(", ")} }`,
    body && (body.member ? `body: { ${body.name} }` : "body"),
    query.length > 0 && "query",
  ].filter(Boolean);
  const isPaged = ["limit", "offset"].every((needed) => query.some((parameter) => parameter.name === needed));
  const answer = answerOf(contract, operation, type, isPaged);
  const call = `await this.call(operations.${name}, data, ${query.length > 0 ? "{ signal, timeout }" : "options"})`;
  const returned = answer.member ? `return (${call}).${answer.member}` : `return ${call}`;
  const firstOf = (text: string) => text.split("\n\n")[0]!.trim();
  const about = given.map((argument) => `@param ${argument.name} ${firstOf(argument.description)}`).join("\n");
  const last =
    query.length > 0 ? `{ signal, timeout, ...query }: ${queryType} & ${callOptions}` : "options?: CallOptions";
  const method = `
${commentOf(`${operation.summary}.`, operation.description, about)}
  async ${name}(${list([...taken, last])}): Promise<${answer.type}> {
    const data = { ${data.join(", ")} };
    ${answer.type === "void" ? call : returned};
  }
`;
  if (!answer.listed) return method;
  const options = `{ limit, ...options }: Omit<${queryType}, "offset"> & ${callOptions}`;
  const iterator = `iter${capitalised(name.replace(/^list/, ""))}`;
  const passed = [...given.map((argument) => argument.name), "{ ...options, ...page }"];
  return `${method}
${commentOf(`${operation.summary}: all of them, one after the other.`, iterationOf(name), about)}
  ${iterator}(${list([...taken, options])}): AsyncGenerator<${answer.listed.type}, void, void> {
    const read = (page: { limit: number; offset: number }) => this.${name}(${passed.join(", ")});
    return items("${answer.listed.member}", limit, read, (reason) => this.contradiction(reason));
  }
`;
}

const iterationOf = (name: string): string => `\
Yields each once, from pages of \`limit\`, by default 100, which \`${name}\` reads as they are needed. Whether
its \`offset\` counts pages or records differs from service to service, and is found out. What others create or delete
meanwhile neither hides nor repeats what stays. Where \`count\` says that something is missing, all is read once more
before an error says so.`;

/** Return the argument that a body is: its only member, if that is an object; or all of it. */
function argumentOf(contract: Json, operation: Json, type: string): (Argument & { member: boolean }) | undefined {
  const { operationId, requestBody } = operation;
  const schema = bodyOf(contract, requestBody, operationId);
  if (!schema) return undefined;
  const { description = "" } = resolved(contract, requestBody);
  const [[name, only] = ["", {}], ...others] = Object.entries<Json>(resolved(contract, schema).properties ?? {});
  if (others.length > 0 || resolved(contract, only).type !== "object") {
    return { name: "body", type: typeOf(schema, type), description, member: false };
  }
  const member = camelCase(name);
  return { name: member, type: typeOf(only, `${type}["${member}"]`), description, member: true };
}

interface Returned {
  readonly type: string;
  /** The member of the answer that is returned; without it, all of it is. */
  readonly member?: string;
  /** The member that holds the items of a page, and the type of one. */
  readonly listed?: { readonly member: string; readonly type: string };
}

/** Return what callers see of an answer: its only mandatory member, if that is an object or a list; or all of it. */
function answerOf(contract: Json, operation: Json, type: string, isPaged: boolean): Returned {
  const schema = resultOf(contract, operation);
  if (!schema) return { type: "void" };
  const all = `${type}Responses[${successOf(contract, operation).status}]`;
  const whole = { type: typeOf(schema, all) };
  const { properties = {}, required = [] } = resolved(contract, schema);
  const mandatory = (required as string[]).map((name) => {
    const { type: kind, items } = resolved(contract, properties[name]);
    return { member: camelCase(name), schema: properties[name] as Json, kind, items: items as Json | undefined };
  });
  if (isPaged) {
    const hasId = (items?: Json) => items && resolved(contract, items).required?.includes("id");
    const [list, ...others] = mandatory.filter(({ items }) => hasId(items));
    if (!list || others.length > 0) return whole;
    return { ...whole, listed: { member: list.member, type: typeOf(list.items!, `${all}["${list.member}"][number]`) } };
  }
  const [only, ...others] = mandatory;
  if (!only || others.length > 0 || !["object", "array"].includes(only.kind)) return whole;
  return { member: only.member, type: typeOf(only.schema, `${all}["${only.member}"]`) };
}

/** Return the type of a schema: its name, or where it has none, where it stands in the types. */
function typeOf(schema: Json, otherwise: string): string {
  if (schema.$ref) return `types.${schema.$ref.split("/").at(-1)}`;
  return schema.type === "array" && schema.items.$ref ? `${typeOf(schema.items, "")}[]` : otherwise;
}

function inPath(contract: Json, operation: Json): Argument[] {
  return parametersOf(contract, operation, "path").map(({ name, description = "", schema }) => ({
    name: camelCase(name),
    type: resolved(contract, schema).type === "string" ? "string" : "number",
    description,
  }));
}

function parametersOf(contract: Json, operation: Json, place: string): Json[] {
  const parameters: Json[] = operation.parameters.map((parameter: Json) => resolved(contract, parameter));
  return parameters.filter((parameter) => parameter.in === place);
}

const capitalised = (name: string): string => name.charAt(0).toUpperCase() + name.slice(1);

/** Return arguments on one line, or on one each. */
function list(taken: readonly string[]): string {
  const line = taken.join(", ");
  return line.length < LONGEST_LINE ? line : `\n    ${taken.join(",\n    ")},\n  `;
}

/** Return the comment of a member of the class. */
function commentOf(...paragraphs: (string | undefined)[]): string {
  const lines = paragraphs.filter(Boolean).map((paragraph) => paragraph!.trim()).join("\n\n").split("\n");
  return ["/**", ...lines.map((line) => ` * ${line}`.trimEnd()), " */"].map((line) => `  ${line}`).join("\n");
}
