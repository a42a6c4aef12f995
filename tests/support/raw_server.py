"""A TCP server that answers with given bytes, for answers that no correct service gives."""

import socket
import struct
import threading
from collections.abc import Callable, Sequence
from contextlib import suppress
from types import TracebackType
from typing import Self

Behaviour = Callable[[socket.socket], bool]


def answer(status: int, body: bytes | str = b"", **headers: str) -> Behaviour:
    """Send a whole answer; the connection stays open."""
    content = body.encode() if isinstance(body, str) else body
    lines = [f"HTTP/1.1 {status} -", f"Content-Length: {len(content)}"]
    lines += [f"{name.replace('_', '-')}: {value}" for name, value in headers.items()]
    return raw("\r\n".join([*lines, "", ""]).encode() + content)


def raw(content: bytes, keep: bool = True) -> Behaviour:
    """Send these bytes; keep the connection or close it."""

    def behave(connection: socket.socket) -> bool:
        connection.sendall(content)
        return keep

    return behave


def close(connection: socket.socket) -> bool:
    """Close the connection without an answer."""
    return False


def reset(connection: socket.socket) -> bool:
    """Reset the connection without an answer."""
    connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
    return False


def silence(connection: socket.socket) -> bool:
    """Send nothing until the client closes the connection."""
    connection.recv(1)
    return False


class RawServer:
    """Uses one of the given behaviours for each request, and repeats the last one. `requests` has all requests."""

    def __init__(self, *behaviours: Behaviour) -> None:
        self._behaviours: Sequence[Behaviour] = behaviours
        self.requests: list[bytes] = []
        self._lock = threading.Lock()
        self._listener = socket.create_server(("127.0.0.1", 0))
        self.url = f"http://127.0.0.1:{self._listener.getsockname()[1]}"

    def __enter__(self) -> Self:
        threading.Thread(target=self._accept, daemon=True).start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._listener.shutdown(socket.SHUT_RDWR)
        self._listener.close()

    def _accept(self) -> None:
        while True:
            try:
                connection, _ = self._listener.accept()
            except OSError:
                return
            threading.Thread(target=self._serve, args=(connection,), daemon=True).start()

    def _serve(self, connection: socket.socket) -> None:
        # If the client is gone, it needs no answer.
        with connection, suppress(ConnectionError):
            while request := read_request(connection):
                with self._lock:
                    behave = self._behaviours[min(len(self.requests), len(self._behaviours) - 1)]
                    self.requests.append(request)
                if not behave(connection):
                    return


def read_request(connection: socket.socket) -> bytes:
    """Read one request with a Content-Length; empty when the client is gone."""
    content = b""
    while b"\r\n\r\n" not in content:
        more = connection.recv(65536)
        if not more:
            return b""
        content += more
    head, _, body = content.partition(b"\r\n\r\n")
    length = next((int(line[15:]) for line in head.lower().split(b"\r\n") if line.startswith(b"content-length:")), 0)
    while len(body) < length:
        more = connection.recv(65536)
        if not more:
            return b""
        body += more
    return head + b"\r\n\r\n" + body
