"""The commands of `dws-snapshots`, as a user types them."""

from __future__ import annotations

import json
import sys
from io import TextIOWrapper
from typing import Annotated, Any

import typer

from dws_snapshots_client.models import PublicIp, SnapshotDetail

from ..client import VERSION
from ..errors import DwsError
from . import values
from .backup import backup
from .output import members, print_json, print_table
from .session import ENTERPRISE_PROJECT, FAILED, NAME, SECONDS, Output, Session, ask, may_exist, with_session
from .values import duration

EPILOG = (
    "Secrets come from the environment and from files only, as DwsClient.from_env() finds them; none is ever shown."
)
app = typer.Typer(
    name="dws-snapshots",
    no_args_is_help=True,
    rich_markup_mode="markdown",
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"]},
)
Snapshot = Annotated[str, typer.Argument(metavar="SNAPSHOT", help="Its ID or name.", show_default=False)]
NewName = Annotated[str, typer.Argument(metavar="NAME", help="4 to 64 letters, digits, - and _, a letter first.")]
Description = Annotated[str | None, typer.Option(help="At most 256 characters.", show_default=False)]
Busy = Annotated[str, typer.Option(metavar=SECONDS, help="How long to wait for a cluster that is busy.")]
Timeout = Annotated[str, typer.Option(metavar=SECONDS, help="How long to wait, such as 90, 30m or 4h.")]
Wait = Annotated[bool, typer.Option("--wait", help="Wait until it is AVAILABLE.")]
Yes = Annotated[bool, typer.Option("--yes", "-y", help="Don't ask. Needed where there is no terminal.")]


def version(wanted: bool) -> None:
    """Print the version and end."""
    if wanted:
        print(f"dws-snapshots {VERSION}")
        raise typer.Exit


@app.callback()
def root(
    shown: Annotated[
        bool, typer.Option("--version", callback=version, is_eager=True, help="Show the version.")
    ] = False,
) -> None:
    """Snapshots of Data Warehouse Service clusters (Huawei Cloud, Open Telekom Cloud).

    Every night, for all clusters, seven kept: dws-snapshots backup --all --keep 7

    Address, project and credentials are found as the official client and OpenStack's keep them: HUAWEICLOUD_SDK_AK and
    HUAWEICLOUD_SDK_SK, OS_PASSWORD with OS_AUTH_URL, clouds.yaml and others. Secrets are taken from there only, and
    never shown.
    """


def clusters(
    session: Session,
    *,
    enterprise_project_id: Annotated[
        str | None, typer.Option(metavar="ID", help=ENTERPRISE_PROJECT, show_default=False)
    ] = None,
) -> None:
    """List the project's clusters.

    Example: dws-snapshots clusters --output json
    """
    with session.client() as dws:
        listed = dws.list_clusters(enterprise_project_id=enterprise_project_id)
    found = sorted(listed, key=lambda cluster: cluster.name)
    if session.output is Output.JSON:
        print_json([members(cluster) for cluster in found])
    else:
        rows = [(each.name, each.id, each.status, each.task_status, each.version) for each in found]
        print_table(("name", "id", "status", "task_status", "version"), rows)


def list_(
    session: Session,
    *,
    cluster: Annotated[str | None, typer.Option(metavar=NAME, help="Only this cluster's.", show_default=False)] = None,
) -> None:
    """List snapshots, the newest last.

    Example: dws-snapshots list --cluster dwh-1
    """
    with session.client() as dws:
        there = {each.id.lower(): each.name for each in dws.list_clusters()}
        of = cluster and values.cluster(dws, cluster).id.lower()
        found = [each for each in dws.list_snapshots() if of in (None, each.cluster_id.lower())]
    found.sort(key=lambda snapshot: (str(snapshot.started or ""), snapshot.name))
    if session.output is Output.JSON:
        print_json([members(snapshot) for snapshot in found])
        return
    rows = [
        (each.name, each.id, each.status, each.type, there.get(each.cluster_id.lower(), each.cluster_id), each.started)
        for each in found
    ]
    print_table(("name", "id", "status", "type", "cluster", "started"), rows)


def show(session: Session, *, snapshot: Snapshot) -> None:
    """Show all that the service tells about a snapshot.

    Example: dws-snapshots show nightly-dwh-1-2026-11-29
    """
    with session.client() as dws:
        tell(session, dws.list_snapshot_details(values.snapshot_id(dws, snapshot)))


def create(
    session: Session,
    *,
    cluster: Annotated[str, typer.Argument(metavar="CLUSTER", help="Its ID or name.")],
    name: NewName,
    description: Description = None,
    wait: Wait = False,
    busy_timeout: Busy = "0",
    timeout: Timeout = "1h",
) -> None:
    """Create a snapshot, exactly once although answers get lost.

    Example: dws-snapshots create dwh-1 before-migration --wait
    """
    busy, longest = duration("--busy-timeout", busy_timeout), duration("--timeout", timeout)
    with session.client() as dws:
        of = values.cluster(dws, cluster).id
        with may_exist(f"snapshot {name}"):
            made = dws.create_snapshot_once(name=name, cluster_id=of, description=description, busy_timeout=busy)
        tell(session, dws.wait_until_available(made.id, timeout=longest) if wait else made.id)


def wait_(session: Session, *, snapshot: Snapshot, timeout: Timeout = "1h") -> None:
    """Wait until a snapshot is AVAILABLE.

    Example: dws-snapshots wait before-migration --timeout 4h
    """
    longest = duration("--timeout", timeout)
    with session.client() as dws:
        tell(session, dws.wait_until_available(values.snapshot_id(dws, snapshot), timeout=longest))


def delete(
    session: Session,
    *,
    snapshots: Annotated[list[str], typer.Argument(metavar="SNAPSHOT…", help="IDs or names.")],
    yes: Yes = False,
) -> int:
    """Delete manual snapshots. It asks first.

    Example: dws-snapshots delete before-migration
    """
    failed = 0
    with session.client() as dws:
        there = dws.list_snapshots()
        found = {each.id: each for each in (values.one("snapshot", given, there) for given in snapshots)}
        for each in found.values():
            ask(f"Delete snapshot {each.name} ({each.id}, {each.status})?", yes)
            try:
                dws.delete_snapshot(each.id)
            except DwsError as error:
                failed = FAILED
                print(f"dws-snapshots: {each.name}: {error}", file=sys.stderr)
            else:
                tell(session, each.id)
    return failed


def restore(
    session: Session,
    *,
    snapshot: Snapshot,
    name: NewName,
    subnet_id: Annotated[str | None, typer.Option(show_default=False)] = None,
    security_group_id: Annotated[str | None, typer.Option(show_default=False)] = None,
    vpc_id: Annotated[str | None, typer.Option(show_default=False)] = None,
    availability_zone: Annotated[str | None, typer.Option(show_default=False)] = None,
    port: Annotated[int | None, typer.Option(show_default=False)] = None,
    eip_id: Annotated[str | None, typer.Option(help="Bind this public address.", show_default=False)] = None,
    enterprise_project_id: Annotated[str | None, typer.Option(show_default=False)] = None,
    yes: Yes = False,
) -> None:
    """Restore a snapshot to a new cluster. It asks first: a cluster costs money.

    Example: dws-snapshots restore before-migration dwh-1-restored
    """
    given: dict[str, Any] = {
        "subnet_id": subnet_id,
        "security_group_id": security_group_id,
        "vpc_id": vpc_id,
        "availability_zone": availability_zone,
        "port": port,
        "public_ip": PublicIp("bind_existing", eip_id) if eip_id else None,
        "enterprise_project_id": enterprise_project_id,
    }
    with session.client() as dws:
        found = values.snapshot_id(dws, snapshot)
        ask(f"Restore snapshot {snapshot} to a new cluster {name}?", yes)
        with may_exist(f"cluster {name}"):
            made = dws.restore_cluster(found, name=name, **given)
        tell(session, made.id)


def copy(session: Session, *, snapshot: Snapshot, name: NewName, description: Description = None) -> None:
    """Copy an automated snapshot to a manual one, which does not expire.

    Example: dws-snapshots copy auto-20261129-020000 kept-for-good
    """
    with session.client() as dws:
        found = values.snapshot_id(dws, snapshot)
        with may_exist(f"snapshot {name}"):
            made = dws.copy_snapshot(found, backup_name=name, description=description)
        tell(session, made.snapshot_id)


def tell(session: Session, told: SnapshotDetail | str) -> None:
    """Print an ID alone, or a snapshot a line a member."""
    if session.output is Output.JSON:
        print_json({"id": told} if isinstance(told, str) else members(told))
    elif isinstance(told, str):
        print(told)
    else:
        plain = {name: json.dumps(value) if isinstance(value, dict) else value for name, value in members(told).items()}
        print_table(("member", "value"), plain.items())


for work, name in (
    (backup, "backup"),
    (clusters, "clusters"),
    (list_, "list"),
    (show, "show"),
    (create, "create"),
    (wait_, "wait"),
    (delete, "delete"),
    (restore, "restore"),
    (copy, "copy"),
):
    app.command(name)(with_session(work))


def main() -> None:
    """Run `dws-snapshots`. A locale that lacks a character gets it as an escape."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, TextIOWrapper):
            stream.reconfigure(errors="backslashreplace")
    app(prog_name="dws-snapshots")
