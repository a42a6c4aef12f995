"""Requests byte by byte, for requests that no HTTP library sends."""

from __future__ import annotations

import json
import socket
from dataclasses import dataclass
from email.message import Message
from http.client import HTTPResponse
from typing import Any

PATIENCE = 30


@dataclass(frozen=True)
class RawAnswer:
    """An answer as it was received."""

    status: int
    headers: Message
    content: bytes

    def json(self) -> Any:
        return json.loads(self.content)


def exchange(address: tuple[str, int], *parts: bytes) -> RawAnswer:
    """Send these bytes, which start with a head, on a new connection and read one answer."""
    with socket.create_connection(address, timeout=PATIENCE) as connection:
        for part in parts:
            connection.sendall(part)
        return receive(connection, parts[0].partition(b" ")[0].decode("latin-1"))


def receive(connection: socket.socket, method: str = "POST") -> RawAnswer:
    """Read one answer to a request of this method. The connection can be used again."""
    with HTTPResponse(connection, method=method) as response:
        response.begin()
        return RawAnswer(response.status, response.headers, response.read())


def head(method: str, target: str, *headers: str) -> bytes:
    """Return a request's head in Latin-1. Headers are like `Name: value`; the default for Host is `localhost`."""
    host = [] if any(header.startswith("Host:") for header in headers) else ["Host: localhost"]
    return "\r\n".join([f"{method} {target} HTTP/1.1", *host, *headers, "", ""]).encode("latin-1")
