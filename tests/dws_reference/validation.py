"""A JSON value judged by the schema of its operation: the first broken rule becomes the answer."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import jsonschema_rs

from dws_reference.contract import BodySchema
from dws_reference.problems import Problem, bad_request, shown

ORDER = ("required", "type", "format", "minLength", "maxLength", "pattern")
"""Which broken rule of a field is told: the one that says most."""

CODES = {"minLength": "DWS.5056", "maxLength": "DWS.5056", "pattern": "DWS.5065"}
FORMAT_CODES = {"uuid": "DWS.5064"}


def check(value: Any, schema: BodySchema) -> None:
    """Judge a body by its schema.

    Raises Problem (400) that names the field, the rule and what was given. Length: DWS.5056, UUID: DWS.5064, any other
    format or pattern: DWS.5065, everything else: DWS.0001.
    """
    if schema.validator.is_valid(value):
        return
    errors = schema.validator.iter_errors(value)
    raise _problem(min(errors, key=_rank), value, schema.document)


def _rank(error: jsonschema_rs.ValidationError) -> int:
    keyword = str(error.schema_path[-1])
    return ORDER.index(keyword) if keyword in ORDER else len(ORDER)


def _problem(error: jsonschema_rs.ValidationError, value: Any, schema: Any) -> Problem:
    given = value
    for key in error.instance_path:
        given = given[key]
    for key in error.schema_path[:-1]:
        schema = schema[key]
    keyword = str(error.schema_path[-1])
    field = ".".join(map(str, error.instance_path)) or "The body"
    sentence = _SENTENCES.get(keyword, _other_rule)
    code = FORMAT_CODES.get(schema["format"], "DWS.5065") if keyword == "format" else CODES.get(keyword, "DWS.0001")
    return bad_request(f"{field}: {sentence(keyword, schema, given)}", code)


def _length(keyword: str, schema: Any, given: Any) -> str:
    least, most = schema.get("minLength", 0), schema.get("maxLength")
    needed = f"at least {least}" if most is None else f"{least} to {most}" if least else f"at most {most}"
    return f"{needed} characters are {'needed' if least else 'allowed'}, {len(given)} were given."


def _missing(keyword: str, schema: Any, given: Any) -> str:
    missing = [name for name in schema["required"] if name not in given]
    return f"{' and '.join(missing)} {'is' if len(missing) == 1 else 'are'} mandatory and missing."


def _type(keyword: str, schema: Any, given: Any) -> str:
    return f"must be of type {schema['type']}, {shown(given)} was given."


def _format(keyword: str, schema: Any, given: Any) -> str:
    return f"must be a {schema['format']}, {shown(given)} was given."


def _pattern(keyword: str, schema: Any, given: Any) -> str:
    return f"must match {schema['pattern']}, {shown(given)} was given."


def _other_rule(keyword: str, schema: Any, given: Any) -> str:
    return f"must keep {keyword} {shown(schema[keyword])}, {shown(given)} was given."


_SENTENCES: dict[str, Callable[[str, Any, Any], str]] = {
    "minLength": _length,
    "maxLength": _length,
    "required": _missing,
    "type": _type,
    "format": _format,
    "pattern": _pattern,
}
