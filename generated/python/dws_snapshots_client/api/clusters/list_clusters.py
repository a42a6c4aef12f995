from http import HTTPStatus
from typing import Any
from urllib.parse import quote

import httpx

from ... import errors
from ...client import AuthenticatedClient, Client
from ...models.error import Error
from ...models.list_clusters_response import ListClustersResponse
from ...types import UNSET, Response, Unset


def _get_kwargs(project_id: str, *, enterprise_project_id: str | Unset = UNSET) -> dict[str, Any]:

    params: dict[str, Any] = {}

    params["enterprise_project_id"] = enterprise_project_id

    params = {k: v for k, v in params.items() if v is not UNSET and v is not None}

    _kwargs: dict[str, Any] = {
        "method": "get",
        "url": "/v1.0/{project_id}/clusters".format(project_id=quote(str(project_id), safe="")),
        "params": params,
    }

    return _kwargs


def _parse_response(
    *, client: AuthenticatedClient | Client, response: httpx.Response
) -> Error | ListClustersResponse | None:
    if response.status_code == 200:
        response_200 = ListClustersResponse.from_dict(response.json())

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
) -> Response[Error | ListClustersResponse]:
    return Response(
        status_code=HTTPStatus(response.status_code),
        content=response.content,
        headers=response.headers,
        parsed=_parse_response(client=client, response=response),
    )


def sync_detailed(
    project_id: str, *, client: AuthenticatedClient | Client, enterprise_project_id: str | Unset = UNSET
) -> Response[Error | ListClustersResponse]:
    """List a project's clusters

     Lists the clusters of the project, including those that are being restored. Creating a snapshot
    needs the ID of
    a cluster.

    Decision: a list shows the state at one moment and holds every cluster once. A restored cluster has
    the ID in
    the answer to the restore, and the name in its request. If there is a `count`, it is the number of
    clusters. The
    order is not defined.

    Args:
        project_id (str):
        enterprise_project_id (str | Unset):

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        Response[Error | ListClustersResponse]
    """

    kwargs = _get_kwargs(project_id=project_id, enterprise_project_id=enterprise_project_id)

    response = client.get_httpx_client().request(**kwargs)

    return _build_response(client=client, response=response)


def sync(
    project_id: str, *, client: AuthenticatedClient | Client, enterprise_project_id: str | Unset = UNSET
) -> Error | ListClustersResponse | None:
    """List a project's clusters

     Lists the clusters of the project, including those that are being restored. Creating a snapshot
    needs the ID of
    a cluster.

    Decision: a list shows the state at one moment and holds every cluster once. A restored cluster has
    the ID in
    the answer to the restore, and the name in its request. If there is a `count`, it is the number of
    clusters. The
    order is not defined.

    Args:
        project_id (str):
        enterprise_project_id (str | Unset):

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        Error | ListClustersResponse
    """

    return sync_detailed(project_id=project_id, client=client, enterprise_project_id=enterprise_project_id).parsed


async def asyncio_detailed(
    project_id: str, *, client: AuthenticatedClient | Client, enterprise_project_id: str | Unset = UNSET
) -> Response[Error | ListClustersResponse]:
    """List a project's clusters

     Lists the clusters of the project, including those that are being restored. Creating a snapshot
    needs the ID of
    a cluster.

    Decision: a list shows the state at one moment and holds every cluster once. A restored cluster has
    the ID in
    the answer to the restore, and the name in its request. If there is a `count`, it is the number of
    clusters. The
    order is not defined.

    Args:
        project_id (str):
        enterprise_project_id (str | Unset):

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        Response[Error | ListClustersResponse]
    """

    kwargs = _get_kwargs(project_id=project_id, enterprise_project_id=enterprise_project_id)

    response = await client.get_async_httpx_client().request(**kwargs)

    return _build_response(client=client, response=response)


async def asyncio(
    project_id: str, *, client: AuthenticatedClient | Client, enterprise_project_id: str | Unset = UNSET
) -> Error | ListClustersResponse | None:
    """List a project's clusters

     Lists the clusters of the project, including those that are being restored. Creating a snapshot
    needs the ID of
    a cluster.

    Decision: a list shows the state at one moment and holds every cluster once. A restored cluster has
    the ID in
    the answer to the restore, and the name in its request. If there is a `count`, it is the number of
    clusters. The
    order is not defined.

    Args:
        project_id (str):
        enterprise_project_id (str | Unset):

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        Error | ListClustersResponse
    """

    return (
        await asyncio_detailed(project_id=project_id, client=client, enterprise_project_id=enterprise_project_id)
    ).parsed
