"""HTTP/1.1 on asyncio streams: reads requests, writes answers, keeps connections open."""

import asyncio
import json
import re
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, field, replace
from email.utils import formatdate
from http import HTTPStatus

LARGEST_BODY = 64 * 1024 * 1024

_REQUEST_LINE = re.compile(r"([!#$%&'*+.^_`|~0-9A-Za-z-]+) (\S+) HTTP/1\.([01])")


@dataclass(frozen=True, slots=True)
class Request:
    """A request as it was received: header names are in lower case, repeated headers joined with a comma."""

    method: str
    target: str
    headers: Mapping[str, str]
    body: bytes

    @property
    def path(self) -> str:
        """The target's path, not decoded."""
        return self.target.partition("?")[0]

    @property
    def query(self) -> str:
        """The target's query, not decoded."""
        return self.target.partition("?")[2]


@dataclass(frozen=True, slots=True)
class Answer:
    """An answer: `Content-Length` is added unless it is among the headers."""

    status: int
    body: bytes = b""
    headers: Mapping[str, str] = field(default_factory=dict)


class Hangup(Exception):
    """Raised to close the connection without an answer."""


class _NotHttp(Exception):
    """The input is not an HTTP/1.1 request that this server can read."""


Respond = Callable[[Request], Awaitable[Answer]]
SkipsBody = Callable[[Request], bool]


async def serve_connection(
    respond: Respond, skips_body: SkipsBody, reader: asyncio.StreamReader, writer: asyncio.StreamWriter
) -> None:
    """Answer the requests of one connection, one after another, until either side closes it.

    skips_body: whether the body of a request with this head is left unread.
    """
    try:
        while await _serve_request(respond, skips_body, reader, writer):
            pass
    except (ConnectionError, asyncio.IncompleteReadError, asyncio.CancelledError, Hangup):
        pass  # asyncio reports a connection whose task ends cancelled, when the server stops, as an error
    finally:
        writer.close()


async def _serve_request(
    respond: Respond, skips_body: SkipsBody, reader: asyncio.StreamReader, writer: asyncio.StreamWriter
) -> bool:
    """Answer one request; return whether the connection stays open."""
    try:
        head = await reader.readuntil(b"\r\n\r\n")
        method, target, version, headers = _parse_head(head.decode("latin-1"))
        request = Request(method, target, headers, b"")
        if not skips_body(request):
            request = replace(request, body=await _read_body(headers, reader, writer))
    except (_NotHttp, asyncio.LimitOverrunError) as error:
        message = json.dumps({"error_code": "APIGW.0100", "error_msg": f"Not a request: {error}"})
        await _write(Answer(400, message.encode(), {"Content-Type": "application/json", "Connection": "close"}), writer)
        return False
    answer = await respond(request)
    await _write(answer, writer, with_body=method != "HEAD")
    connection = headers.get("connection", "keep-alive" if version == "1" else "close").lower()
    return "close" not in connection and answer.headers.get("Connection") != "close"


def _parse_head(head: str) -> tuple[str, str, str, dict[str, str]]:
    first, *lines = head.removesuffix("\r\n\r\n").split("\r\n")
    match = _REQUEST_LINE.fullmatch(first)
    if not match:
        raise _NotHttp("the request line is malformed")
    headers: dict[str, str] = {}
    for line in lines:
        name, colon, value = line.partition(":")
        if not colon or not name or name != name.strip():
            raise _NotHttp("a header is malformed")
        name, value = name.lower(), value.strip(" \t")
        headers[name] = f"{headers[name]}, {value}" if name in headers else value
    method, target, version = match.groups()
    if target.startswith(("http://", "https://")):
        target = "/" + target.split("/", 3)[3] if target.count("/") > 2 else "/"
    return method, target, version, headers


async def _read_body(headers: Mapping[str, str], reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> bytes:
    if headers.get("expect", "").lower() == "100-continue":
        writer.write(b"HTTP/1.1 100 Continue\r\n\r\n")
    if headers.get("transfer-encoding", "").lower() == "chunked":
        return await _read_chunks(reader)
    length = headers.get("content-length", "0")
    if not re.fullmatch("[0-9]{1,12}", length):
        raise _NotHttp("Content-Length is no number")
    if int(length) > LARGEST_BODY:
        raise _NotHttp("the body is too long")
    return await reader.readexactly(int(length))


async def _read_chunks(reader: asyncio.StreamReader) -> bytes:
    chunks: list[bytes] = []
    left = LARGEST_BODY
    while True:
        size_line = await reader.readuntil(b"\r\n")
        match = re.match(rb"([0-9A-Fa-f]{1,8})[ \t]*(;|\r\n)", size_line)
        if not match:
            raise _NotHttp("a chunk's size is no number")
        size = int(match[1], 16)
        left -= size
        if left < 0:
            raise _NotHttp("the body is too long")
        if size == 0:
            while await reader.readuntil(b"\r\n") != b"\r\n":
                pass
            return b"".join(chunks)
        chunks.append(await reader.readexactly(size))
        if await reader.readexactly(2) != b"\r\n":
            raise _NotHttp("a chunk does not end where its size says")


async def _write(answer: Answer, writer: asyncio.StreamWriter, *, with_body: bool = True) -> None:
    phrase = HTTPStatus(answer.status).phrase
    headers = {"Content-Length": str(len(answer.body)), "Date": formatdate(usegmt=True), **answer.headers}
    head = "".join(f"{name}: {value}\r\n" for name, value in headers.items())
    writer.write(f"HTTP/1.1 {answer.status} {phrase}\r\n{head}\r\n".encode() + (answer.body if with_body else b""))
    await writer.drain()
