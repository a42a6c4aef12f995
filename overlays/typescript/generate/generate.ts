/**
 * Generate the TypeScript client: `node overlays/typescript/generate/generate.ts MODEL OUTPUT`.
 *
 * MODEL is the output of overlays/reader.py for openapi.yaml; OUTPUT is a folder, for example generated/typescript.
 * @hey-api/openapi-ts writes the types. The constraints of the contract become tables, which are used to check requests
 * before they are sent and to read answers. Its operations become the methods of a class.
 */

import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { createClient } from "@hey-api/openapi-ts";
import ts from "typescript";

import { operationsOf, schemasOf } from "./compile.ts";
import { callsOf } from "./methods.ts";
import { inCamelCase, UnenforceableError, type Json, type Model } from "./model.ts";

const HERE = import.meta.dirname;
const HEADER = "// Generated from openapi.yaml by make generate.\n\n";
/** The files of the folder `support`, which are the same for every contract. */
const COPIED = ["decode", "encode", "failures", "http", "pages", "schema"];
const INDEX = `\
export { Calls } from "./calls.js";
export type { CallOptions } from "./calls.js";
export { decodeResult, rawMembers, utc } from "./decode.js";
export { encode, encodeRequest } from "./encode.js";
export type { EncodedRequest } from "./encode.js";
export { printable, readFailure } from "./failures.js";
export type { Failure } from "./failures.js";
export { exchange, isSuccess, NoAnswer, unlessAborted } from "./http.js";
export type { Answer, Conditions, Fetch, FetchOptions, FetchResponse, HttpRequest } from "./http.js";
/** The operations of the contract. */
export * as operations from "./operations.js";
export { ConstraintError } from "./schema.js";
export type { Arguments, Operation, Schema } from "./schema.js";
/** The rules of the contract's schemas. */
export * as schemas from "./schemas.js";
export type * from "./types.js";
`;

/** Write the client of a contract into a folder; everything else in it is deleted. Throws UnenforceableError. */
export async function generate(model: Model, output: string): Promise<void> {
  const [schemas, operations, calls] = [schemasOf(model), operationsOf(model), callsOf(model)];
  const types = await typesOf(described(inCamelCase(model.document)));
  rmSync(output, { recursive: true, force: true });
  mkdirSync(output, { recursive: true });
  const copied = COPIED.map((name) => [name, readFileSync(join(HERE, `support/${name}.ts`), "utf8")]);
  const sources: Json = { calls, ...Object.fromEntries(copied), index: INDEX, operations, schemas, types };
  for (const [name, source] of Object.entries(sources)) {
    writeFileSync(join(output, `${name}.ts`), HEADER + source);
  }
}

/** Copy the description of a schema to the members that refer to it. */
function described(document: Json): Json {
  const schemas: Json = document["components"].schemas;
  for (const member of Object.values<Json>(schemas).flatMap((schema) => Object.values<Json>(schema["properties"] ?? {}))) {
    const name = member["$ref"]?.split("/").at(-1);
    if (name) member["description"] ??= schemas[name].description;
  }
  return document;
}

async function typesOf(document: Json): Promise<string> {
  const folder = mkdtempSync(join(tmpdir(), "dws-snapshots-types-"));
  try {
    const output = { path: folder, source: false };
    await createClient({
      input: document,
      output,
      plugins: ["@hey-api/typescript"],
      logs: { level: "silent", file: false },
    });
    return mayBeUndefined(readFileSync(join(folder, "types.gen.ts"), "utf8"));
  } finally {
    rmSync(folder, { recursive: true });
  }
}

/** Allow undefined for each optional member: users may have exactOptionalPropertyTypes. */
function mayBeUndefined(source: string): string {
  const ends: number[] = [];
  const visit = (node: ts.Node): void => {
    if (ts.isPropertySignature(node) && node.questionToken && node.type?.kind !== ts.SyntaxKind.NeverKeyword) {
      ends.push(node.type!.end);
    }
    ts.forEachChild(node, visit);
  };
  visit(ts.createSourceFile("types.ts", source, ts.ScriptTarget.Latest));
  return ends.sort((a, b) => b - a).reduce((text, end) => `${text.slice(0, end)} | undefined${text.slice(end)}`, source);
}

if (import.meta.main) {
  const [model = "", output = ""] = process.argv.slice(2);
  try {
    await generate(JSON.parse(readFileSync(model, "utf8")), output);
  } catch (error) {
    if (!(error instanceof UnenforceableError)) throw error;
    console.error(`generate: ${error.message}`);
    process.exitCode = 1;
  }
}
