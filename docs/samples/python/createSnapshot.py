from dws_snapshots import DwsClient

with DwsClient.from_env() as dws:
    snapshot = dws.create_snapshot(
        name="snapshot-3",
        cluster_id="44b277eb-39be-4921-be31-3d61b43651d7",
        description="before the migration",
    )
    print(snapshot.id)
