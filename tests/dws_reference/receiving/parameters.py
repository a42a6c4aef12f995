"""The parameters of a path and a query, judged by the schemas of openapi.yaml."""

from __future__ import annotations

import re
from typing import Any
from urllib.parse import unquote_to_bytes

from dws_reference.operations import Schema
from dws_reference.problems import bad_request, shown
from dws_reference.receiving import validation

ID_CODES = {"snapshot_id": "DWS.5149", "cluster_id": "DWS.5064"}

_DIGITS = re.compile("[0-9]+")
_MOST_DIGITS = 20
"""Digits of an integer that are read: enough for any number of snapshots."""


def check_path(given: dict[str, str], schemas: dict[str, Schema]) -> None:
    """Judge the parameters of a path. None is missing, or the path would not match.

    Raises Problem (400) with the code of a malformed ID: DWS.5149 for a snapshot's, DWS.5064 for a cluster's.
    """
    for name, schema in schemas.items():
        validation.check(given[name], schema, subject=name, code=ID_CODES.get(name))


def read_query(query: bytes, schemas: dict[str, Schema]) -> dict[str, Any]:
    """The parameters that `schemas` name, with the default of each that is not given; others are ignored.

    Raises Problem (400) if one is given twice, is not in UTF-8, is an integer not in decimal digits, or breaks a rule
    of its schema.
    """
    given = _values(query, schemas) if query and schemas else {}
    values = {}
    for name, schema in schemas.items():
        if name in given:
            values[name] = _value(name, given[name], schema)
        elif "default" in schema.document:
            values[name] = schema.document["default"]
    return values


def _values(query: bytes, schemas: dict[str, Schema]) -> dict[str, bytes]:
    values: dict[str, bytes] = {}
    for pair in query.split(b"&"):
        encoded, _, value = pair.replace(b"+", b" ").partition(b"=")
        name = unquote_to_bytes(encoded).decode("utf-8", "replace")
        if name in values:
            raise bad_request(f"{name}: it was given more than once.")
        if name in schemas:
            values[name] = unquote_to_bytes(value)
    return values


def _value(name: str, content: bytes, schema: Schema) -> Any:
    try:
        value: Any = content.decode("utf-8")
    except UnicodeDecodeError:
        raise bad_request(f"{name}: it is not UTF-8.") from None
    if schema.document["type"] == "integer":
        if not _DIGITS.fullmatch(value):
            raise bad_request(f"{name}: must be an integer in decimal digits, not {shown(value)}.")
        value = int(value.lstrip("0")[:_MOST_DIGITS] or "0")
    validation.check(value, schema, subject=name)
    return value
