import asyncio
import os

from aiohttp import ClientSession, DummyCookieJar
from httpx_aiohttp import AiohttpTransport

from dws_snapshots import AkSkAuth, AsyncDwsClient


def session() -> ClientSession:
    # Accepts tokens of up to 60 kB, keeps no cookies, and uses the proxy of the environment.
    return ClientSession(max_line_size=65_536, max_field_size=65_536, cookie_jar=DummyCookieJar(), trust_env=True)


async def main() -> None:
    keys = AkSkAuth(os.environ["HUAWEICLOUD_SDK_AK"], os.environ["HUAWEICLOUD_SDK_SK"])
    endpoint, project_id = os.environ["DWS_ENDPOINT"], os.environ["HUAWEICLOUD_SDK_PROJECT_ID"]
    transport = AiohttpTransport(client=session)
    async with AsyncDwsClient(endpoint, project_id=project_id, auth=keys, transport=transport) as dws:
        snapshots = await dws.list_snapshots()
        details = await asyncio.gather(*(dws.list_snapshot_details(snapshot.id) for snapshot in snapshots))
        print(*(snapshot.name for snapshot in details), sep="\n")


asyncio.run(main())
