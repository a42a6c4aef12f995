"""Keeps secrets out of all reports, and finds them in answers."""

from __future__ import annotations

import json
import re
from html import escape
from urllib.parse import quote

_SHORTEST = 6
_SIGNATURE = re.compile(r"\b[0-9a-f]{64}\b")


class Secrets:
    """The secrets of a run, each with the label that replaces it in reports."""

    def __init__(self) -> None:
        self._spellings: dict[str, str] = {}
        self._hidden: dict[str, str] = {}
        self._signatures: set[str] = set()

    def add(self, value: str | None, label: str) -> None:
        """Remember a secret. One that is too short to be recognized in a text is ignored."""
        if value is None or len(value) < _SHORTEST:
            return
        self._spellings = dict.fromkeys(_spellings(value), label) | self._spellings

    def hide(self, value: str, label: str) -> None:
        """Remember a value that no report may show, although an answer may contain it, unless it is too short."""
        if len(value) >= _SHORTEST:
            self._hidden |= dict.fromkeys(_spellings(value), label)

    def add_signature(self, value: str) -> None:
        """Remember a correct signature: whoever has it can send its request."""
        self._signatures.add(value)

    def found_in(self, text: str) -> str | None:
        """Return the label of a secret that the text contains, None if it contains none."""
        if not self._signatures.isdisjoint(_SIGNATURE.findall(text)):
            return "a right signature"
        return next((label for spelling, label in self._spellings.items() if spelling in text), None)

    def redact(self, text: str) -> str:
        """Return the text with every secret replaced by its label."""
        known = self._spellings | self._hidden
        for spelling in sorted(known, key=len, reverse=True):
            text = text.replace(spelling, f"«{known[spelling]}»")
        for right in self._signatures.intersection(_SIGNATURE.findall(text)):
            text = text.replace(right, "«a right signature»")
        return text


def _spellings(value: str) -> tuple[str, ...]:
    """Return a text as it is, in JSON as several languages escape it, in HTML, and in an address."""
    plain = json.dumps(value)[1:-1]
    escaped = [
        _escaped(text, characters, form)
        for text, characters in ((plain, "&<>"), (value, "\"+&<>'`"))
        for form in ("04x", "04X")
    ]
    return value, plain, *escaped, value.replace("/", "\\/"), escape(value), quote(value, safe="")


def _escaped(text: str, characters: str, form: str) -> str:
    return re.sub(f"[{characters}]", lambda found: f"\\u{ord(found[0]):{form}}", text)
