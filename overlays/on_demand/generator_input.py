"""The part of the contract that generators of clients on demand can handle correctly."""

import json
import re
from typing import Any

from contract import inlined, operations, resolve
from model import UnenforceableError
from reader import read

TYPES = ("array", "boolean", "integer", "null", "number", "object", "string")
EXAMPLES = {"example", "examples"}
NOT_READ = {"enum", "maximum", "maxLength", "minimum", "minLength", "pattern"}
SCHEMAS = "#/components/schemas/"


def for_generators(contract: dict[str, Any], anchors: tuple[str, str]) -> dict[str, Any]:
    """Return the part of the contract that generators can handle, in OpenAPI 3.1.

    The AK/SK signature is left out, because no generator can make it. So are the parts from which generators would make
    wrong behaviour: see `as_read` and `without_traps`. The description is only the summary, because every file repeats
    it. Raises UnenforceableError.
    """
    read(contract)
    document = inlined(contract)
    for *_, operation in operations(document):
        for response in operation["responses"].values():
            bodies = (resolve(document, media["schema"]) for media in response.get("content", {}).values())
            # An answer without required members may have no body; generated clients would fail then.
            if any(body["type"] == "object" and "required" not in body for body in bodies):
                del response["content"]
    info, components = document["info"], document["components"]
    info["description"] = info.pop("summary")
    document["security"] = [{"Token": []}]
    components["securitySchemes"] = {"Token": components["securitySchemes"]["Token"]}
    schemas = components.pop("schemas")
    used = named(schemas, document)
    sent = named(schemas, [operation.get("requestBody") for *_, operation in operations(document)])
    components["schemas"] = {name: schemas[name] if name in sent else as_read(schemas[name]) for name in sorted(used)}
    whole: dict[str, Any] = without_traps(document, anchors)
    return whole


def named(schemas: dict[str, Any], node: Any) -> set[str]:
    """Return the names of the schemas that a node refers to, also through other schemas."""
    found: set[str] = set()
    ahead = [node]
    while ahead:
        node = ahead.pop()
        if isinstance(node, list):
            ahead += node
        elif isinstance(node, dict):
            name = str(node.get("$ref", "")).removeprefix(SCHEMAS)
            if name in schemas and name not in found:
                found.add(name)
                ahead.append(schemas[name])
            ahead += node.values()
    return found


def as_read(schema: dict[str, Any]) -> dict[str, Any]:
    """Return a schema of answers as clients should read it: only types are checked, and optional members may be null.

    Times are texts: services write them in more forms than generated clients read, and one bad time loses the answer.
    """
    read = {key: value for key, value in schema.items() if key not in NOT_READ}
    if read.get("format") == "date-time":
        del read["format"]
    if "items" in schema:
        read["items"] = as_read(schema["items"])
    if "properties" in schema:
        needed = schema.get("required", ())
        members = {name: as_read(member) for name, member in schema["properties"].items()}
        read["properties"] = {name: member if name in needed else or_null(member) for name, member in members.items()}
    return read


def or_null(schema: dict[str, Any]) -> dict[str, Any]:
    """Return a schema that allows null, too. Generated clients already read null for an optional object."""
    return schema | {"type": [schema["type"], "null"]} if isinstance(schema.get("type"), str) else schema


def without_traps(node: Any, anchors: tuple[str, str]) -> Any:
    """Leave out the parts of schemas that generators get wrong, and write patterns with the language's own anchors.

    Raises UnenforceableError if an enum has values other than words.
    """
    if isinstance(node, list):
        return [without_traps(item, anchors) for item in node]
    if not isinstance(node, dict):
        return node
    kept = {key: value if key in EXAMPLES else without_traps(value, anchors) for key, value in node.items()}
    types = node["type"] if isinstance(node.get("type"), list) else [node.get("type")]
    if not all(each in TYPES for each in types):
        return kept
    # A default would be sent if the caller left the member out; a title would name a type.
    kept = {key: value for key, value in kept.items() if key not in ("default", "title", "enum")}
    # The format would change case, accept braces and other forms, and check the length of values that are no strings.
    if node.get("format") == "uuid":
        del kept["format"]
    # Generators make a name for each value, but have none for "", for null, and for values that differ in case only.
    if "enum" in node:
        values = [value for value in node["enum"] if value is not None]
        if not all(isinstance(value, str) and re.fullmatch(r"\w*", value) for value in values):
            raise UnenforceableError(f"{json.dumps(node)}: an enum of other than words can't be enforced")
        kept["pattern"] = f"^({'|'.join(values)})$"
    # In Ruby, ^ and $ match at the ends of each line. In PHP and C#, $ also matches before a final line feed.
    if "pattern" in kept:
        kept["pattern"] = anchors[0] + kept["pattern"].removeprefix("^").removesuffix("$") + anchors[1]
    return kept
