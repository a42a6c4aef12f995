"""What `from_env()` finds, where, and what it says when it finds nothing."""

import json
from pathlib import Path
from typing import Any

import pytest

from dws_snapshots import AkSkAuth, AsyncDwsClient, DwsClient, InvalidRequest, MissingSetting, PasswordAuth, TokenAuth
from support.calls import PROJECT_ID
from support.environments import DAY, ENDPOINT, IAM, TOKEN_ANSWER, clouds_yaml, put
from support.raw_server import RawServer, answer

pytestmark = pytest.mark.usefixtures("empty_home")

KEYS = {"HUAWEICLOUD_SDK_AK": "AK", "HUAWEICLOUD_SDK_SK": "the-secret", "HUAWEICLOUD_SDK_PROJECT_ID": PROJECT_ID}
PASSWORD = {
    "OS_AUTH_URL": "https://iam.eu-de.otc.t-systems.com/v3",
    "OS_USERNAME": "u",
    "OS_PASSWORD": "the-password",
    "OS_USER_DOMAIN_NAME": "d",
    "OS_PROJECT_ID": PROJECT_ID,
}


@pytest.mark.parametrize("client_class", [DwsClient, AsyncDwsClient])
def test_nothing_found_says_what_was_looked_at(client_class: Any, empty_home: Path) -> None:
    with pytest.raises(MissingSetting) as caught:
        client_class.from_env()
    assert str(caught.value) == (
        "no credentials found; looked at HUAWEICLOUD_SDK_AK with HUAWEICLOUD_SDK_SK, OS_ACCESS_KEY with OS_SECRET_KEY, "
        f"OS_TOKEN, OS_PASSWORD, {empty_home}/.huaweicloud/credentials, clouds.yaml, "
        f"{empty_home}/.config/openstack/clouds.yaml, /etc/openstack/clouds.yaml"
    )


def test_access_keys(monkeypatch: pytest.MonkeyPatch) -> None:
    put(monkeypatch, {**KEYS, "DWS_ENDPOINT": ENDPOINT, "HUAWEICLOUD_SDK_SECURITY_TOKEN": "the-security-token"})
    dws = DwsClient.from_env()
    assert (dws.endpoint, dws.project_id) == (ENDPOINT, PROJECT_ID)
    assert isinstance(dws.auth, AkSkAuth)
    assert dws.auth.secrets() == ["the-secret", "the-security-token"]


def test_access_keys_go_before_everything_else(monkeypatch: pytest.MonkeyPatch) -> None:
    put(monkeypatch, {**KEYS, **PASSWORD, "OS_TOKEN": "t"})
    assert isinstance(DwsClient.from_env().auth, AkSkAuth)


def test_a_token(monkeypatch: pytest.MonkeyPatch) -> None:
    put(monkeypatch, {"OS_TOKEN": "t", "OS_PROJECT_ID": PROJECT_ID, "DWS_ENDPOINT": ENDPOINT})
    assert isinstance(AsyncDwsClient.from_env().auth, TokenAuth)


def test_a_password_and_the_endpoint_beside_iam(monkeypatch: pytest.MonkeyPatch) -> None:
    put(monkeypatch, PASSWORD)
    dws = DwsClient.from_env()
    assert isinstance(dws.auth, PasswordAuth)
    assert (dws.endpoint, dws.project_id) == (ENDPOINT, PROJECT_ID)


def test_the_id_of_a_named_project_is_fetched(monkeypatch: pytest.MonkeyPatch) -> None:
    with RawServer(answer(201, TOKEN_ANSWER, X_Subject_Token="t")) as iam:
        put(monkeypatch, {**PASSWORD, "OS_AUTH_URL": iam.url, "DWS_ENDPOINT": ENDPOINT, "OS_PROJECT_NAME": "p"})
        monkeypatch.delenv("OS_PROJECT_ID")
        assert DwsClient.from_env().project_id == PROJECT_ID
        assert b'"scope":{"project":{"name":"p"}}' in iam.requests[0]


OTHER_ID = "0" * 32
USER = {"username": "u", "password": "the-password", "user_domain_name": "d"}


def scoped_to(project: dict[str, str], **user: Any) -> dict[str, Any]:
    """The body of the request for a token."""
    identity = {"methods": ["password"], "password": {"user": {**user, "password": "the-password"}}}
    return {"auth": {"identity": identity, "scope": {"project": project}}}


BY_ID = scoped_to({"id": PROJECT_ID}, name="u", domain={"name": "d"})


@pytest.mark.parametrize(
    ("changes", "body"),
    [
        ({}, BY_ID),
        ({"OS_PROJECT_NAME": "p"}, BY_ID),
        ({"OS_PROJECT_ID": None, "OS_TENANT_ID": PROJECT_ID, "OS_TENANT_NAME": "p"}, BY_ID),
        ({"OS_PROJECT_ID": None, "HUAWEICLOUD_SDK_PROJECT_ID": PROJECT_ID, "OS_PROJECT_NAME": "p"}, BY_ID),
        ({"OS_PROJECT_ID": None, "OS_PROJECT_NAME": "p"}, scoped_to({"name": "p"}, name="u", domain={"name": "d"})),
        ({"OS_PROJECT_ID": None, "OS_TENANT_NAME": "p"}, scoped_to({"name": "p"}, name="u", domain={"name": "d"})),
        ({"OS_USER_DOMAIN_ID": "x"}, scoped_to({"id": PROJECT_ID}, name="u", domain={"id": "x"})),
        ({"OS_USER_DOMAIN_NAME": None, "OS_DOMAIN_NAME": "d"}, BY_ID),
        ({"OS_DOMAIN_ID": "x", "OS_DOMAIN_NAME": "y"}, BY_ID),
        (
            {"OS_USER_DOMAIN_NAME": None, "OS_DOMAIN_ID": "x"},
            scoped_to({"id": PROJECT_ID}, name="u", domain={"id": "x"}),
        ),
        ({"OS_USER_ID": "i"}, scoped_to({"id": PROJECT_ID}, id="i")),
        ({"OS_USER_ID": "i", "OS_USERNAME": None, "OS_USER_DOMAIN_NAME": ""}, scoped_to({"id": PROJECT_ID}, id="i")),
    ],
)
def test_users_domains_and_projects_by_name_or_id(
    monkeypatch: pytest.MonkeyPatch, changes: dict[str, str | None], body: Any
) -> None:
    with RawServer(
        answer(201, TOKEN_ANSWER, X_Subject_Token="t"), answer(200, '{"snapshots": [], "count": 0}')
    ) as server:
        settings = {**PASSWORD, "OS_AUTH_URL": server.url, "DWS_ENDPOINT": server.url, **changes}
        put(monkeypatch, {name: value for name, value in settings.items() if value is not None})
        with DwsClient.from_env() as dws:
            assert dws.list_snapshots() == []
    assert json.loads(server.requests[0].partition(b"\r\n\r\n")[2]) == body


def test_the_second_names_of_a_key_pair(monkeypatch: pytest.MonkeyPatch) -> None:
    pair = {"OS_ACCESS_KEY": "AK", "OS_SECRET_KEY": "the-secret", "OS_PROJECT_ID": PROJECT_ID, "OS_TOKEN": "t"}
    put(monkeypatch, {**pair, "OS_AUTH_URL": IAM})
    dws = DwsClient.from_env()
    assert isinstance(dws.auth, AkSkAuth)
    assert (dws.endpoint, dws.project_id, dws.auth.secrets()) == (ENDPOINT, PROJECT_ID, ["the-secret"])


ENDS = ["", "/", "/v1.0", "/v1.0/", f"/v1.0/{PROJECT_ID}", f"/v1.0/{PROJECT_ID}/", "/v1.0/%(project_id)s"]


@pytest.mark.parametrize("end", ENDS)
@pytest.mark.parametrize("place", ["variable", "clouds.yaml"])
def test_an_endpoint_may_end_in_version_and_project(
    monkeypatch: pytest.MonkeyPatch, empty_home: Path, place: str, end: str
) -> None:
    endpoint = f"https://dws.example/gateway{end}"
    if place == "variable":
        put(monkeypatch, {**KEYS, "DWS_ENDPOINT": endpoint})
    else:
        clouds_yaml(empty_home, auth={"token": "t", "project_id": PROJECT_ID}, dws_endpoint_override=endpoint)
    assert DwsClient.from_env().endpoint == "https://dws.example/gateway"


def test_an_endpoint_of_another_project_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    put(monkeypatch, {**KEYS, "DWS_ENDPOINT": f"https://dws.example/v1.0/{OTHER_ID}"})
    with pytest.raises(MissingSetting) as caught:
        DwsClient.from_env()
    assert str(caught.value) == f"DWS_ENDPOINT ends in {OTHER_ID!r}, but HUAWEICLOUD_SDK_PROJECT_ID is {PROJECT_ID!r}"


@pytest.mark.parametrize("end", ["", "/", "/v3", "/v3/", "/v3/auth/tokens", "/v3/auth/tokens/"])
def test_iams_address_in_each_form(monkeypatch: pytest.MonkeyPatch, end: str) -> None:
    put(monkeypatch, {**PASSWORD, "OS_AUTH_URL": f"https://iam.eu-de.otc.t-systems.com{end}"})
    dws = DwsClient.from_env()
    assert dws.endpoint == ENDPOINT
    assert "'https://iam.eu-de.otc.t-systems.com/v3/auth/tokens'" in repr(dws.auth)


@pytest.mark.parametrize(
    ("iam", "region", "endpoint"),
    [
        ("https://iam.myhuaweicloud.com/v3", "cn-north-4", "https://dws.cn-north-4.myhuaweicloud.com"),
        ("https://iam.myhuaweicloud.eu", "eu-west-101", "https://dws.eu-west-101.myhuaweicloud.eu"),
        ("https://iam.cn-north-4.myhuaweicloud.com", "cn-east-3", "https://dws.cn-east-3.myhuaweicloud.com"),
        ("https://iam.eu-de.otc.t-systems.com/v3", "eu-nl", "https://dws.eu-nl.otc.t-systems.com"),
        ("https://iam-pub.eu-de.otc.t-systems.com", "eu-de", ENDPOINT),
        ("https://iam.eu-ch2.sc.otc.t-systems.com", "eu-ch2", "https://dws.eu-ch2.sc.otc.t-systems.com"),
        ("https://iam.north.cloud.example", "north", "https://dws.north.cloud.example"),
        ("https://iam.cloud.example", None, "https://dws.cloud.example"),
    ],
)
def test_a_region_and_iam_tell_the_endpoint(
    monkeypatch: pytest.MonkeyPatch, empty_home: Path, iam: str, region: str | None, endpoint: str
) -> None:
    clouds_yaml(empty_home, auth={**USER, "auth_url": iam, "project_id": PROJECT_ID}, region_name=region)
    assert DwsClient.from_env().endpoint == endpoint
    put(monkeypatch, {**KEYS, "OS_AUTH_URL": iam, **({"OS_REGION_NAME": region} if region else {})})
    assert DwsClient.from_env().endpoint == endpoint


CANDIDATES = (
    "OS_REGION_NAME does not tell the cloud; set DWS_ENDPOINT: https://dws.eu-west-101.myhuaweicloud.com, "
    "https://dws.eu-west-101.myhuaweicloud.eu or https://dws.eu-west-101.otc.t-systems.com?"
)


@pytest.mark.parametrize("iam", [None, "https://iam.cloud.example/v3"])
def test_a_region_whose_cloud_is_not_told_gets_the_candidates(monkeypatch: pytest.MonkeyPatch, iam: str | None) -> None:
    put(monkeypatch, {**KEYS, "OS_REGION_NAME": "eu-west-101", **({"OS_AUTH_URL": iam} if iam else {})})
    with pytest.raises(MissingSetting) as caught:
        DwsClient.from_env()
    assert str(caught.value) == CANDIDATES


@pytest.mark.parametrize(
    ("variables", "message"),
    [
        ({"HUAWEICLOUD_SDK_AK": "AK"}, "HUAWEICLOUD_SDK_AK is set, but not HUAWEICLOUD_SDK_SK"),
        ({"HUAWEICLOUD_SDK_SK": "the-secret"}, "HUAWEICLOUD_SDK_SK is set, but not HUAWEICLOUD_SDK_AK"),
        ({"OS_SECRET_KEY": "the-secret"}, "OS_SECRET_KEY is set, but not OS_ACCESS_KEY"),
        (
            {"OS_PASSWORD": "the-secret"},
            "OS_PASSWORD is set, but not OS_AUTH_URL, OS_USERNAME, OS_USER_DOMAIN_ID or OS_USER_DOMAIN_NAME or "
            "OS_DOMAIN_ID or OS_DOMAIN_NAME, OS_PROJECT_ID or OS_TENANT_ID or OS_PROJECT_NAME or OS_TENANT_NAME",
        ),
        ({**KEYS, "OS_AUTH_URL": "https://keystone.example"}, "no endpoint found; set DWS_ENDPOINT"),
        ({**KEYS, "OS_AUTH_URL": "https://iam.myhuaweicloud.com"}, "no endpoint found; set DWS_ENDPOINT"),
        ({**KEYS, "OS_AUTH_URL": "keystone.example"}, "OS_AUTH_URL must be http:// or https://"),
        ({"OS_TOKEN": "the-secret", "DWS_ENDPOINT": ENDPOINT}, "no project found; set HUAWEICLOUD_SDK_PROJECT_ID or"),
        ({"OS_TOKEN": "the secret", "DWS_ENDPOINT": ENDPOINT, "OS_PROJECT_ID": PROJECT_ID}, "OS_TOKEN must be visible"),
        ({**PASSWORD, "OS_AUTH_URL": "ftp://iam.example"}, "OS_AUTH_URL must be http:// or https://"),
        ({**KEYS, "DWS_ENDPOINT": "dws.example"}, "DWS_ENDPOINT must be http"),
        ({**KEYS, "OS_AUTH_URL": IAM, "OS_REGION_NAME": "no region"}, "OS_REGION_NAME must be"),
        ({**KEYS, "DWS_ENDPOINT": ENDPOINT, "HUAWEICLOUD_SDK_PROJECT_ID": "x"}, "HUAWEICLOUD_SDK_PROJECT_ID must be"),
        ({"OS_TOKEN": "t", "DWS_ENDPOINT": ENDPOINT, "OS_TENANT_ID": "x"}, "OS_TENANT_ID must be"),
    ],
)
def test_what_is_missing_or_wrong_is_named_as_it_is_set(
    monkeypatch: pytest.MonkeyPatch, variables: dict[str, str], message: str
) -> None:
    put(monkeypatch, variables)
    with pytest.raises((MissingSetting, InvalidRequest)) as caught:
        DwsClient.from_env()
    assert str(caught.value).startswith(message)
    assert "the-secret" not in str(caught.value)


def test_a_token_that_names_no_project_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    with RawServer(answer(201, json.dumps({"token": {**DAY, "project": None}}), X_Subject_Token="t")) as iam:
        put(monkeypatch, {**PASSWORD, "OS_AUTH_URL": iam.url, "DWS_ENDPOINT": ENDPOINT, "OS_PROJECT_NAME": "p"})
        monkeypatch.delenv("OS_PROJECT_ID")
        with pytest.raises(MissingSetting, match="no project found; set HUAWEICLOUD_SDK_PROJECT_ID"):
            DwsClient.from_env()
