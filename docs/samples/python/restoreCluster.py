from dws_snapshots import DwsClient

with DwsClient.from_env() as dws:
    cluster = dws.restore_cluster(
        "2a4d0f86-67cd-408a-8b66-017454fb7793",
        name="dws-restored",
    )
    print(cluster.id)
