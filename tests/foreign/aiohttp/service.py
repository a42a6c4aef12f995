"""The snapshot API with aiohttp, written from openapi.yaml alone. It knows tokens only."""

from __future__ import annotations

import hmac
import json
import os
import re
import socket
from collections.abc import Awaitable, Callable
from typing import Any
from uuid import UUID

from aiohttp import web

from ..store import Refused, Store

PROJECT_ID = os.environ["PROJECT_ID"]
STORE = Store(os.environ["CLUSTER_ID"])
TOKEN = os.environ["TOKEN"].encode()
IDENTIFIER = re.compile(r"[0-9A-Fa-f]{8}(-[0-9A-Fa-f]{4}){3}-[0-9A-Fa-f]{12}")
NAME = re.compile(r"[A-Za-z][A-Za-z0-9_-]{3,63}")
DESCRIPTION = re.compile(r"""[^!<>'=&"\ud800-\udfff]{0,256}""")
DIGITS = re.compile(r"[0-9]{1,18}")
BIND_TYPES = ("auto_assign", "not_use", "bind_existing", "", None)
TEXTS = ("subnet_id", "security_group_id", "vpc_id", "availability_zone", "enterprise_project_id")
ADDRESS_TEXTS = ("eip_id", "ip_type", "eip_address", "status", "error_message")

# aiohttp's own {name} matches no braces, so a path with braces would be unknown.
SNAPSHOT = "/v1.0/{project_id}/snapshots/{snapshot_id:[^/]+}"
CLUSTER = "/v1.0/{project_id}/clusters/{cluster_id:[^/]+}"

Handler = Callable[[web.Request], Awaitable[web.StreamResponse]]


def error(status: int, code: str, message: str) -> web.Response:
    return web.json_response({"error_code": code, "error_msg": message}, status=status)


@web.middleware
async def judge(request: web.Request, handler: Handler) -> web.StreamResponse:
    """Judge route, credentials and project, in this order, and answer every failure with an error of this API."""
    try:
        if request.match_info.http_exception is not None:
            raise request.match_info.http_exception
        if not hmac.compare_digest(request.headers.get("X-Auth-Token", "").encode(errors="replace"), TOKEN):
            return error(401, "APIGW.0301", "Incorrect IAM authentication information.")
        if request.match_info["project_id"] != PROJECT_ID:
            return error(403, "DWS.0015", "Resource not found or permission denied.")
        return await handler(request)
    except Refused as refused:
        return error(refused.status, refused.code, refused.message)
    except web.HTTPException as failure:
        answer = error(failure.status, "APIGW.0101", failure.reason)
        if isinstance(failure, web.HTTPMethodNotAllowed):
            answer.headers["Allow"] = failure.headers["Allow"]
        return answer


def require(right: object, member: str, rule: str) -> None:
    """Refuse the request unless a value is right."""
    if not right:
        raise Refused(400, "DWS.0001", f"{member}: {rule}.")


def text(holder: dict[str, Any], member: str, form: re.Pattern[str], default: str | None = None) -> str:
    """Return a member that is a text of this form. Without a default it is mandatory."""
    found = holder.get(member, default)
    require(isinstance(found, str) and form.fullmatch(found), member, f"a text {form.pattern} is needed")
    return str(found)


def members(given: object, name: str) -> dict[str, Any]:
    """Return a JSON object."""
    if not isinstance(given, dict):
        raise Refused(400, "DWS.0001", f"{name}: an object is needed.")
    return given


def identifier(given: object, member: str) -> str:
    require(isinstance(given, str) and IDENTIFIER.fullmatch(given), member, "a UUID is needed")
    return str(UUID(str(given)))


def whole(given: object, least: int, most: int) -> bool:
    return isinstance(given, int) and not isinstance(given, bool) and least <= given <= most


def path_id(request: web.Request, name: str) -> str:
    return identifier(request.match_info[name], name)


async def body_of(request: web.Request) -> dict[str, Any]:
    """Return the body, a JSON object in UTF-8."""
    require(request.content_type == "application/json", "Content-Type", "application/json is needed")
    require((request.charset or "utf-8").lower() == "utf-8", "Content-Type", "UTF-8 is needed")
    try:
        body = json.loads((await request.read()).decode("utf-8"), parse_constant=_no_constant)
    except (ValueError, RecursionError):
        body = None
    return members(body, "the body")


def _no_constant(name: str) -> None:
    raise ValueError(name)


async def list_snapshots(request: web.Request) -> web.Response:
    snapshots = [each.members() for each in STORE.snapshots.values()]
    return web.json_response({"snapshots": snapshots, "count": len(snapshots)})


async def create_snapshot(request: web.Request) -> web.Response:
    wanted = members((await body_of(request)).get("snapshot"), "snapshot")
    name = text(wanted, "name", NAME)
    cluster_id = identifier(wanted.get("cluster_id"), "cluster_id")
    description = text(wanted, "description", DESCRIPTION, "")
    return web.json_response({"snapshot": {"id": STORE.create(name, cluster_id, description).id}})


async def list_snapshot_details(request: web.Request) -> web.Response:
    return web.json_response({"snapshot": STORE.snapshot(path_id(request, "snapshot_id")).members()})


async def delete_snapshot(request: web.Request) -> web.Response:
    STORE.delete(path_id(request, "snapshot_id"))
    return web.Response(status=202)


async def restore_cluster(request: web.Request) -> web.Response:
    snapshot_id = path_id(request, "snapshot_id")
    wanted = members((await body_of(request)).get("restore"), "restore")
    name = text(wanted, "name", NAME)
    for member in TEXTS:
        require(isinstance(wanted.get(member, ""), str), member, "a text is needed")
    require(whole(wanted.get("port", 8000), 8000, 30000), "port", "8000 to 30000 is needed")
    require(whole(wanted.get("number_of_cn", 3), 3, 20), "number_of_cn", "3 to 20 is needed")
    require(isinstance(wanted.get("ipv6_enable", False), bool), "ipv6_enable", "true or false is needed")
    _check_address(members(wanted.get("public_ip", {}), "public_ip"))
    cluster = STORE.restore(snapshot_id, name, wanted.get("port", 8000), wanted.get("enterprise_project_id", "0"))
    return web.json_response({"cluster": {"id": cluster.id}})


def _check_address(address: dict[str, Any]) -> None:
    require(address.get("public_bind_type") in BIND_TYPES, "public_bind_type", f"one of {BIND_TYPES} is needed")
    for member in ADDRESS_TEXTS:
        given = address.get(member, "")
        require(isinstance(given, str) or (given is None and member == "eip_id"), member, "a text is needed")
    require(whole(address.get("band_width", 1), 0, 2**31), "band_width", "a number is needed")


async def copy_snapshot(request: web.Request) -> web.Response:
    snapshot_id = path_id(request, "snapshot_id")
    wanted = await body_of(request)
    copy = STORE.copy(snapshot_id, text(wanted, "backup_name", NAME), text(wanted, "description", DESCRIPTION, ""))
    return web.json_response({"snapshot_id": copy.id})


async def list_cluster_snapshots(request: web.Request) -> web.Response:
    cluster_id = path_id(request, "cluster_id")
    query = dict(request.query)
    limit = int(text(query, "limit", DIGITS)) if "limit" in query else None
    require(limit != 0, "limit", "1 or more is needed")
    offset = int(text(query, "offset", DIGITS, "0"))
    sort_key = query.get("sort_key")
    require(sort_key in (None, "name", "startTime"), "sort_key", "name or startTime is needed")
    sort_dir = query.get("sort_dir", "asc").lower()
    require(sort_dir in ("asc", "desc"), "sort_dir", "asc or desc is needed")
    page, count = STORE.page(cluster_id, limit, offset, sort_key, sort_dir)
    shown = {"project_id": PROJECT_ID, "cluster_id": cluster_id, "snapshots": [each.members() for each in page]}
    return web.json_response({**shown, "count": count})


async def list_clusters(request: web.Request) -> web.Response:
    found = STORE.listed_clusters(request.query.get("enterprise_project_id", "all_granted_eps"))
    return web.json_response({"clusters": [each.members() for each in found], "count": len(found)})


async def list_cluster_details(request: web.Request) -> web.Response:
    return web.json_response({"cluster": STORE.cluster(path_id(request, "cluster_id")).members()})


app = web.Application(middlewares=[judge])
app.add_routes(
    [
        web.get("/v1.0/{project_id}/snapshots", list_snapshots),
        web.post("/v1.0/{project_id}/snapshots", create_snapshot),
        web.get(SNAPSHOT, list_snapshot_details),
        web.delete(SNAPSHOT, delete_snapshot),
        web.post(SNAPSHOT + "/actions", restore_cluster),
        web.post(SNAPSHOT + "/linked-copy", copy_snapshot),
        web.get(CLUSTER + "/snapshots", list_cluster_snapshots),
        web.get("/v1.0/{project_id}/clusters", list_clusters),
        web.get(CLUSTER, list_cluster_details),
    ]
)

if __name__ == "__main__":
    with socket.create_server(("127.0.0.1", 0)) as listener:
        print(f"Listening on http://127.0.0.1:{listener.getsockname()[1]}", flush=True)
        web.run_app(app, sock=listener, print=None, access_log=None)
