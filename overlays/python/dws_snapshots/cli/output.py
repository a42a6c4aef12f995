"""What the commands print: tables for people, JSON with the contract's names for programs. No control characters."""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from datetime import datetime
from typing import Any, Literal, NamedTuple, TextIO

from dws_snapshots_client.models import ClusterInfo, SnapshotDetail
from dws_snapshots_client.types import UNSET

STYLES = {
    **dict.fromkeys(("AVAILABLE", "created", "found"), "\x1b[32m{}\x1b[0m"),
    **dict.fromkeys(("UNAVAILABLE", "CREATION FAILED", "failed"), "\x1b[31m{}\x1b[0m"),
}
Output = Literal["table", "json"]


class Listed(NamedTuple):
    """A result: `found` for programs, and for people the same as a table, with notes and a last line below it."""

    found: object
    columns: Sequence[str]
    rows: Iterable[Sequence[object]]
    notes: Sequence[str] = ()
    last_line: str = ""


def tell(told: Listed | SnapshotDetail | dict[str, str] | list[dict[str, str]], output: Output) -> None:
    """Print a list, a snapshot with one line for each member, or IDs."""
    if output == "json":
        print(json.dumps(told.found if isinstance(told, Listed) else told, indent=2, default=members))
        if isinstance(told, Listed) and told.last_line:
            say(told.last_line)
    elif isinstance(told, Listed):
        print_table(told.columns, told.rows)
        for line in filter(None, (*told.notes, told.last_line)):
            print(clean(line))
    elif isinstance(told, SnapshotDetail):
        plain = {name: value if isinstance(value, str) else json.dumps(value) for name, value in members(told).items()}
        print_table(("member", "value"), plain.items())
    else:
        for each in [told] if isinstance(told, dict) else told:
            print(*map(clean, each.values()))


def say(line: str, end: str = "\n") -> None:
    """Print a line on standard error."""
    with expendable(sys.stderr):
        print(clean(line), end=end, file=sys.stderr, flush=True)


@contextmanager
def expendable(stream: TextIO) -> Iterator[None]:
    """If a stream can't be written, because its terminal was closed, say, go on without it."""
    try:
        yield
    except OSError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), stream.fileno())


def unprinted(error: OSError) -> str:
    """Print nothing more. Return what to say about it, "" if nobody reads on."""
    with expendable(sys.stdout):
        sys.stdout.flush()
    return "" if isinstance(error, BrokenPipeError) else f"the result could not be printed: {error.strerror}"


def members(told: ClusterInfo | SnapshotDetail) -> dict[str, Any]:
    """Return the members that the service sent, with times in the contract's form."""
    found = told.to_dict()
    times = {name: value for name in found if isinstance(value := getattr(told, name, None), datetime)}
    return found | {name: f"{value:%Y-%m-%dT%H:%M:%SZ}" for name, value in times.items()}


def clean(text: str) -> str:
    """Return a text without control characters: they could move the cursor or change colours."""
    return "".join(character if character.isprintable() else "\N{REPLACEMENT CHARACTER}" for character in text)


def cell(value: object) -> str:
    """Return a value as a cell."""
    if value is UNSET or value is None:
        return ""
    return clean(f"{value:%Y-%m-%d %H:%M}" if isinstance(value, datetime) else f"{value}")


def print_table(columns: Sequence[str], rows: Iterable[Sequence[object]]) -> None:
    """Print a table as wide as it needs: a terminal wraps it, and what is copied from it stays whole."""
    cells = [[column.upper() for column in columns], *(list(map(cell, row)) for row in rows)]
    widths = [max(map(len, column)) for column in zip(*cells, strict=True)]
    styles = STYLES if sys.stdout.isatty() and not os.environ.get("NO_COLOR") else {}
    for row in cells:
        padded = (styles.get(one, "{}").format(one.ljust(width)) for one, width in zip(row, widths, strict=True))
        print("  ".join(padded).rstrip())
