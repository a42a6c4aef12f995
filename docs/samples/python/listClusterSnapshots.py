from dws_snapshots import DwsClient

with DwsClient.from_env() as dws:
    for snapshot in dws.iter_cluster_snapshots("44b277eb-39be-4921-be31-3d61b43651d7", sort_key="name"):
        print(snapshot.id, snapshot.name, snapshot.status)
