"""Faults in keeping names unique among snapshots or clusters that were made in different ways."""

import asyncio
from collections import defaultdict

from ..bodies import Draft
from ..life import Snapshot
from ..refusal import Refused
from ..server import Service
from ..witnesses.asking import CREATE, Ask, create
from ..witnesses.steps import AUTOMATED, IN_RESTORED, LIST, Step, copying, restored, restoring
from ..witnesses.witness import Witness, accepted, answers, refused
from .catalogue import breaks
from .uniqueness import STORE_SECONDS

CONCURRENT = "name-unique-concurrent"
COPY = copying(AUTOMATED, backup_name="snapshot-3")


def _in_restored(**members: object) -> Step:
    return lambda replies: create(cluster_id=restored(1)(replies), **members)


def _at_once(*asks: Ask | Step, right: object = (200, 400), wrong: object = (200, 200)) -> Witness:
    return Witness(
        asks,
        right,
        wrong,
        lambda replies: tuple(sorted(reply.status for reply in replies)),
        together=True,
        before=(LIST, restoring(AUTOMATED)),
    )


class _Slow(Service):
    """Looks a name up first and stores it later, under locks that are too narrow."""

    def prepare(self) -> None:
        self.locks: defaultdict[str, asyncio.Lock] = defaultdict(asyncio.Lock)

    async def look_up(self, draft: Draft) -> None:
        """Look a name up, wait, and forget it."""
        self.check_free(draft)
        await asyncio.sleep(STORE_SECONDS)
        self.taken.discard(self.name_key(draft.name))


@breaks(CONCURRENT, shown_by=_at_once(CREATE, _in_restored()))
class RaceOfClustersAccepted(_Slow):
    """Of simultaneous creates of one name in two clusters both are accepted: each cluster has a lock of its own."""

    async def store(self, draft: Draft) -> str:
        async with self.locks[draft.cluster_id.lower()]:
            await self.look_up(draft)
            return await super().store(draft)


class _LocksCreates(_Slow):
    """Makes one snapshot at a time, but copies without a lock."""

    async def store(self, draft: Draft) -> str:
        async with self.locks["creates"]:
            await self.look_up(draft)
            return await super().store(draft)


@breaks(CONCURRENT, shown_by=_at_once(COPY, COPY))
class RaceOfCopiesAccepted(_LocksCreates):
    """Of simultaneous copies to one name several are accepted: only creates are locked."""

    async def store_copy(self, source: Snapshot, draft: Draft) -> str:
        await self.look_up(draft)
        return await super().store_copy(source, draft)


@breaks(CONCURRENT, shown_by=_at_once(COPY, CREATE))
class RaceOfCopyAndCreateAccepted(_LocksCreates):
    """Of a copy and a create of one name at the same time both are accepted: each operation has a lock of its own."""

    async def store_copy(self, source: Snapshot, draft: Draft) -> str:
        async with self.locks["copies"]:
            await self.look_up(draft)
            return await super().store_copy(source, draft)


@breaks(
    "restore-name-concurrent",
    shown_by=_at_once(*[restoring(AUTOMATED, name="dws-twice")] * 2, right=(200, 409)),
)
class RaceOfRestoresAccepted(Service):
    """Of simultaneous restores to one name several are accepted: the name is looked up first and kept later."""

    async def store_cluster(self, name: str) -> str:
        await asyncio.sleep(STORE_SECONDS)
        return await super().store_cluster(name)


@breaks("name-unique-case", shown_by=refused(create(name="SCHEDULED-1")))
class DuplicateOfAutomatedInOtherCaseAccepted(Service):
    """The name of an automated snapshot is compared with case, that of a manual one without."""

    def check_free(self, draft: Draft) -> None:
        same = [each for each in self.mine() if self.name_key(each.name) == self.name_key(draft.name)]
        if any(each.type == "MANUAL" or each.name == draft.name for each in same):
            raise self.duplicate(draft)


@breaks("name-unique", shown_by=refused(create(name="failed-1")))
class DuplicateOfFailedAccepted(Service):
    """The name of a snapshot whose making failed is accepted again."""

    def check_free(self, draft: Draft) -> None:
        same = [each for each in self.mine() if self.name_key(each.name) == self.name_key(draft.name)]
        if not same or not all(each.failed for each in same):
            super().check_free(draft)


@breaks("name-unique", shown_by=refused(LIST, restoring(AUTOMATED), CREATE, _in_restored()))
class DuplicateInRestoredClusterAccepted(Service):
    """A create of a restored cluster accepts the names that other clusters' snapshots have."""

    def check_free(self, draft: Draft) -> None:
        if draft.cluster_id.lower() == self.account.cluster_id:
            super().check_free(draft)
        elif any(self.name_key(each.name) == self.name_key(draft.name) for each in self.of_cluster(draft.cluster_id)):
            raise self.duplicate(draft)


@breaks("copy-name", shown_by=refused(*IN_RESTORED, COPY))
class CopyNameOfOtherClusterAccepted(Service):
    """A copy's name is unique in its cluster only: the name of another cluster's snapshot is accepted."""

    def check_copy_free(self, draft: Draft) -> None:
        same = [each for each in self.of_cluster(draft.cluster_id) if each.name.lower() == draft.name.lower()]
        if same:
            raise self.duplicate(draft)


@breaks("name-unique", shown_by=refused(LIST, COPY, CREATE))
class DuplicateOfCopyAccepted(Service):
    """The name of a copy is accepted in a create: the two are kept in two tables, each with an index of its own."""

    def prepare(self) -> None:
        self.copies: set[str] = set()

    async def store_copy(self, source: Snapshot, draft: Draft) -> str:
        copy_id = await super().store_copy(source, draft)
        self.copies.add(self.name_key(draft.name))
        return copy_id

    def check_free(self, draft: Draft) -> None:
        if self.name_key(draft.name) not in self.copies:
            super().check_free(draft)

    def check_copy_free(self, draft: Draft) -> None:
        super().check_free(draft)


@breaks("restore-name-taken", shown_by=answers(409, 200, LIST, restoring(AUTOMATED, name="dws-demo")))
class RestoreNameOfFirstAccepted(Service):
    """A restore may take the name of a cluster that was not made by a restore."""

    def check_cluster_free(self, name: str) -> None:
        if name != self.clusters[self.account.cluster_id]:
            super().check_cluster_free(name)


@breaks("name-distinct", shown_by=accepted(create(name="dws-demo")))
class NameOfClusterRefused(Service):
    """A snapshot may not have the name of a cluster: all names are in one table."""

    def check_free(self, draft: Draft) -> None:
        super().check_free(draft)
        try:
            self.check_cluster_free(draft.name)
        except Refused as refused:
            raise self.duplicate(draft) from refused
