from http import HTTPStatus
from typing import Any
from urllib.parse import quote

import httpx

from ... import errors
from ...client import AuthenticatedClient, Client
from ...models.error import Error
from ...models.list_cluster_details_response import ListClusterDetailsResponse
from ...types import Response


def _get_kwargs(project_id: str, cluster_id: str) -> dict[str, Any]:

    _kwargs: dict[str, Any] = {
        "method": "get",
        "url": "/v1.0/{project_id}/clusters/{cluster_id}".format(
            project_id=quote(str(project_id), safe=""), cluster_id=quote(str(cluster_id), safe="")
        ),
    }

    return _kwargs


def _parse_response(
    *, client: AuthenticatedClient | Client, response: httpx.Response
) -> Error | ListClusterDetailsResponse | None:
    if response.status_code == 200:
        response_200 = ListClusterDetailsResponse.from_dict(response.json())

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
) -> Response[Error | ListClusterDetailsResponse]:
    return Response(
        status_code=HTTPStatus(response.status_code),
        content=response.content,
        headers=response.headers,
        parsed=_parse_response(client=client, response=response),
    )


def sync_detailed(
    project_id: str, cluster_id: str, *, client: AuthenticatedClient | Client
) -> Response[Error | ListClusterDetailsResponse]:
    """Read a cluster

     Reads one cluster. Public clients use it to wait. A snapshot is done when it is `AVAILABLE`, and its
    cluster is
    `AVAILABLE` with a `task_status` other than `SNAPSHOTTING`. A restore is done when the new cluster
    is
    `AVAILABLE` with a `task_status` other than `RESTORING`.

    Decision: a restored cluster has details as soon as the restore is answered. A list of clusters
    shows the same
    name and creation time, and the status never goes back to `CREATING`.

    Args:
        project_id (str):
        cluster_id (str): Decision: a UUID of 8-4-4-4-12 hexadecimal digits in either case,
            compared without case. What is no UUID is
            answered with 400.

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        Response[Error | ListClusterDetailsResponse]
    """

    kwargs = _get_kwargs(project_id=project_id, cluster_id=cluster_id)

    response = client.get_httpx_client().request(**kwargs)

    return _build_response(client=client, response=response)


def sync(
    project_id: str, cluster_id: str, *, client: AuthenticatedClient | Client
) -> Error | ListClusterDetailsResponse | None:
    """Read a cluster

     Reads one cluster. Public clients use it to wait. A snapshot is done when it is `AVAILABLE`, and its
    cluster is
    `AVAILABLE` with a `task_status` other than `SNAPSHOTTING`. A restore is done when the new cluster
    is
    `AVAILABLE` with a `task_status` other than `RESTORING`.

    Decision: a restored cluster has details as soon as the restore is answered. A list of clusters
    shows the same
    name and creation time, and the status never goes back to `CREATING`.

    Args:
        project_id (str):
        cluster_id (str): Decision: a UUID of 8-4-4-4-12 hexadecimal digits in either case,
            compared without case. What is no UUID is
            answered with 400.

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        Error | ListClusterDetailsResponse
    """

    return sync_detailed(project_id=project_id, cluster_id=cluster_id, client=client).parsed


async def asyncio_detailed(
    project_id: str, cluster_id: str, *, client: AuthenticatedClient | Client
) -> Response[Error | ListClusterDetailsResponse]:
    """Read a cluster

     Reads one cluster. Public clients use it to wait. A snapshot is done when it is `AVAILABLE`, and its
    cluster is
    `AVAILABLE` with a `task_status` other than `SNAPSHOTTING`. A restore is done when the new cluster
    is
    `AVAILABLE` with a `task_status` other than `RESTORING`.

    Decision: a restored cluster has details as soon as the restore is answered. A list of clusters
    shows the same
    name and creation time, and the status never goes back to `CREATING`.

    Args:
        project_id (str):
        cluster_id (str): Decision: a UUID of 8-4-4-4-12 hexadecimal digits in either case,
            compared without case. What is no UUID is
            answered with 400.

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        Response[Error | ListClusterDetailsResponse]
    """

    kwargs = _get_kwargs(project_id=project_id, cluster_id=cluster_id)

    response = await client.get_async_httpx_client().request(**kwargs)

    return _build_response(client=client, response=response)


async def asyncio(
    project_id: str, cluster_id: str, *, client: AuthenticatedClient | Client
) -> Error | ListClusterDetailsResponse | None:
    """Read a cluster

     Reads one cluster. Public clients use it to wait. A snapshot is done when it is `AVAILABLE`, and its
    cluster is
    `AVAILABLE` with a `task_status` other than `SNAPSHOTTING`. A restore is done when the new cluster
    is
    `AVAILABLE` with a `task_status` other than `RESTORING`.

    Decision: a restored cluster has details as soon as the restore is answered. A list of clusters
    shows the same
    name and creation time, and the status never goes back to `CREATING`.

    Args:
        project_id (str):
        cluster_id (str): Decision: a UUID of 8-4-4-4-12 hexadecimal digits in either case,
            compared without case. What is no UUID is
            answered with 400.

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        Error | ListClusterDetailsResponse
    """

    return (await asyncio_detailed(project_id=project_id, cluster_id=cluster_id, client=client)).parsed
