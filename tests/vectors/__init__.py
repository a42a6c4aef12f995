"""Cases that the client of every language must pass. Each file is a list of cases, or an object that holds one."""

import json
from itertools import chain, cycle, islice
from pathlib import Path
from typing import Any

import pytest

from support.raw_server import Behaviour, answer, close, raw, reset

CUT = raw(b'HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: 99\r\n\r\n{"snapshot', keep=False)
ENOUGH = 1000


def load(name: str) -> Any:
    """Return what a file holds."""
    return json.loads((Path(__file__).parent / f"{name}.json").read_text(encoding="utf-8"))


def cases(name: str) -> Any:
    """Return a pytest parameter for each case of a file."""
    content = load(name)
    if isinstance(content, dict):
        content = content["cases"]
    return [pytest.param(case, id=case.get("case") or case["name"]) for case in content]


def behaviour(exchange: dict[str, Any]) -> Behaviour:
    """Return what a RawServer does in an exchange of retries.json or pauses.json."""
    if "failure" in exchange:
        return {"close": close, "reset": reset, "cut": CUT}[exchange["failure"]]
    body = exchange["body"]
    return answer(
        exchange["status"], body if isinstance(body, str) else json.dumps(body), **exchange.get("headers", {})
    )


def exchanges(case: dict[str, Any]) -> list[dict[str, Any]]:
    """Return the exchanges of a case of retries.json, with more than enough of those that are repeated."""
    once: list[dict[str, Any]] = case["exchanges"]
    if "repeated" not in case:
        return once
    return list(islice(chain(once, cycle(once[-case["repeated"] :])), ENOUGH))
