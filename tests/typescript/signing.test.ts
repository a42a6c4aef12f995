/** AK/SK signatures, stage by stage against the vectors, and as a service receives them. */

import assert from "node:assert/strict";
import { test } from "node:test";

import { AkSkAuth } from "dws-snapshots";
import {
  canonicalPath,
  canonicalQuery,
  canonicalRequest,
  sign,
  signature,
  signedHeaders,
  stringToSign,
} from "dws-snapshots/signing";

import { answer, cases, client, CREATED, RawServer, SNAPSHOT } from "./support.ts";

interface Case {
  readonly case: string;
  readonly access_key: string;
  readonly secret_key: string;
  readonly security_token?: string;
  readonly date: string;
  readonly request: { method: string; target: string; headers: Record<string, string>; body: string };
  readonly canonical_request: string;
  readonly string_to_sign: string;
  readonly signature: string;
  readonly authorization: string;
}

/** Return the time that an X-Sdk-Date names. */
function timeOf(date: string): Date {
  return new Date(date.replace(/^(....)(..)(..T..)(..)(..Z)$/, "$1-$2-$3:$4:$5"));
}

for (const given of cases<Case>("signing")) {
  test(`vector: ${given.case}`, async () => {
    const key = { accessKey: given.access_key, secretKey: given.secret_key, securityToken: given.security_token };
    const token: Record<string, string> = given.security_token ? { "X-Security-Token": given.security_token } : {};
    const headers = signedHeaders({ ...given.request.headers, "X-Sdk-Date": given.date, ...token });
    assert.equal(await canonicalRequest({ ...given.request, headers }), given.canonical_request);
    assert.equal(await stringToSign(given.date, given.canonical_request), given.string_to_sign);
    assert.equal(await signature(key, given.string_to_sign), given.signature);
    const added = await sign(given.request, key, timeOf(given.date));
    assert.deepEqual(added, { "X-Sdk-Date": given.date, ...token, Authorization: given.authorization });
  });
}

test("a header whose name holds an underscore is not signed", () => {
  assert.deepEqual(signedHeaders({ X_Trace: "1", "X-Trace": " 2 ", Host: "h" }), { host: "h", "x-trace": "2" });
});

test("paths are decoded and encoded again", () => {
  const paths = {
    "": "/",
    "/": "/",
    "/a b": "/a%20b/",
    "/a%2Fb": "/a/b/",
    "/!'()*": "/%21%27%28%29%2A/",
    "/a+b&c": "/a%2Bb%26c/",
  };
  for (const [path, canonical] of Object.entries(paths)) assert.equal(canonicalPath(path), canonical);
  assert.equal(canonicalPath("/%zz/%ff/%"), "/%25zz/%EF%BF%BD/%25/");
});

test("queries are sorted by code point", () => {
  // In UTF-16 U+1F5C4 sorts before U+FF5E; as a code point it sorts after.
  assert.equal(canonicalQuery("%F0%9F%97%84=1&%EF%BD%9E=2"), "%EF%BD%9E=2&%F0%9F%97%84=1");
  assert.equal(canonicalQuery("a=b?c=d&?x"), "%3Fx=&a=b%3Fc%3Dd");
});

for (const path of ["", "/gateway"]) {
  test(`what is sent is what was signed, at ${path || "/"}`, async () => {
    await using server = await RawServer.start(answer(200, CREATED));
    const auth = new AkSkAuth("the-access-key", "the-secret-key", "the-security-token");
    await client(server.url + path, { auth }).createSnapshot({ ...SNAPSHOT, description: "déjà vu 🗄" });
    const [head = "", body = ""] = server.requests[0]!.split("\r\n\r\n");
    const target = head.split(" ")[1]!;
    const headers = { Host: new URL(server.url).host, "Content-Type": server.header(0, "content-type")! };
    const key = { accessKey: "the-access-key", secretKey: "the-secret-key", securityToken: "the-security-token" };
    const expected = await sign(
      { method: "POST", target, headers, body },
      key,
      timeOf(server.header(0, "x-sdk-date")!),
    );
    assert.equal(server.header(0, "host"), headers.Host);
    assert.equal(server.header(0, "x-security-token"), "the-security-token");
    assert.equal(server.header(0, "authorization"), expected["Authorization"]);
    assert.match(expected["Authorization"]!, /SignedHeaders=content-type;host;x-sdk-date;x-security-token,/);
  });
}
