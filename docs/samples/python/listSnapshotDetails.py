from dws_snapshots import DwsClient

with DwsClient.from_env() as dws:
    snapshot = dws.list_snapshot_details("2a4d0f86-67cd-408a-8b66-017454fb7793")
    print(snapshot.id, snapshot.name, snapshot.status)
