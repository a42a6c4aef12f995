"""The ASGI application: route, credentials, project, parameters, media type, JSON, schema, then the operation."""

from __future__ import annotations

import asyncio
import json
import time
from collections.abc import Awaitable, Callable, Collection
from functools import partial

from dws_reference import log
from dws_reference.access.credentials import Credentials
from dws_reference.access.identity import Identity, keystone_error
from dws_reference.editions import EDITIONS
from dws_reference.operations import Operation, load_operations
from dws_reference.problems import Problem, failure, forbidden, unavailable
from dws_reference.receiving import connection, parameters, validation
from dws_reference.receiving.body import Message, Receive
from dws_reference.receiving.browsers import Browsers
from dws_reference.receiving.http import Answer, Request
from dws_reference.receiving.json_body import read_json
from dws_reference.receiving.routing import Endpoint, Router
from dws_reference.settings import Settings
from dws_reference.snapshots import HANDLERS, Call, Snapshots
from dws_reference.storage.store import Store, StoreUnavailableError
from dws_reference.tags import Tags
from dws_reference.testing.admin import Admin
from dws_reference.testing.injection import Injection

Scope = Message
Send = Callable[[Message], Awaitable[None]]

NULL_IS_ABSENT = {"restoreCluster", "copySnapshot"}
"""The operations in which null for an optional member means that it is absent (decision 14)."""

RESET_TIMEOUT = 10
"""Seconds in which the server must notice that a connection was reset."""


class ResetError(Exception):
    """Reset the connection instead of answering."""


class Application:
    """The reference as an ASGI application. It opens its database at start-up and closes it at shutdown.

    `hosts` are those of Browsers. Raises database.DatabaseError if the database cannot be opened.
    """

    def __init__(self, settings: Settings, hosts: Collection[str] | None = None) -> None:
        self._settings = settings
        self._browsers = Browsers(settings.cors, hosts)
        self._store = Store(settings)
        self._credentials = Credentials(settings, self._store.token_key)
        self._injection = Injection(self._store, settings.injecting)
        self._edition = EDITIONS[settings.edition]
        self._snapshots = Snapshots(self._store, self._edition)
        self._router = self._routes()

    def _routes(self) -> Router:
        router = Router()
        for operation in load_operations():  # first, so that nothing else takes their places
            endpoint = partial(self._handle, operation)
            router.add(operation.method, operation.path, partial(self._with_faults, operation.operation_id, endpoint))
        if self._settings.admin:
            Admin(self._settings, self._store, self._injection, self._credentials).add_routes(router)
        Tags(self._store, self._credentials).add_routes(router)
        Identity(self._settings, self._credentials).add_routes(router)
        return router

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "http":
            await self._serve(scope, receive, send)
        elif scope["type"] == "lifespan":
            await self._live(receive, send)

    async def _live(self, receive: Receive, send: Send) -> None:
        await receive()
        await send({"type": "lifespan.startup.complete"})
        await receive()
        self._store.close()
        log.flush()
        await send({"type": "lifespan.shutdown.complete"})

    async def _serve(self, scope: Scope, receive: Receive, send: Send) -> None:
        began = time.perf_counter()
        request = Request(scope, receive, self._settings.read_timeout)
        answer = await self._answer(request)
        if answer is None:
            log.request(request.method, request.path, 0, time.perf_counter() - began, request.request_id)
            await _cut(scope, receive)
            return
        complete = await request.body.finish()
        content = b"" if answer.body is None else json.dumps(answer.body).encode()
        headers = {"x-request-id": request.request_id, "server": "dws-reference"}
        if answer.status != 204:
            headers["content-length"] = str(len(content))
        if answer.body is not None:
            headers["content-type"] = "application/json"
        if not complete:
            headers["connection"] = "close"
        told = [*{**headers, **answer.headers}.items(), *self._browsers.headers(request)]
        encoded = [(name.encode(), value.encode("latin-1")) for name, value in told]
        await send({"type": "http.response.start", "status": answer.status, "headers": encoded})
        await send({"type": "http.response.body", "body": b"" if request.method == "HEAD" else content})
        log.request(request.method, request.path, answer.status, time.perf_counter() - began, request.request_id)

    async def _answer(self, request: Request) -> Answer | None:
        """The answer, or None if the connection must be reset instead."""
        try:
            self._browsers.check_host(request)
            preflight = self._browsers.preflight(request)
            if preflight:
                return preflight
            endpoint, request.parameters = self._router.find(request.method, request.path)
            return await endpoint(request)
        except ResetError:
            return None
        except Problem as problem:
            return _refusal(request, problem)
        except StoreUnavailableError as error:
            log.unavailable(request.request_id, str(error))
            return _refusal(request, unavailable())
        except Exception as error:
            log.fault(request.request_id, error)
            return _refusal(request, failure())

    async def _with_faults(self, operation_id: str, endpoint: Endpoint, request: Request) -> Answer:
        """The endpoint's answer, or what the faults make of it. Raises ResetError, and Problem (503)."""
        struck = await self._injection.draw(operation_id)
        if not struck:
            return await endpoint(request)
        kinds = {fault.kind for fault in struck}
        await request.body.finish()
        await asyncio.sleep(sum(fault.seconds for fault in struck))
        if "reset-before" in kinds:
            raise ResetError
        if "unavailable" in kinds:
            raise unavailable("a fault was injected")
        try:
            return await endpoint(request)
        finally:
            if "reset-after" in kinds:
                raise ResetError

    async def _handle(self, operation: Operation, request: Request) -> Answer:
        project_id = await self._credentials.project(request)
        path = request.parameters
        if path.pop("project_id") != project_id:
            raise forbidden()
        parameters.check_path(path, operation.path_parameters)
        query = parameters.read_query(request.query, operation.query_parameters)
        body = None
        if operation.body:
            given = await read_json(request)
            if operation.operation_id in NULL_IS_ABSENT:
                given = validation.without_null(given, operation.body.document)
            validation.check(given, operation.body)
            body = validation.complete(given, operation.body.document)
        call = Call(project_id, {name: value.lower() for name, value in path.items()}, query, body)
        answer = await HANDLERS[operation.operation_id](self._snapshots, call)
        return answer._replace(body=self._edition.told(answer.body))


async def _cut(scope: Scope, receive: Receive) -> None:
    """Reset the connection. If this returned before the server notices, the server would send an answer."""
    host, port = scope["client"]
    connection.reset((host, int(port)))
    async with asyncio.timeout(RESET_TIMEOUT):
        while (await receive())["type"] != "http.disconnect":
            pass


def _refusal(request: Request, problem: Problem) -> Answer:
    body = {"error_code": problem.code, "error_msg": problem.message, "request_id": request.request_id}
    if request.path.startswith(b"/v3"):
        body |= keystone_error(problem)
    return Answer(problem.status, body, problem.headers)
