"""Give the Go modules the address of a repository: `python tests/programs/go_module.py github.com/OWNER/NAME`.

It replaces the present address, which is in overlays/go/go.mod, in every file. Run `make check-generated` afterwards.
"""

import re
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parents[2]
ADDRESS = re.compile(r"[a-z0-9][a-z0-9.-]*\.[a-z]+(/[A-Za-z0-9._~-]+)*")


def present_address(root: Path) -> str:
    """Return the address that the module overlays/go has: `module ADDRESS/overlays/go`."""
    module = next(line for line in (root / "overlays/go/go.mod").read_text().splitlines() if line.startswith("module "))
    return module.removeprefix("module ").removesuffix("/overlays/go")


def move(root: Path, address: str) -> list[str]:
    """Replace the present address by `address` in every file under version control. Return the names of the files."""
    old = f"{present_address(root)}/"
    found = subprocess.run(
        ["git", "grep", "-lzF", old], cwd=root, capture_output=True, text=True, check=True
    ).stdout.rstrip("\0")
    names = found.split("\0")
    for name in names:
        path = root / name
        path.write_bytes(path.read_bytes().replace(old.encode(), f"{address}/".encode()))
    return names


def main(arguments: list[str]) -> int:
    """Move the modules to the address on the command line. Returns the exit status."""
    if len(arguments) != 1 or not ADDRESS.fullmatch(arguments[0]):
        print("Usage: go_module.py ADDRESS, for example github.com/OWNER/NAME", file=sys.stderr)
        return 2
    print(f"{arguments[0]}: written to {len(move(ROOT, arguments[0]))} files")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
