"""What the generators of clients on demand are given of the contract: what they can take and get right."""

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
    """What generators can take of the contract, in OpenAPI 3.1.

    Left out are the AK/SK signature, which no generator can make, and what they would turn into wrong behaviour: see
    `as_read` and `without_traps`. Every file repeats the description, so it is the summary.
    Raises UnenforceableError.
    """
    read(contract)
    document = inlined(contract)
    for *_, operation in operations(document):
        for response in operation["responses"].values():
            bodies = (resolve(document, media["schema"]) for media in response.get("content", {}).values())
            # An answer may lack a body in which nothing is required; a client of a generator's would fail then.
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
    """The names of the schemas that a node refers to, and of those that these refer to."""
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
    """A schema of answers as it is read: only types are held against a service, and an optional member may be null.

    A time is text: services write it in more forms than a generator's client reads, which then loses the whole answer.
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
    """A schema that takes null, too; a generator's client takes it for an optional object by itself."""
    return schema | {"type": [schema["type"], "null"]} if isinstance(schema.get("type"), str) else schema


def without_traps(node: Any, anchors: tuple[str, str]) -> Any:
    """Leave out of schemas what generators get wrong, and write patterns with the language's own anchors.

    Raises UnenforceableError for an enum of other than words.
    """
    if isinstance(node, list):
        return [without_traps(item, anchors) for item in node]
    if not isinstance(node, dict):
        return node
    kept = {key: value if key in EXAMPLES else without_traps(value, anchors) for key, value in node.items()}
    types = node["type"] if isinstance(node.get("type"), list) else [node.get("type")]
    if not all(each in TYPES for each in types):
        return kept
    # A default would be sent where the caller left the member out; a title would name a type.
    kept = {key: value for key, value in kept.items() if key not in ("default", "title", "enum")}
    # It would fold case, take braces and other forms, and measure the length of what is no string.
    if node.get("format") == "uuid":
        del kept["format"]
    # Generators make a name of each value, and have none for "", for null, and for values that differ in case only.
    if "enum" in node:
        values = [value for value in node["enum"] if value is not None]
        if not all(isinstance(value, str) and re.fullmatch(r"\w*", value) for value in values):
            raise UnenforceableError(f"{json.dumps(node)}: an enum of other than words can't be enforced")
        kept["pattern"] = f"^({'|'.join(values)})$"
    # ^ and $ are a line's ends in Ruby, and $ matches before a trailing line feed in PHP and C#.
    if "pattern" in kept:
        kept["pattern"] = anchors[0] + kept["pattern"].removeprefix("^").removesuffix("$") + anchors[1]
    return kept
