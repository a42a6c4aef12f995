"""Says, for any request with a body, which answers the contract allows and which clause decides."""

from __future__ import annotations

import json
from dataclasses import dataclass, replace
from typing import Any

from dws_contract.contract import JSON, Contract
from dws_contract.questions import NOT_FOUND, OK, REFUSED

_OPEN = OK | REFUSED
_JUDGED_CONTROLS = "\t\n"
_KEEPS = "it keeps every rule of the contract"
_RESTORE_TYPES: dict[str, type] = {
    "subnet_id": str,
    "security_group_id": str,
    "vpc_id": str,
    "availability_zone": str,
    "enterprise_project_id": str,
    "ipv6_enable": bool,
}


@dataclass(frozen=True)
class Expectation:
    """The statuses that the contract allows for a request, the clause that decides, and the rule in words."""

    clause: str
    statuses: frozenset[int]
    rule: str


class Oracle:
    """Judges requests of the caller's own project with good credentials. cluster_id: the one that exists."""

    def __init__(self, contract: Contract, cluster_id: str) -> None:
        self._contract = contract
        self._cluster_id = cluster_id.lower()

    def expect(self, media_type: str | None, body: bytes | None, operation: str = "createSnapshot") -> Expectation:
        """Return what is due to a request with a fresh name. The first rule that is broken decides."""
        if media_type is None or media_type.partition(";")[0].strip().lower() != JSON:
            return Expectation("media-type-wrong", REFUSED, f"the contract says {JSON}")
        if not body:
            return Expectation("body-required", REFUSED, "the contract says that a body is mandatory")
        try:
            value = _strict_json(body.decode())
        except UnicodeDecodeError:
            return Expectation("body-utf8", REFUSED, "the contract says UTF-8")
        except (ValueError, RecursionError):
            return Expectation("body-json", REFUSED, "the contract says one JSON object")
        if not isinstance(value, dict):
            return Expectation("body-object", REFUSED, "the contract says an object")
        of_value = {"restoreCluster": self._of_restore, "copySnapshot": self._of_copy}
        return of_value.get(operation, self._of_create)(value)

    def _of_create(self, body: dict[str, Any]) -> Expectation:
        snapshot = body.get("snapshot")
        if not isinstance(snapshot, dict):
            return Expectation("snapshot-object", REFUSED, "the contract says a mandatory object")
        broken = self._name(snapshot.get("name")) or self._cluster(snapshot.get("cluster_id"))
        broken = broken or self._description(snapshot.get("description", ""))
        if broken is not None:
            return broken
        if snapshot["cluster_id"].lower() != self._cluster_id:
            return Expectation("cluster-unknown", NOT_FOUND, "the project has no such cluster, the contract says 404")
        is_open = _has_unknown_members(body, snapshot) or _has_open_characters(snapshot.get("description", ""))
        return Expectation("create-accepted", _OPEN if is_open else OK, _KEEPS)

    def _of_restore(self, body: dict[str, Any]) -> Expectation:
        restore = body.get("restore")
        if not isinstance(restore, dict):
            return Expectation("restore-members", REFUSED, "the contract says that `restore` is a mandatory object")
        if broken := self._name(restore.get("name")):
            return replace(broken, clause="restore-name")
        if broken := self._port(restore.get("port", 8000)) or self._public_ip(restore.get("public_ip", {})):
            return broken
        for member, type_ in _RESTORE_TYPES.items():
            if member in restore and not isinstance(restore[member], type_):
                return Expectation("restore-members", REFUSED, f"the contract says that `{member}` has another type")
        public_ip = restore.get("public_ip", {})
        strings = [value for value in (*restore.values(), *public_ip.values()) if isinstance(value, str)]
        is_open = (
            set(body) != {"restore"}
            or not set(restore) <= {"name", "port", "public_ip", *_RESTORE_TYPES}
            or not set(public_ip) <= {"public_bind_type", "eip_id"}
            or isinstance(restore.get("port"), float)
            or any(_has_open_characters(text) or _has_surrogate(text) for text in strings)
        )
        return Expectation("restore-accepted", _OPEN if is_open else OK, _KEEPS)

    def _of_copy(self, body: dict[str, Any]) -> Expectation:
        if broken := self._name(body.get("backup_name")):
            return replace(broken, clause="copy-name")
        description = body.get("description", "")
        if broken := self._description(description):
            return replace(broken, clause="copy-description")
        is_open = not set(body) <= {"backup_name", "description"} or _has_open_characters(description)
        return Expectation("copy-accepted", _OPEN if is_open else OK, _KEEPS)

    def _port(self, port: object) -> Expectation | None:
        least, most = self._contract.port
        is_integer = isinstance(port, int | float) and not isinstance(port, bool) and port == port // 1
        if not is_integer or not isinstance(port, int | float) or not least <= port <= most:
            return Expectation("restore-port", REFUSED, f"the contract says an integer from {least} to {most}")
        return None

    def _public_ip(self, public_ip: object) -> Expectation | None:
        kinds = self._contract.bind_types
        if not isinstance(public_ip, dict):
            return Expectation("restore-public-ip", REFUSED, "the contract says an object")
        if public_ip.get("public_bind_type", kinds[0]) not in kinds:
            return Expectation("restore-public-ip", REFUSED, f"the contract says one of {', '.join(kinds)}")
        if not isinstance(public_ip.get("eip_id", ""), str):
            return Expectation("restore-public-ip", REFUSED, "the contract says a string")
        return None

    def _name(self, name: object) -> Expectation | None:
        rule = self._contract.name
        if not isinstance(name, str):
            return Expectation("name-string", REFUSED, "the contract says a mandatory string")
        if len(name) < rule.min_length:
            return Expectation("name-min-length", REFUSED, f"the contract says {rule.length}")
        if len(name) > rule.max_length:
            return Expectation("name-max-length", REFUSED, f"the contract says {rule.length}")
        if name[0] not in self._contract.name_first and name[0].isascii():
            return Expectation("name-first-letter", REFUSED, "the contract says that a name starts with a letter")
        if not rule.allows(name):
            clause = "name-charset" if name.isascii() else "name-ascii"
            return Expectation(clause, REFUSED, "the contract says letters, digits, - and _ only")
        return None

    def _cluster(self, cluster: object) -> Expectation | None:
        if not isinstance(cluster, str):
            return Expectation("cluster-id-string", REFUSED, "the contract says a mandatory string")
        if not self._contract.cluster_id.allows(cluster):
            return Expectation("cluster-id-uuid", REFUSED, "the contract says a UUID, 8-4-4-4-12")
        return None

    def _description(self, description: object) -> Expectation | None:
        rule = self._contract.description
        if not isinstance(description, str) or _has_surrogate(description):
            return Expectation("description-string", REFUSED, "the contract says text")
        if len(description) > rule.max_length:
            return Expectation("description-max-length", REFUSED, f"the contract says {rule.length} characters")
        if not rule.allows(description):
            forbidden = self._contract.description_forbidden
            return Expectation("description-charset", REFUSED, f"the contract forbids {' '.join(forbidden)}")
        return None


def _strict_json(text: str) -> Any:
    def refuse(constant: str) -> Any:
        raise ValueError(constant)

    return json.loads(text, parse_constant=refuse)


def _has_unknown_members(body: dict[str, Any], snapshot: dict[str, Any]) -> bool:
    return set(body) != {"snapshot"} or not set(snapshot) <= {"name", "cluster_id", "description"}


def _has_open_characters(text: str) -> bool:
    """Whether a text holds what the contract allows but no service has to be able to store."""
    return any(not char.isprintable() and char not in _JUDGED_CONTROLS for char in text)


def _has_surrogate(text: str) -> bool:
    return any("\ud800" <= char <= "\udfff" for char in text)
