"""Faults in the details of a snapshot: its members, their values, and changes of its status."""

import re
import time
from abc import abstractmethod
from collections.abc import Callable, Collection, Mapping
from dataclasses import replace

from ..bodies import Draft
from ..life import Snapshot
from ..server import Call, Service
from ..wire import Answer
from ..witnesses.asking import ACCOUNT, CREATE, Reply, create
from ..witnesses.looks import is_json
from ..witnesses.steps import AUTOMATED, IN_RESTORED, LIST, created, listed, reading, restoring
from ..witnesses.witness import Witness, accepted, shows
from .catalogue import breaks, plant
from .rewriting import AnswersWith, RewritesBody, Told

TIME = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ")


def _details(rule: Callable[[dict[str, object]], bool], **members: object) -> Witness:
    def keeps(reply: Reply) -> bool:
        match reply.json:
            case {"snapshot": dict(told)}:
                return rule(told)
        return False

    return shows(keeps, create(**members), reading(created()))


def _has(member: str) -> Witness:
    return _details(lambda told: member in told)


def _is(member: str, kind: type) -> Witness:
    return _details(lambda told: isinstance(told.get(member, kind()), kind))


def _tells(member: str, value: object, **members: object) -> Witness:
    return _details(lambda told: told.get(member) == value, **members)


def _status_after(reads: int) -> Witness:
    return shows(lambda reply: reply.find("snapshot", "status") == "AVAILABLE", CREATE, *(reading(created()),) * reads)


DETAILS_DECLARED = _details(lambda told: True)
UPDATED = _details(lambda told: "updated" not in told)
TIMES = _details(lambda told: TIME.fullmatch(str(told["started"])) is not None)


class _DetailsAnswers(AnswersWith):
    """Answers the details with another status or media type."""

    rewritten_operation = "listSnapshotDetails"


class _RewritesDetails(RewritesBody):
    """Changes the body of the details."""

    rewritten_operation = "listSnapshotDetails"


class _DetailsLack(_RewritesDetails):
    """Leaves a member out of the details."""

    missing = ""

    def retold(self, told: Told) -> object:
        return {"snapshot": {name: value for name, value in told["snapshot"].items() if name != self.missing}}


class _DetailsSay(_RewritesDetails):
    """Shows other values of members."""

    said: Mapping[str, object] = {}

    def retold(self, told: Told) -> object:
        return {"snapshot": {**told["snapshot"], **self.said}}


class _Keeps(Service):
    """Stores another snapshot than the requested one; list, page and details agree on it."""

    @abstractmethod
    def kept(self, draft: Draft) -> Draft:
        """Return the draft to store in place of the requested one."""

    def keep(self, draft: Draft) -> str:
        return super().keep(self.kept(draft))


plant(
    _DetailsAnswers,
    {
        "Details202": (
            "Details are answered with 202.",
            ("details-answer", "status-declared"),
            accepted(CREATE, reading(created()), wrong=202),
            {"other_status": 202},
        ),
        "DetailsAsPlainText": (
            "Details are sent as text/plain.",
            ("details-answer",),
            shows(is_json, CREATE, reading(created())),
            {"other_media_type": "text/plain"},
        ),
    },
)
plant(
    _DetailsLack,
    {
        f"Details{title}Missing": (
            f"Details have no `{member}`.",
            ("snapshot-members",),
            _has(member),
            {"missing": member},
        )
        for title, member in (
            ("Id", "id"),
            ("Name", "name"),
            ("Status", "status"),
            ("Type", "type"),
            ("ClusterId", "cluster_id"),
        )
    },
)


def _members(said: Collection[str]) -> tuple[str, ...]:
    """Return the clauses that wrong values of these members break; a create sets some of them."""
    given = {"cluster_id", "description", "name", "type"} & {*said}
    return ("snapshot-members", "snapshot-as-created") if given else ("snapshot-members",)


plant(
    _DetailsSay,
    {
        f"Details{title}": (f"{sentence} in the details.", _members(said), witness, {"said": said})
        for title, sentence, said, witness in (
            ("DescriptionArray", "`description` is an array", {"description": ["described"]}, _is("description", str)),
            ("SizeWithUnit", "`size` has a unit", {"size": "500 GB"}, _is("size", int)),
            ("SizeNegative", "`size` is below 0", {"size": -1}, _tells("size", 500)),
            ("ProgressObject", "`progress` is an object", {"progress": {"SNAPSHOTTING": "100%"}}, _is("progress", str)),
            ("StatusTrue", "`status` is true", {"status": True}, _is("status", str)),
            ("StatusNull", "`status` is null", {"status": None}, _is("status", str)),
            ("NameNull", "`name` is null", {"name": None}, _is("name", str)),
            ("TypeArray", "`type` is an array", {"type": ["MANUAL"]}, _is("type", str)),
            ("DatastoreString", "`datastore` is a string", {"datastore": "dws 8.1.3"}, _is("datastore", dict)),
            ("ClusterIdNumber", "`cluster_id` is a number", {"cluster_id": 1}, _is("cluster_id", str)),
            ("BakKeepDayWithUnit", "`bak_keep_day` has a unit", {"bak_keep_day": "7 days"}, _is("bak_keep_day", int)),
            ("BakKeepDayFraction", "`bak_keep_day` has a fraction", {"bak_keep_day": 7.5}, _is("bak_keep_day", int)),
            ("UpdatedDateOnly", "`updated` is a date without a time", {"updated": "2026-11-24"}, UPDATED),
            ("UpdatedNoDate", "`updated` is a day that does not exist", {"updated": "2026-02-30T00:00:00Z"}, UPDATED),
        )
    },
)


@breaks("details-answer", shown_by=DETAILS_DECLARED)
class DetailsUnwrapped(_RewritesDetails):
    """Details come without the member `snapshot` around them."""

    def retold(self, told: Told) -> object:
        return told["snapshot"]


@breaks("details-answer", shown_by=DETAILS_DECLARED)
class DetailsInArray(_RewritesDetails):
    """`snapshot` is an array of one in the details."""

    def retold(self, told: Told) -> object:
        return {"snapshot": [told["snapshot"]]}


@breaks(
    "details-answer",
    "snapshot-as-created",
    shown_by=shows(
        lambda reply: reply.find("snapshot", "name") == "failed-1", LIST, CREATE, reading(listed(name="failed-1"))
    ),
)
class DetailsOfNewest(Service):
    """Details are those of the newest snapshot, whichever is requested."""

    def details(self, snapshot: Snapshot) -> Told:
        return super().details(max(self.mine(), key=lambda each: each.started))


@breaks("snapshot-members", shown_by=TIMES)
class TimesOfHttp(Service):
    """Times have the form of HTTP's own headers."""

    def time_text(self, seconds: float) -> str:
        return time.strftime("%a, %d %b %Y %H:%M:%S GMT", time.gmtime(seconds))


@breaks("snapshot-members", shown_by=TIMES)
class TimesInMilliseconds(Service):
    """Times are numbers of milliseconds since 1970."""

    def told(self, snapshot: Snapshot) -> Told:
        return {**super().told(snapshot), "started": round(snapshot.started * 1000)}


@breaks("snapshot-as-created", shown_by=_tells("name", "Snapshot-3", name="Snapshot-3"))
class KeptNameInLowerCase(_Keeps):
    """A snapshot's name is kept in lower case."""

    def kept(self, draft: Draft) -> Draft:
        return replace(draft, name=draft.name.lower())


@breaks("snapshot-as-created", shown_by=_tells("name", "snapshot_3", name="snapshot_3"))
class KeptNameWithoutUnderscores(_Keeps):
    """A snapshot's name is kept with hyphens for its underscores."""

    def kept(self, draft: Draft) -> Draft:
        return replace(draft, name=draft.name.replace("_", "-"))


@breaks("snapshot-as-created", shown_by=_tells("description", "kept", description="kept"))
class KeptDescriptionDropped(_Keeps):
    """A snapshot's description is not kept."""

    def kept(self, draft: Draft) -> Draft:
        return replace(draft, description="")


@breaks("snapshot-as-created", shown_by=_tells("description", "x" * 256, description="x" * 256))
class KeptDescriptionCut(_Keeps):
    """A snapshot's description is cut to 255 characters when it is kept."""

    def kept(self, draft: Draft) -> Draft:
        return replace(draft, description=draft.description[:255])


@breaks("snapshot-as-created", shown_by=_tells("description", "é", description="é"))
class KeptDescriptionEscaped(_Keeps):
    """A snapshot's description is stored with character references in place of characters outside ASCII."""

    def kept(self, draft: Draft) -> Draft:
        return replace(draft, description=draft.description.encode("ascii", "xmlcharrefreplace").decode())


@breaks("snapshot-as-created", shown_by=_tells("description", "\u4e2d", description="\u4e2d"))
class KeptDescriptionInLatin1(_Keeps):
    """A snapshot's description is stored with question marks in place of characters outside Latin-1."""

    def kept(self, draft: Draft) -> Draft:
        return replace(draft, description=draft.description.encode("latin-1", "replace").decode("latin-1"))


@breaks("description-kept", shown_by=_tells("description", " kept ", description=" kept "))
class KeptDescriptionTrimmed(_Keeps):
    """A snapshot's description is kept without the white space around it."""

    def kept(self, draft: Draft) -> Draft:
        return replace(draft, description=draft.description.strip())


@breaks(
    "snapshot-as-created",
    "restored-cluster-usable",
    shown_by=shows(
        lambda reply: reply.find("snapshot", "cluster_id") != ACCOUNT.cluster_id, *IN_RESTORED, reading(created(2))
    ),
)
class KeptOfFirstCluster(_Keeps):
    """A snapshot of a restored cluster is kept as one of the first cluster."""

    def kept(self, draft: Draft) -> Draft:
        return replace(draft, cluster_id=self.account.cluster_id)


plant(
    _DetailsSay,
    {
        "DetailsTypeAutomated": (
            "The details call every snapshot automated.",
            ("snapshot-as-created", "snapshot-members"),
            _tells("type", "MANUAL"),
            {"said": {"type": "AUTO"}},
        ),
        "DetailsDescriptionEmpty": (
            "The details of every snapshot have an empty description; the list has the right one.",
            ("snapshot-as-created",),
            _tells("description", "kept", description="kept"),
            {"said": {"description": ""}},
        ),
        "DetailsClusterIdOther": (
            "The details of every snapshot name another cluster.",
            ("snapshot-as-created",),
            _tells("cluster_id", ACCOUNT.cluster_id),
            {"said": {"cluster_id": "7d85f602-a948-4a30-afd4-e84f47471c15"}},
        ),
        "DetailsStayCreating": (
            "The details of a snapshot that is available say CREATING for ever.",
            ("snapshot-becomes-available", "one-at-a-time"),
            _status_after(1),
            {"said": {"status": "CREATING"}},
        ),
        "DetailsDescriptionNull": (
            "The details of every snapshot say that `description` is null; the list has the right one.",
            ("snapshot-as-created",),
            _is("description", str),
            {"said": {"description": None}},
        ),
    },
)


@breaks("snapshot-becomes-available", shown_by=_status_after(3))
class StatusGoesBack(Service):
    """A snapshot that has been read as AVAILABLE twice is CREATING again."""

    def prepare(self) -> None:
        self.reads: dict[str, int] = {}

    async def list_snapshot_details(self, call: Call) -> Answer:
        self.reads[call.id.lower()] = self.reads.get(call.id.lower(), 0) + 1
        return await super().list_snapshot_details(call)

    def details(self, snapshot: Snapshot) -> Told:
        told = super().details(snapshot)
        return {**told, "status": "CREATING"} if self.reads[snapshot.id] > 2 else told


@breaks(
    "snapshot-as-created",
    shown_by=shows(
        lambda reply: reply.find("snapshot", "cluster_name") == "dws-demo",
        LIST,
        restoring(AUTOMATED),
        CREATE,
        reading(created(2)),
    ),
)
class ClusterNameOfNewest(Service):
    """The `cluster_name` in details is that of the newest cluster."""

    def details(self, snapshot: Snapshot) -> Told:
        return {**super().details(snapshot), "cluster_name": list(self.clusters.values())[-1]}
