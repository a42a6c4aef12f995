import { AkSkAuth, DwsClient } from "dws-snapshots";

const env = process.env as Record<string, string>;
const dws = new DwsClient(env.DWS_ENDPOINT, {
  projectId: env.HUAWEICLOUD_SDK_PROJECT_ID,
  auth: new AkSkAuth(env.HUAWEICLOUD_SDK_AK, env.HUAWEICLOUD_SDK_SK),
});

const pages = dws.listClusterSnapshots(
  "44b277eb-39be-4921-be31-3d61b43651d7",
  { limit: 100, sortKey: "started", sortDir: "desc" },
);
for await (const page of pages) {
  for (const { id, name, status } of page.snapshots) {
    console.log(id, name, status);
  }
}
