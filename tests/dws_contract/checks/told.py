"""Checks on lists, pages and details: what they show is compared with what the run knows."""

from __future__ import annotations

from collections import Counter
from typing import Any
from urllib.parse import parse_qs

from dws_contract.checks.own import ROUNDING, has_same_words, seconds
from dws_contract.checks.seen import NOT_APPLICABLE, Checks, ContractFailure, Memory, Seen
from dws_contract.operations import OPERATIONS
from dws_contract.steps.known import CREATING, MANUAL, KnownSnapshot, entries
from dws_contract.traffic.fresh_names import PREFIX
from dws_contract.verdicts.reading import called

_FIXED = ("name", "description", "cluster_id", "type")
_ALL, _ONE, _PAGE = "listSnapshots", "listSnapshotDetails", "listClusterSnapshots"
_CLUSTERS, _CLUSTER = "listClusters", "listClusterDetails"
_READS = tuple(operation for operation, record in OPERATIONS.items() if record.tells in ("snapshots", "snapshot"))

check = Checks()


@check("details-answer", _ONE)
def details_of_that(memory: Memory, seen: Seen) -> bool | None:
    """Details are those of the requested snapshot."""
    asked = seen.path.rpartition("/")[2]
    for each in entries(seen.json) if memory.contract.snapshot_id.allows(asked) else ():
        if each["id"].lower() != asked.lower():
            raise ContractFailure("details-answer", f"a request for details of {asked} got those of {each['id']}")
    return NOT_APPLICABLE


@check("page-answer", _PAGE)
def page_of_that(memory: Memory, seen: Seen) -> bool | None:
    """A page names the project and the cluster of the request."""
    _, _, project, _, cluster, _ = seen.path.split("/")
    for member, asked in (("project_id", project), ("cluster_id", cluster)) if _has_snapshots(seen.json) else ():
        if str(seen.json.get(member, asked)).lower() != asked.lower():
            raise ContractFailure("page-answer", f"a page of {asked} says `{member}` {called(seen.json[member])}")
    return NOT_APPLICABLE


@check("list-complete", _ALL)
def list_complete(memory: Memory, seen: Seen) -> bool | None:
    """A list contains every snapshot that this run made and did not delete, and none twice."""
    if not _has_snapshots(seen.json):
        return NOT_APPLICABLE
    ids = Counter(each["id"].lower() for each in entries(seen.json))
    twice = next((id_ for id_, count in ids.items() if count > 1), None)
    if twice is not None:
        raise ContractFailure("list-complete", f"a list contains the snapshot {twice} {ids[twice]} times")
    missing = [each for each in memory.snapshots.of("there") if each.id not in ids]
    if missing:
        raise ContractFailure("list-complete", f"a list lacks {_named(missing)}")
    return None


@check("list-count", _ALL)
def list_count(memory: Memory, seen: Seen) -> bool | None:
    """`count`, if present, is the number of snapshots in the list."""
    if not _has_snapshots(seen.json) or "count" not in seen.json:
        return NOT_APPLICABLE
    count, length = seen.json["count"], len(seen.json["snapshots"])
    if count != length:
        raise ContractFailure("list-count", f"a list of {length} snapshots says `count` {called(count)}")
    return None


@check("snapshot-as-created", *_READS)
def snapshot_as_created(memory: Memory, seen: Seen) -> bool | None:
    """A snapshot is shown as it was requested, and the same in every answer."""
    if not entries(seen.json):
        return NOT_APPLICABLE
    for each in entries(seen.json):
        known = memory.snapshots.get(each["id"])
        if known is not None and not known.is_right:
            continue
        told = {member: _plain(member, each[member]) for member in _FIXED if member in each}
        if seen.is_normal(_ONE) and known is not None and known.description is not None:
            told.setdefault("description", "")  # A list may leave it out.
        fixed = memory.snapshots.fixed.setdefault(each["id"].lower(), {})
        wanted = told | fixed | ({} if known is None else _as_asked(known))
        fixed |= wanted
        for member, value in told.items():
            if value != wanted[member] and not _is_of_description(known, member, value):
                sentence = f"{seen.what} says `{member}` {called(value)}, but it is {called(wanted[member])}"
                raise ContractFailure("snapshot-as-created", sentence)
    return None


@check("snapshot-as-created", *_READS)
def snapshot_times_stay(memory: Memory, seen: Seen) -> bool | None:
    """`started` and `finished` of a snapshot do not change once it has been made."""
    for each in entries(seen.json):
        if each.get("status") == CREATING:
            continue
        first = memory.snapshots.fixed.setdefault(each["id"].lower(), {})
        for member in ("started", "finished"):
            if seconds(each.get(member)) is None:
                continue
            before = first.setdefault(member, each[member])
            if seconds(before) is not None and not _is_close(each[member], before):
                sentence = f"{seen.what} says `{member}` {each[member]}, but an earlier answer said {first[member]}"
                raise ContractFailure("snapshot-as-created", sentence)
    return NOT_APPLICABLE


@check("snapshot-as-created", *_READS)
def snapshot_of_cluster(memory: Memory, seen: Seen) -> bool | None:
    """The `cluster_name` of a snapshot that this run made is the name of its cluster."""
    for each in entries(seen.json):
        cluster = memory.snapshots.fixed.get(f"cluster {str(each.get('cluster_id')).lower()}", {})
        named, wanted = each.get("cluster_name"), cluster.get("name")
        if memory.snapshots.get(each["id"]) is not None and None not in (named, wanted) and named != wanted:
            sentence = f"{seen.what} says `cluster_name` {called(named)}, but that cluster is {called(wanted)}"
            raise ContractFailure("snapshot-as-created", sentence)
    return NOT_APPLICABLE


@check("snapshot-becomes-available", *_READS)
def snapshot_becomes_available(memory: Memory, seen: Seen) -> bool | None:
    """The status of a snapshot never goes back to CREATING."""
    for each in entries(seen.json):
        id_, status = each["id"].lower(), str(each.get("status"))
        before = memory.snapshots.statuses.get(id_, status)
        memory.snapshots.statuses[id_] = status
        memory.snapshots.was_creating |= status == CREATING
        if status == CREATING != before:
            sentence = f"a snapshot that was {before} is CREATING again"
            raise ContractFailure("snapshot-becomes-available", sentence)
    return NOT_APPLICABLE


@check("delete-gone", *_READS)
def delete_gone(memory: Memory, seen: Seen) -> bool | None:
    """A deleted snapshot is not shown any more."""
    if not memory.snapshots.of("gone"):
        return NOT_APPLICABLE
    for each in entries(seen.json):
        known = memory.snapshots.get(each["id"])
        if known is not None and known.existence == "gone":
            sentence = f"{seen.what} contains {_named([known])}, which was deleted before"
            raise ContractFailure("delete-gone", sentence)
    return None


@check("page-limit", _PAGE)
def page_limit(memory: Memory, seen: Seen) -> bool | None:
    """A page contains at most `limit` snapshots."""
    if not _has_snapshots(seen.json):
        return NOT_APPLICABLE
    given = parse_qs(seen.query).get("limit", [""])[-1]
    if not given.isdecimal():
        return NOT_APPLICABLE
    limit, length = int(given), len(seen.json["snapshots"])
    if length > limit:
        raise ContractFailure("page-limit", f"a page contains {length} snapshots; its limit is {limit}")
    return None


@check("page-cluster-only", _PAGE)
def page_cluster_only(memory: Memory, seen: Seen) -> bool | None:
    """A page contains only snapshots of its cluster."""
    if not entries(seen.json):
        return NOT_APPLICABLE
    asked = seen.path.split("/")[4].lower()
    for each in entries(seen.json):
        cluster = str(each.get("cluster_id")).lower()
        known = memory.snapshots.get(each["id"])
        if cluster != asked or (known is not None and known.cluster_id not in ("", asked)):
            raise ContractFailure("page-cluster-only", f"a page of {asked} contains a snapshot of another cluster")
    return None


@check("clusters-complete", _CLUSTERS)
def clusters_once(memory: Memory, seen: Seen) -> bool | None:
    """A list of clusters contains no cluster twice."""
    ids = Counter(each["id"].lower() for each in entries(seen.json, "clusters"))
    twice = next((id_ for id_, count in ids.items() if count > 1), None)
    if twice is not None:
        raise ContractFailure("clusters-complete", f"a list contains the cluster {twice} {ids[twice]} times")
    return NOT_APPLICABLE


@check("clusters-restored", _CLUSTERS)
def clusters_restored(memory: Memory, seen: Seen) -> bool | None:
    """A list of all clusters contains those that this run restored, under their names."""
    names = {each["id"].lower(): each.get("name") for each in entries(seen.json, "clusters")}
    if not memory.snapshots.restored or _enterprise_project(seen):
        return NOT_APPLICABLE
    for id_, known in memory.snapshots.restored.items():
        if id_ not in names:
            raise ContractFailure("clusters-restored", f"a list of clusters lacks {known.name!r}, which was restored")
        if names[id_] != known.name:
            sentence = f"a cluster that was restored as {known.name!r} is listed as {called(names[id_])}"
            raise ContractFailure("clusters-restored", sentence)
    return None


@check("refused-leaves-nothing", _CLUSTERS)
def clusters_refused(memory: Memory, seen: Seen) -> bool | None:
    """No other cluster has a name that this run made up for a restored one: a restore to a taken name makes none."""
    restored = memory.snapshots.restored
    names = {known.name.lower() for known in restored.values() if PREFIX in known.name.lower()}
    for each in entries(seen.json, "clusters"):
        if each["id"].lower() not in restored and str(each.get("name")).lower() in names:
            sentence = (
                f"a list contains a second cluster named {called(each['name'])}; a restore to that name was refused"
            )
            raise ContractFailure("refused-leaves-nothing", sentence)
    return NOT_APPLICABLE


@check("clusters-enterprise-project", _CLUSTERS)
def clusters_of_enterprise_project(memory: Memory, seen: Seen) -> bool | None:
    """A list of the clusters of one enterprise project contains no cluster that names another."""
    wanted = _enterprise_project(seen)
    for each in entries(seen.json, "clusters") if wanted else ():
        if each.get("enterprise_project_id", wanted) != wanted:
            sentence = f"a list of the clusters of {wanted} contains one of {called(each['enterprise_project_id'])}"
            raise ContractFailure("clusters-enterprise-project", sentence)
    return NOT_APPLICABLE


@check("cluster-details-answer", _CLUSTER)
def cluster_details_of_that(memory: Memory, seen: Seen) -> bool | None:
    """Details are those of the requested cluster."""
    asked = seen.path.rpartition("/")[2]
    for each in entries(seen.json, "clusters") if memory.contract.cluster_id.allows(asked) else ():
        if each["id"].lower() != asked.lower():
            sentence = f"a request for details of the cluster {asked} got those of {each['id']}"
            raise ContractFailure("cluster-details-answer", sentence)
    return NOT_APPLICABLE


@check("cluster-as-listed", _CLUSTERS, _CLUSTER)
def cluster_as_listed(memory: Memory, seen: Seen) -> bool | None:
    """A cluster has the same name and creation time in every answer, and a restored one has the requested name."""
    restored = memory.snapshots.restored if seen.is_normal(_CLUSTER) else {}
    for each in entries(seen.json, "clusters"):
        id_ = each["id"].lower()
        told = {member: each[member] for member in ("name", "created") if member in each}
        first = memory.snapshots.fixed.setdefault(f"cluster {id_}", {})
        first |= told | first
        wanted = first | ({"name": restored[id_].name} if id_ in restored else {})
        for member, value in told.items():
            if value != wanted[member] and not _is_close(value, wanted[member]):
                sentence = f"{seen.what} says `{member}` {called(value)}, but it is {called(wanted[member])}"
                raise ContractFailure("cluster-as-listed", sentence)
    return None if entries(seen.json, "clusters") else NOT_APPLICABLE


@check("cluster-becomes-available", _CLUSTERS, _CLUSTER)
def cluster_becomes_available(memory: Memory, seen: Seen) -> bool | None:
    """The status of a cluster never goes back to CREATING."""
    for each in entries(seen.json, "clusters"):
        id_, status = f"cluster {each['id'].lower()}", str(each.get("status"))
        before = memory.snapshots.statuses.get(id_, status)
        memory.snapshots.statuses[id_] = status
        if status == CREATING != before:
            raise ContractFailure("cluster-becomes-available", f"a cluster that was {before} is CREATING again")
    return None


def _is_close(one: object, other: object) -> bool:
    """Whether two values are times that are the same but for rounding."""
    times = seconds(one), seconds(other)
    return times[0] is not None and times[1] is not None and abs(times[0] - times[1]) <= ROUNDING


def _enterprise_project(seen: Seen) -> str:
    """The enterprise project whose clusters a list contains, empty for all."""
    given = parse_qs(seen.query).get("enterprise_project_id", [""])[-1]
    return "" if given == "all_granted_eps" else given


def _has_snapshots(body: Any) -> bool:
    return isinstance(body, dict) and isinstance(body.get("snapshots"), list)


def _plain(member: str, value: object) -> object:
    """Return a value for comparison: IDs in lower case."""
    return value.lower() if member == "cluster_id" and isinstance(value, str) else value


def _as_asked(known: KnownSnapshot) -> dict[str, object]:
    asked: dict[str, object] = {"name": known.name, "type": MANUAL}
    if known.cluster_id:
        asked["cluster_id"] = known.cluster_id
    if known.description is not None:
        asked["description"] = known.description
    return asked


def _is_of_description(known: KnownSnapshot | None, member: str, value: object) -> bool:
    """Whether the clauses on descriptions report a difference."""
    if known is None or member != "description":
        return False
    return known.description == "" or has_same_words(value, known.description or "")


def _named(some: list[KnownSnapshot]) -> str:
    first = f"the snapshot {some[0].name!r}"
    return first if len(some) == 1 else f"{first} and {len(some) - 1} more"
