/** The generator: it is reproducible, refuses names that would become the same, and takes new operations. */

import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { cpSync, mkdtempSync, readdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test } from "node:test";

import { parse } from "yaml";

import { operationsOf, schemasOf } from "../../overlays/typescript/generate/compile.ts";
import { generate } from "../../overlays/typescript/generate/generate.ts";
import { callsOf } from "../../overlays/typescript/generate/methods.ts";
import { inCamelCase, type Json, type Model } from "../../overlays/typescript/generate/model.ts";
import { answer, PROJECT_ID, RawServer } from "./support.ts";

const ROOT = join(import.meta.dirname, "../..");
const CONTRACT = readFileSync(join(ROOT, "openapi.yaml"), "utf8");
const contract = (): Json => parse(CONTRACT);
/** Return what the reader makes of a contract. */
const read = (document: Json = contract()): Model => {
  const folder = mkdtempSync(join(tmpdir(), "dws-snapshots-contract-"));
  try {
    writeFileSync(join(folder, "openapi.json"), JSON.stringify(document));
    const command = [join(ROOT, "overlays/reader.py"), join(folder, "openapi.json")];
    return JSON.parse(execFileSync("python", command, { encoding: "utf8" }));
  } finally {
    rmSync(folder, { recursive: true });
  }
};

test("members that would get one name end the generation", () => {
  const document = contract();
  document["components"].schemas.Snapshot.properties.clusterId = { type: "string" };
  assert.throws(() => inCamelCase(document), /one name in camel case/);
});

test("each operation is a method; what every path holds is the client's, what a body is for is the caller's", () => {
  const source = callsOf(read());
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

test("every constraint of the contract is compiled", () => {
  const schemas = schemasOf(read());
  const { parameters, schemas: components } = contract()["components"];
  for (const schema of [parameters.ProjectId.schema, components.Uuid, components.SnapshotName]) {
    for (const keyword of ["title", "minLength", "maxLength"]) {
      assert.ok(schemas.includes(`${keyword}: ${JSON.stringify(schema[keyword])}`));
    }
    assert.ok(schemas.includes(`pattern: ${new RegExp(schema.pattern, "u")}`));
  }
  assert.match(operationsOf(read()), /sort_key: schemas\.SortKey, sort_dir: schemas\.SortDir/);
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
          schema: {$ref: "#/components/schemas/ListGadgetsResponse"}
`;
const GADGET = `
parameters:
  - $ref: "#/components/parameters/ProjectId"
  - {name: colour, in: path, required: true, schema: {type: string, pattern: "^[a-z]+$"}}
get:
  operationId: showGadget
  summary: Show the newest gadget of a colour
  responses:
    "200":
      description: The gadget. No member of the answer is mandatory.
      content:
        application/json:
          schema: {$ref: "#/components/schemas/ShowGadgetResponse"}
`;
const GADGET_SCHEMAS = `
ShowGadgetResponse:
  type: object
  properties:
    gadget: {$ref: "#/components/schemas/Gadget"}
ListGadgetsResponse:
  type: object
  required: [gadgets]
  properties:
    gadgets: {type: array, items: {$ref: "#/components/schemas/Gadget"}}
    count: {type: integer, format: int64}
Gadget:
  type: object
  required: [id, colour]
  properties:
    id: {$ref: "#/components/schemas/Uuid", description: ID of the gadget.}
    colour: {type: [string, "null"]}
    first_made: {type: string, format: date-time}
    weight: {type: integer, format: int64}
    progress: {$ref: "#/components/schemas/Progress"}
Progress:
  type: object
  additionalProperties: {type: string}
`;

test("an operation that is added to the contract has its method in DwsClient", async () => {
  const document = contract();
  document["paths"]["/v1.0/{project_id}/gadgets"] = parse(GADGETS);
  document["paths"]["/v1.0/{project_id}/gadgets/{colour}"] = parse(GADGET);
  Object.assign(document["components"].schemas, parse(GADGET_SCHEMAS));
  const folder = mkdtempSync(join(tmpdir(), "dws-snapshots-gadgets-"));
  try {
    await generate(read(document), join(folder, "generated/typescript"));
    for (const part of ["src", "tsconfig.json"]) {
      cpSync(join(ROOT, "overlays/typescript", part), join(folder, "overlays/typescript", part), { recursive: true });
    }
    symlinkSync(join(ROOT, "node_modules"), join(folder, "node_modules"));
    writeFileSync(join(folder, "package.json"), '{"type": "module"}');
    writeFileSync(join(folder, "overlays/typescript/src/use.ts"), USE);
    const options = ["-p", join(folder, "overlays/typescript"), "--noEmit", "false", "--outDir", join(folder, "dist")];
    execFileSync(process.execPath, [join(ROOT, "node_modules/typescript/bin/tsc"), ...options], { stdio: "inherit" });
    const weighed = { id: "g-1", colour: "red", first_made: "2023-01-30T10:14:36+01:00", weight: "7" };
    const progress = { SNAPSHOTTING: "16%", GROWING: null, RESTORING: {}, made_of: 5 };
    const answered = { gadgets: [{ ...weighed, progress }, { id: 2 }], gadget: { id: 3 } };
    await using server = await RawServer.start(answer(200, JSON.stringify(answered)));
    const { gadget, gadgets, refused, rawMembers } = await import(join(folder, "dist/overlays/typescript/src/use.js"));
    const found = await gadgets(server.url, PROJECT_ID);
    const known = { SNAPSHOTTING: "16%", made_of: "5" };
    assert.deepEqual(found, [
      { id: "g-1", colour: "red", firstMade: "2023-01-30T09:14:36Z", weight: 7, progress: known },
      { id: "2", colour: "" },
    ]);
    assert.deepEqual(rawMembers(found[0]), { progress });
    const target = `/v1.0/${PROJECT_ID}/gadgets?colour=red&made_by=me&made_by=you%26me&at_least=5`;
    assert.equal(server.requests[0]!.split(" HTTP/1.1\r\n")[0], `GET ${target}`);
    assert.equal(await gadget(server.url, PROJECT_ID), "3");
    await assert.rejects(refused(server.url, PROJECT_ID), {
      name: "InvalidRequest",
      message: 'colour must be one of red, blue; given "green"',
    });
    assert.equal(server.requests.length, 2);
  } finally {
    rmSync(folder, { recursive: true });
  }
});

/** A program of a user's, which is held to the types, too. */
const USE = `
import { DwsClient, TokenAuth } from "./index.js";
export { rawMembers } from "./index.js";

const client = (url: string, projectId: string) => new DwsClient(url, { projectId, auth: new TokenAuth("t") });

export async function gadgets(url: string, projectId: string) {
  const found = await client(url, projectId).listGadgets({ colour: "red", madeBy: ["me", "you&me"], atLeast: 5 });
  const weights: (number | undefined)[] = found.map((gadget) => gadget.weight);
  return weights.length === 2 ? found : [];
}

export const gadget = async (url: string, projectId: string) =>
  (await client(url, projectId).showGadget("red")).gadget?.id;

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
      await generate(read(), folder);
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
