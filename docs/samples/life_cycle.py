"""A snapshot's life: create it once, watch it being made, list its cluster's, delete it.

    python life_cycle.py NAME CLUSTER_ID

Endpoint, project and credentials come from the environment; see `DwsClient.from_env`.
"""

import sys

from dws_snapshots import DwsClient, DwsError, SnapshotDetail


def show(snapshot: SnapshotDetail) -> None:
    """Show the progress: in a terminal on one line that changes, otherwise on a new line each time."""
    told = f"{snapshot.name}: {snapshot.status} {snapshot.progress or ''}".rstrip()
    if sys.stdout.isatty():
        print(f"\r{told:<60}", end="", flush=True)
    else:
        print(told, flush=True)


def main(name: str, cluster_id: str) -> None:
    with DwsClient.from_env() as dws:
        snapshot = dws.create_snapshot_once(name=name, cluster_id=cluster_id)
        try:
            dws.wait_until_available(snapshot.id, timeout=2 * 60 * 60, on_progress=show)
        finally:
            if sys.stdout.isatty():
                print()
        for listed in dws.iter_cluster_snapshots(cluster_id):
            started = f"{listed.started:%Y-%m-%d %H:%M}" if listed.started else "not told"
            print(f"{started:<16}  {listed.type:<8}  {listed.status:<11}  {listed.name}")
        dws.delete_snapshot(snapshot.id)
        print(f"{name} is deleted")


if __name__ == "__main__":
    if len(sys.argv) != 3:
        sys.exit("usage: python life_cycle.py NAME CLUSTER_ID")
    try:
        main(*sys.argv[1:])
    except DwsError as error:
        sys.exit(f"life_cycle: {error}")
    except KeyboardInterrupt:
        sys.exit(130)
