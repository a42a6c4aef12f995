"""The same call through the sync and the async client, so that one test covers both."""

import asyncio
from collections.abc import AsyncIterator, Callable, Iterator
from inspect import isawaitable
from typing import Any

import pytest
from httpx_aiohttp import AiohttpTransport

from contract import load
from dws_snapshots import AsyncDwsClient, DwsClient, SnapshotResp, TokenAuth
from methods import identifier
from model import Operation
from reader import read

PROJECT_ID = "89cd04f168b84af6be287f71730fdb4b"
SNAPSHOT: dict[str, Any] = {"name": "snapshot-3", "cluster_id": "44b277eb-39be-4921-be31-3d61b43651d7"}
DETAIL = {
    "id": "2a4d0f86-67cd-408a-8b66-017454fb7793",
    "name": "snapshot-3",
    "started": "2026-11-24T03:59:23Z",
    "status": "AVAILABLE",
    "type": "MANUAL",
    "cluster_id": SNAPSHOT["cluster_id"],
}
PAGE = {"project_id": PROJECT_ID, "cluster_id": SNAPSHOT["cluster_id"], "snapshots": [DETAIL], "count": 12}
TOKEN = TokenAuth("a-token-for-tests")
BODIES = {
    "createSnapshot": SNAPSHOT,
    "restoreCluster": {"name": "dws-2"},
    "copySnapshot": {"backup_name": "copy"},
}


def call_of(operation: Operation) -> tuple[str, tuple[str, ...], dict[str, str]]:
    """Return a call of an operation: the method and its arguments."""
    ids = [one.name for one in operation.parameters if one.within == "path" and one.name != "project_id"]
    return identifier(operation.id), tuple(DETAIL["id"] for _ in ids), BODIES.get(operation.id, {})


CALLS = {operation.id: call_of(operation) for operation in read(load()).operations}

Call = Callable[..., Any]
Create = Callable[..., SnapshotResp]


def call_sync(endpoint: str, method: str, *positional: Any, **given: Any) -> Any:
    """Call a method of a DwsClient and return what it returns, an iterator as a list."""
    client, named = arguments(given)
    with DwsClient(endpoint, **client) as dws:
        result = getattr(dws, method)(*positional, **named)
        return list(result) if isinstance(result, Iterator) else result


def call_async(endpoint: str, method: str, *positional: Any, **given: Any) -> Any:
    """Call a method of an AsyncDwsClient and return what it returns, an iterator as a list."""
    client, named = arguments(given)

    async def call() -> Any:
        async with AsyncDwsClient(endpoint, **client) as dws:
            result = getattr(dws, method)(*positional, **named)
            if isinstance(result, AsyncIterator):
                return [item async for item in result]
            assert isawaitable(result)
            return await result

    return asyncio.run(call())


def create_sync(endpoint: str, **given: Any) -> SnapshotResp:
    created: SnapshotResp = call_sync(endpoint, "create_snapshot", **{**SNAPSHOT, **given})
    return created


def create_async(endpoint: str, **given: Any) -> SnapshotResp:
    created: SnapshotResp = call_async(endpoint, "create_snapshot", **{**SNAPSHOT, **given})
    return created


def create_aiohttp(endpoint: str, **given: Any) -> SnapshotResp:
    """Create through the transport of the extra [aiohttp]."""
    return create_async(endpoint, transport=AiohttpTransport(), **given)


def arguments(given: dict[str, Any]) -> tuple[dict[str, Any], dict[str, Any]]:
    """Separate the client's arguments, with their defaults, from the call's. `timeout_` is the timeout of the call."""
    client = {"auth": TOKEN, "project_id": PROJECT_ID, "timeout": 5, "transport": None}
    return (
        {name: given.get(name, default) for name, default in client.items()},
        {name.removesuffix("_"): value for name, value in given.items() if name not in client},
    )


both = pytest.mark.parametrize("create", [create_sync, create_async], ids=["sync", "async"])
each_transport = pytest.mark.parametrize(
    "create", [create_sync, create_async, create_aiohttp], ids=["sync", "async", "aiohttp"]
)
both_ways = pytest.mark.parametrize("call", [call_sync, call_async], ids=["sync", "async"])
