"""Tags of a cluster: outside the contract, for tools that ask for them."""

from __future__ import annotations

from typing import Any

import httpx
import pytest
from huaweicloudsdkcore.auth.credentials import BasicCredentials
from huaweicloudsdkdws import v2 as official

from dws_reference import demo
from support.running import SNAPSHOTS, RunningReference

TAGS = f"/v1.0/{demo.PROJECT_ID}/clusters/{demo.CLUSTER_ID}/tags"


def add(client: httpx.Client, body: Any, path: str = TAGS) -> httpx.Response:
    return client.post(f"{path}/batch-create", json=body)


def tags(client: httpx.Client, path: str = TAGS) -> dict[str, str]:
    body = client.get(path).json()
    assert body.keys() == {"tags"}
    return {tag["key"]: tag["value"] for tag in body["tags"]}


def test_a_cluster_keeps_its_tags(any_reference: RunningReference) -> None:
    with any_reference.client() as client:
        snapshot = {"name": "tagged", "cluster_id": demo.CLUSTER_ID}
        snapshot_id = client.post(SNAPSHOTS, json={"snapshot": snapshot}).json()["snapshot"]["id"]
        restore = {"restore": {"name": "dws-tagged"}}
        cluster = client.post(f"{SNAPSHOTS}/{snapshot_id}/actions", json=restore).json()["cluster"]["id"]
        path = TAGS.replace(demo.CLUSTER_ID, cluster)
        assert tags(client, path) == {}
        first = {"tags": [{"key": "k", "value": "v"}, {"key": "数据\0", "value": ""}, {"key": "k", "value": "w"}]}
        answer = add(client, first, path.replace(cluster, cluster.upper()))
        assert (answer.status_code, answer.content) == (200, b"")
        assert tags(client, path) == {"k": "w", "数据\0": ""}
        assert add(
            client, {"tags": [{"key": "k", "value": "x" * 255}, {"key": "y" * 128, "value": "z"}]}, path
        ).is_success
        assert tags(client, path) == {"k": "x" * 255, "数据\0": "", "y" * 128: "z"}
        assert add(client, {"tags": []}, path).status_code == 200
        assert not {"k", "y" * 128} & tags(client).keys()


@pytest.mark.parametrize(
    ("body", "sentence"),
    [
        ([], "The body: must be of type object, an array of 0 was given."),
        ({}, "The body: tags is mandatory and missing."),
        ({"tags": {}}, "tags: must be of type array, an object of 0 was given."),
        ({"tags": [{"key": "k"}]}, "tags.0: value is mandatory and missing."),
        ({"tags": [{"key": "", "value": ""}]}, "tags.0.key: 1 to 128 characters are needed, 0 were given."),
        ({"tags": [{"key": "k", "value": "x" * 256}]}, "tags.0.value: at most 255 characters are allowed, 256"),
        ({"tags": [{"key": "k", "value": None}]}, "tags.0.value: must be of type string, null was given."),
        ({"tags": [{"key": "k", "value": "v"}] * 101}, "tags: "),
    ],
    ids=range(8),
)
def test_what_is_no_tag_is_refused(memory_reference: RunningReference, body: Any, sentence: str) -> None:
    with memory_reference.client() as client:
        answer = add(client, body)
    assert answer.status_code == 400
    assert answer.json()["error_msg"].startswith(sentence)


def test_tags_are_those_of_the_projects_own_clusters(memory_reference: RunningReference) -> None:
    with memory_reference.client() as client:
        for path, status in (
            (TAGS.replace(demo.PROJECT_ID, "0" * 32), 403),
            (TAGS.replace("44b277eb", "00000000"), 404),
            (TAGS.replace(demo.CLUSTER_ID, "none"), 404),
        ):
            assert client.get(path).status_code == add(client, {"tags": []}, path).status_code == status
        client.headers["X-Auth-Token"] = "wrong"
        assert client.get(TAGS).status_code == add(client, {"tags": []}).status_code == 401


@pytest.mark.filterwarnings("ignore::Warning")
def test_the_official_client_tags_a_cluster(memory_reference: RunningReference) -> None:
    credentials = BasicCredentials(demo.ACCESS_KEY, demo.SECRET_KEY, demo.PROJECT_ID)
    dws = official.DwsClient.new_builder().with_credentials(credentials).with_endpoint(memory_reference.url).build()
    body = official.BatchCreateResourceTags([official.BatchCreateResourceTag("official", "yes")])
    dws.batch_create_resource_tag(official.BatchCreateResourceTagRequest(demo.CLUSTER_ID, body=body))
    listed = dws.list_cluster_tags(official.ListClusterTagsRequest(demo.CLUSTER_ID)).tags
    assert ("official", "yes") in {(tag.key, tag.value) for tag in listed}
