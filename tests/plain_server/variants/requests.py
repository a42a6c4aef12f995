"""Other ways to read a restore or a copy, to answer a delete, and to refuse IDs that do not exist."""

from dataclasses import replace

from ..bodies import Members
from ..refusal import Refused
from ..server import Call, Service
from ..wire import Answer
from .catalogue import correct


def _without_null(members: Members) -> Members:
    return {name: value for name, value in members.items() if value is not None or name in ("name", "backup_name")}


@correct
class RestoreNullAccepted(Service):
    """Optional members of a restore may be null."""

    def restore(self, document: object) -> Members:
        if isinstance(document, dict) and isinstance(document.get("restore"), dict):
            restore = dict(_without_null(document["restore"]))
            public_ip = restore.get("public_ip")
            if isinstance(public_ip, dict):
                restore["public_ip"] = _without_null(public_ip)
            document = {**document, "restore": restore}
        return super().restore(document)


@correct
class CopyNullAccepted(Service):
    """A copy's description may be null."""

    def copy_description(self, document: Members) -> str:
        return super().copy_description(_without_null(document))


@correct
class RestoreNameTaken400(Service):
    """A restore to the name of another cluster is answered with 400."""

    def check_cluster_free(self, name: str) -> None:
        try:
            super().check_cluster_free(name)
        except Refused as refused:
            refused.status = 400
            raise


@correct
class ClusterNamesWithCase(Service):
    """The names of clusters are compared with case."""

    def check_cluster_free(self, name: str) -> None:
        if name in self.clusters.values():
            super().check_cluster_free(name)


@correct
class SnapshotUnknown400(Service):
    """The UUID of an unknown snapshot is answered with 400."""

    def no_snapshot(self) -> Refused:
        return Refused(400, "DWS.5111", "The backup does not exist.")


class _Deleted(Service):
    """Answers a delete with a body."""

    deleted_body = b""

    async def delete_snapshot(self, call: Call) -> Answer:
        answer = await super().delete_snapshot(call)
        return replace(answer, body=self.deleted_body, headers={**answer.headers, "Content-Type": "application/json"})


@correct
class DeleteWithJob(_Deleted):
    """The answer to a delete names a job, which is null."""

    deleted_body = b'{"job_id": null}'


@correct
class DeleteWithEmptyObject(_Deleted):
    """The answer to a delete has an empty object for a body."""

    deleted_body = b"{}"


@correct
class DeleteWithStatus(_Deleted):
    """The answer to a delete has a member `status`, which the contract does not name."""

    deleted_body = b'{"status": "DELETING"}'
