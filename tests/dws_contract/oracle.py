"""Says, for any request to create a snapshot, which answers the contract allows and which clause decides."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import Any

from dws_contract.contract import JSON, Contract
from dws_contract.examiner import NOT_FOUND, OK, REFUSED

_OPEN = OK | REFUSED
_JUDGED_CONTROLS = "\t\n"


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

    def expect(self, media_type: str | None, body: bytes | None) -> Expectation:
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
        return self._of_value(value)

    def _of_value(self, body: Any) -> Expectation:
        if not isinstance(body, dict):
            return Expectation("body-object", REFUSED, "the contract says an object")
        snapshot = body.get("snapshot")
        if not isinstance(snapshot, dict):
            return Expectation("snapshot-object", REFUSED, "the contract says a mandatory object")
        broken = self._name(snapshot.get("name")) or self._cluster(snapshot.get("cluster_id"))
        broken = broken or self._description(snapshot.get("description", ""))
        if broken is not None:
            return broken
        if snapshot["cluster_id"].lower() != self._cluster_id:
            return Expectation("cluster-unknown", NOT_FOUND, "the project has no such cluster, the contract says 404")
        keeps = "it keeps every rule of the contract"
        is_open = _has_unknown_members(body, snapshot) or _has_open_characters(snapshot.get("description", ""))
        return Expectation("create-accepted", _OPEN if is_open else OK, keeps)

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
