/** PasswordAuth: when it fetches, shares and renews tokens, and what a user sees if that fails. */

import assert from "node:assert/strict";
import { execFile } from "node:child_process";
import { createServer, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { text } from "node:stream/consumers";
import { test } from "node:test";
import { inspect, promisify } from "node:util";

import { ConnectionFailed, DwsError, PasswordAuth, ResponseTimeout, type PasswordOptions } from "dws-snapshots";

import {
  answer,
  client,
  close,
  CREATED,
  ID,
  PROJECT_ID,
  RawServer,
  silence,
  SNAPSHOT,
  type Behaviour,
} from "./support.ts";

/** IAM and DWS in one: issues numbered tokens and accepts those that `accepted` holds. */
class Service implements AsyncDisposable {
  lifetime = 24 * 3_600_000;
  revokeAtOnce = false;
  readonly accepted = new Set<string>();
  readonly fetched: { auth: { identity: unknown; scope: unknown } }[] = [];
  readonly creates: (string | undefined)[] = [];
  readonly #server = createServer(async (request, response) => {
    const body = await text(request);
    if (request.url === "/v3/auth/tokens") return this.#issue(JSON.parse(body), response);
    const token = request.headers["x-auth-token"] as string | undefined;
    this.creates.push(token);
    if (this.accepted.has(token!)) response.end(CREATED);
    else response.writeHead(401).end('{"error_code": "APIGW.0301", "error_msg": "no"}');
  });

  static async start(): Promise<Service> {
    const service = new Service();
    await new Promise<void>((resolve) => service.#server.listen(0, "127.0.0.1", resolve));
    return service;
  }

  get url(): string {
    return `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}`;
  }

  #issue(body: Service["fetched"][number], response: ServerResponse): void {
    const token = `token-${this.fetched.push(body)}`;
    if (!this.revokeAtOnce) this.accepted.add(token);
    const now = Date.now();
    const times = { issued_at: new Date(now).toISOString(), expires_at: new Date(now + this.lifetime).toISOString() };
    response
      .writeHead(201, { "X-Subject-Token": token })
      .end(JSON.stringify({ token: { ...times, project: { id: PROJECT_ID } } }));
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#server.closeAllConnections();
    await new Promise((resolve) => this.#server.close(resolve));
  }
}

function passwordAuth(url: string, changes: Partial<Record<keyof PasswordOptions, unknown>> = {}): PasswordAuth {
  const options = { username: "u", password: "the-password", domainName: "d", projectName: "p" };
  return new PasswordAuth(url, { ...options, ...changes } as PasswordOptions);
}

test("a token is fetched once and kept", async () => {
  await using service = await Service.start();
  const dws = client(service.url, { auth: passwordAuth(service.url) });
  for (let count = 0; count < 3; count++) await dws.createSnapshot(SNAPSHOT);
  assert.deepEqual(service.creates, ["token-1", "token-1", "token-1"]);
  const user = { name: "u", password: "the-password", domain: { name: "d" } };
  assert.deepEqual(service.fetched, [
    { auth: { identity: { methods: ["password"], password: { user } }, scope: { project: { name: "p" } } } },
  ]);
});

for (const suffix of ["", "/", "/v3", "/v3/"]) {
  test(`IAM's address may end in "${suffix}", and the project may be an ID`, async () => {
    await using service = await Service.start();
    const auth = passwordAuth(service.url + suffix, { projectName: undefined, projectId: PROJECT_ID });
    await client(service.url, { auth }).createSnapshot(SNAPSHOT);
    assert.deepEqual(service.fetched[0]!.auth.scope, { project: { id: PROJECT_ID } });
  });
}

test("a token is renewed before it ends, by the clock that only goes forward", async (context) => {
  await using service = await Service.start();
  let now = 1_000;
  context.mock.method(performance, "now", () => now);
  const dws = client(service.url, { auth: passwordAuth(service.url) });
  for (const [lifetime, early] of [
    [24 * 3_600_000, 300_000],
    [60_000, 6_000],
  ] as const) {
    service.lifetime = lifetime;
    service.creates.length = 0;
    now += 48 * 3_600_000;
    await dws.createSnapshot(SNAPSHOT);
    now += lifetime - early - 1;
    await dws.createSnapshot(SNAPSHOT);
    now += 1;
    await dws.createSnapshot(SNAPSHOT);
    const [first, second, third] = service.creates;
    assert.equal(first, second);
    assert.notEqual(second, third);
  }
});

test("a refused token is renewed once", async () => {
  await using service = await Service.start();
  const dws = client(service.url, { auth: passwordAuth(service.url) });
  await dws.createSnapshot(SNAPSHOT);
  service.accepted.clear();
  await dws.createSnapshot(SNAPSHOT);
  assert.deepEqual(service.creates, ["token-1", "token-1", "token-2"]);
  service.accepted.clear();
  service.revokeAtOnce = true;
  await assert.rejects(dws.createSnapshot(SNAPSHOT), { name: "Unauthorized", errorCode: "APIGW.0301" });
  assert.equal(service.fetched.length, 3);
  assert.deepEqual(service.creates.slice(3), ["token-2", "token-3"]);
});

test("a refused token is not sent again while IAM is down", async () => {
  const token = '{"token": {"expires_at": "2030-01-01T00:00:00Z"}}';
  await using iam = await RawServer.start(answer(201, token, { "X-Subject-Token": "t" }), answer(503));
  await using service = await RawServer.start(answer(401));
  const dws = client(service.url, { auth: passwordAuth(iam.url) });
  for (let count = 0; count < 3; count++) await assert.rejects(dws.createSnapshot(SNAPSHOT), { name: "ServiceUnavailable" });
  assert.deepEqual([service.requests.length, iam.requests.length], [1, 4]);
});

test("calls at the same time share one fetch", async () => {
  await using service = await Service.start();
  const dws = client(service.url, { auth: passwordAuth(service.url) });
  const many = () => Promise.all(Array.from({ length: 40 }, () => dws.createSnapshot(SNAPSHOT)));
  await many();
  assert.equal(service.fetched.length, 1);
  service.accepted.clear();
  await many();
  assert.equal(service.fetched.length, 2);
});

test("a call that is given up leaves the others waiting for the token", async () => {
  await using service = await Service.start();
  const dws = client(service.url, { auth: passwordAuth(service.url) });
  const controller = new AbortController();
  const calls = [dws.createSnapshot(SNAPSHOT, { signal: controller.signal }), dws.createSnapshot(SNAPSHOT)] as const;
  const aborted = assert.rejects(calls[0], { name: "AbortError" });
  controller.abort();
  await aborted;
  assert.deepEqual(await calls[1], { id: ID });
  assert.deepEqual([service.fetched.length, service.creates], [1, ["token-1"]]);
});

test("who waits for a fetch that fails shares its failure", async () => {
  await using iam = await RawServer.start(answer(401));
  const dws = client("http://127.0.0.1:1", { auth: passwordAuth(iam.url) });
  const calls = await Promise.allSettled(Array.from({ length: 200 }, () => dws.createSnapshot(SNAPSHOT)));
  const names = calls.map((call) => call.status === "rejected" && call.reason.name);
  assert.deepEqual([new Set(names), iam.requests.length], [new Set(["Unauthorized"]), 1]);
});

/** Answer a token once `told` is. */
const issuing =
  (told: Promise<void>): Behaviour =>
  async (socket) => {
    await told;
    answer(201, '{"token": {"expires_at": "2030-01-01T00:00:00Z"}}', { "X-Subject-Token": "t" })(socket);
  };

test("a fetch does not end with the time of the call that began it", async () => {
  const first = Promise.withResolvers<void>();
  await using iam = await RawServer.start(issuing(first.promise));
  await using service = await RawServer.start(answer(200, CREATED));
  const dws = client(service.url, { auth: passwordAuth(iam.url) });
  const create = (timeout: number) => dws.createSnapshot(SNAPSHOT, { timeout });
  const calls = [create(100), create(50_000)] as const;
  await assert.rejects(calls[0], { name: "ResponseTimeout", mayHaveBeenSent: false });
  first.resolve();
  assert.deepEqual([await calls[1], iam.requests.length], [{ id: ID }, 1]);
});

test("a fetch ends with the last call that waits for it, and the next call begins another", async () => {
  const [asked, closed] = [Promise.withResolvers<void>(), Promise.withResolvers<void>()];
  const leaving: Behaviour = (socket) => {
    socket.on("close", () => closed.resolve());
    asked.resolve();
  };
  await using iam = await RawServer.start(leaving, issuing(Promise.resolve()));
  await using service = await RawServer.start(answer(200, CREATED));
  const dws = client(service.url, { auth: passwordAuth(iam.url), timeout: 50_000 });
  const controllers = [new AbortController(), new AbortController()];
  const calls = controllers.map(({ signal }) => assert.rejects(dws.createSnapshot(SNAPSHOT, { signal }), { name: "AbortError" }));
  await asked.promise;
  for (const controller of controllers) controller.abort();
  await Promise.all(calls);
  const next = dws.createSnapshot(SNAPSHOT);
  await closed.promise;
  assert.deepEqual([await next, iam.requests.length], [{ id: ID }, 2]);
});

test("nobody joins a fetch that has been silent for a minute", async (context) => {
  let now = 1_000;
  context.mock.method(performance, "now", () => now);
  const asked = Promise.withResolvers<void>();
  const silent: Behaviour = () => asked.resolve();
  await using iam = await RawServer.start(silent, issuing(Promise.resolve()));
  await using service = await RawServer.start(answer(200, CREATED));
  const dws = client(service.url, { auth: passwordAuth(iam.url), timeout: 2 ** 31 - 1 });
  const controller = new AbortController();
  const first = dws.createSnapshot(SNAPSHOT, { signal: controller.signal });
  await asked.promise;
  now += 60_000;
  assert.deepEqual(await dws.createSnapshot(SNAPSHOT), { id: ID });
  controller.abort();
  await assert.rejects(first, { name: "AbortError" });
  await dws.createSnapshot(SNAPSHOT);
  assert.equal(iam.requests.length, 2);
});

for (const [name, failing] of Object.entries({ "503": answer(503), "401": answer(401), close, silence })) {
  test(`a token that is still valid is used where renewing it fails (${name}), and is renewed later`, async (context) => {
    let now = 1_000;
    context.mock.method(performance, "now", () => now);
    const issued = (token: string) =>
      answer(201, '{"token": {"issued_at": "2026-01-01T00:00:00Z", "expires_at": "2026-01-01T01:00:00Z"}}', {
        "X-Subject-Token": token,
      });
    await using iam = await RawServer.start(issued("t1"), failing, failing, issued("t2"), failing);
    await using service = await RawServer.start(answer(200, CREATED));
    const dws = client(service.url, { auth: passwordAuth(iam.url), timeout: failing === silence ? 4_000 : 50_000 });
    const sent: (string | undefined)[] = [];
    for (const passed of [0, 55 * 60_000, 29_999, 1, 30_000, 3_600_000]) {
      now += passed;
      const call = dws.createSnapshot(SNAPSHOT);
      if (passed === 3_600_000) await assert.rejects(call, (error) => error instanceof DwsError);
      else await call;
      sent.push(service.header(service.requests.length - 1, "x-auth-token"));
    }
    assert.deepEqual(sent.slice(0, 5), ["t1", "t1", "t1", "t1", "t2"]);
    assert.deepEqual([iam.requests.length, service.requests.length], [5, 5]);
  });
}

test("renewing a valid token takes at most 5 seconds of a call's time", async (context) => {
  let now = 1_000;
  context.mock.method(performance, "now", () => now);
  const { setTimeout } = globalThis;
  const limits: number[] = [];
  context.mock.method(globalThis, "setTimeout", (run: () => void, limit: number) => {
    limits.push(limit);
    return setTimeout(run, limit === 5_000 ? 1 : limit);
  });
  const hour = '{"token": {"issued_at": "2026-01-01T00:00:00Z", "expires_at": "2026-01-01T01:00:00Z"}}';
  await using iam = await RawServer.start(answer(201, hour, { "X-Subject-Token": "t" }), silence);
  await using service = await RawServer.start(answer(200, CREATED));
  const dws = client(service.url, { auth: passwordAuth(iam.url), timeout: 50_000 });
  for (let count = 0; count < 2; count++, now += 55 * 60_000) await dws.createSnapshot(SNAPSHOT);
  assert.equal(limits.filter((limit) => limit === 5_000).length, 1);
});

test("a failed fetch is tried again by the next call", async () => {
  const token = { expires_at: "2030-01-01T00:00:00.000000Z" };
  await using iam = await RawServer.start(
    answer(503),
    answer(201, JSON.stringify({ token }), { "X-Subject-Token": "t" }),
  );
  await using dws = await RawServer.start(answer(200, CREATED));
  const calls = client(dws.url, { auth: passwordAuth(iam.url) });
  await assert.rejects(calls.createSnapshot(SNAPSHOT), { name: "ServiceUnavailable" });
  await calls.createSnapshot(SNAPSHOT);
  assert.equal(dws.header(0, "x-auth-token"), "t");
});

test("a wrong password is Unauthorized, and is not shown", async () => {
  const echo = '{"error": {"code": 401, "message": "The password the-password is wrong."}}';
  await using iam = await RawServer.start(answer(401, echo));
  await using dws = await RawServer.start(answer(200));
  await assert.rejects(client(dws.url, { auth: passwordAuth(iam.url) }).createSnapshot(SNAPSHOT), {
    name: "Unauthorized",
    message: "401: The password … is wrong.",
  });
  assert.deepEqual([iam.requests.length, dws.requests.length], [1, 0]);
});

for (const token of [
  { project: null, expires_at: "2030-01-01T00:00:00Z" },
  { issued_at: null, expires_at: "2030-01-01T00:00:00.000000Z" },
  { issued_at: "", expires_at: "2030-01-01T00:00:00Z" },
  { issued_at: "yesterday", expires_at: "2030-01-01T00:00:00Z" },
  { issued_at: "2029-12-31T00:00:00", expires_at: "2030-01-01T00:00:00.000000" },
  { issued_at: "2029-12-31 00:00:00+0100", expires_at: "2030-01-01 00:00:00" },
]) {
  test(`IAM's answer ${JSON.stringify(token)} is read`, async () => {
    await using iam = await RawServer.start(answer(201, JSON.stringify({ token }), { "X-Subject-Token": "t" }));
    await using dws = await RawServer.start(answer(200, CREATED));
    const calls = client(dws.url, { auth: passwordAuth(iam.url) });
    for (let count = 0; count < 2; count++) await calls.createSnapshot(SNAPSHOT);
    assert.deepEqual([iam.requests.length, dws.header(1, "x-auth-token")], [1, "t"]);
  });
}

const LONG = "t".repeat(60_000);

test("a token that is too long for Node's fetch: the error names its option", async () => {
  const body = '{"token": {"expires_at": "2030-01-01T00:00:00Z"}}';
  await using iam = await RawServer.start(answer(201, body, { "X-Subject-Token": LONG }));
  await using dws = await RawServer.start(answer(200));
  const wait = client(dws.url, { auth: passwordAuth(iam.url) }).waitUntilAvailable(ID);
  await assert.rejects(wait, (error: Error) => {
    assert.equal(error.name, "UnexpectedResponse");
    assert.doesNotMatch(inspect(error), /tttt/);
    return error.message.startsWith(`${iam.url}: `) && error.message.endsWith("start it with --max-http-header-size=65536");
  });
  assert.deepEqual([iam.requests.length, dws.requests.length], [1, 0]);
});

test("with that option, a token of 60 kB is fetched and sent", async () => {
  const body = '{"token": {"expires_at": "2030-01-01T00:00:00Z"}}';
  await using iam = await RawServer.start(answer(201, body, { "X-Subject-Token": LONG }));
  await using dws = await RawServer.start(answer(200, CREATED));
  const program = `
    import { DwsClient, PasswordAuth } from "dws-snapshots";
    const [iam, dws] = process.argv.slice(1);
    const auth = new PasswordAuth(iam, { username: "u", password: "p", domainName: "d", projectName: "p" });
    const { id } = await new DwsClient(dws, { projectId: "${PROJECT_ID}", auth }).createSnapshot(${JSON.stringify(SNAPSHOT)});
    console.log(id);`;
  const options = ["--max-http-header-size=65536", "--input-type=module", "--eval", program, iam.url, dws.url];
  const { stdout } = await promisify(execFile)(process.execPath, options, { cwd: import.meta.dirname });
  assert.equal(stdout, `${ID}\n`);
  assert.equal(dws.header(0, "x-auth-token"), LONG);
});

const STRANGE: [headers: Record<string, string>, body: string][] = [
  [{ "X-Subject-Token": "t" }, "<html>"],
  [{ "X-Subject-Token": "t" }, "{}"],
  [{ "X-Subject-Token": "t" }, '{"token": {"expires_at": 5}}'],
  [{}, '{"token": {"expires_at": "2030-01-01T00:00:00Z"}}'],
];
for (const [headers, body] of STRANGE) {
  test(`IAM's answer ${JSON.stringify(headers)} ${body} holds no token`, async () => {
    await using iam = await RawServer.start(answer(201, body, headers));
    await using dws = await RawServer.start(answer(200));
    const call = client(dws.url, { auth: passwordAuth(iam.url) }).createSnapshot(SNAPSHOT);
    await assert.rejects(call, { name: "UnexpectedResponse", reason: "IAM's answer holds no token" });
    assert.deepEqual(dws.requests, []);
  });
}

for (const [name, behaviour] of Object.entries({ close, silence })) {
  test(`when IAM fails (${name}) the create was not sent`, async () => {
    await using iam = await RawServer.start(behaviour);
    await using dws = await RawServer.start(answer(200));
    const call = client(dws.url, { auth: passwordAuth(iam.url), timeout: 1_000 }).createSnapshot(SNAPSHOT);
    await assert.rejects(call, (error) => {
      assert.ok(error instanceof ConnectionFailed && !error.mayHaveBeenSent, inspect(error));
      assert.equal(error instanceof ResponseTimeout, name === "silence");
      return error.message.startsWith(iam.url);
    });
    assert.deepEqual(dws.requests, []);
  });
}

test("no part of it shows the password or the token", async () => {
  await using service = await Service.start();
  const auth = passwordAuth(service.url);
  await client(service.url, { auth }).createSnapshot(SNAPSHOT);
  assert.doesNotMatch(
    inspect(auth, { showHidden: true, depth: 9 }) + JSON.stringify(auth) + String(auth),
    /the-password|token-1/,
  );
});

for (const changes of [
  { username: "" },
  { password: null },
  { password: "\ud800" },
  { domainName: 5 },
  { projectName: undefined },
  { projectId: PROJECT_ID },
  { projectName: "" },
]) {
  test(`${JSON.stringify(changes)} is refused`, () => {
    assert.throws(() => passwordAuth("https://iam.example", changes), { name: "InvalidRequest" });
  });
}
