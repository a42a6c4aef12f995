from datetime import UTC, datetime

from dws_snapshots import DwsClient

CLUSTER = "44b277eb-39be-4921-be31-3d61b43651d7"

with DwsClient.from_env() as dws:
    # Exactly one snapshot, even if an answer is lost. The date makes the name different each night.
    made = dws.create_snapshot_once(
        name=f"nightly-{datetime.now(UTC):%Y-%m-%d}",
        cluster_id=CLUSTER,
        busy_timeout=1800,
    )
    snapshot = dws.wait_until_available(
        made.id,
        timeout=3600,
        on_progress=lambda seen: print(seen.name, seen.status),
    )
    for other in dws.iter_cluster_snapshots(CLUSTER, sort_key="name"):
        print(other.name, other.type, other.started)
