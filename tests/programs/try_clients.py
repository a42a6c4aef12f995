"""`make client ARGS=--try`: test the clients that can be made on demand, as far as this machine has their tools.

The results are kept in overlays/on_demand/results.json, with the date and the versions.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Callable
from datetime import UTC, datetime

from on_demand.client_on_demand import Failed, Unavailable, languages, load, require
from on_demand.client_table import FOUND, TRIED, Row, as_text, inputs, lines, tried
from support.client_checks import (
    Client,
    creates_as_the_readme_says,
    creates_with_a_token,
    generated,
    reads_what_it_does_not_know,
    sends_the_public_record,
    sends_what_it_is_given,
    unenforced,
    unread,
)


def try_here(name: str) -> Row:
    """Run every check of a language that can be run on this machine."""
    language = load(name)
    found, versions = ["not tried"] * len(FOUND), ""
    try:
        client = generated(name)
        found[0] = "yes"
        versions = require(language)
        found[1] = "no"
        client.compile()
        found[1:] = (
            "yes",
            checked(lambda: calls(client)),
            checked(lambda: enforced(client)),
            checked(lambda: reads(client)),
        )
    except Unavailable:
        pass
    except Failed as error:
        print(f"{name}: {error}", file=sys.stderr)
        found[0] = "yes" if found[0] == "yes" else "no"
    on = f"{datetime.now(UTC):%Y-%m-%d}" + f" with {versions}" * bool(versions)
    return dict(zip(FOUND, found, strict=True)) | {"tried": on, "inputs": inputs(name)}


def calls(client: Client) -> str:
    """Check that it creates a snapshot on a running reference, and that it sends and reads what the contract says."""
    for check in (
        creates_with_a_token,
        creates_as_the_readme_says,
        sends_what_it_is_given,
        reads_what_it_does_not_know,
        sends_the_public_record,
    ):
        check(client)
    return "yes"


def enforced(client: Client) -> str:
    """Return how many bad values it refuses before it sends anything. It must send every good one."""
    bad, sent = unenforced(client)
    return f"{bad - len(sent)} of {bad} bad values" + "".join(f"; not {name}" for name in sorted(sent))


def reads(client: Client) -> str:
    """Return how many of the odd answers it can read. Its client.yaml explains those that it cannot."""
    answers, not_read = unread(client)
    return f"{answers - len(not_read)} of {answers} odd answers"


def checked(check: Callable[[], str]) -> str:
    """Return the result of a check, or "no", and write the reason to standard error."""
    try:
        return check()
    except (AssertionError, Failed) as error:
        print(error, file=sys.stderr)
        return "no"


def main() -> int:
    """Try them, and print the table. Returns the exit code: 1 if one failed."""
    rows = tried()
    failed = False
    for name in languages():
        print(f"{name} …", file=sys.stderr, flush=True)
        row = try_here(name)
        failed |= "no" in row.values()
        # Without a language's toolchain, its earlier result stays; the table marks it if its inputs have changed since.
        known = rows.get(name, row)["compiles"] != "not tried"
        if not (known and row["generates"] == "yes" and row["compiles"] == "not tried"):
            rows[name] = row
        TRIED.write_text(json.dumps(rows, indent=2, sort_keys=True) + "\n", encoding="utf-8")
    print(as_text(lines(rows)))
    return int(failed)


if __name__ == "__main__":
    sys.exit(main())
