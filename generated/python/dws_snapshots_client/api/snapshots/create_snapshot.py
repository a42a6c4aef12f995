from http import HTTPStatus
from typing import Any
from urllib.parse import quote

import httpx

from ... import errors
from ...client import AuthenticatedClient, Client
from ...models.create_snapshot_request import CreateSnapshotRequest
from ...models.create_snapshot_response import CreateSnapshotResponse
from ...models.error import Error
from ...types import Response


def _get_kwargs(project_id: str, *, body: CreateSnapshotRequest) -> dict[str, Any]:
    headers: dict[str, Any] = {}

    _kwargs: dict[str, Any] = {
        "method": "post",
        "url": "/v1.0/{project_id}/snapshots".format(project_id=quote(str(project_id), safe="")),
    }

    _kwargs["json"] = body.to_dict()

    headers["Content-Type"] = "application/json"

    _kwargs["headers"] = headers
    return _kwargs


def _parse_response(
    *, client: AuthenticatedClient | Client, response: httpx.Response
) -> CreateSnapshotResponse | Error | None:
    if response.status_code == 200:
        response_200 = CreateSnapshotResponse.from_dict(response.json())

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
) -> Response[CreateSnapshotResponse | Error]:
    return Response(
        status_code=HTTPStatus(response.status_code),
        content=response.content,
        headers=response.headers,
        parsed=_parse_response(client=client, response=response),
    )


def sync_detailed(
    project_id: str, *, client: AuthenticatedClient | Client, body: CreateSnapshotRequest
) -> Response[CreateSnapshotResponse | Error]:
    """Create a snapshot

     Creates a snapshot of a cluster. The answer names the snapshot; the service goes on making it.

    Decision: names are unique within a project, and a name that is taken is refused with 400. So
    sending the
    request twice does not make two snapshots.

    One snapshot of a cluster is made at a time: while one is `CREATING`, another is refused with 403,
    `DWS.7023`.
    A snapshot can be made of a cluster that the console shows as Available, To be restarted or
    Unbalanced.

    Args:
        project_id (str):
        body (CreateSnapshotRequest): The body of a request to create a snapshot.

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        Response[CreateSnapshotResponse | Error]
    """

    kwargs = _get_kwargs(project_id=project_id, body=body)

    response = client.get_httpx_client().request(**kwargs)

    return _build_response(client=client, response=response)


def sync(
    project_id: str, *, client: AuthenticatedClient | Client, body: CreateSnapshotRequest
) -> CreateSnapshotResponse | Error | None:
    """Create a snapshot

     Creates a snapshot of a cluster. The answer names the snapshot; the service goes on making it.

    Decision: names are unique within a project, and a name that is taken is refused with 400. So
    sending the
    request twice does not make two snapshots.

    One snapshot of a cluster is made at a time: while one is `CREATING`, another is refused with 403,
    `DWS.7023`.
    A snapshot can be made of a cluster that the console shows as Available, To be restarted or
    Unbalanced.

    Args:
        project_id (str):
        body (CreateSnapshotRequest): The body of a request to create a snapshot.

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        CreateSnapshotResponse | Error
    """

    return sync_detailed(project_id=project_id, client=client, body=body).parsed


async def asyncio_detailed(
    project_id: str, *, client: AuthenticatedClient | Client, body: CreateSnapshotRequest
) -> Response[CreateSnapshotResponse | Error]:
    """Create a snapshot

     Creates a snapshot of a cluster. The answer names the snapshot; the service goes on making it.

    Decision: names are unique within a project, and a name that is taken is refused with 400. So
    sending the
    request twice does not make two snapshots.

    One snapshot of a cluster is made at a time: while one is `CREATING`, another is refused with 403,
    `DWS.7023`.
    A snapshot can be made of a cluster that the console shows as Available, To be restarted or
    Unbalanced.

    Args:
        project_id (str):
        body (CreateSnapshotRequest): The body of a request to create a snapshot.

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        Response[CreateSnapshotResponse | Error]
    """

    kwargs = _get_kwargs(project_id=project_id, body=body)

    response = await client.get_async_httpx_client().request(**kwargs)

    return _build_response(client=client, response=response)


async def asyncio(
    project_id: str, *, client: AuthenticatedClient | Client, body: CreateSnapshotRequest
) -> CreateSnapshotResponse | Error | None:
    """Create a snapshot

     Creates a snapshot of a cluster. The answer names the snapshot; the service goes on making it.

    Decision: names are unique within a project, and a name that is taken is refused with 400. So
    sending the
    request twice does not make two snapshots.

    One snapshot of a cluster is made at a time: while one is `CREATING`, another is refused with 403,
    `DWS.7023`.
    A snapshot can be made of a cluster that the console shows as Available, To be restarted or
    Unbalanced.

    Args:
        project_id (str):
        body (CreateSnapshotRequest): The body of a request to create a snapshot.

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        CreateSnapshotResponse | Error
    """

    return (await asyncio_detailed(project_id=project_id, client=client, body=body)).parsed
