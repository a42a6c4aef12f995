/** The generator: reproducible, and loud where it can't enforce a rule. */

import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { cpSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test } from "node:test";

import { parse } from "yaml";

import { Compiler } from "../../overlays/typescript/compile.ts";
import { inCamelCase, UnenforceableError, type Json } from "../../overlays/typescript/document.ts";
import { generate } from "../../overlays/typescript/generate.ts";
import { callsOf } from "../../overlays/typescript/methods.ts";
import { answer, PROJECT_ID, RawServer } from "./support.ts";

const ROOT = join(import.meta.dirname, "../..");
const CONTRACT = readFileSync(join(ROOT, "openapi.yaml"), "utf8");
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
  type: ["string", "integer"],
};
for (const [keyword, value] of Object.entries(UNENFORCED)) {
  test(`${keyword}: ${JSON.stringify(value)} ends the generation`, () => {
    const document = contract();
    document["components"].schemas.Snapshot.properties.availability = { type: "string", [keyword]: value };
    refused(document, /^Snapshot\.availability: .*can't be enforced$/);
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
  delete open["components"].schemas.Uuid.pattern;
  refused(open, /^parameter snapshot_id: without a pattern/);
});

test("a body of another kind, or two successes, end the generation", () => {
  const path = "/v1.0/{project_id}/snapshots";
  const list = contract();
  list["paths"][path].post.requestBody.content["application/json"].schema = { type: "array", items: { type: "string" } };
  refused(list, /createSnapshot: a body other than an object can't be enforced$/);
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
    "async restoreCluster(snapshotId: string, restore: types.Restore, options?: CallOptions): Promise<types.Cluster> {",
    "): Promise<types.ListClusterSnapshotsResponse> {",
    "): AsyncGenerator<types.SnapshotDetail, void, void> {",
  ]) {
    assert.ok(source.includes(`  ${line}\n`), line);
  }
  const names = Object.values<Json>(contract()["paths"]).flatMap((item) =>
    Object.values<Json>(item).flatMap(({ operationId }) => operationId ?? []),
  );
  for (const name of names) assert.match(source, new RegExp(`^  async ${name}\\(`, "m"));
  assert.deepEqual(source.match(/^  iter\w+/gm), ["  iterClusterSnapshots"]);
});

test("a list in pages is one page, and its items; an answer without anything mandatory is nobody's", () => {
  const document = contract();
  const path = "/v1.0/{project_id}/snapshots";
  const { get } = document["paths"][path];
  get.parameters = ["Limit", "Offset"].map((name) => ({ $ref: `#/components/parameters/${name}` }));
  document["components"].schemas.ListSnapshotsResponse.required.push("count");
  const source = callsOf(document);
  assert.match(source, /async listSnapshots\([^)]+\): Promise<types\.ListSnapshotsResponse> \{/);
  assert.match(source, /  iterSnapshots\([^)]+"offset"[^)]+\): AsyncGenerator<types\.SnapshotDetail, void, void> \{/);
  assert.match(source, /async deleteSnapshot\([^)]+\): Promise<void> \{/);
});

test("a query that can't be told from the call's own options ends the generation", () => {
  const document = contract();
  document["paths"]["/v1.0/{project_id}/snapshots"].get.parameters = [
    { name: "timeout", in: "query", schema: { type: "integer" } },
  ];
  assert.throws(() => callsOf(document), /^Error: listSnapshots: signal or timeout of a query/);
});

test("every constraint of the contract is compiled", () => {
  const { schemas } = compile(contract());
  const { parameters, schemas: components } = contract()["components"];
  for (const schema of [parameters.ProjectId.schema, components.Uuid, components.SnapshotName]) {
    for (const keyword of ["title", "minLength", "maxLength"]) {
      assert.ok(schemas.includes(`${keyword}: ${JSON.stringify(schema[keyword])}`));
    }
    assert.ok(schemas.includes(`pattern: ${new RegExp(schema.pattern, "u")}`));
  }
});

test("what stands beside a reference to a rule of text goes before it", () => {
  const document = contract();
  const { cluster_id: member } = document["components"].schemas.Snapshot.properties;
  Object.assign(member, { title: "the UUID of a cluster", maxLength: 40 });
  const { schemas } = compile(document);
  assert.match(schemas, /cluster_id: \{\s+type: "string",\s+title: "the UUID of a cluster",[^}]+maxLength: 40,/);
  assert.match(schemas, /\bid: Uuid\b/);
});

/** What `GET /v1.0/{project_id}/gadgets?colour=red` adds to the contract. */
const GADGETS = `
get:
  operationId: listGadgets
  summary: List gadgets
  description: Lists the gadgets of one colour.
  parameters:
    - $ref: "#/components/parameters/ProjectId"
    - {name: colour, in: query, required: true, description: Their colour., schema: {type: string, enum: [red, blue]}}
    - {name: made_by, in: query, description: Their makers., schema: {type: array, items: {type: string}}}
    - {name: at_least, in: query, description: Their weight., schema: {type: integer, format: int64, minimum: 1}}
  responses:
    "200":
      description: The gadgets.
      content:
        application/json:
          schema:
            type: object
            required: [gadgets]
            properties:
              gadgets: {type: array, items: {$ref: "#/components/schemas/Gadget"}}
              count: {type: integer, format: int64}
`;
const GADGET = `
type: object
required: [id, colour]
properties:
  id: {$ref: "#/components/schemas/Uuid", description: ID of the gadget.}
  colour: {type: [string, "null"]}
  first_made: {type: string, format: date-time}
  weight: {type: integer, format: int64}
`;

test("an operation that is added to the contract has its method in DwsClient", async () => {
  const document = contract();
  document["paths"]["/v1.0/{project_id}/gadgets"] = parse(GADGETS);
  document["components"].schemas.Gadget = parse(GADGET);
  const folder = mkdtempSync(join(tmpdir(), "dws-snapshots-gadgets-"));
  try {
    await generate(document, join(folder, "generated/typescript"));
    for (const part of ["src", "tsconfig.json"]) {
      cpSync(join(ROOT, "overlays/typescript", part), join(folder, "overlays/typescript", part), { recursive: true });
    }
    writeFileSync(join(folder, "package.json"), '{"type": "module"}');
    writeFileSync(join(folder, "overlays/typescript/src/use.ts"), USE);
    const options = ["-p", join(folder, "overlays/typescript"), "--noEmit", "false", "--outDir", join(folder, "dist")];
    execFileSync(process.execPath, [join(ROOT, "node_modules/typescript/bin/tsc"), ...options], { stdio: "inherit" });
    const weighed = { id: "g-1", colour: "red", first_made: "2023-01-30T10:14:36+01:00", weight: "7" };
    await using server = await RawServer.start(answer(200, JSON.stringify({ gadgets: [weighed, { id: 2 }] })));
    const { gadgets, refused } = await import(join(folder, "dist/overlays/typescript/src/use.js"));
    assert.deepEqual(await gadgets(server.url, PROJECT_ID), [
      { id: "g-1", colour: "red", firstMade: "2023-01-30T09:14:36Z", weight: 7 },
      { id: "2", colour: "" },
    ]);
    const target = `/v1.0/${PROJECT_ID}/gadgets?colour=red&made_by=me&made_by=you%26me&at_least=5`;
    assert.equal(server.requests[0]!.split(" HTTP/1.1\r\n")[0], `GET ${target}`);
    await assert.rejects(refused(server.url, PROJECT_ID), {
      name: "InvalidRequest",
      message: 'colour must be one of red, blue; given "green"',
    });
    assert.equal(server.requests.length, 1);
  } finally {
    rmSync(folder, { recursive: true });
  }
});

/** A program of a user's, which is held to the types, too. */
const USE = `
import { DwsClient, TokenAuth } from "./index.js";

const client = (url: string, projectId: string) => new DwsClient(url, { projectId, auth: new TokenAuth("t") });

export async function gadgets(url: string, projectId: string) {
  const found = await client(url, projectId).listGadgets({ colour: "red", madeBy: ["me", "you&me"], atLeast: 5 });
  const weights: (number | undefined)[] = found.map((gadget) => gadget.weight);
  return weights.length === 2 ? found : [];
}

// @ts-expect-error: the colour must be given
export const colourless = (dws: DwsClient) => dws.listGadgets();

export const refused = (url: string, projectId: string) =>
  client(url, projectId).listGadgets({ colour: "green" as "red" });
`;

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
      "decode.ts",
      "encode.ts",
      "failures.ts",
      "http.ts",
      "index.ts",
      "operations.ts",
      "pages.ts",
      "schema.ts",
      "schemas.ts",
      "types.ts",
    ]);
  } finally {
    rmSync(folder, { recursive: true });
  }
});
