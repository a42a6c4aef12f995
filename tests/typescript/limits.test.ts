/** Limits of time and memory, and requests that were not sent. */

import assert from "node:assert/strict";
import { execFile } from "node:child_process";
import { createServer, type ServerResponse } from "node:http";
import { createServer as listener, type AddressInfo, type Server } from "node:net";
import { test } from "node:test";
import { inspect, promisify } from "node:util";
import { createGzip, gzipSync } from "node:zlib";

import { ConnectionFailed, PasswordAuth, ResponseTimeout, type Auth } from "dws-snapshots";

import { answer, client, CREATED, ID, PROJECT_ID, RawServer, silence, SNAPSHOT, type Behaviour } from "./support.ts";

async function listening<Listener extends Server>(server: Listener): Promise<string> {
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

/** Send a byte every 50 milliseconds, without an end. */
const dripping =
  (head: string): Behaviour =>
  (socket) => {
    socket.write(`HTTP/1.1 ${head}\r\nContent-Length: 99999\r\n\r\n`);
    const timer = setInterval(() => socket.write(" "), 50);
    socket.on("close", () => clearInterval(timer));
  };

test("a body that drips ends a call at its time", async () => {
  await using server = await RawServer.start(dripping("200 -"));
  const dws = client(server.url, { timeout: 700 });
  await assert.rejects(dws.createSnapshot(SNAPSHOT), { name: "ResponseTimeout", mayHaveBeenSent: true });
  const patient = client(server.url, { timeout: 2 ** 31 - 1 });
  await assert.rejects(patient.waitUntilAvailable(ID, { timeout: 700 }), { name: "WaitTimeout" });
  await assert.rejects(patient.createSnapshotOnce(SNAPSHOT, { timeout: 700 }), { name: "ResponseTimeout" });
});

test("of an error whose body drips, the call tells its status at its time", async ({ mock }) => {
  const { setTimeout } = globalThis;
  let end = (): void => {};
  mock.method(globalThis, "setTimeout", (run: () => void, ...rest: [number]) => {
    if (new Error().stack?.includes("/http.js")) end = run;
    return setTimeout(run, ...rest);
  });
  const begun: typeof fetch = async (...request) => {
    const response = await fetch(...request);
    setImmediate(() => end());
    return response;
  };
  await using server = await RawServer.start(dripping("400 -"));
  await assert.rejects(client(server.url, { fetch: begun }).createSnapshot(SNAPSHOT), { name: "BadRequest" });
});

const never = () => new Promise<never>(() => {});

test("a fetch and an identity that never answer end a call at its time", async () => {
  const deaf = client("http://127.0.0.1:1", { fetch: never, timeout: 300 });
  await assert.rejects(deaf.createSnapshot(SNAPSHOT), { name: "ResponseTimeout", mayHaveBeenSent: true });
  const auth: Auth = { headers: never, secrets: () => [] };
  const unknown = client("http://127.0.0.1:1", { auth, timeout: 300 });
  await assert.rejects(unknown.createSnapshot(SNAPSHOT), {
    message: "http://127.0.0.1:1: the time was over before the request; the request was not sent",
  });
  const controller = new AbortController();
  const call = unknown.createSnapshot(SNAPSHOT, { signal: controller.signal, timeout: 60_000 });
  controller.abort(new Error("enough"));
  await assert.rejects(call, { message: "enough" });
});

/** Answers with a body that has no end, and tells when the client has gone. */
async function endless(status: number, send: (response: ServerResponse) => NodeJS.WritableStream) {
  const gone = Promise.withResolvers<void>();
  const server = createServer((_, response) => {
    response.on("close", () => gone.resolve());
    response.statusCode = status;
    const stream = send(response);
    const more = (): void => {
      while (!response.destroyed && stream.write(" ".repeat(100_000)));
    };
    stream.on("drain", more).on("error", () => {});
    more();
  });
  return { url: await listening(server), server, gone: gone.promise };
}

const plain = (response: ServerResponse) => response;

test("a success without an end is unexpected, and is not read on", async () => {
  const { url, server, gone } = await endless(200, plain);
  const call = client(url, { timeout: 600_000 }).createSnapshot(SNAPSHOT);
  const message = "200: the answer is longer than 64 MB";
  await assert.rejects(call, { name: "UnexpectedResponse", message, wasCutShort: false });
  await gone;
  server.close();
});

test("bytes are counted after decompression", async () => {
  const compressed = gzipSync(Buffer.alloc(65_000_000, " "));
  assert.ok(compressed.length < 100_000);
  await using server = await RawServer.start(answer(200, compressed, { "Content-Encoding": "gzip" }));
  const call = client(server.url, { timeout: 600_000 }).createSnapshot(SNAPSHOT);
  await assert.rejects(call, { reason: "the answer is longer than 64 MB" });
  assert.equal(server.header(0, "accept-encoding"), "gzip");
});

for (const encoding of ["br", "deflate", "gzip, gzip", "nonsense"]) {
  test(`an answer that is encoded as ${encoding} is not taken`, async () => {
    const reason = `the answer is encoded as ${encoding}, which was not asked for`;
    for (const [status, name, message] of [
      [200, "UnexpectedResponse", `200: ${reason}`],
      [400, "BadRequest", `400: ${reason}`],
    ] as const) {
      await using server = await RawServer.start(answer(status, Buffer.from(CREATED), { "Content-Encoding": encoding }));
      await assert.rejects(client(server.url).createSnapshot(SNAPSHOT), { name, message });
    }
  });
}

test("the body of a delete's answer is ignored, whatever its encoding", async () => {
  await using server = await RawServer.start(answer(202, "x", { "Content-Encoding": "zstd" }));
  assert.equal(await client(server.url).deleteSnapshot(ID), undefined);
});

test("an answer of 63 MB is read", async () => {
  await using server = await RawServer.start(
    answer(200, gzipSync(CREATED + " ".repeat(63_000_000)), { "Content-Encoding": "gzip" }),
  );
  assert.equal((await client(server.url, { timeout: 600_000 }).createSnapshot(SNAPSHOT)).id, ID);
});

for (const [name, send] of Object.entries({
  plain,
  gzip: (response: ServerResponse) => {
    response.setHeader("Content-Encoding", "gzip");
    const gzip = createGzip();
    gzip.pipe(response);
    return gzip;
  },
})) {
  test(`of an error without an end, 1 MB is read (${name})`, async () => {
    const { url, server, gone } = await endless(503, send);
    await assert.rejects(client(url, { timeout: 600_000 }).createSnapshot(SNAPSHOT), {
      message: "503: Service Unavailable",
    });
    await gone;
    server.close();
  });
}

test("a port that fetch refuses was not sent", async () => {
  await assert.rejects(client("http://127.0.0.1:6667").createSnapshot(SNAPSHOT), (error) => {
    assert.ok(error instanceof ConnectionFailed && !error.mayHaveBeenSent, inspect(error));
    return error.message === "http://127.0.0.1:6667: bad port; the request was not sent";
  });
});

test("a connection that ends before TLS is ready was not sent", async () => {
  const server = listener((socket) => socket.once("data", () => socket.end()));
  const url = await listening(server);
  const error = await client(url.replace("http:", "https:")).createSnapshot(SNAPSHOT).catch((reason) => reason);
  assert.ok(error instanceof ConnectionFailed && !error.mayHaveBeenSent, inspect(error));
  server.close();
});

test("a proxy that refuses the tunnel did not send the request", async () => {
  const lines: string[] = [];
  const proxy = listener((socket) =>
    socket.once("data", (data) => {
      lines.push(String(data).split("\r\n")[0]!);
      socket.end("HTTP/1.1 407 Proxy Authentication Required\r\nContent-Length: 0\r\n\r\n");
    }),
  );
  const address = await listening(proxy);
  const program = `
    import { DwsClient, TokenAuth } from "dws-snapshots";
    const dws = new DwsClient("https://dws.example", { projectId: "${PROJECT_ID}", auth: new TokenAuth("t") });
    const error = await dws.createSnapshot(${JSON.stringify(SNAPSHOT)}).catch((reason) => reason);
    console.log(error.name, error.message);`;
  const env = { ...process.env, NODE_USE_ENV_PROXY: "1", HTTPS_PROXY: address, NO_PROXY: "", no_proxy: "" };
  const options = ["--input-type=module", "--eval", program];
  const { stdout } = await promisify(execFile)(process.execPath, options, { cwd: import.meta.dirname, env });
  assert.match(stdout, /^ConnectionFailed https:\/\/dws\.example: Proxy response \(407\).*; the request was not sent\n$/);
  assert.deepEqual(lines, ["CONNECT dws.example:443 HTTP/1.1"]);
  proxy.close();
});

test("IAM's silence ends a patient call at its time", async () => {
  await using iam = await RawServer.start(silence);
  const auth = new PasswordAuth(iam.url, { username: "u", password: "p", domainName: "d", projectName: "p" });
  const dws = client("http://127.0.0.1:1", { auth, timeout: 2 ** 31 - 1 });
  await assert.rejects(dws.waitUntilAvailable(ID, { timeout: 700 }), { name: "WaitTimeout" });
  await assert.rejects(dws.createSnapshotOnce(SNAPSHOT, { timeout: 700 }), (error) => {
    return error instanceof ResponseTimeout && !error.mayHaveBeenSent;
  });
});
