/** From the operations of the contract to the source of a class with a method for each. */

import { camelCase } from "./codec.ts";
import { operationsOf, resolved, UnenforceableError, type Json } from "./compile.ts";

const PREAMBLE = `\
import type { Operation } from "./codec.js";
import * as operations from "./operations.js";
import { pages } from "./pages.js";
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
`;
const PAGED = `\
Yields one page after the other, each read when it is asked for, of 100 items unless \`limit\` says otherwise. What
others create meanwhile is left out where it moves items that were seen to a later page; where the count shrinks, the
page before is read again, for no item to be missed.`;

interface Argument {
  readonly name: string;
  readonly type: string;
  readonly description: string;
}

/** Return the source of `calls.ts`. Throws UnenforceableError. */
export function callsOf(contract: Json): string {
  const operations = operationsOf(contract).map(({ operation }) => ({
    ...operation,
    parameters: operation.parameters.map((parameter: Json) => resolved(contract, parameter)),
  }));
  const inPaths = operations.map(({ parameters }) => parameters.filter((parameter: Json) => parameter.in === "path"));
  const [first = [], ...others] = inPaths;
  // What every path holds is a property of the client.
  const inAll = (name: string) => others.every((path) => path.some((parameter: Json) => parameter.name === name));
  const shared = first.filter(({ name }: Json) => inAll(name));
  const properties = shared.map(({ name, description }: Json) =>
    documented([description], `abstract readonly ${camelCase(name)}: string;`),
  );
  const names = shared.map(({ name }: Json) => name);
  const methods = operations.map((operation, index) => methodOf(contract, operation, inPaths[index], names));
  return `${PREAMBLE}${[...properties, ...methods].map((member) => `\n${member}`).join("")}}\n`;
}

function methodOf(contract: Json, operation: Json, inPath: Json[], shared: readonly string[]): string {
  const name: string = operation.operationId;
  const path = inPath.map((parameter) => ({ ...parameter, name: camelCase(parameter.name) }) as Json);
  const own = path.filter((_, index) => !shared.includes(inPath[index]!.name));
  const values = path.map((parameter) => {
    const { name: known } = parameter;
    return own.includes(parameter) ? known : `${known}: this.${known}`;
  });
  const body = operation.requestBody && bodyOf(contract, operation.requestBody);
  const given: Argument[] = own.map((parameter) => ({ ...(parameter as Argument), type: "string" }));
  const data = [`path: { ${values.join(", ")} }`];
  if (body) {
    const description: string = resolved(contract, operation.requestBody).description;
    given.push({ name: body.member ?? "body", type: body.type, description });
    data.push(body.member ? `body: { ${body.member} }` : "body");
  }
  const status = Object.keys(operation.responses).find((code) => code.startsWith("2"))!;
  const result = bodyOf(contract, operation.responses[status]);
  const taken = given.map((argument) => `${argument.name}: ${argument.type}`);
  const comment = [
    `${operation.summary}.`,
    operation.description,
    given.map((argument) => `@param ${argument.name} ${argument.description.split("\n\n")[0]!.trim()}`).join("\n"),
  ];
  if (operation.parameters.some((parameter: Json) => parameter.in === "query")) {
    if (!result?.listed) throw new UnenforceableError(`${name}: a query other than of pages`);
    const type = name.charAt(0).toUpperCase() + name.slice(1);
    taken.push(`{ signal, timeout, ...query }: NonNullable<types.${type}Data["query"]> & CallOptions = {}`);
    return documented(
      [...comment.slice(0, 2), PAGED, ...comment.slice(2)],
      `async *${name}(${list(taken)}): AsyncGenerator<${result.type}, void, void> {\n` +
        `  const data = { ${data.join(", ")} };\n` +
        `  const read = (page: { limit: number; offset: number }) =>\n` +
        `    this.call(operations.${name}, { ...data, query: { ...query, ...page } }, { signal, timeout });\n` +
        `  yield* pages(${JSON.stringify(result.listed)}, query, read);\n}`,
    );
  }
  const call = `await this.call(operations.${name}, data, options)`;
  const statement = result?.member ? `return (${call}).${result.member};` : result ? `return ${call};` : `${call};`;
  taken.push("options?: CallOptions");
  const lines = [`const data = { ${data.join(", ")} };`, statement];
  const signature = `async ${name}(${list(taken)}): Promise<${result?.type ?? "void"}>`;
  return documented(comment, `${signature} {\n  ${lines.join("\n  ")}\n}`);
}

interface Body {
  /** What the body is there for, if that is a member of it. */
  readonly member?: string;
  /** The member that holds the items of a page. */
  readonly listed?: string | undefined;
  readonly type: string;
}

/** Return what callers see of a body: its only member beside the `count`, if that is an object or an array; or all. */
function bodyOf(contract: Json, message: Json): Body | undefined {
  const schema: Json | undefined = resolved(contract, message).content?.["application/json"].schema;
  if (!schema) return undefined;
  const properties: [string, Json][] = Object.entries(resolved(contract, schema).properties ?? {});
  const [only, ...others] = properties.filter(([name]) => name !== "count");
  if (only && others.length === 0 && ["object", "array"].includes(resolved(contract, only[1]).type)) {
    return { member: camelCase(only[0]), type: typeOf(only[1]) };
  }
  const listed = properties.find(([, member]) => member.type === "array");
  return { listed: listed && camelCase(listed[0]), type: typeOf(schema) };
}

function typeOf(schema: Json): string {
  if (schema.type === "array") return `${typeOf(schema.items)}[]`;
  if (!schema.$ref) throw new UnenforceableError(`a body of ${JSON.stringify(schema)} has no type of its own`);
  return `types.${schema.$ref.split("/").at(-1)}`;
}

/** Return arguments on one line, or on one each. */
function list(taken: readonly string[]): string {
  const line = taken.join(", ");
  return line.length < 80 ? line : `\n  ${taken.join(",\n  ")},\n`;
}

/** Return a member of the class with a comment of paragraphs. */
function documented(paragraphs: readonly (string | undefined)[], source: string): string {
  const lines = paragraphs.filter(Boolean).map((paragraph) => paragraph!.trim()).join("\n\n").split("\n");
  const comment = ["/**", ...lines.map((line) => ` * ${line}`.trimEnd()), " */"];
  return [...comment, ...source.split("\n")].map((line) => `  ${line}\n`).join("");
}
