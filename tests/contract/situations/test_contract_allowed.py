"""What a correct service may do by the words of the contract, though most do not: the suite must not complain."""

from __future__ import annotations

import json
import time
from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any, ClassVar

import pytest

from dws_contract import run
from plain_server.refusal import Refused
from plain_server.server import Call, Service
from plain_server.wire import Answer
from support.served import served


class BusyAfterwards(Service):
    """A cluster stays SNAPSHOTTING for a moment after its snapshot is AVAILABLE."""

    def is_busy(self, cluster_id: str) -> bool:
        return any(time.time() < each.done + 0.3 for each in self.of_cluster(cluster_id.lower()))

    def check_idle(self, cluster_id: str) -> None:
        super().check_idle(cluster_id)
        if self.is_busy(cluster_id):
            raise self.not_allowed("the cluster is SNAPSHOTTING")

    def told_cluster(self, cluster_id: str) -> dict[str, Any]:
        told = super().told_cluster(cluster_id)
        return told | {"task_status": "SNAPSHOTTING"} if self.is_busy(cluster_id) else told


class RestoringForAWhile(Service):
    """A restored snapshot is not deleted, and a new cluster makes none, for a second after the restore."""

    def prepare(self) -> None:
        super().prepare()
        self.until: dict[str, float] = {}

    async def restore_cluster(self, call: Call) -> Answer:
        told = await super().restore_cluster(call)
        for id_ in (call.id.lower(), json.loads(told.body)["cluster"]["id"]):
            self.until[id_] = time.time() + 1
        return told

    def is_restoring(self, id_: str) -> bool:
        return time.time() < self.until.get(id_, 0)

    def status_of(self, snapshot: Any) -> str:
        status = super().status_of(snapshot)
        return "RESTORING" if status == "AVAILABLE" and self.is_restoring(snapshot.id) else status

    def check_deletable(self, snapshot: Any) -> None:
        super().check_deletable(snapshot)
        if self.is_restoring(snapshot.id):
            raise self.not_allowed("the snapshot is RESTORING")

    def check_idle(self, cluster_id: str) -> None:
        super().check_idle(cluster_id)
        if self.is_restoring(cluster_id):
            raise Refused(403, "DWS.5044", "The cluster is being restored.")

    def told_cluster(self, cluster_id: str) -> dict[str, Any]:
        told = super().told_cluster(cluster_id)
        return told | {"status": "CREATING", "task_status": "RESTORING"} if self.is_restoring(cluster_id) else told


class KnowsItsNetworks(Service):
    """Refuses a restore to a network that does not exist."""

    def restore(self, document: object) -> Mapping[str, object]:
        restore = super().restore(document)
        if any(restore.get(name) for name in ("vpc_id", "subnet_id", "security_group_id")):
            raise Refused(400, "DWS.5040", "The project has no such network.")
        return restore


class TellsLittleInLists(Service):
    """Only details tell more than the mandatory members."""

    async def perform(self, call: Call) -> Answer:
        told = await super().perform(call)
        body = json.loads(told.body or b"{}")
        for each in body.get("snapshots", []):
            for name in each.keys() - {"id", "name", "status", "type", "cluster_id"}:
                del each[name]
        return replace(told, body=json.dumps(body).encode()) if told.body else told


class RoundsInLists(Service):
    """Lists of clusters round the times that details tell."""

    def cluster_details(self, cluster_id: str) -> dict[str, object]:
        told = super().cluster_details(cluster_id)
        created = datetime.fromisoformat(str(told["created"])) + timedelta(seconds=1)
        return {**told, "created": f"{created:%Y-%m-%dT%H:%M:%SZ}"}


class SpeaksPlainly(Service):
    """Its words for people, and its codes, look like SQL or exceptions."""

    def prepare(self) -> None:
        super().prepare()
        for id_, each in self.snapshots.items():
            self.snapshots[id_] = replace(each, description="Before DELETE FROM orders WHERE day < 5")

    def error_body(self, refused: Refused) -> object:
        message = "Select another one from the list: you cannot delete from it, or update it."
        return {"error_code": "DWS.ParameterError", "error_msg": message}


class Loses(Service):
    """Carries out a request, and then answers some of its kind as if it were overloaded."""

    loses: ClassVar[str]
    status: ClassVar[int]

    def prepare(self) -> None:
        super().prepare()
        self.seen = 0

    async def perform(self, call: Call) -> Answer:
        told = await super().perform(call)
        self.seen += call.operation == self.loses
        if call.operation != self.loses or self.seen % 7 != 3:
            return told
        if self.status == 503:
            error = {"error_code": "DWS.0005", "error_msg": "Service unavailable."}
            return self.json_answer(503, error, {"Retry-After": "0"})
        return Answer(self.status, b"<h1>Gateway</h1>", {"Content-Type": "text/html"})


class TakesFewAtOnce(Service):
    """Refuses a create with 503 while it works on two others."""

    def prepare(self) -> None:
        super().prepare()
        self.at_work = 0

    async def perform(self, call: Call) -> Answer:
        if self.at_work >= 2 and call.operation == "createSnapshot":
            error = {"error_code": "DWS.0005", "error_msg": "Service unavailable."}
            return self.json_answer(503, error, {"Retry-After": "1"})
        self.at_work += 1
        try:
            return await super().perform(call)
        finally:
            self.at_work -= 1


LOSES = [
    type(f"Loses-{operation}-{status}", (Loses,), {"loses": operation, "status": status})
    for operation in ("createSnapshot", "deleteSnapshot", "restoreCluster", "copySnapshot")
    for status in (502, 503)
]


@pytest.mark.parametrize(
    ("kind", "creation_time"),
    [
        (BusyAfterwards, 0.1),
        (RestoringForAWhile, None),
        (KnowsItsNetworks, None),
        (TellsLittleInLists, None),
        (RoundsInLists, None),
        (SpeaksPlainly, None),
        (TakesFewAtOnce, None),
        *((kind, None) for kind in LOSES),
    ],
    ids=lambda value: value.__name__ if isinstance(value, type) else "",
)
def test_a_correct_service_is_not_accused(kind: type[Service], creation_time: float | None) -> None:
    service = kind(creation_time=creation_time)
    account = service.account
    before = set(service.snapshots)
    with served(service, access_key=account.access_key, secret_key=account.secret_key) as options:
        report = run(options)
    assert report.conforms, report.summary()
    assert (report.left, set(service.snapshots)) == ((), before)


def test_a_quota_is_named_where_it_ends_the_creates() -> None:
    class Full(Service):
        """Keeps 15 manual snapshots."""

        def keep(self, draft: Any) -> str:
            if sum(each.type == "MANUAL" for each in self.mine()) >= 15:
                raise Refused(403, "DWS.7034", "The quota is used up.")
            return super().keep(draft)

    with served(Full()) as options:
        report = run(options)
    reasons = {each.reason for each in report.of("not reached")}
    assert not any("was used up" in reason for reason in reasons), report.summary()
    assert any("if that is a quota, set --max-creates" in reason for reason in reasons)
