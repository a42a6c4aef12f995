"""The method of each operation: what it sends, and what it returns."""

import inspect
import json
from typing import Any

import pytest

from dws_snapshots import (
    ApiError,
    AsyncDwsClient,
    Cluster,
    CopySnapshotResponse,
    DwsClient,
    InvalidRequest,
    ListClusterSnapshotsResponse,
    NotFound,
    PublicIp,
    SnapshotDetail,
    UnexpectedResponse,
)
from dws_snapshots_client import operations
from dws_snapshots_client.calls import AsyncCalls, Calls
from support.calls import DETAIL, PAGE, PROJECT_ID, SNAPSHOT, Call, both_ways
from support.raw_server import RawServer, answer, raw

ID = DETAIL["id"]
CLUSTER_ID = DETAIL["cluster_id"]
ONE = f"/v1.0/{PROJECT_ID}/snapshots/{ID}"
NETWORK = {"subnet_id": "s", "security_group_id": "g", "vpc_id": "v", "availability_zone": "eu-de-01", "port": 8001}


def detail() -> SnapshotDetail:
    return operations.list_snapshot_details.read({"snapshot": DETAIL})


CALLS: list[Any] = [
    ("list_snapshots", (), {}, "GET", f"/v1.0/{PROJECT_ID}/snapshots", None),
    ("list_snapshot_details", (ID,), {}, "GET", ONE, None),
    ("delete_snapshot", (ID,), {}, "DELETE", ONE, None),
    ("restore_cluster", (ID,), {"name": "dws-2"}, "POST", f"{ONE}/actions", {"restore": {"name": "dws-2"}}),
    (
        "restore_cluster",
        (ID,),
        {"name": "dws-2", **NETWORK, "public_ip": PublicIp("bind_existing", eip_id="e"), "ipv6_enable": False},
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
        {"name": "dws-2", "port": None, "enterprise_project_id": "0", "public_ip": None, "number_of_cn": 3},
        "POST",
        f"{ONE}/actions",
        {"restore": {"name": "dws-2", "enterprise_project_id": "0", "number_of_cn": 3}},
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
    "list_cluster_snapshots": (200, PAGE, ListClusterSnapshotsResponse([detail()], PROJECT_ID, CLUSTER_ID, 12)),
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
        with RawServer(answer(status, "{}")) as server, pytest.raises(UnexpectedResponse, match="must be given"):
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
def test_a_nested_object_is_checked_like_the_rest(call: Call) -> None:
    for given, field in ((PublicIp("static"), "restore.public_ip.public_bind_type"), ("e", "restore.public_ip")):  # type: ignore[arg-type]
        with pytest.raises(InvalidRequest) as caught:
            call("http://127.0.0.1:1", "restore_cluster", ID, name="dws-2", public_ip=given)
        assert caught.value.field == field


def test_sync_and_async_are_told_the_same_by_the_contract() -> None:
    for method in {"create_snapshot", *ANSWERS}:
        one, other = getattr(Calls, method), getattr(AsyncCalls, method)
        assert inspect.signature(one) == inspect.signature(other)
        assert one.__doc__ == other.__doc__
    assert inspect.signature(DwsClient.create_snapshot) == inspect.signature(AsyncDwsClient.create_snapshot)
    told = inspect.getdoc(Calls.create_snapshot) or ""
    assert told.startswith("Create a snapshot.\n")
    for words in ("names are unique within a project", "name: Snapshot name. It consists of", "Source: "):
        assert words in told


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


@both_ways
@pytest.mark.parametrize("status", [200, 201, 202, 204, 299])
def test_every_2xx_is_a_success(call: Call, status: int) -> None:
    with RawServer(answer(status)) as server:
        assert call(server.url, "delete_snapshot", ID) is None
    with RawServer(answer(status, json.dumps({"snapshot": {"id": ID}}))) as server:
        if status == 204:
            with pytest.raises(UnexpectedResponse):
                call(server.url, "create_snapshot", **SNAPSHOT)
        else:
            assert call(server.url, "create_snapshot", **SNAPSHOT).id == ID


@both_ways
@pytest.mark.parametrize("status", [400, 404])
def test_a_delete_that_is_sent_once_says_nothing_of_a_second(call: Call, status: int) -> None:
    with RawServer(answer(status)) as server, pytest.raises(ApiError) as caught:
        call(server.url, "delete_snapshot", ID)
    assert not caught.value.may_have_been_sent_twice
    assert "twice" not in str(caught.value)


@both_ways
def test_details_of_another_snapshot_are_no_answer(call: Call) -> None:
    other = ID[:-1] + "4"
    with RawServer(answer(200, json.dumps({"snapshot": DETAIL}))) as server:
        assert call(server.url, "list_snapshot_details", ID.upper()).id == ID
        for method in ("list_snapshot_details", "wait_until_available"):
            with pytest.raises(UnexpectedResponse, match=f"about {ID} instead of the requested ID"):
                call(server.url, method, other)
