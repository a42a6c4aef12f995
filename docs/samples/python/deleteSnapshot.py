from dws_snapshots import DwsClient

with DwsClient.from_env() as dws:
    dws.delete_snapshot("2a4d0f86-67cd-408a-8b66-017454fb7793")
