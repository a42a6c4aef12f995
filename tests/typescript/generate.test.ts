/** The generator: reproducible, and loud where it can't enforce a rule. */

import assert from "node:assert/strict";
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test } from "node:test";

import { parse } from "yaml";

import { Compiler, inCamelCase, UnenforceableError, type Json } from "../../overlays/typescript/compile.ts";
import { generate } from "../../overlays/typescript/generate.ts";
import { callsOf } from "../../overlays/typescript/methods.ts";

const CONTRACT = readFileSync(join(import.meta.dirname, "../../openapi.yaml"), "utf8");
const contract = (): Json => parse(CONTRACT);
const compile = (document: Json) => new Compiler(document).compile();
const refused = (document: Json, message: RegExp) =>
  assert.throws(
    () => compile(document),
    (error) => error instanceof UnenforceableError && message.test(error.message),
  );

const UNENFORCED: Record<string, unknown> = {
  const: "x",
  not: { type: "string" },
  anyOf: [{ type: "string" }],
  format: "hostname",
  multipleOf: 2,
  additionalProperties: false,
  patternProperties: {},
  if: {},
  contentEncoding: "base64",
  minLenght: 4,
  type: ["string", "null"],
};
for (const [keyword, value] of Object.entries(UNENFORCED)) {
  test(`${keyword}: ${JSON.stringify(value)} ends the generation`, () => {
    const document = contract();
    document["components"].schemas.Snapshot.properties.description[keyword] = value;
    refused(document, /^Snapshot\.description: .*can't be enforced$/);
  });
}

test("a keyword beside a reference ends the generation", () => {
  const document = contract();
  document["components"].schemas.CreateSnapshotRequest.properties.snapshot.maxProperties = 3;
  refused(document, /\$ref, maxProperties can't be enforced together/);
});

test("a schema within itself ends the generation", () => {
  const document = contract();
  document["components"].schemas.Snapshot.properties.parent = { $ref: "#/components/schemas/Snapshot" };
  refused(document, /^Snapshot: a schema within itself/);
});

test("an array of anything ends the generation", () => {
  const document = contract();
  document["components"].schemas.Snapshot.properties.tags = { type: "array" };
  refused(document, /^Snapshot\.tags\[\]: type undefined can't be enforced$/);
});

test("a parameter that is not enforced, or could change the path, ends the generation", () => {
  const cookie = contract();
  cookie["components"].parameters.ProjectId.in = "cookie";
  refused(cookie, /^parameter project_id: only path and query/);
  const open = contract();
  delete open["components"].parameters.ProjectId.schema.pattern;
  refused(open, /^parameter project_id: without a pattern/);
});

test("a body of another kind, or two successes, end the generation", () => {
  const path = "/v1.0/{project_id}/snapshots";
  const body = contract();
  body["paths"][path].post.requestBody.content["text/plain"] = { schema: { type: "string" } };
  refused(body, /text\/plain can't be enforced$/);
  const successes = contract();
  successes["paths"][path].post.responses["202"] = { description: "Later" };
  refused(successes, /^createSnapshot: one success status/);
});

test("members that would get one name end the generation", () => {
  const document = contract();
  document["components"].schemas.Snapshot.properties.clusterId = { type: "string" };
  assert.throws(() => inCamelCase(document), /one name in camel case/);
});

test("each operation is a method; what every path holds is the client's, what a body is for is the caller's", () => {
  const source = callsOf(contract());
  for (const line of [
    "abstract readonly projectId: string;",
    "async createSnapshot(snapshot: types.Snapshot, options?: CallOptions): Promise<types.SnapshotResp> {",
    "async listSnapshots(options?: CallOptions): Promise<types.SnapshotDetail[]> {",
    "async deleteSnapshot(snapshotId: string, options?: CallOptions): Promise<void> {",
    "): AsyncGenerator<types.ListClusterSnapshotsResponse, void, void> {",
  ]) {
    assert.ok(source.includes(`  ${line}\n`), line);
  }
  const names = Object.values<Json>(contract()["paths"]).flatMap((item) =>
    Object.values<Json>(item).flatMap(({ operationId }) => operationId ?? []),
  );
  for (const name of names) assert.match(source, new RegExp(`^  async \\*?${name}\\(`, "m"));
});

test("what a method could not say ends the generation", () => {
  const query = contract();
  query["paths"]["/v1.0/{project_id}/snapshots"].post.parameters = [{ $ref: "#/components/parameters/Limit" }];
  assert.throws(() => callsOf(query), /createSnapshot: a query other than of pages/);
  const unnamed = contract();
  unnamed["components"].schemas.CreateSnapshotResponse.properties.snapshot = { type: "object" };
  assert.throws(() => callsOf(unnamed), /has no type of its own/);
});

test("every constraint of the contract is compiled", () => {
  const { schemas } = compile(contract());
  const { parameters, schemas: components } = contract()["components"];
  for (const schema of [parameters.ProjectId.schema, ...Object.values<Json>(components.Snapshot.properties)]) {
    for (const keyword of ["minLength", "maxLength"]) {
      if (keyword in schema) assert.ok(schemas.includes(`${keyword}: ${schema[keyword]}`));
    }
    assert.ok(schemas.includes(`pattern: ${new RegExp(schema["pattern"], "u")}`));
  }
});

test("the same contract gives the same bytes, and nothing else stays in the folder", async () => {
  const folder = mkdtempSync(join(tmpdir(), "dws-snapshots-generate-"));
  try {
    const contents: Record<string, string>[] = [];
    for (let count = 0; count < 2; count++) {
      writeFileSync(join(folder, "stale.ts"), "");
      await generate(contract(), folder);
      contents.push(
        Object.fromEntries(readdirSync(folder).map((name) => [name, readFileSync(join(folder, name), "utf8")])),
      );
    }
    assert.deepEqual(contents[0], contents[1]);
    assert.deepEqual(Object.keys(contents[0]!).sort(), [
      "calls.ts",
      "codec.ts",
      "failures.ts",
      "http.ts",
      "index.ts",
      "operations.ts",
      "pages.ts",
      "schemas.ts",
      "types.ts",
    ]);
  } finally {
    rmSync(folder, { recursive: true });
  }
});
