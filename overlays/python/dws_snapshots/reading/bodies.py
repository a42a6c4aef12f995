"""The body of an answer as it is read, with a limit on its size, and gzip as the only encoding."""

import time
import zlib
from collections.abc import AsyncIterator, Iterator
from typing import Any

import httpx

LONGEST = 64 * 2**20
LONGEST_OF_ERROR = 2**20
STEP = 2**16
GZIP = ("gzip", "x-gzip")
GZIP_BEGINS = b"\x1f"


def new_gzip() -> Any:
    """Return what unpacks one member of gzip. A body may have several (RFC 1952)."""
    return zlib.decompressobj(zlib.MAX_WBITS | 16)


class Unreadable(Exception):
    """A body that is refused. The message says why."""


class Body(httpx.SyncByteStream, httpx.AsyncByteStream):
    """The content of a body, unpacked. If it breaks off or is refused, it ends, and `problem` says why.

    until: when it must have ended, on the monotonic clock. Only the first part of an error's body is read.
    """

    problem: Exception | None = None

    def __init__(self, response: httpx.Response, until: float | None) -> None:
        self._response = response
        self._stream = response.stream
        self._until = until
        self._is_error = not response.is_success
        self._left = self._packed_left = LONGEST_OF_ERROR if self._is_error else LONGEST
        self._is_empty = True
        self._gzip: Any = None
        if response.is_stream_consumed:
            return
        encoding = response.headers.get("Content-Encoding", "").strip().lower()
        if encoding in GZIP:
            self._gzip = new_gzip()
        elif encoding not in ("", "identity"):
            self.problem = Unreadable(f"the answer is encoded as {encoding[:60]}, which was not asked for")
        if encoding:
            del response.headers["Content-Encoding"]  # httpx must not unpack it again

    def __iter__(self) -> Iterator[bytes]:
        assert isinstance(self._stream, httpx.SyncByteStream)
        if self._ended():
            return
        try:
            for chunk in self._stream:
                yield from self._parts(chunk)
                if self._ended():
                    return
            self._check_end()
        except Exception as error:  # whatever a transport raises
            self._broke(error)

    async def __aiter__(self) -> AsyncIterator[bytes]:
        assert isinstance(self._stream, httpx.AsyncByteStream)
        if self._ended():
            return
        try:
            async for chunk in self._stream:
                for part in self._parts(chunk):
                    yield part
                if self._ended():
                    return
            self._check_end()
        except Exception as error:
            self._broke(error)

    def close(self) -> None:
        assert isinstance(self._stream, httpx.SyncByteStream)
        self._stream.close()

    async def aclose(self) -> None:
        assert isinstance(self._stream, httpx.AsyncByteStream)
        await self._stream.aclose()

    def _broke(self, error: Exception) -> None:
        if isinstance(error, httpx.RequestError):
            error.request = self._response.request
        self.problem = error

    def _ended(self) -> bool:
        return self.problem is not None or self._left <= 0

    def _parts(self, chunk: bytes) -> Iterator[bytes]:
        """Yield the content of a chunk, unpacked in small steps: 1 kB of gzip may hold 1 MB."""
        if self._until is not None and time.monotonic() > self._until:
            raise httpx.ReadTimeout("the answer did not end in time")
        self._is_empty = False
        self._packed_left -= len(chunk)
        for part in self._unpacked(chunk):
            self._left -= len(part)
            yield part if self._left >= 0 else part[: self._left]
            if self._left < 0:
                break
        if self._left < 0 or self._packed_left < 0:
            self._left = 0
            if not self._is_error:
                self.problem = Unreadable(f"the answer is longer than {LONGEST >> 20} MB")

    def _unpacked(self, chunk: bytes) -> Iterator[bytes]:
        if self._gzip is None:
            yield chunk
            return
        part = b""
        while chunk or len(part) == STEP:
            if self._gzip.eof:
                if not chunk.startswith(GZIP_BEGINS):
                    return
                self._gzip = new_gzip()
            try:
                part = self._gzip.decompress(chunk, STEP)
            except zlib.error as error:
                raise httpx.DecodingError(f"the answer's gzip can't be read: {error}") from None
            chunk = self._gzip.unconsumed_tail or self._gzip.unused_data
            yield part

    def _check_end(self) -> None:
        if self._gzip is not None and not self._gzip.eof and not self._is_empty:
            raise httpx.DecodingError("the answer's gzip ends early")


def bounded(response: httpx.Response, until: float | None = None) -> Body:
    """Limit the body of an answer, whoever reads it, and return it. A body that was read before stays as it is."""
    body = response.stream = Body(response, until)
    return body
