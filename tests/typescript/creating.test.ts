/** Creates that make exactly one snapshot, and creates while a cluster is busy. */

import assert from "node:assert/strict";
import { afterEach, beforeEach, mock, test } from "node:test";

import { ConnectionFailed, type DwsError } from "dws-snapshots";

import {
  answer,
  behaviour,
  cases,
  client,
  CLUSTER_ID,
  close,
  CREATED,
  ID,
  methods,
  RawServer,
  refusingUrl,
  silence,
  SNAPSHOT,
  virtualTime,
  type Behaviour,
  type Exchange,
} from "./support.ts";

interface Case {
  readonly case: string;
  readonly call?: "create_snapshot";
  readonly timeout?: number;
  readonly busy_timeout?: number;
  readonly exchanges: Exchange[];
  readonly repeated?: number;
  readonly result: { readonly id: string } | Failure;
}

interface Failure {
  readonly error: string;
  readonly cause?: string;
  readonly may_have_been_sent?: boolean;
}

const ENOUGH = 1_000;

for (const given of cases<Case>("retries")) {
  test(`vector: ${given.case}`, async (context) => {
    virtualTime(context);
    const { exchanges, repeated, result } = given;
    const again = repeated ? Array.from({ length: ENOUGH }, () => exchanges.slice(-repeated)).flat() : [];
    const expected = [...exchanges, ...again];
    await using server = await RawServer.start(...expected.map(behaviour));
    const options = {
      ...(given.timeout && { timeout: given.timeout * 1_000 }),
      ...(given.busy_timeout && { busyTimeout: given.busy_timeout * 1_000 }),
    };
    const dws = client(server.url);
    const call = given.call ? dws.createSnapshot(SNAPSHOT, options) : dws.createSnapshotOnce(SNAPSHOT, options);
    if ("id" in result) assert.deepEqual(await call, result);
    else await assert.rejects(call, (error: DwsError) => fits(error, result));
    if (!repeated) assert.equal(server.requests.length, expected.length);
    const sent = expected.map(({ request }) => (request === "create" ? "POST" : "GET"));
    assert.deepEqual(methods(server), sent.slice(0, server.requests.length));
  });
}

function fits(error: DwsError, { error: name, cause, may_have_been_sent: sent }: Failure): true {
  assert.equal(error.name, name);
  // That of a ConnectionFailed is what fetch says.
  if (cause || !(error instanceof ConnectionFailed)) assert.equal((error.cause as Error | undefined)?.name, cause);
  if (sent !== undefined) assert.equal(error instanceof ConnectionFailed && error.mayHaveBeenSent, sent);
  return true;
}

/** Where time is real, pauses are cut at random by up to a half: here, to nothing. */
beforeEach(() => mock.method(Math, "random", () => 2));
afterEach(() => mock.restoreAll());

const OTHER = ID.replace(/^./, "f");
const EMPTY = answer(200, '{"snapshots": []}');
const TAKEN = answer(400, '{"error_code": "DWS.5039", "error_msg": "taken"}');
const BUSY = answer(403, '{"error_code": "DWS.7023", "error_msg": "busy"}');

function listed(...ids: string[]): Behaviour {
  const same = { name: SNAPSHOT.name, cluster_id: CLUSTER_ID, status: "CREATING", type: "MANUAL" };
  const snapshots = ids.map((id) => ({ id, ...same }));
  return answer(200, JSON.stringify({ snapshots }));
}

/** A client whose own time limit ends no test. */
const PATIENT = { timeout: 2 ** 31 - 1 };

for (const [name, snapshot, options] of [
  ["snapshot.name", { ...SNAPSHOT, name: "a" }, {}],
  ["snapshot", null, {}],
  ["timeout", SNAPSHOT, { timeout: 0 }],
  ["busyTimeout", SNAPSHOT, { busyTimeout: -1 }],
] as const) {
  test(`create once: ${name} is checked before anything is sent`, async () => {
    await using server = await RawServer.start(EMPTY);
    const call = client(server.url).createSnapshotOnce(snapshot as typeof SNAPSHOT, options);
    await assert.rejects(call, { name: "InvalidRequest", field: name });
    assert.deepEqual(server.requests, []);
  });
}

test("create once: the project's list is read before anything is sent", async () => {
  await using server = await RawServer.start(EMPTY, answer(200, CREATED));
  assert.deepEqual(await client(server.url).createSnapshotOnce(SNAPSHOT), { id: ID });
  assert.match(server.requests[0]!, /^GET \/v1.0\/\w+\/snapshots HTTP/);
  assert.deepEqual(methods(server), ["GET", "POST"]);
});

test("create once: what was certainly not sent is repeated, and nothing is looked up", async () => {
  await using server = await RawServer.start(EMPTY, answer(200, CREATED));
  const refusing = await refusingUrl();
  const urls = [refusing, refusing, server.url, refusing, refusing];
  const anywhere = (url: URL, init: RequestInit) => fetch(new URL(url.pathname, urls.pop() ?? server.url), init);
  assert.deepEqual(await client(server.url, { fetch: anywhere as typeof fetch }).createSnapshotOnce(SNAPSHOT), {
    id: ID,
  });
  assert.deepEqual(methods(server), ["GET", "POST"]);
});

test("create once: silence ends it at its time", async () => {
  await using silent = await RawServer.start(EMPTY, silence);
  const call = client(silent.url, PATIENT).createSnapshotOnce(SNAPSHOT, { timeout: 1_000 });
  await assert.rejects(call, { name: "ResponseTimeout" });
});

test("create once: a signal ends a pause, however long", async () => {
  await using server = await RawServer.start(EMPTY, answer(429));
  const controller = new AbortController();
  mock.method(Math, "random", () => {
    setImmediate(() => controller.abort());
    return -1_000;
  });
  const call = client(server.url).createSnapshotOnce(SNAPSHOT, { signal: controller.signal });
  await assert.rejects(call, { name: "AbortError" });
});

test("create once: the reason of a signal is thrown as it is, also after a lost answer", async () => {
  const controller = new AbortController();
  const reason = Object.freeze(new Error("enough"));
  const last: Behaviour = () => controller.abort(reason);
  await using server = await RawServer.start(EMPTY, close, EMPTY, last);
  const call = client(server.url).createSnapshotOnce(SNAPSHOT, { signal: controller.signal });
  await assert.rejects(call, (error) => error === reason && reason.cause === undefined);
  assert.deepEqual(methods(server), ["GET", "POST", "GET", "POST"]);
});

/** Sends a POST twice and returns the second answer, as browsers do on a connection that was closed. */
const repeating: typeof fetch = async (url, init) => {
  if (init?.method === "POST") await (await fetch(url, init)).text();
  return fetch(url, init);
};

test("create once: where fetch itself repeats a request, a first refusal is looked up", async () => {
  await using server = await RawServer.start(EMPTY, answer(200, CREATED), TAKEN, answer(503), listed(ID));
  assert.deepEqual(await client(server.url, { fetch: repeating }).createSnapshotOnce(SNAPSHOT), { id: ID });
  assert.deepEqual(methods(server), ["GET", "POST", "POST", "GET", "GET"]);
});

test("create once: and is thrown where nothing is found, or the name was taken before", async () => {
  await using busy = await RawServer.start(EMPTY, BUSY, BUSY, EMPTY);
  await assert.rejects(client(busy.url, { fetch: repeating }).createSnapshotOnce(SNAPSHOT), { name: "Forbidden" });
  assert.deepEqual(methods(busy), ["GET", "POST", "POST", "GET"]);
  await using taken = await RawServer.start(listed(OTHER), TAKEN, TAKEN, EMPTY);
  await assert.rejects(client(taken.url, { fetch: repeating }).createSnapshotOnce(SNAPSHOT), { name: "BadRequest" });
  assert.deepEqual(methods(taken), ["GET", "POST", "POST"]);
});

test("create once: a fetch of the environment that is replaced is not Node's own", async (context) => {
  await using server = await RawServer.start(EMPTY, BUSY, EMPTY);
  context.mock.method(globalThis, "fetch");
  await assert.rejects(client(server.url).createSnapshotOnce(SNAPSHOT), { name: "Forbidden" });
  assert.deepEqual(methods(server), ["GET", "POST", "GET"]);
});

test("where fetch itself may repeat a request, a refusal of a change says so", async () => {
  const gone = answer(400, '{"error_code": "DWS.0001", "error_msg": "deleted"}');
  await using server = await RawServer.start(gone);
  const [own, another] = [client(server.url), client(server.url, { fetch: (url, init) => fetch(url, init) })];
  const message = "400 DWS.0001: deleted; fetch may have sent the request twice, and the first may have had its effect";
  await assert.rejects(another.deleteSnapshot(ID), { name: "BadRequest", mayHaveBeenSentTwice: true, message });
  await assert.rejects(another.createSnapshot(SNAPSHOT), { mayHaveBeenSentTwice: true });
  await assert.rejects(another.listSnapshots(), { mayHaveBeenSentTwice: false });
  await assert.rejects(own.deleteSnapshot(ID), { mayHaveBeenSentTwice: false, message: "400 DWS.0001: deleted" });
});

test("createSnapshot: busyTimeout is checked before anything is sent", async () => {
  await using server = await RawServer.start(BUSY);
  for (const busyTimeout of [-1, NaN, Infinity, "5", null]) {
    const call = client(server.url).createSnapshot(SNAPSHOT, { busyTimeout: busyTimeout as number });
    await assert.rejects(call, { name: "InvalidRequest", field: "busyTimeout" });
  }
  assert.deepEqual(server.requests, []);
});
