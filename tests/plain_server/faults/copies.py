"""Faults in copying an automated snapshot to a manual one."""

import re
from abc import abstractmethod
from collections.abc import Mapping
from dataclasses import replace

from ..bodies import Draft, Members
from ..life import Snapshot
from ..refusal import Refused, bad
from ..server import Call, Service
from ..wire import Answer, Request
from ..witnesses.asking import CREATE, create
from ..witnesses.looks import is_json, is_uuid
from ..witnesses.steps import AUTOMATED, LIST, copied, copy, copying, created, listed, names, on, reading
from ..witnesses.witness import Witness, accepted, answers, refused, shows
from .catalogue import breaks, plant
from .rewriting import AnswersWith, RewritesBody, Told

COPY = copying(AUTOMATED)


def _refused(backup_name: str = "snapshot-copy", wrong: int = 200, **members: object) -> Witness:
    return refused(LIST, copying(AUTOMATED, backup_name=backup_name, **members), wrong=wrong)


def _accepted(backup_name: str = "snapshot-copy", **members: object) -> Witness:
    return accepted(LIST, copying(AUTOMATED, backup_name=backup_name, **members))


def _tells(member: str, value: object) -> Witness:
    return shows(
        lambda reply: reply.find("snapshot", member) == value,
        LIST,
        copying(AUTOMATED, description="copied"),
        reading(copied(1)),
    )


def _body(body: bytes, wrong: int = 200) -> Witness:
    return refused(LIST, on(AUTOMATED, copy().replacing(copy().body, body)), wrong=wrong)


COPY_ID = shows(lambda reply: is_uuid(reply.find("snapshot_id")), LIST, COPY)


class _CopyAnswers(AnswersWith):
    """Answers a copy with another status or media type."""

    rewritten_operation = "copySnapshot"


class _RewritesCopy(RewritesBody):
    """Changes the body of the answer to a copy."""

    rewritten_operation = "copySnapshot"

    def retold(self, told: Told) -> object:
        return self.said(told["snapshot_id"])

    @abstractmethod
    def said(self, snapshot_id: str) -> object:
        """Return the faulty body with the ID of the copy."""


class _CopyNames(Service):
    """Accepts and refuses names of copies by a pattern of its own."""

    copy_pattern = re.compile("[A-Za-z][A-Za-z0-9_-]{3,63}")

    def check_copy_name(self, name: str) -> None:
        if not self.copy_pattern.fullmatch(name):
            raise bad("backup_name: the name pattern is invalid.", "DWS.5065")


class _CopyDescriptions(Service):
    """Accepts and refuses descriptions of copies by a pattern of its own."""

    description_pattern = re.compile("[^!<>'=&\"]{0,256}")

    def copy_description(self, document: Members) -> str:
        description = document.get("description", "")
        if not isinstance(description, str) or not self.description_pattern.fullmatch(description):
            raise bad("description: the format is invalid.", "DWS.5065")
        return description


class _CopyKeeps(Service):
    """Stores another copy than the requested one."""

    @abstractmethod
    def kept(self, copy: Snapshot, source: Snapshot) -> Snapshot:
        """Return the copy to store in place of the requested one."""

    async def store_copy(self, source: Snapshot, draft: Draft) -> str:
        copy_id = await super().store_copy(source, draft)
        self.snapshots[copy_id] = self.kept(self.snapshots[copy_id], source)
        return copy_id


class _CopyRefuses(Service):
    """Answers with another status if the snapshot's type does not allow a copy, or if the name is taken."""

    other_statuses: Mapping[int, int] = {}

    async def store_copy(self, source: Snapshot, draft: Draft) -> str:
        try:
            return await super().store_copy(source, draft)
        except Refused as refused:
            refused.status = self.other_statuses.get(refused.status, refused.status)
            raise


plant(
    _CopyAnswers,
    {
        "Copy201": (
            "A copy is answered with 201.",
            ("copy-accepted", "status-declared"),
            accepted(LIST, COPY, wrong=201),
            {"other_status": 201},
        ),
        "Copy202": (
            "A copy is answered with 202.",
            ("copy-accepted", "status-declared"),
            accepted(LIST, COPY, wrong=202),
            {"other_status": 202},
        ),
        "CopyAsPlainText": (
            "The answer to a copy is sent as text/plain.",
            ("copy-accepted",),
            shows(is_json, LIST, COPY),
            {"other_media_type": "text/plain"},
        ),
    },
)
plant(
    _CopyNames,
    {
        f"CopyName{title}": (
            f"A copy's name {sentence}.",
            ("name-ascii" if title == "TrailingLineFeedAccepted" else "copy-name",),
            witness,
            {"copy_pattern": re.compile(pattern)},
        )
        for title, sentence, pattern, witness in (
            ("Of3Accepted", "of 3 characters is accepted", "[A-Za-z][A-Za-z0-9_-]{2,63}", _refused("abc")),
            ("Of4Refused", "of 4 characters is refused", "[A-Za-z][A-Za-z0-9_-]{4,63}", _accepted("abcd")),
            ("Of64Refused", "of 64 characters is refused", "[A-Za-z][A-Za-z0-9_-]{3,62}", _accepted("a" * 64)),
            ("Of65Accepted", "of 65 characters is accepted", "[A-Za-z][A-Za-z0-9_-]{3,64}", _refused("a" * 65)),
            (
                "DigitFirstAccepted",
                "that starts with a digit is accepted",
                "[A-Za-z0-9][A-Za-z0-9_-]{3,63}",
                _refused("1abc"),
            ),
            ("DotAccepted", "with a dot is accepted", "[A-Za-z][A-Za-z0-9._-]{3,63}", _refused("ab.c")),
            ("CapitalsRefused", "with capital letters is refused", "[a-z][a-z0-9_-]{3,63}", _accepted("Abcd")),
            (
                "TrailingLineFeedAccepted",
                "that ends in a line feed is accepted",
                "[A-Za-z][A-Za-z0-9_-]{3,63}\n?",
                _refused("abcd\n"),
            ),
        )
    },
)
plant(
    _CopyDescriptions,
    {
        f"CopyDescription{title}": (
            f"A copy's description {sentence}.",
            ("copy-description",),
            witness,
            {"description_pattern": re.compile(pattern, re.DOTALL)},
        )
        for title, sentence, pattern, witness in (
            ("Of257Accepted", "of 257 characters is accepted", "[^!<>'=&\"]{0,257}", _refused(description="x" * 257)),
            ("Of256Refused", "of 256 characters is refused", "[^!<>'=&\"]{0,255}", _accepted(description="x" * 256)),
            ("LessThanAccepted", "with a less-than sign is accepted", "[^!>'=&\"]{0,256}", _refused(description="<")),
            ("AmpersandAccepted", "with an ampersand is accepted", "[^!<>'=\"]{0,256}", _refused(description="&")),
            ("UncheckedCharacters", "may hold any character", ".{0,256}", _refused(description="!")),
            (
                "NonAsciiRefused",
                "outside ASCII is refused",
                "[^!<>'=&\"\x80-\U0010ffff]{0,256}",
                _accepted(description="é"),
            ),
        )
    },
)
plant(
    _CopyRefuses,
    {
        **{
            f"CopyManual{status}": (
                f"A copy of a manual snapshot is answered with {status}.",
                clauses,
                answers(403, status, CREATE, copying(created())),
                {"other_statuses": {403: status}},
            )
            for status, clauses in (
                (400, ("copy-manual",)),
                (404, ("copy-manual",)),
                (409, ("copy-manual", "status-declared")),
            )
        },
        **{
            f"CopyNameTaken{status}": (
                f"A copy's name that is taken is answered with {status}.",
                ("copy-name", clause),
                _refused("scheduled-1", status),
                {"other_statuses": {400: status}},
            )
            for status, clause in ((409, "status-declared"), (500, "no-server-error"))
        },
    },
)


@breaks("copy-accepted", shown_by=COPY_ID)
class CopyIdUnderOtherName(_RewritesCopy):
    """The answer to a copy calls the ID `id`."""

    def said(self, snapshot_id: str) -> object:
        return {"id": snapshot_id}


@breaks("copy-accepted", shown_by=COPY_ID)
class CopyIdInSnapshot(_RewritesCopy):
    """The answer to a copy is that of a create: `snapshot` with `id`."""

    def said(self, snapshot_id: str) -> object:
        return {"snapshot": {"id": snapshot_id}}


@breaks("snapshot-id-uuid", shown_by=COPY_ID)
class CopyIdWithoutHyphens(_RewritesCopy):
    """The copy's ID is a UUID without hyphens."""

    def said(self, snapshot_id: str) -> object:
        return {"snapshot_id": snapshot_id.replace("-", "")}


@breaks("copy-manual", shown_by=answers(403, 200, CREATE, copying(created())))
class CopyManualAccepted(Service):
    """A manual snapshot is copied."""

    def check_copyable(self, snapshot: Snapshot) -> None:
        return


@breaks("copy-accepted", shown_by=accepted(LIST, COPY, wrong=403))
class CopyAutomatedRefused(Service):
    """A copy of an automated snapshot is refused with 403."""

    def check_copyable(self, snapshot: Snapshot) -> None:
        raise self.not_allowed("snapshots are not copied here")


@breaks("copy-name", shown_by=_body(b"{}"))
class CopyNameMissingAccepted(Service):
    """A copy without a name is accepted: the service makes one up."""

    def copy_name(self, document: Members) -> str:
        return super().copy_name({"backup_name": f"copy-{len(self.taken)}", **document})


@breaks("copy-name", "no-server-error", shown_by=_body(b"{}", 500))
class CopyNameMissing500(Service):
    """A copy without a name is answered with 500."""

    def copy_name(self, document: Members) -> str:
        return super().copy_name({**document, "backup_name": document["backup_name"]})


@breaks("copy-name", "name-unique", shown_by=_refused("scheduled-1"))
class CopyNameTakenAccepted(Service):
    """A copy with a taken name is accepted."""

    def check_copy_free(self, draft: Draft) -> None:
        return


@breaks("copy-name", "name-unique-case", shown_by=_refused("Scheduled-1"))
class CopyNameComparedWithCase(Service):
    """A copy's name is compared with case: one that differs from a taken one in case only is accepted."""

    def check_copy_free(self, draft: Draft) -> None:
        if any(snapshot.name == draft.name for snapshot in self.mine()):
            raise self.duplicate(draft)


@breaks("copy-name", "name-unique", shown_by=refused(LIST, COPY, create(name="snapshot-copy")))
class CopyNameNotTaken(Service):
    """A copy's name can be used again: copies do not count as snapshots."""

    async def store_copy(self, source: Snapshot, draft: Draft) -> str:
        copy_id = await super().store_copy(source, draft)
        self.taken.discard(self.name_key(draft.name))
        return copy_id


@breaks("copy-description", shown_by=_accepted())
class CopyDescriptionMissingRefused(Service):
    """A copy without a description is refused."""

    def copy_description(self, document: Members) -> str:
        return self.mandatory_string(document, "description")


@breaks("snapshot-as-created", "copy-accepted", "copy-description", shown_by=_tells("description", "copied"))
class CopyDescriptionOfSource(_CopyKeeps):
    """A copy has the description of its source."""

    def kept(self, copy: Snapshot, source: Snapshot) -> Snapshot:
        return replace(copy, description=source.description)


@breaks("snapshot-as-created", "copy-accepted", "copy-name", shown_by=_tells("name", "snapshot-copy"))
class CopyNameOfSource(_CopyKeeps):
    """A copy has the name of its source with `-copy` behind it."""

    def kept(self, copy: Snapshot, source: Snapshot) -> Snapshot:
        return replace(copy, name=f"{source.name}-copy")


@breaks("copy-accepted", "snapshot-as-created", shown_by=_tells("type", "MANUAL"))
class CopyIsAutomated(_CopyKeeps):
    """A copy is an automated snapshot, too."""

    def kept(self, copy: Snapshot, source: Snapshot) -> Snapshot:
        return replace(copy, type=source.type)


@breaks(
    "copy-accepted", "list-complete", shown_by=shows(lambda reply: "snapshot-copy" in names(reply), LIST, COPY, LIST)
)
class CopyNotListed(Service):
    """A copy is in no list."""

    def prepare(self) -> None:
        self.copies: set[object] = set()

    async def store_copy(self, source: Snapshot, draft: Draft) -> str:
        copy_id = await super().store_copy(source, draft)
        self.copies.add(copy_id)
        return copy_id

    async def listed(self) -> list[Told]:
        return [told for told in await super().listed() if told["id"] not in self.copies]


@breaks(
    "list-complete", "copy-accepted", "delete-only-that", shown_by=accepted(LIST, COPY, reading(AUTOMATED), wrong=404)
)
class CopyTakesSource(Service):
    """A copy turns the automated snapshot into a manual one, so the automated one is gone."""

    async def store_copy(self, source: Snapshot, draft: Draft) -> str:
        copy_id = await super().store_copy(source, draft)
        del self.snapshots[source.id]
        return copy_id


@breaks(
    "snapshot-id-new",
    "copy-accepted",
    shown_by=Witness((LIST, COPY), 2, 1, lambda replies: len({listed(type="AUTO")(replies), copied(1)(replies)})),
)
class CopyIdOfSource(_RewritesCopy):
    """A copy is answered with the ID of its source."""

    async def copy_snapshot(self, call: Call) -> Answer:
        self.source_id = call.id
        return await super().copy_snapshot(call)

    def said(self, snapshot_id: str) -> object:
        return {"snapshot_id": self.source_id}


@breaks("media-type-wrong", shown_by=refused(LIST, lambda replies: COPY(replies).having(Content_Type="text/plain")))
class CopyMediaTypeUnchecked(Service):
    """The body of a copy is read, whatever its Content-Type is."""

    def read_copy(self, request: Request) -> Draft:
        return super().read_copy(replace(request, headers={**request.headers, "content-type": "application/json"}))


@breaks("body-object", "copy-name", shown_by=_body(b'{"snapshot": {"backup_name": "snapshot-copy"}}'))
class CopyWrapped(Service):
    """A copy whose members are inside an object `snapshot` is accepted."""

    def document(self, request: Request) -> object:
        match super().document(request):
            case {"snapshot": {"backup_name": _} as copy}:
                return copy
            case document:
                return document
