from http import HTTPStatus
from typing import Any
from urllib.parse import quote

import httpx

from ... import errors
from ...client import AuthenticatedClient, Client
from ...models.error import Error
from ...models.list_cluster_snapshots_response import ListClusterSnapshotsResponse
from ...models.list_cluster_snapshots_sort_dir import ListClusterSnapshotsSortDir
from ...types import UNSET, Response, Unset


def _get_kwargs(
    project_id: str,
    cluster_id: str,
    *,
    limit: int | Unset = UNSET,
    offset: int | Unset = UNSET,
    sort_key: str | Unset = UNSET,
    sort_dir: ListClusterSnapshotsSortDir | Unset = UNSET,
) -> dict[str, Any]:

    params: dict[str, Any] = {}

    params["limit"] = limit

    params["offset"] = offset

    params["sort_key"] = sort_key

    json_sort_dir: str | Unset = UNSET
    if not isinstance(sort_dir, Unset):
        json_sort_dir = sort_dir

    params["sort_dir"] = json_sort_dir

    params = {k: v for k, v in params.items() if v is not UNSET and v is not None}

    _kwargs: dict[str, Any] = {
        "method": "get",
        "url": "/v1.0/{project_id}/clusters/{cluster_id}/snapshots".format(
            project_id=quote(str(project_id), safe=""), cluster_id=quote(str(cluster_id), safe="")
        ),
        "params": params,
    }

    return _kwargs


def _parse_response(
    *, client: AuthenticatedClient | Client, response: httpx.Response
) -> Error | ListClusterSnapshotsResponse | None:
    if response.status_code == 200:
        response_200 = ListClusterSnapshotsResponse.from_dict(response.json())

        return response_200

    if response.status_code == 400:
        response_400 = Error.from_dict(response.json())

        return response_400

    if response.status_code == 401:
        response_401 = Error.from_dict(response.json())

        return response_401

    if response.status_code == 403:
        response_403 = Error.from_dict(response.json())

        return response_403

    if response.status_code == 404:
        response_404 = Error.from_dict(response.json())

        return response_404

    if response.status_code == 500:
        response_500 = Error.from_dict(response.json())

        return response_500

    if response.status_code == 503:
        response_503 = Error.from_dict(response.json())

        return response_503

    if client.raise_on_unexpected_status:
        raise errors.UnexpectedStatus(response.status_code, response.content)
    else:
        return None


def _build_response(
    *, client: AuthenticatedClient | Client, response: httpx.Response
) -> Response[Error | ListClusterSnapshotsResponse]:
    return Response(
        status_code=HTTPStatus(response.status_code),
        content=response.content,
        headers=response.headers,
        parsed=_parse_response(client=client, response=response),
    )


def sync_detailed(
    project_id: str,
    cluster_id: str,
    *,
    client: AuthenticatedClient | Client,
    limit: int | Unset = UNSET,
    offset: int | Unset = UNSET,
    sort_key: str | Unset = UNSET,
    sort_dir: ListClusterSnapshotsSortDir | Unset = UNSET,
) -> Response[Error | ListClusterSnapshotsResponse]:
    """List a cluster's snapshots, page by page

     Lists the snapshots of one cluster, manual and automated: all of them, or one page.

    Decision: a page shows the state at one moment. In the requested order, `offset` pages of `limit`
    snapshots come
    before it. If there is a `count`, it is the number of snapshots on all pages. A page after the last
    is empty.

    Until 2024 `offset` was the number of the snapshot to begin with, `sort_key` one of `name`,
    `clusterName` and
    `startTime`, and `sort_dir` `ASC` or `DESC`. You can't know in advance which edition a region runs.
    This document
    describes the one since 2025; clients should work with both.

    Args:
        project_id (str):
        cluster_id (str): Decision: a UUID of 8-4-4-4-12 hexadecimal digits in either case,
            compared without case. What is no UUID is
            answered with 400.
        limit (int | Unset):
        offset (int | Unset):
        sort_key (str | Unset):
        sort_dir (ListClusterSnapshotsSortDir | Unset):

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        Response[Error | ListClusterSnapshotsResponse]
    """

    kwargs = _get_kwargs(
        project_id=project_id, cluster_id=cluster_id, limit=limit, offset=offset, sort_key=sort_key, sort_dir=sort_dir
    )

    response = client.get_httpx_client().request(**kwargs)

    return _build_response(client=client, response=response)


def sync(
    project_id: str,
    cluster_id: str,
    *,
    client: AuthenticatedClient | Client,
    limit: int | Unset = UNSET,
    offset: int | Unset = UNSET,
    sort_key: str | Unset = UNSET,
    sort_dir: ListClusterSnapshotsSortDir | Unset = UNSET,
) -> Error | ListClusterSnapshotsResponse | None:
    """List a cluster's snapshots, page by page

     Lists the snapshots of one cluster, manual and automated: all of them, or one page.

    Decision: a page shows the state at one moment. In the requested order, `offset` pages of `limit`
    snapshots come
    before it. If there is a `count`, it is the number of snapshots on all pages. A page after the last
    is empty.

    Until 2024 `offset` was the number of the snapshot to begin with, `sort_key` one of `name`,
    `clusterName` and
    `startTime`, and `sort_dir` `ASC` or `DESC`. You can't know in advance which edition a region runs.
    This document
    describes the one since 2025; clients should work with both.

    Args:
        project_id (str):
        cluster_id (str): Decision: a UUID of 8-4-4-4-12 hexadecimal digits in either case,
            compared without case. What is no UUID is
            answered with 400.
        limit (int | Unset):
        offset (int | Unset):
        sort_key (str | Unset):
        sort_dir (ListClusterSnapshotsSortDir | Unset):

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        Error | ListClusterSnapshotsResponse
    """

    return sync_detailed(
        project_id=project_id,
        cluster_id=cluster_id,
        client=client,
        limit=limit,
        offset=offset,
        sort_key=sort_key,
        sort_dir=sort_dir,
    ).parsed


async def asyncio_detailed(
    project_id: str,
    cluster_id: str,
    *,
    client: AuthenticatedClient | Client,
    limit: int | Unset = UNSET,
    offset: int | Unset = UNSET,
    sort_key: str | Unset = UNSET,
    sort_dir: ListClusterSnapshotsSortDir | Unset = UNSET,
) -> Response[Error | ListClusterSnapshotsResponse]:
    """List a cluster's snapshots, page by page

     Lists the snapshots of one cluster, manual and automated: all of them, or one page.

    Decision: a page shows the state at one moment. In the requested order, `offset` pages of `limit`
    snapshots come
    before it. If there is a `count`, it is the number of snapshots on all pages. A page after the last
    is empty.

    Until 2024 `offset` was the number of the snapshot to begin with, `sort_key` one of `name`,
    `clusterName` and
    `startTime`, and `sort_dir` `ASC` or `DESC`. You can't know in advance which edition a region runs.
    This document
    describes the one since 2025; clients should work with both.

    Args:
        project_id (str):
        cluster_id (str): Decision: a UUID of 8-4-4-4-12 hexadecimal digits in either case,
            compared without case. What is no UUID is
            answered with 400.
        limit (int | Unset):
        offset (int | Unset):
        sort_key (str | Unset):
        sort_dir (ListClusterSnapshotsSortDir | Unset):

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        Response[Error | ListClusterSnapshotsResponse]
    """

    kwargs = _get_kwargs(
        project_id=project_id, cluster_id=cluster_id, limit=limit, offset=offset, sort_key=sort_key, sort_dir=sort_dir
    )

    response = await client.get_async_httpx_client().request(**kwargs)

    return _build_response(client=client, response=response)


async def asyncio(
    project_id: str,
    cluster_id: str,
    *,
    client: AuthenticatedClient | Client,
    limit: int | Unset = UNSET,
    offset: int | Unset = UNSET,
    sort_key: str | Unset = UNSET,
    sort_dir: ListClusterSnapshotsSortDir | Unset = UNSET,
) -> Error | ListClusterSnapshotsResponse | None:
    """List a cluster's snapshots, page by page

     Lists the snapshots of one cluster, manual and automated: all of them, or one page.

    Decision: a page shows the state at one moment. In the requested order, `offset` pages of `limit`
    snapshots come
    before it. If there is a `count`, it is the number of snapshots on all pages. A page after the last
    is empty.

    Until 2024 `offset` was the number of the snapshot to begin with, `sort_key` one of `name`,
    `clusterName` and
    `startTime`, and `sort_dir` `ASC` or `DESC`. You can't know in advance which edition a region runs.
    This document
    describes the one since 2025; clients should work with both.

    Args:
        project_id (str):
        cluster_id (str): Decision: a UUID of 8-4-4-4-12 hexadecimal digits in either case,
            compared without case. What is no UUID is
            answered with 400.
        limit (int | Unset):
        offset (int | Unset):
        sort_key (str | Unset):
        sort_dir (ListClusterSnapshotsSortDir | Unset):

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        Error | ListClusterSnapshotsResponse
    """

    return (
        await asyncio_detailed(
            project_id=project_id,
            cluster_id=cluster_id,
            client=client,
            limit=limit,
            offset=offset,
            sort_key=sort_key,
            sort_dir=sort_dir,
        )
    ).parsed
