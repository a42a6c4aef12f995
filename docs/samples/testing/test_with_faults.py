import subprocess
from collections.abc import Iterator

import pytest

from dws_reference import demo
from dws_snapshots import AkSkAuth, DwsClient

LOST = "reset-after,count=1,operation=createSnapshot"


@pytest.fixture
def endpoint() -> Iterator[str]:
    command = ["dws-reference", "--port", "0", "--fault", LOST]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as server:
        assert server.stdout
        yield server.stdout.readline().removeprefix("Listening on ").strip()
        server.terminate()


def test_one_snapshot_is_made_although_the_first_answer_is_lost(endpoint: str) -> None:
    keys = AkSkAuth(demo.ACCESS_KEY, demo.SECRET_KEY)
    with DwsClient(endpoint, project_id=demo.PROJECT_ID, auth=keys) as dws:
        made = dws.create_snapshot_once(name="nightly", cluster_id=demo.CLUSTER_ID)
        assert [each.id for each in dws.list_snapshots() if each.name == "nightly"] == [made.id]
