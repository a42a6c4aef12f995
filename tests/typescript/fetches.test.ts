/** Values that a caller may pass as `fetch`, and as an unused option. `tsc` checks the types. */

import assert from "node:assert/strict";
import { test } from "node:test";

import { fetch as undici } from "undici";

import { DwsClient, TokenAuth, type DwsClientOptions, type Fetch, type Restore, type Snapshot } from "dws-snapshots";

import { answer, client, CLUSTER_ID, CREATED, ID, PROJECT_ID, RawServer, SNAPSHOT } from "./support.ts";

const FETCHES: Record<string, Fetch> = {
  "the platform's own": fetch,
  "undici's": undici,
  "one that wraps the platform's": (address, options) => fetch(address, options),
  "one of the platform's type": (async (input: RequestInfo | URL, init?: RequestInit) => fetch(input, init)) as typeof fetch,
  "one that needs no body": async () => new Response(CREATED),
};

for (const [name, given] of Object.entries(FETCHES)) {
  test(`fetch may be ${name}`, async () => {
    await using server = await RawServer.start(answer(200, CREATED));
    assert.equal((await client(server.url, { fetch: given }).createSnapshot(SNAPSHOT)).id, ID);
  });
}

test("what is optional may be undefined", async () => {
  const options: DwsClientOptions = {
    ...{ projectId: PROJECT_ID, auth: new TokenAuth("t") },
    ...{ timeout: undefined, fetch: undefined },
  };
  const snapshot: Snapshot = { ...SNAPSHOT, description: undefined };
  const restore: Restore = { name: "restored-1", port: undefined, publicIp: { eipId: undefined } };
  await using server = await RawServer.start(
    answer(200, CREATED),
    answer(200, '{"cluster": {"id": "x"}}'),
    answer(200, '{"snapshots": []}'),
  );
  const dws = new DwsClient(server.url, options);
  await dws.createSnapshot(snapshot, { signal: undefined, timeout: undefined, busyTimeout: undefined });
  await dws.restoreCluster(ID, restore, { timeout: undefined });
  await dws.listClusterSnapshots(CLUSTER_ID, { limit: undefined, sortKey: undefined, signal: undefined });
  assert.deepEqual(server.body(0), { snapshot: { name: "snapshot-3", cluster_id: CLUSTER_ID } });
});

for (const [name, call] of Object.entries({
  timout: (dws: DwsClient) => dws.listSnapshots({ timout: 5 } as never),
  busytimeout: (dws: DwsClient) => dws.createSnapshot(SNAPSHOT, { busytimeout: 5 } as never),
  busy_timeout: (dws: DwsClient) => dws.createSnapshotOnce(SNAPSHOT, { busy_timeout: 5 } as never),
  onprogress: (dws: DwsClient) => dws.waitUntilAvailable(ID, { onprogress() {} } as never),
  projectID: async (dws: DwsClient) => new DwsClient(dws.endpoint, { projectID: PROJECT_ID } as never),
})) {
  test(`an option ${name} is refused by that name`, async () => {
    await using server = await RawServer.start(answer(200));
    await assert.rejects(call(client(server.url)), { name: "InvalidRequest", field: name, message: /^\w+ is unknown; known are / });
    assert.deepEqual(server.requests, []);
  });
}
