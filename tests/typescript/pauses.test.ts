/** How long calls pause between two requests, and how `Retry-After` changes that. All languages share these cases. */

import assert from "node:assert/strict";
import { test } from "node:test";

import { ApiError, type DwsClient, type DwsError } from "dws-snapshots";

import {
  answer,
  behaviour,
  cases,
  client,
  CLUSTER_ID,
  ID,
  RawServer,
  SNAPSHOT,
  virtualTime,
  type Exchange,
} from "./support.ts";

interface Pauses {
  readonly case: string;
  readonly call: keyof typeof CALLS;
  readonly busy_timeout?: number;
  readonly error?: string;
  readonly exchanges: Exchange[];
  readonly pauses: [shortest: number, longest: number][];
}

const CALLS = {
  create_snapshot: (dws: DwsClient, options: object) => dws.createSnapshot(SNAPSHOT, options),
  create_snapshot_once: (dws: DwsClient, options: object) => dws.createSnapshotOnce(SNAPSHOT, options),
  wait_until_available: (dws: DwsClient, options: object) => dws.waitUntilAvailable(ID, options),
  iter_cluster_snapshots: (dws: DwsClient) => Array.fromAsync(dws.iterClusterSnapshots(CLUSTER_ID)),
};
/** Pauses are whole milliseconds. */
const ROUNDING = 0.001;

for (const given of cases<Pauses>("pauses")) {
  test(`vector: ${given.case}`, async (context) => {
    const pauses = virtualTime(context);
    await using server = await RawServer.start(...given.exchanges.map(behaviour), answer(401));
    const options = given.busy_timeout === undefined ? {} : { busyTimeout: given.busy_timeout * 1_000 };
    const call = CALLS[given.call](client(server.url), options);
    await assert.rejects(call as Promise<unknown>, { name: given.error ?? "Unauthorized" });
    assert.equal(server.requests.length, given.exchanges.length + (given.error ? 0 : 1));
    assert.equal(pauses.length, given.pauses.length);
    for (const [index, [shortest, longest]] of given.pauses.entries()) {
      assert.ok(pauses[index]! >= shortest && pauses[index]! <= longest + ROUNDING, `${pauses[index]} of ${given.pauses}`);
    }
  });
}

interface RetryAfter {
  readonly case: string;
  readonly headers: Record<string, string>;
  readonly retry_after: number | null;
}

async function retryAfter(headers: Record<string, string>): Promise<number | undefined> {
  await using server = await RawServer.start(answer(429, "", headers));
  const error = await client(server.url)
    .createSnapshot(SNAPSHOT)
    .then(
      () => assert.fail("created"),
      (reason: DwsError) => reason,
    );
  return error instanceof ApiError ? error.retryAfter : assert.fail(error);
}

for (const given of cases<RetryAfter>("retry_after")) {
  test(`Retry-After, vector: ${given.case}`, async () => {
    const expected = given.retry_after === null ? undefined : given.retry_after * 1_000;
    assert.equal(await retryAfter(given.headers), expected);
  });
}

test("Retry-After: a time without a date is told by the machine", async (context) => {
  context.mock.method(Date, "now", () => Date.parse("2099-10-21T07:27:00Z"));
  assert.equal(await retryAfter({ "Retry-After": "Wed, 21 Oct 2099 07:28:00 GMT" }), 60_000);
});
