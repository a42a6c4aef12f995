"""The reference's IAM: account data, tokens in exchange for tokens, and temporary access keys."""

from __future__ import annotations

import json
import uuid
from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any

import httpx
import openstack
import pytest
from huaweicloudsdkcore.auth.credentials import BasicCredentials
from huaweicloudsdkcore.region.region import Region
from huaweicloudsdkdws import v2 as official
from otcextensions import sdk

from dws_reference import demo
from dws_snapshots import AkSkAuth
from support.databases import NewDatabase
from support.running import SNAPSHOTS, RunningReference, running_reference, token_request

LISTS = ["/v3/projects", "/v3/auth/projects", "/v3/auth/domains", "/v3/auth/catalog"]
KEYS = "/v3.0/OS-CREDENTIAL/securitytokens"


@pytest.fixture(scope="module")
def client(memory_reference: RunningReference) -> Iterator[httpx.Client]:
    """Sends no credentials of its own."""
    with httpx.Client(base_url=memory_reference.url, trust_env=False, timeout=30) as client:
        yield client


def login(client: httpx.Client, scope: Any, query: str = "", **identity: Any) -> httpx.Response:
    """Ask for a token: for the demo user's password, unless `identity` says otherwise."""
    auth = token_request()["auth"]
    request = {"identity": identity or auth["identity"]} | ({} if scope is None else {"scope": scope})
    return client.post(f"/v3/auth/tokens{query}", json={"auth": request})


def token(client: httpx.Client, scope: Any) -> str:
    return str(login(client, scope).headers["X-Subject-Token"])


PROJECT = {"project": {"id": demo.PROJECT_ID}}
DOMAIN = {"domain": {"name": demo.DOMAIN}}


@pytest.mark.parametrize("way", ["project", "domain", "unscoped", "signed"])
@pytest.mark.parametrize("path", LISTS)
def test_an_account_has_one_project_and_one_domain(client: httpx.Client, path: str, way: str) -> None:
    if way == "signed":
        answer = client.get(path, auth=AkSkAuth(demo.ACCESS_KEY, demo.SECRET_KEY))
    else:
        scope = {"project": PROJECT, "domain": DOMAIN, "unscoped": None}[way]
        answer = client.get(path, headers={"X-Auth-Token": token(client, scope)})
    body = answer.json()
    kind = path.rpartition("/")[2]
    if kind == "catalog":
        if way == "unscoped":
            assert (answer.status_code, body["error"]["code"]) == (403, 403)
            return
        types = {"identity", "dws"} | (set() if way == "domain" else {"dwsv1"})
        assert {service["type"] for service in body["catalog"]} == types
    else:
        (only,) = body[kind]
        assert only["enabled"]
        assert (only["name"]) == (demo.DOMAIN if kind == "domains" else demo.PROJECT_NAME)
        assert kind == "domains" or only["id"] == demo.PROJECT_ID
    assert answer.status_code == 200
    assert body["links"] == {"self": str(client.base_url.join(path)), "next": None, "previous": None}


@pytest.mark.parametrize("path", LISTS)
def test_nothing_is_told_without_credentials(client: httpx.Client, path: str) -> None:
    wrong: list[dict[str, Any]] = [{}, {"headers": {"X-Auth-Token": "x"}}, {"auth": AkSkAuth(demo.ACCESS_KEY, "x")}]
    for credentials in wrong:
        answer = client.get(path, **credentials)
        assert (answer.status_code, answer.json()["error"]["code"]) == (401, 401)


@pytest.mark.parametrize(
    ("path", "found", "not_found"),
    [("projects", demo.PROJECT_NAME, "eu-demo"), ("auth/domains", demo.DOMAIN, "")],
)
def test_a_list_holds_what_has_the_name(client: httpx.Client, path: str, found: str, not_found: str) -> None:
    headers = {"X-Auth-Token": token(client, PROJECT)}
    for name, count in ((found, 1), (not_found, 0)):
        body = client.get(f"/v3/{path}", params={"name": name}, headers=headers).json()
        assert len(body[path.rpartition("/")[2]]) == count


@pytest.mark.parametrize("scope", [None, "unscoped", DOMAIN, {"domain": {"id": "of the domain"}}])
def test_a_token_without_a_project_opens_none(client: httpx.Client, scope: Any) -> None:
    whole = login(client, DOMAIN).json()["token"]
    if isinstance(scope, dict) and "id" in scope["domain"]:
        scope = {"domain": {"id": whole["domain"]["id"]}}
    answer = login(client, scope)
    told = answer.json()["token"]
    assert answer.status_code == 201
    assert told.get("domain") == (whole["domain"] if isinstance(scope, dict) else None)
    assert ("catalog" in told, "roles" in told, "project" in told) == (told.get("domain") is not None,) * 2 + (False,)
    refused = client.get(SNAPSHOTS, headers={"X-Auth-Token": answer.headers["X-Subject-Token"]})
    assert (refused.status_code, refused.json()["error_code"]) == (403, "DWS.0015")


@pytest.mark.parametrize("first", [None, DOMAIN, PROJECT])
def test_a_token_is_had_for_another_and_ends_with_it(client: httpx.Client, first: Any) -> None:
    given = login(client, first)
    answer = login(client, PROJECT, methods=["token"], token={"id": given.headers["X-Subject-Token"]})
    told = answer.json()["token"]
    assert answer.status_code == 201
    assert told["methods"] == ["token"]
    assert told["expires_at"] == given.json()["token"]["expires_at"]
    headers = {"X-Auth-Token": answer.headers["X-Subject-Token"]}
    assert client.get(SNAPSHOTS, headers=headers).status_code == 200


@pytest.mark.parametrize("path", ["/v3/auth/tokens", KEYS])
@pytest.mark.parametrize("given", [{"id": "x"}, {"id": "é"}, {}])
def test_nothing_is_had_for_a_wrong_token(client: httpx.Client, path: str, given: dict[str, str]) -> None:
    auth = {"identity": {"methods": ["token"], "token": given}, "scope": PROJECT}
    answer = client.post(path, json={"auth": auth})
    assert (answer.status_code, answer.json()["error_code"]) == (401, "APIGW.0301")
    assert "X-Subject-Token" not in answer.headers


@pytest.mark.parametrize("query", ["?nocatalog", "?nocatalog=true"])
def test_a_catalog_is_left_out_on_request(client: httpx.Client, query: str) -> None:
    assert "catalog" in login(client, PROJECT).json()["token"]
    told = login(client, PROJECT, query).json()["token"]
    assert "catalog" not in told
    assert told["project"]["id"] == demo.PROJECT_ID


@pytest.mark.parametrize("path", ["/v3/auth/tokens", KEYS])
def test_a_body_that_is_too_long_for_iam_is_refused(client: httpx.Client, path: str) -> None:
    content = json.dumps({"auth": token_request()["auth"]}).encode()
    headers = {"Content-Type": "application/json"}
    longest = 64 * 1024
    answer = client.post("/v3/auth/tokens", content=content.ljust(longest), headers=headers)
    assert answer.status_code == 201
    for size in (longest + 1, 12 * 1024 * 1024):
        answer = client.post(path, content=content.ljust(size), headers=headers)
        assert answer.status_code == 400
        assert answer.json()["error_msg"] == (
            f"The body is too long: at most {longest} bytes are allowed, {size} were given."
        )


def temporary_key(client: httpx.Client, token_: str, **given: Any) -> httpx.Response:
    auth = {"identity": {"methods": ["token"], "token": {"id": token_, **given}}}
    return client.post(KEYS, json={"auth": auth})


def create_signed(client: httpx.Client, key: dict[str, str], **replaced: str) -> httpx.Response:
    key = key | replaced
    snapshot = {"name": f"t-{uuid.uuid4().hex}", "cluster_id": demo.CLUSTER_ID}
    auth = AkSkAuth(key["access"], key["secret"], key["securitytoken"])
    return client.post(SNAPSHOTS, json={"snapshot": snapshot}, auth=auth)


def test_a_temporary_key_signs_with_its_security_token(client: httpx.Client) -> None:
    answers = [temporary_key(client, token(client, scope)) for scope in (PROJECT, None)]
    keys = [answer.json()["credential"] for answer in answers]
    assert [answer.status_code for answer in answers] == [201, 201]
    for key, other in (keys, keys[::-1]):
        assert create_signed(client, key).status_code == 200
        assert client.get("/v3/projects", auth=AkSkAuth(key["access"], key["secret"], key["securitytoken"])).is_success
        for replaced, code in (
            ({"secret": other["secret"]}, "APIGW.0303"),
            ({"securitytoken": other["securitytoken"]}, "APIGW.0301"),
            ({"securitytoken": token(client, PROJECT)}, "APIGW.0301"),
            ({"access": demo.ACCESS_KEY, "secret": demo.SECRET_KEY}, "APIGW.0301"),
            ({"access": other["access"], "secret": other["secret"]}, "APIGW.0301"),
        ):
            refused = create_signed(client, key, **replaced)
            assert (refused.status_code, refused.json()["error_code"]) == (401, code)
        bare = client.get(SNAPSHOTS, headers={"X-Auth-Token": key["securitytoken"]})
        assert (bare.status_code, bare.json()["error_code"]) == (401, "APIGW.0301")


@pytest.mark.parametrize("name", ["duration_seconds", "duration-seconds", "duration-secods"])
def test_a_temporary_key_lives_as_long_as_asked(client: httpx.Client, name: str) -> None:
    """The last is how a public client misspells it: then the default holds."""
    before = datetime.now(UTC)
    answer = temporary_key(client, token(client, PROJECT), **{name: 3600})
    lives = datetime.fromisoformat(answer.json()["credential"]["expires_at"]) - before
    assert (lives.total_seconds() >= 3600) == (name != "duration-secods")
    assert lives.total_seconds() >= 900


@pytest.mark.parametrize("seconds", [899, 86401, "900", 900.5, True, None])
def test_a_temporary_key_lives_a_quarter_of_an_hour_to_a_day(client: httpx.Client, seconds: Any) -> None:
    answer = temporary_key(client, token(client, PROJECT), duration_seconds=seconds)
    assert (answer.status_code, answer.json()["error_code"]) == (400, "DWS.0001")
    assert "auth.identity.token.duration_seconds: must be 900 to 86400 seconds" in answer.json()["error_msg"]


def test_a_temporary_key_for_a_role_is_not_had(client: httpx.Client) -> None:
    answer = client.post(KEYS, json={"auth": {"identity": {"methods": ["assume_role"], "assume_role": {}}}})
    assert (answer.status_code, answer.json()["error_code"]) == (400, "DWS.0001")


def test_keys_and_tokens_serve_replicas_of_the_account_and_no_other(sqlite: NewDatabase) -> None:
    database = ("--database", sqlite())
    with (
        running_reference(*database) as first,
        running_reference(*database, "--workers", "2") as second,
        running_reference(*database, "--username", "another") as other,
        httpx.Client(base_url=first.url, trust_env=False, timeout=30) as client,
    ):
        given = first.token()
        key = temporary_key(client, given).json()["credential"]
        for server, status in ((first, 200), (second, 200), (other, 401)):
            client.base_url = httpx.URL(server.url)
            assert {create_signed(client, key).status_code for _ in range(4)} == {status}
            assert client.get("/v3/projects", headers={"X-Auth-Token": given}).status_code == status


@pytest.mark.filterwarnings("ignore::Warning")
def test_otcextensions_makes_a_temporary_key(memory_reference: RunningReference, client: httpx.Client) -> None:
    with openstack.connection.Connection(
        auth_url=f"{memory_reference.url}/v3",
        username=demo.USERNAME,
        password=demo.PASSWORD,
        user_domain_name=demo.DOMAIN,
        project_name=demo.PROJECT_NAME,
    ) as connection:
        sdk.register_otc_extensions(connection)
        identity: Any = connection.identity
        made = identity.create_security_token(duration=900)
    key = {"access": made.access, "secret": made.secret, "securitytoken": made.security_token}
    assert create_signed(client, key).status_code == 200


def test_the_official_client_looks_its_project_up(
    memory_reference: RunningReference, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It asks IAM for the project of the region's name."""
    monkeypatch.setenv("HUAWEICLOUD_SDK_IAM_ENDPOINT", memory_reference.url)
    region = Region(demo.PROJECT_NAME, memory_reference.url)
    credentials = BasicCredentials(demo.ACCESS_KEY, demo.SECRET_KEY)
    dws = official.DwsClient.new_builder().with_credentials(credentials).with_region(region).build()
    assert dws.list_snapshots(official.ListSnapshotsRequest()).count >= 1
    assert credentials.project_id == demo.PROJECT_ID
