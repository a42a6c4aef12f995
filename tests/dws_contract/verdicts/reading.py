"""Converts answers to the documented form, in which they are judged (decision 16)."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from datetime import UTC, datetime
from functools import lru_cache
from typing import Any

_TIME = re.compile(r"(\d{4}-\d\d-\d\d)[Tt ](\d\d:\d\d:\d\d)(?:\.\d+)?([Zz]|[+-]\d\d:?\d\d)?", re.ASCII)
_DECIMAL = re.compile(r"-?\d+(\.\d+)?", re.ASCII)
_ABSENT = (None, "")
_LONGEST_NUMBER = 300


def documented(value: Any, schema: Mapping[str, Any]) -> Any:
    """Return a value in the form that its schema documents. What cannot be converted stays as it is.

    The schema contains no `$ref`. Optional members that are null or empty are left out. Times are converted to UTC, in
    whole seconds.
    """
    kind = schema.get("type")
    if isinstance(value, dict):
        members, needed = schema.get("properties", {}), schema.get("required", ())
        others = schema.get("additionalProperties", {})
        return {
            name: documented(member, members.get(name, others))
            for name, member in value.items()
            if name in needed or member not in _ABSENT or not (others or name in members)
        }
    if isinstance(value, list):
        return [documented(each, schema.get("items", {})) for each in value]
    if isinstance(value, str):
        if schema.get("format") == "date-time":
            return _time(value)
        is_number = kind in ("number", "integer") and len(value) <= _LONGEST_NUMBER and _DECIMAL.fullmatch(value)
        return _number(value) if is_number else value
    if kind == "string" and isinstance(value, int | float) and not isinstance(value, bool):
        return value if schema.get("format") == "date-time" else str(value)
    return value


def called(value: Any) -> str:
    """Return a JSON value as text for a sentence, with JSON's own null, true and false."""
    return json.dumps(value) if value is None or isinstance(value, bool) else repr(value)


def _number(text: str) -> int | float:
    value = float(text)
    return value if "." in text and not value.is_integer() else int(text.partition(".")[0])


@lru_cache(maxsize=2**16)
def _time(text: str) -> str:
    match = _TIME.fullmatch(text)
    if match is None:
        return text
    date, clock, zone = match.groups()
    try:
        at = datetime.fromisoformat(f"{date}T{clock}{(zone or 'Z').upper()}")
        return at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
    except (ValueError, OverflowError):
        return text
