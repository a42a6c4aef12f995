"""Reads that are repeated: of a snapshot until it is available, of a page until it comes."""

from __future__ import annotations

from collections.abc import Callable

from dws_snapshots_client import models, operations

from ..errors import ApiError, DwsError, SnapshotFailed, WaitTimeout
from ..exchange import Exchange, Result, exchange
from .flow import (
    TOO_MANY_REQUESTS,
    Attempt,
    Deadline,
    Flow,
    Pause,
    Told,
    asked_for,
    backoff,
    is_another_thing,
    may_pass,
)

SERVICE_UNAVAILABLE = 503
READ_AGAIN = 5
LONGEST_ASKED_FOR = 300.0


def wait_until_available(
    project_id: str, snapshot_id: str, timeout: float, on_progress: Callable[[models.SnapshotDetail], object] | None
) -> Flow[models.SnapshotDetail]:
    """See DwsClient.wait_until_available."""
    read = exchange(operations.list_snapshot_details, {"project_id": project_id, "snapshot_id": snapshot_id})
    deadline = Deadline(timeout)
    status = None
    pauses = backoff(1.0, longest=30.0)
    while True:
        failure = None
        try:
            snapshot: models.SnapshotDetail = yield deadline.attempt(read)
        except DwsError as error:
            if not may_pass(error) or is_another_thing(error):
                raise
            failure = error
        else:
            status = snapshot.status
            if on_progress is not None:
                yield Told(on_progress(snapshot))
            if status == "AVAILABLE":
                return snapshot
            if status == "UNAVAILABLE":
                raise SnapshotFailed(snapshot)
        yield deadline.pause(next(pauses), failure)
        if not deadline.left:
            raise WaitTimeout(snapshot_id, status, timeout) from failure


def read_page(page: Exchange[Result]) -> Flow[Result]:
    """Read a page; after 429 or 503 again, at most five times, unless the service asks for more than 5 minutes."""
    pauses, repeats_left = backoff(1.0, longest=30.0), READ_AGAIN
    while True:
        try:
            read: Result = yield Attempt(page)
            return read
        except ApiError as error:
            passing = error.status_code in (TOO_MANY_REQUESTS, SERVICE_UNAVAILABLE)
            if not passing or not repeats_left or asked_for(error) > LONGEST_ASKED_FOR:
                raise
            failure = error
        repeats_left -= 1
        yield Pause(max(next(pauses), asked_for(failure)))
