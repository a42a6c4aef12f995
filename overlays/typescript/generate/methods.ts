/** Makes the source of a class with a method for each operation of the contract. */

import { capitalised, UnenforceableError, type Described, type Member, type Model, type Rules } from "./model.ts";
import { camelCase } from "./support/schema.ts";

const LONGEST_LINE = 80;
const OWN = ["signal", "timeout"];

interface Argument {
  /** In camel case. */
  readonly name: string;
  readonly type: string;
  readonly description: string;
}

/** Return the source of `calls.ts`. Throws UnenforceableError. */
export function callsOf({ operations, shared }: Model): string {
  const known = operations[0]!.parameters.filter(({ name }) => shared.includes(name)).map(argumentOf);
  const properties = known.map(
    ({ name, type, description }) => `\n${commentOf(description)}\n  abstract readonly ${name}: ${type};\n`,
  );
  const methods = operations.map((operation) => methodOf(operation, shared));
  return `\
import * as operations from "./operations.js";
import { items } from "./pages.js";
import type { Operation } from "./schema.js";
import type * as types from "./types.js";

/** The options of a call: a time limit and a signal. */
export interface CallOptions {
  /** Ends the call; it then rejects with the signal's reason. The request may have been sent. */
  readonly signal?: AbortSignal | undefined;
  /** Milliseconds until the answer must be complete, instead of the client's own. */
  readonly timeout?: number | undefined;
}

/**
 * The operations of the contract, one method for each. A subclass sends the requests.
 *
 * Methods take and return the content of a body: the snapshot of \`{"snapshot": …}\`.
 */
export abstract class Calls {
  /** Send the request of an operation and return the result of its success. */
  protected abstract call<Data extends object, Result>(
    operation: Operation<Data, Result>,
    data: Omit<Data, "url">,
    options?: CallOptions,
  ): Promise<Result>;

  /** Return the error of answers that contradict each other. */
  protected abstract contradiction(reason: string): Error;

  /** Return the error of an option that a method does not take. */
  protected abstract refused(option: string, rule: string, value: unknown): Error;

  /** Read a page of an iteration. A subclass may repeat it after a failure. */
  protected patiently<Page>(read: () => Promise<Page>, _options: CallOptions): Promise<Page> {
    return read();
  }
${properties.join("")}${methods.join("")}}
`;
}

/** Return the source of an operation's method; if it has pages, also that of the iterator over its items. */
function methodOf(operation: Described, shared: readonly string[]): string {
  const { id, summary, description, parameters, result, pages } = operation;
  const [path, query] = ["path", "query"].map((place) => parameters.filter(({ within }) => within === place));
  const body = operation.body && {
    name: camelCase(operation.body.member?.name ?? "body"),
    type: typeOf(operation.body.member?.schema ?? operation.body.schema),
    description: operation.body.description,
  };
  const given = [...path!.filter(({ name }) => !shared.includes(name)).map(argumentOf), ...(body ? [body] : [])];
  if (query!.some(({ name }) => OWN.includes(name))) {
    throw new UnenforceableError(`${id}: ${OWN.join(" or ")} of a query can't be told from the call's own`);
  }
  const taken = given.map((argument) => `${argument.name}: ${argument.type}`);
  const queryType = `NonNullable<types.${capitalised(id)}Data["query"]>`;
  const callOptions = `CallOptions${query!.some(({ required }) => required) ? "" : " = {}"}`;
  const values = path!.map(({ name }) => (shared.includes(name) ? `${camelCase(name)}: this.` : "") + camelCase(name));
  const data = [
    `path: { ${values.join(", ")} }`,
    body && (operation.body!.member ? `body: { ${body.name} }` : "body"),
    query!.length > 0 && "query",
  ].filter(Boolean);
  const call = `await this.call(operations.${id}, data, ${query!.length > 0 ? "{ signal, timeout }" : "options"})`;
  const returned = result?.member ? `return (${call}).${camelCase(result.member.name)}` : `return ${call}`;
  const firstOf = (text: string) => text.split("\n\n")[0]!.trim();
  const about = given.map((argument) => `@param ${argument.name} ${firstOf(argument.description)}`).join("\n");
  const last =
    query!.length > 0 ? `{ signal, timeout, ...query }: ${queryType} & ${callOptions}` : "options?: CallOptions";
  const method = `
${commentOf(`${summary}.`, description, about)}
  async ${id}(${list([...taken, last])}): Promise<${result ? typeOf(result.member?.schema ?? result.schema) : "void"}> {
    const data = { ${data.join(", ")} };
    ${result ? returned : call};
  }
`;
  if (!pages) return method;
  const options = `{ limit, ...options }: Omit<${queryType}, "offset"> & ${callOptions}`;
  const iterator = `iter${capitalised(id.replace(/^list/, ""))}`;
  const passed = [...given.map((argument) => argument.name), "{ ...options, ...page }"];
  return `${method}
${commentOf(`${summary}: all of them, one after the other.`, iterationOf(id), about)}
  ${iterator}(${list([...taken, options])}): AsyncGenerator<${typeOf(pages.schema.items!)}, void, void> {
    if ("offset" in options) throw this.refused("offset", "must be left out: the iteration finds its meaning", options.offset);
    const read = (page: { limit: number; offset: number }) =>
      this.patiently(() => this.${id}(${passed.join(", ")}), options);
    return items("${camelCase(pages.name)}", limit, read, (reason) => this.contradiction(reason));
  }
`;
}

const iterationOf = (name: string): string => `\
Yields each of them once. \`${name}\` reads pages of \`limit\` items, by default 100, as they are needed. Services
differ in whether \`offset\` counts pages or records; this finds it out. If others create or delete something meanwhile,
what stays is neither left out nor repeated. If \`count\` says that something is missing, all pages are read once more;
if it is still missing, this throws an error.`;

const argumentOf = ({ name, description, schema }: Member): Argument => ({
  name: camelCase(name),
  type: typeOf(schema),
  description,
});

/** Return the type of a path's text, an object or a list. */
function typeOf({ type, place, items }: Rules): string {
  if (type === "object") return `types.${place}`;
  if (items) return `${typeOf(items)}[]`;
  return type === "integer" ? "number" : type;
}

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
