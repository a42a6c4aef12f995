"""The same call through the sync and through the async client, so that one test says what must hold for both."""

import asyncio
from collections.abc import Callable
from typing import Any

import pytest

from dws_snapshots import AsyncDwsClient, DwsClient, SnapshotResp, TokenAuth

PROJECT_ID = "89cd04f168b84af6be287f71730fdb4b"
SNAPSHOT = {"name": "snapshot-3", "cluster_id": "44b277eb-39be-4921-be31-3d61b43651d7"}
TOKEN = TokenAuth("a-token-for-tests")

Create = Callable[..., SnapshotResp]


def create_sync(endpoint: str, **given: Any) -> SnapshotResp:
    client, snapshot = arguments(given)
    with DwsClient(endpoint, **client) as dws:
        return dws.create_snapshot(**snapshot)


def create_async(endpoint: str, **given: Any) -> SnapshotResp:
    client, snapshot = arguments(given)

    async def call() -> SnapshotResp:
        async with AsyncDwsClient(endpoint, **client) as dws:
            return await dws.create_snapshot(**snapshot)

    return asyncio.run(call())


def arguments(given: dict[str, Any]) -> tuple[dict[str, Any], dict[str, Any]]:
    """Tell the client's arguments from the call's, with defaults for both."""
    client = {"auth": TOKEN, "project_id": PROJECT_ID, "timeout": 5}
    return (
        {name: given.get(name, default) for name, default in client.items()},
        {**SNAPSHOT, **{name: value for name, value in given.items() if name not in client}},
    )


both = pytest.mark.parametrize("create", [create_sync, create_async], ids=["sync", "async"])
