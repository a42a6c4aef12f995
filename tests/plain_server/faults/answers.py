"""Faults in the answer to a create that succeeds."""

import json
from abc import abstractmethod
from collections.abc import Sequence
from dataclasses import replace
from itertools import cycle, islice
from uuid import UUID, uuid4

from ..bodies import Draft
from ..server import Service
from ..wire import Answer
from ..witnesses.asking import ACCOUNT, CREATE, Reply, create
from ..witnesses.looks import is_json, is_uuid
from ..witnesses.witness import Witness, accepted, shows
from .catalogue import breaks

ELEVEN = tuple(create(name=f"snapshot-{number}") for number in range(11))


def _body_is_declared(reply: Reply) -> bool:
    match reply.json:
        case {"snapshot": {"id": str()}}:
            return True
    return False


def _ids_differ(replies: Sequence[Reply]) -> bool:
    ids = {str(reply.find("snapshot", "id")) for reply in replies}
    return len(ids | {ACCOUNT.cluster_id}) == len(replies) + 1


def _request_ids_identify(replies: Sequence[Reply]) -> bool:
    ids = {reply.headers["x-request-id"] for reply in replies}
    return len(ids) == len(replies) and all(1 <= len(id_) <= 128 for id_ in ids)


BODY = shows(_body_is_declared, CREATE)
MEDIA_TYPE = shows(is_json, CREATE)
UUID_ID = shows(lambda reply: is_uuid(reply.find("snapshot", "id")), CREATE)
NEW_IDS = Witness(ELEVEN, True, False, _ids_differ)
REQUEST_IDS = Witness(ELEVEN[:2], True, False, _request_ids_identify)


class _Created(Service):
    """Rewrites the answer to a create that succeeds."""

    @abstractmethod
    def rewritten(self, answer: Answer) -> Answer:
        """Return the faulty answer in place of the right one."""

    def created(self, snapshot_id: str) -> Answer:
        return self.rewritten(super().created(snapshot_id))


def _with_media_type(answer: Answer, media_type: str) -> Answer:
    return replace(answer, headers={**answer.headers, "Content-Type": media_type})


@breaks("create-accepted", "status-declared", shown_by=accepted(CREATE, wrong=201))
class Created201(Service):
    """A create that succeeds is answered with 201."""

    created_status = 201


@breaks("create-accepted", "status-declared", shown_by=accepted(CREATE, wrong=202))
class Created202(Service):
    """A create that succeeds is answered with 202."""

    created_status = 202


@breaks("create-accepted", "status-declared", shown_by=accepted(CREATE, wrong=204))
class Created204(_Created):
    """A create that succeeds is answered with 204 and no body."""

    def rewritten(self, answer: Answer) -> Answer:
        return Answer(204)


@breaks("create-answer-body", shown_by=BODY)
class CreatedBodyEmpty(_Created):
    """The answer to a create has no body."""

    def rewritten(self, answer: Answer) -> Answer:
        return replace(answer, body=b"")


@breaks("create-answer-body", shown_by=BODY)
class CreatedBodyNoJson(_Created):
    """The answer to a create is not JSON: its strings have single quotes."""

    def rewritten(self, answer: Answer) -> Answer:
        return replace(answer, body=answer.body.replace(b'"', b"'"))


@breaks("create-answer-body", shown_by=BODY)
class CreatedBodyUtf16(_Created):
    """The answer to a create is encoded in UTF-16."""

    def rewritten(self, answer: Answer) -> Answer:
        return replace(answer, body=answer.body.decode().encode("utf-16"))


@breaks("create-answer-body", shown_by=BODY)
class CreatedBodyInString(_Created):
    """The answer to a create is a JSON string that holds the object."""

    def rewritten(self, answer: Answer) -> Answer:
        return replace(answer, body=json.dumps(answer.body.decode()).encode())


@breaks("create-answer-media-type", shown_by=MEDIA_TYPE)
class CreatedAsHtml(_Created):
    """The answer to a create is sent as text/html."""

    def rewritten(self, answer: Answer) -> Answer:
        return _with_media_type(answer, "text/html; charset=utf-8")


@breaks("create-answer-media-type", shown_by=MEDIA_TYPE)
class CreatedAsPlainText(_Created):
    """The answer to a create is sent as text/plain."""

    def rewritten(self, answer: Answer) -> Answer:
        return _with_media_type(answer, "text/plain")


@breaks("create-answer-media-type", shown_by=MEDIA_TYPE)
class CreatedWithoutMediaType(_Created):
    """The answer to a create has no Content-Type."""

    def rewritten(self, answer: Answer) -> Answer:
        return replace(answer, headers={k: v for k, v in answer.headers.items() if k != "Content-Type"})


class _Says(Service):
    """Changes the body of the answer to a create."""

    def created_body(self, snapshot_id: str) -> object:
        return {"snapshot": self.said(snapshot_id)}

    @abstractmethod
    def said(self, snapshot_id: str) -> object:
        """Return the value of `snapshot` for an ID."""


@breaks("create-answer-body", shown_by=BODY)
class SnapshotMissingInAnswer(Service):
    """The answer to a create holds the ID without the member `snapshot` around it."""

    def created_body(self, snapshot_id: str) -> object:
        return {"id": snapshot_id}


@breaks("create-answer-body", shown_by=BODY)
class AnswerInArray(Service):
    """The answer to a create is an array that holds the object."""

    def created_body(self, snapshot_id: str) -> object:
        return [super().created_body(snapshot_id)]


@breaks("create-answer-body", shown_by=BODY)
class SnapshotNullInAnswer(_Says):
    """`snapshot` is null in the answer to a create."""

    def said(self, snapshot_id: str) -> object:
        return None


@breaks("create-answer-body", shown_by=BODY)
class SnapshotArrayInAnswer(_Says):
    """`snapshot` is an array in the answer to a create."""

    def said(self, snapshot_id: str) -> object:
        return [{"id": snapshot_id}]


@breaks("create-answer-body", shown_by=BODY)
class SnapshotStringInAnswer(_Says):
    """`snapshot` is the ID itself, not an object, in the answer to a create."""

    def said(self, snapshot_id: str) -> object:
        return snapshot_id


@breaks("create-answer-body", shown_by=BODY)
class IdMissing(_Says):
    """The answer to a create has no `id`."""

    def said(self, snapshot_id: str) -> object:
        return {}


@breaks("create-answer-body", shown_by=BODY)
class IdUnderOtherName(_Says):
    """The answer to a create calls the ID `snapshot_id`."""

    def said(self, snapshot_id: str) -> object:
        return {"snapshot_id": snapshot_id}


@breaks("create-answer-body", shown_by=BODY)
class IdNull(_Says):
    """`id` is null in the answer to a create."""

    def said(self, snapshot_id: str) -> object:
        return {"id": None}


@breaks("snapshot-id-uuid", shown_by=BODY)
class IdNumber(_Says):
    """`id` is a number in the answer to a create."""

    def said(self, snapshot_id: str) -> object:
        return {"id": UUID(snapshot_id).int}


@breaks("snapshot-id-uuid", "create-answer-body", shown_by=UUID_ID)
class IdEmpty(_Says):
    """`id` is empty in the answer to a create."""

    def said(self, snapshot_id: str) -> object:
        return {"id": ""}


@breaks("snapshot-id-uuid", shown_by=UUID_ID)
class IdCounted(_Says):
    """`id` is a number in a string, not a UUID."""

    def said(self, snapshot_id: str) -> object:
        return {"id": str(len(self.taken))}


@breaks("snapshot-id-uuid", shown_by=UUID_ID)
class IdWithoutHyphens(_Says):
    """`id` is a UUID without hyphens."""

    def said(self, snapshot_id: str) -> object:
        return {"id": snapshot_id.replace("-", "")}


@breaks("snapshot-id-uuid", shown_by=UUID_ID)
class IdInBraces(_Says):
    """`id` is a UUID in braces."""

    def said(self, snapshot_id: str) -> object:
        return {"id": "{" + snapshot_id + "}"}


@breaks("snapshot-id-uuid", shown_by=UUID_ID)
class IdIsName(Service):
    """`id` is the snapshot's name."""

    def new_id(self, draft: Draft) -> str:
        return draft.name


@breaks("snapshot-id-new", shown_by=NEW_IDS)
class IdConstant(Service):
    """Every create is answered with the same ID."""

    def new_id(self, draft: Draft) -> str:
        return "2a4d0f86-67cd-408a-8b66-017454fb7793"


@breaks("snapshot-id-new", shown_by=NEW_IDS)
class IdOfCluster(Service):
    """A create is answered with the cluster's ID in place of the snapshot's."""

    def new_id(self, draft: Draft) -> str:
        return draft.cluster_id


@breaks("snapshot-id-new", shown_by=NEW_IDS)
class IdsRepeat(Service):
    """IDs repeat after 8 creates."""

    def prepare(self) -> None:
        self.ids = cycle(islice(iter(lambda: str(uuid4()), ""), 8))

    def new_id(self, draft: Draft) -> str:
        return next(self.ids)


@breaks("snapshot-id-new", shown_by=NEW_IDS)
class IdOfDescription(Service):
    """An ID is made from cluster and description: two snapshots described alike have the same."""

    def new_id(self, draft: Draft) -> str:
        return str(UUID(int=hash((draft.cluster_id, draft.description)) & (1 << 128) - 1))


@breaks("request-id", shown_by=REQUEST_IDS)
class RequestIdConstant(Service):
    """Every answer has the same X-Request-Id."""

    def request_id(self) -> str:
        return "7c1e2f0a9b3d4c5e8f6071829304a5b6"


@breaks("request-id", shown_by=REQUEST_IDS)
class RequestIdEmpty(Service):
    """X-Request-Id is empty."""

    def request_id(self) -> str:
        return ""


@breaks("request-id", shown_by=REQUEST_IDS)
class RequestIdTooLong(Service):
    """X-Request-Id has more than 128 characters."""

    def request_id(self) -> str:
        return 5 * super().request_id()
