from http import HTTPStatus
from typing import Any
from urllib.parse import quote

import httpx

from ... import errors
from ...client import AuthenticatedClient, Client
from ...models.delete_snapshot_response import DeleteSnapshotResponse
from ...models.error import Error
from ...types import Response


def _get_kwargs(project_id: str, snapshot_id: str) -> dict[str, Any]:

    _kwargs: dict[str, Any] = {
        "method": "delete",
        "url": "/v1.0/{project_id}/snapshots/{snapshot_id}".format(
            project_id=quote(str(project_id), safe=""), snapshot_id=quote(str(snapshot_id), safe="")
        ),
    }

    return _kwargs


def _parse_response(
    *, client: AuthenticatedClient | Client, response: httpx.Response
) -> DeleteSnapshotResponse | Error | None:
    if response.status_code == 202:
        response_202 = DeleteSnapshotResponse.from_dict(response.json())

        return response_202

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
) -> Response[DeleteSnapshotResponse | Error]:
    return Response(
        status_code=HTTPStatus(response.status_code),
        content=response.content,
        headers=response.headers,
        parsed=_parse_response(client=client, response=response),
    )


def sync_detailed(
    project_id: str, snapshot_id: str, *, client: AuthenticatedClient | Client
) -> Response[DeleteSnapshotResponse | Error]:
    """Delete a manual snapshot

     Deletes a manual snapshot. Automated snapshots expire by themselves.

    Decision: deleting an automated snapshot is refused with 403. As soon as the request is answered,
    the snapshot
    is in no list and its name is free.

    Args:
        project_id (str):
        snapshot_id (str): Decision: a UUID of 8-4-4-4-12 hexadecimal digits in either case,
            compared without case. What is no UUID is
            answered with 400.

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        Response[DeleteSnapshotResponse | Error]
    """

    kwargs = _get_kwargs(project_id=project_id, snapshot_id=snapshot_id)

    response = client.get_httpx_client().request(**kwargs)

    return _build_response(client=client, response=response)


def sync(
    project_id: str, snapshot_id: str, *, client: AuthenticatedClient | Client
) -> DeleteSnapshotResponse | Error | None:
    """Delete a manual snapshot

     Deletes a manual snapshot. Automated snapshots expire by themselves.

    Decision: deleting an automated snapshot is refused with 403. As soon as the request is answered,
    the snapshot
    is in no list and its name is free.

    Args:
        project_id (str):
        snapshot_id (str): Decision: a UUID of 8-4-4-4-12 hexadecimal digits in either case,
            compared without case. What is no UUID is
            answered with 400.

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        DeleteSnapshotResponse | Error
    """

    return sync_detailed(project_id=project_id, snapshot_id=snapshot_id, client=client).parsed


async def asyncio_detailed(
    project_id: str, snapshot_id: str, *, client: AuthenticatedClient | Client
) -> Response[DeleteSnapshotResponse | Error]:
    """Delete a manual snapshot

     Deletes a manual snapshot. Automated snapshots expire by themselves.

    Decision: deleting an automated snapshot is refused with 403. As soon as the request is answered,
    the snapshot
    is in no list and its name is free.

    Args:
        project_id (str):
        snapshot_id (str): Decision: a UUID of 8-4-4-4-12 hexadecimal digits in either case,
            compared without case. What is no UUID is
            answered with 400.

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        Response[DeleteSnapshotResponse | Error]
    """

    kwargs = _get_kwargs(project_id=project_id, snapshot_id=snapshot_id)

    response = await client.get_async_httpx_client().request(**kwargs)

    return _build_response(client=client, response=response)


async def asyncio(
    project_id: str, snapshot_id: str, *, client: AuthenticatedClient | Client
) -> DeleteSnapshotResponse | Error | None:
    """Delete a manual snapshot

     Deletes a manual snapshot. Automated snapshots expire by themselves.

    Decision: deleting an automated snapshot is refused with 403. As soon as the request is answered,
    the snapshot
    is in no list and its name is free.

    Args:
        project_id (str):
        snapshot_id (str): Decision: a UUID of 8-4-4-4-12 hexadecimal digits in either case,
            compared without case. What is no UUID is
            answered with 400.

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        DeleteSnapshotResponse | Error
    """

    return (await asyncio_detailed(project_id=project_id, snapshot_id=snapshot_id, client=client)).parsed
