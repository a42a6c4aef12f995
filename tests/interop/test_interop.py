"""Clients that nobody here wrote live through the life of a snapshot on the reference, unmodified."""

from collections.abc import Iterator
from typing import Any

import openstack
import pytest
from huaweicloudsdkcore.auth.credentials import BasicCredentials
from huaweicloudsdkcore.exceptions.exceptions import ClientRequestException
from huaweicloudsdkdws import v2 as official
from otcextensions import sdk

from dws_reference import demo
from support.running import RunningReference, running_reference

# Their own deprecations are not ours to mend.
pytestmark = pytest.mark.filterwarnings("ignore::Warning")

CLUSTER = {"cluster_id": demo.CLUSTER_ID, "description": "Snapshot-3 description"}


@pytest.fixture(scope="module")
def reference() -> Iterator[RunningReference]:
    with running_reference() as server:
        yield server


def official_client(url: str, secret_key: str) -> official.DwsClient:
    credentials = BasicCredentials(demo.ACCESS_KEY, secret_key, demo.PROJECT_ID)
    return official.DwsClient.new_builder().with_credentials(credentials).with_endpoint(url).build()


def create_officially(client: official.DwsClient, name: str) -> official.CreateSnapshotResponse:
    body = official.CreateSnapshotRequestBody(snapshot=official.Snapshot(name=name, **CLUSTER))
    return client.create_snapshot(official.CreateSnapshotRequest(body=body))


def openstack_connection(url: str, password: str) -> Any:
    connection = openstack.connection.Connection(
        auth_url=f"{url}/v3",
        username=demo.USERNAME,
        password=password,
        user_domain_name=demo.DOMAIN,
        project_name=demo.PROJECT_NAME,
    )
    sdk.register_otc_extensions(connection)
    return connection


def test_the_official_client_signs_and_creates(reference: RunningReference) -> None:
    client = official_client(reference.url, demo.SECRET_KEY)
    created = create_officially(client, "official")
    assert len(created.snapshot.id) == 36
    with pytest.raises(ClientRequestException) as caught:
        create_officially(client, "OFFICIAL")
    assert (caught.value.status_code, caught.value.error_code) == (400, "DWS.5039")


def test_the_official_client_lists_shows_restores_copies_and_deletes(reference: RunningReference) -> None:
    client = official_client(reference.url, demo.SECRET_KEY)
    created = create_officially(client, "official-life").snapshot.id

    listed = client.list_snapshots(official.ListSnapshotsRequest())
    assert listed.count == len(listed.snapshots)
    (found,) = (snapshot for snapshot in listed.snapshots if snapshot.id == created)
    assert (found.name, found.description, found.type) == ("official-life", CLUSTER["description"], "MANUAL")
    page = client.list_cluster_snapshots(official.ListClusterSnapshotsRequest(demo.CLUSTER_ID, limit=1, offset=0))
    assert (page.count, [snapshot.id for snapshot in page.snapshots]) == (listed.count, [created])

    shown = client.list_snapshot_details(official.ListSnapshotDetailsRequest(created)).snapshot
    assert (shown.id, shown.status, shown.cluster_id) == (created, "AVAILABLE", demo.CLUSTER_ID)

    restore = official.RestoreClusterRequestBody(restore=official.Restore(name="official-cluster", port=8001))
    cluster = client.restore_cluster(official.RestoreClusterRequest(created, body=restore)).cluster
    assert client.list_cluster_snapshots(official.ListClusterSnapshotsRequest(cluster.id)).count == 0

    automated = next(snapshot for snapshot in listed.snapshots if snapshot.type != "MANUAL")
    copy = official.LinkCopyReq(backup_name="official-copy")
    copied = client.copy_snapshot(official.CopySnapshotRequest(automated.id, body=copy)).snapshot_id
    for gone in (created, copied):
        assert client.delete_snapshot(official.DeleteSnapshotRequest(gone)).status_code == 202
    left = client.list_snapshots(official.ListSnapshotsRequest()).snapshots
    assert not {created, copied} & {snapshot.id for snapshot in left}


def test_the_official_client_with_a_wrong_key(reference: RunningReference) -> None:
    with pytest.raises(ClientRequestException) as caught:
        create_officially(official_client(reference.url, "another-key"), "refused")
    assert (caught.value.status_code, caught.value.error_code) == (401, "APIGW.0303")
    assert caught.value.request_id


def test_otcextensions_logs_in_and_creates(reference: RunningReference) -> None:
    with openstack_connection(reference.url, demo.PASSWORD) as connection:
        created = connection.dws.create_snapshot(name="openstack", **CLUSTER)
        assert len(created.id) == 36
        with pytest.raises(openstack.exceptions.BadRequestException):
            connection.dws.create_snapshot(name="OpenStack", **CLUSTER)


def test_otcextensions_lists_shows_restores_and_deletes(reference: RunningReference) -> None:
    with openstack_connection(reference.url, demo.PASSWORD) as connection:
        created = connection.dws.create_snapshot(name="openstack-life", **CLUSTER)
        assert created.id in {snapshot.id for snapshot in connection.dws.snapshots()}
        assert connection.dws.find_snapshot("openstack-life").id == created.id
        shown = connection.dws.get_snapshot(created.id)
        assert (shown.name, shown.status, shown.type) == ("openstack-life", "AVAILABLE", "MANUAL")
        restored = connection.dws.restore_snapshot(created.id, name="openstack-cluster")
        assert len(restored.id) == 36
        connection.dws.delete_snapshot(created.id)
        assert created.id not in {snapshot.id for snapshot in connection.dws.snapshots()}


def test_otcextensions_with_a_wrong_password(reference: RunningReference) -> None:
    with (
        pytest.raises(openstack.exceptions.SDKException, match="HTTP 401"),
        openstack_connection(reference.url, "another-password") as connection,
    ):
        connection.dws.create_snapshot(name="refused", **CLUSTER)
