/** Calls that go on until they are done: create exactly once, wait until available. */

import assert from "node:assert/strict";
import { afterEach, beforeEach, mock, test } from "node:test";

import { DwsError, type SnapshotDetail } from "dws-snapshots";

import {
  answer,
  cases,
  client,
  close,
  CLUSTER_ID,
  CREATED,
  ID,
  raw,
  RawServer,
  refusingUrl,
  reset,
  silence,
  SNAPSHOT,
  type Behaviour,
} from "./support.ts";

interface Exchange {
  readonly request: "create" | "list";
  readonly failure?: "close" | "reset";
  readonly status?: number;
  readonly body?: unknown;
}

interface Case {
  readonly case: string;
  readonly exchanges: Exchange[];
  readonly result: { readonly id: string } | { readonly error: string };
}

/** Pauses are cut at random by up to a half: here, to nothing. */
beforeEach(() => mock.method(Math, "random", () => 2));
afterEach(() => mock.restoreAll());

function behaviour({ failure, status = 200, body }: Exchange): Behaviour {
  if (failure) return { close, reset }[failure];
  return answer(status, typeof body === "string" ? body : JSON.stringify(body));
}

const methods = (server: RawServer) => server.requests.map((request) => request.split(" ")[0]);

for (const given of cases<Case>("retries")) {
  test(`vector: ${given.case}`, async () => {
    await using server = await RawServer.start(...given.exchanges.map(behaviour));
    const call = client(server.url).createSnapshotOnce(SNAPSHOT);
    if ("id" in given.result) assert.deepEqual(await call, given.result);
    else await assert.rejects(call, { name: given.result.error });
    assert.deepEqual(
      methods(server),
      given.exchanges.map(({ request }) => ({ create: "POST", list: "GET" })[request]),
    );
  });
}

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

test("create once: a value that breaks a rule is refused at once", async () => {
  await using server = await RawServer.start(answer(200, CREATED));
  await assert.rejects(client(server.url).createSnapshotOnce({ ...SNAPSHOT, name: "a" }), { name: "InvalidRequest" });
  await assert.rejects(client(server.url).createSnapshotOnce(SNAPSHOT, { timeout: 0 }), { field: "timeout" });
  assert.deepEqual(server.requests, []);
});

test("create once: what was certainly not sent is repeated, and nothing is looked up", async () => {
  await using server = await RawServer.start(answer(200, CREATED));
  const refusing = await refusingUrl();
  const urls = [refusing, refusing];
  const anywhere = (url: URL, init: RequestInit) => fetch(new URL(url.pathname, urls.pop() ?? server.url), init);
  assert.deepEqual(await client(server.url, { fetch: anywhere as typeof fetch }).createSnapshotOnce(SNAPSHOT), {
    id: ID,
  });
  assert.deepEqual(methods(server), ["POST"]);
});

test("create once: at the end of the time, the last error", async () => {
  await using server = await RawServer.start(answer(429));
  mock.method(Math, "random", () => 1);
  await assert.rejects(client(server.url).createSnapshotOnce(SNAPSHOT, { timeout: 1_000 }), {
    name: "ApiError",
    statusCode: 429,
  });
  await using silent = await RawServer.start(silence);
  await assert.rejects(client(silent.url, PATIENT).createSnapshotOnce(SNAPSHOT, { timeout: 1_000 }), {
    name: "ResponseTimeout",
  });
  await using unlistable = await RawServer.start(answer(503, "create"), answer(502, "list"));
  mock.method(Math, "random", () => 0.4);
  await assert.rejects(client(unlistable.url).createSnapshotOnce(SNAPSHOT, { timeout: 1_000 }), {
    message: "503: create",
  });
});

test("create once: a signal ends a pause, however long", async () => {
  await using server = await RawServer.start(answer(429));
  const controller = new AbortController();
  mock.method(Math, "random", () => {
    setImmediate(() => controller.abort());
    return -1_000;
  });
  const call = client(server.url).createSnapshotOnce(SNAPSHOT, { signal: controller.signal });
  await assert.rejects(call, { name: "AbortError" });
});

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
  await assert.rejects(client(server.url).waitUntilAvailable(ID), { name: "SnapshotFailed", snapshotId: ID });
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
    status: "CREATING",
    cause: undefined,
  });
  await using silent = await RawServer.start(silence);
  await assert.rejects(client(silent.url, PATIENT).waitUntilAvailable(ID, { timeout: 1_000 }), (error) => {
    assert.ok(error instanceof DwsError && (error.cause as Error).name === "ResponseTimeout");
    return error.message === `snapshot ${ID} was not AVAILABLE in time; its status was never read`;
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
});

interface Pauses {
  readonly case: string;
  readonly call: "create_snapshot_once" | "wait_until_available";
  readonly exchanges: Exchange[];
  readonly seconds: number[];
}

for (const given of cases<Pauses>("pauses")) {
  for (const random of [0.25, 0.5, 0.875]) {
    test(`vector: ${given.case}, where chance is ${random}`, async () => {
      const expected = given.seconds.map((longest) => Math.ceil(longest * 1_000 * (1 - random / 2)));
      const pauses: number[] = [];
      const { setTimeout } = globalThis;
      mock.method(Math, "random", () => random);
      // Other timers run for other times: those of fetch, 499 and 4000, and the client's own, a prime number.
      mock.method(globalThis, "setTimeout", (run: () => void, duration = 0, ...rest: []) => {
        const pause = expected.includes(duration);
        if (pause) pauses.push(duration);
        return setTimeout(run, pause ? 0 : duration, ...rest);
      });
      await using server = await RawServer.start(...given.exchanges.map(behaviour), answer(404));
      const dws = client(server.url, { timeout: 29_989 });
      const call =
        given.call === "create_snapshot_once" ? dws.createSnapshotOnce(SNAPSHOT) : dws.waitUntilAvailable(ID);
      await assert.rejects(call, { name: "NotFound" });
      assert.deepEqual(pauses, expected);
    });
  }
}
