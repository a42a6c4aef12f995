"""What `from_env()` finds and where, and its errors: the cases that all languages share, and Python's own."""

import base64
import json
import re
import sys
from pathlib import Path
from typing import Any

import httpx
import pytest
import respx

from dws_snapshots import AsyncDwsClient, DwsClient, DwsError, MissingSetting, TokenAuth
from vectors import cases, load

PROJECT_ID = load("settings")["project_id"]
DAY = {"issued_at": "2026-01-01T00:00:00Z", "expires_at": "2026-01-02T00:00:00Z"}
TOKENS = re.compile(r"/v3/auth/tokens$")
SNAPSHOTS = re.compile(rf"/v1\.0/{PROJECT_ID}/snapshots$")
CLOUD = f"clouds: {{one: {{auth: {{token: t, project_id: {PROJECT_ID}}}}}}}"
PASSWORD = {"OS_AUTH_URL": "https://iam.example", "OS_USER_ID": "u", "OS_PASSWORD": "p", "OS_PROJECT_NAME": "n"}


def token(project: dict[str, str] | None) -> httpx.Response:
    """IAM's answer."""
    return httpx.Response(201, json={"token": {**DAY, "project": project}}, headers={"X-Subject-Token": "a-new-token"})


def write(path: Path, content: str | dict[str, Any]) -> None:
    """Write a file of a case: its text, its bytes, or what it repeats."""
    path.parent.mkdir(parents=True, exist_ok=True)
    if isinstance(content, str):
        path.write_bytes(content.encode())
    elif "base64" in content:
        path.write_bytes(base64.b64decode(content["base64"]))
    else:
        path.write_text(content["repeated"] * content["times"])


@pytest.mark.parametrize("case", cases("settings"))
def test_settings(monkeypatch: pytest.MonkeyPatch, empty_home: Path, case: dict[str, Any]) -> None:
    for name, content in case.get("files", {}).items():
        write(empty_home / name, content)
    for name, text in case.get("variables", {}).items():
        monkeypatch.setenv(name, text.replace("{home}", str(empty_home)))
    if "error" in case:
        with pytest.raises(DwsError) as caught:
            DwsClient.from_env()
        told = str(caught.value).replace(str(empty_home), "{home}")
        assert type(caught.value).__name__ == case["error"]
        assert told == case["message"] if "message" in case else told.startswith(case["begins"])
        assert "the-secret" not in told
        return
    with respx.mock(assert_all_called=False) as router:
        login = router.post(url=TOKENS).mock(return_value=token({"id": PROJECT_ID}))
        router.get(url=SNAPSHOTS).mock(return_value=httpx.Response(200, json={"snapshots": []}))
        with DwsClient.from_env() as dws:
            assert dws.list_snapshots() == []
    assert (dws.endpoint, dws.project_id, type(dws.auth).__name__) == (case["endpoint"], PROJECT_ID, case["auth"])
    assert [text for text in dws.auth.secrets() if text != "a-new-token"] == case["secrets"]  # type: ignore[attr-defined]
    assert "login" not in case or [json.loads(call.request.content) for call in login.calls] == [case["login"]]


def test_the_async_client_finds_the_same(monkeypatch: pytest.MonkeyPatch, empty_home: Path) -> None:
    with pytest.raises(MissingSetting, match=r"^no credentials found; looked at "):
        AsyncDwsClient.from_env()
    monkeypatch.setenv("DWS_ENDPOINT", "https://dws.example")
    write(empty_home / "clouds.yaml", CLOUD)
    assert isinstance(AsyncDwsClient.from_env().auth, TokenAuth)


def test_a_token_that_names_no_project_is_told(monkeypatch: pytest.MonkeyPatch, empty_home: Path) -> None:
    for variable, text in PASSWORD.items():
        monkeypatch.setenv(variable, text)
    with respx.mock as router:
        router.post(url=TOKENS).mock(return_value=token(None))
        with pytest.raises(MissingSetting, match="no project found; set HUAWEICLOUD_SDK_PROJECT_ID"):
            DwsClient.from_env()


def test_without_pyyaml_clouds_yaml_asks_for_it(monkeypatch: pytest.MonkeyPatch, empty_home: Path) -> None:
    write(empty_home / "clouds.yaml", CLOUD)
    monkeypatch.setitem(sys.modules, "yaml", None)
    with pytest.raises(MissingSetting, match=r"comes with the extra dws-snapshots\[clouds\]"):
        DwsClient.from_env()


@pytest.mark.parametrize("value", ["!!bool maybe", "!!int ''", "!!timestamp soon", "!!python/name:os.system"])
def test_a_value_that_does_not_fit_its_tag_is_invalid(empty_home: Path, value: str) -> None:
    (empty_home / "clouds.yaml").write_text(f"clouds: {{}}\nnote: {value}\n")
    with pytest.raises(MissingSetting, match=r"^clouds\.yaml is not valid YAML: "):
        DwsClient.from_env()


@pytest.mark.parametrize("name", ["clouds.yaml", "secure.yaml", "credentials"])
def test_a_link_to_itself_is_named(monkeypatch: pytest.MonkeyPatch, empty_home: Path, name: str) -> None:
    write(empty_home / "clouds.yaml", CLOUD) if name == "secure.yaml" else None
    (empty_home / name).symlink_to(name)
    monkeypatch.setenv("HUAWEICLOUD_SDK_CREDENTIALS_FILE", "credentials")
    with pytest.raises(MissingSetting, match=f"^{name} can't be read: "):
        DwsClient.from_env()
