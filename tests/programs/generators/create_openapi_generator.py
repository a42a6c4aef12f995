"""Create a snapshot with the Python client that openapi-generator makes."""

import os

import openapi_client

configuration = openapi_client.Configuration(
    host=os.environ["DWS_ENDPOINT"], api_key={"Token": os.environ["DWS_TOKEN"]}
)
with openapi_client.ApiClient(configuration) as client:
    snapshot = {"name": os.environ["NAME"], "cluster_id": os.environ["CLUSTER_ID"]}
    body = openapi_client.CreateSnapshotRequest.from_dict({"snapshot": snapshot})
    print(openapi_client.SnapshotsApi(client).create_snapshot(os.environ["PROJECT_ID"], body).snapshot.id)
