"""A snapshot's life: create it once, watch it being made, list its cluster's, delete it.

    python life_cycle.py NAME CLUSTER_ID

Endpoint, project and credentials come from the environment; see `DwsClient.from_env`.
"""

import sys

from dws_snapshots import DwsClient, DwsError, SnapshotDetail


def show(snapshot: SnapshotDetail) -> None:
    """Draw a progress bar where a person looks on; print a line otherwise."""
    told = snapshot.progress or ""
    percent = int(told) if told.isdecimal() else 0
    if sys.stdout.isatty():
        bar = "█" * (percent // 4)
        print(f"\r{snapshot.name} ▕{bar:<25}▏ {percent:3} % {snapshot.status:<11}", end="", flush=True)
    else:
        print(f"{snapshot.name}: {percent} %, {snapshot.status}", flush=True)


def main(name: str, cluster_id: str) -> None:
    with DwsClient.from_env() as dws:
        snapshot = dws.create_snapshot_once(name=name, cluster_id=cluster_id)
        try:
            dws.wait_until_available(snapshot.id, timeout=2 * 60 * 60, on_progress=show)
        finally:
            if sys.stdout.isatty():
                print()
        for listed in dws.iter_cluster_snapshots(cluster_id):
            print(f"{listed.started:%Y-%m-%d %H:%M}  {listed.type:<8}  {listed.status:<11}  {listed.name}")
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
