"""The environment for programs of the checkout: they import folders that a development install does not offer."""

import os
from pathlib import Path

ROOT = Path(__file__).parents[2]
FOLDERS = (ROOT / "docs", ROOT / "overlays", ROOT / "tests")


def environment() -> dict[str, str]:
    """Return this process's environment with the Makefile's folders on Python's path."""
    return os.environ | {"PYTHONPATH": os.pathsep.join(map(str, FOLDERS))}
