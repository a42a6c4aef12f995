from http import HTTPStatus
from typing import Any
from urllib.parse import quote

import httpx

from ... import errors
from ...client import AuthenticatedClient, Client
from ...models.copy_snapshot_request import CopySnapshotRequest
from ...models.copy_snapshot_response import CopySnapshotResponse
from ...models.error import Error
from ...types import Response


def _get_kwargs(project_id: str, snapshot_id: str, *, body: CopySnapshotRequest) -> dict[str, Any]:
    headers: dict[str, Any] = {}

    _kwargs: dict[str, Any] = {
        "method": "post",
        "url": "/v1.0/{project_id}/snapshots/{snapshot_id}/linked-copy".format(
            project_id=quote(str(project_id), safe=""), snapshot_id=quote(str(snapshot_id), safe="")
        ),
    }

    _kwargs["json"] = body.to_dict()

    headers["Content-Type"] = "application/json"

    _kwargs["headers"] = headers
    return _kwargs


def _parse_response(
    *, client: AuthenticatedClient | Client, response: httpx.Response
) -> CopySnapshotResponse | Error | None:
    if response.status_code == 200:
        response_200 = CopySnapshotResponse.from_dict(response.json())

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
) -> Response[CopySnapshotResponse | Error]:
    return Response(
        status_code=HTTPStatus(response.status_code),
        content=response.content,
        headers=response.headers,
        parsed=_parse_response(client=client, response=response),
    )


def sync_detailed(
    project_id: str, snapshot_id: str, *, client: AuthenticatedClient | Client, body: CopySnapshotRequest
) -> Response[CopySnapshotResponse | Error]:
    """Copy an automated snapshot

     Copies an automated snapshot to a manual one, which stays when the automated one expires.

    Decision: copying a manual snapshot is refused with 403.

    Args:
        project_id (str):
        snapshot_id (str): Decision: a UUID of 8-4-4-4-12 hexadecimal digits in either case,
            compared without case. What is no UUID is
            answered with 400.
        body (CopySnapshotRequest): The body of a request to copy a snapshot.

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        Response[CopySnapshotResponse | Error]
    """

    kwargs = _get_kwargs(project_id=project_id, snapshot_id=snapshot_id, body=body)

    response = client.get_httpx_client().request(**kwargs)

    return _build_response(client=client, response=response)


def sync(
    project_id: str, snapshot_id: str, *, client: AuthenticatedClient | Client, body: CopySnapshotRequest
) -> CopySnapshotResponse | Error | None:
    """Copy an automated snapshot

     Copies an automated snapshot to a manual one, which stays when the automated one expires.

    Decision: copying a manual snapshot is refused with 403.

    Args:
        project_id (str):
        snapshot_id (str): Decision: a UUID of 8-4-4-4-12 hexadecimal digits in either case,
            compared without case. What is no UUID is
            answered with 400.
        body (CopySnapshotRequest): The body of a request to copy a snapshot.

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        CopySnapshotResponse | Error
    """

    return sync_detailed(project_id=project_id, snapshot_id=snapshot_id, client=client, body=body).parsed


async def asyncio_detailed(
    project_id: str, snapshot_id: str, *, client: AuthenticatedClient | Client, body: CopySnapshotRequest
) -> Response[CopySnapshotResponse | Error]:
    """Copy an automated snapshot

     Copies an automated snapshot to a manual one, which stays when the automated one expires.

    Decision: copying a manual snapshot is refused with 403.

    Args:
        project_id (str):
        snapshot_id (str): Decision: a UUID of 8-4-4-4-12 hexadecimal digits in either case,
            compared without case. What is no UUID is
            answered with 400.
        body (CopySnapshotRequest): The body of a request to copy a snapshot.

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        Response[CopySnapshotResponse | Error]
    """

    kwargs = _get_kwargs(project_id=project_id, snapshot_id=snapshot_id, body=body)

    response = await client.get_async_httpx_client().request(**kwargs)

    return _build_response(client=client, response=response)


async def asyncio(
    project_id: str, snapshot_id: str, *, client: AuthenticatedClient | Client, body: CopySnapshotRequest
) -> CopySnapshotResponse | Error | None:
    """Copy an automated snapshot

     Copies an automated snapshot to a manual one, which stays when the automated one expires.

    Decision: copying a manual snapshot is refused with 403.

    Args:
        project_id (str):
        snapshot_id (str): Decision: a UUID of 8-4-4-4-12 hexadecimal digits in either case,
            compared without case. What is no UUID is
            answered with 400.
        body (CopySnapshotRequest): The body of a request to copy a snapshot.

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        CopySnapshotResponse | Error
    """

    return (await asyncio_detailed(project_id=project_id, snapshot_id=snapshot_id, client=client, body=body)).parsed
