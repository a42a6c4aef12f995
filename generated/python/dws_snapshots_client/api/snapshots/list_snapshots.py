from http import HTTPStatus
from typing import Any
from urllib.parse import quote

import httpx

from ... import errors
from ...client import AuthenticatedClient, Client
from ...models.error import Error
from ...models.list_snapshots_response import ListSnapshotsResponse
from ...types import Response


def _get_kwargs(project_id: str) -> dict[str, Any]:

    _kwargs: dict[str, Any] = {
        "method": "get",
        "url": "/v1.0/{project_id}/snapshots".format(project_id=quote(str(project_id), safe="")),
    }

    return _kwargs


def _parse_response(
    *, client: AuthenticatedClient | Client, response: httpx.Response
) -> Error | ListSnapshotsResponse | None:
    if response.status_code == 200:
        response_200 = ListSnapshotsResponse.from_dict(response.json())

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
) -> Response[Error | ListSnapshotsResponse]:
    return Response(
        status_code=HTTPStatus(response.status_code),
        content=response.content,
        headers=response.headers,
        parsed=_parse_response(client=client, response=response),
    )


def sync_detailed(project_id: str, *, client: AuthenticatedClient | Client) -> Response[Error | ListSnapshotsResponse]:
    """List a project's snapshots

     Lists all snapshots of the project, manual and automated, of all its clusters.

    Decision: a list shows the state at one moment and holds every snapshot once. If there is a `count`,
    it is the
    number of snapshots. The order is not defined.

    Args:
        project_id (str):

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        Response[Error | ListSnapshotsResponse]
    """

    kwargs = _get_kwargs(project_id=project_id)

    response = client.get_httpx_client().request(**kwargs)

    return _build_response(client=client, response=response)


def sync(project_id: str, *, client: AuthenticatedClient | Client) -> Error | ListSnapshotsResponse | None:
    """List a project's snapshots

     Lists all snapshots of the project, manual and automated, of all its clusters.

    Decision: a list shows the state at one moment and holds every snapshot once. If there is a `count`,
    it is the
    number of snapshots. The order is not defined.

    Args:
        project_id (str):

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        Error | ListSnapshotsResponse
    """

    return sync_detailed(project_id=project_id, client=client).parsed


async def asyncio_detailed(
    project_id: str, *, client: AuthenticatedClient | Client
) -> Response[Error | ListSnapshotsResponse]:
    """List a project's snapshots

     Lists all snapshots of the project, manual and automated, of all its clusters.

    Decision: a list shows the state at one moment and holds every snapshot once. If there is a `count`,
    it is the
    number of snapshots. The order is not defined.

    Args:
        project_id (str):

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        Response[Error | ListSnapshotsResponse]
    """

    kwargs = _get_kwargs(project_id=project_id)

    response = await client.get_async_httpx_client().request(**kwargs)

    return _build_response(client=client, response=response)


async def asyncio(project_id: str, *, client: AuthenticatedClient | Client) -> Error | ListSnapshotsResponse | None:
    """List a project's snapshots

     Lists all snapshots of the project, manual and automated, of all its clusters.

    Decision: a list shows the state at one moment and holds every snapshot once. If there is a `count`,
    it is the
    number of snapshots. The order is not defined.

    Args:
        project_id (str):

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        Error | ListSnapshotsResponse
    """

    return (await asyncio_detailed(project_id=project_id, client=client)).parsed
