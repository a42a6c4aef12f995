"""What `from_env()` takes from files: `clouds.yaml`, `secure.yaml` and the official client's."""

import json
import sys
from pathlib import Path

import pytest

from dws_snapshots import AkSkAuth, AsyncDwsClient, DwsClient, InvalidRequest, MissingSetting, PasswordAuth, TokenAuth
from support.calls import PROJECT_ID
from support.environments import ENDPOINT, IAM, TOKEN_ANSWER, clouds_yaml, put
from support.raw_server import RawServer, answer

pytestmark = pytest.mark.usefixtures("empty_home")


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
    with pytest.raises(
        MissingSetting, match="cloud 'first': no credentials; these would be: ak with sk; token; password"
    ):
        DwsClient.from_env()
    (empty_home / "secure.yaml").write_text("clouds: {first: {auth: {password: the-other}}}")
    auth = DwsClient.from_env().auth
    assert isinstance(auth, PasswordAuth)
    assert auth.secrets() == ["the-other"]


@pytest.mark.parametrize("content", ["", "# nothing yet\n"])
def test_an_empty_file_is_as_good_as_none(empty_home: Path, content: str) -> None:
    (empty_home / ".config/openstack").mkdir(parents=True)
    (empty_home / ".config/openstack/clouds.yaml").write_text(
        f"clouds: {{one: {{dws_endpoint_override: {ENDPOINT}, auth: {{token: t, project_id: {PROJECT_ID}}}}}}}"
    )
    (empty_home / ".config/openstack/secure.yaml").write_text(content)
    (empty_home / "clouds.yaml").write_text(content)
    assert isinstance(DwsClient.from_env().auth, TokenAuth)


def test_a_cloud_that_is_asked_for_is_not_another(monkeypatch: pytest.MonkeyPatch, empty_home: Path) -> None:
    put(monkeypatch, {"OS_CLOUD": "first", "OS_TOKEN": "t", "OS_PROJECT_ID": PROJECT_ID, "DWS_ENDPOINT": ENDPOINT})
    with pytest.raises(MissingSetting, match=r"^OS_CLOUD asks for cloud 'first', but there is no clouds\.yaml or "):
        DwsClient.from_env()
    monkeypatch.setenv("OS_CLIENT_CONFIG_FILE", "elsewhere.yaml")
    with pytest.raises(MissingSetting, match=r"but there is no elsewhere\.yaml$"):
        DwsClient.from_env()


def test_an_empty_name_asks_for_no_cloud(monkeypatch: pytest.MonkeyPatch, empty_home: Path) -> None:
    (empty_home / "clouds.yaml").write_text(CLOUDS)
    monkeypatch.setenv("OS_CLOUD", "")
    with pytest.raises(MissingSetting, match="has 2 clouds; set OS_CLOUD"):
        DwsClient.from_env()


def test_without_pyyaml_clouds_yaml_asks_for_it(monkeypatch: pytest.MonkeyPatch, empty_home: Path) -> None:
    (empty_home / "clouds.yaml").write_text(CLOUDS)
    monkeypatch.setitem(sys.modules, "yaml", None)
    with pytest.raises(MissingSetting, match=r"pip install 'dws-snapshots\[clouds\]'"):
        DwsClient.from_env()


def test_a_key_pair_in_clouds_yaml(empty_home: Path) -> None:
    auth = {"ak": "AK", "sk": "the-secret", "security_token": "the-token", "project_id": PROJECT_ID, "auth_url": IAM}
    clouds_yaml(empty_home, auth=auth)
    dws = DwsClient.from_env()
    assert isinstance(dws.auth, AkSkAuth)
    assert (dws.endpoint, dws.project_id, dws.auth.secrets()) == (ENDPOINT, PROJECT_ID, ["the-secret", "the-token"])


def test_clouds_yaml_as_horizon_writes_it(empty_home: Path) -> None:
    (empty_home / "clouds.yaml").write_text(
        f"""# This is a clouds.yaml file
clouds:
  openstack:
    auth:
      auth_url: {IAM}
      username: "u"
      project_id: {PROJECT_ID}
      project_name: "eu-de_p"
      user_domain_name: "d"
      password: the-password
    region_name: "eu-de"
    interface: "public"
    identity_api_version: 3
"""
    )
    dws = DwsClient.from_env()
    assert (dws.endpoint, dws.project_id) == (ENDPOINT, PROJECT_ID)
    assert isinstance(dws.auth, PasswordAuth)


def test_numbers_in_yaml_are_the_text_that_stands_there(monkeypatch: pytest.MonkeyPatch, empty_home: Path) -> None:
    with RawServer(
        answer(201, TOKEN_ANSWER, X_Subject_Token="t"), answer(200, '{"snapshots": [], "count": 0}')
    ) as server:
        (empty_home / "clouds.yaml").write_text(
            f"""
shared: &shared {{auth_url: "{server.url}", project_name: 007, project_id: ~}}
clouds:
  1:
    dws_endpoint_override: {server.url}
    auth: {{<<: *shared, username: 1e3, password: 0x1F, domain_name: 00000000001000012345, user_domain_id: null}}
"""
        )
        monkeypatch.setenv("OS_CLOUD", "1")
        DwsClient.from_env()
    user = {"name": "1e3", "domain": {"name": "00000000001000012345"}, "password": "0x1F"}
    auth = json.loads(server.requests[0].partition(b"\r\n\r\n")[2])["auth"]
    assert (auth["identity"]["password"]["user"], auth["scope"]["project"]) == (user, {"name": "007"})


@pytest.mark.parametrize(
    "content",
    [
        f"\ufeff[basic]\nak = AK\nsk = the-secret\nproject_id = {PROJECT_ID}\nsecurity_token =\niam_endpoint = {IAM}\n",
        f"[basic]\r\nAK: AK\r\nSK: the-secret\r\nproject_id={PROJECT_ID}\r\niam_endpoint={IAM}\r\n[global]\r\nak=x\r\n",
    ],
)
def test_credentials_files_as_people_have_them(empty_home: Path, content: str) -> None:
    (empty_home / ".huaweicloud").mkdir()
    (empty_home / ".huaweicloud/credentials").write_bytes(content.encode())
    dws = DwsClient.from_env()
    assert isinstance(dws.auth, AkSkAuth)
    assert (dws.endpoint, dws.project_id, dws.auth.secrets()) == (ENDPOINT, PROJECT_ID, ["the-secret"])


BROKEN_CLOUDS = [
    ("clouds: {one: null}", "clouds.yaml: clouds.one must be a mapping"),
    ("clouds: {one: the-secret}", "clouds.yaml: clouds.one must be a mapping"),
    ("clouds: {one: [the-secret]}", "clouds.yaml: clouds.one must be a mapping"),
    ("clouds: {one: {auth: null}}", "clouds.yaml: clouds.one.auth must be a mapping"),
    ("clouds: {one: {auth: the-secret}}", "clouds.yaml: clouds.one.auth must be a mapping"),
    ("clouds: {one: {auth: [the-secret]}}", "clouds.yaml: clouds.one.auth must be a mapping"),
    ("clouds: [one]", "clouds.yaml: clouds must be a mapping"),
    ("clouds: null", "clouds.yaml: clouds must be a mapping"),
    ("clouds: one", "clouds.yaml: clouds must be a mapping"),
    ("clouds: {}", "clouds.yaml has 0 clouds; set OS_CLOUD to the name of one"),
    ("[the-secret]", "clouds.yaml must be a mapping"),
    ("the-secret", "clouds.yaml must be a mapping"),
    ("{the-secret", "clouds.yaml is no YAML: ParserError"),
    ("[" * 5000, "clouds.yaml is no YAML: RecursionError"),
    ("clouds: {one: {auth: {token: [the-secret]}}}", "clouds.yaml: token of cloud 'one' must be text"),
    ("clouds: {one: {region_name: {a: b}}}", "clouds.yaml: region_name of cloud 'one' must be text"),
    ("clouds: {one: {}}", "clouds.yaml, cloud 'one': no credentials; these would be: "),
    (
        "clouds: {one: {auth: {password: the-secret, username: u, project_name: p, auth_url: https://iam.example}}}",
        "clouds.yaml, cloud 'one': password is set, but not user_domain_id or user_domain_name or domain_id or",
    ),
    (
        "clouds: {one: {auth: {password: the-secret, user_id: u, project_name: p, auth_url: iam.example}}}",
        "clouds.yaml, cloud 'one': auth_url must be http:// or https://",
    ),
    (b"clouds: {one: \xff}", "clouds.yaml can't be read: it is not UTF-8"),
]


@pytest.mark.parametrize(("content", "message"), BROKEN_CLOUDS)
@pytest.mark.parametrize("named", [True, False])
def test_a_broken_clouds_yaml_is_told_in_one_sentence(
    monkeypatch: pytest.MonkeyPatch, empty_home: Path, content: str | bytes, message: str, named: bool
) -> None:
    (empty_home / "clouds.yaml").write_bytes(content if isinstance(content, bytes) else content.encode())
    if named and "0 clouds" not in message:
        monkeypatch.setenv("OS_CLOUD", "one")
    with pytest.raises((MissingSetting, InvalidRequest)) as caught:
        AsyncDwsClient.from_env()
    assert str(caught.value).startswith(message)
    assert "the-secret" not in str(caught.value)


@pytest.mark.parametrize(("content", "message"), [case for case in BROKEN_CLOUDS if "must be a mapping" in case[1]])
def test_a_broken_secure_yaml_is_told_in_one_sentence(empty_home: Path, content: str, message: str) -> None:
    clouds_yaml(empty_home, auth={"username": "u"})
    (empty_home / "secure.yaml").write_text(content)
    with pytest.raises(MissingSetting) as caught:
        DwsClient.from_env()
    assert str(caught.value) == message.replace("clouds.yaml", "secure.yaml")


@pytest.mark.parametrize("name", ["clouds.yaml", "secure.yaml", "credentials"])
@pytest.mark.parametrize("kind", ["folder", "loop"])
def test_a_file_that_cannot_be_read_is_named(
    monkeypatch: pytest.MonkeyPatch, empty_home: Path, name: str, kind: str
) -> None:
    if name == "secure.yaml":
        clouds_yaml(empty_home, auth={"token": "t", "project_id": PROJECT_ID})
    path = empty_home / name
    path.mkdir() if kind == "folder" else path.symlink_to(path)
    monkeypatch.setenv("HUAWEICLOUD_SDK_CREDENTIALS_FILE", "credentials")
    with pytest.raises(MissingSetting, match=f"^{name} can't be read: "):
        DwsClient.from_env()


@pytest.mark.parametrize(
    ("content", "message"),
    [
        ("the-secret", "is no INI file: MissingSectionHeaderError"),
        ("[basic]\nthe-secret", "is no INI file: ParsingError"),
        ("[basic]\nak = AK\nak = the-secret", "is no INI file: DuplicateOptionError"),
        ("[basic]\nak = AK\n", ", section [basic]: ak is set, but not sk"),
        ("[basic]\nproject_id = x\n", ", section [basic]: no credentials; these would be: ak with sk"),
        ("[basic]\nak = A K\nsk = the-secret\n", ", section [basic]: ak must be visible ASCII characters"),
        ("\xff", "can't be read: it is not UTF-8"),
    ],
)
def test_a_broken_credentials_file_is_told_in_one_sentence(empty_home: Path, content: str, message: str) -> None:
    path = empty_home / ".huaweicloud/credentials"
    path.parent.mkdir()
    path.write_bytes(content.encode("latin-1"))
    with pytest.raises((MissingSetting, InvalidRequest)) as caught:
        DwsClient.from_env()
    told = str(caught.value).removeprefix(str(path))
    assert told.lstrip().startswith(message)
    assert "the-secret" not in told
