"""The commands of `dws-snapshots`, as a user types them."""

from __future__ import annotations

import sys
from io import StringIO, TextIOWrapper
from typing import Annotated

from typer import Argument, Option

from dws_snapshots_client.models import PublicIp, SnapshotDetail

from ..errors import DwsError
from .backup import backup
from .output import Listed, say, tell, unprinted
from .session import FAILED, LOG, Session, app, ask, command
from .values import A_TIME, NAME, BusyTimeout, EnterpriseProject, duration, one, snapshot_id

Existing = Annotated[str, Argument(help="Its ID or name.")]
Several = Annotated[list[str], Argument(metavar="SNAPSHOT…", help="IDs or names.")]
OfCluster = Annotated[str | None, Option(metavar=NAME, help="Only this cluster's.")]
NewName = Annotated[str, Argument(help="4 to 64 letters, digits, - and _, a letter first.")]
Description = Annotated[str | None, Option(help="At most 256 characters.")]
Timeout = Annotated[str, Option(metavar=A_TIME, help="How long to wait, such as 90, 30m or 4h.")]
Yes = Annotated[bool, Option("--yes", "-y", help="Don't ask. Needed if there is no terminal.")]

command(backup)


@command
def clusters(session: Session, *, enterprise_project_id: EnterpriseProject = None) -> Listed:
    """List the project's clusters.

    Example: dws-snapshots clusters --output json
    """
    session.step("list the clusters")
    found = session.dws.list_clusters(enterprise_project_id=enterprise_project_id)
    found.sort(key=lambda cluster: cluster.name)
    rows = [(each.name, each.id, each.status, each.task_status, each.version) for each in found]
    return Listed(found, ("name", "id", "status", "task_status", "version"), rows)


@command
def list_(session: Session, *, cluster: OfCluster = None) -> Listed:
    """List snapshots, the newest last.

    Example: dws-snapshots list --cluster dwh-1
    """
    session.step("list the clusters and snapshots")
    there = session.dws.list_clusters()
    names = {each.id.lower(): each.name for each in there}
    of = cluster and one("cluster", cluster, there).id.lower()
    found = [each for each in session.dws.list_snapshots() if of in (None, each.cluster_id.lower())]
    found.sort(key=lambda snapshot: (str(snapshot.started or ""), snapshot.name))
    rows = [
        (each.name, each.id, each.status, each.type, names.get(each.cluster_id.lower(), each.cluster_id), each.started)
        for each in found
    ]
    return Listed(found, ("name", "id", "status", "type", "cluster", "started"), rows)


@command
def show(session: Session, *, snapshot: Existing) -> SnapshotDetail:
    """Show all details of a snapshot.

    Example: dws-snapshots show nightly-dwh-1-2026-11-29
    """
    session.step(f"read snapshot {snapshot}")
    return session.dws.list_snapshot_details(snapshot_id(session.dws, snapshot))


@command
def create(
    session: Session,
    *,
    cluster: Existing,
    name: NewName,
    description: Description = None,
    wait: Annotated[bool, Option("--wait", help="Wait until it is AVAILABLE.")] = False,
    busy_timeout: BusyTimeout = "0",
    timeout: Timeout = "1h",
) -> SnapshotDetail | dict[str, str]:
    """Create a snapshot, exactly once even if answers are lost.

    Example: dws-snapshots create dwh-1 before-migration --wait
    """
    busy, longest = duration("--busy-timeout", busy_timeout, zero=True), duration("--timeout", timeout)
    session.step(f"look up cluster {cluster}")
    of = one("cluster", cluster, session.dws.list_clusters()).id
    session.step(f"create snapshot {name}", f"snapshot {name} may have been created")
    made = session.dws.create_snapshot_once(name=name, cluster_id=of, description=description, busy_timeout=busy)
    if not wait:
        return {"id": made.id}
    session.step(f"wait for snapshot {name} ({made.id})", f"snapshot {name} ({made.id}) was created")
    return session.dws.wait_until_available(made.id, timeout=longest, on_progress=log_status)


@command
def wait_(session: Session, *, snapshot: Existing, timeout: Timeout = "1h") -> SnapshotDetail:
    """Wait until a snapshot is AVAILABLE.

    Example: dws-snapshots wait before-migration --timeout 4h
    """
    longest = duration("--timeout", timeout)
    session.step(f"wait for snapshot {snapshot}")
    return session.dws.wait_until_available(snapshot_id(session.dws, snapshot), timeout=longest, on_progress=log_status)


@command
def delete(session: Session, *, snapshot: Several, yes: Yes = False) -> None:
    """Delete manual snapshots. It asks first.

    Example: dws-snapshots delete before-migration
    """
    session.step("look up the snapshots")
    there = session.dws.list_snapshots()
    found = {each.id: each for each in (one("snapshot", given, there) for given in snapshot)}
    for each in found.values():
        ask(f"Delete snapshot {each.name} ({each.id}, {each.status})?", yes)
    deleted = []
    try:
        for each in found.values():
            session.step(f"delete snapshot {each.name} ({each.id})", f"snapshot {each.name} may have been deleted")
            try:
                session.dws.delete_snapshot(each.id)
                deleted.append({"id": each.id})
            except DwsError as error:
                session.fail(f"{each.name}: {error}")
    finally:
        tell(deleted, session.output)


@command
def restore(
    session: Session,
    *,
    snapshot: Existing,
    name: NewName,
    subnet_id: Annotated[str | None, Option(help="ID of its subnet.")] = None,
    security_group_id: Annotated[str | None, Option(help="ID of its security group.")] = None,
    vpc_id: Annotated[str | None, Option(help="ID of its VPC.")] = None,
    availability_zone: Annotated[str | None, Option(help="Its availability zone.")] = None,
    port: Annotated[int | None, Option(help="Port of its database; 8000 by default.")] = None,
    eip_id: Annotated[str | None, Option(help="ID of an existing public address for it.")] = None,
    enterprise_project_id: Annotated[str | None, Option(help="ID of its enterprise project; 0 by default.")] = None,
    yes: Yes = False,
) -> dict[str, str]:
    """Restore a snapshot to a new cluster. It asks first: a cluster costs money.

    Example: dws-snapshots restore before-migration dwh-1-restored
    """
    found = snapshot_id(session.dws, snapshot)
    ask(f"Restore snapshot {snapshot} to a new cluster {name}?", yes)
    session.step(f"restore snapshot {snapshot} to cluster {name}", f"cluster {name} may have been created")
    made = session.dws.restore_cluster(
        found,
        name=name,
        subnet_id=subnet_id,
        security_group_id=security_group_id,
        vpc_id=vpc_id,
        availability_zone=availability_zone,
        port=port,
        public_ip=PublicIp("bind_existing", eip_id) if eip_id else None,
        enterprise_project_id=enterprise_project_id,
    )
    return {"id": made.id}


@command
def copy(session: Session, *, snapshot: Existing, name: NewName, description: Description = None) -> dict[str, str]:
    """Copy an automated snapshot to a manual one, which does not expire.

    Example: dws-snapshots copy auto-20261129-020000 kept-for-good
    """
    found = snapshot_id(session.dws, snapshot)
    session.step(f"copy snapshot {snapshot} to {name}", f"snapshot {name} may have been created")
    return {"snapshot_id": session.dws.copy_snapshot(found, backup_name=name, description=description).snapshot_id}


def log_status(snapshot: SnapshotDetail) -> None:
    """Log what a wait has read."""
    LOG.info("%s is %s%s", snapshot.name, snapshot.status, f", {snapshot.progress}" if snapshot.progress else "")


def main() -> None:
    """Run `dws-snapshots`. A character that the locale lacks is an escape; a closed stream drops all."""
    sys.stdout, sys.stderr = sys.stdout or StringIO(), sys.stderr or StringIO()
    for stream in (sys.stdin, sys.stdout, sys.stderr):
        if isinstance(stream, TextIOWrapper):
            stream.reconfigure(errors="backslashreplace")
    try:
        try:
            app(prog_name="dws-snapshots")
        finally:
            sys.stdout.flush()  # of --help
    except OSError as error:
        if sentence := unprinted(error):
            say(f"dws-snapshots: {sentence}")
        sys.exit(FAILED)
