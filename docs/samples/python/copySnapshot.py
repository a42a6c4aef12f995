from dws_snapshots import DwsClient

with DwsClient.from_env() as dws:
    copy = dws.copy_snapshot(
        "2a4d0f86-67cd-408a-8b66-017454fb7793",
        backup_name="snapshot-copy",
        description="kept from the schedule",
    )
    print(copy.snapshot_id)
