/** Values that callers get from real and odd answers, on real connections. */

import assert from "node:assert/strict";
import { test } from "node:test";
import { inspect } from "node:util";

import { ApiError, DwsClient, rawMembers, UnexpectedResponse } from "dws-snapshots";

import { answer, camelCased, client, ID, load, RawServer, snakeCased, SNAPSHOT } from "./support.ts";

/** What is given to operations that take other than an ID, or options alone. */
const ARGUMENTS: Record<string, readonly unknown[]> = {
  createSnapshot: [SNAPSHOT],
  listSnapshots: [],
  restoreCluster: [ID, { name: "dws-restored" }],
  copySnapshot: [ID, { backupName: "kept" }],
};

/** Call an operation; where it asks for one thing, by the ID that the answer tells. */
function callOf(dws: any, operation: string, answered: any): Promise<unknown> {
  const told = answered?.snapshot?.id ?? answered?.cluster?.id;
  const id = /^[\da-f-]{36}$/i.test(told) ? told : ID;
  return dws[operation](...(ARGUMENTS[operation] ?? [id].slice(0, dws[operation].length)));
}

interface Reading {
  readonly name: string;
  readonly operation: string;
  readonly status: number;
  readonly body: unknown;
  readonly raw?: true;
  readonly read?: unknown;
  readonly kept?: Record<string, unknown>;
  readonly unexpected?: string;
}

/** Return what stands in rawMembers, by its place. */
function keptIn(value: unknown, place = ""): Record<string, unknown> {
  if (typeof value !== "object" || value === null) return {};
  const within = (name: string) => (Array.isArray(value) ? `${place}[${name}]` : place ? `${place}.${name}` : name);
  const own = Object.entries(rawMembers(value)).map(([name, raw]) => [within(name), raw]);
  const inside = Object.entries(value).map(([name, member]) => keptIn(member, within(apiName(name))));
  return Object.assign(Object.fromEntries(own), ...inside);
}

const apiName = (name: string): string => Object.keys(snakeCased({ [name]: 0 }))[0]!;

for (const given of load<{ cases: Reading[] }>("reading").cases) {
  test(`vector: ${given.name}`, async () => {
    const body = given.raw ? (given.body as string) : JSON.stringify(given.body);
    await using server = await RawServer.start(answer(given.status, body));
    const call = callOf(client(server.url), given.operation, given.body);
    if (given.unexpected !== undefined) {
      await assert.rejects(call, (error) => {
        assert.ok(error instanceof UnexpectedResponse && error.message.includes(given.unexpected!), inspect(error));
        return error.statusCode === given.status && !error.wasCutShort;
      });
      return;
    }
    const read = await call;
    assert.deepEqual(snakeCased(read) ?? null, given.read);
    assert.deepEqual(keptIn(read), given.kept ?? {});
  });
}

test("a number for a text is read as text, unless it is beyond all numbers", async () => {
  const body = `{"snapshot": {"id": "${ID}", "name": 5, "description": 1e999}}`;
  await using server = await RawServer.start(answer(200, body));
  const snapshot = await client(server.url).listSnapshotDetails(ID);
  assert.deepEqual([snapshot.name, snapshot.description], ["5", undefined]);
  assert.deepEqual(rawMembers(snapshot), { description: Infinity });
});

test("a success that is not UTF-8 is not JSON", async () => {
  const [begin = "", end = ""] = JSON.stringify({ snapshot: { id: ID, name: "|" } }).split("|");
  const body = Buffer.concat([Buffer.from(begin), Buffer.of(0xff), Buffer.from(end)]);
  await using server = await RawServer.start(answer(200, body));
  const reason = "the answer is not JSON, because it is not UTF-8";
  await assert.rejects(client(server.url).listSnapshotDetails(ID), { name: "UnexpectedResponse", reason, wasCutShort: false });
  assert.equal(await client(server.url).deleteSnapshot(ID), undefined);
});

interface Bodies {
  readonly answers: { readonly operation: string; readonly seen: string; readonly status: number; readonly body: any }[];
  readonly requests: { readonly operation: string; readonly body: any }[];
}
const { answers, requests } = load<Bodies>("bodies");

for (const { operation, seen, status, body } of answers.filter(({ operation }) => operation in DwsClient.prototype)) {
  test(`recorded: ${operation}, ${status}: ${seen}`, async () => {
    await using server = await RawServer.start(answer(status, JSON.stringify(body)));
    const call = callOf(client(server.url), operation, body);
    if (status < 300) return void (await call);
    await assert.rejects(call, (error) => {
      assert.ok(error instanceof ApiError, inspect(error));
      assert.deepEqual([error.statusCode, error.errorCode], [status, body.error_code ?? body.errCode]);
      return true;
    });
  });
}

for (const { operation, body } of requests) {
  test(`recorded: ${operation} with ${JSON.stringify(body)} is sent as it is`, async () => {
    await using server = await RawServer.start(answer(404));
    const dws = client(server.url);
    const given = camelCased(body);
    const calls: Record<string, () => Promise<unknown>> = {
      createSnapshot: () => dws.createSnapshot(given.snapshot),
      restoreCluster: () => dws.restoreCluster(ID, given.restore),
      copySnapshot: () => dws.copySnapshot(ID, given),
    };
    await assert.rejects(calls[operation]!(), { name: "NotFound" });
    assert.deepEqual(server.body(0), body);
  });
}
