"""The ASGI application: route, credentials, project, parameters, media type, JSON, schema, then the operation."""

from __future__ import annotations

import random
import time
from collections.abc import Awaitable, Callable, MutableMapping
from functools import partial
from typing import Any

from dws_reference import log, parameters, validation
from dws_reference.body import Receive, RequestBody
from dws_reference.contract import Operation, load_operations
from dws_reference.credentials import Credentials
from dws_reference.http import Answer, Request
from dws_reference.identity import Identity, keystone_error
from dws_reference.json_body import read_json
from dws_reference.problems import Problem, failure, forbidden, unavailable
from dws_reference.routing import Router
from dws_reference.settings import Settings
from dws_reference.snapshots import Call, Handler, Snapshots
from dws_reference.store import Store, StoreUnavailableError

Scope = MutableMapping[str, Any]
Send = Callable[[MutableMapping[str, Any]], Awaitable[None]]


class Application:
    """The reference as an ASGI application. It opens its database at start-up and closes it at shutdown.

    Raises database.DatabaseError where the database cannot be opened.
    """

    def __init__(self, settings: Settings) -> None:
        self._settings = settings
        self._store = Store(settings)
        self._credentials = Credentials(settings, self._store.token_key)
        self._router = self._routes(Identity(settings, self._store.token_key))

    def _routes(self, identity: Identity) -> Router:
        router = Router()
        handlers = Snapshots(self._store).handlers()
        for operation in load_operations():
            endpoint = partial(self._judge, operation, handlers[operation.operation_id])
            router.add(operation.method, operation.path, endpoint)
        for path in ("/v3", "/v3/"):
            router.add("GET", path, identity.version)
        router.add("GET", "/", identity.versions)
        router.add("POST", "/v3/auth/tokens", identity.create_token)
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
        request = self._request(scope, receive)
        answer = await self._answer(request)
        complete = await request.body.finish()
        content, headers = answer.encoded()
        if not complete:
            headers.append((b"connection", b"close"))
        headers += [(b"x-request-id", request.request_id.encode()), (b"server", b"dws-reference")]
        await send({"type": "http.response.start", "status": answer.status, "headers": headers})
        await send({"type": "http.response.body", "body": b"" if request.method == "HEAD" else content})
        log.request(request.method, request.path, answer.status, time.perf_counter() - began, request.request_id)

    def _request(self, scope: Scope, receive: Receive) -> Request:
        headers: dict[bytes, list[bytes]] = {}
        for name, value in scope["headers"]:
            headers.setdefault(name, []).append(value.strip(b" \t"))
        host = headers.get(b"host", [b""])[0]
        length = int(headers[b"content-length"][0]) if b"content-length" in headers else None
        return Request(
            method=scope["method"],
            path=scope["raw_path"],
            query=scope["query_string"],
            headers=headers,
            body=RequestBody(receive, self._settings.read_timeout, length, awaited=b"expect" in headers),
            request_id=f"{random.getrandbits(128):032x}",
            origin=f"{scope['scheme']}://{host.decode('latin-1')}",
        )

    async def _answer(self, request: Request) -> Answer:
        try:
            endpoint, request.parameters = self._router.find(request.method, request.path)
            return await endpoint(request)
        except Problem as problem:
            return _refusal(request, problem)
        except StoreUnavailableError as error:
            log.unavailable(request.request_id, str(error))
            return _refusal(request, unavailable())
        except Exception as error:
            log.fault(request.request_id, error)
            return _refusal(request, failure())

    async def _judge(self, operation: Operation, handler: Handler, request: Request) -> Answer:
        project_id = await self._credentials.project(request)
        path = request.parameters
        if path.pop("project_id") != project_id:
            raise forbidden()
        parameters.check_path(path, operation.path_parameters)
        query = parameters.read_query(request.query, operation.query_parameters)
        body = None
        if operation.body:
            given = await read_json(request)
            validation.check(given, operation.body)
            body = validation.complete(given, operation.body.document)
        return await handler(Call(project_id, {name: value.lower() for name, value in path.items()}, query, body))


def _refusal(request: Request, problem: Problem) -> Answer:
    body = {"error_code": problem.code, "error_msg": problem.message, "request_id": request.request_id}
    if request.path.startswith(b"/v3"):
        body |= keystone_error(problem)
    return Answer(problem.status, body, problem.headers)
