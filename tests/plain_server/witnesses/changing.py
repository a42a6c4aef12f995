"""Witnesses for what changes the snapshots there are: deletes, restores and copies."""

from collections.abc import Sequence

from .asking import ACCOUNT, Ask, Reply, create
from .steps import (
    AUTOMATED,
    FAILED,
    LIST,
    Step,
    copied,
    copying,
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
)
from .telling import FOREVER, IN_RESTORED, is_json
from .witness import Witness, accepted, answers, refused, shows

CREATE = create()
OTHER = create(name="snapshot-33", description="described")
DELETE = deleting(created())


def _while_creating(right: int, wrong: int, *asks: Ask | Step) -> Witness:
    return Witness((CREATE, *asks), right, wrong, creation_time=FOREVER)


def _names_after(*asks: Ask | Step) -> Witness:
    def kept(reply: Reply) -> bool:
        return "snapshot-33" in names(reply) and "failed-1" in names(reply)

    return shows(kept, *asks, LIST)


DELETES = {
    "delete-200": answers(202, 200, CREATE, DELETE),
    "delete-204": answers(202, 204, CREATE, DELETE),
    "busy-400": _while_creating(403, 400, OTHER),
    "busy-409": _while_creating(403, 409, OTHER),
    "busy-500": _while_creating(403, 500, OTHER),
    "delete-does-nothing": answers(404, 200, CREATE, DELETE, reading(created())),
    "delete-takes-oldest": _names_after(OTHER, CREATE, deleting(created(1))),
    "delete-takes-one-more": _names_after(OTHER, CREATE, deleting(created(1))),
    "delete-takes-described-alike": _names_after(OTHER, CREATE, deleting(created(1))),
    "delete-takes-names-that-start-alike": _names_after(OTHER, CREATE, deleting(created(1))),
    "delete-hides-from-lists-only": answers(404, 200, CREATE, DELETE, reading(created())),
    "delete-keeps-on-pages": shows(lambda reply: reply.find("count") == 2, CREATE, DELETE, page()),
    "delete-keeps-name": accepted(CREATE, DELETE, CREATE),
    "delete-keeps-names-with-capitals": accepted(create(name="Snapshot-3"), DELETE, create(name="Snapshot-3")),
    "deleted-is-deleted-again": answers(404, 202, CREATE, DELETE, DELETE),
    "deleted-again-500": answers(404, 500, CREATE, DELETE, DELETE),
    "deleted-410": answers(404, 410, CREATE, DELETE, reading(created())),
    "deleted-is-restored": answers(404, 200, CREATE, DELETE, restoring(created())),
    "deleted-is-copied": answers(404, 200, CREATE, DELETE, copying(created())),
    "deleted-id-used-again": Witness(
        (CREATE, DELETE, CREATE), 2, 1, lambda replies: len({created(0)(replies), created(2)(replies)})
    ),
    "delete-automated-accepted": answers(403, 202, LIST, deleting(AUTOMATED)),
    "delete-automated-202": answers(403, 202, LIST, deleting(AUTOMATED)),
    "delete-automated-400": answers(403, 400, LIST, deleting(AUTOMATED)),
    "delete-automated-404": answers(403, 404, LIST, deleting(AUTOMATED)),
    "delete-automated-409": answers(403, 409, LIST, deleting(AUTOMATED)),
    "delete-creating-accepted": _while_creating(403, 202, DELETE),
    "delete-creating-400": _while_creating(403, 400, DELETE),
    "delete-needs-media-type": answers(202, 400, CREATE, lambda replies: DELETE(replies).having(Content_Type=None)),
    "two-at-a-time": _while_creating(403, 200, OTHER),
    "one-at-a-time-in-project": Witness((*IN_RESTORED, OTHER), 200, 403, creation_time=FOREVER),
    "busy-before-uniqueness": _while_creating(400, 403, CREATE),
}


def _cluster_is_declared(reply: Reply) -> bool:
    match reply.json:
        case {"cluster": {"id": str(id_)}}:
            return [len(group) for group in id_.split("-")] == [8, 4, 4, 4, 12]
    return False


def _restored_is_new(replies: Sequence[Reply]) -> bool:
    return restored(1)(replies) != ACCOUNT.cluster_id


RESTORE = restoring(created())
TAKEN = (CREATE, RESTORE, RESTORE)
CLUSTER = shows(_cluster_is_declared, CREATE, RESTORE)


RESTORES = {
    "restore-201": accepted(CREATE, RESTORE, wrong=201),
    "restore-202": accepted(CREATE, RESTORE, wrong=202),
    "restore-as-html": shows(is_json, CREATE, RESTORE),
    **{f"restore-name-taken-{status}": answers(409, status, *TAKEN) for status in (403, 404, 422, 500)},
    "restore-name-taken-accepted": answers(409, 200, *TAKEN),
    "restore-creating-accepted": _while_creating(403, 200, RESTORE),
    "restore-creating-400": _while_creating(403, 400, RESTORE),
    "restore-unavailable-accepted": answers(403, 200, LIST, restoring(FAILED)),
    "restore-automated-refused": accepted(LIST, restoring(AUTOMATED), wrong=403),
    "restore-manual-refused": accepted(CREATE, RESTORE, wrong=403),
    "restored-id-without-object": CLUSTER,
    "restored-id-under-other-name": CLUSTER,
    "restored-id-without-hyphens": CLUSTER,
    "restored-id-is-job": CLUSTER,
    "restored-to-same-cluster": Witness((CREATE, RESTORE), True, False, _restored_is_new),
    "restored-cluster-unknown": accepted(*IN_RESTORED, wrong=404),
    "restored-cluster-not-paged": accepted(
        CREATE, RESTORE, lambda replies: page(cluster_id=restored(1)(replies)), wrong=404
    ),
    "restored-cluster-not-snapshotted": accepted(*IN_RESTORED, wrong=403),
    "restored-cluster-has-all-snapshots": shows(
        lambda reply: reply.find("count") == 0, CREATE, RESTORE, lambda replies: page(cluster_id=restored(1)(replies))
    ),
}


def _restore_refused(wrong: int = 200, **members: object) -> Witness:
    return refused(CREATE, restoring(created(), **members), wrong=wrong)


def _restore_accepted(**members: object) -> Witness:
    return accepted(CREATE, restoring(created(), **members))


def _restore_body(body: bytes, wrong: int = 200) -> Witness:
    return refused(CREATE, on(created(), restore().replacing(restore().body, body)), wrong=wrong)


def _bind_type(value: str) -> dict[str, str]:
    return {"public_bind_type": value}


RESTORE_BODIES = {
    "restore-name-of-3-accepted": _restore_refused(name="abc"),
    "restore-name-of-4-refused": _restore_accepted(name="abcd"),
    "restore-name-of-64-refused": _restore_accepted(name="a" * 64),
    "restore-name-of-65-accepted": _restore_refused(name="a" * 65),
    "restore-name-digit-first-accepted": _restore_refused(name="1abc"),
    "restore-name-hyphen-first-accepted": _restore_refused(name="-abc"),
    "restore-name-capital-first-refused": _restore_accepted(name="Abcd"),
    "restore-name-underscore-refused": _restore_accepted(name="ab_c"),
    "restore-name-dot-accepted": _restore_refused(name="ab.c"),
    "restore-name-space-accepted": _restore_refused(name="ab c"),
    "restore-name-non-ascii-accepted": _restore_refused(name="abcé"),
    "restore-name-trailing-line-feed-accepted": _restore_refused(name="abcd\n"),
    "restore-name-empty-accepted": _restore_refused(name=""),
    "restore-name-missing-accepted": _restore_body(b'{"restore": {}}'),
    "restore-name-missing-500": _restore_body(b'{"restore": {}}', 500),
    "restore-name-number-accepted": _restore_refused(name=4),
    "restore-port-7999-accepted": _restore_refused(port=7999),
    "restore-port-8000-refused": _restore_accepted(port=8000),
    "restore-port-30000-refused": _restore_accepted(port=30000),
    "restore-port-30001-accepted": _restore_refused(port=30001),
    "restore-port-zero-accepted": _restore_refused(port=0),
    "restore-port-string-accepted": _restore_refused(port="8000"),
    "restore-port-true-accepted": _restore_refused(port=True),
    "restore-port-fraction-accepted": _restore_refused(port=8000.5),
    "restore-port-missing-refused": _restore_accepted(),
    "restore-auto-assign-refused": _restore_accepted(public_ip=_bind_type("auto_assign")),
    "restore-not-use-refused": _restore_accepted(public_ip=_bind_type("not_use")),
    "restore-bind-existing-refused": _restore_accepted(public_ip=_bind_type("bind_existing")),
    "restore-bind-type-empty-refused": _restore_accepted(public_ip=_bind_type("")),
    "restore-bind-type-null-refused": _restore_accepted(public_ip={"public_bind_type": None}),
    "restore-eip-id-empty-refused": _restore_accepted(public_ip={"eip_id": ""}),
    "restore-eip-id-null-refused": _restore_accepted(public_ip={"eip_id": None}),
    "restore-eip-id-unchecked": _restore_refused(public_ip={"eip_id": 1}),
    "restore-coordinators-2-accepted": _restore_refused(number_of_cn=2),
    "restore-coordinators-3-refused": _restore_accepted(number_of_cn=3),
    "restore-coordinators-21-accepted": _restore_refused(number_of_cn=21),
    "restore-coordinators-string-accepted": _restore_refused(number_of_cn="3"),
    "restore-coordinators-fraction-accepted": _restore_refused(number_of_cn=3.5),
    "restore-bind-type-unchecked": _restore_refused(public_ip=_bind_type("any")),
    "restore-bind-type-case-ignored": _restore_refused(public_ip=_bind_type("NOT_USE")),
    "restore-public-ip-string-accepted": _restore_refused(public_ip="auto_assign"),
    "restore-public-ip-array-accepted": _restore_refused(public_ip=[]),
    "restore-public-ip-unchecked": _restore_refused(public_ip=1),
    "restore-subnet-missing-refused": _restore_accepted(),
    "restore-zone-missing-refused": _restore_accepted(),
    "restore-subnet-unchecked": _restore_refused(subnet_id=1),
    "restore-ipv-6-unchecked": _restore_refused(ipv6_enable="false"),
    "restore-unwrapped": _restore_body(b'{"name": "dws-restored"}'),
    "restore-missing-500": _restore_body(b"{}", 500),
    "restore-null-500": _restore_body(b'{"restore": null}', 500),
    "restore-media-type-unchecked": refused(CREATE, on(created(), restore().having(Content_Type="text/plain"))),
}


COPY = copying(AUTOMATED)


def _copy_refused(wrong: int = 200, **members: object) -> Witness:
    return refused(LIST, copying(AUTOMATED, **members), wrong=wrong)


def _copy_accepted(**members: object) -> Witness:
    return accepted(LIST, copying(AUTOMATED, **members))


def _copy_taken(wrong: int = 200, name: str = "scheduled-1") -> Witness:
    return _copy_refused(wrong, backup_name=name)


def _copy_is(member: str, value: object) -> Witness:
    return shows(
        lambda reply: reply.find("snapshot", member) == value,
        LIST,
        copying(AUTOMATED, description="copied"),
        reading(copied(1)),
    )


def _copy_body(body: bytes, wrong: int = 200) -> Witness:
    step = copying(AUTOMATED)
    return refused(LIST, lambda replies: step(replies).replacing(step(replies).body, body), wrong=wrong)


def _copy_is_declared(reply: Reply) -> bool:
    id_ = str(reply.find("snapshot_id"))
    return [len(group) for group in id_.split("-")] == [8, 4, 4, 4, 12]


COPY_ID = shows(_copy_is_declared, LIST, COPY)

COPIES = {
    "copy-201": accepted(LIST, COPY, wrong=201),
    "copy-202": accepted(LIST, COPY, wrong=202),
    "copy-as-plain-text": shows(is_json, LIST, COPY),
    "copy-id-under-other-name": COPY_ID,
    "copy-id-in-snapshot": COPY_ID,
    "copy-id-without-hyphens": COPY_ID,
    "copy-manual-accepted": answers(403, 200, CREATE, copying(created())),
    "copy-manual-400": answers(403, 400, CREATE, copying(created())),
    "copy-manual-404": answers(403, 404, CREATE, copying(created())),
    "copy-manual-409": answers(403, 409, CREATE, copying(created())),
    "copy-automated-refused": accepted(LIST, COPY, wrong=403),
    "copy-name-of-3-accepted": _copy_refused(backup_name="abc"),
    "copy-name-of-4-refused": _copy_accepted(backup_name="abcd"),
    "copy-name-of-64-refused": _copy_accepted(backup_name="a" * 64),
    "copy-name-of-65-accepted": _copy_refused(backup_name="a" * 65),
    "copy-name-digit-first-accepted": _copy_refused(backup_name="1abc"),
    "copy-name-dot-accepted": _copy_refused(backup_name="ab.c"),
    "copy-name-capitals-refused": _copy_accepted(backup_name="Abcd"),
    "copy-name-trailing-line-feed-accepted": _copy_refused(backup_name="abcd\n"),
    "copy-name-missing-accepted": _copy_body(b"{}"),
    "copy-name-missing-500": _copy_body(b"{}", 500),
    "copy-name-taken-accepted": _copy_taken(),
    "copy-name-compared-with-case": _copy_taken(name="Scheduled-1"),
    "copy-name-taken-409": _copy_taken(409),
    "copy-name-taken-500": _copy_taken(500),
    "copy-name-not-taken": refused(LIST, COPY, create(name="snapshot-copy")),
    "copy-description-of-257-accepted": _copy_refused(description="x" * 257),
    "copy-description-of-256-refused": _copy_accepted(description="x" * 256),
    "copy-description-less-than-accepted": _copy_refused(description="<"),
    "copy-description-ampersand-accepted": _copy_refused(description="&"),
    "copy-description-unchecked-characters": _copy_refused(description="!"),
    "copy-description-non-ascii-refused": _copy_accepted(description="é"),
    "copy-description-missing-refused": _copy_accepted(),
    "copy-description-of-source": _copy_is("description", "copied"),
    "copy-name-of-source": _copy_is("name", "snapshot-copy"),
    "copy-is-automated": _copy_is("type", "MANUAL"),
    "copy-not-listed": shows(lambda reply: "snapshot-copy" in names(reply), LIST, COPY, LIST),
    "copy-takes-source": accepted(LIST, COPY, reading(AUTOMATED), wrong=404),
    "copy-id-of-source": Witness(
        (LIST, COPY), 2, 1, lambda replies: len({listed(type="AUTO")(replies), copied(1)(replies)})
    ),
    "copy-media-type-unchecked": refused(LIST, lambda replies: COPY(replies).having(Content_Type="text/plain")),
    "copy-wrapped": _copy_body(b'{"snapshot": {"backup_name": "snapshot-copy"}}'),
}
