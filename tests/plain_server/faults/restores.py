"""Faults in restoring a snapshot to a new cluster."""

from abc import abstractmethod
from dataclasses import replace

from ..life import Snapshot
from ..refusal import Refused, bad
from ..server import Call, Service
from ..wire import Answer
from ..witnesses.asking import ACCOUNT, CREATE, Ask
from ..witnesses.looks import is_json, is_uuid
from ..witnesses.steps import AUTOMATED, FAILED, IN_RESTORED, LIST, copying, created, page, restored, restoring
from ..witnesses.witness import Witness, accepted, answers, shows, while_creating
from .catalogue import breaks, plant
from .rewriting import AnswersWith, RewritesBody, Told

RESTORE = restoring(created())
TAKEN = (CREATE, RESTORE, RESTORE)
CLUSTERS = Ask(method="GET", target=f"/v1.0/{ACCOUNT.project_id}/clusters")
CLUSTER = shows(lambda reply: is_uuid(reply.find("cluster", "id")), CREATE, RESTORE)


class _RestoreAnswers(AnswersWith):
    """Answers a restore with another status or media type."""

    rewritten_operation = "restoreCluster"


class _RewritesRestore(RewritesBody):
    """Changes the body of the answer to a restore."""

    rewritten_operation = "restoreCluster"

    def retold(self, told: Told) -> object:
        return self.said(told["cluster"]["id"])

    @abstractmethod
    def said(self, cluster_id: str) -> object:
        """Return the faulty body with the ID of the cluster."""


plant(
    _RestoreAnswers,
    {
        "Restore201": (
            "A restore is answered with 201.",
            ("restore-accepted", "status-declared"),
            accepted(CREATE, RESTORE, wrong=201),
            {"other_status": 201},
        ),
        "Restore202": (
            "A restore is answered with 202.",
            ("restore-accepted", "status-declared"),
            accepted(CREATE, RESTORE, wrong=202),
            {"other_status": 202},
        ),
        "RestoreAsHtml": (
            "The answer to a restore is sent as text/html.",
            ("restore-accepted",),
            shows(is_json, CREATE, RESTORE),
            {"other_media_type": "text/html"},
        ),
    },
)


class _RestoreTaken(Service):
    """Answers a restore to the name of another cluster with another status."""

    taken_status = 0

    def check_cluster_free(self, name: str) -> None:
        try:
            super().check_cluster_free(name)
        except Refused as refused:
            refused.status = self.taken_status
            raise


plant(
    _RestoreTaken,
    {
        f"RestoreNameTaken{status}": (
            f"A restore to the name of another cluster is answered with {status}.",
            clauses,
            answers(409, status, *TAKEN),
            {"taken_status": status},
        )
        for status, clauses in (
            (403, ("restore-name-taken",)),
            (404, ("restore-name-taken",)),
            (422, ("restore-name-taken", "status-declared")),
            (500, ("restore-name-taken", "no-server-error")),
        )
    },
)


@breaks("restore-name-taken", shown_by=answers(409, 200, *TAKEN))
class RestoreNameTakenAccepted(Service):
    """A restore to the name of another cluster is accepted."""

    def check_cluster_free(self, name: str) -> None:
        return


@breaks(
    "refused-leaves-nothing",
    "restore-name-taken",
    shown_by=shows(lambda reply: reply.find("count") == 2, *TAKEN, CLUSTERS),
)
class RestoreNameTakenMakesCluster(Service):
    """A restore to the name of another cluster is refused, but the cluster is made."""

    def check_cluster_free(self, name: str) -> None:
        try:
            super().check_cluster_free(name)
        except Refused:
            self.add_cluster(name)
            raise


@breaks("refused-leaves-nothing", shown_by=accepted(LIST, restoring(FAILED), restoring(AUTOMATED), wrong=409))
class RefusedRestoreTakesName(Service):
    """A restore that is refused because of the snapshot's status takes the name all the same."""

    def prepare(self) -> None:
        self.taken_names: set[str] = set()

    def check_cluster_free(self, name: str) -> None:
        super().check_cluster_free(name)
        if name.lower() in self.taken_names:
            raise Refused(409, "DWS.5050", f"The cluster name {name!r} already exists.")
        self.taken_names.add(name.lower())


@breaks("restore-not-available", shown_by=while_creating(403, 200, RESTORE))
class RestoreCreatingAccepted(Service):
    """A snapshot that is being made is restored."""

    creation_time = 0.2

    def check_restorable(self, snapshot: Snapshot) -> None:
        if self.status_of(snapshot) != "CREATING":
            super().check_restorable(snapshot)


@breaks("restore-not-available", shown_by=while_creating(403, 400, RESTORE))
class RestoreCreating400(Service):
    """A restore of a snapshot that is being made is answered with 400."""

    creation_time = 0.2

    def check_restorable(self, snapshot: Snapshot) -> None:
        if self.status_of(snapshot) == "CREATING":
            raise bad("The snapshot is being made.")
        super().check_restorable(snapshot)


@breaks("restore-not-available", shown_by=answers(403, 200, LIST, restoring(FAILED)))
class RestoreUnavailableAccepted(Service):
    """A snapshot that is UNAVAILABLE is restored."""

    def check_restorable(self, snapshot: Snapshot) -> None:
        if self.status_of(snapshot) != "UNAVAILABLE":
            super().check_restorable(snapshot)


@breaks("restore-accepted", shown_by=accepted(LIST, restoring(AUTOMATED), wrong=403))
class RestoreAutomatedRefused(Service):
    """A restore of an automated snapshot is refused with 403."""

    def check_restorable(self, snapshot: Snapshot) -> None:
        super().check_restorable(snapshot)
        if snapshot.type != "MANUAL":
            raise self.not_allowed("the snapshot is automated")


@breaks("restore-accepted", shown_by=accepted(CREATE, RESTORE, wrong=403))
class RestoreManualRefused(Service):
    """A restore of a manual snapshot is refused with 403."""

    def check_restorable(self, snapshot: Snapshot) -> None:
        super().check_restorable(snapshot)
        if snapshot.type == "MANUAL":
            raise self.not_allowed("the snapshot is manual")


@breaks("restore-accepted", shown_by=CLUSTER)
class RestoredIdWithoutObject(_RewritesRestore):
    """The answer to a restore holds `cluster_id`, without the object `cluster`."""

    def said(self, cluster_id: str) -> object:
        return {"cluster_id": cluster_id}


@breaks("restore-accepted", shown_by=CLUSTER)
class RestoredIdUnderOtherName(_RewritesRestore):
    """The answer to a restore calls the cluster's ID `cluster_id`."""

    def said(self, cluster_id: str) -> object:
        return {"cluster": {"cluster_id": cluster_id}}


@breaks("cluster-members", shown_by=CLUSTER)
class RestoredIdWithoutHyphens(_RewritesRestore):
    """The restored cluster's ID is a UUID without hyphens."""

    def said(self, cluster_id: str) -> object:
        return {"cluster": {"id": cluster_id.replace("-", "")}}


@breaks("cluster-members", shown_by=CLUSTER)
class RestoredIdIsJob(_RewritesRestore):
    """The restored cluster's ID is the number of a job."""

    def said(self, cluster_id: str) -> object:
        return {"cluster": {"id": str(len(self.clusters))}}


@breaks(
    "restore-accepted",
    shown_by=Witness((CREATE, RESTORE), True, False, lambda replies: restored(1)(replies) != ACCOUNT.cluster_id),
)
class RestoredToSameCluster(Service):
    """A snapshot is restored to its own cluster, whose ID is the answer."""

    def add_cluster(self, name: str) -> str:
        return self.account.cluster_id


@breaks("restored-cluster-usable", "restore-accepted", shown_by=accepted(*IN_RESTORED, wrong=404))
class RestoredClusterUnknown(_RewritesRestore):
    """The restored cluster's ID is that of no cluster."""

    def said(self, cluster_id: str) -> object:
        self.clusters.pop(cluster_id)
        return {"cluster": {"id": cluster_id}}


@breaks(
    "restored-cluster-usable",
    shown_by=accepted(CREATE, RESTORE, lambda replies: page(cluster_id=restored(1)(replies)), wrong=404),
)
class RestoredClusterNotPaged(Service):
    """The snapshots of a restored cluster cannot be listed."""

    def check_path_cluster(self, cluster_id: str) -> None:
        if cluster_id != self.account.cluster_id:
            raise self.no_cluster()


@breaks("restored-cluster-usable", shown_by=accepted(*IN_RESTORED, wrong=403))
class RestoredClusterNotSnapshotted(Service):
    """A snapshot of a restored cluster is refused with 403."""

    def check_idle(self, cluster_id: str) -> None:
        if cluster_id != self.account.cluster_id:
            raise Refused(403, "DWS.0015", "Resource not found or permission denied.")
        super().check_idle(cluster_id)


@breaks(
    "page-cluster-only",
    "restored-cluster-usable",
    shown_by=shows(
        lambda reply: reply.find("count") == 0, CREATE, RESTORE, lambda replies: page(cluster_id=restored(1)(replies))
    ),
)
class RestoredClusterHasAllSnapshots(Service):
    """The pages of a restored cluster hold the snapshots of the cluster that was restored."""

    def of_cluster(self, cluster_id: str) -> list[Snapshot]:
        return super().of_cluster(self.account.cluster_id)


@breaks("order-of-judgement", shown_by=while_creating(409, 403, restoring(created(), name="dws-demo")))
class RestoreStatusBeforeName(Service):
    """A restore of a snapshot that is being made, to a name that is taken, is refused for the status."""

    creation_time = 0.2

    async def restore_cluster(self, call: Call) -> Answer:
        self.read_restore(call.request)
        self.check_restorable(self.find(self.snapshot_id(call.id)))
        return await super().restore_cluster(call)


@breaks("copy-manual", shown_by=answers(403, 200, LIST, copying(FAILED)))
class CopyUnavailableAccepted(Service):
    """An automated snapshot that is UNAVAILABLE is copied."""

    def prepare(self) -> None:
        self.snapshots |= {each.id: replace(each, type="AUTO") for each in self.mine() if each.failed}

    def check_copyable(self, snapshot: Snapshot) -> None:
        if not snapshot.failed:
            super().check_copyable(snapshot)
