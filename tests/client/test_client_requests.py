"""The requests that clients send, the calls that they refuse, and the secrets that they keep."""

import json
import logging
import pickle
import re
from typing import Any
from urllib.parse import parse_qsl, urlsplit

import httpx
import pytest

import dws_snapshots
from dws_snapshots import (
    AkSkAuth,
    AsyncDwsClient,
    DwsClient,
    DwsError,
    InvalidRequest,
    PasswordAuth,
    PublicIp,
    TokenAuth,
)
from dws_snapshots_client.api.snapshots import create_snapshot
from dws_snapshots_client.client import AuthenticatedClient, Client
from dws_snapshots_client.models import CreateSnapshotRequest, CreateSnapshotResponse, Snapshot
from support.calls import DETAIL, PAGE, PROJECT_ID, SNAPSHOT, Call, Create, both, both_ways, call_sync
from support.raw_server import RawServer, answer
from vectors import cases

CREATED = '{"snapshot": {"id": "2a4d0f86-67cd-408a-8b66-017454fb7793"}}'


def body_of(request: bytes) -> Any:
    return json.loads(request.partition(b"\r\n\r\n")[2])


def created() -> RawServer:
    return RawServer(answer(200, CREATED, Content_Type="application/json"))


@both_ways
@pytest.mark.parametrize("case", cases("constraints"))
def test_a_value_that_breaks_a_rule_never_leaves(call: Call, case: dict[str, Any]) -> None:
    method, positional, named = arguments_of(case)
    with RawServer(answer(*ANSWERS[method])) as server:
        if case["field"] is None:
            call(server.url, method, *positional, **named)
            assert sent_by(server.requests) == expected_of(case)
        else:
            with pytest.raises(InvalidRequest) as caught:
                call(server.url, method, *positional, **named)
            assert caught.value.field == case["field"]
            assert str(caught.value).startswith(f"{case['field']} must ")
            assert server.requests == []


ANSWERS = {
    "create_snapshot": (200, CREATED),
    "list_snapshot_details": (200, json.dumps({"snapshot": DETAIL})),
    "delete_snapshot": (202, ""),
    "restore_cluster": (200, json.dumps({"cluster": {"id": DETAIL["cluster_id"]}})),
    "copy_snapshot": (200, json.dumps({"snapshot_id": DETAIL["id"]})),
    "list_cluster_snapshots": (200, json.dumps(PAGE)),
}
PATHS = {
    "listSnapshotDetails": "/snapshots/{snapshot_id}",
    "deleteSnapshot": "/snapshots/{snapshot_id}",
    "restoreCluster": "/snapshots/{snapshot_id}/actions",
    "copySnapshot": "/snapshots/{snapshot_id}/linked-copy",
    "listClusterSnapshots": "/clusters/{cluster_id}/snapshots",
}


def arguments_of(case: dict[str, Any]) -> tuple[str, list[Any], dict[str, Any]]:
    """Return a vector as a method and its arguments."""
    if "operation" not in case:
        return "create_snapshot", [], {"project_id": case.get("project_id", PROJECT_ID), **case["snapshot"]}
    query, body = dict(case["parameters"]), case.get("body", {})
    id_ = query.pop("cluster_id" if case["operation"] == "listClusterSnapshots" else "snapshot_id")
    members = dict(body.get("restore", body))
    if "public_ip" in members:
        members["public_ip"] = PublicIp(**members["public_ip"])
    return re.sub("(?=[A-Z])", "_", case["operation"]).lower(), [id_], {**query, **members}


def expected_of(case: dict[str, Any]) -> tuple[str, dict[str, str], Any]:
    """Return the path, the query and the body that a good vector leads to."""
    if "operation" not in case:
        return f"/v1.0/{case.get('project_id', PROJECT_ID)}/snapshots", {}, {"snapshot": case["snapshot"]}
    path = f"/v1.0/{PROJECT_ID}{PATHS[case['operation']]}".format(**case["parameters"])
    query = {name: str(value) for name, value in case["parameters"].items() if not name.endswith("_id")}
    return path, query, case.get("body")


def sent_by(requests: list[bytes]) -> tuple[str, dict[str, str], Any]:
    """Return the path, the query and the body of the one request."""
    (request,) = requests
    target = urlsplit(request.split(b" ")[1].decode())
    return (
        target.path,
        dict(parse_qsl(target.query, keep_blank_values=True)),
        body_of(request) if request[-4:] != b"\r\n\r\n" else None,
    )


def test_a_path_parameter_never_changes_the_path() -> None:
    for project_id in ("..", "../..", "a/b", f"{PROJECT_ID}/..", "%2e%2e", ""):
        with pytest.raises(InvalidRequest, match="project_id"):
            DwsClient("http://127.0.0.1:1", project_id=project_id, auth=TokenAuth("t"))


@both
def test_an_omitted_description_is_not_sent(create: Create) -> None:
    with created() as server:
        create(server.url)
        create(server.url, description="")
    bodies = [body_of(request)["snapshot"] for request in server.requests]
    assert bodies == [SNAPSHOT, {**SNAPSHOT, "description": ""}]


@pytest.mark.parametrize(
    ("given", "rule"),
    [
        ({"cluster_id": "prod-1"}, "snapshot.cluster_id must be a UUID; given 'prod-1'"),
        ({"cluster_id": None}, "snapshot.cluster_id must be a UUID; given None"),
        (
            {"name": "1st"},
            "snapshot.name must be 4 to 64 letters, digits, hyphens (-) and underscores (_), the first one a letter; "
            "given '1st'",
        ),
        ({"description": 5}, "snapshot.description must be at most 256 characters, none of them one of"),
        ({"description": "\ud800"}, "snapshot.description must be text, without lone surrogates"),
    ],
)
def test_a_rule_is_told_in_a_persons_words(given: dict[str, Any], rule: str) -> None:
    with pytest.raises(InvalidRequest) as caught:
        call_sync("http://127.0.0.1:1", "create_snapshot", **{**SNAPSHOT, **given})
    assert str(caught.value).startswith(rule)


def test_a_rule_without_a_title_is_told_in_its_keywords_words() -> None:
    for method, named, rule in (
        ("list_cluster_snapshots", {"limit": 0}, "limit must be at least 1; given 0"),
        ("list_cluster_snapshots", {"limit": True}, "limit must be an integer; given True"),
        ("list_cluster_snapshots", {"sort_dir": "up"}, "sort_dir must be one of asc, desc, ASC, DESC; given 'up'"),
        ("restore_cluster", {"port": 80}, "restore.port must be at least 8000; given 80"),
        ("restore_cluster", {"ipv6_enable": 1}, "restore.ipv6_enable must be true or false; given 1"),
    ):
        needed = {"name": "dws-2"} if method == "restore_cluster" else {}
        with pytest.raises(InvalidRequest) as caught:
            call_sync("http://127.0.0.1:1", method, DETAIL["id"], **needed, **named)
        assert str(caught.value) == rule


def test_the_bare_generated_client_works_alone() -> None:
    with created() as server:
        client = Client(server.url, httpx_args={"auth": TokenAuth("t")})
        given = CreateSnapshotRequest(Snapshot(SNAPSHOT["name"], SNAPSHOT["cluster_id"]))
        with client.with_timeout(httpx.Timeout(5)) as copy:
            parsed = create_snapshot.sync(PROJECT_ID, client=copy, body=given)
    assert isinstance(parsed, CreateSnapshotResponse)
    assert b"X-Auth-Token: t" in server.requests[0]


def test_a_call_of_the_bare_generated_client_ends() -> None:
    with Client("http://127.0.0.1:1").get_httpx_client() as http:
        assert http.timeout == httpx.Timeout(60)


@both
def test_the_endpoint_may_have_a_path(create: Create) -> None:
    with created() as server:
        create(f"{server.url}/gateway/")
    assert server.requests[0].startswith(f"POST /gateway/v1.0/{PROJECT_ID}/snapshots HTTP/1.1\r\n".encode())


@pytest.mark.parametrize("client_class", [DwsClient, AsyncDwsClient])
@pytest.mark.parametrize(
    ("argument", "value"),
    [
        ("endpoint", "dws.example"),
        ("endpoint", "ftp://dws.example"),
        ("endpoint", "https://"),
        ("endpoint", "http://xn--a/"),
        ("endpoint", "https://dws.example?region=eu-de"),
        ("endpoint", "https://dws.example?"),
        ("endpoint", "https://dws.example/#"),
        ("endpoint", "https://user:hunter2@dws.example"),
        ("endpoint", "https://dws.example:65536"),
        ("endpoint", None),
        ("auth", ("user", "hunter2")),
        ("timeout", 0),
        ("timeout", None),
        ("timeout", float("nan")),
        ("timeout", float("inf")),
        ("timeout", "5"),
        ("timeout", True),
    ],
)
def test_a_wrong_argument_is_named(client_class: Any, argument: str, value: object) -> None:
    arguments = {"endpoint": "http://127.0.0.1:1", "project_id": PROJECT_ID, "auth": TokenAuth("t"), argument: value}
    with pytest.raises(InvalidRequest) as caught:
        client_class(**arguments)
    assert caught.value.field == argument
    assert "hunter2" not in str(caught.value) + repr(caught.value)


@pytest.mark.parametrize("client_class", [DwsClient, AsyncDwsClient])
def test_clients_are_immutable(client_class: Any) -> None:
    dws = client_class("http://127.0.0.1:1", project_id=PROJECT_ID, auth=TokenAuth("t"))
    for attribute in ("endpoint", "project_id", "auth", "_http", "new"):
        with pytest.raises(AttributeError):
            setattr(dws, attribute, None)


SECRETS = ["the-secret-key", "the-security-token", "the-token", "the-password"]
WAYS = [
    AkSkAuth("the-access-key", SECRETS[0], SECRETS[1]),
    TokenAuth(SECRETS[2]),
    PasswordAuth("https://iam.example", username="u", password=SECRETS[3], domain_name="d", project_name="p"),
]


@pytest.mark.parametrize("auth", WAYS, ids=lambda auth: type(auth).__name__)
def test_no_repr_holds_a_secret(auth: httpx.Auth) -> None:
    texts = [repr(auth), str(auth)]
    for client_class in (DwsClient, AsyncDwsClient):
        texts.append(repr(client_class("https://dws.example", project_id=PROJECT_ID, auth=auth)))
    texts.append(repr(Client("https://dws.example", httpx_args={"auth": auth})))
    for secret in SECRETS:
        assert all(secret not in text for text in texts)
    assert SECRETS[2] not in repr(AuthenticatedClient("https://dws.example", token=SECRETS[2]))
    assert SECRETS[2] not in repr(Client("https://dws.example", headers={"X-Auth-Token": SECRETS[2]}))


@pytest.mark.parametrize("value", ["", "two words", "line\nfeed", "ümlaut", None, 5], ids=repr)
def test_a_credential_that_no_header_can_hold_is_refused_and_not_shown(value: Any) -> None:
    for make in (TokenAuth, lambda text: AkSkAuth(text, "sk"), lambda text: AkSkAuth("ak", "sk", text or "")):
        with pytest.raises(InvalidRequest) as caught:
            make(value)
        assert "not shown" in str(caught.value)
        assert caught.value.value is not value


@both
@pytest.mark.parametrize("auth", WAYS[:2], ids=lambda auth: type(auth).__name__)
def test_no_log_holds_a_secret(create: Create, auth: httpx.Auth, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG)
    with RawServer(answer(401, "{}")) as server, pytest.raises(DwsError):
        create(server.url, auth=auth)
    assert caplog.records
    assert not [secret for secret in SECRETS if secret in caplog.text]


def test_errors_can_be_pickled() -> None:
    errors: list[DwsError] = [
        InvalidRequest("snapshot.name", "must be text", "x"),
        dws_snapshots.NotFound(404, "DWS.0047", "The cluster does not exist.", "r1"),
        dws_snapshots.UnexpectedResponse(200, "the answer was cut short", None),
        dws_snapshots.ResponseTimeout("late", True),
    ]
    for error in errors:
        copy = pickle.loads(pickle.dumps(error))
        assert (type(copy), str(copy), vars(copy)) == (type(error), str(error), vars(error))
