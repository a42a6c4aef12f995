import { DwsClient, PasswordAuth } from "dws-snapshots";

const dws = new DwsClient("http://127.0.0.1:8080", {
  projectId: "89cd04f168b84af6be287f71730fdb4b",
  auth: new PasswordAuth("http://127.0.0.1:8080/v3", {
    username: "demo-user",
    password: "demo-password",
    domainName: "demo-domain",
    projectName: "eu-demo_project",
  }),
});
const clusterId = "44b277eb-39be-4921-be31-3d61b43651d7";

// The name contains the date: names are unique within a project, and an old snapshot is never returned as tonight's.
const name = `nightly-${new Date().toISOString().slice(0, 10)}`;

// One snapshot, even if answers are lost on the way. If the cluster is making another one, this waits for it.
const { id } = await dws.createSnapshotOnce({ name, clusterId }, { busyTimeout: 30 * 60_000 });

const snapshot = await dws.waitUntilAvailable(id, {
  onProgress: ({ status, progress }) => console.log(status, progress ?? ""),
  signal: AbortSignal.timeout(60 * 60_000),
});
console.log(`${snapshot.name}: ${snapshot.size ?? 0} GB`);

for await (const { name, status } of dws.iterClusterSnapshots(clusterId)) console.log(name, status);
