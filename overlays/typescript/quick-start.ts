import { AkSkAuth, BadRequest, ConnectionFailed, DwsClient } from "dws-snapshots";

const dws = new DwsClient("http://127.0.0.1:8080", {
  projectId: "89cd04f168b84af6be287f71730fdb4b",
  auth: new AkSkAuth("DEMOACCESSKEY0000001", "demo-secret-key-that-is-no-secret-000001"),
});

try {
  const snapshot = await dws.createSnapshot({
    name: "snapshot-3",
    clusterId: "44b277eb-39be-4921-be31-3d61b43651d7",
    description: "before the migration",
  });
  console.log(snapshot.id);
} catch (error) {
  if (error instanceof BadRequest) console.error(`refused: ${error.message}`);
  else if (error instanceof ConnectionFailed && !error.mayHaveBeenSent) console.error("not sent; try again");
  else throw error;
}
