/** What fromEnv finds and where, and its errors: the cases that all languages share. */

import assert from "node:assert/strict";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { syncBuiltinESMExports } from "node:module";
import os, { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { afterEach, beforeEach, test } from "node:test";

import { MissingSetting } from "dws-snapshots";
import { fromEnv } from "dws-snapshots/env";

import { answer, load, RawServer } from "./support.ts";

interface Found {
  readonly endpoint: string;
  readonly auth: "AkSkAuth" | "TokenAuth" | "PasswordAuth";
  readonly secrets: readonly string[];
  readonly login?: unknown;
}

interface Broken {
  readonly error: string;
  readonly message?: string;
  readonly begins?: string;
}

type Content = string | { readonly base64: string } | { readonly repeated: string; readonly times: number };

type Case = (Found | Broken) & {
  readonly case: string;
  readonly variables?: Readonly<Record<string, string>>;
  readonly files?: Readonly<Record<string, Content>>;
};

const { cases, project_id: PROJECT_ID } = load<{ cases: Case[]; project_id: string }>("settings");
const DAY = { issued_at: "2026-01-01T00:00:00Z", expires_at: "2026-01-02T00:00:00Z" };
const COUNTS = /^(DWS|HUAWEICLOUD|OS)_/;
const FOLDER = process.cwd();

/** The home, which is also the working directory. */
let home = "";
const environment = { ...process.env };

beforeEach(() => {
  home = mkdtempSync(join(tmpdir(), "dws-snapshots-home-"));
  process.chdir(home);
  for (const name of Object.keys(process.env)) if (COUNTS.test(name)) delete process.env[name];
  process.env["HOME"] = home;
});

afterEach(() => {
  process.chdir(FOLDER);
  rmSync(home, { recursive: true });
  Object.assign(process.env, environment);
});

function bytes(content: Content): Buffer {
  if (typeof content === "string") return Buffer.from(content);
  return "base64" in content ? Buffer.from(content.base64, "base64") : Buffer.from(content.repeated.repeat(content.times));
}

function write(files: Case["files"] = {}): void {
  for (const [name, content] of Object.entries(files)) {
    mkdirSync(dirname(join(home, name)), { recursive: true });
    writeFileSync(join(home, name), bytes(content));
  }
}

/** A service at every address, which refuses every operation and tells the secrets. `asked` holds the addresses. */
async function everywhere(project: unknown, secrets: readonly string[] = []) {
  const told = JSON.stringify({ error_msg: secrets.join(", ") });
  const token = answer(201, JSON.stringify({ token: { ...DAY, project } }), { "X-Subject-Token": "the-new-token" });
  const asked: URL[] = [];
  const server = await RawServer.start((socket) => (asked.at(-1)!.pathname.endsWith("/tokens") ? token : answer(403, told))(socket));
  const send: typeof fetch = (input, init) => {
    asked.push(new URL(String(input)));
    return fetch(server.url, init);
  };
  return { asked, server, fetch: send };
}

for (const given of cases) {
  test(`settings: ${given.case}`, async () => {
    write(given.files);
    for (const [name, value] of Object.entries(given.variables ?? {})) process.env[name] = value.replace("{home}", home);
    if ("error" in given) {
      await assert.rejects(fromEnv(), ({ name, message }: Error) => {
        const told = message.replaceAll(home, "{home}");
        assert.equal(name, given.error);
        assert.equal(given.message ? told : told.slice(0, given.begins!.length), given.message ?? given.begins);
        assert.doesNotMatch(told, /the-secret/);
        return true;
      });
      return;
    }
    const { asked, server, fetch } = await everywhere({ id: PROJECT_ID }, given.secrets);
    await using _ = server;
    const dws = await fromEnv({ fetch });
    const shown = given.secrets.map(() => "…").join(", ");
    await assert.rejects(dws.listSnapshots(), { name: "Forbidden", message: `403: ${shown}` });
    assert.equal(dws.endpoint, given.endpoint);
    assert.equal(asked.at(-1)!.href, `${given.endpoint}/v1.0/${PROJECT_ID}/snapshots`);
    const proof = { AkSkAuth: "Authorization", TokenAuth: "X-Auth-Token", PasswordAuth: "X-Auth-Token" }[given.auth];
    const value = server.header(asked.length - 1, proof)!;
    if (given.auth === "AkSkAuth") assert.match(value, /^SDK-HMAC-SHA256 Access=AK, /);
    else assert.equal(value, given.auth === "TokenAuth" ? given.secrets[0] : "the-new-token");
    assert.equal(asked.length, given.auth === "PasswordAuth" ? 2 : 1);
    if (given.login) assert.deepEqual(server.body(0), given.login);
  });
}

test("settings: a token that names no project is told", async () => {
  const variables = { OS_AUTH_URL: "https://iam.example", OS_USER_ID: "u", OS_PASSWORD: "p", OS_PROJECT_NAME: "n" };
  Object.assign(process.env, variables, { DWS_ENDPOINT: "https://dws.example" });
  const { server, fetch } = await everywhere(null);
  await using _ = server;
  await assert.rejects(fromEnv({ fetch }), (error) => {
    return error instanceof MissingSetting && error.message.startsWith("no project found; set HUAWEICLOUD_SDK_PROJECT_ID");
  });
});

test("settings: a file's [DEFAULT] counts for each section, which may change it", async () => {
  write({ ".huaweicloud/credentials": `[DEFAULT]\nak = AK\nsk = other\n[basic]\nsk = SK\nproject_id = ${PROJECT_ID}\n` });
  process.env["DWS_ENDPOINT"] = "https://dws.example";
  const { server, fetch } = await everywhere(null);
  await using _ = server;
  await assert.rejects((await fromEnv({ fetch })).listSnapshots(), { name: "Forbidden" });
  assert.match(server.header(0, "Authorization")!, /^SDK-HMAC-SHA256 Access=AK, /);
});

test("settings: a user without a home is told what is missing", async ({ mock }) => {
  const without = mock.method(os, "homedir", () => {
    throw new Error("uv_os_homedir returned ENOENT");
  });
  syncBuiltinESMExports();
  try {
    await assert.rejects(fromEnv(), { name: "MissingSetting", message: / ~\/.huaweicloud\/credentials, .* ~\/.config\/openstack/ });
  } finally {
    without.mock.restore();
    syncBuiltinESMExports();
  }
});

test("settings: a wrong option is named", async () => {
  Object.assign(process.env, { OS_TOKEN: "t", OS_PROJECT_ID: PROJECT_ID, DWS_ENDPOINT: "https://dws.example" });
  await assert.rejects(fromEnv({ timeout: 0 }), { name: "InvalidRequest", field: "timeout" });
});
