"""`make interop`: test every client by other people on the reference, and print the results as a table."""

from __future__ import annotations

import argparse
import sys
import time
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from typing import NamedTuple

from interop.clients import ALL, FAR, NEAR, ROOT, Client
from interop.life import Life
from programs.bench.tables import put_between

PAGE = ROOT / "docs/pages/reference-implementation.md"
AT_ONCE = 2
HEADING = """\
| client | language | signs in with | operations | waits | of an error it shows |
|---|---|---|---|---|---|"""
NOUNS = {"copySnapshot": "copies", "listClusterSnapshots": "pages"}
"""Words for the operations that a client may lack."""


class Seen(NamedTuple):
    """The result of a client: its row of the table, and an error or an empty text."""

    row: str
    error: str = ""


def main(arguments: Sequence[str] | None = None) -> int:
    """Try every client. Returns 0; 1 if one fails, or if the page has another table."""
    parser = argparse.ArgumentParser(prog="make interop", description="Try every client that nobody here wrote.")
    parser.add_argument("--write", action="store_true", help=f"put the table into {PAGE.relative_to(ROOT)}")
    given = parser.parse_args(arguments)
    began = time.monotonic()
    print(HEADING, flush=True)
    errors = []
    rows = [HEADING]
    with ThreadPoolExecutor(AT_ONCE) as pool:
        for seen in pool.map(tried, (*FAR, *NEAR)):
            print(seen.row, flush=True)
            rows.append(seen.row)
            errors += [seen.error] if seen.error else []
    print(
        f"\n{len(rows) - 1 - len(errors)} of {len(rows) - 1} clients work, in {time.monotonic() - began:.0f} s",
        *errors,
        sep="\n",
    )
    before = PAGE.read_text(encoding="utf-8")
    after = put_between(before, "interop", "\n".join([*rows, ""]))
    if given.write and not errors:
        PAGE.write_text(after, encoding="utf-8")
    elif before != after:
        errors.append(f"{PAGE.relative_to(ROOT)} has another table: make interop ARGS=--write puts this one there")
        print(errors[-1])
    return 1 if errors else 0


def tried(client: Client) -> Seen:
    """Test a client."""
    life = Life(client)
    try:
        client.prepare()
        life.live()
    except Exception as error:  # whatever happens, the others are tried
        why = f"{client.name}: {type(error).__name__}: {error}"
        return Seen(f"| {client.name} | {client.language} | **failed** | | | |", why)
    return Seen(f"| {' | '.join(cells(client, life.version))} |")


def cells(client: Client, version: str) -> list[str]:
    """Return the cells of the row of a client that passed."""
    name, _, how = client.name.partition(", ")
    signs = f"{'key' if client.by_key else 'password'}{', finds its project' if client.looks_up else ''}"
    operations = f"all but {' and '.join(NOUNS[name] for name in sorted(client.lacks))}" if client.lacks else "all"
    return [
        f"`{name}` {version}{f', {how}' if how else ''}",
        client.language,
        signs,
        operations,
        "by itself" if client.waits else "",
        "all" if client.shows == ALL else ", ".join(client.shows),
    ]


if __name__ == "__main__":
    sys.exit(main())
