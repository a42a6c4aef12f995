"""A JSON value judged by a schema: the first broken rule becomes the answer."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import jsonschema_rs

from dws_reference.operations import Schema
from dws_reference.problems import bad_request, shown

ORDER = ("required", "type", "format", "minLength", "maxLength", "pattern")
"""Which broken rule of a field is reported: the one that says most comes first."""

CODES = {"minLength": "DWS.5056", "maxLength": "DWS.5056", "pattern": "DWS.5065"}
FORMAT_CODES = {"uuid": "DWS.5064"}


def check(value: Any, schema: Schema, subject: str = "The body", code: str | None = None) -> None:
    """Judge a value by its schema. `subject` is what a message calls it.

    Raises Problem (400) that names the field, the rule and what was given, with `code`, or else for a length: DWS.5056,
    a UUID: DWS.5064, any other format or pattern: DWS.5065, everything else: DWS.0001.
    """
    if schema.validator.is_valid(value):
        return
    error = min(schema.validator.iter_errors(value), key=_rank)
    rule = schema.document
    for key in error.schema_path[:-1]:
        rule = rule[str(key)]
    sentence = _sentence(error, rule, value, subject)
    raise bad_request(sentence, code or _code(error, rule))


def without_null(value: Any, schema: dict[str, Any]) -> Any:
    """The value without the optional members that are null and must not be."""
    if not isinstance(value, dict):
        return value
    rules, needed = schema.get("properties", {}), schema.get("required", ())
    return {
        name: without_null(member, rules.get(name, {}))
        for name, member in value.items()
        if member is not None or name not in rules or name in needed or "null" in rules[name]["type"]
    }


def complete(value: Any, schema: dict[str, Any]) -> Any:
    """A valid value with the default of each member that is not given, and only the members that the schema names."""
    if "properties" not in schema:
        return value
    members = {}
    for name, rule in schema["properties"].items():
        if name in value:
            members[name] = complete(value[name], rule)
        elif "default" in rule:
            members[name] = rule["default"]
    return members


def _rank(error: jsonschema_rs.ValidationError) -> int:
    keyword = str(error.schema_path[-1])
    return ORDER.index(keyword) if keyword in ORDER else len(ORDER)


def _code(error: jsonschema_rs.ValidationError, rule: dict[str, Any]) -> str:
    keyword = str(error.schema_path[-1])
    return FORMAT_CODES.get(rule["format"], "DWS.5065") if keyword == "format" else CODES.get(keyword, "DWS.0001")


def _sentence(error: jsonschema_rs.ValidationError, rule: dict[str, Any], value: Any, subject: str) -> str:
    for key in error.instance_path:
        value = value[key]
    keyword = str(error.schema_path[-1])
    field = ".".join(map(str, error.instance_path)) or subject
    return f"{field}: {_SENTENCES.get(keyword, _other_rule)(keyword, rule, value)}"


def _length(keyword: str, schema: Any, given: Any) -> str:
    least, most = schema.get("minLength", 0), schema.get("maxLength")
    needed = f"at least {least}" if most is None else f"{least} to {most}" if least else f"at most {most}"
    return f"{needed} characters are {'needed' if least else 'allowed'}, {len(given)} were given."


def _missing(keyword: str, schema: Any, given: Any) -> str:
    missing = [name for name in schema["required"] if name not in given]
    return f"{' and '.join(missing)} {'is' if len(missing) == 1 else 'are'} mandatory and missing."


def _type(keyword: str, schema: Any, given: Any) -> str:
    types = [schema["type"]] if isinstance(schema["type"], str) else schema["type"]
    return f"must be of type {' or '.join(types)}, {shown(given)} was given."


def _format(keyword: str, schema: Any, given: Any) -> str:
    return f"must be {schema.get('title', schema['format'])}, {shown(given)} was given."


def _pattern(keyword: str, schema: Any, given: Any) -> str:
    return f"must be {schema.get('title', 'of the declared form')}; {shown(given)} was given."


def _bound(keyword: str, schema: Any, given: Any) -> str:
    needed = {"minimum": "at least", "maximum": "at most"}[keyword]
    return f"{needed} {schema[keyword]} is allowed, {shown(given)} was given."


def _choice(keyword: str, schema: Any, given: Any) -> str:
    return f"must be one of {', '.join(each or shown(each) for each in schema['enum'])}; {shown(given)} was given."


def _other_rule(keyword: str, schema: Any, given: Any) -> str:
    return f"must keep {keyword} {shown(schema[keyword])}, {shown(given)} was given."


_SENTENCES: dict[str, Callable[[str, Any, Any], str]] = {
    "minLength": _length,
    "maxLength": _length,
    "required": _missing,
    "type": _type,
    "format": _format,
    "pattern": _pattern,
    "minimum": _bound,
    "maximum": _bound,
    "enum": _choice,
}
