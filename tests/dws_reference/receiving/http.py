"""A request as it was received, and an answer as it is sent."""

from __future__ import annotations

import random
from collections.abc import Mapping
from typing import Any, NamedTuple

from dws_reference.receiving.body import Receive, RequestBody


class Request:
    """One request. `path` and `query` are the bytes that came.

    `parameters` are those of the path, decoded; `origin` is the scheme and host under which the sender sees the
    service. `scope` and `receive` are ASGI's, `read_timeout` is that of RequestBody.
    """

    def __init__(self, scope: Mapping[str, Any], receive: Receive, read_timeout: int) -> None:
        self._headers = scope["headers"]
        self.method: str = scope["method"]
        self.path: bytes = scope["raw_path"]
        self.query: bytes = scope["query_string"]
        self.parameters: dict[str, str] = {}
        self.request_id = f"{random.getrandbits(128):032x}"
        self.origin = f"{scope['scheme']}://{next(iter(self.header(b'host')), b'').decode('latin-1')}"
        length = self.header(b"content-length")
        awaited = bool(self.header(b"expect"))
        self.body = RequestBody(receive, read_timeout, int(length[0]) if length else None, awaited)

    def header(self, name: bytes) -> list[bytes]:
        """Every value of a header, trimmed; `name` is in lower case."""
        return [value.strip(b" \t") for given, value in self._headers if given == name]


class Answer(NamedTuple):
    """What is sent back: `body` as JSON, or no body at all if it is None."""

    status: int
    body: Any = None
    headers: Mapping[str, str] = {}
