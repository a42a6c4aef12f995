"""Faults in keeping names unique, also after refused creates."""

import asyncio
import re

from ..bodies import Draft
from ..life import Snapshot
from ..refusal import Refused
from ..server import Service
from ..witnesses.asking import CREATE, UNKNOWN_CLUSTER, create
from ..witnesses.steps import IN_RESTORED, copying, created
from ..witnesses.witness import Witness, accepted, refused, while_creating
from .catalogue import breaks

STORE_SECONDS = 0.05
OTHER = create(name="snapshot-33")


def _together(right: object, wrong: object) -> Witness:
    return Witness(
        (CREATE,) * 5, right, wrong, lambda replies: sorted(reply.status for reply in replies), together=True
    )


class _RefusesDuplicates(Service):
    """Answers a taken name with another status."""

    duplicate_status = 400

    def duplicate(self, draft: Draft) -> Refused:
        return Refused(self.duplicate_status, "DWS.5039", "The name is taken.")


@breaks("name-unique", "name-unique-concurrent", shown_by=refused(CREATE, CREATE))
class DuplicateAccepted(Service):
    """A name that is taken is accepted again."""

    def check_free(self, draft: Draft) -> None:
        return


@breaks("name-unique-case", shown_by=refused(CREATE, create(name="Snapshot-3")))
class DuplicateInOtherCaseAccepted(Service):
    """A name that differs from a taken one in case only is accepted."""

    def name_key(self, name: str) -> str:
        return name


@breaks("name-unique-case", shown_by=refused(create(name="snap-i"), create(name="SNAP-I")))
class DuplicateInTurkishCaseAccepted(Service):
    """Names are compared in the lower case of Turkish, where `I` becomes a letter without a dot, not `i`."""

    def name_key(self, name: str) -> str:
        return name.replace("I", "\u0131").lower()


@breaks("name-unique-case", "no-server-error", shown_by=refused(CREATE, create(name="Snapshot-3"), wrong=500))
class DuplicateInOtherCase500(Service):
    """A name that differs from a taken one in case only is answered with 500: only the check respects case."""

    def prepare(self) -> None:
        self.exact: set[str] = set()

    async def store(self, draft: Draft) -> str:
        if draft.name.lower() in self.taken and draft.name not in self.exact:
            raise RuntimeError("unique index violated")
        self.exact.add(draft.name)
        return await super().store(draft)


@breaks("name-unique", shown_by=refused(create(name="scheduled-1")))
class DuplicateOfAutomatedAccepted(Service):
    """The name of an automated snapshot is accepted again."""

    def check_free(self, draft: Draft) -> None:
        if any(self.name_key(each.name) == self.name_key(draft.name) for each in self.mine() if each.type == "MANUAL"):
            raise self.duplicate(draft)


@breaks("name-unique", shown_by=refused(*IN_RESTORED, create()))
class DuplicateInOtherClusterAccepted(Service):
    """A name is unique in its cluster only: the name of another cluster's snapshot is accepted."""

    def check_free(self, draft: Draft) -> None:
        same = [each for each in self.mine() if self.name_key(each.name) == self.name_key(draft.name)]
        if any(each.cluster_id == draft.cluster_id.lower() for each in same):
            raise self.duplicate(draft)


@breaks("name-unique", "status-declared", shown_by=refused(CREATE, CREATE, wrong=409))
class Duplicate409(_RefusesDuplicates):
    """A name that is taken is answered with 409."""

    duplicate_status = 409


@breaks("name-unique", "bad-request-status", shown_by=refused(CREATE, CREATE, wrong=404))
class Duplicate404(_RefusesDuplicates):
    """A name that is taken is answered with 404."""

    duplicate_status = 404


@breaks("name-unique", "bad-request-status", shown_by=refused(CREATE, CREATE, wrong=403))
class Duplicate403(_RefusesDuplicates):
    """A name that is taken is answered with 403."""

    duplicate_status = 403


@breaks("name-unique", "no-server-error", shown_by=refused(CREATE, CREATE, wrong=500))
class Duplicate500(_RefusesDuplicates):
    """A name that is taken is answered with 500: the error of the unique index is not handled."""

    duplicate_status = 500


@breaks("name-unique", "snapshot-id-new", shown_by=refused(CREATE, CREATE))
class DuplicateAnsweredWithOldId(Service):
    """A name that is taken is answered with 200 and the ID of the snapshot that has it."""

    async def store(self, draft: Draft) -> str:
        for snapshot in self.mine():
            if self.name_key(snapshot.name) == self.name_key(draft.name):
                return snapshot.id
        return await super().store(draft)


@breaks("name-unique", shown_by=refused(CREATE, CREATE))
class TwoWorkersWithStoresOfTheirOwn(Service):
    """Two workers answer in turn, and neither knows the names that the other has given away."""

    def prepare(self) -> None:
        self.resting: set[str] = set()

    async def store(self, draft: Draft) -> str:
        self.taken, self.resting = self.resting, self.taken
        return await super().store(draft)


@breaks("name-unique-concurrent", shown_by=_together([200, 400, 400, 400, 400], [200] * 5))
class RaceAccepted(Service):
    """Of simultaneous creates of one name several are accepted: the name is looked up first and kept later."""

    async def store(self, draft: Draft) -> str:
        if self.name_key(draft.name) in self.taken:
            raise self.duplicate(draft)
        await asyncio.sleep(STORE_SECONDS)
        self.taken.discard(self.name_key(draft.name))
        return await super().store(draft)


@breaks(
    "name-unique-concurrent",
    "no-server-error",
    shown_by=_together([200, 400, 400, 400, 400], [200, 500, 500, 500, 500]),
)
class RaceLoser500(Service):
    """Of simultaneous creates of one name the losers are answered with 500: only the unique index stops them."""

    async def store(self, draft: Draft) -> str:
        if self.name_key(draft.name) in self.taken:
            raise self.duplicate(draft)
        await asyncio.sleep(STORE_SECONDS)
        try:
            return await super().store(draft)
        except Refused as refused:
            raise RuntimeError("unique index violated") from refused


@breaks("refused-leaves-nothing", shown_by=accepted(create(cluster_id=UNKNOWN_CLUSTER), CREATE))
class UnknownClusterTakesName(Service):
    """A create that is refused because its cluster is unknown takes the name all the same."""

    def check_cluster(self, draft: Draft) -> None:
        try:
            super().check_cluster(draft)
        except Refused:
            self.taken.add(self.name_key(draft.name))
            raise


@breaks("refused-leaves-nothing", shown_by=accepted(create(description="!"), CREATE))
class BadDescriptionTakesName(Service):
    """A create that is refused because of its description takes the name all the same."""

    reserved = ""

    def check_name(self, name: str) -> None:
        super().check_name(name)
        self.reserved = name

    def check_description(self, description: str) -> None:
        try:
            super().check_description(description)
        except Refused:
            self.taken.add(self.name_key(self.reserved))
            raise


@breaks(
    "refused-leaves-nothing",
    shown_by=accepted(CREATE, copying(created(), backup_name="snapshot-33"), create(name="snapshot-33")),
)
class RefusedCopyTakesName(Service):
    """A copy that is refused because the snapshot is manual takes the name all the same."""

    async def store_copy(self, source: Snapshot, draft: Draft) -> str:
        self.check_copy_free(draft)
        self.taken.add(self.name_key(draft.name))
        return await super().store_copy(source, draft)

    def check_copy_free(self, draft: Draft) -> None:
        if not any(self.name_key(each.name) == self.name_key(draft.name) for each in self.mine()):
            return
        super().check_copy_free(draft)


@breaks("refused-leaves-nothing", shown_by=while_creating(403, 400, OTHER, OTHER))
class BusyCreateTakesName(Service):
    """A create that is refused because the cluster is busy takes the name all the same."""

    creation_time = 0.2

    def check_free(self, draft: Draft) -> None:
        super().check_free(draft)
        self.taken.add(self.name_key(draft.name))


@breaks("name-distinct", shown_by=accepted(CREATE, create(name="snapshot3")))
class SeparatorsIgnored(Service):
    """A name that differs from a taken one in hyphens and underscores only is refused."""

    def name_key(self, name: str) -> str:
        return re.sub("[-_]", "", name.lower())


@breaks("name-distinct", shown_by=accepted(CREATE, create(name="snapshot_3")))
class HyphenEqualsUnderscore(Service):
    """A name that has an underscore where a taken one has a hyphen is refused."""

    def name_key(self, name: str) -> str:
        return name.lower().replace("_", "-")


@breaks("name-distinct", shown_by=accepted(CREATE, create(name="snapshot_3")))
class UnderscoreMatchesAny(Service):
    """A name with an underscore is refused if a taken one has any character there: names are compared with LIKE."""

    async def store(self, draft: Draft) -> str:
        pattern = re.compile(draft.name.lower().replace("_", "."))
        if any(pattern.fullmatch(taken) for taken in self.taken):
            raise self.duplicate(draft)
        return await super().store(draft)


@breaks("name-distinct", shown_by=accepted(CREATE, create(name="snapshot-33")))
class ComparedByStart(Service):
    """A name that begins with a taken one is refused."""

    async def store(self, draft: Draft) -> str:
        if draft.name.lower().startswith(tuple(self.taken)):
            raise self.duplicate(draft)
        return await super().store(draft)


@breaks("name-distinct", shown_by=accepted(create(name="a" * 32 + "b"), create(name="a" * 32 + "c")))
class ComparedByFirst32(Service):
    """A name that has its first 32 characters in common with a taken one is refused: the index is cut there."""

    def name_key(self, name: str) -> str:
        return name.lower()[:32]
