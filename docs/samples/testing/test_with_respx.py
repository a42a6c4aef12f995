import httpx
import pytest
import respx

from dws_snapshots import ConnectionFailed, DwsClient, TokenAuth

PROJECT = "89cd04f168b84af6be287f71730fdb4b"
CLUSTER = "44b277eb-39be-4921-be31-3d61b43651d7"
SNAPSHOTS = f"https://dws.example/v1.0/{PROJECT}/snapshots"


def test_a_create_with_respx(respx_mock: respx.MockRouter) -> None:
    answer = {"snapshot": {"id": "2a4d0f86-67cd-408a-8b66-017454fb7793"}}
    create = respx_mock.post(SNAPSHOTS).respond(json=answer)
    with DwsClient("https://dws.example", project_id=PROJECT, auth=TokenAuth("any")) as dws:
        assert dws.create_snapshot(name="nightly", cluster_id=CLUSTER).id == answer["snapshot"]["id"]
        create.mock(side_effect=httpx.ReadError)
        with pytest.raises(ConnectionFailed) as lost:
            dws.create_snapshot(name="nightly", cluster_id=CLUSTER)
    assert lost.value.may_have_been_sent
