"""Checks on the run's own snapshots and clusters: answers show what was requested, or the default."""

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
"""Seconds by which clocks may differ. Time zones differ by at least a quarter of an hour."""
ROUNDING = 2
"""Seconds by which a time may differ from itself, because two answers round it differently."""
_SHOWN = 3

check = Checks()


@check("description-kept", *_SNAPSHOTS)
def description_kept(memory: Memory, seen: Seen) -> bool | None:
    """A description has the characters that were sent. If even its words differ, another clause reports that."""
    compared: bool | None = NOT_APPLICABLE
    for each in entries(seen.json):
        known = memory.snapshots.get(each["id"])
        if known is None or not known.is_right or not known.description:
            continue
        told, sent, compared = each.get("description"), known.description, None
        if told != sent and has_same_words(told, sent):
            sentence = f"{seen.what} shows another description: {_first(str(told), sent)}"
            raise ContractFailure("description-kept", sentence)
    return compared


def has_same_words(told: object, sent: str) -> bool:
    """Whether a text has the same letters and digits as the one that was sent, in any Unicode form."""
    return isinstance(told, str) and told != "" and _words(told) == _words(sent)


def _words(text: str) -> str:
    """The letters and digits of a text, without those of four bytes, which some databases lose."""
    common = "".join(char for char in text if char <= "\uffff")
    return "".join(filter(str.isalnum, unicodedata.normalize("NFKC", common).casefold()))


def _first(told: str, sent: str) -> str:
    """Return the first difference of two texts, in words."""
    pairs = enumerate(zip(told, sent, strict=False))
    at = next((at for at, (one, other) in pairs if one != other), min(len(told), len(sent)))
    return f"from character {at + 1} it is {_points(told[at:])}, but {_points(sent[at:])} was sent"


def _points(text: str) -> str:
    return " ".join(f"U+{ord(char):04X}" for char in text[:_SHOWN]) or "none"


@check("description-default", *_SNAPSHOTS)
def description_default(memory: Memory, seen: Seen) -> bool | None:
    """The description is empty if the request gave none, or an empty one."""
    compared: bool | None = NOT_APPLICABLE
    for each in entries(seen.json):
        known = memory.snapshots.get(each["id"])
        if known is None or not known.is_right or known.description != "":
            continue
        told, compared = each.get("description", ""), None
        if told != "":
            sentence = f"{seen.what} shows the description {called(told)}, but the request gave none"
            raise ContractFailure("description-default", sentence)
    return compared


@check("times-in-utc", *_SNAPSHOTS)
def times_of_snapshots(memory: Memory, seen: Seen) -> bool | None:
    """A snapshot was started after its request, and finished after it was started, and no time is in the future."""
    compared: bool | None = NOT_APPLICABLE
    for each in entries(seen.json):
        known = memory.snapshots.get(each["id"])
        if known is None:
            continue
        members = ("started", "updated") if each.get("status") == CREATING else ("started", "finished", "updated")
        if _between(seen, each, members, known.begun):
            compared = None
        started, finished = (seconds(each.get(member)) for member in ("started", "finished"))
        if started is not None and finished is not None and finished < started - ROUNDING:
            sentence = f"{seen.what} says `finished` {each['finished']}, which is before `started` {each['started']}"
            raise ContractFailure("times-in-utc", sentence)
    return compared


@check("times-in-utc", *_CLUSTERS)
def times_of_clusters(memory: Memory, seen: Seen) -> bool | None:
    """A restored cluster was made after its request, and not in the future."""
    compared: bool | None = NOT_APPLICABLE
    for each in entries(seen.json, "clusters"):
        known = memory.snapshots.restored.get(each["id"].lower())
        if known is not None and _between(seen, each, ("created", "updated"), known.begun):
            compared = None
    return compared


def _between(seen: Seen, told: Mapping[str, Any], members: Iterable[str], begun: float | None) -> bool:
    """Compare times in an answer with those of the request and of now, by the service's own Date.

    Return whether there was a time to compare. Raises ContractFailure for one that is out of range.
    """
    now, compared = seconds_of(seen.headers.get("date", "")), False
    for member in members:
        at = seconds(told.get(member))
        if at is None or now is None or begun is None:
            continue
        compared = True
        if not begun - _NEAR <= at <= now + _NEAR:
            own = datetime.fromtimestamp(begun, UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
            sentence = f"{seen.what} says `{member}` {told[member]}, in UTC, but the request was sent at {own}"
            raise ContractFailure("times-in-utc", f"{sentence} by the service's own Date")
    return compared


def seconds(told: object) -> float | None:
    """Return a time in the documented form as seconds since 1970, None if it is not one."""
    try:
        return datetime.fromisoformat(str(told)).timestamp() if str(told).endswith("Z") else None
    except ValueError:
        return None


@check("restored-settings", *_CLUSTERS)
def restored_settings(memory: Memory, seen: Seen) -> bool | None:
    """A restored cluster has the settings that were requested, or the document's defaults."""
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
                how = "was requested" if member in known.asked else "is the default"
                sentence = f"{seen.what} says `{member}` {called(each[member])}, but {called(wanted)} {how}"
                raise ContractFailure("restored-settings", sentence)
    return compared
