"""Cases that the client of every language must pass. Each file is a list of cases, or an object that holds one."""

import json
from pathlib import Path
from typing import Any

import pytest


def load(name: str) -> Any:
    """Return what a file holds."""
    return json.loads((Path(__file__).parent / f"{name}.json").read_text(encoding="utf-8"))


def cases(name: str) -> Any:
    """Return a pytest parameter for each case of a file."""
    content = load(name)
    if isinstance(content, dict):
        content = content["cases"]
    return [pytest.param(case, id=case.get("case") or case["name"]) for case in content]
