"""The one reader of the contract for generators of clients; as a command it prints JSON for those not in Python.

`python overlays/reader.py [CONTRACT]`. A rule that a client in one of the languages could not enforce raises
UnenforceableError.
"""

import json
import re
import sys
from dataclasses import asdict, replace
from pathlib import Path
from typing import Any, NoReturn

from contract import CONTRACT, inlined, load, operations, resolve
from model import Body, Member, Model, Operation, Schema, UnenforceableError

Json = dict[str, Any]

ANNOTATIONS = {"description", "default", "example", "examples", "deprecated", "readOnly", "writeOnly"}
PARAMETER = ANNOTATIONS | {"name", "in", "required", "schema"}
STRUCTURE = {"array": ("items",), "object": ("properties", "required", "additionalProperties")}
# What is enforced, by type. A title states the rule in a person's words.
KEYWORDS: dict[str, tuple[str, ...]] = {
    "string": ("title", "enum", "format", "minLength", "maxLength", "pattern"),
    "integer": ("title", "minimum", "maximum"),
    "number": ("title", "minimum", "maximum"),
    "boolean": ("title",),
}
FORMATS = {"string": {"date-time"}, "integer": {"int32", "int64"}, "number": {"float", "double"}}
# What the format means, if a schema gives no title or no pattern.
UUID = {"title": "a UUID", "pattern": "^[0-9A-Fa-f]{8}(-[0-9A-Fa-f]{4}){3}-[0-9A-Fa-f]{12}$"}
# A pattern that means the same in every language: no dot, only plain groups, `$` only at the end, few escapes.
PLAIN = re.compile(r"(\\[dDwW\W]|\[\^?(\\[dDwW\W]|[^\]\\])+\]|\((?!\?)|[^\\\[(.$])*\$?")


def read(document: Json) -> Model:
    """Return what a parsed openapi.yaml means. Raises UnenforceableError."""
    reader = Reader(document)
    found = [reader.operation(*one) for one in operations(document)]
    in_paths = [[one.name for one in each.parameters if one.within == "path"] for each in found]
    shared = [name for name in in_paths[0] if all(name in names for names in in_paths)]
    model = Model(found, shared, dict(reader.schemas), reader.failures)
    # The other components are not in the model, but other people's generators read them.
    for name, node in document["components"]["schemas"].items():
        reader.named(name, resolve(document, node))
    return model


def as_json(document: Json) -> str:
    """Return the model of a document, and the document itself for a generator of types. Raises UnenforceableError."""
    model = asdict(read(document))
    return json.dumps(model | {"schemas": list(model["schemas"].values()), "document": inlined(document)})


class Reader:
    """Reads the parts of a document. Its methods raise UnenforceableError.

    schemas: the components met so far, each after those that it uses; failures: the statuses that are not a success.
    """

    def __init__(self, document: Json) -> None:
        self.document = document
        self.schemas: dict[str, Schema] = {}
        self.failures: dict[int, str] = {}
        # With the components that are still being read.
        self._begun: Json = {}

    def operation(self, path: str, method: str, node: Json) -> Operation:
        if not (id_ := node.get("operationId")):
            refuse(f"{method.upper()} {path}", "an operation without operationId")
        given = [*self.document["paths"][path].get("parameters", []), *node.get("parameters", [])]
        met = [self._parameter(one, id_) for one in given]
        parameters = list({(one.name, one.within): one for one in met}.values())
        body = self._body(node["requestBody"], id_) if "requestBody" in node else None
        members = self.schemas[body.schema.place].members if body else []
        if body and len(members) == 1 and members[0].schema.type == "object":
            body = replace(body, member=members[0])
        answers = {str(status): resolve(self.document, node["responses"][status]) for status in node["responses"]}
        successes = [status for status in answers if status.startswith("2")]
        if len(successes) != 1 or not successes[0].isdigit():
            refuse(id_, "anything but one success")
        for status in sorted(answers):
            if status.isdigit() and status not in successes:
                self.failures.setdefault(int(status), answers[status]["description"])
        # A delete is done when it is answered; nobody needs what the answer holds.
        answer = {} if method == "delete" else answers[successes[0]]
        result, pages = self._result(answer, parameters, id_)
        return Operation(
            id=id_,
            method=method.upper(),
            path=path,
            summary=node.get("summary", ""),
            description=node.get("description", ""),
            sources=[node[key] for key in ("x-source", "x-reference") if key in node],
            parameters=parameters,
            body=body,
            success=int(successes[0]),
            result=result,
            pages=pages,
            by_id=self._is_by_id(method, path, result),
        )

    def _parameter(self, reference: Json, operation: str) -> Member:
        given = resolve(self.document, reference)
        name, within, node = given["name"], given["in"], given.get("schema", {})
        if unknown := told(given) - PARAMETER:
            refuse(f"parameter {name}", ", ".join(sorted(unknown)))
        is_component = "$ref" in reference and "$ref" not in node
        schema = self.named(last(reference["$ref"]), node) if is_component else self.schema(node, f"{operation}.{name}")
        value = schema.items or schema
        if within not in ("path", "query") or value.type in ("object", "array") or "format" in value.keywords:
            refuse(f"parameter {name}", f"{value.keywords.get('format', value.type)} in {within}")
        if within == "path" and not (schema.type == "string" and "pattern" in schema.keywords):
            # Such a value could change the path.
            refuse(f"parameter {name}", f"{schema.type} without a pattern in path")
        return Member(name, given.get("required", False), given.get("description", ""), schema, within)

    def _body(self, message: Json, operation: str) -> Body:
        given = resolve(self.document, message)
        return Body(self.schema(self._content(given, operation), operation), None, given.get("description", ""))

    def _content(self, message: Json, operation: str) -> Json:
        """Return the schema of what a message holds: an object in JSON."""
        if list(message["content"]) != ["application/json"]:
            refuse(operation, f"a body of {', '.join(message['content'])}")
        node: Json = message["content"]["application/json"].get("schema", {})
        if (kind := resolve(self.document, node).get("type")) != "object":
            refuse(operation, f"a body of type {kind}")
        return node

    def _result(self, answer: Json, parameters: list[Member], operation: str) -> tuple[Body | None, Member | None]:
        """Return what is read of a success, and the member that lists the items of a page."""
        if "content" not in answer:
            return None, None
        result = self._body(answer, operation)
        required = self.schemas[result.schema.place].required
        query = {one.name: one for one in parameters if one.within == "query"}
        lists = [one for one in required if one.schema.items and self._has_id(one.schema.items)]
        if {"limit", "offset"} <= query.keys() and len(lists) == 1:
            for one in (query["limit"], query["offset"]):
                if one.required or one.schema.type != "integer":
                    refuse(f"parameter {one.name}", "paging by anything but an optional integer")
            return result, lists[0]
        if len(required) == 1 and required[0].schema.type in ("object", "array"):
            return replace(result, member=required[0]), None
        return result, None

    def _has_id(self, item: Schema) -> bool:
        is_object = item.type == "object" and not item.items
        required = self.schemas[item.place].required if is_object else []
        return any(one.name == "id" and one.schema.type == "string" for one in required)

    def _is_by_id(self, method: str, path: str, result: Body | None) -> bool:
        if method != "get" or result is None or result.member is None:
            return False
        return path.endswith(f"/{{{result.member.name}_id}}") and self._has_id(result.member.schema)

    def schema(self, node: Json, place: str, name: str | None = None) -> Schema:
        """Return the rules of a value. Rules beside a reference to a scalar apply to the scalar.

        name: that of the component, if the value is one.
        """
        if "$ref" in node:
            target, beside = resolve(self.document, {"$ref": node["$ref"]}), told(node) - ANNOTATIONS - {"$ref"}
            if not beside:
                return self.named(last(node["$ref"]), target)
            if target.get("type") in ("object", "array"):
                refuse(place, ", ".join(sorted(beside)))
            node = resolve(self.document, node)
        types = [node["type"]] if isinstance(node.get("type"), str) else node.get("type", ["any"])
        kind = " or ".join(one for one in types if one != "null")
        if kind == "string" and node.get("format") == "uuid":
            node = UUID | {key: value for key, value in node.items() if key != "format"}
        if unknown := unenforceable(node, kind):
            refuse(place, ", ".join(sorted(unknown)))
        if kind == "object" and name is None:
            refuse(place, "an object that is not a component")
        if kind == "object" and "properties" in node and "additionalProperties" in node:
            refuse(place, "additionalProperties beside properties")
        # The values of a map have rules, as the items of a list have.
        values = node.get({"array": "items", "object": "additionalProperties"}.get(kind, ""), {})
        if kind == "object" and not isinstance(values, dict):
            refuse(place, f"additionalProperties: {json.dumps(values)}")
        items = self.schema(values, f"{place}[]") if values or kind == "array" else None
        if items and items.type == "object" and items.items:
            refuse(place, "a map within a list or a map")
        members, required = node.get("properties", {}), node.get("required", [])
        keywords = {key: node[key] for key in KEYWORDS.get(kind, ()) if key in node}
        if "enum" in keywords:
            keywords["enum"] = tuple(value for value in node["enum"] if value is not None)
        return Schema(
            name=name,
            place=place,
            type=kind,
            nullable="null" in types,
            description=node.get("description", ""),
            format=node.get("format") if kind != "string" else None,
            items=items,
            members=[self._member(one, members[one], one in required, f"{place}.{one}") for one in members],
            keywords=keywords,
        )

    def _member(self, name: str, node: Json, required: bool, place: str) -> Member:
        schema = self.schema(node, place)
        return Member(name, required, resolve(self.document, node).get("description", ""), schema)

    def named(self, name: str, node: Json) -> Schema:
        """Return the schema of a component as others use it, and keep it."""
        if name not in self._begun:
            self._begun[name] = node
            self.schemas[name] = self.schema(node, name, name)
        if self._begun[name] != node:
            refuse(name, "one name for two components")
        if name not in self.schemas:
            refuse(name, "a schema within itself")
        return replace(self.schemas[name], members=())


def last(reference: str) -> str:
    return reference.rpartition("/")[2]


def told(node: Json) -> set[str]:
    return {key for key in node if not key.startswith("x-")}


def unenforceable(node: Json, kind: str) -> set[str]:
    """Return the parts of a schema of one type that could not be enforced."""
    if kind not in STRUCTURE and kind not in KEYWORDS:
        return {f"type {kind}"}
    unknown = told(node) - ANNOTATIONS - {"type", "title", *STRUCTURE.get(kind, ()), *KEYWORDS.get(kind, ())}
    if kind in FORMATS and "format" in node:
        unknown -= {"format"}
        unknown |= {f"format {node['format']}"} - {f"format {known}" for known in FORMATS[kind]}
    if kind == "string":
        unknown |= {f"an enum of {one}" for one in node.get("enum", ()) if not isinstance(one, str | None)}
        unknown |= set() if is_plain(node.get("pattern", "")) else {f"pattern {node['pattern']}"}
    if kind == "object":
        unknown |= {f"required {one}" for one in node.get("required", ()) if one not in node.get("properties", {})}
    return unknown


def is_plain(pattern: str) -> bool:
    """Whether a pattern means the same in every language."""
    try:
        return bool(re.compile(pattern) and PLAIN.fullmatch(pattern))
    except re.error:
        return False


def refuse(place: str, what: str) -> NoReturn:
    raise UnenforceableError(f"{place}: {what} can't be enforced")


def main() -> None:
    """Print the model of the contract that the command line names, or of openapi.yaml."""
    try:
        print(as_json(load(Path(sys.argv[1]) if sys.argv[1:] else CONTRACT)))
    except UnenforceableError as error:
        sys.exit(f"generate: {error}")


if __name__ == "__main__":
    main()
