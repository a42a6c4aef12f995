"""A request as it was received, and an answer as it is sent."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from typing import Any

from dws_reference.body import RequestBody


@dataclass(slots=True)
class Request:
    """One request. `path` and `query` are the bytes that came; `headers` holds every value by its lower-case name.

    `parameters` are those of the path, decoded; `origin` is the scheme and host under which the sender sees the
    service.
    """

    method: str
    path: bytes
    query: bytes
    headers: dict[bytes, list[bytes]]
    body: RequestBody
    request_id: str
    origin: str
    parameters: dict[str, str] = field(default_factory=dict)

    def header(self, name: bytes) -> list[bytes]:
        """Every value of a header, trimmed; `name` is in lower case."""
        return self.headers.get(name, [])


@dataclass(frozen=True, slots=True)
class Answer:
    """What is sent back: `body` as JSON, or no body at all where it is None."""

    status: int
    body: Any = None
    headers: dict[str, str] = field(default_factory=dict)

    def encoded(self) -> tuple[bytes, list[tuple[bytes, bytes]]]:
        """The body's bytes and all headers but the request's ID."""
        content = b"" if self.body is None else json.dumps(self.body).encode()
        headers = [(name.encode("latin-1"), value.encode("latin-1")) for name, value in self.headers.items()]
        if self.body is not None:
            headers.append((b"content-type", b"application/json"))
        headers.append((b"content-length", str(len(content)).encode()))
        return content, headers
