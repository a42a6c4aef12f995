/**
 * Compare the client with plain fetch: `node tests/typescript/bench.mjs URL [CALLS] [ROUNDS]`.
 *
 * URL must answer every POST with 200 and `{"snapshot": {"id": "<UUID>"}}`. Both send the same create, one after the
 * other, and parse the answer; the client also checks, signs, and checks the answer. Prints JSON: for each the medians
 * over the rounds of calls a second and of CPU milliseconds a call. The rounds of the two alternate.
 */

import { AkSkAuth, DwsClient } from "dws-snapshots";

const [url, calls = "1000", rounds = "9"] = process.argv.slice(2);
if (!url || !(calls > 0) || !(rounds > 0)) {
  console.error("usage: node tests/typescript/bench.mjs URL [CALLS] [ROUNDS]");
  process.exit(2);
}

const projectId = "89cd04f168b84af6be287f71730fdb4b";
const snapshot = {
  name: "snapshot-3",
  clusterId: "44b277eb-39be-4921-be31-3d61b43651d7",
  description: "Snapshot-3 description",
};
const body = JSON.stringify({
  snapshot: { name: snapshot.name, cluster_id: snapshot.clusterId, description: snapshot.description },
});
const dws = new DwsClient(url, {
  projectId,
  auth: new AkSkAuth("DEMOACCESSKEY0000001", "demo-secret-key-that-is-no-secret-000001"),
});
const target = `${url}/v1.0/${projectId}/snapshots`;
const headers = { "Content-Type": "application/json", Accept: "application/json" };

const contestants = {
  "dws-snapshots": () => dws.createSnapshot(snapshot),
  fetch: async () => {
    const response = await fetch(target, { method: "POST", headers, body });
    if (response.status !== 200) throw new Error(`${url} answered ${response.status}`);
    return (await response.json()).snapshot;
  },
};

async function measure(call) {
  const cpu = process.cpuUsage();
  const began = performance.now();
  for (let count = 0; count < calls; count++) await call();
  const seconds = (performance.now() - began) / 1000;
  const { user, system } = process.cpuUsage(cpu);
  return { callsPerSecond: calls / seconds, cpuMsPerCall: (user + system) / 1000 / calls };
}

function median(values) {
  const sorted = values.toSorted((a, b) => a - b);
  return (sorted[(sorted.length - 1) >> 1] + sorted[sorted.length >> 1]) / 2;
}

try {
  const measured = Object.fromEntries(Object.keys(contestants).map((name) => [name, []]));
  for (const call of Object.values(contestants)) await measure(call);
  for (let round = 0; round < rounds; round++) {
    for (const [name, call] of Object.entries(contestants)) measured[name].push(await measure(call));
  }
  const medians = Object.entries(measured).map(([name, results]) => [
    name,
    {
      calls_per_second: Math.round(median(results.map((result) => result.callsPerSecond))),
      cpu_ms_per_call: Number(median(results.map((result) => result.cpuMsPerCall)).toFixed(3)),
    },
  ]);
  console.log(
    JSON.stringify({
      language: "TypeScript",
      runtime: `Node ${process.versions.node}`,
      calls: Number(calls),
      rounds: Number(rounds),
      ...Object.fromEntries(medians),
    }),
  );
} catch (error) {
  console.error(`bench: ${error.message}`);
  process.exitCode = 1;
}
