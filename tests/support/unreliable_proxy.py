"""An HTTP proxy that loses and damages messages, to test clients that must cope with that."""

from __future__ import annotations

import asyncio
import random
import re
import threading
import time
from collections import Counter, deque
from collections.abc import Callable, Coroutine
from enum import Enum
from types import TracebackType
from typing import NamedTuple, Self

LATEST = 0.3
"""The most seconds that a request is delayed."""
LAG = 2.0
"""The most seconds that a list is out of date."""
LIST = re.compile(rb"GET /[^ ?]*/snapshots[ ?]")


class Reach(Enum):
    """Whether a request gets to the server."""

    AT_ONCE = "at once"
    DELAYED = "delayed"
    AFTER_ALL = "after the client was told"
    NEVER = "never"


def unchanged(answer: bytes) -> bytes:
    return answer


def dropped(answer: bytes) -> bytes:
    """Drop the connection instead."""
    return b""


def cut_short(answer: bytes) -> bytes:
    return answer[:-9]


def accepted(answer: bytes) -> bytes:
    return answer.replace(b"HTTP/1.1 200 ", b"HTTP/1.1 201 ", 1)


def html(status: int) -> Callable[[bytes], bytes]:
    """Answer with an HTML page instead."""
    body = b"<html><body><h1>Bad gateway</h1></body></html>"
    head = f"HTTP/1.1 {status} -\r\nContent-Type: text/html\r\nContent-Length: {len(body)}\r\n\r\n"
    return lambda _: head.encode() + body


class Fate(NamedTuple):
    """What may happen to a request.

    weight: how often per hundred requests; told: returns the answer for the client; lags: whether a list is
    out of date.
    """

    words: str
    weight: int
    reach: Reach = Reach.AT_ONCE
    told: Callable[[bytes], bytes] = unchanged
    lags: bool = False


FATES = (
    Fate("passed", 45),
    Fate("passed, lists as they were up to 2 seconds ago", 10, lags=True),
    Fate("passed, with 201 in the place of 200", 5, told=accepted),
    Fate("passed, with delay", 5, Reach.DELAYED),
    Fate("connection dropped before the request reached the server", 7, Reach.NEVER, dropped),
    Fate("connection dropped after the request reached the server", 7, Reach.AT_ONCE, dropped),
    Fate("connection dropped, and then the request reached the server", 3, Reach.AFTER_ALL, dropped),
    Fate("answer cut short", 5, Reach.AT_ONCE, cut_short),
    Fate("503 with HTML, before the request reached the server", 4, Reach.NEVER, html(503)),
    Fate("503 with HTML, after the request reached the server", 3, Reach.AT_ONCE, html(503)),
    Fate("200 with HTML, before the request reached the server", 3, Reach.NEVER, html(200)),
    Fate("200 with HTML, after the request reached the server", 3, Reach.AT_ONCE, html(200)),
)
WEIGHTS = [fate.weight for fate in FATES]


class UnreliableProxy:
    """Passes requests on to `upstream`, which may change, and decides by chance what happens to each.

    seed: the same seed gives the same decisions, in the order of the requests. fates: counts what happened. It runs in
    a thread of its own and is a context manager.
    """

    def __init__(self, seed: int, upstream: tuple[str, int]) -> None:
        self.upstream = upstream
        self.fates: Counter[str] = Counter()
        self._random = random.Random(seed)
        self._started = threading.Event()
        self._thread = threading.Thread(target=asyncio.run, args=(self._run(),), daemon=True)
        self._under_way: set[asyncio.Task[bytes]] = set()
        self._lists: deque[tuple[float, bytes]] = deque()

    def __enter__(self) -> Self:
        self._thread.start()
        self._started.wait()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._loop.call_soon_threadsafe(self._stop.set)
        self._thread.join()

    def send_rest(self) -> None:
        """Wait until all earlier requests have reached the server, or never will, even if their clients are gone."""

        async def rest() -> None:
            await asyncio.gather(*self._under_way, return_exceptions=True)

        asyncio.run_coroutine_threadsafe(rest(), self._loop).result()

    async def _run(self) -> None:
        self._loop, self._stop = asyncio.get_running_loop(), asyncio.Event()
        server = await asyncio.start_server(self._serve, "127.0.0.1", 0)
        self.url = "http://{}:{}".format(*server.sockets[0].getsockname()[:2])
        self._started.set()
        await self._stop.wait()
        server.close()

    async def _serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        upstream = Upstream()
        try:
            while request := await read_message(reader):
                (fate,) = self._random.choices(FATES, WEIGHTS)
                self.fates[fate.words] += 1
                answer = await self._start(self._send(request, fate.reach, upstream))
                if LIST.match(request):
                    answer = self._list(answer, fate.lags)
                told = fate.told(answer)
                writer.write(told)
                await writer.drain()
                if fate.told in (dropped, cut_short):
                    return
        except OSError:
            self.fates["(among them) the server was not there"] += 1
        finally:
            upstream.close()
            writer.close()

    def _list(self, answer: bytes, lags: bool) -> bytes:
        """Return the answer to a list, or an earlier one if it should be out of date."""
        now = time.monotonic()
        while self._lists and self._lists[0][0] < now - LAG:
            self._lists.popleft()
        if answer.startswith(b"HTTP/1.1 200 "):
            self._lists.append((now, answer))
        return self._random.choice(self._lists)[1] if lags and self._lists else answer

    async def _send(self, request: bytes, reach: Reach, upstream: Upstream) -> bytes:
        """Send the request on, as far as it gets, and return the server's answer. Raises OSError without a server."""
        if reach is Reach.NEVER:
            return b""
        if reach is Reach.AFTER_ALL:
            self._start(self._send_late(request))
            return b""
        if reach is Reach.DELAYED:
            await asyncio.sleep(self._random.uniform(0, LATEST))
        return await upstream.exchange(self.upstream, request)

    def _start(self, sending: Coroutine[None, None, bytes]) -> asyncio.Task[bytes]:
        task = asyncio.create_task(sending)
        self._under_way.add(task)
        task.add_done_callback(self._under_way.discard)
        return task

    async def _send_late(self, request: bytes) -> bytes:
        upstream = Upstream()
        try:
            return await self._send(request, Reach.DELAYED, upstream)
        except OSError:  # the client is gone
            return b""
        finally:
            upstream.close()


class Upstream:
    """A connection to the server, made when it is needed."""

    def __init__(self) -> None:
        self._address: tuple[str, int] | None = None
        self._writer: asyncio.StreamWriter | None = None

    async def exchange(self, address: tuple[str, int], request: bytes) -> bytes:
        """Send a request and return its answer. Raises OSError if there is none."""
        if self._writer is None or self._address != address:
            self.close()
            self._reader, self._writer = await asyncio.open_connection(*address)
            self._address = address
        self._writer.write(request)
        told = await read_message(self._reader)
        if not told:
            raise ConnectionResetError("no answer")
        return told

    def close(self) -> None:
        if self._writer is not None:
            self._writer.transport.abort()


async def read_message(reader: asyncio.StreamReader) -> bytes:
    """Read a request or an answer with a Content-Length; empty if the other side has gone."""
    try:
        head = await reader.readuntil(b"\r\n\r\n")
        length = re.search(rb"(?i)\r\ncontent-length: *(\d+)", head)
        return head + await reader.readexactly(int(length[1]) if length else 0)
    except (asyncio.IncompleteReadError, ConnectionError):
        return b""
