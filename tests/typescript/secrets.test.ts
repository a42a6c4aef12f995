/** Errors show no secret, and show the service's words safely. */

import assert from "node:assert/strict";
import { test } from "node:test";
import { inspect } from "node:util";

import { AkSkAuth, DwsError, PasswordAuth, TokenAuth, type ApiError, type Auth } from "dws-snapshots";

import { answer, client, CREATED, raw, RawServer, SNAPSHOT, type Behaviour } from "./support.ts";

const TOKEN = "MIIcredential+/of-this-test==";
const EXPIRES = '"expires_at": "2030-01-01T00:00:00Z"';

/** Return the error of a create, having looked through all of it for secrets. */
async function failure(url: string, auth: Auth, ...secrets: (string | RegExp)[]): Promise<DwsError> {
  const error: unknown = await client(url, { auth })
    .createSnapshot(SNAPSHOT)
    .then(
      () => assert.fail("created"),
      (reason) => reason,
    );
  assert.ok(error instanceof DwsError, inspect(error));
  const shown = inspect(error, { showHidden: true, depth: 9 }) + JSON.stringify(error) + error.stack;
  const isShown = (secret: string | RegExp) => (typeof secret === "string" ? shown.includes(secret) : secret.test(shown));
  assert.deepEqual(secrets.filter(isShown), [], shown);
  return error;
}

const passwordAuth = (url: string, password: string) =>
  new PasswordAuth(url, { username: "u", password, domainName: "d", projectName: "p" });

test("an echoed token is not shown", async () => {
  const echo = '{"error_code": "APIGW.0301", "error_msg": "bad token the-token", "request_id": "the-token"}';
  await using server = await RawServer.start(answer(401, echo));
  const error = await failure(server.url, new TokenAuth("the-token"), "the-token");
  assert.equal(error.message, "401 APIGW.0301: bad token … (request …)");
});

test("nor in an answer that is no success in spite of its status", async () => {
  const headers = { "X-Request-Id": `r-${TOKEN}`, "Content-Type": `text/${TOKEN}` };
  await using server = await RawServer.start(answer(200, "<html>", headers));
  const error = await failure(server.url, new TokenAuth(TOKEN), TOKEN);
  assert.equal(error.message, "200: the answer is not JSON but 6 characters of text/… (request r-…)");
});

test("nor is a part of it, where a sentence is shortened or the answer ends within it", async () => {
  const cut = (body: string) => raw(`HTTP/1.1 503 -\r\nContent-Length: 999\r\n\r\n${body}`);
  for (const behaviour of [answer(503, "x".repeat(485) + TOKEN), cut(`your token is ${TOKEN.slice(0, -3)}`)]) {
    await using server = await RawServer.start(behaviour);
    await failure(server.url, new TokenAuth(TOKEN), TOKEN.slice(0, 8));
  }
});

test("nor is a token of an earlier login that the request carried", async () => {
  const issued = (token: string) => answer(201, `{"token": {${EXPIRES}}}`, { "X-Subject-Token": token });
  await using iam = await RawServer.start(issued("the-first-token"), issued("the-second-token"));
  const echo = answer(500, "the-first-token and the-second-token");
  await using dws = await RawServer.start(answer(401), echo);
  const error = await failure(dws.url, passwordAuth(iam.url, "p"), "the-first-token", "the-second-token");
  assert.equal(error.message, "500: … and …");
});

test("nor are the last eight tokens of a login", async () => {
  const tokens = Array.from({ length: 8 }, (_, index) => `the-token-number-${index}`);
  const body = '{"token": {"expires_at": "2020-01-01T00:00:00Z"}}';
  const ended = tokens.map((token) => answer(201, body, { "X-Subject-Token": token }));
  const told = tokens.join(" ");
  await using iam = await RawServer.start(...ended, answer(401, told));
  const created = tokens.slice(1).map(() => answer(200, CREATED));
  await using dws = await RawServer.start(...created, answer(500, told));
  const auth = passwordAuth(iam.url, "p");
  for (const _ of created) await client(dws.url, { auth }).createSnapshot(SNAPSHOT);
  const hidden = tokens.map(() => "…").join(" ");
  assert.equal((await failure(dws.url, auth, ...tokens)).message, `500: ${hidden}`);
  assert.equal((await failure(dws.url, auth, ...tokens)).message, `401: ${hidden}`);
});

test("nor are a signature and a security token", async () => {
  const echo: Behaviour = (socket) => {
    const [, signature] = /^authorization: (.*)\r$/im.exec(server.requests[0]!)!;
    answer(403, `${signature}, the-security-token`)(socket);
  };
  await using server = await RawServer.start(echo);
  const auth = new AkSkAuth("an-access-key", "the-secret-key", "the-security-token");
  const error = await failure(server.url, auth, /Signature=\w/, "the-security-token");
  assert.equal(error.message, "403: …, …");
});

const PASSWORD = `pa"ss\\w\t<o>&r/d'é`;
const SPELLED: Record<string, string> = {
  plain: PASSWORD,
  JSON: JSON.stringify({ error_msg: PASSWORD }),
  "JSON in ASCII": JSON.stringify({ error_msg: PASSWORD }).replace("é", "\\u00E9").replace("/", "\\/"),
  "JSON of an unknown shape": JSON.stringify([PASSWORD]),
  "JSON in HTML": JSON.stringify(PASSWORD).slice(1, -1).replaceAll("&", "&amp;").replaceAll('"', "&quot;"),
  "JSON in HTML with numbers": JSON.stringify(PASSWORD).slice(1, -1).replaceAll('"', "&#34;"),
  HTML: `pa&#34;ss\\w\t&lt;o&gt;&amp;r/d&#x27;é`,
  URL: encodeURIComponent(PASSWORD),
};
for (const [name, spelled] of Object.entries(SPELLED)) {
  test(`a password as ${name} spells it is not shown`, async () => {
    await using iam = await RawServer.start(answer(401, `${spelled}`));
    const error = (await failure("http://127.0.0.1:1", passwordAuth(iam.url, PASSWORD), "ss\\", "w\t", "r/d")) as ApiError;
    assert.match(error.errorMsg, /^(\[")?…("\])?$/);
  });
}

test("a password of backslashes takes no time", async () => {
  const backslashes = "\\".repeat(40);
  await using iam = await RawServer.start(answer(401, `${"\\".repeat(900_000)}x ${backslashes}y`));
  await failure("http://127.0.0.1:1", passwordAuth(iam.url, `${backslashes}y`), "\\y");
});

test("a short password is no part of other words", async () => {
  await using iam = await RawServer.start(answer(401, "throttled: hro is wrong (hro)"));
  const error = await failure("http://127.0.0.1:1", passwordAuth(iam.url, "hro"));
  assert.equal(error.message, "401: throttled: … is wrong (…)");
});

const HEAD = `X-Subject-Token: ${TOKEN}`;
const IAM: Record<string, Behaviour> = {
  "cut in its head": raw(`HTTP/1.1 201 -\r\n${HEAD}`),
  "no HTTP after the token": raw(`HTTP/1.1 201 -\r\n${HEAD}\r\nbad header: ${TOKEN}\x01${TOKEN}\r\n\r\n`),
  "no HTTP in its body": raw(`HTTP/1.1 201 -\r\n${HEAD}\r\nTransfer-Encoding: chunked\r\n\r\n${TOKEN}\r\n`),
  "200 with a token in its body": answer(200, JSON.stringify({ token: { id: TOKEN, expires_at: "2030-01-01T00:00:00Z" } })),
  "a token in its body and in its head": answer(300, TOKEN, { "X-Subject-Token": TOKEN }),
};
for (const [name, behaviour] of Object.entries(IAM)) {
  test(`IAM's answer shows no token: ${name}`, async () => {
    await using iam = await RawServer.start(behaviour);
    await failure("http://127.0.0.1:1", passwordAuth(iam.url, "the-password"), TOKEN.slice(0, 8), "the-password");
    assert.equal(iam.requests.length, 1);
  });
}

test("IAM's 200 with a token in its head is taken", async () => {
  await using iam = await RawServer.start(answer(200, `{"token": {${EXPIRES}}}`, { "X-Subject-Token": "t" }));
  await using dws = await RawServer.start(answer(200, CREATED));
  await client(dws.url, { auth: passwordAuth(iam.url, "p") }).createSnapshot(SNAPSHOT);
  assert.equal(dws.header(0, "x-auth-token"), "t");
});

test("what fetch says of a header that holds a secret is not shown", async () => {
  const auth: Auth = { headers: async () => ({ "X-Auth-Token": `${TOKEN}\n${TOKEN}` }), secrets: () => [TOKEN] };
  await failure("http://127.0.0.1:1", auth, TOKEN);
});

test("a service's words are bounded and can be printed", async () => {
  const body = { error_code: "c\u009b1m".repeat(900), error_msg: "\u001b[2Jm".repeat(900), request_id: "i\ud800\u202e" };
  const latin: Behaviour = (socket) =>
    socket.write(Buffer.from("HTTP/1.1 500 -\r\nContent-Length: 0\r\nX-Request-Id: a\x9b31m\xff\xa0b\r\n\r\n", "latin1"));
  await using server = await RawServer.start(answer(500, JSON.stringify(body)), latin);
  const error = (await failure(server.url, new TokenAuth("a-token"))) as ApiError;
  assert.ok(error.message.length < 1_700, String(error.message.length));
  assert.doesNotMatch(error.message, /[\p{Cc}\p{Cs}\u202e]/u);
  assert.equal(error.requestId, "i\ufffd\ufffd");
  const other = (await failure(server.url, new TokenAuth("a-token"))) as ApiError;
  assert.equal(other.requestId, "a\ufffd31mÿ b");
});
