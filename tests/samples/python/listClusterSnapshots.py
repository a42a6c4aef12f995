from dws_snapshots import DwsClient

with DwsClient.from_env() as dws:
    for snapshot in dws.iter_cluster_snapshots(
        "44b277eb-39be-4921-be31-3d61b43651d7",
        limit=100,
        sort_key="started",
        sort_dir="desc",
    ):
        print(snapshot.id, snapshot.name, snapshot.status)
