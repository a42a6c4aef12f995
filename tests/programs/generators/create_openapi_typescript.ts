import createClient from "openapi-fetch";

import type { paths } from "./schema.ts";

const { DWS_ENDPOINT = "", DWS_TOKEN = "", PROJECT_ID = "", CLUSTER_ID = "", NAME = "" } = process.env;
const client = createClient<paths>({ baseUrl: DWS_ENDPOINT, headers: { "X-Auth-Token": DWS_TOKEN } });
const { data, error } = await client.POST("/v1.0/{project_id}/snapshots", {
  params: { path: { project_id: PROJECT_ID } },
  body: { snapshot: { name: NAME, cluster_id: CLUSTER_ID } },
});
if (error) throw new Error(JSON.stringify(error));
console.log(data.snapshot.id);
