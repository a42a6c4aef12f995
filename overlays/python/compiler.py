"""What the templates of the Python client need of openapi.yaml: its rules, and its operations as methods.

What the client could not enforce raises UnenforceableError.
"""

from collections.abc import Collection, Iterator
from typing import Any, NamedTuple

from openapi_python_client.strings import RESERVED_WORDS, ClassName, PythonIdentifier

from contract import resolve

Json = dict[str, Any]

METHODS = {"get", "put", "post", "delete", "options", "head", "patch", "trace"}
ANNOTATIONS = {"title", "description", "default", "example", "examples", "deprecated", "readOnly", "writeOnly"}
PARAMETER = {"name", "in", "required", "schema", "description", "example", "examples", "deprecated"}
# The keywords that are enforced, by type; and the formats. Those of numbers say how they are held, not which there are.
ENFORCED: dict[str, set[str]] = {
    "string": {"enum", "format", "minLength", "maxLength", "pattern"},
    "integer": {"format", "minimum", "maximum"},
    "number": {"format", "minimum", "maximum"},
    "boolean": set(),
    "array": {"items", "minItems", "maxItems"},
    "object": {"properties", "required"},
}
FORMATS = {"string": {"uuid", "date-time"}, "integer": {"int32", "int64"}, "number": {"float", "double"}}
PREFIX = "field_"
# The generator would rename a member of this name, though its models do without the builtin.
RESERVED_WORDS.discard("type")


class UnenforceableError(Exception):
    """The contract states what the generated client could not enforce."""


class Argument(NamedTuple):
    """What a caller gives. name, type: in Python; member: its name in the contract; is_model: an object or a list."""

    name: str
    member: str
    type: str
    required: bool
    description: str
    is_model: bool


class Method(NamedTuple):
    """An operation as a method of the client.

    shared: parameters that every path holds, which the client knows; wrapper: the body's only member, which holds the
    arguments; schemas: of path, query and body; answer: the schema of the success, None where nothing in it is needed;
    attribute: what callers get of it, if not the whole; returns: its type.
    """

    operation: Json
    name: str
    verb: str
    url: str
    shared: list[Argument]
    path: list[Argument]
    query: list[Argument]
    body: list[Argument]
    wrapper: str | None
    schemas: Json
    success: str
    answer: str | None
    attribute: str | None
    returns: str

    @property
    def keywords(self) -> list[Argument]:
        """The arguments that are given by name, the mandatory ones first."""
        return sorted([*self.body, *self.query], key=lambda argument: not argument.required)


class Compiler:
    """Compiles a parsed openapi.yaml.

    shared: by name, the schemas that operations refer to, each after those that it uses: see `schema`.
    """

    def __init__(self, document: Json) -> None:
        self.document = document
        self.shared: Json = {}
        self._open: list[str] = []

    def methods(self) -> list[Method]:
        """Return a method for each operation, and fill `shared`."""
        found = list(self.operations())
        in_paths = [{name for name, place in operation["parameters"] if place == "path"} for *_, operation in found]
        return [self._method(verb, url, operation, set.intersection(*in_paths)) for verb, url, operation in found]

    def operations(self) -> Iterator[tuple[str, str, Json]]:
        """Yield every operation with its method and path; `parameters` is by name and place, with those of the path."""
        for url, item in self.document["paths"].items():
            for verb in (key for key in item if key in METHODS):
                parameters = {}
                for reference in [*item.get("parameters", []), *item[verb].get("parameters", [])]:
                    parameter = self.resolved(reference)
                    parameters[parameter["name"], parameter["in"]] = {**parameter, **reference}
                yield verb, url, {**item[verb], "parameters": parameters}

    def resolved(self, node: Json) -> Json:
        """Follow a reference; what is none is returned as it is."""
        return resolve(self.document, node)

    def schema(self, node: Json, where: str) -> Any:
        """Return a schema as the codec takes it: the name of a shared one, or its kind, keywords, items and members.

        where: its place, for errors.
        """
        keywords = {key for key in node if not key.startswith("x-")} - ANNOTATIONS
        if "$ref" in node:
            if keywords != {"$ref"}:
                raise UnenforceableError(f"{where}: {', '.join(sorted(keywords - {'$ref'}))} can't be enforced")
            return self._named(node["$ref"])
        kind, nullable = kind_of(node)
        unknown = keywords - ENFORCED[kind] - {"type"} if kind in ENFORCED else {f"type {node.get('type')}"}
        if kind in FORMATS and node.get("format") not in {None, *FORMATS[kind]}:
            unknown.add(f"format {node['format']}")
        if "$" in node.get("pattern", "")[:-1]:
            unknown.add("a pattern with more than one end")
        if unknown:
            raise UnenforceableError(f"{where}: {', '.join(sorted(unknown))} can't be enforced")
        if kind == "object":
            if self._open[-1:] != [where]:
                raise UnenforceableError(f"{where}: an object without a name can't be enforced: put it into components")
            members = {name: self.schema(member, f"{where}.{name}") for name, member in node["properties"].items()}
            return object_of(members, node.get("required", []), ClassName(where, PREFIX))
        rules = {key: node[key] for key in ("title", *sorted(keywords)) if key in node and key not in ("type", "items")}
        if "enum" in rules:
            rules["enum"] = tuple(value for value in rules["enum"] if value is not None)
        if kind in ("integer", "number"):
            rules.pop("format", None)
            rules |= {"integer": True} if kind == "integer" else {}
            kind = "number"
        items = self.schema(node["items"], f"{where}[]") if kind == "array" else None
        found = {"kind": kind, "keywords": rules, "items": items}
        return {"kind": "nullable", "items": found} if nullable else found

    def _named(self, reference: str) -> str:
        """Return the name of a shared schema or parameter, and note its schema."""
        name = reference.rpartition("/")[2]
        if name in self._open:
            raise UnenforceableError(f"{name}: a schema within itself can't be enforced")
        if name not in self.shared:
            node = self.resolved({"$ref": reference})
            self._open.append(name)
            self.shared[name] = self.schema(node["schema"] if "in" in node else node, name)
            self._open.pop()
        return name

    def _method(self, verb: str, url: str, operation: Json, shared: set[str]) -> Method:
        id_ = operation["operationId"]
        places: dict[str, dict[str, Argument]] = {"path": {}, "query": {}}
        schemas: dict[str, Json] = {"path": {}, "query": {}}
        for (member, place), parameter in operation["parameters"].items():
            self._refuse_unless_plain(parameter)
            schemas[place][member] = (
                self._named(parameter["$ref"]) if "$ref" in parameter else self.schema(parameter["schema"], member)
            )
            places[place][member] = self._argument(member, parameter["schema"], parameter)
        query = list(places["query"].values())
        body, wrapper, schema = self._body(operation)
        success, answer, attribute, returns = self._answer(operation)
        method = Method(
            operation=operation,
            name=identifier(id_),
            verb=verb.upper(),
            url=url,
            shared=[argument for name, argument in places["path"].items() if name in shared],
            path=[argument for name, argument in places["path"].items() if name not in shared],
            query=query,
            body=body,
            wrapper=wrapper,
            schemas={
                "path": object_of(schemas["path"], schemas["path"]),
                "query": object_of(schemas["query"], [one.member for one in query if one.required]) if query else None,
                "body": schema,
            },
            success=success,
            answer=answer,
            attribute=attribute,
            returns=returns,
        )
        names = ["self", *(argument.name for argument in (*method.path, *method.keywords))]
        if len(names) > len(set(names)):
            raise UnenforceableError(f"{id_}: arguments of one name can't be told apart: {', '.join(names)}")
        return method

    def _refuse_unless_plain(self, parameter: Json) -> None:
        name, rules = parameter["name"], self.resolved(parameter.get("schema", {}))
        keywords = {key for key in parameter if not key.startswith("x-")} - {"$ref"}
        if parameter["in"] not in ("path", "query") or keywords - PARAMETER or rules.get("type") == "object":
            raise UnenforceableError(f"parameter {name}: only plain ones of path and query can be enforced")
        if parameter["in"] == "path" and rules.get("type") != "integer" and not {"pattern", "enum"} & rules.keys():
            raise UnenforceableError(f"parameter {name}: without a pattern it could change the path")

    def _body(self, operation: Json) -> tuple[list[Argument], str | None, Any]:
        """Return the arguments that make a request's body, the member that holds them, and its schema."""
        if "requestBody" not in operation:
            return [], None, None
        node = self._media(operation["requestBody"])
        schema, whole, wrapper = self.schema(node, operation["operationId"]), self.resolved(node), None
        if len(whole["properties"]) == 1:
            ((name, only),) = whole["properties"].items()
            if self.resolved(only)["type"] == "object":
                wrapper, whole = name, self.resolved(only)
        arguments = [
            self._argument(name, member, {**self.resolved(member), "required": name in whole.get("required", [])})
            for name, member in whole["properties"].items()
        ]
        return arguments, wrapper, schema

    def _answer(self, operation: Json) -> tuple[str, str | None, str | None, str]:
        """Return the status of success, its schema, what callers get of it, and the type of that."""
        id_ = operation["operationId"]
        statuses = [status for status in operation["responses"] if str(status).startswith("2")]
        if len(statuses) != 1 or not str(statuses[0]).isdigit():
            raise UnenforceableError(f"{id_}: other than one success can't be told")
        answer = self.resolved(operation["responses"][statuses[0]])
        node = self._media(answer) if "content" in answer else {}
        whole = self.resolved(node)
        required = whole.get("required", [])
        if not required:
            return statuses[0], None, None, "None"
        schema = self.schema(node, id_)
        only = whole["properties"][required[0]]
        is_paged = {("limit", "query"), ("offset", "query")} <= operation["parameters"].keys()
        if len(required) == 1 and not is_paged and self.resolved(only)["type"] in ("object", "array"):
            return statuses[0], schema, identifier(required[0]), self.type_of(only)
        return statuses[0], schema, None, self.type_of(node)

    def _media(self, message: Json) -> Json:
        content = self.resolved(message)["content"]
        if list(content) != ["application/json"]:
            raise UnenforceableError(f"content {', '.join(content)}: only application/json can be enforced")
        schema: Json = content["application/json"]["schema"]
        if self.resolved(schema).get("type") != "object":
            raise UnenforceableError(f"content {schema}: only objects can be enforced")
        return schema

    def _argument(self, name: str, schema: Json, about: Json) -> Argument:
        type_ = self.type_of(schema)
        description = about.get("description", "").split("\n\n")[0]
        return Argument(identifier(name), name, type_, about.get("required", False), description, "models." in type_)

    def type_of(self, node: Json) -> str:
        """Return the type of a value in Python."""
        rules = self.resolved(node)
        kind, nullable = kind_of(rules)
        if kind == "object":
            found = f"models.{ClassName(node['$ref'].rpartition('/')[2], PREFIX)}"
        elif kind == "array":
            found = f"list[{self.type_of(rules['items'])}]"
        elif "enum" in rules:
            found = f"Literal[{', '.join(repr(value) for value in rules['enum'] if value is not None)}]"
        else:
            found = {"string": "str", "integer": "int", "number": "float", "boolean": "bool"}[kind]
        return f"{found} | None" if nullable else found


def kind_of(node: Json) -> tuple[str, bool]:
    """Return the type of a schema, and whether its value may be null."""
    types = node.get("type", "any")
    if isinstance(types, str):
        return types, False
    others = [one for one in types if one != "null"]
    return others[0] if len(others) == 1 else " or ".join(types), "null" in types


def object_of(members: Json, required: Collection[str], model: str | None = None) -> Json:
    attributes = {name: identifier(name) for name in members if identifier(name) != name}
    return {"kind": "object", "members": members, "required": tuple(required), "model": model, "attributes": attributes}


def identifier(name: str) -> str:
    """Return the name of a member, parameter or operation in Python."""
    return str(PythonIdentifier(name, PREFIX))
