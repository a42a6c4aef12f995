"""The contract: `openapi.yaml`, and what the suite reads from it so that no number is written twice."""

from __future__ import annotations

import re
import string
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache, cached_property
from importlib import resources
from pathlib import Path
from typing import Any

import jsonschema_rs
import yaml

JSON = "application/json"
_METHODS = frozenset({"get", "put", "post", "delete", "options", "head", "patch", "trace"})
_ASCII = [chr(code) for code in range(128)]


class DocumentMissing(Exception):
    """`openapi.yaml` is neither installed nor in a checkout around this file."""


def find_document() -> str:
    """Return the text of `openapi.yaml`: the installed one, or that of the checkout this file is in.

    Raises DocumentMissing.
    """
    installed = resources.files("dws_snapshots") / "openapi.yaml"
    if installed.is_file():
        return installed.read_text("utf-8")
    for folder in Path(__file__).resolve().parents:
        if (folder / "openapi.yaml").is_file():
            return (folder / "openapi.yaml").read_text("utf-8")
    raise DocumentMissing("openapi.yaml is not installed and is in no folder above this one.")


@dataclass(frozen=True)
class StringRule:
    """The constraints of one string of the document. Lengths are in Unicode code points."""

    min_length: int
    max_length: int
    pattern: str

    def allows(self, text: str) -> bool:
        """Whether a string keeps the length and matches the whole pattern."""
        return self.min_length <= len(text) <= self.max_length and re.fullmatch(self.pattern, text) is not None

    @property
    def length(self) -> str:
        """The length in words: "4 to 64"."""
        return f"{self.min_length} to {self.max_length}" if self.min_length else f"at most {self.max_length}"


@dataclass(frozen=True)
class Endpoint:
    """One operation of the document.

    id: its `operationId`; template: its path; success: the status of its normal answer; statuses: all that it declares;
    answer: the name of the schema of its normal answer's body, None where that has no body.
    """

    id: str
    method: str
    template: str
    success: int
    statuses: frozenset[int]
    answer: str | None

    def fits(self, path: str) -> bool:
        """Whether a path as sent, without prefix and query, is one of the template's."""
        named, given = self.template.split("/"), path.split("/")
        return len(named) == len(given) and all(
            bool(part) if name.startswith("{") else name == part for name, part in zip(named, given, strict=True)
        )


@dataclass(frozen=True)
class Contract:
    """The document with what the suite needs of it."""

    document: Mapping[str, Any]

    @classmethod
    @cache
    def load(cls) -> Contract:
        """Read `openapi.yaml`. Raises DocumentMissing."""
        loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
        return cls(yaml.load(find_document(), Loader=loader))

    @cached_property
    def endpoints(self) -> Mapping[str, Endpoint]:
        """Every operation by its `operationId`."""
        found = (
            _endpoint(method.upper(), template, operation)
            for template, item in self.document["paths"].items()
            for method, operation in item.items()
            if method in _METHODS
        )
        return {each.id: each for each in found}

    def find(self, method: str, path: str) -> Endpoint | None:
        """Return the operation that a request without prefix and query is for, None where the document names none."""
        return next((each for each in self.endpoints.values() if each.method == method and each.fits(path)), None)

    def methods(self, path: str) -> frozenset[str]:
        """The methods that a path without prefix and query has."""
        return frozenset(each.method for each in self.endpoints.values() if each.fits(path))

    @cached_property
    def statuses(self) -> frozenset[int]:
        """The statuses that operations declare."""
        return frozenset().union(*(each.statuses for each in self.endpoints.values()))

    @cached_property
    def project_id(self) -> StringRule:
        """The rule of the path parameter `project_id`."""
        return _rule(self.document["components"]["parameters"]["ProjectId"]["schema"])

    @cached_property
    def name(self) -> StringRule:
        """The rule of `snapshot.name`."""
        return _rule(self._snapshot["name"])

    @cached_property
    def cluster_id(self) -> StringRule:
        """The rule of `snapshot.cluster_id`."""
        return _rule(self._snapshot["cluster_id"])

    @cached_property
    def description(self) -> StringRule:
        """The rule of `snapshot.description`."""
        return _rule(self._snapshot["description"])

    @cached_property
    def snapshot_id(self) -> StringRule:
        """The rule of the path parameter `snapshot_id`."""
        return _rule(self.document["components"]["parameters"]["SnapshotId"]["schema"])

    def parameter(self, name: str) -> Mapping[str, Any]:
        """Return the schema of a parameter, by its name in `components`."""
        schema: Mapping[str, Any] = self.document["components"]["parameters"][name]["schema"]
        return schema

    @cached_property
    def port(self) -> tuple[int, int]:
        """The least and the greatest port of a restored cluster."""
        port = self.document["components"]["schemas"]["Restore"]["properties"]["port"]
        return port["minimum"], port["maximum"]

    @cached_property
    def bind_types(self) -> tuple[str, ...]:
        """The values of `public_bind_type`."""
        binding = self.document["components"]["schemas"]["PublicIp"]["properties"]["public_bind_type"]
        return tuple(binding["enum"])

    @cached_property
    def request_id(self) -> StringRule:
        """The rule of the header X-Request-Id."""
        return _rule(self.document["components"]["headers"]["X-Request-Id"]["schema"])

    @cached_property
    def name_first(self) -> frozenset[str]:
        """The ASCII characters that a name may start with."""
        return frozenset(char for char in _ASCII if self.name.allows(char + "a" * (self.name.min_length - 1)))

    @cached_property
    def name_later(self) -> frozenset[str]:
        """The ASCII characters that a name may hold after the first."""
        return frozenset(char for char in _ASCII if self.name.allows("a" * (self.name.min_length - 1) + char))

    @cached_property
    def description_forbidden(self) -> str:
        """The printable ASCII characters that a description must not hold."""
        return "".join(char for char in sorted(string.printable) if not self.description.allows(char))

    @property
    def terms(self) -> dict[str, object]:
        """What the promises of the clauses take from the document."""
        return {
            "statuses": ", ".join(map(str, sorted(self.statuses))),
            "name_min": self.name.min_length,
            "name_max": self.name.max_length,
            "description_max": self.description.max_length,
            "description_forbidden": " ".join(self.description_forbidden),
            "request_id_min": self.request_id.min_length,
            "request_id_max": self.request_id.max_length,
            "port_min": self.port[0],
            "port_max": self.port[1],
            "bind_types": ", ".join(self.bind_types),
            "limit_min": self.parameter("Limit")["minimum"],
            "limit_max": self.parameter("Limit")["maximum"],
            "limit_default": self.parameter("Limit")["default"],
            "sort_keys": ", ".join(self.parameter("SortKey")["enum"]),
        }

    def answer(self, endpoint: Endpoint) -> jsonschema_rs.Draft202012Validator:
        """Return what validates the body of an operation's normal answer. Raises LookupError where it has none."""
        if endpoint.answer is None:
            raise LookupError(f"{endpoint.id} is answered without a body")
        return self._validator(endpoint.answer)

    def request(self, schema: str) -> jsonschema_rs.Draft202012Validator:
        """Return what validates the body of a request, by the name of its schema."""
        return self._validator(schema)

    @cached_property
    def error(self) -> jsonschema_rs.Draft202012Validator:
        """Validates the body of an error."""
        return self._validator("Error")

    @property
    def _snapshot(self) -> Mapping[str, Any]:
        properties: Mapping[str, Any] = self.document["components"]["schemas"]["Snapshot"]["properties"]
        return properties

    def _validator(self, schema: str) -> jsonschema_rs.Draft202012Validator:
        if schema not in self._validators:
            root = {"$ref": f"#/components/schemas/{schema}", "components": self.document["components"]}
            self._validators[schema] = jsonschema_rs.Draft202012Validator(root, validate_formats=True)
        return self._validators[schema]

    @cached_property
    def _validators(self) -> dict[str, jsonschema_rs.Draft202012Validator]:
        return {}


def _endpoint(method: str, template: str, operation: Mapping[str, Any]) -> Endpoint:
    statuses = frozenset(int(status) for status in operation["responses"])
    success = min(statuses)
    content = operation["responses"][str(success)].get("content")
    answer = content[JSON]["schema"]["$ref"].rpartition("/")[2] if content else None
    return Endpoint(operation["operationId"], method, template, success, statuses, answer)


def _rule(schema: Mapping[str, Any]) -> StringRule:
    return StringRule(schema.get("minLength", 0), schema["maxLength"], schema.get("pattern", "(?s:.*)"))
