"""Faults in the list of a project's snapshots."""

from abc import abstractmethod
from collections.abc import Callable

from ..life import Snapshot
from ..server import Call, Service
from ..wire import Answer
from ..witnesses.asking import CREATE, Reply, create
from ..witnesses.looks import is_json
from ..witnesses.steps import IN_RESTORED, LIST, created, deleting, names, told_of
from ..witnesses.witness import FOREVER, Witness, accepted, shows
from .catalogue import breaks, plant
from .rewriting import AnswersWith, RewritesBody, Told


def _list_is_declared(reply: Reply) -> bool:
    match reply.json:
        case {"snapshots": [*_], "count": int()}:
            return True
    return False


def _lists(number: int) -> Callable[[Reply], bool]:
    return lambda reply: len(set(map(str, names(reply)))) == len(names(reply)) == number


def _counts(reply: Reply) -> bool:
    return reply.find("count") == len(told_of(reply))


LIST_DECLARED = shows(_list_is_declared, LIST)


class _ListAnswers(AnswersWith):
    """Answers a list with another status or media type."""

    rewritten_operation = "listSnapshots"


class _RewritesList(RewritesBody):
    """Changes the body of a list."""

    rewritten_operation = "listSnapshots"


class _Listed(Service):
    """Lists other snapshots, with their count."""

    @abstractmethod
    def chosen(self, listed: list[Told]) -> list[Told]:
        """Return the list to send in place of the right one."""

    async def listed(self) -> list[Told]:
        return self.chosen(await super().listed())


plant(
    _ListAnswers,
    {
        "List202": (
            "A list is answered with 202.",
            ("list-answer", "status-declared"),
            accepted(LIST, wrong=202),
            {"other_status": 202},
        ),
        "List206": (
            "A list is answered with 206.",
            ("list-answer", "status-declared"),
            accepted(LIST, wrong=206),
            {"other_status": 206},
        ),
        "ListAsHtml": (
            "A list is sent as text/html.",
            ("list-answer",),
            shows(is_json, LIST),
            {"other_media_type": "text/html"},
        ),
        "ListAsTextJson": (
            "A list is sent as text/json.",
            ("list-answer",),
            shows(is_json, LIST),
            {"other_media_type": "text/json"},
        ),
    },
)


@breaks("list-answer", shown_by=LIST_DECLARED)
class ListBareArray(_RewritesList):
    """A list is an array, without the object around it."""

    def retold(self, told: Told) -> object:
        return told["snapshots"]


@breaks("list-answer", shown_by=LIST_DECLARED)
class ListUnderOtherName(_RewritesList):
    """A list holds its snapshots in `items`."""

    def retold(self, told: Told) -> object:
        return {"items": told["snapshots"], "count": told["count"]}


@breaks("list-answer", shown_by=LIST_DECLARED)
class ListById(_RewritesList):
    """A list holds its snapshots in an object, by their IDs."""

    def retold(self, told: Told) -> object:
        return {**told, "snapshots": {snapshot["id"]: snapshot for snapshot in told["snapshots"]}}


@breaks("list-count", shown_by=shows(_counts, LIST))
class ListCountOffByOne(_RewritesList):
    """`count` is one less than the snapshots that a list holds."""

    def retold(self, told: Told) -> object:
        return {**told, "count": told["count"] - 1}


@breaks("list-count", shown_by=shows(_counts, LIST))
class ListCountWithoutAutomated(_RewritesList):
    """`count` leaves out the automated snapshots that a list holds."""

    def retold(self, told: Told) -> object:
        return {**told, "count": sum(snapshot["type"] == "MANUAL" for snapshot in told["snapshots"])}


@breaks("list-complete", shown_by=shows(_lists(11), *(create(name=f"snapshot-{number}") for number in range(9)), LIST))
class ListCutAtTen(_Listed):
    """A list holds the ten newest snapshots only."""

    def chosen(self, listed: list[Told]) -> list[Told]:
        return listed[:10]


@breaks("list-complete", shown_by=shows(_lists(2), LIST))
class ListWithoutAutomated(_Listed):
    """A list leaves out the automated snapshots."""

    def chosen(self, listed: list[Told]) -> list[Told]:
        return [told for told in listed if told["type"] == "MANUAL"]


@breaks("list-complete", shown_by=shows(_lists(2), LIST))
class ListWithoutNewest(_Listed):
    """A list leaves out the newest snapshot."""

    def chosen(self, listed: list[Told]) -> list[Told]:
        return listed[1:]


@breaks("list-complete", shown_by=shows(_lists(2), LIST))
class ListRepeatsNewest(_Listed):
    """A list holds the newest snapshot twice."""

    def chosen(self, listed: list[Told]) -> list[Told]:
        return listed[:1] + listed


@breaks("list-complete", shown_by=shows(_lists(3), CREATE, LIST))
class ListOneOfADescription(_Listed):
    """A list holds only one of the snapshots that have the same description."""

    def chosen(self, listed: list[Told]) -> list[Told]:
        return list({told["description"]: told for told in reversed(listed)}.values())[::-1]


@breaks(
    "list-complete",
    shown_by=Witness((CREATE, LIST), 3, 2, lambda replies: len(names(replies[-1])), creation_time=FOREVER),
)
class ListWithoutCreating(_Listed):
    """A list leaves out the snapshots that are being made."""

    creation_time = 0.2

    def chosen(self, listed: list[Told]) -> list[Told]:
        return [told for told in listed if told["status"] != "CREATING"]


@breaks("list-complete", shown_by=shows(_lists(3), *IN_RESTORED, LIST))
class ListOfFirstCluster(_Listed):
    """A list leaves out the snapshots of restored clusters."""

    def chosen(self, listed: list[Told]) -> list[Told]:
        return [told for told in listed if told["cluster_id"] == self.account.cluster_id]


@breaks("list-project-only", "list-complete", "snapshot-as-created", shown_by=shows(_lists(2), LIST))
class ListOfAllProjects(Service):
    """A list also holds the snapshots of other projects."""

    async def listed(self) -> list[Told]:
        return self.sort([self.told(snapshot) for snapshot in self.snapshots.values()], "started", "desc")


@breaks("list-complete", "list-count", "delete-gone", "request-id", shown_by=shows(_lists(3), LIST, CREATE, LIST))
class ListOfRequestBefore(Service):
    """A list is out of date: it is as it was at the request before."""

    def prepare(self) -> None:
        self.before: Answer | None = None

    async def list_snapshots(self, call: Call) -> Answer:
        answer = await super().list_snapshots(call)
        before, self.before = self.before, answer
        return before or answer


@breaks("delete-gone", shown_by=shows(_lists(2), CREATE, deleting(created()), LIST))
class ListKeepsDeleted(Service):
    """A list keeps the snapshots that were deleted, though their names are free."""

    def prepare(self) -> None:
        self.deleted: list[Snapshot] = []

    def remove(self, snapshot: Snapshot) -> None:
        super().remove(snapshot)
        self.deleted.append(snapshot)

    async def listed(self) -> list[Told]:
        return self.sort([*await super().listed(), *(self.told(each) for each in self.deleted)], "started", "desc")


@breaks("snapshot-as-created", shown_by=shows(lambda reply: "snapshot-3" in names(reply), CREATE, LIST))
class ListNamesInUpperCase(_RewritesList):
    """A list shows names in upper case, the details show them as given."""

    def retold(self, told: Told) -> object:
        return {**told, "snapshots": [{**each, "name": each["name"].upper()} for each in told["snapshots"]]}


@breaks("snapshot-members", shown_by=shows(lambda reply: "status" in told_of(reply)[0], LIST))
class ListOfIdsAndNames(_RewritesList):
    """A list shows only the ID and the name of a snapshot."""

    def retold(self, told: Told) -> object:
        return {**told, "snapshots": [{"id": each["id"], "name": each["name"]} for each in told["snapshots"]]}
