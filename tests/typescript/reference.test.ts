/** End to end against a running dws-reference, which the environment names. */

import assert from "node:assert/strict";
import { test } from "node:test";

import { AkSkAuth, DwsClient, PasswordAuth, TokenAuth, type Auth } from "dws-snapshots";

const setting = (name: string): string => process.env[name] ?? assert.fail(`${name} is not set`);
const endpoint = setting("DWS_ENDPOINT");
const clusterId = setting("DWS_CLUSTER_ID");
const signature = new AkSkAuth(setting("DWS_ACCESS_KEY"), setting("DWS_SECRET_KEY"));
const password = (given = setting("DWS_PASSWORD")) =>
  new PasswordAuth(endpoint, {
    username: setting("DWS_USERNAME"),
    password: given,
    domainName: setting("DWS_DOMAIN"),
    projectName: setting("DWS_PROJECT_NAME"),
  });
const client = (auth: Auth, url = endpoint) => new DwsClient(url, { projectId: setting("DWS_PROJECT_ID"), auth });

/** Create a snapshot and wait until its cluster may make another. */
async function create(dws: DwsClient, name: string): Promise<string> {
  const { id } = await dws.createSnapshot({ name, clusterId, description: "déjà vu 🗄" });
  await dws.waitUntilAvailable(id);
  return id;
}

const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;
const WAYS: Record<string, () => Auth> = {
  signed: () => signature,
  "with a token": () => new TokenAuth(setting("DWS_TOKEN")),
  "with a password": password,
};
for (const [way, auth] of Object.entries(WAYS)) {
  test(`a snapshot is created ${way}`, async () => {
    assert.match(await create(client(auth()), `ts-${way.replaceAll(" ", "-")}`), UUID);
  });
}

test("a name that is taken is refused, without regard to case", async () => {
  await create(client(signature), "ts-taken");
  const call = client(signature).createSnapshot({ name: "TS-Taken", clusterId });
  await assert.rejects(call, { name: "BadRequest", errorCode: "DWS.5039" });
});

test("a name that breaks the rule is refused before it is sent", async () => {
  await assert.rejects(client(signature).createSnapshot({ name: "3rd", clusterId }), {
    name: "InvalidRequest",
    field: "snapshot.name",
  });
});

test("a cluster of nobody's is not found", async () => {
  const call = client(signature).createSnapshot({ name: "ts-nobody", clusterId: clusterId.replace(/^./, "0") });
  await assert.rejects(call, { name: "NotFound", errorCode: "DWS.0047" });
});

const WRONG: Record<string, Auth> = {
  "secret key": new AkSkAuth(setting("DWS_ACCESS_KEY"), "another-key"),
  token: new TokenAuth("another-token"),
  password: password("another-password"),
};
for (const [what, auth] of Object.entries(WRONG)) {
  test(`a wrong ${what} is Unauthorized`, async () => {
    await assert.rejects(client(auth).createSnapshot({ name: "ts-wrong", clusterId }), {
      name: "Unauthorized",
      statusCode: 401,
    });
  });
}

test("the life cycle", async () => {
  const dws = client(signature);
  const { id } = await dws.createSnapshotOnce({ name: "ts-life", clusterId });
  await assert.rejects(dws.createSnapshotOnce({ name: "TS-life", clusterId }), { name: "BadRequest" });
  const seen: string[] = [];
  const snapshot = await dws.waitUntilAvailable(id, { onProgress: ({ status }) => seen.push(status) });
  assert.deepEqual(
    [snapshot.id, snapshot.name, snapshot.status, seen.at(-1)],
    [id, "ts-life", "AVAILABLE", "AVAILABLE"],
  );
  assert.ok((await dws.listSnapshots()).some((listed) => listed.id === id));
  const page = await dws.listClusterSnapshots(clusterId, { limit: 2, sortKey: "name", sortDir: "asc" });
  const ids = (await Array.fromAsync(dws.iterClusterSnapshots(clusterId, { limit: 2 }))).map((listed) => listed.id);
  assert.ok(ids.includes(id));
  assert.deepEqual([page.snapshots.length, ids.length, new Set(ids).size], [2, page.count, page.count]);
  assert.match((await dws.restoreCluster(id, { name: "ts-restored" })).id, UUID);
  await assert.rejects(dws.copySnapshot(id, { backupName: "ts-copy" }), { name: "Forbidden" });
  const automated = (await dws.listSnapshots()).find(({ type }) => type !== "MANUAL")!;
  const copy = await dws.copySnapshot(automated.id, { backupName: "ts-copy" });
  assert.equal((await dws.waitUntilAvailable(copy.snapshotId)).name, "ts-copy");
  assert.equal(await dws.deleteSnapshot(id), undefined);
  await assert.rejects(dws.listSnapshotDetails(id), (error: Error) => ["BadRequest", "NotFound"].includes(error.name));
  assert.notEqual(await create(dws, "ts-life"), id);
});

test("the edition of 2023 is read, whose pages hold 50 snapshots at most", async () => {
  const dws = client(signature, setting("DWS_OLDER_ENDPOINT"));
  const pages = dws.iterClusterSnapshots(clusterId, { sortKey: "startTime", sortDir: "ASC" });
  const ids = (await Array.fromAsync(pages)).map(({ id }) => id);
  assert.equal(ids.length, 120);
  assert.deepEqual(ids.reverse(), (await dws.listSnapshots()).map(({ id }) => id));
});
