"""Fetch a token once for all threads and tasks that need it. Each waits no longer than its own limit."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from concurrent.futures import Future
from copy import copy
from time import monotonic
from types import TracebackType
from typing import Any, Self

import httpx

from .failures import is_timeout


class Token:
    """A fetched token. project_id: its project, if known; seconds: its validity; early: how long before to renew it."""

    def __init__(self, value: str, project_id: str | None, seconds: float, early: float) -> None:
        self.value = value
        self.project_id = project_id
        self._ends_at = monotonic() + seconds
        self._renew_at = self._ends_at - early
        self._was_refused = False

    def __repr__(self) -> str:
        return "Token(…)"

    def holds(self) -> bool:
        return not self._was_refused and monotonic() < self._ends_at

    def is_due(self) -> bool:
        return monotonic() >= self._renew_at

    def refuse(self) -> None:
        """Stop using it."""
        self._was_refused = True

    def renew_in(self, seconds: float) -> None:
        self._renew_at = monotonic() + seconds


class Timeouts:
    """The time-outs of the request that needs a token. The read time-out also limits the wait for others' fetches."""

    def __init__(self, request: httpx.Request, url: str) -> None:
        self._extensions = request.extensions
        self._url = url
        self._steps: Mapping[str, float | None] = request.extensions.get("timeout") or {}
        read = self._steps.get("read")
        self.until = None if read is None else monotonic() + read

    def left(self) -> float | None:
        """Return the seconds left, or None for no limit. Raises httpx.ReadTimeout if there are none."""
        left = None if self.until is None else self.until - monotonic()
        if left is not None and left <= 0:
            raise self.over()
        return left

    def over(self) -> httpx.ReadTimeout:
        """Return the error when the time is over. Its request is the one for the token."""
        return httpx.ReadTimeout("no token came in time", request=httpx.Request("POST", self._url))

    def extensions(self, longest: float | None) -> dict[str, Any]:
        """Return the extensions of the request for a token. No step lasts longer than the time left, or `longest`."""
        left = self.left()
        steps = {step: shortest(seconds, left, longest) for step, seconds in self._steps.items()}
        return {**self._extensions, "timeout": steps}


def shortest(*limits: float | None) -> float | None:
    """Return the shortest limit. None means no limit."""
    return min((limit for limit in limits if limit is not None), default=None)


class Outcome:
    """The end of a fetch, for those who wait for it."""

    def __init__(self) -> None:
        self._future: Future[Token | Exception | None] = Future()
        self._future.set_running_or_notify_cancel()  # giving up the wait does not cancel it

    def tell(self, outcome: Token | Exception | None) -> None:
        """End it with a token, a failure, or None if the fetch was given up and somebody else must make it."""
        self._future.set_result(outcome)

    def wait(self, timeouts: Timeouts) -> Token | None:
        """Return the token, or None if the fetch was given up. Raises the failure, or httpx.ReadTimeout."""
        try:
            self._future.result(timeouts.left())
        except TimeoutError:
            raise timeouts.over() from None
        return self._taken()

    async def wait_async(self, timeouts: Timeouts) -> Token | None:
        """As `wait`."""
        from asyncio import wait, wrap_future

        waiting = wrap_future(self._future)
        try:
            done, _ = await wait({waiting}, timeout=timeouts.left())
        finally:
            waiting.cancel()
        if not done:
            raise timeouts.over()
        return self._taken()

    def _taken(self) -> Token | None:
        outcome = self._future.result()
        if isinstance(outcome, Exception):
            failure = copy(outcome)  # each has a traceback of its own
            failure.__cause__ = outcome.__cause__
            raise failure
        return outcome


class Fetch:
    """A fetch under way, and its outcome. The caller that makes it does so in a `with` block.

    spare: a token that is still valid, to use if no new one comes.
    """

    def __init__(self, end: Callable[[], object], spare: Token | None) -> None:
        self.outcome = Outcome()
        self.spare = spare
        self.token = spare
        self._end = end

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> bool:
        # A caller that gave up or ran out of time says nothing about the others.
        shared = error if isinstance(error, Exception) and not is_timeout(error) else None
        self._end()
        self.outcome.tell(shared if error is not None else self.token)
        return isinstance(error, Exception) and self.spare is not None
