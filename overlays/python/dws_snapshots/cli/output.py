"""What the commands print: tables for people, JSON with the contract's names for programs."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any

from rich.console import Console
from rich.table import Table
from rich.text import Text

from dws_snapshots_client.models import ClusterInfo, SnapshotDetail
from dws_snapshots_client.types import UNSET

UNBOUNDED = 10_000
STYLES = {
    "AVAILABLE": "green",
    "created": "green",
    "found": "green",
    "CREATING": "yellow",
    "RESTORING": "yellow",
    "making": "yellow",
    "open": "yellow",
    "UNAVAILABLE": "red",
    "CREATION FAILED": "red",
    "failed": "red",
}


def console(*, stderr: bool = False) -> Console:
    """Return what prints tables: as wide as they need where it is no terminal."""
    made = Console(stderr=stderr, highlight=False)
    return made if made.is_terminal else Console(stderr=stderr, highlight=False, width=UNBOUNDED)


def members(told: ClusterInfo | SnapshotDetail) -> dict[str, Any]:
    """Return what a service told, by the contract's names, times in the contract's form."""
    found = told.to_dict()
    return {name: as_time(getattr(told, name, value), value) for name, value in found.items()}


def as_time(value: object, otherwise: Any) -> Any:
    """Return a time as the contract writes it, and anything else as it is given."""
    return f"{value:%Y-%m-%dT%H:%M:%SZ}" if isinstance(value, datetime) else otherwise


def shown(value: object) -> Text:
    """Return a value as a cell. What would move a terminal's cursor or colour it is made visible."""
    if value is UNSET or value is None:
        return Text("")
    text = f"{value:%Y-%m-%d %H:%M}" if isinstance(value, datetime) else f"{value}"
    clean = "".join(character if character.isprintable() else "\N{REPLACEMENT CHARACTER}" for character in text)
    return Text(clean, style=STYLES.get(clean, ""))


def print_table(columns: Sequence[str], rows: Iterable[Sequence[object]]) -> None:
    """Print a table; without rows only its head."""
    table = Table(box=None, pad_edge=False, header_style="bold")
    for column in columns:
        table.add_column(column.upper(), overflow="fold")
    for row in rows:
        table.add_row(*map(shown, row))
    console().print(table)


def print_json(value: object) -> None:
    """Print JSON, characters beyond ASCII as escapes: any terminal and any locale takes it."""
    print(json.dumps(value, indent=2))
