from dws_snapshots import DwsClient

with DwsClient.from_env() as dws:
    for snapshot in dws.list_snapshots():
        print(snapshot.id, snapshot.name, snapshot.status)
