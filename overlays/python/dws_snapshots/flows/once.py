"""Create a snapshot exactly once, even if answers are lost. The same in every language: vectors/retries.json."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from dws_snapshots_client import models, operations
from dws_snapshots_client.codec import given

from ..arguments import seconds
from ..errors import BadRequest, ConnectionFailed, DwsError, Forbidden, Unauthorized
from ..exchange import Exchange, exchange
from .flow import Attempt, Deadline, Flow, backoff, had_no_effect, may_have_had_effect, may_pass

ONCE_SECONDS = 300.0
BUSY = "DWS.7023"


class NewSnapshot(NamedTuple):
    """A snapshot to create."""

    project_id: str
    name: str
    cluster_id: str
    description: str | None

    def create(self) -> Exchange[models.SnapshotResp]:
        """Return the request that creates it. Raises InvalidRequest."""
        snapshot = {"name": self.name, "cluster_id": self.cluster_id, **given({"description": self.description})}
        return exchange(operations.create_snapshot, {"project_id": self.project_id}, body={"snapshot": snapshot})

    def look(self) -> Exchange[list[models.SnapshotDetail]]:
        """Return the request for the project's whole list: a name is unique in a project, not in a cluster."""
        return exchange(operations.list_snapshots, {"project_id": self.project_id})

    def named(self, there: list[models.SnapshotDetail]) -> list[models.SnapshotDetail]:
        """Return those with its name, compared without case."""
        return [snapshot for snapshot in there if snapshot.name.lower() == self.name.lower()]

    def is_of_cluster(self, snapshot: models.SnapshotDetail) -> bool:
        """Tell whether a snapshot is of its cluster, or may be, if the service names none."""
        return snapshot.cluster_id.lower() in ("", self.cluster_id.lower())


def create_snapshot(wanted: NewSnapshot, busy_timeout: float) -> Flow[models.SnapshotResp]:
    """See DwsClient.create_snapshot."""
    create, busy, pauses = wanted.create(), Deadline(busy_timeout, "busy_timeout", zero=True), busy_backoff()
    while True:
        try:
            created: models.SnapshotResp = yield Attempt(create)
            return created
        except Forbidden as error:
            if error.error_code != BUSY or not busy.left:
                raise
            failure = error
        yield busy.pause(next(pauses), failure)


def create_snapshot_once(wanted: NewSnapshot, timeout: float | None, busy_timeout: float) -> Flow[models.SnapshotResp]:
    """See DwsClient.create_snapshot_once."""
    create = wanted.create()
    patience = seconds("busy_timeout", busy_timeout, zero=True)
    deadline = Deadline(ONCE_SECONDS + patience if timeout is None else timeout)
    there = yield from look_first(wanted, deadline)
    known = {snapshot.id.lower() for snapshot in wanted.named(there)}
    pauses = backoff(0.1, longest=10.0)
    created = yield from create_until_open(create, deadline, Deadline(patience, zero=True), pauses)
    if isinstance(created, DwsError):
        created = yield from create_while_open(wanted, known, created, deadline, pauses)
    return created


def look_first(wanted: NewSnapshot, deadline: Deadline) -> Flow[list[models.SnapshotDetail]]:
    """Return the project's list before the create is sent. So after any failure here, no snapshot was created."""
    look, pauses = wanted.look(), backoff(0.1, longest=10.0)
    while True:
        try:
            there: list[models.SnapshotDetail] = yield deadline.attempt(look)
            return there
        except DwsError as error:
            if not may_pass(error):
                raise
            failure = error
        yield deadline.pause(next(pauses), failure)
        if not deadline.left:
            if isinstance(failure, ConnectionFailed):
                raise type(failure)(failure.reason, may_have_been_sent=False) from failure
            raise failure


def create_until_open(
    create: Exchange[models.SnapshotResp], deadline: Deadline, busy: Deadline, pauses: Iterator[float]
) -> Flow[models.SnapshotResp | DwsError]:
    """Return what was created, or the first failure that leaves open whether the snapshot exists; raise a refusal."""
    busy_pauses = busy_backoff()
    while True:
        try:
            created: models.SnapshotResp = yield deadline.attempt(create)
            return created
        except DwsError as error:
            failure = error
        if may_have_had_effect(failure):
            return failure
        if isinstance(failure, Forbidden) and failure.error_code == BUSY and busy.left:
            yield deadline.pause(busy.pause(next(busy_pauses), failure).seconds)
        elif had_no_effect(failure):
            yield deadline.pause(next(pauses), failure)
        else:
            raise failure
        if not deadline.left:
            raise failure


def create_while_open(
    wanted: NewSnapshot, known: set[str], opened: DwsError, deadline: Deadline, pauses: Iterator[float]
) -> Flow[models.SnapshotResp]:
    """List the snapshots, and create the one that is missing, until it is known whether it exists.

    known: the IDs that had this name before. opened: the failure that left it open. From now on a refusal may be due to
    the caller's own earlier request, even one that was still on its way at the last look-up. It is certainly due to
    somebody else's only if the name was taken before.
    """
    create, look = wanted.create(), wanted.look()
    failure = opened
    unread: DwsError | None = None
    refusal: DwsError | None = None
    while True:
        yield deadline.pause(next(pauses), failure)
        if not deadline.left:
            raise at_the_end(opened, refusal, unread)
        try:
            there = wanted.named((yield deadline.attempt(look)))
        except Unauthorized as error:
            raise error from opened
        except DwsError as error:
            failure = unread = error
            continue
        for snapshot in there:
            if snapshot.id.lower() not in known and wanted.is_of_cluster(snapshot):
                return models.SnapshotResp(snapshot.id)
        if not deadline.left:
            raise at_the_end(opened, refusal, None)
        unread = refusal = None
        try:
            created: models.SnapshotResp = yield deadline.attempt(create)
            return created
        except (BadRequest, Forbidden) as error:
            taken_before = any(snapshot.id.lower() in known for snapshot in there)
            if taken_before and isinstance(error, BadRequest):
                raise error from opened
            failure = refusal = error
        except DwsError as error:
            if may_have_had_effect(error):
                opened = error
            elif not had_no_effect(error):
                raise error from opened
            failure = error


def at_the_end(opened: DwsError, refusal: DwsError | None, unread: DwsError | None) -> DwsError:
    """Return the error when the time is over: the refusal of the last create, or else the failure that left it open."""
    error, cause = (opened, unread) if refusal is None else (refusal, opened)
    if cause is not None:
        error.__cause__ = cause
    return error


def busy_backoff() -> Iterator[float]:
    """Yield the pauses while a cluster is making another snapshot."""
    return backoff(1.0, longest=30.0)
