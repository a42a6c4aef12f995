"""One HTTP server and one client for many cases: a test changes the server's answer from case to case."""

import asyncio
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread
from typing import Any

from dws_snapshots import AsyncDwsClient, DwsClient
from support.calls import PROJECT_ID, TOKEN


class ToldServer:
    """Answers every request with what `reply` returns for its target: a status and a body."""

    reply: Callable[[str], tuple[int, str]]

    @contextmanager
    def running(self) -> Iterator[str]:
        """Serve until the block ends, and yield the address."""
        told = self

        class Handler(BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"
            disable_nagle_algorithm = True  # else the body waits until the client acknowledges the head

            def do_GET(self) -> None:
                self.rfile.read(int(self.headers.get("Content-Length", "0")))
                status, body = told.reply(self.path)
                content = body.encode()
                self.send_response(status)
                self.send_header("Content-Length", str(len(content)))
                self.end_headers()
                self.wfile.write(content)

            do_POST = do_DELETE = do_GET

            def log_message(self, *_: object) -> None:
                pass

        with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as server:
            server.daemon_threads = True
            thread = Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
            thread.start()
            try:
                yield f"http://127.0.0.1:{server.server_port}"
            finally:
                server.shutdown()
                thread.join()


@contextmanager
def sync_calls(url: str) -> Iterator[Callable[..., Any]]:
    """Yield a function that calls a method of a DwsClient. It returns an iterator as a list."""
    with DwsClient(url, project_id=PROJECT_ID, auth=TOKEN) as dws:

        def call(method: str, *positional: Any, **named: Any) -> Any:
            result = getattr(dws, method)(*positional, **named)
            return list(result) if isinstance(result, Iterator) else result

        yield call


@contextmanager
def async_calls(url: str) -> Iterator[Callable[..., Any]]:
    """Like `sync_calls`, for an AsyncDwsClient in one event loop."""

    async def called(method: str, *positional: Any, **named: Any) -> Any:
        result = getattr(dws, method)(*positional, **named)
        return [item async for item in result] if isinstance(result, AsyncIterator) else await result

    with asyncio.Runner() as runner:
        dws = AsyncDwsClient(url, project_id=PROJECT_ID, auth=TOKEN)
        yield lambda *positional, **named: runner.run(called(*positional, **named))
        runner.run(dws.aclose())
