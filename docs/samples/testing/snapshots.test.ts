import assert from "node:assert/strict";
import { test } from "node:test";

import { DwsClient, NotFound, TokenAuth } from "dws-snapshots";
import { http, HttpResponse } from "msw";
import { setupServer } from "msw/node";

const projectId = "89cd04f168b84af6be287f71730fdb4b";
const clusterId = "44b277eb-39be-4921-be31-3d61b43651d7";
const snapshots = `https://dws.example/v1.0/${projectId}/snapshots`;

test("a refusal with msw", async () => {
  const refusal = { error_code: "DWS.0047", error_msg: "The cluster does not exist." };
  const server = setupServer(http.post(snapshots, () => HttpResponse.json(refusal, { status: 404 })));
  server.listen();
  const dws = new DwsClient("https://dws.example", { projectId, auth: new TokenAuth("any") });
  await assert.rejects(
    dws.createSnapshot({ name: "nightly", clusterId }),
    (error) => error instanceof NotFound && error.errorCode === "DWS.0047",
  );
  server.close();
});
