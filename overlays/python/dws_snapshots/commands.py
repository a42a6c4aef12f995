"""The commands that need extras. Each says which extra is missing."""

import sys
from importlib import import_module
from importlib.metadata import version


def dws_contract() -> int:
    """Run `dws-contract`, which needs the extra [contract]. Returns the exit code."""
    return run("dws_contract", "contract")


def dws_reference() -> int:
    """Run `dws-reference`, which needs the extra [reference]. Returns the exit code."""
    return run("dws_reference", "reference")


def dws_snapshots() -> int:
    """Run `dws-snapshots`, which needs the extra [cli]. Returns the exit code."""
    return run("dws_snapshots", "cli")


def run(package: str, extra: str) -> int:
    """Run the command of a package. If a module is missing, one line names it and the extra that it comes with."""
    command = package.replace("_", "-")
    if sys.argv[1:] == ["--version"]:
        print(f"{command} {version('dws-snapshots')}")
        return 0
    try:
        cli = import_module(f"{package}.cli")
    except ModuleNotFoundError as error:
        print(
            f"{command}: {error.name} is not installed; it comes with the extra dws-snapshots[{extra}]", file=sys.stderr
        )
        return 2
    except KeyboardInterrupt:
        print(f"{command}: interrupted before it began", file=sys.stderr)
        return 130
    code: int | None = cli.main()
    return code or 0
