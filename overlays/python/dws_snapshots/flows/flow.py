"""The parts of calls that send several requests. Each call is a generator, which both clients drive alike.

A flow yields its next step, an `Attempt`, a `Pause` or a `Told`. The result of an attempt is sent into it, or its
DwsError is thrown. What the flow returns is the call's result. The pauses are the same in every language:
vectors/pauses.json.
"""

from __future__ import annotations

import random
import time
from collections.abc import Awaitable, Generator, Iterator
from time import monotonic
from typing import Any, NamedTuple, TypeVar

from ..arguments import seconds
from ..errors import ApiError, ConnectionFailed, CutShort, DwsError, UnexpectedResponse
from ..exchange import Exchange

TOO_MANY_REQUESTS = 429
INTERNAL_SERVER_ERROR = 500


class Attempt(NamedTuple):
    """A request to send. seconds: the limit for the whole attempt; None if only the client's time-outs apply."""

    exchange: Exchange[Any]
    seconds: float | None = None


class Pause(NamedTuple):
    """A time to wait, in seconds."""

    seconds: float

    def wait(self) -> None:
        time.sleep(self.seconds)

    async def wait_async(self) -> None:
        from asyncio import sleep

        await sleep(self.seconds)


class Told(NamedTuple):
    """What a function of the caller returned. The async client awaits it if it can."""

    returned: object

    def wait(self) -> None:
        pass

    async def wait_async(self) -> None:
        if isinstance(self.returned, Awaitable):
            await self.returned


Result = TypeVar("Result")
Flow = Generator[Attempt | Pause | Told, Any, Result]


class Deadline:
    """The time that a flow has, from now on. Raises InvalidRequest if it is not a time."""

    def __init__(self, timeout: float, field: str = "timeout", *, zero: bool = False) -> None:
        self._end = monotonic() + seconds(field, timeout, zero=zero)

    @property
    def left(self) -> float:
        """Seconds that are left; never less than 0."""
        return max(0.0, self._end - monotonic())

    def attempt(self, exchange: Exchange[Any]) -> Attempt:
        return Attempt(exchange, max(self.left, 0.001))

    def pause(self, seconds: float, after: DwsError | None = None) -> Pause:
        """Return a pause, at most for the time left. after: the failure, which may ask for a longer pause."""
        return Pause(min(max(seconds, asked_for(after)), self.left))


def backoff(first: float, longest: float) -> Iterator[float]:
    """Yield endless pauses, in seconds: they double, and each is shortened at random by up to a half."""
    while True:
        yield first * random.uniform(0.5, 1)
        first = min(2 * first, longest)


def asked_for(error: DwsError | None) -> float:
    """Return how long the answer asked to wait, in seconds."""
    return (error.retry_after or 0.0) if isinstance(error, ApiError) else 0.0


def may_have_had_effect(error: DwsError) -> bool:
    """Tell whether a request that failed may still have had an effect."""
    if isinstance(error, ConnectionFailed):
        return error.may_have_been_sent
    return isinstance(error, UnexpectedResponse) or (
        isinstance(error, ApiError) and error.status_code >= INTERNAL_SERVER_ERROR
    )


def had_no_effect(error: DwsError) -> bool:
    """Tell whether a request that failed certainly did nothing, and may succeed if it is repeated."""
    if isinstance(error, ConnectionFailed):
        return not error.may_have_been_sent
    return isinstance(error, ApiError) and error.status_code == TOO_MANY_REQUESTS


def may_pass(error: DwsError) -> bool:
    """Tell whether a request that only reads may succeed if it is repeated."""
    return may_have_had_effect(error) or had_no_effect(error)


def is_another_thing(error: DwsError) -> bool:
    """Tell whether a complete answer was of another kind: repeating the request would not help."""
    return isinstance(error, UnexpectedResponse) and not isinstance(error, CutShort)
