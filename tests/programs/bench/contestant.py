"""One contestant in a process of its own: `python contestant.py NAME URL`.

It prints `ready` with the memory in use after one call. Then, for each number on its input, it makes that many calls
and prints the seconds and the CPU seconds that they took. It runs in any environment, because it imports only what the
contestant needs.
"""

import asyncio
import atexit
import hashlib
import hmac
import json
import os
import sys
import time
from collections.abc import Awaitable, Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

PROJECT_ID = "89cd04f168b84af6be287f71730fdb4b"
ACCESS_KEY = "DEMOACCESSKEY0000001"
SECRET_KEY = "demo-secret-key-that-is-no-secret-000001"
SNAPSHOT: dict[str, Any] = {
    "name": "snapshot-3",
    "cluster_id": "44b277eb-39be-4921-be31-3d61b43651d7",
    "description": "Snapshot-3 description",
}
PATH = f"/v1.0/{PROJECT_ID}/snapshots"
CONTENT = json.dumps({"snapshot": SNAPSHOT}).encode()
AT_ONCE = 50

Run = Callable[[int], None]
loop = asyncio.new_event_loop()


def each(call: Callable[[], Any]) -> Run:
    """Return a function that makes calls one after the other."""

    def run(calls: int) -> None:
        for _ in range(calls):
            call()

    return run


def at_once(call: Callable[[], Awaitable[Any]], close: Callable[[], Awaitable[None]]) -> Run:
    """Return a function that makes `AT_ONCE` calls at a time, on one event loop. close: called at the end."""
    atexit.register(lambda: loop.run_until_complete(close()))

    async def worker(calls: int) -> None:
        for _ in range(calls):
            await call()

    async def together(calls: int) -> None:
        await asyncio.gather(*(worker(calls // AT_ONCE) for _ in range(AT_ONCE)))

    return lambda calls: loop.run_until_complete(together(calls))


def dws_snapshots(url: str) -> Run:
    from dws_snapshots import AkSkAuth, DwsClient

    dws = DwsClient(url, project_id=PROJECT_ID, auth=AkSkAuth(ACCESS_KEY, SECRET_KEY))
    return each(lambda: dws.create_snapshot(**SNAPSHOT).id)


def httpx(url: str) -> Run:
    import httpx

    client, target = httpx.Client(), url + PATH
    return each(lambda: client.post(target, json={"snapshot": SNAPSHOT}).json()["snapshot"]["id"])


def huaweicloudsdkdws(url: str) -> Run:
    from huaweicloudsdkcore.auth.credentials import BasicCredentials
    from huaweicloudsdkdws import v2 as official

    credentials = BasicCredentials(ACCESS_KEY, SECRET_KEY, PROJECT_ID)
    client = official.DwsClient.new_builder().with_credentials(credentials).with_endpoint(url).build()

    def create() -> str:
        body = official.CreateSnapshotRequestBody(snapshot=official.Snapshot(**SNAPSHOT))
        return str(client.create_snapshot(official.CreateSnapshotRequest(body=body)).snapshot.id)

    return each(create)


def otcextensions(url: str) -> Run:
    import openstack
    from otcextensions import sdk

    endpoint = f"{url}/v1.0/{PROJECT_ID}"
    connection: Any = openstack.connection.Connection(
        auth_type="admin_token", auth={"endpoint": endpoint, "token": "a-token"}, dws_endpoint_override=endpoint
    )
    sdk.register_otc_extensions(connection)
    return each(lambda: connection.dws.create_snapshot(**SNAPSHOT).id)


def async_dws_snapshots(url: str) -> Run:
    from httpx_aiohttp import AiohttpTransport

    from dws_snapshots import AkSkAuth, AsyncDwsClient

    keys = AkSkAuth(ACCESS_KEY, SECRET_KEY)
    dws = AsyncDwsClient(url, project_id=PROJECT_ID, auth=keys, transport=AiohttpTransport())
    return at_once(lambda: dws.create_snapshot(**SNAPSHOT), dws.aclose)


def async_httpx(url: str) -> Run:
    import httpx

    client, target = httpx.AsyncClient(), url + PATH

    async def create() -> str:
        return str((await client.post(target, json={"snapshot": SNAPSHOT})).json()["snapshot"]["id"])

    return at_once(create, client.aclose)


def aiohttp(url: str) -> Run:
    import aiohttp

    async def session() -> aiohttp.ClientSession:
        return aiohttp.ClientSession()

    client, target = loop.run_until_complete(session()), url + PATH

    async def create() -> str:
        async with client.post(target, json={"snapshot": SNAPSHOT}) as response:
            return str((await response.json())["snapshot"]["id"])

    return at_once(create, client.close)


def signing(url: str) -> Run:
    from dws_snapshots.signing import AccessKey, Signable, sign

    key, headers = AccessKey(ACCESS_KEY, SECRET_KEY), {"Content-Type": "application/json", "Host": url[7:]}
    return each(lambda: sign(Signable("POST", PATH, headers, CONTENT), key, datetime.now(UTC)))


def hashes(url: str) -> Run:
    """The least work of any signer: the hashes of the body and of the canonical request, and the signature."""
    head = f"POST\n{PATH}/\n\ncontent-type:application/json\nhost:{url[7:]}\nx-sdk-date:20261125T140000Z\n\n"
    before = (head + "content-type;host;x-sdk-date\n").encode()
    key = SECRET_KEY.encode()

    def sign() -> bytes:
        canonical = before + hashlib.sha256(CONTENT).hexdigest().encode()
        text = b"SDK-HMAC-SHA256\n20261125T140000Z\n" + hashlib.sha256(canonical).hexdigest().encode()
        return hmac.digest(key, text, "sha256")

    return each(sign)


def huaweicloudsdkcore(url: str) -> Run:
    from huaweicloudsdkcore.auth.credentials import BasicCredentials
    from huaweicloudsdkcore.sdk_request import SdkRequest
    from huaweicloudsdkcore.signer.signer import Signer

    signer = Signer(BasicCredentials(ACCESS_KEY, SECRET_KEY, PROJECT_ID))

    def sign() -> None:
        headers = {"Content-Type": "application/json"}
        signer.sign(
            SdkRequest(
                method="POST",
                schema="http",
                host=url[7:],
                resource_path=PATH,
                uri=PATH,
                query_params=[],
                header_params=headers,
                body=CONTENT.decode(),
            )
        )

    return each(sign)


def checks(url: str) -> Run:
    from dws_snapshots_client.operations import create_snapshot
    from dws_snapshots_client.schemas import CreateSnapshotRequest

    path, body = {"project_id": PROJECT_ID}, {"snapshot": SNAPSHOT}
    return each(lambda: (create_snapshot.path.check(path), CreateSnapshotRequest.check(body)))


CONTESTANTS: dict[str, Callable[[str], Run]] = {
    factory.__name__: factory
    for factory in (
        dws_snapshots,
        httpx,
        huaweicloudsdkdws,
        otcextensions,
        async_dws_snapshots,
        async_httpx,
        aiohttp,
        signing,
        hashes,
        huaweicloudsdkcore,
        checks,
    )
}


def resident_megabytes() -> float:
    """Return the memory that this process holds, in megabytes. It needs Linux."""
    pages = int(Path("/proc/self/statm").read_text().split()[1])
    return pages * os.sysconf("SC_PAGE_SIZE") / 1e6


def main() -> None:
    """Serve the numbers on standard input until it ends."""
    run = CONTESTANTS[sys.argv[1]](sys.argv[2])
    run(AT_ONCE if "async" in sys.argv[1] or sys.argv[1] == "aiohttp" else 1)
    print(json.dumps({"megabytes": resident_megabytes()}), flush=True)
    for line in sys.stdin:
        cpu, began = time.process_time(), time.perf_counter()
        run(int(line))
        print(json.dumps({"seconds": time.perf_counter() - began, "cpu": time.process_time() - cpu}), flush=True)


if __name__ == "__main__":
    main()
