"""Faults in finding the snapshot or the cluster whose ID is in the path."""

import re
from abc import abstractmethod
from collections.abc import Callable
from dataclasses import replace

from ..refusal import Refused
from ..server import Call, Service
from ..wire import Answer
from ..witnesses.asking import ACCOUNT, CREATE, PATH, UNKNOWN_CLUSTER, UNKNOWN_SNAPSHOT, Ask
from ..witnesses.steps import AUTOMATED, LIST, copy, created, deleting, on, page, reading, restore
from ..witnesses.witness import Witness, accepted, answers, refused
from .catalogue import breaks, plant


def _read(snapshot_id: str) -> Ask:
    return Ask(method="GET", target=f"{PATH}/{snapshot_id}")


def _unknown(wrong: int) -> Witness:
    return answers(404, wrong, _read(UNKNOWN_SNAPSHOT))


def _malformed(wrong: int) -> Witness:
    return refused(_read("snapshot-3"), wrong=wrong)


def _written(form: Callable[[str], str]) -> Witness:
    return refused(CREATE, reading(created(), form))


def _cluster(wrong: int, cluster_id: str = UNKNOWN_CLUSTER) -> Witness:
    return answers(404, wrong, page(cluster_id=cluster_id))


class _UnknownSnapshot(Service):
    """Answers the ID of an unknown snapshot with another status."""

    unknown_status = 404

    def no_snapshot(self) -> Refused:
        return Refused(self.unknown_status, "DWS.0001", "The snapshot does not exist.")


class _MalformedId(Service):
    """Answers a snapshot ID that is no UUID with another status."""

    malformed_status = 400

    def snapshot_id(self, given: str) -> str:
        if not self.is_uuid(given):
            raise Refused(self.malformed_status, "DWS.5149", "The snapshot ID is invalid.")
        return super().snapshot_id(given)


class _ReadsIds(Service):
    """Accepts a further form of snapshot IDs: `plain` turns it into the contract's form."""

    @abstractmethod
    def plain(self, given: str) -> str:
        """Return the ID in the contract's form."""

    def snapshot_id(self, given: str) -> str:
        return super().snapshot_id(self.plain(given))


class _IdWithCase(Service):
    """Compares the ID of one operation with case."""

    operation_with_case = ""

    async def perform(self, call: Call) -> Answer:
        if call.operation == self.operation_with_case and call.id != call.id.lower():
            raise self.no_snapshot()
        return await super().perform(call)


class _UnknownCluster(Service):
    """Answers the ID of an unknown cluster in the path with another status."""

    unknown_status = 404

    def check_path_cluster(self, cluster_id: str) -> None:
        if not self.cluster_exists(cluster_id):
            raise Refused(self.unknown_status, "DWS.0047", "The cluster does not exist.")


plant(
    _UnknownSnapshot,
    {
        f"SnapshotUnknown{status}": (
            f"The UUID of an unknown snapshot is answered with {status}.",
            clauses,
            _unknown(status),
            {"unknown_status": status},
        )
        for status, clauses in (
            (403, ("snapshot-unknown",)),
            (410, ("snapshot-unknown", "status-declared")),
            (500, ("snapshot-unknown", "no-server-error")),
        )
    },
)
plant(
    _MalformedId,
    {
        f"SnapshotIdMalformed{status}": (
            f"A snapshot ID that is no UUID is answered with {status}.",
            clauses,
            _malformed(status),
            {"malformed_status": status},
        )
        for status, clauses in (
            (403, ("snapshot-id-malformed",)),
            (404, ("snapshot-id-malformed",)),
            (500, ("snapshot-id-malformed", "no-server-error")),
        )
    },
)
plant(
    _IdWithCase,
    {
        f"IdWithCaseIn{title}": (
            f"A snapshot ID in upper case is unknown to {operation}.",
            ("snapshot-id-case",),
            witness,
            {"operation_with_case": operation},
        )
        for title, operation, witness in (
            ("Details", "listSnapshotDetails", accepted(CREATE, reading(created(), str.upper), wrong=404)),
            ("Delete", "deleteSnapshot", answers(202, 404, CREATE, deleting(created(), str.upper))),
            ("Restore", "restoreCluster", accepted(CREATE, on(created(), restore(), str.upper), wrong=404)),
            ("Copy", "copySnapshot", accepted(LIST, on(AUTOMATED, copy(), str.upper), wrong=404)),
        )
    },
)
plant(
    _UnknownCluster,
    {
        f"PathClusterUnknown{status}": (
            f"The UUID of an unknown cluster in the path is answered with {status}.",
            clauses,
            _cluster(status),
            {"unknown_status": status},
        )
        for status, clauses in (
            (400, ("cluster-path",)),
            (403, ("cluster-path",)),
            (500, ("cluster-path", "no-server-error")),
        )
    },
)


@breaks("snapshot-unknown", "details-answer", shown_by=_unknown(200))
class SnapshotUnknownNull(Service):
    """The details of an unknown snapshot are answered with 200 and null."""

    async def list_snapshot_details(self, call: Call) -> Answer:
        if self.snapshot_id(call.id) not in self.snapshots:
            return self.json_answer(200, {"snapshot": None}, {})
        return await super().list_snapshot_details(call)


@breaks("snapshot-unknown", shown_by=answers(404, 202, _read(UNKNOWN_SNAPSHOT).by("DELETE")))
class DeleteUnknown202(Service):
    """A delete of an unknown snapshot is answered with 202: there is nothing to do."""

    async def delete_snapshot(self, call: Call) -> Answer:
        if self.snapshot_id(call.id) not in self.snapshots:
            return Answer(202)
        return await super().delete_snapshot(call)


@breaks("snapshot-unknown", shown_by=answers(404, 403, restore().at(f"{PATH}/{UNKNOWN_SNAPSHOT}/actions")))
class RestoreUnknown403(Service):
    """A restore of an unknown snapshot is answered with 403: it is not available."""

    async def restore_cluster(self, call: Call) -> Answer:
        try:
            return await super().restore_cluster(call)
        except Refused as refused:
            refused.status = 403 if refused.status == 404 else refused.status
            raise


@breaks("snapshot-unknown", shown_by=answers(404, 403, copy().at(f"{PATH}/{UNKNOWN_SNAPSHOT}/linked-copy")))
class CopyUnknown403(Service):
    """A copy of an unknown snapshot is answered with 403: it is not automated."""

    async def copy_snapshot(self, call: Call) -> Answer:
        try:
            return await super().copy_snapshot(call)
        except Refused as refused:
            refused.status = 403 if refused.status == 404 else refused.status
            raise


@breaks("snapshot-id-malformed", shown_by=refused(restore().at(f"{PATH}/snapshot-3/actions"), wrong=404))
class SnapshotIdFormUnchecked(Service):
    """A snapshot ID of any form is looked up, and answered with 404, by a restore and a copy only."""

    async def perform(self, call: Call) -> Answer:
        if call.operation in ("restoreCluster", "copySnapshot") and not self.is_uuid(call.id):
            raise self.no_snapshot()
        return await super().perform(call)


@breaks("snapshot-id-malformed", shown_by=_written(lambda id_: id_.replace("-", "")))
class SnapshotIdWithoutHyphensAccepted(_ReadsIds):
    """A snapshot ID of 32 hexadecimal digits without hyphens is accepted."""

    def plain(self, given: str) -> str:
        return re.sub("^(.{8})(.{4})(.{4})(.{4})(.{12})$", r"\1-\2-\3-\4-\5", given)


@breaks("snapshot-id-malformed", shown_by=_written(lambda id_: f"{id_}%0A"))
class SnapshotIdTrimmed(_ReadsIds):
    """White space around a snapshot ID is trimmed instead of refused."""

    def plain(self, given: str) -> str:
        return given.strip()


@breaks("snapshot-id-malformed", shown_by=_written(lambda id_: "{" + id_ + "}"))
class SnapshotIdInBracesAccepted(_ReadsIds):
    """A snapshot ID in braces is accepted."""

    def plain(self, given: str) -> str:
        return given[1:-1] if given.startswith("{") and given.endswith("}") else given


@breaks("snapshot-id-case", shown_by=accepted(CREATE, reading(created(), str.upper)))
class SnapshotIdUppercaseRefused(Service):
    """A snapshot ID in upper case is refused as no UUID."""

    def snapshot_id(self, given: str) -> str:
        if given != given.lower():
            raise Refused(400, "DWS.5149", "The snapshot ID is invalid.")
        return super().snapshot_id(given)


@breaks("snapshot-id-malformed", shown_by=refused(CREATE, _read("snapshot-3")))
class SnapshotFoundByName(Service):
    """Details are also found by a snapshot's name."""

    async def list_snapshot_details(self, call: Call) -> Answer:
        named = [snapshot for snapshot in self.mine() if snapshot.name == call.id]
        return await super().list_snapshot_details(replace(call, id=named[0].id) if named else call)


@breaks("cluster-path", shown_by=_cluster(200))
class PathClusterUnknownEmpty(Service):
    """The UUID of an unknown cluster in the path is answered with an empty page."""

    def check_path_cluster(self, cluster_id: str) -> None:
        return


@breaks("cluster-path", shown_by=refused(page(cluster_id="dws-demo"), wrong=404))
class PathClusterMalformed404(Service):
    """A cluster ID in the path that is no UUID is answered with 404."""

    def path_cluster_id(self, given: str) -> str:
        return given.lower()


@breaks("cluster-path", "no-server-error", shown_by=refused(page(cluster_id="dws-demo"), wrong=500))
class PathClusterMalformed500(Service):
    """A cluster ID in the path that is no UUID is answered with 500."""

    def path_cluster_id(self, given: str) -> str:
        if not self.is_uuid(given):
            raise ValueError("badly formed hexadecimal UUID string")
        return super().path_cluster_id(given)


@breaks("cluster-path", shown_by=accepted(page(cluster_id=ACCOUNT.cluster_id.upper()), wrong=404))
class PathClusterUppercaseUnknown(Service):
    """A cluster ID in the path is compared with case."""

    def path_cluster_id(self, given: str) -> str:
        if given != super().path_cluster_id(given):
            raise self.no_cluster()
        return given


@breaks("cluster-path", shown_by=accepted(page(cluster_id=ACCOUNT.cluster_id.upper())))
class PathClusterUppercaseRefused(Service):
    """A cluster ID in the path in upper case is refused as no UUID."""

    def path_cluster_id(self, given: str) -> str:
        if given != super().path_cluster_id(given):
            raise Refused(400, "DWS.5064", "The cluster ID is invalid.")
        return given
