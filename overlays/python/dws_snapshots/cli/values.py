"""What people type: clusters and snapshots by ID or name, times, dates, and the options that several commands have."""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import date, datetime
from typing import Annotated, TypeVar

import typer

from dws_snapshots_client.models import ClusterInfo, SnapshotDetail

from ..arguments import seconds
from ..client import DwsClient

UUID = re.compile(r"[0-9A-Fa-f]{8}(-[0-9A-Fa-f]{4}){3}-[0-9A-Fa-f]{12}")
TIME = re.compile(r"(?:(\d{1,9})d)?(?:(\d{1,9})h)?(?:(\d{1,9})m)?(?:(\d{1,9})s?)?", re.ASCII)
UNITS = (86400, 3600, 60, 1)
NAME, A_TIME = "ID|NAME", "TIME"
Named = TypeVar("Named", ClusterInfo, SnapshotDetail)

BusyTimeout = Annotated[str, typer.Option(metavar=A_TIME, help="How long to wait for a busy cluster.")]
EnterpriseProject = Annotated[
    str | None, typer.Option(metavar="ID", help="Only clusters of this enterprise project; all_granted_eps for all.")
]


class Refused(Exception):
    """The command can't start. The message is one sentence."""


def one(kind: str, given: str, among: Iterable[Named]) -> Named:
    """Return the one that has this ID or name, without regard to case. Raises Refused for none or several."""
    found = [each for each in among if given.lower() in (each.id.lower(), each.name.lower())]
    if not found:
        raise Refused(f"the project has no {kind} with the ID or name {given!r}")
    if len(found) > 1:
        raise Refused(f"{given!r} matches {len(found)} {kind}s; give an ID: {', '.join(each.id for each in found)}")
    return found[0]


def snapshot_id(dws: DwsClient, given: str) -> str:
    """Return a snapshot's ID. A given ID is not looked up. Raises Refused, and as a call does."""
    return given if UUID.fullmatch(given) else one("snapshot", given, dws.list_snapshots()).id


def duration(option: str, given: str) -> float:
    """Return the seconds of a time such as 90, 90s, 30m, 4h or 1h30m. Raises Refused."""
    found = TIME.fullmatch(given)
    if not given or found is None:
        raise Refused(f"{option} must be a time such as 90, 90s, 30m, 4h or 1h30m; given {given!r}")
    return float(sum(int(count or 0) * unit for count, unit in zip(found.groups(), UNITS, strict=True)))


def time_limit(given: str) -> float:
    """Return the seconds of `--timeout`. Raises Refused, or InvalidRequest for 0."""
    return seconds("--timeout", duration("--timeout", given))


def day(option: str, given: str) -> date:
    """Return a date. Raises Refused."""
    try:
        return datetime.strptime(given, "%Y-%m-%d").date()
    except ValueError:
        raise Refused(f"{option} must be a date such as 2026-11-29; given {given!r}") from None
