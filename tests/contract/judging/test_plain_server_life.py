"""The plain implementation without a fault keeps the rules of the contract about a snapshot's life."""

import asyncio
import json
from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path

import pytest

from plain_server.server import Service, listen
from plain_server.witnesses.asking import ACCOUNT, PATH, UNKNOWN_SNAPSHOT, Ask, Reply, create, send
from plain_server.witnesses.steps import (
    AUTOMATED,
    FAILED,
    LIST,
    Step,
    copied,
    copy,
    copying,
    created,
    deleting,
    names,
    page,
    reading,
    restore,
    restored,
    restoring,
)

CREATE = create(description="described")
CREATE_AS_AUTO = create(name="Scheduled-1")
RECORD = json.loads((Path(__file__).parents[2] / "vectors/bodies.json").read_text("utf-8"))["requests"]
FOREVER = 3600.0
OTHERS = f"/v1.0/{ACCOUNT.other_project_id}/snapshots"

LIVES: dict[str, tuple[tuple[Ask | Step, ...], Sequence[int]]] = {
    "create, read, delete, gone": (
        (CREATE, reading(created()), deleting(created()), reading(created()), deleting(created())),
        (200, 200, 202, 404, 404),
    ),
    "a deleted snapshot's name is free": ((CREATE, deleting(created()), create(name="Snapshot-3")), (200, 202, 200)),
    "a deleted snapshot is neither restored nor copied": (
        (CREATE, deleting(created()), restoring(created()), copying(created())),
        (200, 202, 404, 404),
    ),
    "restore, snapshot and list the new cluster": (
        (
            LIST,
            restoring(AUTOMATED),
            lambda replies: create(cluster_id=restored(1)(replies).upper()),
            lambda replies: page(cluster_id=restored(1)(replies).upper()),
        ),
        (200, 200, 200, 200),
    ),
    "restore with every member": (
        (
            CREATE,
            restoring(
                created(),
                subnet_id="374eca02",
                security_group_id="",
                vpc_id="85b20d7e",
                availability_zone="eu-de-01",
                port=30000,
                public_ip={"public_bind_type": "bind_existing", "eip_id": "a9f8e7d6"},
                enterprise_project_id="0",
                ipv6_enable=True,
            ),
        ),
        (200, 200),
    ),
    "copy, copy the copy, delete the copy": (
        (LIST, copying(AUTOMATED, description="copied"), copying(copied(1), backup_name="more"), deleting(copied(1))),
        (200, 200, 403, 202),
    ),
    "one that failed is neither restored nor copied, but deleted": (
        (LIST, restoring(FAILED), copying(FAILED), deleting(FAILED)),
        (200, 403, 403, 202),
    ),
    "an automated one is not deleted": ((LIST, deleting(AUTOMATED)), (200, 403)),
    "IDs, then bodies, then existence": (
        (
            restore(name="").at(f"{PATH}/1/actions"),
            restore(name="").at(f"{PATH}/{UNKNOWN_SNAPSHOT}/actions"),
            copy(backup_name="").at(f"{PATH}/{UNKNOWN_SNAPSHOT}/linked-copy"),
            copy().at(f"{PATH}/{UNKNOWN_SNAPSHOT}/linked-copy"),
            page("?limit=0", UNKNOWN_SNAPSHOT),
            page("", UNKNOWN_SNAPSHOT),
        ),
        (400, 400, 400, 404, 400, 404),
    ),
    "the name of a cluster is unique": (
        (
            CREATE,
            restoring(created()),
            restoring(created(), name="DWS-restored"),
            restoring(created(), name="dws-demo"),
        ),
        (200, 200, 409, 409),
    ),
    "names are unique whoever made the snapshot and of which cluster": (
        (LIST, restoring(AUTOMATED), lambda replies: create(cluster_id=restored(1)(replies)), create(), CREATE_AS_AUTO),
        (200, 200, 200, 400, 400),
    ),
    "uniqueness before type": ((CREATE, copying(created(), backup_name="Snapshot-3")), (200, 400)),
    "another's project, which exists": (
        (LIST.at(OTHERS), LIST.at(f"{OTHERS}/1"), LIST.at(OTHERS).having(X_Auth_Token="wrong")),
        (403, 403, 401),
    ),
    "methods": (
        (
            LIST.by("PUT"),
            LIST.at(f"{PATH}/{UNKNOWN_SNAPSHOT}").by("POST"),
            LIST.at(f"{PATH}/{UNKNOWN_SNAPSHOT}/actions"),
            page().by("DELETE"),
            LIST.at(f"{PATH}/{UNKNOWN_SNAPSHOT}/other"),
            LIST.at(f"{PATH}/"),
        ),
        (405, 405, 405, 405, 404, 404),
    ),
}

LIVES_OF_CREATING: dict[str, tuple[tuple[Ask | Step, ...], Sequence[int]]] = {
    "nothing may be done with it": (
        (CREATE, reading(created()), deleting(created()), restoring(created()), copying(created())),
        (200, 200, 403, 403, 403),
    ),
    "another of the cluster is refused, but uniqueness is judged before": (
        (CREATE, create(name="other"), create(), LIST, copying(lambda replies: AUTOMATED(replies[3:]))),
        (200, 403, 400, 200, 403),
    ),
    "another cluster's is made": (
        (LIST, restoring(AUTOMATED), CREATE, lambda replies: create(name="other", cluster_id=restored(1)(replies))),
        (200, 200, 200, 200),
    ),
}


def _replies(asks: Sequence[Ask | Step], service: Service | None = None) -> list[Reply]:
    service = service or Service()

    async def ask_all() -> list[Reply]:
        replies: list[Reply] = []
        async with await listen(service):
            for ask in asks:
                made = ask if isinstance(ask, Ask) else ask(replies)
                replies.append(await send(made, service.authority, datetime.now(UTC)))
        return replies

    return asyncio.run(ask_all())


@pytest.mark.parametrize(("asks", "statuses"), LIVES.values(), ids=LIVES)
def test_life(asks: Sequence[Ask | Step], statuses: Sequence[int]) -> None:
    assert [reply.status for reply in _replies(asks)] == list(statuses)


@pytest.mark.parametrize(("asks", "statuses"), LIVES_OF_CREATING.values(), ids=LIVES_OF_CREATING)
def test_life_of_a_snapshot_that_is_being_made(asks: Sequence[Ask | Step], statuses: Sequence[int]) -> None:
    assert [reply.status for reply in _replies(asks, Service(creation_time=FOREVER))] == list(statuses)


def test_list_page_and_details_agree() -> None:
    _, listed, paged, details = _replies((CREATE, LIST, page(), reading(created())))
    assert listed.find("count") == 3
    assert listed.find("snapshots") == paged.find("snapshots")
    match listed.json, details.json:
        case {"snapshots": [dict(newest), *_]}, {"snapshot": dict(told)}:
            assert newest.items() <= told.items()
            assert (told["name"], told["description"], told["type"]) == ("snapshot-3", "described", "MANUAL")
            assert (told["status"], told["progress"], told["cluster_id"]) == ("AVAILABLE", "100", ACCOUNT.cluster_id)
            assert {"started", "finished"} <= told.keys()
        case unexpected:
            pytest.fail(f"neither a list nor details: {unexpected}")


def test_a_snapshot_that_is_being_made_is_not_finished() -> None:
    _, details = _replies((CREATE, reading(created())), Service(creation_time=FOREVER))
    assert (details.find("snapshot", "status"), details.find("snapshot", "progress")) == ("CREATING", "40")
    assert details.find("snapshot", "finished") is None


def test_a_page_without_a_limit_holds_all() -> None:
    *_, paged = _replies((*(create(name=f"snapshot-{number}") for number in range(12)), page()))
    assert len(names(paged)) == paged.find("count") == 14


@pytest.mark.parametrize(
    "restore", [each["body"]["restore"] for each in RECORD if each["operation"] == "restoreCluster"]
)
def test_a_restore_of_the_public_record_is_accepted(restore: dict[str, object]) -> None:
    _, restored_ = _replies((CREATE, restoring(created(), **restore)))
    assert restored_.status == 200


def test_a_delete_has_no_body() -> None:
    _, deleted = _replies((CREATE, deleting(created())))
    assert (deleted.status, deleted.body, "content-type" in deleted.headers) == (202, b"", False)


def test_the_other_project_stays_hidden() -> None:
    service = Service()
    (others,) = (each for each in service.snapshots.values() if each.project_id == ACCOUNT.other_project_id)
    replies = _replies((LIST, reading(lambda _: others.id), page(cluster_id=others.cluster_id)), service)
    assert [reply.status for reply in replies] == [200, 404, 404]
    assert others.name not in names(replies[0])


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("sort_key=name&sort_dir=asc", ["Aa-1", "a-22", "a-33", "failed-1", "scheduled-1"]),
        ("sort_key=name", ["scheduled-1", "failed-1", "a-33", "a-22", "Aa-1"]),
        ("sort_key=name&sort_dir=asc&limit=2&offset=1", ["a-33", "failed-1"]),
        ("sort_key=name&sort_dir=asc&limit=2&offset=2", ["scheduled-1"]),
        ("sort_key=name&limit=2&offset=3", []),
        ("sort_dir=asc&limit=2", ["scheduled-1", "failed-1"]),
        ("sort_key=status&sort_dir=desc&limit=1", ["failed-1"]),
        ("sort_key=startTime&sort_dir=ASC&limit=2", ["scheduled-1", "failed-1"]),
        ("sort_key=name&sort_dir=DESC&limit=1", ["scheduled-1"]),
    ],
)
def test_pages(query: str, expected: list[str]) -> None:
    *_, paged = _replies((create(name="a-33"), create(name="Aa-1"), create(name="a-22"), page(f"?{query}")))
    assert names(paged) == expected
    assert paged.find("count") == 5


@pytest.mark.parametrize(
    "query",
    [
        *(f"limit={limit}" for limit in ("", "0", "-1", "1.0", "abc", "+1", "%C2%B2", "1" * 5000)),
        *(f"offset={offset}" for offset in ("", "-1", "1e3", "abc")),
        *("sort_key=", "sort_key=id", "sort_key=Name", "sort_dir=", "sort_dir=Asc", "sort_dir=up"),
    ],
    ids=lambda query: query[:20],
)
def test_a_bad_query_is_refused(query: str) -> None:
    (reply,) = _replies((page(f"?{query}"),))
    assert reply.status == 400


@pytest.mark.parametrize(
    "query", ["limit=1", "limit=1001", "offset=2147483648", "limit=010", "marker=1", "sort_key=size", "sort_dir=ASC"]
)
def test_a_good_query_is_accepted(query: str) -> None:
    (reply,) = _replies((page(f"?{query}"),))
    assert reply.status == 200
