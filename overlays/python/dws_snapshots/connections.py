"""Where connections may be used: in the process and the event loop that opened them."""

from __future__ import annotations

import os
from collections.abc import Callable
from typing import TYPE_CHECKING, Any, Generic, TypeVar

import httpx

from .errors import InvalidRequest

if TYPE_CHECKING:
    from asyncio import AbstractEventLoop

Http = TypeVar("Http", bound=httpx.Client | httpx.AsyncClient)

CLOSED = "must not be used after it was closed"
# httpx's own transports that have no connections.
ANYWHERE = (httpx.MockTransport, httpx.ASGITransport, httpx.WSGITransport)


class Connections(Generic[Http]):
    """The httpx client of one process and, in asyncio, of one event loop.

    After a fork, or when the loop is closed, a new one takes its place. A transport of the caller's can't be replaced.
    endpoint: names the client in an error.
    """

    def __init__(self, endpoint: str, transport: Any, new: Callable[[], Http]) -> None:
        self._endpoint = endpoint
        self._transport = transport
        self._new = new
        self._http = new()
        self._place: tuple[int, AbstractEventLoop | None] | None = None
        self._is_closed = False

    def http(self, loop: AbstractEventLoop | None = None) -> Http:
        """Return the client of this process and loop. Raises InvalidRequest."""
        place = (os.getpid(), loop)
        if place != self._place or self._is_closed:
            self._move(place)
        return self._http

    def _move(self, place: tuple[int, AbstractEventLoop | None]) -> None:
        if self._is_closed:
            raise InvalidRequest("client", CLOSED, self._endpoint)
        if self._place is not None and not isinstance(self._transport, ANYWHERE):
            process, loop = self._place
            if process == place[0] and loop is not None and not loop.is_closed():
                raise InvalidRequest("client", "must stay in one event loop; create one for each loop", self._endpoint)
            if self._transport is not None:
                where = "event loop that uses it" if process == place[0] else "process that uses it, after the fork"
                raise InvalidRequest("transport", f"must be created in the {where}", self._transport)
            self._http = self._new()  # the old one is left open: its connections belong elsewhere
        self._place = place

    def close(self, loop: AbstractEventLoop | None = None) -> Http | None:
        """Return the client to close, if it belongs here. From now on `http` raises."""
        self._is_closed = True
        return self._http if self._place in (None, (os.getpid(), loop)) else None


def running_loop() -> AbstractEventLoop | None:
    """Return the running event loop, if it is asyncio's."""
    from asyncio import get_running_loop

    try:
        return get_running_loop()
    except RuntimeError:
        return None
