"""What `from_env()` finds, where, and what it says when it finds nothing."""

import json
import sys
from pathlib import Path
from typing import Any

import pytest

from calls import PROJECT_ID
from dws_snapshots import AkSkAuth, AsyncDwsClient, DwsClient, InvalidRequest, MissingSetting, PasswordAuth, TokenAuth
from raw_server import RawServer, answer

ENDPOINT = "https://dws.eu-de.otc.t-systems.com"
KEYS = {"HUAWEICLOUD_SDK_AK": "AK", "HUAWEICLOUD_SDK_SK": "the-secret", "HUAWEICLOUD_SDK_PROJECT_ID": PROJECT_ID}
PASSWORD = {
    "OS_AUTH_URL": "https://iam.eu-de.otc.t-systems.com/v3",
    "OS_USERNAME": "u",
    "OS_PASSWORD": "the-password",
    "OS_USER_DOMAIN_NAME": "d",
    "OS_PROJECT_ID": PROJECT_ID,
}
DAY = {"issued_at": "2026-01-01T00:00:00Z", "expires_at": "2026-01-02T00:00:00Z"}
TOKEN_ANSWER = json.dumps({"token": {**DAY, "project": {"id": PROJECT_ID}}})


@pytest.fixture(autouse=True)
def empty_home(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Path:
    """A home and a working directory without anything, and none of the variables."""
    for name in ("HUAWEICLOUD_SDK_SECURITY_TOKEN", "HUAWEICLOUD_SDK_CREDENTIALS_FILE", "OS_TOKEN", "OS_PROJECT_NAME"):
        monkeypatch.delenv(name, raising=False)
    for name in (*KEYS, *PASSWORD, "OS_CLOUD", "OS_CLIENT_CONFIG_FILE", "DWS_ENDPOINT"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.chdir(tmp_path)
    return tmp_path


def put(monkeypatch: pytest.MonkeyPatch, variables: dict[str, str]) -> None:
    for name, value in variables.items():
        monkeypatch.setenv(name, value)


@pytest.mark.parametrize("client_class", [DwsClient, AsyncDwsClient])
def test_nothing_found_says_what_was_looked_at(client_class: Any, empty_home: Path) -> None:
    with pytest.raises(MissingSetting) as caught:
        client_class.from_env()
    places = [*KEYS, "OS_TOKEN", *PASSWORD, f"{empty_home}/.huaweicloud/credentials"]
    places += [f"{empty_home}/.config/openstack/clouds.yaml", "/etc/openstack/clouds.yaml"]
    places.remove("HUAWEICLOUD_SDK_PROJECT_ID")
    places.remove("OS_PROJECT_ID")
    assert not [place for place in places if place not in str(caught.value)]


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


@pytest.mark.parametrize("named", [True, False])
def test_the_official_clients_credentials_file(monkeypatch: pytest.MonkeyPatch, empty_home: Path, named: bool) -> None:
    path = empty_home / ("elsewhere" if named else ".huaweicloud/credentials")
    path.parent.mkdir(exist_ok=True)
    iam = "https://iam.cn-north-4.myhuaweicloud.com"
    path.write_text(f"[basic]\nak = AK\nsk = a%b\nproject_id = {PROJECT_ID}\niam_endpoint = {iam}\n")
    if named:
        monkeypatch.setenv("HUAWEICLOUD_SDK_CREDENTIALS_FILE", str(path))
    dws = DwsClient.from_env()
    assert isinstance(dws.auth, AkSkAuth)
    assert dws.auth.secrets() == ["a%b"]
    assert (dws.endpoint, dws.project_id) == ("https://dws.cn-north-4.myhuaweicloud.com", PROJECT_ID)


CLOUDS = f"""
clouds:
  first:
    auth: {{auth_url: "https://iam.eu-de.otc.t-systems.com/v3", username: u, password: the-password,
           user_domain_name: d, project_id: {PROJECT_ID}}}
  second:
    dws_endpoint_override: https://dws.example/gateway
    auth: {{token: t, project_id: {PROJECT_ID}}}
"""


@pytest.mark.parametrize("folder", [".", ".config/openstack"])
def test_a_cloud_of_clouds_yaml(monkeypatch: pytest.MonkeyPatch, empty_home: Path, folder: str) -> None:
    (empty_home / folder).mkdir(parents=True, exist_ok=True)
    (empty_home / folder / "clouds.yaml").write_text(CLOUDS)
    with pytest.raises(MissingSetting, match="has 2 clouds; set OS_CLOUD"):
        DwsClient.from_env()
    monkeypatch.setenv("OS_CLOUD", "first")
    dws = DwsClient.from_env()
    assert isinstance(dws.auth, PasswordAuth)
    assert (dws.endpoint, dws.project_id) == (ENDPOINT, PROJECT_ID)
    put(monkeypatch, {"OS_CLOUD": "second", "OS_TOKEN": "other"})
    dws = DwsClient.from_env()
    assert isinstance(dws.auth, TokenAuth)
    assert dws.auth.secrets() == ["t"]
    assert dws.endpoint == "https://dws.example/gateway"
    monkeypatch.setenv("OS_CLOUD", "third")
    with pytest.raises(MissingSetting, match="no cloud named 'third'"):
        DwsClient.from_env()


def test_a_password_may_stand_in_secure_yaml(monkeypatch: pytest.MonkeyPatch, empty_home: Path) -> None:
    (empty_home / "clouds.yaml").write_text(CLOUDS.replace("password: the-password,", ""))
    monkeypatch.setenv("OS_CLOUD", "first")
    with pytest.raises(MissingSetting, match="cloud 'first' has no password under auth"):
        DwsClient.from_env()
    (empty_home / "secure.yaml").write_text("clouds: {first: {auth: {password: the-other}}}")
    auth = DwsClient.from_env().auth
    assert isinstance(auth, PasswordAuth)
    assert auth.secrets() == ["the-other"]


def test_without_pyyaml_clouds_yaml_asks_for_it(monkeypatch: pytest.MonkeyPatch, empty_home: Path) -> None:
    (empty_home / "clouds.yaml").write_text(CLOUDS)
    monkeypatch.setitem(sys.modules, "yaml", None)
    with pytest.raises(MissingSetting, match=r"pip install 'dws-snapshots\[clouds\]'"):
        DwsClient.from_env()


@pytest.mark.parametrize(
    ("variables", "message"),
    [
        ({"HUAWEICLOUD_SDK_AK": "AK"}, "HUAWEICLOUD_SDK_AK is set, but not HUAWEICLOUD_SDK_SK"),
        ({"HUAWEICLOUD_SDK_SK": "the-secret"}, "HUAWEICLOUD_SDK_SK is set, but not HUAWEICLOUD_SDK_AK"),
        ({"OS_PASSWORD": "the-secret", "OS_USERNAME": "u"}, "OS_PASSWORD is set, but not OS_AUTH_URL"),
        ({**KEYS, "OS_AUTH_URL": "https://keystone.example"}, "no endpoint found; set DWS_ENDPOINT"),
        ({"OS_TOKEN": "the-secret", "DWS_ENDPOINT": ENDPOINT}, "no project found"),
        ({**KEYS, "DWS_ENDPOINT": "dws.example"}, "endpoint must be http"),
        ({**KEYS, "DWS_ENDPOINT": ENDPOINT, "HUAWEICLOUD_SDK_PROJECT_ID": "x"}, "project_id must be"),
    ],
)
def test_what_is_missing_or_wrong_is_named(
    monkeypatch: pytest.MonkeyPatch, variables: dict[str, str], message: str
) -> None:
    put(monkeypatch, variables)
    with pytest.raises((MissingSetting, InvalidRequest), match=message) as caught:
        DwsClient.from_env()
    assert "the-secret" not in str(caught.value)


@pytest.mark.parametrize("content", ["no section", "[basic]\nak = AK\n", "\xff"])
def test_a_broken_credentials_file_is_named(empty_home: Path, content: str) -> None:
    (empty_home / ".huaweicloud").mkdir()
    (empty_home / ".huaweicloud/credentials").write_bytes(content.encode("latin-1"))
    with pytest.raises(MissingSetting, match=r"\.huaweicloud/credentials"):
        DwsClient.from_env()
