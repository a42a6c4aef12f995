"""A limit for a whole exchange. The timeouts of an HTTP client limit single reads, and a slow answer may have many."""

from __future__ import annotations

import socket
import threading
from contextlib import suppress
from typing import Any


class Deadline:
    """Shuts down the connections of a client when an exchange has taken too long.

    over: whether that happened. Simultaneous exchanges on other connections of the client are cut short, too.
    """

    _OPENED = ("connection.connect_tcp.complete", "connection.start_tls.complete")

    def __init__(self, seconds: float, sockets: set[socket.socket]) -> None:
        self._sockets = sockets
        self._timer = threading.Timer(seconds, self._shut)
        self._timer.daemon = True
        self.over = False

    def __enter__(self) -> Deadline:
        self._timer.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._timer.cancel()

    def trace(self, event: str, info: dict[str, Any]) -> None:
        """Remember each connection that is opened. This is httpx's request extension `trace`."""
        if event in self._OPENED:
            opened = info["return_value"].get_extra_info("socket")
            if isinstance(opened, socket.socket):
                self._sockets.add(opened)

    def _shut(self) -> None:
        self.over = True
        for each in list(self._sockets):
            with suppress(OSError):
                each.shutdown(socket.SHUT_RDWR)
        self._sockets.clear()
