"""What the commands print: tables for people, JSON with the contract's names for programs."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterable, Sequence
from datetime import datetime
from enum import StrEnum
from typing import Any, NamedTuple

from rich.console import Console
from rich.table import Column, Table
from rich.text import Text

from dws_snapshots_client.models import ClusterInfo, SnapshotDetail
from dws_snapshots_client.types import UNSET

UNBOUNDED = 10_000
STYLES = {
    "green": ("AVAILABLE", "created", "found"),
    "yellow": ("CREATING", "RESTORING", "making", "open"),
    "red": ("UNAVAILABLE", "CREATION FAILED", "failed"),
}
STYLE_OF = {word: style for style, words in STYLES.items() for word in words}


class Output(StrEnum):
    """How results are printed."""

    TABLE = "table"
    JSON = "json"


class Listed(NamedTuple):
    """A result: `found` for programs, and for people the same as a table, with notes and a last line below it."""

    found: object
    columns: Sequence[str]
    rows: Iterable[Sequence[object]]
    notes: Sequence[str] = ()
    last_line: str = ""


def tell(told: Listed | SnapshotDetail | dict[str, str] | list[dict[str, str]], output: Output) -> None:
    """Print a list, a snapshot with one line for each member, one ID, or several."""
    if output is Output.JSON:
        print(json.dumps(told.found if isinstance(told, Listed) else told, indent=2, default=members))
    elif isinstance(told, Listed):
        print_table(told.columns, told.rows)
        for note in told.notes:
            console().print(shown(note), soft_wrap=True)
    elif isinstance(told, SnapshotDetail):
        plain = {name: json.dumps(value) if isinstance(value, dict) else value for name, value in members(told).items()}
        print_table(("member", "value"), plain.items())
    else:
        for each in [told] if isinstance(told, dict) else told:
            print(each["id"])
    if isinstance(told, Listed) and told.last_line:
        print(told.last_line, file=sys.stderr if output is Output.JSON else sys.stdout)


def members(told: ClusterInfo | SnapshotDetail) -> dict[str, Any]:
    """Return the members that the service sent, with times in the contract's form."""
    found = told.to_dict()
    times = {name: value for name in found if isinstance(value := getattr(told, name, None), datetime)}
    return found | {name: f"{value:%Y-%m-%dT%H:%M:%SZ}" for name, value in times.items()}


def console(*, stderr: bool = False) -> Console:
    """Return a console for tables. Without a terminal, they are as wide as they need."""
    made = Console(stderr=stderr, highlight=False)
    if not made.is_terminal:
        made.width = UNBOUNDED
    return made


def shown(value: object) -> Text:
    """Return a value as a cell, without control characters: they could move the cursor or change colours."""
    if value is UNSET or value is None:
        return Text("")
    text = f"{value:%Y-%m-%d %H:%M}" if isinstance(value, datetime) else f"{value}"
    clean = "".join(character if character.isprintable() else "\N{REPLACEMENT CHARACTER}" for character in text)
    return Text(clean, style=STYLE_OF.get(clean, ""))


def print_table(columns: Sequence[str], rows: Iterable[Sequence[object]]) -> None:
    """Print a table; without rows, only its header."""
    heads = (Column(column.upper(), overflow="fold") for column in columns)
    table = Table(*heads, box=None, pad_edge=False, header_style="bold")
    for row in rows:
        table.add_row(*map(shown, row))
    console().print(table)
