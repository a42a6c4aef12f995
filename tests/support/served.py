"""Serves a test's own variation of the plain service, on a thread of this process."""

from __future__ import annotations

import asyncio
import ssl
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from dws_contract import Options
from plain_server.server import Service, listen


@contextmanager
def served(service: Service, *, tls: ssl.SSLContext | None = None, **options: Any) -> Iterator[Options]:
    """Serve a plain service, and yield the options for a run of the suite, with the token by default."""
    loop = asyncio.new_event_loop()
    thread = threading.Thread(target=loop.run_forever, daemon=True)
    thread.start()
    server = asyncio.run_coroutine_threadsafe(listen(service, tls=tls), loop).result(60)
    account = service.account
    told: dict[str, Any] = {"token": account.token, "seed": 1, "max_examples": 0}
    try:
        yield Options(
            url=f"{'https' if tls else 'http'}://{service.authority}",
            project_id=account.project_id,
            cluster_id=account.cluster_id,
            **told | options,
        )
    finally:
        loop.call_soon_threadsafe(server.close)
        asyncio.run_coroutine_threadsafe(_end(), loop).result(60)
        loop.call_soon_threadsafe(loop.stop)
        thread.join(60)
        loop.close()


async def _end() -> None:
    """Cancel all tasks that still run on the loop."""
    others = asyncio.all_tasks() - {asyncio.current_task()}
    for each in others:
        each.cancel()
    await asyncio.gather(*others, return_exceptions=True)
