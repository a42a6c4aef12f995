"""Load on a server: prepared requests on several connections, each sent as soon as the last answer is there."""

from __future__ import annotations

import asyncio
import json
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from itertools import count
from typing import cast
from urllib.parse import urlsplit

from dws_reference import demo
from dws_snapshots.signing import AccessKey, Signable, sign

CONNECTIONS = 32
LENGTH = b"\r\ncontent-length:"
SNAPSHOTS = f"/v1.0/{demo.PROJECT_ID}/snapshots"
KEY = AccessKey(demo.ACCESS_KEY, demo.SECRET_KEY)
_numbers = count()


@dataclass
class Load:
    """The result of a load. latencies: in milliseconds, sorted; refused: answers other than a 2xx."""

    seconds: float = 0.0
    latencies: list[float] = field(default_factory=list)
    refused: int = 0

    @property
    def rate(self) -> float:
        """Answers per second."""
        return len(self.latencies) / self.seconds

    def percentile(self, share: float) -> float:
        """Return the latency that this share of the answers did not exceed, in milliseconds."""
        return self.latencies[min(int(len(self.latencies) * share), len(self.latencies) - 1)]


class Connection(asyncio.Protocol):
    """Sends the next request as soon as the answer is there."""

    def __init__(self, requests: Iterator[bytes], load: Load) -> None:
        self._requests = requests
        self._load = load
        self._received = b""
        self.done: asyncio.Future[None] = asyncio.get_running_loop().create_future()

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self._transport = cast(asyncio.Transport, transport)
        self._next()

    def data_received(self, data: bytes) -> None:
        self._received += data
        head, found, body = self._received.partition(b"\r\n\r\n")
        if not found or len(body) < length_of(head):
            return
        self._received = b""
        self._load.latencies.append((time.perf_counter() - self._began) * 1000)
        self._load.refused += head[9:10] != b"2"
        self._next()

    def connection_lost(self, error: Exception | None) -> None:
        if not self.done.done():
            self.done.set_exception(error or ConnectionError("the server closed the connection"))

    def _next(self) -> None:
        request = next(self._requests, None)
        if request is None:
            self.done.set_result(None)
            self._transport.close()
        else:
            self._began = time.perf_counter()
            self._transport.write(request)


def length_of(head: bytes) -> int:
    """Return the length of an answer's body. Raises ValueError if the answer does not name it."""
    fields = head.lower()
    place = fields.find(LENGTH)
    if place < 0:
        raise ValueError(f"an answer without Content-Length: {head!r}")
    return int(fields[place + len(LENGTH) :].split(b"\r\n", 1)[0])


def put(url: str, requests: Sequence[bytes], connections: int = CONNECTIONS) -> Load:
    """Send the requests, each once, and wait for all answers. Raises OSError if a connection breaks."""
    return asyncio.run(_put(url, requests, connections))


async def _put(url: str, requests: Sequence[bytes], connections: int) -> Load:
    load, loop, waiting = Load(), asyncio.get_running_loop(), iter(requests)
    address = urlsplit(url)
    began = time.perf_counter()
    made = [
        await loop.create_connection(lambda: Connection(waiting, load), str(address.hostname), int(address.port or 80))
        for _ in range(connections)
    ]
    await asyncio.gather(*(connection.done for _, connection in made))
    load.seconds = time.perf_counter() - began
    load.latencies.sort()
    return load


def creates(url: str, number: int, token: str | None = None) -> list[bytes]:
    """Return this many creates with new names, signed or with a token."""
    made = []
    for _ in range(number):
        snapshot = {"name": f"bench-{next(_numbers)}", "cluster_id": demo.CLUSTER_ID, "description": "bench"}
        body = json.dumps({"snapshot": snapshot}).encode()
        made.append(request(url, "POST", SNAPSHOTS, body, token))
    return made


def request(url: str, method: str, target: str, body: bytes = b"", token: str | None = None) -> bytes:
    """Return the bytes of a request."""
    headers = {"Host": urlsplit(url).netloc}
    if body:
        headers |= {"Content-Type": "application/json", "Content-Length": str(len(body))}
    proof = {"X-Auth-Token": token} if token else sign(signable(method, target, headers, body), KEY, datetime.now(UTC))
    lines = [f"{method} {target} HTTP/1.1", *(f"{name}: {value}" for name, value in (headers | proof).items())]
    return "\r\n".join([*lines, "", ""]).encode() + body


def signable(method: str, target: str, headers: dict[str, str], body: bytes) -> Signable:
    """Return the parts of a request that are signed: everything except the length."""
    signed = {name: value for name, value in headers.items() if name != "Content-Length"}
    return Signable(method, target, signed, body)
