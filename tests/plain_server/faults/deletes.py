"""Faults in deleting snapshots, and in making one at a time."""

from ..bodies import Draft
from ..life import Snapshot
from ..parameters import Page
from ..refusal import Refused, bad
from ..server import Call, Service
from ..wire import Answer
from ..witnesses.asking import CREATE, Ask, Reply, create
from ..witnesses.steps import (
    AUTOMATED,
    IN_RESTORED,
    LIST,
    Step,
    copied,
    copying,
    created,
    deleting,
    names,
    page,
    reading,
    restoring,
)
from ..witnesses.witness import FOREVER, Witness, accepted, answers, shows, while_creating
from .catalogue import breaks, plant
from .rewriting import Rewrites, Told

OTHER = create(name="snapshot-33", description="described")
DELETE = deleting(created())


def _names_after(*asks: Ask | Step) -> Witness:
    def kept(reply: Reply) -> bool:
        return "snapshot-33" in names(reply) and "failed-1" in names(reply)

    return shows(kept, *asks, LIST)


class _Deleted(Rewrites):
    """Answers a successful delete differently."""

    rewritten_operation = "deleteSnapshot"
    deleted_answer = Answer(202)

    def rewritten(self, answer: Answer) -> Answer:
        return self.deleted_answer


class _Remembers(Service):
    """Knows which snapshots were deleted."""

    def prepare(self) -> None:
        self.deleted: dict[str, Snapshot] = {}

    def remove(self, snapshot: Snapshot) -> None:
        super().remove(snapshot)
        self.deleted[snapshot.id] = snapshot


class _Busy(Service):
    """Answers a second create while the first snapshot is being made with another status."""

    creation_time = 0.2
    busy_status = 403

    def check_idle(self, cluster_id: str) -> None:
        try:
            super().check_idle(cluster_id)
        except Refused as refused:
            refused.status = self.busy_status
            raise


plant(
    _Deleted,
    {
        "Delete200": (
            "A delete is answered with 200.",
            ("delete-accepted", "status-declared"),
            answers(202, 200, CREATE, DELETE),
            {"deleted_answer": Answer(200)},
        ),
        "Delete204": (
            "A delete is answered with 204.",
            ("delete-accepted", "status-declared"),
            answers(202, 204, CREATE, DELETE),
            {"deleted_answer": Answer(204)},
        ),
    },
)
plant(
    _Busy,
    {
        f"Busy{status}": (
            f"A second create while the first snapshot is being made is answered with {status}.",
            clauses,
            while_creating(403, status, OTHER),
            {"busy_status": status},
        )
        for status, clauses in (
            (400, ("one-at-a-time",)),
            (409, ("one-at-a-time", "status-declared")),
            (500, ("one-at-a-time", "no-server-error")),
        )
    },
)


@breaks("delete-gone", shown_by=answers(404, 200, CREATE, DELETE, reading(created())))
class DeleteDoesNothing(Service):
    """A delete is answered, but nothing is deleted."""

    def remove(self, snapshot: Snapshot) -> None:
        return


@breaks("delete-gone", "delete-only-that", shown_by=_names_after(OTHER, CREATE, deleting(created(1))))
class DeleteTakesOldest(Service):
    """A delete deletes the oldest manual snapshot, whichever was requested."""

    def remove(self, snapshot: Snapshot) -> None:
        manual = [each for each in self.mine() if each.type == "MANUAL"]
        super().remove(min(manual, key=lambda each: each.started))


@breaks("delete-only-that", shown_by=_names_after(OTHER, CREATE, deleting(created(1))))
class DeleteTakesOneMore(Service):
    """A delete also deletes the manual snapshot that was made just before."""

    def remove(self, snapshot: Snapshot) -> None:
        before = [each for each in self.mine() if each.started < snapshot.started and each.type == "MANUAL"]
        super().remove(snapshot)
        if before:
            super().remove(max(before, key=lambda each: each.started))


@breaks("delete-only-that", shown_by=_names_after(OTHER, CREATE, deleting(created(1))))
class DeleteTakesDescribedAlike(Service):
    """A delete also deletes all manual snapshots of the same description."""

    def remove(self, snapshot: Snapshot) -> None:
        for each in self.mine():
            if each.description == snapshot.description and each.type == "MANUAL":
                super().remove(each)


@breaks("delete-only-that", shown_by=_names_after(OTHER, CREATE, deleting(created(1))))
class DeleteTakesNamesThatStartAlike(Service):
    """A delete also deletes all snapshots whose names start with the deleted one's."""

    def remove(self, snapshot: Snapshot) -> None:
        for each in self.mine():
            if each.name.startswith(snapshot.name):
                super().remove(each)


@breaks("delete-gone", shown_by=answers(404, 200, CREATE, DELETE, reading(created())))
class DeleteHidesFromListsOnly(_Remembers):
    """A deleted snapshot is in no list, but its details are still shown."""

    async def list_snapshot_details(self, call: Call) -> Answer:
        snapshot = self.deleted.get(call.id.lower())
        if snapshot:
            return self.json_answer(200, {"snapshot": self.details(snapshot)}, {})
        return await super().list_snapshot_details(call)


@breaks("delete-gone", shown_by=shows(lambda reply: reply.find("count") == 2, CREATE, DELETE, page()))
class DeleteKeepsOnPages(_Remembers):
    """A deleted snapshot is still on the pages of its cluster."""

    async def paged(self, cluster_id: str, page: Page) -> tuple[list[Told], int]:
        there = [
            *self.of_cluster(cluster_id),
            *(each for each in self.deleted.values() if each.cluster_id == cluster_id),
        ]
        return self.cut(self.sort([self.told(each) for each in there], page.sort_key, page.sort_dir), page), len(there)


@breaks("delete-frees-name", shown_by=accepted(CREATE, DELETE, CREATE))
class DeleteKeepsName(Service):
    """A deleted snapshot's name stays taken."""

    def remove(self, snapshot: Snapshot) -> None:
        super().remove(snapshot)
        self.taken.add(self.name_key(snapshot.name))


@breaks("delete-frees-name", shown_by=accepted(create(name="Snapshot-3"), DELETE, create(name="Snapshot-3")))
class DeleteKeepsNamesWithCapitals(Service):
    """A deleted snapshot's name stays taken if it has capital letters: it is freed as given, and kept in lower case."""

    def remove(self, snapshot: Snapshot) -> None:
        super().remove(snapshot)
        if snapshot.name != snapshot.name.lower():
            self.taken.add(self.name_key(snapshot.name))


@breaks("no-use-after-delete", shown_by=answers(404, 202, CREATE, DELETE, DELETE))
class DeletedIsDeletedAgain(_Remembers):
    """A delete of a deleted snapshot is answered with 202."""

    async def delete_snapshot(self, call: Call) -> Answer:
        return Answer(202) if call.id.lower() in self.deleted else await super().delete_snapshot(call)


@breaks("no-use-after-delete", "no-server-error", shown_by=answers(404, 500, CREATE, DELETE, DELETE))
class DeletedAgain500(_Remembers):
    """A delete of a deleted snapshot is answered with 500."""

    async def delete_snapshot(self, call: Call) -> Answer:
        if call.id.lower() in self.deleted:
            raise LookupError("no such backup file")
        return await super().delete_snapshot(call)


@breaks(
    "no-use-after-delete",
    "status-declared",
    "delete-gone",
    shown_by=answers(404, 410, CREATE, DELETE, reading(created())),
)
class Deleted410(_Remembers):
    """Every request for a deleted snapshot is answered with 410."""

    def find(self, snapshot_id: str) -> Snapshot:
        if snapshot_id in self.deleted:
            raise Refused(410, "DWS.0001", "The snapshot was deleted.")
        return super().find(snapshot_id)


@breaks("no-use-after-delete", shown_by=answers(404, 200, CREATE, DELETE, restoring(created())))
class DeletedIsRestored(_Remembers):
    """A restore of a deleted snapshot is accepted."""

    async def restore_cluster(self, call: Call) -> Answer:
        if call.id.lower() in self.deleted:
            return self.json_answer(200, {"cluster": {"id": self.add_cluster(self.read_restore(call.request))}}, {})
        return await super().restore_cluster(call)


@breaks("no-use-after-delete", shown_by=answers(404, 200, CREATE, DELETE, copying(created())))
class DeletedIsCopied(_Remembers):
    """A copy of a deleted snapshot is accepted."""

    async def copy_snapshot(self, call: Call) -> Answer:
        snapshot = self.deleted.get(call.id.lower())
        if snapshot:
            draft = self.read_copy(call.request)
            self.check_free(draft)
            copy_id = self.keep(Draft(draft.name, snapshot.cluster_id, draft.description))
            return self.json_answer(200, {"snapshot_id": copy_id}, {})
        return await super().copy_snapshot(call)


@breaks(
    "no-use-after-delete",
    shown_by=Witness((CREATE, DELETE, CREATE), 2, 1, lambda replies: len({created(0)(replies), created(2)(replies)})),
)
class DeletedIdUsedAgain(_Remembers):
    """A new snapshot gets the ID of the one that was deleted last."""

    def new_id(self, draft: Draft) -> str:
        return self.deleted.popitem()[0] if self.deleted else super().new_id(draft)


@breaks("delete-automated", shown_by=answers(403, 202, LIST, deleting(AUTOMATED)))
class DeleteAutomatedAccepted(Service):
    """An automated snapshot is deleted."""

    def check_deletable(self, snapshot: Snapshot) -> None:
        return


class _DeleteAutomated(Service):
    """Answers a delete of an automated snapshot differently."""

    automated_status = 403

    def check_deletable(self, snapshot: Snapshot) -> None:
        if snapshot.type != "MANUAL":
            raise Refused(self.automated_status, "DWS.0001", "The snapshot is automated.")
        super().check_deletable(snapshot)


plant(
    _DeleteAutomated,
    {
        f"DeleteAutomated{status}": (
            f"A delete of an automated snapshot is answered with {status}.",
            clauses,
            answers(403, status, LIST, deleting(AUTOMATED)),
            {"automated_status": status},
        )
        for status, clauses in (
            (202, ("delete-automated",)),
            (400, ("delete-automated",)),
            (404, ("delete-automated",)),
            (409, ("delete-automated", "status-declared")),
        )
    },
)


@breaks("delete-creating", shown_by=while_creating(403, 202, DELETE))
class DeleteCreatingAccepted(Service):
    """A snapshot that is being made is deleted."""

    creation_time = 0.2

    def check_deletable(self, snapshot: Snapshot) -> None:
        if self.status_of(snapshot) != "CREATING":
            super().check_deletable(snapshot)


@breaks("delete-creating", shown_by=while_creating(403, 400, DELETE))
class DeleteCreating400(Service):
    """A delete of a snapshot that is being made is answered with 400."""

    creation_time = 0.2

    def check_deletable(self, snapshot: Snapshot) -> None:
        if self.status_of(snapshot) == "CREATING":
            raise bad("The snapshot is being made.")
        super().check_deletable(snapshot)


@breaks(
    "delete-accepted", shown_by=answers(202, 400, CREATE, lambda replies: DELETE(replies).having(Content_Type=None))
)
class DeleteNeedsMediaType(Service):
    """A delete without Content-Type: application/json is refused, though it has no body."""

    async def delete_snapshot(self, call: Call) -> Answer:
        self.check_media_type(call.request)
        return await super().delete_snapshot(call)


@breaks("one-at-a-time", shown_by=while_creating(403, 200, OTHER))
class TwoAtATime(Service):
    """A second snapshot of a cluster is made beside the first."""

    creation_time = 0.2

    def check_idle(self, cluster_id: str) -> None:
        return


@breaks("one-at-a-time", shown_by=Witness((*IN_RESTORED, OTHER), 200, 403, creation_time=FOREVER))
class OneAtATimeInProject(Service):
    """While a snapshot of one cluster is being made, those of the other clusters are refused, too."""

    creation_time = 0.2

    def check_idle(self, cluster_id: str) -> None:
        for each in self.clusters:
            super().check_idle(each)


@breaks("order-of-judgement", "name-unique", shown_by=while_creating(400, 403, CREATE))
class BusyBeforeUniqueness(Service):
    """While a snapshot of the cluster is being made, a taken name is answered with 403."""

    creation_time = 0.2

    async def store(self, draft: Draft) -> str:
        self.check_idle(draft.cluster_id.lower())
        return await super().store(draft)


@breaks(
    "delete-only-that",
    shown_by=accepted(LIST, copying(AUTOMATED), deleting(copied(1)), reading(AUTOMATED), wrong=404),
)
class DeleteOfCopyTakesSource(Service):
    """A delete of a copy also deletes the automated snapshot that was copied."""

    def prepare(self) -> None:
        self.sources: dict[str, Snapshot] = {}

    async def store_copy(self, source: Snapshot, draft: Draft) -> str:
        copy_id = await super().store_copy(source, draft)
        self.sources[copy_id] = source
        return copy_id

    def remove(self, snapshot: Snapshot) -> None:
        super().remove(snapshot)
        if source := self.sources.get(snapshot.id):
            self.snapshots.pop(source.id, None)
