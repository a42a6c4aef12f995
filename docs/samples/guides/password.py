import os

from dws_snapshots import DwsClient, PasswordAuth

auth = PasswordAuth(
    os.environ["OS_AUTH_URL"],
    username="demo-user",
    password="demo-password",
    domain_name="demo-domain",
    project_name="eu-demo_project",
)
endpoint, project_id = os.environ["DWS_ENDPOINT"], os.environ["HUAWEICLOUD_SDK_PROJECT_ID"]
with DwsClient(endpoint, project_id=project_id, auth=auth) as dws:
    snapshot = dws.create_snapshot(
        name="snapshot-3",
        cluster_id="44b277eb-39be-4921-be31-3d61b43651d7",
    )
    print(snapshot.id)
