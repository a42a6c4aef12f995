"""Rules on the answers of lists, pages, details, deletes, restores and copies, which are held against what is known."""

from __future__ import annotations

from collections import Counter
from typing import Any
from urllib.parse import parse_qs

import jsonschema_rs

from dws_contract.checks import NOT_APPLICABLE, Check, ContractFailure, Seen, in_words, new_id, require_json
from dws_contract.document import Contract
from dws_contract.known import CREATING, MANUAL, KnownSnapshot, KnownSnapshots, entries

_FIXED = ("name", "description", "cluster_id", "type")
_ALL, _ONE, _PAGE = "listSnapshots", "listSnapshotDetails", "listClusterSnapshots"
_READS = (_ALL, _ONE, _PAGE)
_WORDS = {_ALL: "a list", _ONE: "details", _PAGE: "a page"}
_ANSWERS = {_ALL: "list-answer", _ONE: "details-answer", _PAGE: "page-answer"}


class LifeChecks:
    """The clauses on what is told of snapshots. snapshots: what it is told against."""

    def __init__(self, contract: Contract, snapshots: KnownSnapshots) -> None:
        self._contract = contract
        self._snapshots = snapshots

    def of_operation(self) -> dict[str, Check]:
        """The checks, by clause."""
        return {
            "snapshot-id-new": self.snapshot_id_new,
            "list-answer": self.list_answer,
            "list-complete": self.list_complete,
            "list-count": self.list_count,
            "details-answer": self.details_answer,
            "snapshot-members": self.snapshot_members,
            "snapshot-as-created": self.snapshot_as_created,
            "snapshot-becomes-available": self.snapshot_becomes_available,
            "delete-gone": self.delete_gone,
            "restore-accepted": self.restore_accepted,
            "copy-accepted": self.copy_accepted,
            "page-answer": self.page_answer,
            "page-limit": self.page_limit,
            "page-cluster-only": self.page_cluster_only,
        }

    def snapshot_id_new(self, seen: Seen) -> bool | None:
        """No create or copy answers with an ID that was told of another snapshot before."""
        given = new_id(seen)
        if given is not None and given.lower() in self._snapshots.statuses:
            raise ContractFailure("snapshot-id-new", f"the ID {given} was answered, which another snapshot has or had")
        return NOT_APPLICABLE

    def list_answer(self, seen: Seen) -> bool | None:
        """A list has the declared form."""
        return self._form("list-answer", _ALL, seen)

    def details_answer(self, seen: Seen) -> bool | None:
        """Details have the declared form, and are those of the snapshot that was asked for."""
        if self._form("details-answer", _ONE, seen):
            return NOT_APPLICABLE
        asked = seen.path.rpartition("/")[2]
        for each in entries(seen.json):
            if each["id"].lower() != asked.lower():
                raise ContractFailure("details-answer", f"details of {asked} are those of {each['id']}")
        return None

    def page_answer(self, seen: Seen) -> bool | None:
        """A page has the declared form, and names the project and the cluster that were asked for."""
        if self._form("page-answer", _PAGE, seen):
            return NOT_APPLICABLE
        _, _, project, _, cluster, _ = seen.path.split("/")
        for member, asked in (("project_id", project), ("cluster_id", cluster)):
            if str(seen.json.get(member, asked)).lower() != asked.lower():
                raise ContractFailure("page-answer", f"a page of {asked} says `{member}` {seen.json[member]!r}")
        return None

    def snapshot_members(self, seen: Seen) -> bool | None:
        """Every snapshot has the declared members, each of its type and form."""
        is_one = isinstance(seen.json, dict) and isinstance(seen.json.get("snapshot"), dict)
        if not seen.is_normal(*_READS) or not (is_one or _has_snapshots(seen.json)):
            return NOT_APPLICABLE
        assert seen.endpoint is not None
        error = self._first_error(seen, inside=True)
        if error is not None:
            what = _WORDS[seen.endpoint.id]
            raise ContractFailure("snapshot-members", f"a snapshot in {what} is not as declared: {in_words(error)}")
        return None

    def list_complete(self, seen: Seen) -> bool | None:
        """A list holds every snapshot that this run made and did not delete, and none twice."""
        if not seen.is_normal(_ALL):
            return NOT_APPLICABLE
        ids = Counter(each["id"].lower() for each in entries(seen.json))
        twice = next((id_ for id_, count in ids.items() if count > 1), None)
        if twice is not None:
            raise ContractFailure("list-complete", f"a list holds the snapshot {twice} {ids[twice]} times")
        missing = [each for each in self._snapshots.of("there") if each.id not in ids]
        if missing:
            raise ContractFailure("list-complete", f"a list lacks {_named(missing)}")
        return None

    def list_count(self, seen: Seen) -> bool | None:
        """`count`, where it is told, is how many snapshots the list holds."""
        if not seen.is_normal(_ALL) or not _has_snapshots(seen.json) or "count" not in seen.json:
            return NOT_APPLICABLE
        count, length = seen.json["count"], len(seen.json["snapshots"])
        if count != length:
            raise ContractFailure("list-count", f"a list of {length} snapshots says `count` {count!r}")
        return None

    def snapshot_as_created(self, seen: Seen) -> bool | None:
        """What is told of a snapshot is what was asked for, and the same wherever it is told."""
        if not seen.is_normal(*_READS) or not entries(seen.json):
            return NOT_APPLICABLE
        assert seen.endpoint is not None
        for each in entries(seen.json):
            known = self._snapshots.get(each["id"])
            told = {member: _plain(member, each[member]) for member in _FIXED if member in each}
            if known is not None and known.description is not None:
                told.setdefault("description", "")
            fixed = self._snapshots.fixed.setdefault(each["id"].lower(), {})
            wanted = told | fixed | ({} if known is None else _as_asked(known))
            fixed |= wanted
            for member, value in told.items():
                if value != wanted[member]:
                    sentence = f"{_WORDS[seen.endpoint.id]} says `{member}` {value!r}, where it is {wanted[member]!r}"
                    raise ContractFailure("snapshot-as-created", sentence)
        return None

    def snapshot_becomes_available(self, seen: Seen) -> bool | None:
        """No status goes back to CREATING."""
        if not seen.is_normal(*_READS):
            return NOT_APPLICABLE
        for each in entries(seen.json):
            id_, status = each["id"].lower(), str(each.get("status"))
            before = self._snapshots.statuses.get(id_, status)
            self._snapshots.statuses[id_] = status
            self._snapshots.was_creating |= status == CREATING
            if status == CREATING != before:
                sentence = f"a snapshot that was {before} is CREATING again"
                raise ContractFailure("snapshot-becomes-available", sentence)
        return NOT_APPLICABLE

    def delete_gone(self, seen: Seen) -> bool | None:
        """What was deleted is told of no more."""
        if not seen.is_normal(*_READS) or not self._snapshots.of("gone"):
            return NOT_APPLICABLE
        assert seen.endpoint is not None
        for each in entries(seen.json):
            known = self._snapshots.get(each["id"])
            if known is not None and known.existence == "gone":
                sentence = f"{_WORDS[seen.endpoint.id]} holds {_named([known])}, whose delete was accepted before"
                raise ContractFailure("delete-gone", sentence)
        return None

    def restore_accepted(self, seen: Seen) -> bool | None:
        """The answer to a restore has the declared form, and its cluster is new."""
        if self._form("restore-accepted", "restoreCluster", seen):
            return NOT_APPLICABLE
        cluster = seen.json["cluster"]["id"].lower()
        if self._snapshots.clusters.count(cluster) > 1 or any(
            cluster == each.cluster_id for each in self._snapshots.made
        ):
            raise ContractFailure(
                "restore-accepted", f"a restore was answered with the cluster {cluster}, which is old"
            )
        return None

    def copy_accepted(self, seen: Seen) -> bool | None:
        """The answer to a copy has the declared form."""
        return self._form("copy-accepted", "copySnapshot", seen)

    def page_limit(self, seen: Seen) -> bool | None:
        """A page holds no more than was asked for."""
        if not seen.is_normal(_PAGE) or not _has_snapshots(seen.json):
            return NOT_APPLICABLE
        given = parse_qs(seen.query).get("limit", [""])[-1]
        if not given.isdecimal():
            return NOT_APPLICABLE
        limit, length = int(given), len(seen.json["snapshots"])
        if length > limit:
            raise ContractFailure("page-limit", f"a page of {length} snapshots was given; at most {limit} are due")
        return None

    def page_cluster_only(self, seen: Seen) -> bool | None:
        """A page holds snapshots of its cluster only."""
        if not seen.is_normal(_PAGE) or not entries(seen.json):
            return NOT_APPLICABLE
        asked = seen.path.split("/")[4].lower()
        for each in entries(seen.json):
            cluster = str(each.get("cluster_id")).lower()
            known = self._snapshots.get(each["id"])
            if cluster != asked or (known is not None and known.cluster_id not in ("", asked)):
                raise ContractFailure("page-cluster-only", f"a page of {asked} holds a snapshot of another cluster")
        return None

    def _form(self, clause: str, operation: str, seen: Seen) -> bool | None:
        """Judge media type and schema of a normal answer, but for what is inside a snapshot."""
        if not seen.is_normal(operation):
            return NOT_APPLICABLE
        what = f"the answer to {operation}"
        require_json(clause, what, seen)
        if seen.unreadable:
            raise ContractFailure(clause, f"{what} is not as declared: {seen.unreadable}")
        error = self._first_error(seen, inside=False)
        if error is not None:
            raise ContractFailure(clause, f"{what} is not as declared: {in_words(error)}")
        return None

    def _first_error(self, seen: Seen, inside: bool) -> jsonschema_rs.ValidationError | None:
        assert seen.endpoint is not None
        validator = self._contract.answer(seen.endpoint)
        if validator.is_valid(seen.json):
            return None
        return next((each for each in validator.iter_errors(seen.json) if _is_inside(each) == inside), None)


def _is_inside(error: jsonschema_rs.ValidationError) -> bool:
    """Whether an error is about the members of a snapshot, not about what holds it."""
    path = list(error.instance_path)
    depth = {"snapshots": 2, "snapshot": 1}.get(str(path[0]) if path else "")
    return depth is not None and (len(path) > depth or (len(path) == depth and error.schema_path[-1] != "type"))


def _has_snapshots(body: Any) -> bool:
    return isinstance(body, dict) and isinstance(body.get("snapshots"), list)


def _plain(member: str, value: object) -> object:
    """A value as it is compared: IDs without case."""
    return value.lower() if member == "cluster_id" and isinstance(value, str) else value


def _as_asked(known: KnownSnapshot) -> dict[str, object]:
    asked: dict[str, object] = {"name": known.name, "type": MANUAL}
    if known.cluster_id:
        asked["cluster_id"] = known.cluster_id
    if known.description is not None:
        asked["description"] = known.description
    return asked


def _named(some: list[KnownSnapshot]) -> str:
    first = f"the snapshot {some[0].name!r}"
    return first if len(some) == 1 else f"{first} and {len(some) - 1} more"
