"""Options from files: an earlier report, and the table `[tool.dws-contract]` of pyproject.toml in this folder."""

from __future__ import annotations

import json
import tomllib
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from dws_contract.options import UsageError

_FILE = "pyproject.toml"
_SECRETS = ("token", "secret-key", "security-token", "password")


def arguments_of(folder: Path, typed: Sequence[str]) -> list[str]:
    """Return the table as arguments, none if there is no such table. Raises UsageError for an invalid one.

    typed: the arguments of the command line; the options there take the place of those in the table, except `--header`.
    """
    try:
        document = tomllib.loads((folder / _FILE).read_text("utf-8"))
    except FileNotFoundError:
        return []
    except (OSError, ValueError) as error:
        raise UsageError(f"{_FILE} cannot be read: {str(error).splitlines()[0]}.") from None
    tools = document.get("tool", {})
    table = tools.get("dws-contract", {}) if isinstance(tools, dict) else tools
    if not isinstance(table, dict):
        raise UsageError(f"[tool.dws-contract] of {_FILE} must be a table.")
    given = {name.replace("_", "-"): value for name, value in table.items()}
    every = {name: _arguments(name, value) for name, value in given.items()}
    named = {argument.partition("=")[0] for argument in typed} - {"--header"}
    return [argument for name, some in every.items() if f"--{name}" not in named for argument in some]


def broken_in(baseline: Path) -> tuple[str, ...]:
    """Return the clauses that are broken in a report.json. Raises UsageError for another kind of file."""
    try:
        clauses = json.loads(baseline.read_text("utf-8"))["clauses"]
        return tuple(str(each["id"]) for each in clauses if each["state"] == "broken")
    except OSError as error:
        raise UsageError(f"--baseline {baseline} cannot be read: {error.strerror}.") from None
    except (ValueError, LookupError, TypeError):
        raise UsageError(f"--baseline {baseline} is not a report.json of this suite.") from None


def _arguments(name: str, value: Any) -> list[str]:
    if name in _SECRETS:
        raise UsageError(f"[tool.dws-contract] of {_FILE} contains {name!r}: put secrets into the environment instead.")
    if isinstance(value, bool):
        return [f"--{name}"] if value else []
    if name == "header" and isinstance(value, list):
        return [f"--header={each}" for each in value]
    if isinstance(value, list):
        return [f"--{name}", *map(str, value)] if value else []
    if not isinstance(value, str | int | float):
        raise UsageError(f"[tool.dws-contract] of {_FILE}: {name!r} must be a string, number, boolean or list.")
    return [f"--{name}={value}"]
