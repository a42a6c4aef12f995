/** Results and errors for each kind of answer, on real connections. */

import assert from "node:assert/strict";
import { getEventListeners } from "node:events";
import { readFileSync } from "node:fs";
import { createServer } from "node:https";
import { createServer as createListener, type AddressInfo } from "node:net";
import { test } from "node:test";
import { inspect } from "node:util";
import { gzipSync } from "node:zlib";

import * as dwsSnapshots from "dws-snapshots";
import { ApiError, ConnectionFailed, rawMembers, ResponseTimeout } from "dws-snapshots";

import {
  answer,
  cases,
  client,
  close,
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

interface Case {
  readonly case: string;
  readonly status: number;
  readonly headers: Record<string, string>;
  readonly body: string;
  readonly error: "ApiError";
  readonly error_code?: string | null;
  readonly error_msg?: string;
  readonly request_id?: string | null;
}

/** Return the error that a create ends with. */
async function failure(
  endpoint: string,
  ...[options]: Parameters<typeof client> extends [string, ...infer Rest] ? Rest : never
) {
  const error: unknown = await client(endpoint, options)
    .createSnapshot(SNAPSHOT)
    .then(
      () => assert.fail("created"),
      (reason) => reason,
    );
  assert.ok(error instanceof dwsSnapshots.DwsError, inspect(error));
  return error;
}

for (const given of cases<Case>("errors")) {
  test(`vector: ${given.case}`, async () => {
    await using server = await RawServer.start(answer(given.status, given.body, given.headers));
    const error = (await failure(server.url)) as ApiError;
    assert.equal(error.constructor, dwsSnapshots[given.error]);
    assert.equal(error.name, given.error);
    assert.equal(error.statusCode, given.status);
    if ("error_code" in given) assert.equal(error.errorCode ?? null, given.error_code);
    if ("error_msg" in given) assert.equal(error.errorMsg, given.error_msg);
    if ("request_id" in given) assert.equal(error.requestId ?? null, given.request_id);
    assert.match(error.message, new RegExp(`^${given.status}`));
    assert.equal(server.requests.length, 1);
  });
}

test("members that the contract does not name are had beside the others, whatever their names", async () => {
  const body = `{"__proto__": 1, "snapshot": {"__proto__": {"id": 2}, "constructor": 3, "name": "x", "id": "${ID}"}}`;
  await using server = await RawServer.start(answer(200, body));
  const created = await client(server.url).createSnapshot(SNAPSHOT);
  assert.deepEqual(created, { id: ID });
  assert.deepEqual(Object.entries(rawMembers(created)), [["__proto__", { id: 2 }], ["constructor", 3], ["name", "x"]]);
  assert.deepEqual(rawMembers({ id: ID }), {});
});

test("a compressed answer is read", async () => {
  await using server = await RawServer.start(answer(200, gzipSync(CREATED), { "Content-Encoding": "gzip" }));
  assert.equal((await client(server.url).createSnapshot(SNAPSHOT)).id, ID);
});

for (const status of [200, 503]) {
  test(`${status} that is cut short keeps its status`, async () => {
    const begun = `HTTP/1.1 ${status} -\r\nContent-Length: 99\r\nX-Request-Id: r1\r\n\r\n{"error_code": "DWS.0005", "er`;
    await using server = await RawServer.start(raw(begun));
    const error = await failure(server.url);
    const words = status === 200 ? "the answer was cut short" : '{"error_code": "DWS.0005", "er';
    assert.equal(error.message, `${status}${status === 200 ? "" : " DWS.0005"}: ${words} (request r1)`);
    assert.equal(error.name, status === 200 ? "UnexpectedResponse" : "ServiceUnavailable");
    assert.equal(server.requests.length, 1);
  });
}

test("deep nesting is an ordinary bad answer", async () => {
  await using server = await RawServer.start(answer(400, "[".repeat(100_000)), answer(200, "[".repeat(100_000)));
  assert.match((await failure(server.url)).message, /^400: \[\[\[/);
  assert.equal((await failure(server.url)).name, "UnexpectedResponse");
});

test("an answer that stops is a ResponseTimeout", async () => {
  await using server = await RawServer.start((socket) => socket.write("HTTP/1.1 200 -\r\nContent-Length: 99\r\n\r\n{"));
  const error = await failure(server.url, { timeout: 1_000 });
  assert.ok(error instanceof ResponseTimeout && error.mayHaveBeenSent);
});

test("no answer in time is a ResponseTimeout", async () => {
  await using server = await RawServer.start(silence);
  const error = await failure(server.url, { timeout: 1_000 });
  assert.ok(error instanceof ResponseTimeout && error.mayHaveBeenSent);
  assert.equal(error.message, `${server.url}: no answer in time; the request may have been sent`);
  assert.equal(server.requests.length, 1);
});

for (const host of ["127.0.0.1", "localhost"]) {
  test(`a connection that ${host} refuses was not sent`, async () => {
    const url = (await refusingUrl()).replace("127.0.0.1", host);
    const error = await failure(url);
    assert.ok(error instanceof ConnectionFailed && !error.mayHaveBeenSent, inspect(error));
    assert.match(error.message, new RegExp(`^${url}: .*ECONNREFUSED.*; the request was not sent$`));
  });
}

test("a host that has no address was not sent", async () => {
  const error = await failure("http://no-such-host.invalid");
  assert.ok(error instanceof ConnectionFailed && !error.mayHaveBeenSent, inspect(error));
});

const OLD = { minVersion: "TLSv1", maxVersion: "TLSv1.1" } as const;
for (const [name, server] of Object.entries({
  "without TLS": createListener((socket) => socket.once("data", () => socket.end("HTTP/1.1 400 -\r\n\r\n"))),
  "with an old TLS": createServer(OLD),
})) {
  test(`a service ${name} ends the call before the request, and the cause has the code`, async () => {
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
    try {
      const error = await failure(`https://127.0.0.1:${(server.address() as AddressInfo).port}`);
      assert.ok(error instanceof ConnectionFailed && !error.mayHaveBeenSent, inspect(error));
      assert.match((error.cause as { code: string }).code, /^ERR_SSL_/);
    } finally {
      server.close();
    }
  });
}

test("a long message is not cut inside a character", async () => {
  await using server = await RawServer.start(answer(400, JSON.stringify({ error_msg: "😀".repeat(300) })));
  assert.equal(((await failure(server.url)) as ApiError).errorMsg, `${"😀".repeat(249)}…`);
});

test("a certificate that is not trusted ends the call before the request", async () => {
  const { DWS_TEST_CERTIFICATE: certificate = "", DWS_TEST_KEY: key = "" } = process.env;
  let requests = 0;
  const server = createServer({ cert: readFileSync(certificate), key: readFileSync(key) }, () => requests++);
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  try {
    const error = await failure(`https://127.0.0.1:${(server.address() as AddressInfo).port}`);
    assert.ok(error instanceof ConnectionFailed && !error.mayHaveBeenSent, inspect(error));
    assert.equal(requests, 0);
  } finally {
    server.close();
  }
});

const BREAKING: Record<string, Behaviour> = { reset, close, "no HTTP": raw("SSH-2.0-OpenSSH_9.6\r\n\r\n") };
for (const [name, behaviour] of Object.entries(BREAKING)) {
  test(`a connection that breaks (${name}) may have been sent and is not tried again`, async () => {
    await using server = await RawServer.start(behaviour);
    const error = await failure(server.url);
    assert.ok(error instanceof ConnectionFailed && !(error instanceof ResponseTimeout));
    assert.ok(error.mayHaveBeenSent);
    assert.equal(server.requests.length, 1);
  });
}

test("a kept connection that breaks is reported and the request is not sent twice", async () => {
  await using server = await RawServer.start(answer(200, CREATED), close);
  const dws = client(server.url);
  await dws.createSnapshot(SNAPSHOT);
  await assert.rejects(dws.createSnapshot(SNAPSHOT), { name: "ConnectionFailed", mayHaveBeenSent: true });
  assert.equal(server.requests.length, 2);
});

test("a 407, of which Node's fetch says nothing, is told in a whole sentence", async () => {
  await using server = await RawServer.start(answer(407, '{"error_msg": "log in to the proxy"}'));
  const { message } = await failure(server.url);
  assert.equal(message, `${server.url}: no readable answer came; the request may have been sent`);
});

for (const status of [301, 302, 307, 308, 401, 408, 425, 429, 503]) {
  test(`${status} is neither followed nor repeated`, async () => {
    await using elsewhere = await RawServer.start(answer(200, CREATED));
    await using server = await RawServer.start(answer(status, "", { Location: elsewhere.url, "Retry-After": "0" }));
    assert.equal(((await failure(server.url)) as ApiError).statusCode, status);
    assert.deepEqual([server.requests.length, elsewhere.requests.length], [1, 0]);
  });
}

test("a signal ends a call with its reason, and is not held on to", async () => {
  await using server = await RawServer.start(answer(200, CREATED), silence);
  const controller = new AbortController();
  await client(server.url).createSnapshot(SNAPSHOT, { signal: controller.signal });
  assert.deepEqual(getEventListeners(controller.signal, "abort"), []);
  const reason = new Error("changed my mind");
  const call = client(server.url).createSnapshot(SNAPSHOT, { signal: controller.signal });
  const aborted = assert.rejects(call, reason);
  controller.abort(reason);
  await aborted;
});

test("a signal that has ended sends nothing", async () => {
  await using server = await RawServer.start(answer(200, CREATED));
  const call = client(server.url).createSnapshot(SNAPSHOT, { signal: AbortSignal.abort(new Error("enough")) });
  await assert.rejects(call, { message: "enough" });
  assert.deepEqual(server.requests, []);
});

test("a signal ends an answer that has begun", async () => {
  await using server = await RawServer.start((socket) => socket.write("HTTP/1.1 200 -\r\nContent-Length: 99\r\n\r\n{"));
  const controller = new AbortController();
  const begun: typeof fetch = async (...request) => {
    const response = await fetch(...request);
    setImmediate(() => controller.abort());
    return response;
  };
  const call = client(server.url, { fetch: begun }).createSnapshot(SNAPSHOT, { signal: controller.signal });
  await assert.rejects(call, { name: "AbortError" });
});

for (const status of [200, 201, 202, 206, 299]) {
  test(`${status} with an ID is success, without one it is unexpected`, async () => {
    await using server = await RawServer.start(answer(status, CREATED), answer(status, "{}"), answer(status, "done"));
    const dws = client(server.url);
    assert.deepEqual(await dws.createSnapshot(SNAPSHOT), { id: ID });
    await dws.deleteSnapshot(ID);
    await assert.rejects(dws.createSnapshot(SNAPSHOT), { name: "UnexpectedResponse", statusCode: status });
  });
}

for (const status of [200, 202, 204]) {
  test(`${status} of a delete is success`, async () => {
    await using server = await RawServer.start(answer(status));
    assert.equal(await client(server.url).deleteSnapshot(ID), undefined);
  });
}

test("an answer about another snapshot than the one asked for is unexpected", async () => {
  const other = ID.replace(/^./, "f");
  const snapshot = { id: other.toUpperCase(), name: "x", status: "AVAILABLE", type: "MANUAL" };
  await using server = await RawServer.start(answer(200, JSON.stringify({ snapshot })));
  const dws = client(server.url);
  const message = `200: the answer tells of ${snapshot.id}, which was not asked for`;
  await assert.rejects(dws.listSnapshotDetails(ID), { name: "UnexpectedResponse", message });
  await assert.rejects(dws.waitUntilAvailable(ID), { name: "UnexpectedResponse", message });
  assert.equal((await dws.listSnapshotDetails(other)).id, snapshot.id);
});
