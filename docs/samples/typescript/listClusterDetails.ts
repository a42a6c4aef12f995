import { AkSkAuth, DwsClient } from "dws-snapshots";

const env = process.env as Record<string, string>;
const dws = new DwsClient(env.DWS_ENDPOINT, {
  projectId: env.HUAWEICLOUD_SDK_PROJECT_ID,
  auth: new AkSkAuth(env.HUAWEICLOUD_SDK_AK, env.HUAWEICLOUD_SDK_SK),
});

const { id, name, status, taskStatus } = await dws.listClusterDetails("44b277eb-39be-4921-be31-3d61b43651d7");
console.log(id, name, status, taskStatus ?? "nothing is done");
