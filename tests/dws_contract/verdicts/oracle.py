"""Says which answers the contract allows for a request with a body, and by which clause."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Any, TypeAlias

from dws_contract.document import JSON, Contract
from dws_contract.steps.questions import NOT_FOUND, OK, REFUSED

_OPEN = OK | REFUSED
_ASCII = "name-ascii"
"""The clause on the names of snapshots, copies and clusters."""
_POINTS = "description-code-points"
_JUDGED_CONTROLS = "\t\n"
_KEEPS = "it keeps every rule of the contract"
_OF_RESTORE = {"name": "restore-name", "port": "restore-port", "public_ip": "restore-public-ip"}
"""The clauses on members of a restore; all other members share one clause."""

_OF_OTHERS = {"subnet_id", "security_group_id", "vpc_id", "availability_zone", "enterprise_project_id"}
"""Members of a restore that name something of another service: it may not exist, and a service may refuse that."""


@dataclass(frozen=True)
class Expectation:
    """The statuses that the contract allows for a request, the clause that decides, and the rule in words."""

    clause: str
    statuses: frozenset[int]
    rule: str


class Oracle:
    """Knows the right answers to requests with good credentials in the caller's own project.

    cluster_id: the cluster that exists.
    """

    def __init__(self, contract: Contract, cluster_id: str) -> None:
        self._contract = contract
        self._cluster_id = cluster_id.lower()

    def expect(self, media_type: str | None, body: bytes | None, rules: Rules | None = None) -> Expectation:
        """Return the answer that a request with a new name must get. The first broken rule decides.

        rules: the rules for its JSON object, of_create by default.
        """
        if media_type is None or media_type.partition(";")[0].strip().lower() != JSON:
            return Expectation("media-type-wrong", REFUSED, f"the contract requires {JSON}")
        if not body:
            return Expectation("body-required", REFUSED, "the contract requires a body")
        try:
            value = _strict_json(body.decode())
        except UnicodeDecodeError:
            return Expectation("body-utf8", REFUSED, "the contract requires UTF-8")
        except (ValueError, RecursionError):
            return Expectation("body-json", REFUSED, "the contract requires one JSON object")
        if not isinstance(value, dict):
            return Expectation("body-object", REFUSED, "the contract requires an object")
        return (rules or Oracle.of_create)(self, value)

    def of_create(self, body: dict[str, Any]) -> Expectation:
        """Return the answer that the body of a create must get."""
        snapshot = body.get("snapshot")
        if not isinstance(snapshot, dict):
            return Expectation("snapshot-object", REFUSED, "the contract requires an object")
        broken = self._name(snapshot.get("name")) or self._cluster(snapshot.get("cluster_id"))
        broken = broken or self._description(snapshot.get("description", ""))
        if broken is not None:
            return broken
        if snapshot["cluster_id"].lower() != self._cluster_id:
            return Expectation("cluster-unknown", NOT_FOUND, "the project has no such cluster: the contract says 404")
        description = snapshot.get("description", "")
        is_open = _has_unknown_members(body, snapshot) or _has_open_characters(description)
        is_long = len(description.encode()) > self._contract.description.max_length
        return Expectation(_POINTS if is_long else "create-accepted", _OPEN if is_open else OK, _KEEPS)

    def of_restore(self, body: dict[str, Any]) -> Expectation:
        """Return the answer that the body of a restore must get."""
        restore = body.get("restore")
        if not isinstance(restore, dict):
            return Expectation("restore-members", REFUSED, "the contract requires the object `restore`")
        if broken := self._name(restore.get("name")):
            return broken if broken.clause == _ASCII else replace(broken, clause="restore-name")
        given, is_open = self._without_nulls("Restore", restore)
        if isinstance(given.get("public_ip"), dict):
            given["public_ip"], has_null = self._without_nulls("PublicIp", given["public_ip"])
            is_open |= has_null
        is_open |= set(body) != {"restore"}
        missing = frozenset() if _OF_OTHERS.isdisjoint(given) else REFUSED | NOT_FOUND
        for member in self._contract.members("Restore").keys() & given.keys():
            text = _text_in(given[member])
            is_open |= _has_open_characters(text) or isinstance(given[member], float)
            if not _has_surrogate(text) and not self._contract.allows("Restore", member, given[member]):
                clause = _OF_RESTORE.get(member, "restore-members")
                return Expectation(clause, REFUSED, f"the contract does not allow this `{member}`")
        return Expectation("restore-accepted", (_OPEN if is_open else OK) | missing, _KEEPS)

    def _without_nulls(self, schema: str, given: dict[str, Any]) -> tuple[dict[str, Any], bool]:
        """Return the members that are not null, and whether the contract leaves the answer open."""
        members = self._contract.members(schema)
        is_open = not given.keys() <= members.keys() or any(
            value is None and not self._contract.allows(schema, name, None) for name, value in given.items()
        )
        return {name: value for name, value in given.items() if value is not None}, is_open

    def of_copy(self, body: dict[str, Any]) -> Expectation:
        """Return the answer that the body of a copy must get."""
        if broken := self._name(body.get("backup_name")):
            return broken if broken.clause == _ASCII else replace(broken, clause="copy-name")
        description = body.get("description", "")
        if description is not None and (broken := self._description(description)):
            return replace(broken, clause="copy-description")
        is_open = description is None or _has_open_characters(description)
        is_open |= not body.keys() <= self._contract.members("CopySnapshotRequest").keys()
        return Expectation("copy-accepted", _OPEN if is_open else OK, _KEEPS)

    def _name(self, name: object) -> Expectation | None:
        rule = self._contract.name
        if not isinstance(name, str):
            return Expectation("name-string", REFUSED, "the contract requires a string")
        if len(name) < rule.min_length:
            return Expectation("name-min-length", REFUSED, f"the contract says {rule.length}")
        if len(name) > rule.max_length:
            return Expectation("name-max-length", REFUSED, f"the contract says {rule.length}")
        if name[0] not in self._contract.name_first and name[0].isascii():
            return Expectation("name-first-letter", REFUSED, "the contract requires a letter at the start")
        if not rule.allows(name):
            is_of_ascii = name.isascii() and not rule.allows(name.removesuffix("\n"))
            clause = "name-charset" if is_of_ascii else _ASCII
            return Expectation(clause, REFUSED, "the contract allows only letters, digits, - and _")
        return None

    def _cluster(self, cluster: object) -> Expectation | None:
        if not isinstance(cluster, str):
            return Expectation("cluster-id-string", REFUSED, "the contract requires a string")
        if not self._contract.cluster_id.allows(cluster):
            return Expectation("cluster-id-uuid", REFUSED, "the contract requires a UUID of the form 8-4-4-4-12")
        return None

    def _description(self, description: object) -> Expectation | None:
        rule = self._contract.description
        if not isinstance(description, str) or _has_surrogate(description):
            return Expectation("description-string", REFUSED, "the contract requires text")
        if len(description) > rule.max_length:
            clause = "description-max-length" if description.isascii() else _POINTS
            return Expectation(clause, REFUSED, f"the contract allows {rule.length} characters")
        if not rule.allows(description):
            forbidden = self._contract.description_forbidden
            return Expectation("description-charset", REFUSED, f"the contract forbids {' '.join(forbidden)}")
        return None


Rules: TypeAlias = Callable[[Oracle, dict[str, Any]], Expectation]
"""Says which answer a JSON object must get as the body of an operation."""


def _strict_json(text: str) -> Any:
    def refuse(constant: str) -> Any:
        raise ValueError(constant)

    return json.loads(text, parse_constant=refuse)


def _has_unknown_members(body: dict[str, Any], snapshot: dict[str, Any]) -> bool:
    return set(body) != {"snapshot"} or not set(snapshot) <= {"name", "cluster_id", "description"}


def _text_in(value: object) -> str:
    """All text inside a value."""
    if isinstance(value, dict | list):
        return "".join(map(_text_in, value.values() if isinstance(value, dict) else value))
    return value if isinstance(value, str) else ""


def _has_open_characters(text: str) -> bool:
    """Whether a text contains characters that the contract allows, but that no service must be able to store."""
    return any(not char.isprintable() and char not in _JUDGED_CONTROLS for char in text)


def _has_surrogate(text: str) -> bool:
    return any("\ud800" <= char <= "\udfff" for char in text)
