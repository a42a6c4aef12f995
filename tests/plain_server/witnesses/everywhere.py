"""Witnesses for what goes for every operation: credentials, project, methods, order of judgement, errors."""

import re
from collections.abc import Callable

from .asking import ACCOUNT, PATH, UNKNOWN_CLUSTER, UNKNOWN_SNAPSHOT, Ask, Reply, create
from .steps import AUTOMATED, LIST, Step, copy, copying, created, deleting, page, reading, restore, restoring
from .witness import Witness, answers, refused, shows, unauthorized

CREATE = create()
FOREIGN_PROJECT = "f" * 32
UNKNOWN = Ask(method="GET", target=f"{PATH}/{UNKNOWN_SNAPSHOT}")
BAD_RESTORE = restore(name="").at(f"{PATH}/{UNKNOWN_SNAPSHOT}/actions")
BAD_COPY = copy(backup_name="").at(f"{PATH}/{UNKNOWN_SNAPSHOT}/linked-copy")


def _changed(step: Step, change: Callable[[Ask], Ask]) -> Step:
    return lambda replies: change(step(replies))


def _unnamed(ask: Ask) -> Ask:
    return ask.having(X_Auth_Token=None)


def _foreign(ask: Ask) -> Ask:
    return ask.at(ask.target.replace(ACCOUNT.project_id, FOREIGN_PROJECT))


CALLS: dict[str, tuple[tuple[Ask, ...], Step, int]] = {
    "list": ((), lambda replies: LIST, 200),
    "details": ((CREATE,), reading(created()), 200),
    "delete": ((CREATE,), deleting(created()), 202),
    "restore": ((CREATE,), restoring(created()), 200),
    "copy": ((LIST,), copying(AUTOMATED), 200),
    "page": ((), lambda replies: page(), 200),
}


def _allows(methods: str) -> Witness:
    return shows(lambda reply: reply.headers.get("allow") == methods, UNKNOWN.by("PUT"))


def _tells_no_internals(reply: Reply) -> bool:
    return not re.search(r"\tat |SELECT .* FROM", str(reply.find("error_msg")))


def _tells_no_secret(reply: Reply) -> bool:
    return ACCOUNT.token not in reply.body.decode() and ACCOUNT.secret_key not in reply.body.decode()


def _error_is_declared(reply: Reply) -> bool:
    match reply.json:
        case {"error_code": str(), "error_msg": str()}:
            return True
    return False


OPERATIONS = {
    **{
        f"{title}-without-credentials": unauthorized(*before, _changed(call, _unnamed), wrong=wrong)
        for title, (before, call, wrong) in CALLS.items()
    },
    **{
        f"{title}-of-foreign-project": answers(403, wrong, *before, _changed(call, _foreign))
        for title, (before, call, wrong) in CALLS.items()
    },
    "snapshot-paths-unknown-method-404": answers(405, 404, UNKNOWN.by("PUT")),
    "snapshot-paths-post-taken-for-get": answers(405, 200, page().by("POST")),
    "snapshot-paths-put-taken-for-post": answers(
        405, 200, CREATE, _changed(restoring(created()), lambda ask: ask.by("PUT"))
    ),
    "snapshot-paths-allow-of-list": _allows("GET, DELETE"),
    "snapshot-paths-allow-without-delete": _allows("GET, DELETE"),
    "restore-snapshot-before-body": refused(BAD_RESTORE, wrong=404),
    "copy-snapshot-before-body": refused(BAD_COPY, wrong=404),
    "copy-type-before-name": refused(CREATE, copying(created(), backup_name="snapshot-3"), wrong=403),
    "page-cluster-before-query": refused(page("?limit=0", UNKNOWN_CLUSTER), wrong=404),
    "parameters-before-project": answers(403, 400, _foreign(page("?limit=0"))),
    "parameters-before-credentials": unauthorized(_unnamed(page("?limit=0")), wrong=400),
    "sql-of-unknown-snapshot": shows(_tells_no_internals, UNKNOWN),
    "sql-of-page": shows(_tells_no_internals, page("?sort_key=any")),
    "stack-trace-of-restore": shows(_tells_no_internals, CREATE, restoring(created(), port=1)),
    "token-in-404": shows(_tells_no_secret, UNKNOWN),
    "secret-key-in-details": shows(_tells_no_secret, CREATE, reading(created())),
    "not-found-as-html": shows(_error_is_declared, UNKNOWN),
    "not-allowed-without-body": shows(_error_is_declared, LIST, deleting(AUTOMATED)),
}
