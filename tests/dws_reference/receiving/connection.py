"""Reset a client's connection from inside an application, which ASGI does not provide."""

from __future__ import annotations

import os
import socket
import stat
import struct
from contextlib import suppress

_RESET_ON_CLOSE = struct.pack("ii", 1, 0)


def reset(peer: tuple[str, int]) -> None:
    """Make the server drop the connection with this peer, as if the client had gone, with an RST to the peer.

    The server owns the socket and closes it; a copy of its descriptor is enough to say how. If the peer has already
    gone, there is nothing to do.
    """
    connection = _connection(peer)
    if connection is not None:
        with connection, suppress(OSError):
            connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, _RESET_ON_CLOSE)
            connection.shutdown(socket.SHUT_RD)


def _connection(peer: tuple[str, int]) -> socket.socket | None:
    """A copy of the socket that this process shares with the peer. Descriptors come and go meanwhile."""
    for descriptor in map(int, os.listdir("/dev/fd")):
        with suppress(OSError):
            if stat.S_ISSOCK(os.fstat(descriptor).st_mode):
                candidate = socket.socket(fileno=os.dup(descriptor))
                if _peer(candidate) == peer:
                    return candidate
                candidate.close()
    return None


def _peer(connection: socket.socket) -> tuple[str, int] | None:
    try:
        host, port = connection.getpeername()[:2]
    except (OSError, ValueError):
        return None
    return host, port
