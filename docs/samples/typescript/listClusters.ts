import { AkSkAuth, DwsClient } from "dws-snapshots";

const env = process.env as Record<string, string>;
const dws = new DwsClient(env.DWS_ENDPOINT, {
  projectId: env.HUAWEICLOUD_SDK_PROJECT_ID,
  auth: new AkSkAuth(env.HUAWEICLOUD_SDK_AK, env.HUAWEICLOUD_SDK_SK),
});

for (const { id, name, status } of await dws.listClusters()) {
  console.log(id, name, status);
}
