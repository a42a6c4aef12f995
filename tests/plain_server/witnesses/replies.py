"""Witnesses for what is answered: the body of a create that succeeds, and errors."""

import json
import re
from collections.abc import Sequence

from .asking import ACCOUNT, FOREIGN, UNKNOWN_CLUSTER, Reply, Signing, create, sends
from .witness import Witness, accepted, answers, refused, shows

CREATE = create()
INVALID = create(name="")
ANONYMOUS = CREATE.having(X_Auth_Token=None)
UUID_FORM = re.compile("[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}")
ELEVEN = tuple(create(name=f"snapshot-{number}") for number in range(11))


def _body_is_declared(reply: Reply) -> bool:
    match reply.json:
        case {"snapshot": {"id": str()}}:
            return True
    return False


def _is_json(reply: Reply) -> bool:
    return reply.headers.get("content-type") == "application/json"


def _id_is_uuid(reply: Reply) -> bool:
    return UUID_FORM.fullmatch(str(reply.find("snapshot", "id"))) is not None


def _ids_differ(replies: Sequence[Reply]) -> bool:
    ids = {str(reply.find("snapshot", "id")) for reply in replies}
    return len(ids | {ACCOUNT.cluster_id}) == len(replies) + 1


def _request_ids_identify(replies: Sequence[Reply]) -> bool:
    ids = {reply.headers["x-request-id"] for reply in replies}
    return len(ids) == len(replies) and all(1 <= len(id_) <= 128 for id_ in ids)


BODY = shows(_body_is_declared, CREATE)
MEDIA_TYPE = shows(_is_json, CREATE)
UUID_ID = shows(_id_is_uuid, CREATE)
NEW_IDS = Witness(ELEVEN, True, False, _ids_differ)
REQUEST_IDS = Witness(ELEVEN[:2], True, False, _request_ids_identify)


def _tells_no_secret(reply: Reply) -> bool:
    told = json.dumps(dict(reply.headers)) + reply.body.decode()
    return ACCOUNT.token not in told and ACCOUNT.secret_key not in told


ANSWERS = {
    "created-201": accepted(CREATE, wrong=201),
    "created-202": accepted(CREATE, wrong=202),
    "created-204": accepted(CREATE, wrong=204),
    "created-body-empty": BODY,
    "created-body-no-json": BODY,
    "created-body-utf-16": BODY,
    "created-body-in-string": BODY,
    "created-as-html": MEDIA_TYPE,
    "created-as-plain-text": MEDIA_TYPE,
    "created-without-media-type": MEDIA_TYPE,
    "snapshot-missing-in-answer": BODY,
    "answer-in-array": BODY,
    "snapshot-null-in-answer": BODY,
    "snapshot-array-in-answer": BODY,
    "snapshot-string-in-answer": BODY,
    "id-missing": BODY,
    "id-under-other-name": BODY,
    "id-null": BODY,
    "id-number": BODY,
    "id-empty": UUID_ID,
    "id-counted": UUID_ID,
    "id-without-hyphens": UUID_ID,
    "id-in-braces": UUID_ID,
    "id-is-name": UUID_ID,
    "id-constant": NEW_IDS,
    "id-of-cluster": NEW_IDS,
    "ids-repeat": NEW_IDS,
    "id-of-description": NEW_IDS,
    "request-id-constant": REQUEST_IDS,
    "request-id-empty": REQUEST_IDS,
    "request-id-too-long": REQUEST_IDS,
}


def _error_is_declared(reply: Reply) -> bool:
    match reply.json:
        case {"error_code": str(code), "error_msg": str(message)}:
            return code != "" and message != ""
    return False


def _tells_no_internals(reply: Reply) -> bool:
    return not re.search(r"Traceback|\n\s+at |goroutine|INSERT INTO|SELECT .* FROM", str(reply.find("error_msg")))


def _names_no_signature(reply: Reply) -> bool:
    return not re.search("[0-9a-f]{64}", str(reply.find("error_msg")))


ERROR = shows(_error_is_declared, INVALID)
ERROR_MEDIA_TYPE = shows(_is_json, INVALID)
INTERNALS = shows(_tells_no_internals, INVALID)

ERRORS = {
    "invalid-422": refused(INVALID, wrong=422),
    "invalid-403": refused(INVALID, wrong=403),
    "invalid-404": refused(INVALID, wrong=404),
    "invalid-500": refused(INVALID, wrong=500),
    "invalid-503": refused(INVALID, wrong=503),
    "errors-are-200": answers(403, 200, CREATE.at(FOREIGN)),
    "errors-are-html": ERROR_MEDIA_TYPE,
    "errors-are-plain-text": ERROR_MEDIA_TYPE,
    "errors-sent-as-html": ERROR_MEDIA_TYPE,
    "errors-are-problems": ERROR_MEDIA_TYPE,
    "errors-empty": ERROR,
    "error-401-empty": shows(_error_is_declared, ANONYMOUS),
    "error-403-empty": shows(_error_is_declared, CREATE.at(FOREIGN)),
    "no-json-answered-by-framework": shows(_error_is_declared, sends("{")),
    "error-code-missing": ERROR,
    "error-code-empty": ERROR,
    "error-code-number": ERROR,
    "error-code-null": ERROR,
    "error-msg-missing": ERROR,
    "error-msg-empty": ERROR,
    "error-msg-object": ERROR,
    "error-msg-empty-for-duplicates": shows(_error_is_declared, CREATE, CREATE),
    "error-members-under-other-names": ERROR,
    "error-nested": ERROR,
    "error-in-array": ERROR,
    "error-is-string": ERROR,
    "name-unescaped-in-error": shows(_error_is_declared, create(name='a "name"')),
    "length-counted-in-characters": shows(_error_is_declared, create(name="é" * 65)),
}

LEAKS = {
    "stack-trace-of-python": INTERNALS,
    "stack-trace-of-java": INTERNALS,
    "stack-trace-of-go": INTERNALS,
    "stack-trace-of-node": INTERNALS,
    "sql-of-duplicate": shows(_tells_no_internals, CREATE, CREATE),
    "sql-of-unknown-cluster": shows(_tells_no_internals, create(cluster_id=UNKNOWN_CLUSTER)),
    "token-echoed-in-400": shows(_tells_no_secret, INVALID),
    "token-echoed-in-403": shows(_tells_no_secret, CREATE.at(FOREIGN)),
    "token-expected-in-401": shows(_tells_no_secret, ANONYMOUS),
    "signature-expected-in-401": shows(_names_no_signature, CREATE.signed(Signing(secret_key="wrong"))),
    "secret-key-in-401": shows(_tells_no_secret, ANONYMOUS),
    "token-echoed-in-header": shows(_tells_no_secret, CREATE),
}
