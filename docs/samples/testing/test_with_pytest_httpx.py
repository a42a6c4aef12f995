import pytest
from pytest_httpx import HTTPXMock

from dws_snapshots import DwsClient, NotFound, TokenAuth

PROJECT = "89cd04f168b84af6be287f71730fdb4b"
CLUSTER = "44b277eb-39be-4921-be31-3d61b43651d7"
SNAPSHOTS = f"https://dws.example/v1.0/{PROJECT}/snapshots"


def test_a_refusal_with_pytest_httpx(httpx_mock: HTTPXMock) -> None:
    refusal = {"error_code": "DWS.0047", "error_msg": "The cluster does not exist."}
    httpx_mock.add_response(method="POST", url=SNAPSHOTS, status_code=404, json=refusal)
    dws = DwsClient("https://dws.example", project_id=PROJECT, auth=TokenAuth("any"))
    with dws, pytest.raises(NotFound) as refused:
        dws.create_snapshot(name="nightly", cluster_id=CLUSTER)
    assert refused.value.error_code == "DWS.0047"
