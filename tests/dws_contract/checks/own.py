"""The clauses on what is told of a run's own snapshots and clusters: it is what was asked for, or the default."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Mapping
from datetime import UTC, datetime
from typing import Any

from dws_contract.checks.seen import NOT_APPLICABLE, Checks, ContractFailure, Memory, Seen
from dws_contract.operations import OPERATIONS
from dws_contract.steps.known import CREATING, entries
from dws_contract.traffic.messages import seconds_of
from dws_contract.verdicts.reading import called

_CLUSTERS = ("listClusters", "listClusterDetails")
_SNAPSHOTS = tuple(operation for operation, record in OPERATIONS.items() if record.tells in ("snapshots", "snapshot"))
_NEAR = 600
"""Seconds: clocks may differ so much. The zones of the world differ by a quarter of an hour at least."""
_ROUNDING = 2
_SHOWN = 3

check = Checks()


@check("description-kept", *_SNAPSHOTS)
def description_kept(memory: Memory, seen: Seen) -> bool | None:
    """A description has the characters that were sent. Where its words are others, that is for another clause."""
    compared: bool | None = NOT_APPLICABLE
    for each in entries(seen.json):
        known = memory.snapshots.get(each["id"])
        if known is None or not known.is_right or not known.description:
            continue
        told, sent, compared = each.get("description"), known.description, None
        if told != sent and has_same_words(told, sent):
            sentence = f"{seen.what} tells another description: {_first(str(told), sent)}"
            raise ContractFailure("description-kept", sentence)
    return compared


def has_same_words(told: object, sent: str) -> bool:
    """Whether a text has the same letters and digits as what was sent, in whatever form they are written."""
    return isinstance(told, str) and told != "" and _words(told) == _words(sent)


def _words(text: str) -> str:
    """The letters and digits of a text, those aside that take four bytes: some stores lose them."""
    common = "".join(char for char in text if char <= "\uffff")
    return "".join(filter(str.isalnum, unicodedata.normalize("NFKC", common).casefold()))


def _first(told: str, sent: str) -> str:
    """Say where two texts differ first."""
    pairs = enumerate(zip(told, sent, strict=False))
    at = next((at for at, (one, other) in pairs if one != other), min(len(told), len(sent)))
    return f"its character {at + 1} is {_points(told[at:])}, where {_points(sent[at:])} was sent"


def _points(text: str) -> str:
    return " ".join(f"U+{ord(char):04X}" for char in text[:_SHOWN]) or "none"


@check("description-default", *_SNAPSHOTS)
def description_default(memory: Memory, seen: Seen) -> bool | None:
    """A description that was left out, or empty, is empty."""
    compared: bool | None = NOT_APPLICABLE
    for each in entries(seen.json):
        known = memory.snapshots.get(each["id"])
        if known is None or not known.is_right or known.description != "":
            continue
        told, compared = each.get("description", ""), None
        if told != "":
            sentence = f"{seen.what} tells the description {called(told)}, where none was asked for"
            raise ContractFailure("description-default", sentence)
    return compared


@check("times-in-utc", *_SNAPSHOTS)
def times_of_snapshots(memory: Memory, seen: Seen) -> bool | None:
    """A snapshot began after it was asked for, was done after it began, and all of that lies before now."""
    compared: bool | None = NOT_APPLICABLE
    for each in entries(seen.json):
        known = memory.snapshots.get(each["id"])
        if known is None:
            continue
        members = ("started", "updated") if each.get("status") == CREATING else ("started", "finished", "updated")
        if _between(seen, each, members, known.begun):
            compared = None
        started, finished = (_seconds(each.get(member)) for member in ("started", "finished"))
        if started is not None and finished is not None and finished < started - _ROUNDING:
            sentence = f"{seen.what} says `finished` {each['finished']}, which is before `started` {each['started']}"
            raise ContractFailure("times-in-utc", sentence)
    return compared


@check("times-in-utc", *_CLUSTERS)
def times_of_clusters(memory: Memory, seen: Seen) -> bool | None:
    """A restored cluster was made when that was asked for, or later, and before now."""
    compared: bool | None = NOT_APPLICABLE
    for each in entries(seen.json, "clusters"):
        known = memory.snapshots.restored.get(each["id"].lower())
        if known is not None and _between(seen, each, ("created", "updated"), known.begun):
            compared = None
    return compared


def _between(seen: Seen, told: Mapping[str, Any], members: Iterable[str], begun: float | None) -> bool:
    """Return whether a time lies between two of the service's own. Raises ContractFailure where one does not."""
    now, compared = seconds_of(seen.headers.get("date", "")), False
    for member in members:
        at = _seconds(told.get(member))
        if at is None or now is None or begun is None:
            continue
        compared = True
        if not begun - _NEAR <= at <= now + _NEAR:
            own = datetime.fromtimestamp(begun, UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
            sentence = f"{seen.what} says `{member}` {told[member]}, in UTC, of what was asked for at {own}"
            raise ContractFailure("times-in-utc", f"{sentence} by the service's own Date")
    return compared


def _seconds(told: object) -> float | None:
    """Return the seconds since 1970 of a time in the documented form, None where it is none."""
    try:
        return datetime.fromisoformat(str(told)).timestamp() if str(told).endswith("Z") else None
    except ValueError:
        return None


@check("restored-settings", *_CLUSTERS)
def restored_settings(memory: Memory, seen: Seen) -> bool | None:
    """A restored cluster has what was asked for, or what the document says is the default."""
    members = memory.contract.members("Restore")
    told_by = members.keys() & memory.contract.members("ClusterInfo").keys() - {"name"}
    compared: bool | None = NOT_APPLICABLE
    for each in entries(seen.json, "clusters"):
        known = memory.snapshots.restored.get(each["id"].lower())
        if known is None:
            continue
        for member in sorted(told_by & each.keys()):
            wanted = known.asked.get(member, members[member].get("default"))
            if not isinstance(wanted, str | int):
                continue
            compared = None
            if str(each[member]).lower() != str(wanted).lower():
                how = "was asked for" if member in known.asked else "is the default"
                sentence = f"{seen.what} says `{member}` {called(each[member])}, where {called(wanted)} {how}"
                raise ContractFailure("restored-settings", sentence)
    return compared
