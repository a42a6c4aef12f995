"""Witnesses for what is told of snapshots: lists, details, and the IDs that name them."""

import re
from collections.abc import Callable

from .asking import ACCOUNT, PATH, UNKNOWN_CLUSTER, UNKNOWN_SNAPSHOT, Ask, Reply, create
from .steps import (
    AUTOMATED,
    LIST,
    Step,
    copy,
    created,
    deleting,
    listed,
    names,
    on,
    page,
    reading,
    restore,
    restored,
    restoring,
    told_of,
)
from .witness import Witness, accepted, answers, refused, shows

CREATE = create()
FOREVER = 3600.0
TIME = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ")
IN_RESTORED: tuple[Ask | Step, ...] = (
    LIST,
    restoring(AUTOMATED),
    lambda replies: create(cluster_id=restored(1)(replies)),
)


def is_json(reply: Reply) -> bool:
    """Return whether an answer is sent as JSON."""
    return reply.headers.get("content-type") == "application/json"


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

LISTS = {
    "list-202": accepted(LIST, wrong=202),
    "list-206": accepted(LIST, wrong=206),
    "list-as-html": shows(is_json, LIST),
    "list-as-text-json": shows(is_json, LIST),
    "list-bare-array": LIST_DECLARED,
    "list-under-other-name": LIST_DECLARED,
    "list-by-id": LIST_DECLARED,
    "list-count-off-by-one": shows(_counts, LIST),
    "list-count-without-automated": shows(_counts, LIST),
    "list-cut-at-ten": shows(_lists(11), *(create(name=f"snapshot-{number}") for number in range(9)), LIST),
    "list-without-automated": shows(_lists(2), LIST),
    "list-without-newest": shows(_lists(2), LIST),
    "list-repeats-newest": shows(_lists(2), LIST),
    "list-one-of-a-description": shows(_lists(2), LIST),
    "list-without-creating": Witness(
        (CREATE, LIST), 3, 2, lambda replies: len(names(replies[-1])), creation_time=FOREVER
    ),
    "list-of-first-cluster": shows(_lists(3), *IN_RESTORED, LIST),
    "list-of-all-projects": shows(_lists(2), LIST),
    "list-of-request-before": shows(_lists(3), LIST, CREATE, LIST),
    "list-keeps-deleted": shows(_lists(2), CREATE, deleting(created()), LIST),
    "list-names-in-upper-case": shows(lambda reply: "snapshot-3" in names(reply), CREATE, LIST),
    "list-of-ids-and-names": shows(lambda reply: "status" in told_of(reply)[0], LIST),
}


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

DETAILS = {
    "details-202": accepted(CREATE, reading(created()), wrong=202),
    "details-as-plain-text": shows(is_json, CREATE, reading(created())),
    "details-id-missing": _has("id"),
    "details-name-missing": _has("name"),
    "details-status-missing": _has("status"),
    "details-type-missing": _has("type"),
    "details-cluster-id-missing": _has("cluster_id"),
    "details-description-array": _is("description", str),
    "details-description-null": _is("description", str),
    "details-size-with-unit": _is("size", int),
    "details-size-negative": _tells("size", 500),
    "details-progress-object": _is("progress", str),
    "details-status-true": _is("status", str),
    "details-status-null": _is("status", str),
    "details-name-null": _is("name", str),
    "details-type-array": _is("type", str),
    "details-datastore-string": _is("datastore", dict),
    "details-cluster-id-number": _is("cluster_id", str),
    "details-bak-keep-day-with-unit": _is("bak_keep_day", int),
    "details-bak-keep-day-fraction": _is("bak_keep_day", int),
    "details-updated-date-only": UPDATED,
    "details-updated-no-date": UPDATED,
    "details-unwrapped": DETAILS_DECLARED,
    "details-in-array": DETAILS_DECLARED,
    "details-of-newest": shows(
        lambda reply: reply.find("snapshot", "name") == "failed-1", LIST, CREATE, reading(listed(name="failed-1"))
    ),
    "times-of-http": TIMES,
    "times-in-milliseconds": TIMES,
    "kept-name-in-lower-case": _tells("name", "Snapshot-3", name="Snapshot-3"),
    "kept-name-without-underscores": _tells("name", "snapshot_3", name="snapshot_3"),
    "kept-description-dropped": _tells("description", "kept", description="kept"),
    "kept-description-cut": _tells("description", "x" * 256, description="x" * 256),
    "kept-description-escaped": _tells("description", "é", description="é"),
    "kept-description-in-latin-1": _tells("description", "\u4e2d", description="\u4e2d"),
    "kept-description-trimmed": _tells("description", " kept ", description=" kept "),
    "kept-of-first-cluster": shows(
        lambda reply: reply.find("snapshot", "cluster_id") != ACCOUNT.cluster_id, *IN_RESTORED, reading(created(2))
    ),
    "details-type-automated": _tells("type", "MANUAL"),
    "details-description-empty": _tells("description", "kept", description="kept"),
    "details-cluster-id-other": _tells("cluster_id", ACCOUNT.cluster_id),
    "details-stay-creating": _status_after(1),
    "status-goes-back": _status_after(3),
}


def _read(snapshot_id: str) -> Ask:
    return Ask(method="GET", target=f"{PATH}/{snapshot_id}")


def _unknown(wrong: int) -> Witness:
    return answers(404, wrong, _read(UNKNOWN_SNAPSHOT))


def _malformed(wrong: int) -> Witness:
    return refused(_read("snapshot-3"), wrong=wrong)


def _written(form: Callable[[str], str]) -> Witness:
    return refused(CREATE, reading(created(), form))


def _cluster(wrong: int, cluster_id: str = UNKNOWN_CLUSTER) -> Witness:
    return answers(404, wrong, page(cluster_id=cluster_id))


LOOKUPS = {
    "snapshot-unknown-403": _unknown(403),
    "snapshot-unknown-410": _unknown(410),
    "snapshot-unknown-500": _unknown(500),
    "snapshot-unknown-null": _unknown(200),
    "delete-unknown-202": answers(404, 202, _read(UNKNOWN_SNAPSHOT).by("DELETE")),
    "restore-unknown-403": answers(404, 403, restore().at(f"{PATH}/{UNKNOWN_SNAPSHOT}/actions")),
    "copy-unknown-403": answers(404, 403, copy().at(f"{PATH}/{UNKNOWN_SNAPSHOT}/linked-copy")),
    "snapshot-id-malformed-403": _malformed(403),
    "snapshot-id-malformed-404": _malformed(404),
    "snapshot-id-malformed-500": _malformed(500),
    "snapshot-id-form-unchecked": refused(restore().at(f"{PATH}/snapshot-3/actions"), wrong=404),
    "snapshot-id-without-hyphens-accepted": _written(lambda id_: id_.replace("-", "")),
    "snapshot-id-trimmed": _written(lambda id_: f"{id_}%0A"),
    "snapshot-id-in-braces-accepted": _written(lambda id_: "{" + id_ + "}"),
    "snapshot-found-by-name": refused(CREATE, _read("snapshot-3")),
    "id-with-case-in-details": accepted(CREATE, reading(created(), str.upper), wrong=404),
    "id-with-case-in-delete": answers(202, 404, CREATE, deleting(created(), str.upper)),
    "id-with-case-in-restore": accepted(CREATE, on(created(), restore(), str.upper), wrong=404),
    "id-with-case-in-copy": accepted(LIST, on(AUTOMATED, copy(), str.upper), wrong=404),
    "snapshot-id-uppercase-refused": accepted(CREATE, reading(created(), str.upper)),
    "path-cluster-unknown-400": _cluster(400),
    "path-cluster-unknown-403": _cluster(403),
    "path-cluster-unknown-500": _cluster(500),
    "path-cluster-unknown-empty": _cluster(200),
    "path-cluster-malformed-404": refused(page(cluster_id="dws-demo"), wrong=404),
    "path-cluster-malformed-500": refused(page(cluster_id="dws-demo"), wrong=500),
    "path-cluster-uppercase-unknown": accepted(page(cluster_id=ACCOUNT.cluster_id.upper()), wrong=404),
    "path-cluster-uppercase-refused": accepted(page(cluster_id=ACCOUNT.cluster_id.upper())),
}
