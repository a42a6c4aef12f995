"""The test that every client must pass: the life of a snapshot, and errors."""

from __future__ import annotations

import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any, NamedTuple

from dws_reference import demo
from interop.clients import Client
from interop.conversation import Conversation, Outcome, speaking
from support.running import RunningReference, running_reference

NAME = "interop-night"
DESCRIPTION = "before a migration"
RESTORE = {"name": "interop-restored", "port": 8001}
CREATION_TIME = 60
OTHER_PROJECT = "0" * 32


class Refusal(NamedTuple):
    """What a client should learn from an answer that refuses its request."""

    status: int
    code: str
    message: str


NO_KEY = Refusal(401, "APIGW.0303", "signature does not match")
NO_PASSWORD = Refusal(401, "APIGW.0301", "password is wrong")
OTHERS_PROJECT = Refusal(403, "DWS.0015", "not the caller's")
NO_PROJECT = Refusal(401, "APIGW.0301", "no such project")
TAKEN = Refusal(400, "DWS.5039", "exists in this project")
BAD_NAME = Refusal(400, "DWS.5065", "snapshot.name")
DELETED = Refusal(400, "DWS.0001", "has been deleted")


class Life:
    """One client on a reference of its own."""

    def __init__(self, client: Client) -> None:
        self.client = client
        self.version = ""
        self._request_ids: list[str] = []

    def live(self) -> None:
        """Run the whole test. Raises AssertionError or ConversationError if a result is wrong."""
        # A client that waits by itself needs a running clock. For the others, the test moves a stopped clock on.
        clock = ("1",) if self.client.waits else (str(CREATION_TIME), "--admin", "--clock", "manual")
        with running_reference("--creation-time", *clock) as reference:
            with self._speaking(reference) as program:
                self.version = program.version
                self._snapshots(reference, program)
            self._sign_in(reference)
            reference.stop()
            log = reference.log()
        assert all(request_id in log for request_id in self._request_ids), "a request ID is shown that no answer had"

    @contextmanager
    def _speaking(self, reference: RunningReference, **replaced: str | None) -> Iterator[Conversation]:
        variables = {"URL": reference.url, "REGION": demo.PROJECT_NAME, **self.client.credentials, **replaced}
        with speaking(self.client, {name: value for name, value in variables.items() if value}) as program:
            yield program

    def _snapshots(self, reference: RunningReference, program: Conversation) -> None:
        assert demo.CLUSTER_ID in ids(program.answer("listClusters")["clusters"])
        created = program.answer("createSnapshot", **create(NAME))["snapshot"]["id"]
        assert uuid.UUID(created)
        self._wait(reference, program, demo.CLUSTER_ID)
        shown = program.answer("listSnapshotDetails", snapshot_id=created)["snapshot"]
        expected = {"name": NAME, "status": "AVAILABLE", "type": "MANUAL", "description": DESCRIPTION}
        assert expected.items() <= shown.items(), shown
        listed = program.answer("listSnapshots")["snapshots"]
        assert created in ids(listed)
        if self._has("listClusterSnapshots"):
            page = program.answer("listClusterSnapshots", cluster_id=demo.CLUSTER_ID, limit=1, offset=0)
            assert (ids(page["snapshots"]), page["count"]) == ([created], len(listed))
        self._refused(program.call("createSnapshot", **create(NAME.upper())), TAKEN)
        self._refused(program.call("createSnapshot", **create("1-night")), BAD_NAME)
        made = [created, *self._copies(program, listed)]
        self._restores(reference, program, created)
        for each in made:
            program.answer("deleteSnapshot", snapshot_id=each)
        assert not set(made) & set(ids(program.answer("listSnapshots")["snapshots"]))
        self._refused(program.call("restoreCluster", snapshot_id=created, body={"restore": RESTORE}), DELETED)

    def _wait(self, reference: RunningReference, program: Conversation, cluster_id: str) -> None:
        """Let the client wait, or check that the cluster is at work and move the clock on."""
        if self.client.waits:
            program.answer("wait", cluster_id=cluster_id)
        else:
            working = program.answer("listClusterDetails", cluster_id=cluster_id)["cluster"]
            assert working["task_status"] in ("SNAPSHOTTING", "RESTORING"), working
            with reference.client() as admin:
                admin.post("/admin/clock", json={"advance": CREATION_TIME}).raise_for_status()
        cluster = program.answer("listClusterDetails", cluster_id=cluster_id)["cluster"]
        assert cluster["status"] == "AVAILABLE", cluster
        assert not cluster.get("task_status"), cluster

    def _copies(self, program: Conversation, listed: list[Any]) -> Iterator[str]:
        if self._has("copySnapshot"):
            automated = next(snapshot["id"] for snapshot in listed if snapshot["type"] != "MANUAL")
            copied = program.answer("copySnapshot", snapshot_id=automated, body={"backup_name": "interop-copy"})
            yield copied["snapshot_id"]

    def _restores(self, reference: RunningReference, program: Conversation, snapshot_id: str) -> None:
        restored = program.answer("restoreCluster", snapshot_id=snapshot_id, body={"restore": RESTORE})["cluster"]["id"]
        self._wait(reference, program, restored)
        assert restored in ids(program.answer("listClusters")["clusters"])

    def _sign_in(self, reference: RunningReference) -> None:
        """Try other credentials, each in a new process: one client keeps a key's signer until its process ends."""
        by_key = self.client.by_key
        if by_key and self.client.looks_up:
            with self._speaking(reference, PROJECT_ID=None) as program:
                assert program.answer("listSnapshots")["snapshots"]
        wrong = {"SECRET_KEY": "another-key"} if by_key else {"PASSWORD": "another-password"}
        other = {"PROJECT_ID": OTHER_PROJECT} if by_key else {"REGION": "another-project"}
        for replaced, refusal in (
            (wrong, NO_KEY if by_key else NO_PASSWORD),
            (other, OTHERS_PROJECT if by_key else NO_PROJECT),
        ):
            with self._speaking(reference, **replaced) as program:
                self._refused(program.call("listSnapshots"), refusal, self.client.shows_of_iam)

    def _has(self, operation: str) -> bool:
        return operation not in self.client.lacks

    def _refused(self, outcome: Outcome, refusal: Refusal, shows: tuple[str, ...] = ()) -> None:
        """Check that the client shows as much of a refusal as it can."""
        assert "answer" not in outcome, outcome
        text = outcome.get("message") or ""
        shown = {
            "status": refusal.status == outcome.get("status") or f"HTTP {refusal.status}" in text,
            "code": refusal.code == outcome.get("code") or refusal.code in text,
            "message": refusal.message in text,
            "request ID": bool(outcome.get("request_id")),
        }
        missing = [what for what in shows or self.client.shows if not shown[what]]
        assert not missing, f"{', '.join(missing)} of {refusal} is not shown: {outcome}"
        if outcome.get("request_id"):
            self._request_ids.append(outcome["request_id"])


def create(name: str) -> dict[str, Any]:
    """Return the arguments of a create for the demo cluster."""
    snapshot = {"name": name, "cluster_id": demo.CLUSTER_ID, "description": DESCRIPTION}
    return {"body": {"snapshot": snapshot}}


def ids(listed: list[dict[str, Any]]) -> list[str]:
    """Return the IDs of snapshots or clusters."""
    return [each["id"] for each in listed]
