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
    def path(self) -> str:
        """The path template of createSnapshot."""
        paths: Mapping[str, Mapping[str, Any]] = self.document["paths"]
        return next(path for path, item in paths.items() if _creates(item))

    @property
    def operation(self) -> Mapping[str, Any]:
        """The operation createSnapshot."""
        operation: Mapping[str, Any] = self.document["paths"][self.path]["post"]
        return operation

    @cached_property
    def methods(self) -> frozenset[str]:
        """The methods that the path of createSnapshot has."""
        known = {"get", "put", "post", "delete", "options", "head", "patch", "trace"}
        return frozenset(key.upper() for key in self.document["paths"][self.path] if key in known)

    @cached_property
    def statuses(self) -> frozenset[int]:
        """The declared statuses."""
        return frozenset(int(status) for status in self.operation["responses"])

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
        }

    @cached_property
    def create_answer(self) -> jsonschema_rs.Draft202012Validator:
        """Validates the body of the answer to a create."""
        return self._validator("CreateSnapshotResponse")

    @cached_property
    def error(self) -> jsonschema_rs.Draft202012Validator:
        """Validates the body of an error."""
        return self._validator("Error")

    @cached_property
    def create_request(self) -> jsonschema_rs.Draft202012Validator:
        """Validates the body of a request to create a snapshot."""
        return self._validator("CreateSnapshotRequest")

    @property
    def _snapshot(self) -> Mapping[str, Any]:
        properties: Mapping[str, Any] = self.document["components"]["schemas"]["Snapshot"]["properties"]
        return properties

    def _validator(self, schema: str) -> jsonschema_rs.Draft202012Validator:
        root = {"$ref": f"#/components/schemas/{schema}", "components": self.document["components"]}
        return jsonschema_rs.Draft202012Validator(root, validate_formats=True)


def _creates(item: Mapping[str, Any]) -> bool:
    operation: Mapping[str, Any] = item.get("post", {})
    return operation.get("operationId") == "createSnapshot"


def _rule(schema: Mapping[str, Any]) -> StringRule:
    return StringRule(schema.get("minLength", 0), schema["maxLength"], schema.get("pattern", "(?s:.*)"))
