"""Variables and files for `from_env()`; the fixture `empty_home` of conftest.py sees that there are no others."""

import json
from pathlib import Path
from typing import Any

import pytest

from dws_snapshots.settings.sources import HUAWEI, OPENSTACK, OVER_ALL
from support.calls import PROJECT_ID

ENDPOINT = "https://dws.eu-de.otc.t-systems.com"
IAM = "https://iam.eu-de.otc.t-systems.com/v3"
DAY = {"issued_at": "2026-01-01T00:00:00Z", "expires_at": "2026-01-02T00:00:00Z"}
TOKEN_ANSWER = json.dumps({"token": {**DAY, "project": {"id": PROJECT_ID}}})
VARIABLES = (*HUAWEI, *OPENSTACK, *OVER_ALL, "HUAWEICLOUD_SDK_CREDENTIALS_FILE", "OS_CLOUD", "OS_CLIENT_CONFIG_FILE")


def put(monkeypatch: pytest.MonkeyPatch, variables: dict[str, str]) -> None:
    """Set the variables."""
    for name, value in variables.items():
        monkeypatch.setenv(name, value)


def clouds_yaml(folder: Path, **cloud: Any) -> None:
    """Write a cloud as it is given. JSON is YAML."""
    (folder / "clouds.yaml").write_text(json.dumps({"clouds": {"one": cloud}}), encoding="utf-8")
