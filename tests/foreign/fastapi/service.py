"""The snapshot API with FastAPI, written from openapi.yaml alone."""

from __future__ import annotations

import json
import os
import socket
from collections.abc import Awaitable, Callable
from typing import Annotated, Any, Literal
from uuid import uuid4

import uvicorn
from fastapi import APIRouter, FastAPI, Path, Query, Request, Response
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse
from fastapi.routing import APIRoute
from starlette.exceptions import HTTPException
from starlette.routing import Match

from ..store import Refused, Store
from .credentials import refusal
from .models import CopySnapshotRequest, CreateSnapshotRequest, Identifier, RestoreClusterRequest

PROJECT_ID = os.environ["PROJECT_ID"]
STORE = Store(os.environ["CLUSTER_ID"])

SnapshotId = Annotated[Identifier, Path()]
ClusterId = Annotated[Identifier, Path()]
Digits = Annotated[str, Query(pattern="^[0-9]+$")]


class JsonRequest(Request):
    """A request whose body is JSON in UTF-8; Python alone would also read UTF-16, and NaN."""

    async def json(self) -> Any:
        return json.loads((await self.body()).decode("utf-8"), parse_constant=_no_constant)


def _no_constant(name: str) -> None:
    raise ValueError(f"{name} is not JSON")


class JudgedRoute(APIRoute):
    """A route that judges credentials, project and media type, in this order, before FastAPI reads the body."""

    def get_route_handler(self) -> Callable[[Request], Any]:
        handle = super().get_route_handler()

        async def judged(received: Request) -> Response:
            request = JsonRequest(received.scope, received.receive)
            refused = await refusal(request)
            if refused:
                return error(401, "APIGW.0301", refused)
            if request.path_params["project_id"] != PROJECT_ID:
                return error(403, "DWS.0015", "Resource not found or permission denied.")
            if request.method == "POST" and not is_json(request):
                return error(400, "DWS.0001", "Content-Type: application/json is needed.")
            response: Response = await handle(request)
            return response

        return judged


def is_json(request: Request) -> bool:
    """Whether a body is sent as application/json, in UTF-8 if it names a charset."""
    media_type, *parameters = request.headers.get("content-type", "").lower().split(";")
    charsets = [each.partition("=")[2].strip(' "') for each in parameters if each.strip().startswith("charset")]
    return media_type.strip() == "application/json" and all(each == "utf-8" for each in charsets)


def error(status: int, code: str, message: str) -> JSONResponse:
    return JSONResponse({"error_code": code, "error_msg": message}, status)


app = FastAPI(redirect_slashes=False, docs_url=None, redoc_url=None, openapi_url=None)
api = APIRouter(prefix="/v1.0/{project_id}", route_class=JudgedRoute)


@app.middleware("http")
async def add_request_id(request: Request, call_next: Callable[[Request], Awaitable[Response]]) -> Response:
    response = await call_next(request)
    response.headers["X-Request-Id"] = uuid4().hex
    return response


@app.exception_handler(RequestValidationError)
async def invalid(_: Request, failure: RequestValidationError) -> JSONResponse:
    first = failure.errors()[0]
    return error(400, "DWS.0001", f"{'.'.join(str(part) for part in first['loc'])}: {first['msg']}")


@app.exception_handler(Refused)
async def refused(_: Request, failure: Refused) -> JSONResponse:
    return error(failure.status, failure.code, failure.message)


@app.exception_handler(HTTPException)
async def http_error(request: Request, failure: HTTPException) -> JSONResponse:
    answer = error(failure.status_code, "APIGW.0101", str(failure.detail))
    if failure.status_code == 405:  # Starlette would only name the methods of the first route.
        routes = [route for route in api.routes if route.matches(request.scope)[0] is not Match.NONE]
        answer.headers["Allow"] = ", ".join(method for route in routes for method in getattr(route, "methods", ()))
    return answer


@api.get("/snapshots")
async def list_snapshots() -> dict[str, Any]:
    snapshots = [each.members() for each in STORE.snapshots.values()]
    return {"snapshots": snapshots, "count": len(snapshots)}


@api.post("/snapshots")
async def create_snapshot(body: CreateSnapshotRequest) -> dict[str, Any]:
    wanted = body.snapshot
    return {"snapshot": {"id": STORE.create(wanted.name, wanted.cluster_id, wanted.description).id}}


@api.get("/snapshots/{snapshot_id}")
async def list_snapshot_details(snapshot_id: SnapshotId) -> dict[str, Any]:
    return {"snapshot": STORE.snapshot(snapshot_id).members()}


@api.delete("/snapshots/{snapshot_id}", status_code=202, response_class=Response)
async def delete_snapshot(snapshot_id: SnapshotId) -> None:
    STORE.delete(snapshot_id)


@api.post("/snapshots/{snapshot_id}/actions")
async def restore_cluster(snapshot_id: SnapshotId, body: RestoreClusterRequest) -> dict[str, Any]:
    wanted = body.restore
    return {"cluster": {"id": STORE.restore(snapshot_id, wanted.name, wanted.port, wanted.enterprise_project_id).id}}


@api.post("/snapshots/{snapshot_id}/linked-copy")
async def copy_snapshot(snapshot_id: SnapshotId, body: CopySnapshotRequest) -> dict[str, Any]:
    return {"snapshot_id": STORE.copy(snapshot_id, body.backup_name, body.description).id}


@api.get("/clusters/{cluster_id}/snapshots")
async def list_cluster_snapshots(
    cluster_id: ClusterId,
    limit: Digits | None = None,
    offset: Digits = "0",
    sort_key: Literal["name", "startTime"] | None = None,
    sort_dir: Literal["asc", "desc"] = "asc",
) -> dict[str, Any]:
    if limit is not None and int(limit) == 0:
        raise Refused(400, "DWS.5038", "limit: 1 or more is needed.")
    page, count = STORE.page(cluster_id, int(limit) if limit else None, int(offset), sort_key, sort_dir)
    snapshots = [each.members() for each in page]
    return {"project_id": PROJECT_ID, "cluster_id": cluster_id, "snapshots": snapshots, "count": count}


@api.get("/clusters")
async def list_clusters(enterprise_project_id: str = "all_granted_eps") -> dict[str, Any]:
    clusters = [each.members() for each in STORE.listed_clusters(enterprise_project_id)]
    return {"clusters": clusters, "count": len(clusters)}


@api.get("/clusters/{cluster_id}")
async def list_cluster_details(cluster_id: ClusterId) -> dict[str, Any]:
    return {"cluster": STORE.cluster(cluster_id).members()}


app.include_router(api)

if __name__ == "__main__":
    # asyncio turns Nagle's algorithm off only if the socket declares TCP.
    with socket.socket(proto=socket.IPPROTO_TCP) as listener:
        listener.bind(("127.0.0.1", 0))
        listener.listen()
        print(f"Listening on http://127.0.0.1:{listener.getsockname()[1]}", flush=True)
        uvicorn.Server(uvicorn.Config(app, log_level="warning")).run(sockets=[listener])
