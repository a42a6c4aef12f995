"""The operations of openapi.yaml, by operationId: what each does with a request that has been judged."""

from __future__ import annotations

import random
import time
import uuid
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import Any

from dws_reference.http import Answer
from dws_reference.problems import bad_request, unknown_cluster
from dws_reference.store import Snapshot, Store


@dataclass(frozen=True, slots=True)
class Call:
    """A request after route, credentials, project, media type, JSON and schema were found right."""

    project_id: str
    parameters: dict[str, str]
    body: Any


Handler = Callable[[Call], Awaitable[Answer]]


class Snapshots:
    """The snapshots of all projects in one store."""

    def __init__(self, store: Store) -> None:
        self._store = store

    def handlers(self) -> dict[str, Handler]:
        """What serves each operationId."""
        return {"createSnapshot": self.create}

    async def create(self, call: Call) -> Answer:
        """200 with the new snapshot's ID.

        Raises Problem: 404 where the project has no such cluster (decision 3); 400 "duplicate parameter" where the
        name is taken in the project, compared without case (decision 2).
        """
        asked = call.body["snapshot"]
        cluster_id = asked["cluster_id"].lower()
        if not await self._store.has_cluster(call.project_id, cluster_id):
            raise unknown_cluster(cluster_id)
        now = time.time_ns() // 1_000_000
        snapshot = Snapshot(
            id=_new_id(now),
            project_id=call.project_id,
            cluster_id=cluster_id,
            name=asked["name"],
            description=asked.get("description", ""),
            started=now,
        )
        if not await self._store.add(snapshot):
            message = f"snapshot.name: a snapshot named '{snapshot.name}' exists in this project."
            raise bad_request(message, "DWS.5039")
        return Answer(200, {"snapshot": {"id": snapshot.id}})


def _new_id(milliseconds: int) -> str:
    """A UUID of version 7 (RFC 9562): it begins with the time, so that rows are written side by side."""
    version, variant = 7 << 76, 2 << 62
    chance = random.getrandbits(12) << 64 | random.getrandbits(62)
    return str(uuid.UUID(int=milliseconds << 80 | version | variant | chance))
