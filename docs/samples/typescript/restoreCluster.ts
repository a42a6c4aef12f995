import { AkSkAuth, DwsClient } from "dws-snapshots";

const env = process.env as Record<string, string>;
const dws = new DwsClient(env.DWS_ENDPOINT, {
  projectId: env.HUAWEICLOUD_SDK_PROJECT_ID,
  auth: new AkSkAuth(env.HUAWEICLOUD_SDK_AK, env.HUAWEICLOUD_SDK_SK),
});

const cluster = await dws.restoreCluster(
  "2a4d0f86-67cd-408a-8b66-017454fb7793",
  { name: "dws-restored" },
);
console.log(cluster.id);
