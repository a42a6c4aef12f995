"""A server that answers every POST with a created snapshot, and does as little work as possible.

The costs of a client can be measured only if the service costs almost nothing. It prints its
address, and ends when its input ends. It uses the standard library only.
"""

import asyncio
import sys

BODY = b'{"snapshot": {"id": "2a4d0f86-67cd-408a-8b66-017454fb7793"}}'
ANSWER = b"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: %d\r\n\r\n%b" % (len(BODY), BODY)
LENGTH = b"content-length:"


class Canned(asyncio.Protocol):
    """One connection. It finds the end of a request by its Content-Length."""

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self._transport = transport
        self._received = b""

    def data_received(self, data: bytes) -> None:
        received = self._received + data
        while (end := whole(received)) and isinstance(self._transport, asyncio.WriteTransport):
            self._transport.write(ANSWER)
            received = received[end:]
        self._received = received


def whole(received: bytes) -> int:
    """Return how many bytes the first request has, or 0 if it is not whole yet."""
    head = received.find(b"\r\n\r\n")
    if head < 0:
        return 0
    fields = received[:head].lower()
    place = fields.find(LENGTH)
    length = int(fields[place + len(LENGTH) :].split(b"\r\n", 1)[0]) if place >= 0 else 0
    end = head + 4 + length
    return end if len(received) >= end else 0


async def serve() -> None:
    """Serve on a free port until the input ends."""
    loop = asyncio.get_running_loop()
    server = await loop.create_server(Canned, "127.0.0.1", 0)
    print(f"http://127.0.0.1:{server.sockets[0].getsockname()[1]}", flush=True)
    await loop.run_in_executor(None, sys.stdin.read)


if __name__ == "__main__":
    asyncio.run(serve())
