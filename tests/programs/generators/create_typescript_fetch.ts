import { Configuration, SnapshotsApi } from "./client/index.ts";

const { DWS_ENDPOINT = "", DWS_TOKEN = "", PROJECT_ID = "", CLUSTER_ID = "", NAME = "" } = process.env;
const api = new SnapshotsApi(new Configuration({ basePath: DWS_ENDPOINT, apiKey: DWS_TOKEN }));
const { snapshot } = await api.createSnapshot({
  projectId: PROJECT_ID,
  createSnapshotRequest: { snapshot: { name: NAME, clusterId: CLUSTER_ID } },
});
console.log(snapshot.id);
