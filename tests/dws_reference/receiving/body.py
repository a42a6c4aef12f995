"""The body of one request: read with a bound on its size and on the time it may take."""

from __future__ import annotations

import asyncio
import hashlib
from collections.abc import Awaitable, Callable, MutableMapping
from contextlib import suppress
from typing import Any

from dws_reference.problems import Problem, bad_request

LIMIT = 12 * 1024 * 1024
"""Bytes that a body may have: "bodies up to 12 MB"."""

READ_AT_MOST = 4 * LIMIT
"""Bytes that are read at most. Those beyond the limit are discarded, but let the sender get to read the answer."""

SLOWEST = 1024
"""Bytes per second that a sender must keep up, once its time to start has passed."""

Message = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[Message]]


class RequestBody:
    """A body that may not have arrived yet. It is read at most once; later reads give the same bytes.

    `read_timeout` is the time in seconds that a sender has, and every SLOWEST bytes that arrive add a second.
    `length` is the announced size, if any; the server enforces it. `awaited`: the sender waits for 100 Continue, that
    is, until somebody reads.
    """

    def __init__(self, receive: Receive, read_timeout: int, length: int | None = None, awaited: bool = False) -> None:
        self._receive = receive
        self._read_timeout = read_timeout
        self._length = length
        self._awaited = awaited
        self._hash = hashlib.sha256()
        self._content = bytearray()
        self._size = 0
        self._limit = LIMIT
        self._complete = False
        self._began: float | None = None
        self._broken = ""

    async def content(self, limit: int = LIMIT) -> bytes:
        """The whole body.

        Raises Problem (400) if it is longer than `limit`, does not arrive in time, or breaks off.
        """
        self._limit = limit
        await self._read()
        if self._size > limit:
            raise bad_request(f"The body is too long: at most {limit} bytes are allowed, {self._size} were given.")
        return bytes(self._content)

    async def sha256(self) -> str:
        """The SHA-256 of the whole body in hexadecimal, even if it is longer than LIMIT.

        Raises Problem (400) like `content`, for a body that does not arrive.
        """
        await self._read()
        return self._hash.hexdigest()

    async def finish(self) -> bool:
        """Read what is left, so that a sender who writes everything before reading gets to read the answer.

        False if it did not all arrive: then the connection can't be used for another request.
        """
        if not self._awaited or self._began is not None:
            with suppress(Problem):
                await self._read()
        return self._complete

    async def _read(self) -> None:
        while not self._complete:
            if not self._broken:
                await self._read_part()
            if self._broken:
                raise bad_request(self._broken)

    async def _read_part(self) -> None:
        """A failure is kept as a sentence: an exception would keep its frames, and these the connection."""
        if self._began is None:
            self._began = asyncio.get_running_loop().time()
        try:
            async with asyncio.timeout_at(self._began + self._read_timeout + self._size / SLOWEST):
                message = await self._receive()
        except TimeoutError:
            self._broken = f"The body did not arrive in time: {self._size} bytes came."
            return
        if message["type"] == "http.disconnect":
            self._broken = f"The body broke off after {self._size} bytes."
            return
        part: bytes = message.get("body", b"")
        self._size += len(part)
        self._hash.update(part)
        if self._size <= self._limit:
            self._content += part
        else:
            self._content.clear()
        self._complete = self._size == self._length or not message.get("more_body", False)
        if self._size > READ_AT_MOST and not self._complete:
            self._broken = f"The body is too long: at most {LIMIT} bytes are allowed, more than {self._size} came."
