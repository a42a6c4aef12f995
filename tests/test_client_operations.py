"""One method an operation: what each sends, what it returns, and what of an answer it can live with."""

import datetime
import json
from typing import Any

import pytest

from calls import DETAIL, PAGE, PROJECT_ID, Call, both_ways
from dws_snapshots import Cluster, InvalidRequest, NotFound, SnapshotDetail, UnexpectedResponse
from dws_snapshots_client.models import CopySnapshotResponse, ListClusterSnapshotsResponse
from dws_snapshots_client.types import UNSET
from raw_server import RawServer, answer, raw

ID = DETAIL["id"]
CLUSTER_ID = DETAIL["cluster_id"]
ONE = f"/v1.0/{PROJECT_ID}/snapshots/{ID}"
STARTED = datetime.datetime(2026, 11, 24, 3, 59, 23, tzinfo=datetime.UTC)
NETWORK = {"subnet_id": "s", "security_group_id": "g", "vpc_id": "v", "availability_zone": "eu-de-01", "port": 8001}


def detail(**members: Any) -> SnapshotDetail:
    return SnapshotDetail.from_dict({**DETAIL, **members})


CALLS: list[Any] = [
    ("list_snapshots", (), {}, "GET", f"/v1.0/{PROJECT_ID}/snapshots", None),
    ("list_snapshot_details", (ID,), {}, "GET", ONE, None),
    ("delete_snapshot", (ID,), {}, "DELETE", ONE, None),
    ("restore_cluster", (ID,), {"name": "dws-2"}, "POST", f"{ONE}/actions", {"restore": {"name": "dws-2"}}),
    (
        "restore_cluster",
        (ID,),
        {"name": "dws-2", **NETWORK, "public_bind_type": "bind_existing", "eip_id": "e", "ipv6_enable": False},
        "POST",
        f"{ONE}/actions",
        {
            "restore": {
                "name": "dws-2",
                **NETWORK,
                "public_ip": {"public_bind_type": "bind_existing", "eip_id": "e"},
                "ipv6_enable": False,
            }
        },
    ),
    (
        "restore_cluster",
        (ID,),
        {"name": "dws-2", "port": None, "enterprise_project_id": "0", "eip_id": None},
        "POST",
        f"{ONE}/actions",
        {"restore": {"name": "dws-2", "enterprise_project_id": "0"}},
    ),
    ("copy_snapshot", (ID,), {"backup_name": "copy"}, "POST", f"{ONE}/linked-copy", {"backup_name": "copy"}),
    (
        "copy_snapshot",
        (ID,),
        {"backup_name": "copy", "description": "kept"},
        "POST",
        f"{ONE}/linked-copy",
        {"backup_name": "copy", "description": "kept"},
    ),
    (
        "list_cluster_snapshots",
        (CLUSTER_ID,),
        {},
        "GET",
        f"/v1.0/{PROJECT_ID}/clusters/{CLUSTER_ID}/snapshots",
        None,
    ),
    (
        "list_cluster_snapshots",
        (CLUSTER_ID,),
        {"limit": 5, "offset": 2, "sort_key": "name", "sort_dir": "asc"},
        "GET",
        f"/v1.0/{PROJECT_ID}/clusters/{CLUSTER_ID}/snapshots?limit=5&offset=2&sort_key=name&sort_dir=asc",
        None,
    ),
]
ANSWERS: dict[str, tuple[int, Any, Any]] = {
    "list_snapshots": (200, {"snapshots": [DETAIL, DETAIL], "count": 2}, [detail(), detail()]),
    "list_snapshot_details": (200, {"snapshot": DETAIL}, detail()),
    "delete_snapshot": (202, None, None),
    "restore_cluster": (200, {"cluster": {"id": CLUSTER_ID}}, Cluster(CLUSTER_ID)),
    "copy_snapshot": (200, {"snapshot_id": ID}, CopySnapshotResponse(ID)),
    "list_cluster_snapshots": (200, PAGE, ListClusterSnapshotsResponse(PROJECT_ID, CLUSTER_ID, [detail()], 12)),
}


@both_ways
@pytest.mark.parametrize("sent", CALLS)
def test_a_method_sends_its_operation_and_returns_what_the_answer_holds(call: Call, sent: Any) -> None:
    method, positional, named, verb, target, body = sent
    status, content, expected = ANSWERS[method]
    with RawServer(answer(status, "" if content is None else json.dumps(content))) as server:
        assert call(server.url, method, *positional, **named) == expected
    (request,) = server.requests
    head, _, given = request.partition(b"\r\n\r\n")
    assert head.startswith(f"{verb} {target} HTTP/1.1\r\n".encode())
    assert (json.loads(given) if given else None) == body


@both_ways
@pytest.mark.parametrize("method", ANSWERS)
def test_each_method_raises_the_errors_of_the_tree(call: Call, method: str) -> None:
    positional, named = next((positional, named) for name, positional, named, *_ in CALLS if name == method)
    refusal = '{"error_code": "DWS.0015", "error_msg": "The snapshot does not exist."}'
    with RawServer(answer(404, refusal)) as server, pytest.raises(NotFound, match="does not exist"):
        call(server.url, method, *positional, **named)
    status, content, _ = ANSWERS[method]
    if content is not None:
        with RawServer(answer(status, "{}")) as server, pytest.raises(UnexpectedResponse, match="must contain"):
            call(server.url, method, *positional, **named)


@both_ways
def test_what_comes_after_a_success_without_a_body_does_not_matter(call: Call) -> None:
    for behaviour in (answer(202, "<html>"), raw(b"HTTP/1.1 202 -\r\nContent-Length: 9\r\n\r\n{", keep=False)):
        with RawServer(behaviour) as server:
            assert call(server.url, "delete_snapshot", ID) is None


@both_ways
def test_an_option_that_there_is_not_is_a_type_error(call: Call) -> None:
    with pytest.raises(TypeError, match="subnet"):
        call("http://127.0.0.1:1", "restore_cluster", ID, name="dws-2", subnet="s")
    with pytest.raises(TypeError, match="page"):
        call("http://127.0.0.1:1", "list_cluster_snapshots", CLUSTER_ID, page=1)


@both_ways
@pytest.mark.parametrize("id_", ["..", "", f"{ID}/..", ID[:-1] + "\ud800", None, 5])
def test_an_id_never_changes_the_path(call: Call, id_: Any) -> None:
    with RawServer(answer(200)) as server:
        for method in ("list_snapshot_details", "delete_snapshot"):
            with pytest.raises(InvalidRequest, match="snapshot_id must "):
                call(server.url, method, id_)
        with pytest.raises(InvalidRequest, match="cluster_id must "):
            call(server.url, "list_cluster_snapshots", id_)
        assert server.requests == []


def details(call: Call, members: dict[str, Any]) -> SnapshotDetail:
    with RawServer(answer(200, json.dumps({"snapshot": {**DETAIL, **members}}))) as server:
        snapshot: SnapshotDetail = call(server.url, "list_snapshot_details", ID)
    return snapshot


@both_ways
def test_a_value_that_no_edition_has_yet_is_read(call: Call) -> None:
    snapshot = details(call, {"status": "HIBERNATING", "type": "MIRRORED", "colour": {"of": "it"}, "nothing": None})
    assert (snapshot.status, snapshot.type_, snapshot.started) == ("HIBERNATING", "MIRRORED", STARTED)
    assert snapshot.additional_properties == {"colour": {"of": "it"}, "nothing": None}


@both_ways
def test_null_and_an_empty_time_are_absent(call: Call) -> None:
    optional = [name for name, value in vars_of(detail()).items() if value is UNSET]
    assert {"finished", "datastore", "bak_keep_day", "fine_grained_backup_detail"} <= set(optional)
    assert details(call, dict.fromkeys(optional)) == detail()
    assert details(call, {"finished": "", "updated": "", "description": ""}) == detail(description="")
    assert details(call, {"datastore": {"type": None}}) == detail(datastore={})


def vars_of(snapshot: SnapshotDetail) -> dict[str, Any]:
    return {name: getattr(snapshot, name) for name in snapshot.__slots__ if not name.startswith("__")}


@both_ways
@pytest.mark.parametrize(
    ("members", "told"),
    [
        ({"name": None}, "snapshot.name must be string"),
        ({"started": ""}, "snapshot.started must be date-time"),
        ({"started": "2026-12-31T23:59:60Z"}, "holds a time that can't be read"),
        ({"finished": "soon"}, "snapshot.finished must be time or empty"),
        ({"bak_keep_day": "7"}, "snapshot.bak_keep_day must be integer or null"),
        ({"size": -1}, "snapshot.size must be bigger than or equal to 0"),
    ],
)
def test_what_is_not_as_declared_is_named(call: Call, members: dict[str, Any], told: str) -> None:
    with pytest.raises(UnexpectedResponse, match=told):
        details(call, members)
