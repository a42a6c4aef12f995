"""Serve the given document as tools, and count them. With `create`, let one of them create a snapshot."""

import asyncio
import os
import sys
from pathlib import Path

import httpx2
import yaml
from fastmcp import Client, FastMCP


async def main(document: str, create: bool) -> None:
    """Try it. Raises SystemExit if there are no tools."""
    http = httpx2.AsyncClient(
        base_url=os.environ.get("DWS_ENDPOINT", ""),
        headers={"X-Auth-Token": os.environ.get("DWS_TOKEN", "")},
        trust_env=False,
    )
    server = FastMCP.from_openapi(openapi_spec=yaml.safe_load(Path(document).read_text(encoding="utf-8")), client=http)
    async with Client(server) as client:
        if not await client.list_tools():
            sys.exit("it has no tools")
        if create:
            snapshot = {"name": os.environ["NAME"], "cluster_id": os.environ["CLUSTER_ID"]}
            await client.call_tool("createSnapshot", {"project_id": os.environ["PROJECT_ID"], "snapshot": snapshot})


asyncio.run(main(sys.argv[1], "create" in sys.argv[2:]))
