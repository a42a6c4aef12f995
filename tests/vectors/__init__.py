"""Cases that the client of every language must pass. Each file is a list of cases."""

import json
from pathlib import Path
from typing import Any

import pytest


def cases(name: str) -> Any:
    """Return a pytest parameter for each case of a file."""
    content = json.loads((Path(__file__).parent / f"{name}.json").read_text(encoding="utf-8"))
    return [pytest.param(case, id=case["case"]) for case in content]
