import { client } from "./client/client.gen.ts";
import { createSnapshot } from "./client/sdk.gen.ts";

const { DWS_ENDPOINT = "", DWS_TOKEN = "", PROJECT_ID = "", CLUSTER_ID = "", NAME = "" } = process.env;
client.setConfig({ baseUrl: DWS_ENDPOINT, auth: () => DWS_TOKEN });
const { data, error } = await createSnapshot({
  path: { project_id: PROJECT_ID },
  body: { snapshot: { name: NAME, cluster_id: CLUSTER_ID } },
});
if (error) throw new Error(JSON.stringify(error));
console.log(data?.snapshot.id);
