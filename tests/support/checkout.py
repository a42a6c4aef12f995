"""The environment of programs of the checkout, which import more than a development install makes importable."""

import os
from pathlib import Path

ROOT = Path(__file__).parents[2]
FOLDERS = (ROOT / "docs", ROOT / "overlays", ROOT / "tests")


def environment() -> dict[str, str]:
    """Return this process's environment with the Makefile's folders on Python's path."""
    return os.environ | {"PYTHONPATH": os.pathsep.join(map(str, FOLDERS))}
