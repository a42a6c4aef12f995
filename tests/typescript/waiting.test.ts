/** Waiting until a snapshot is available. */

import assert from "node:assert/strict";
import { afterEach, beforeEach, mock, test } from "node:test";

import { DwsError, SnapshotFailed, type SnapshotDetail } from "dws-snapshots";

import { answer, client, close, CLUSTER_ID, ID, raw, RawServer, silence, SNAPSHOT, type Behaviour } from "./support.ts";

/** Pauses are cut at random by up to a half: here, to nothing. */
beforeEach(() => mock.method(Math, "random", () => 2));
afterEach(() => mock.restoreAll());

/** A client whose own time limit ends no test. */
const PATIENT = { timeout: 2 ** 31 - 1 };
const STARTED = "2026-11-24T03:59:23Z";

const detail = (status: string, more: object = {}): Behaviour =>
  answer(
    200,
    JSON.stringify({
      snapshot: {
        id: ID,
        ...SNAPSHOT,
        cluster_id: CLUSTER_ID,
        status,
        type: "MANUAL",
        started: STARTED,
        ...more,
      },
    }),
  );

const CUT_SHORT = raw('HTTP/1.1 200 -\r\nContent-Length: 99\r\n\r\n{"snapshot": {"id": "2a');

test("wait: until it is available, past failures and unknown statuses", async () => {
  await using server = await RawServer.start(
    ...[detail("CREATING", { progress: "40" }), answer(503, "<html>"), close, CUT_SHORT, detail("FUTURE", { size: "huge" })],
    detail("AVAILABLE", { progress: "100" }),
  );
  const seen: SnapshotDetail[] = [];
  const snapshot = await client(server.url).waitUntilAvailable(ID, { onProgress: (read) => seen.push(read) });
  assert.equal(snapshot.status, "AVAILABLE");
  assert.deepEqual(
    seen.map(({ status, progress }) => [status, progress]),
    [
      ["CREATING", "40"],
      ["FUTURE", undefined],
      ["AVAILABLE", "100"],
    ],
  );
  assert.equal(server.requests.length, 6);
});

test("wait: UNAVAILABLE is SnapshotFailed", async () => {
  await using server = await RawServer.start(detail("CREATING"), detail("UNAVAILABLE"));
  await assert.rejects(client(server.url).waitUntilAvailable(ID), (error) => {
    assert.ok(error instanceof SnapshotFailed);
    assert.equal(error.snapshot.status, "UNAVAILABLE");
    return error.message === `snapshot snapshot-3 (${ID}) is UNAVAILABLE: the service failed to make it`;
  });
});

for (const [status, name] of [
  [400, "BadRequest"],
  [401, "Unauthorized"],
  [403, "Forbidden"],
  [404, "NotFound"],
  [302, "ApiError"],
] as const) {
  test(`wait: ${status} is thrown at once`, async () => {
    await using server = await RawServer.start(detail("CREATING"), answer(status));
    await assert.rejects(client(server.url).waitUntilAvailable(ID), { name, statusCode: status });
    assert.equal(server.requests.length, 2);
  });
}

for (const body of ["<html>", "", "[]", '{"snapshot": []}', '{"snapshot": {"status": "AVAILABLE"}}']) {
  test(`wait: an answer of another kind, ${JSON.stringify(body)}, is told at once`, async () => {
    await using server = await RawServer.start(detail("CREATING"), answer(200, body));
    await assert.rejects(client(server.url).waitUntilAvailable(ID), { name: "UnexpectedResponse", statusCode: 200 });
    assert.equal(server.requests.length, 2);
  });
}

test("wait: at the end of the time, WaitTimeout says what was last seen", async () => {
  mock.method(Math, "random", () => 1);
  await using creating = await RawServer.start(detail("CREATING"));
  await assert.rejects(client(creating.url).waitUntilAvailable(ID, { timeout: 1_000 }), {
    name: "WaitTimeout",
    message: `snapshot ${ID} was not AVAILABLE within 1 seconds; its status was CREATING`,
    ...{ status: "CREATING", timeout: 1_000, cause: undefined },
  });
  await using silent = await RawServer.start(silence);
  await assert.rejects(client(silent.url, PATIENT).waitUntilAvailable(ID, { timeout: 1_000 }), (error) => {
    assert.ok(error instanceof DwsError && (error.cause as Error).name === "ResponseTimeout");
    return error.message === `snapshot ${ID} was not AVAILABLE within 1 seconds; its status was never read`;
  });
});

test("wait: a signal ends it; what onProgress throws does too", async () => {
  await using server = await RawServer.start(detail("CREATING"));
  const controller = new AbortController();
  const reason = new Error("enough");
  mock.method(Math, "random", () => 1);
  const stopped = client(server.url).waitUntilAvailable(ID, {
    signal: controller.signal,
    onProgress: () => controller.abort(reason),
  });
  await assert.rejects(stopped, reason);
  const thrown = client(server.url).waitUntilAvailable(ID, { onProgress: () => assert.fail("in the callback") });
  await assert.rejects(thrown, /in the callback/);
  const rejected = client(server.url).waitUntilAvailable(ID, { onProgress: async () => assert.fail("in a promise") });
  await assert.rejects(rejected, /in a promise/);
});
