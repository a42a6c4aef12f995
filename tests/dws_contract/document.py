"""The contract: `openapi.yaml`, and the values that the suite takes from it, so that no number is written twice."""

from __future__ import annotations

import re
import string
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache, cached_property
from importlib import resources
from pathlib import Path
from typing import Any

import jsonschema_rs
import yaml

from dws_contract.verdicts.reading import documented

JSON = "application/json"
_METHODS = frozenset({"get", "put", "post", "delete", "options", "head", "patch", "trace"})
_ASCII = [chr(code) for code in range(128)]


class DocumentMissing(Exception):
    """`openapi.yaml` is not installed, and no folder above this file contains it."""


def find_document() -> str:
    """Return the text of `openapi.yaml`: the installed file, or the one of the checkout that this file is in.

    Raises DocumentMissing.
    """
    installed = resources.files("dws_snapshots") / "openapi.yaml"
    if installed.is_file():
        return installed.read_text("utf-8")
    for folder in Path(__file__).resolve().parents:
        if (folder / "openapi.yaml").is_file():
            return (folder / "openapi.yaml").read_text("utf-8")
    raise DocumentMissing("openapi.yaml is not installed and is in no folder above this one.")


def parsed(text: str) -> Any:
    """Return the value of a YAML document."""
    return yaml.load(text, Loader=getattr(yaml, "CSafeLoader", yaml.SafeLoader))


@dataclass(frozen=True)
class StringRule:
    """The constraints of one string of the document. Lengths are in Unicode code points. title: the rule in words."""

    min_length: int
    max_length: int
    pattern: str
    title: str

    def allows(self, text: str) -> bool:
        """Whether a string has an allowed length and matches the pattern as a whole."""
        return self.min_length <= len(text) <= self.max_length and re.fullmatch(self.pattern, text) is not None

    @property
    def length(self) -> str:
        """The length in words: "4 to 64"."""
        return f"{self.min_length} to {self.max_length}" if self.min_length else f"at most {self.max_length}"


def names_in(template: str) -> list[str]:
    """Return the names of the parameters of a path."""
    return [name for _, name, _, _ in string.Formatter().parse(template) if name]


@dataclass(frozen=True)
class Endpoint:
    """One operation of the document.

    id: its `operationId`; template: its path; success: the status of its normal answer; statuses: all that it declares;
    told: the schema of that answer's body, with every `$ref` resolved; query: the names of its query parameters.
    """

    id: str
    method: str
    template: str
    success: int
    statuses: frozenset[int]
    told: Mapping[str, Any] = field(hash=False, compare=False)
    query: frozenset[str]

    @property
    def ids(self) -> tuple[str, ...]:
        """The parameters of its path, except for the project."""
        return tuple(name for name in names_in(self.template) if name != "project_id")

    def read(self, status: int, body: Any) -> Any:
        """Return the body of an answer as the checks see it: that of a normal answer in the documented form.

        What is nested too deep counts as no JSON.
        """
        try:
            return documented(body, self.told) if status == self.success else body
        except RecursionError:
            return None

    def fits(self, path: str) -> bool:
        """Whether a path as sent, without prefix and query, matches the template."""
        named, given = self.template.split("/"), path.split("/")
        return len(named) == len(given) and all(
            bool(part) if name.startswith("{") else name == part for name, part in zip(named, given, strict=True)
        )


@dataclass(frozen=True, eq=False)
class Contract:
    """The document, and what the suite needs from it."""

    document: Mapping[str, Any]

    @classmethod
    @cache
    def load(cls, text: str = "") -> Contract:
        """Read `openapi.yaml`, or the given text of another document. Raises DocumentMissing."""
        return cls(parsed(text or find_document()))

    @cached_property
    def endpoints(self) -> Mapping[str, Endpoint]:
        """Every operation by its `operationId`."""
        found = (
            self._endpoint(method.upper(), template, operation, item.get("parameters", []))
            for template, item in self.document["paths"].items()
            for method, operation in item.items()
            if method in _METHODS
        )
        return {each.id: each for each in found}

    def find(self, method: str, path: str) -> Endpoint | None:
        """Return the operation that a request without prefix and query is for, None if the document names none."""
        return next((each for each in self.endpoints.values() if each.method == method and each.fits(path)), None)

    def methods(self, path: str) -> frozenset[str]:
        """The methods that a path without prefix and query has."""
        return frozenset(each.method for each in self.endpoints.values() if each.fits(path))

    @cached_property
    def statuses(self) -> frozenset[int]:
        """The statuses that at least one operation declares."""
        return frozenset().union(*(each.statuses for each in self.endpoints.values()))

    @cached_property
    def project_id(self) -> StringRule:
        """The rule of the path parameter `project_id`."""
        return _rule(self.parameter("ProjectId"))

    @cached_property
    def name(self) -> StringRule:
        """The rule of `snapshot.name`."""
        return _rule(self.member("Snapshot", "name"))

    @cached_property
    def cluster_id(self) -> StringRule:
        """The rule of `snapshot.cluster_id`."""
        return _rule(self.member("Snapshot", "cluster_id"))

    @cached_property
    def description(self) -> StringRule:
        """The rule of `snapshot.description`."""
        return _rule(self.member("Snapshot", "description"))

    @cached_property
    def snapshot_id(self) -> StringRule:
        """The rule of the path parameter `snapshot_id`."""
        return _rule(self.parameter("SnapshotId"))

    def parameter(self, name: str) -> Mapping[str, Any]:
        """Return the schema of a parameter, by its name in `components`."""
        schema: Mapping[str, Any] = self._resolved(self.document["components"]["parameters"][name]["schema"])
        return schema

    def member(self, schema: str, name: str) -> Mapping[str, Any]:
        """Return the schema of a member of a named schema."""
        found: Mapping[str, Any] = self._resolved(self.members(schema)[name])
        return found

    def members(self, schema: str) -> Mapping[str, Any]:
        """Return the members of a named schema."""
        found: Mapping[str, Any] = self.document["components"]["schemas"][schema]["properties"]
        return found

    def range(self, schema: str, name: str) -> tuple[int, int]:
        """Return the least and the greatest value of a number."""
        number = self.member(schema, name)
        return number["minimum"], number["maximum"]

    @cached_property
    def bind_types(self) -> tuple[str | None, ...]:
        """The values of `public_bind_type`."""
        return tuple(self.member("PublicIp", "public_bind_type")["enum"])

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
        """The ASCII characters that are allowed after the first character of a name."""
        return frozenset(char for char in _ASCII if self.name.allows("a" * (self.name.min_length - 1) + char))

    @cached_property
    def description_forbidden(self) -> str:
        """The printable ASCII characters that are forbidden in a description."""
        return "".join(char for char in sorted(string.printable) if not self.description.allows(char))

    @property
    def terms(self) -> dict[str, object]:
        """The values of the `{terms}` in the promises of the clauses."""
        return {
            "statuses": ", ".join(map(str, sorted(self.statuses))),
            "name_min": self.name.min_length,
            "name_max": self.name.max_length,
            "description_max": self.description.max_length,
            "description_forbidden": " ".join(self.description_forbidden),
            "request_id_min": self.request_id.min_length,
            "request_id_max": self.request_id.max_length,
            "port_min": self.range("Restore", "port")[0],
            "port_max": self.range("Restore", "port")[1],
            "port_default": self.member("Restore", "port")["default"],
            "enterprise_project_default": self.member("Restore", "enterprise_project_id")["default"],
            "coordinators_min": self.range("Restore", "number_of_cn")[0],
            "coordinators_max": self.range("Restore", "number_of_cn")[1],
            "bind_types": ", ".join(kind for kind in self.bind_types if kind),
        }

    def answer(self, endpoint: Endpoint) -> jsonschema_rs.Draft202012Validator:
        """Return a validator of the body of an operation's normal answer."""
        return self._validator(endpoint.id, endpoint.told)

    def request(self, schema: str) -> jsonschema_rs.Draft202012Validator:
        """Return a validator of the body of a request, by the name of its schema."""
        return self._validator(schema, {"$ref": f"#/components/schemas/{schema}"})

    def allows(self, schema: str, name: str, value: object) -> bool:
        """Whether a member of a named schema may have this value."""
        return self._validator(f"{schema}.{name}", self.members(schema)[name]).is_valid(value)

    @cached_property
    def error(self) -> jsonschema_rs.Draft202012Validator:
        """Validates the body of an error."""
        return self.request("Error")

    def _validator(self, name: str, schema: Mapping[str, Any]) -> jsonschema_rs.Draft202012Validator:
        if name not in self._validators:
            root = {**schema, "components": self.document["components"]}
            self._validators[name] = jsonschema_rs.Draft202012Validator(root, validate_formats=True)
        return self._validators[name]

    def _resolved(self, node: Any) -> Any:
        """The node with each `$ref` replaced by its target; members beside a `$ref` override the target's."""
        if isinstance(node, list):
            return [self._resolved(each) for each in node]
        if not isinstance(node, dict):
            return node
        found = {name: self._resolved(each) for name, each in node.items() if name != "$ref"}
        if "$ref" in node:
            target: Any = self.document
            for step in node["$ref"].removeprefix("#/").split("/"):
                target = target[step.replace("~1", "/").replace("~0", "~")]
            found = {**self._resolved(target), **found}
        return found

    def _endpoint(self, method: str, template: str, operation: Mapping[str, Any], shared: list[Any]) -> Endpoint:
        statuses = frozenset(int(status) for status in operation["responses"])
        content = operation["responses"][str(min(statuses))].get("content", {JSON: {"schema": {}}})
        told = self._resolved(content[JSON]["schema"])
        parameters = self._resolved([*shared, *operation.get("parameters", [])])
        query = frozenset(each["name"] for each in parameters if each["in"] == "query")
        return Endpoint(operation["operationId"], method, template, min(statuses), statuses, told, query)

    @cached_property
    def _validators(self) -> dict[str, jsonschema_rs.Draft202012Validator]:
        return {}


def _rule(schema: Mapping[str, Any]) -> StringRule:
    pattern, title = schema.get("pattern", "(?s:.*)"), schema.get("title", "")
    return StringRule(schema.get("minLength", 0), schema["maxLength"], pattern, title)
