"""Calls that go on until they are done. Each is one generator, which the sync and the async client drive alike.

A flow yields what is to be done next, an `Attempt` or a `Pause`. An attempt's result is sent into it, or its DwsError
thrown; what the flow returns is the call's result.
"""

from __future__ import annotations

import random
import time
from collections.abc import Callable, Generator, Iterator
from typing import Any, NamedTuple, TypeVar

from dws_snapshots_client import operations
from dws_snapshots_client.codec import given
from dws_snapshots_client.models import ListClusterSnapshotsResponse, SnapshotDetail, SnapshotResp

from .arguments import seconds
from .errors import (
    ApiError,
    BadRequest,
    ConnectionFailed,
    CutShort,
    DwsError,
    Forbidden,
    SnapshotFailed,
    UnexpectedResponse,
    WaitTimeout,
)
from .exchange import Exchange, exchange
from .pages import Page, pages

TOO_MANY_REQUESTS = 429
INTERNAL_SERVER_ERROR = 500


class Attempt(NamedTuple):
    """A request to make. seconds: the longest that each step of it may take."""

    exchange: Exchange[Any]
    seconds: float


class Pause(NamedTuple):
    """A time to wait, in seconds."""

    seconds: float


Result = TypeVar("Result")
Flow = Generator[Attempt | Pause, Any, Result]


class Wanted(NamedTuple):
    """A snapshot to create."""

    project_id: str
    name: str
    cluster_id: str
    description: str | None

    def create(self) -> Exchange[SnapshotResp]:
        """Return the request for it. Raises InvalidRequest."""
        snapshot = {"name": self.name, "cluster_id": self.cluster_id, **given({"description": self.description})}
        return exchange(operations.create_snapshot, {"project_id": self.project_id}, body={"snapshot": snapshot})


class Limit:
    """The time that a flow has, from now on. Raises InvalidRequest."""

    def __init__(self, timeout: float) -> None:
        self._end = time.monotonic() + seconds("timeout", timeout)

    @property
    def left(self) -> float:
        """Seconds that are left; never less than 0."""
        return max(0.0, self._end - time.monotonic())

    def attempt(self, exchange: Exchange[Any]) -> Attempt:
        return Attempt(exchange, max(self.left, 0.001))

    def pause(self, seconds: float) -> Pause:
        return Pause(min(seconds, self.left))


def backoff(first: float, longest: float) -> Iterator[float]:
    """Yield pauses without end, in seconds: they double, and each is cut at random by up to a half."""
    while True:
        yield first * random.uniform(0.5, 1)
        first = min(2 * first, longest)


def wait_until_available(
    project_id: str, snapshot_id: str, timeout: float, on_progress: Callable[[SnapshotDetail], object] | None
) -> Flow[SnapshotDetail]:
    """See DwsClient.wait_until_available."""
    read = exchange(operations.list_snapshot_details, {"project_id": project_id, "snapshot_id": snapshot_id})
    limit = Limit(timeout)
    status = None
    pauses = backoff(1.0, longest=30.0)
    while True:
        failure = None
        try:
            snapshot: SnapshotDetail = yield limit.attempt(read)
        except DwsError as error:
            if not may_pass(error) or is_another_thing(error):
                raise
            failure = error
        else:
            status = snapshot.status
            if on_progress is not None:
                on_progress(snapshot)
            if status == "AVAILABLE":
                return snapshot
            if status == "UNAVAILABLE":
                raise SnapshotFailed(snapshot)
        yield limit.pause(next(pauses))
        if not limit.left:
            raise WaitTimeout(snapshot_id, status, timeout) from failure


def create_snapshot_once(wanted: Wanted, timeout: float) -> Flow[SnapshotResp]:
    """See DwsClient.create_snapshot_once.

    Whether the snapshot exists is open from the first failure of a create that may have had its effect. From then on a
    refusal may come of the caller's own earlier request, even of one that was still on its way at the last look.
    """
    create = wanted.create()
    limit = Limit(timeout)
    open_since: DwsError | None = None
    pauses = backoff(0.1, longest=10.0)
    while True:
        try:
            created: SnapshotResp = yield limit.attempt(create)
            return created
        except DwsError as error:
            failure = error
        refused = open_since is not None and isinstance(failure, (BadRequest, Forbidden))
        if may_have_had_effect(failure):
            open_since = failure
        elif not refused and not had_no_effect(failure):
            raise failure from open_since
        if not refused:
            yield limit.pause(next(pauses))
        if open_since is not None:
            found = yield from look_up(wanted, limit, open_since)
            if found is not None:
                return found
        if refused:
            raise failure from open_since
        if not limit.left:
            raise open_since or failure


def look_up(wanted: Wanted, limit: Limit, failure: DwsError) -> Flow[SnapshotResp | None]:
    """Return the cluster's snapshot of this name, compared without case, or None.

    Raises the failure when the time is over, because of the last failure to look.
    """
    found = pages(wanted.project_id, wanted.cluster_id)
    pauses = backoff(0.1, longest=10.0)
    try:
        step = next(found, None)
        while step is not None:
            if isinstance(step, Exchange):
                page = yield from read_page(step, limit, pauses, failure)
                step = found.send(page)
                continue
            for snapshot in step:
                if snapshot.name.lower() == wanted.name.lower():
                    return SnapshotResp(snapshot.id)
            step = next(found, None)
    except UnexpectedResponse as error:
        raise error from failure
    return None


def read_page(
    page: Page, limit: Limit, pauses: Iterator[float], failure: DwsError
) -> Flow[ListClusterSnapshotsResponse]:
    """Read a page, as often as what keeps it from being read may pass. Raises as `look_up`."""
    unread: DwsError | None = None
    while limit.left:
        try:
            read: ListClusterSnapshotsResponse = yield limit.attempt(page)
            return read
        except DwsError as error:
            if not may_pass(error):
                raise error from failure
            unread = error
        yield limit.pause(next(pauses))
    raise failure from unread


def may_have_had_effect(error: DwsError) -> bool:
    """Tell whether a request that failed may nevertheless have done what it was for."""
    if isinstance(error, ConnectionFailed):
        return error.may_have_been_sent
    return isinstance(error, UnexpectedResponse) or (
        isinstance(error, ApiError) and error.status_code >= INTERNAL_SERVER_ERROR
    )


def had_no_effect(error: DwsError) -> bool:
    """Tell whether a request that failed certainly did nothing, and may do something when it is repeated."""
    if isinstance(error, ConnectionFailed):
        return not error.may_have_been_sent
    return isinstance(error, ApiError) and error.status_code == TOO_MANY_REQUESTS


def may_pass(error: DwsError) -> bool:
    """Tell whether a request that only reads may succeed when it is repeated."""
    return may_have_had_effect(error) or had_no_effect(error)


def is_another_thing(error: DwsError) -> bool:
    """Tell whether an answer came whole and is not what was asked for: the next would be like it."""
    return isinstance(error, UnexpectedResponse) and not isinstance(error, CutShort)
