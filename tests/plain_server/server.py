"""The contract, kept plainly: each rule is one small method, so that a fault can replace it."""

import asyncio
import json
import ssl
import sys
import traceback
import uuid
from abc import ABC
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, field, replace
from functools import partial
from types import MappingProxyType
from urllib.parse import parse_qsl, unquote

from .life import Life
from .parameters import Parameters
from .refusal import Refused
from .signature import Signatures
from .wire import Answer, Hangup, Request, serve_connection

OPERATIONS: Mapping[str, Mapping[str, str]] = MappingProxyType(
    {
        "snapshots": {"GET": "listSnapshots", "POST": "createSnapshot"},
        "snapshot": {"GET": "listSnapshotDetails", "DELETE": "deleteSnapshot"},
        "actions": {"POST": "restoreCluster"},
        "linked-copy": {"POST": "copySnapshot"},
        "cluster": {"GET": "listClusterSnapshots"},
        "clusters": {"GET": "listClusters"},
        "one cluster": {"GET": "listClusterDetails"},
    }
)


@dataclass(frozen=True, slots=True)
class Account:
    """The caller's credentials, project and cluster. The defaults are for demonstrations; they work nowhere else.

    other_project_id: another existing project, which is not the caller's.
    """

    project_id: str = "89cd04f168b84af6be287f71730fdb4b"
    cluster_id: str = "44b277eb-39be-4921-be31-3d61b43651d7"
    access_key: str = "PLAINDEMOACCESSKEY00"
    token: str = field(default="plain-demo-Token-7f3a9c", repr=False)
    secret_key: str = field(default="plainDemoSecretKey5d1e8b2c7a4f60913e8d", repr=False)
    other_project_id: str = "0d1b7a52c6e94f3c8a60e5b9f2d47c18"


@dataclass(frozen=True, slots=True)
class Call:
    """What method and path ask for. id: the path's ID of a snapshot or a cluster, empty if it has none."""

    operation: str
    project_id: str
    id: str
    request: Request


class Service(Signatures, Parameters, Life, ABC):
    """Judges requests in the contract's order (decision 9) and keeps the snapshots in memory."""

    created_status = 200
    authority = ""

    def __init__(
        self,
        account: Account | None = None,
        *,
        refuse_unknown_members: bool = False,
        creation_time: float | None = None,
    ) -> None:
        """account: whose requests are granted; refuse_unknown_members: decision 6 leaves either open.

        creation_time: seconds until a new snapshot is available; 0, the default, makes it available at once.
        """
        self.account = account or Account()
        self.access_key = self.account.access_key
        self.secret_key = self.account.secret_key
        self.project_id = self.account.project_id
        self.refuse_unknown_members = refuse_unknown_members
        if creation_time is not None:
            self.creation_time = creation_time
        self.begin(self.account.cluster_id, self.account.other_project_id)
        self.prepare()

    def prepare(self) -> None:
        """Set up further memory besides snapshots and clusters. The correct service needs none."""

    async def answer(self, request: Request) -> Answer:
        """Return the answer to a request, whatever it is."""
        try:
            return await self.judge(request)
        except Refused as refused:
            return self.refusal(refused)
        except Hangup:
            raise
        except Exception:
            traceback.print_exc(file=sys.stderr)
            return self.refusal(Refused(500, "DWS.9999", "Server failure."))

    def skips_body(self, head: Request) -> bool:
        """Return whether to answer from the head of a request, without the body. The correct service never does."""
        return False

    async def judge(self, request: Request) -> Answer:
        """Return the answer to a correct request; raise `Refused` for the first rule that a request breaks."""
        call = self.route(request)
        self.check_credentials(request)
        self.check_project(call.project_id)
        return await self.perform(call)

    # Route, credentials, project

    def route(self, request: Request) -> Call:
        """Return the operation and the IDs in method and path."""
        id_ = ""
        match self.segments(request):
            case ["", "v1.0", project_id, "snapshots"]:
                path = "snapshots"
            case ["", "v1.0", project_id, "snapshots", id_] if id_:
                path = "snapshot"
            case ["", "v1.0", project_id, "snapshots", id_, ("actions" | "linked-copy") as path] if id_:
                pass
            case ["", "v1.0", project_id, "clusters", id_, "snapshots"] if id_:
                path = "cluster"
            case ["", "v1.0", project_id, "clusters"]:
                path = "clusters"
            case ["", "v1.0", project_id, "clusters", id_] if id_:
                path = "one cluster"
            case _:
                raise Refused(404, "APIGW.0101", "The API does not exist.")
        return Call(self.operation(request.method, OPERATIONS[path]), project_id, id_, request)

    def segments(self, request: Request) -> list[str]:
        """Return the path's segments, decoded; the first is empty."""
        return [unquote(segment) for segment in request.path.split("/")]

    def operation(self, method: str, operations: Mapping[str, str]) -> str:
        """Return the path's operation for the method; refuse every other method."""
        if method not in operations:
            raise Refused(405, "APIGW.0102", "The API has no such method.", {"Allow": ", ".join(operations)})
        return operations[method]

    def check_credentials(self, request: Request) -> None:
        """Refuse a request without a valid token or a valid signature: one of them is enough (decision 7)."""
        if self.token_holds(request.headers.get("x-auth-token", "")) or self.signature_holds(request):
            return
        raise Refused(401, "APIGW.0301", "Incorrect IAM authentication information.")

    def token_holds(self, token: str) -> bool:
        """Return whether this is the token."""
        return token == self.account.token

    def check_project(self, project_id: str) -> None:
        """Refuse any project but the caller's (decision 5)."""
        if project_id != self.account.project_id:
            raise Refused(403, "DWS.0015", "Resource not found or permission denied.")

    # Operations

    async def perform(self, call: Call) -> Answer:
        """Return the answer of the operation."""
        operations: Mapping[str, Callable[[Call], Awaitable[Answer]]] = {
            "createSnapshot": self.create_snapshot,
            "listSnapshots": self.list_snapshots,
            "listSnapshotDetails": self.list_snapshot_details,
            "deleteSnapshot": self.delete_snapshot,
            "restoreCluster": self.restore_cluster,
            "copySnapshot": self.copy_snapshot,
            "listClusterSnapshots": self.list_cluster_snapshots,
            "listClusters": self.list_clusters,
            "listClusterDetails": self.list_cluster_details,
        }
        return await operations[call.operation](call)

    async def create_snapshot(self, call: Call) -> Answer:
        """Make a snapshot."""
        draft = self.read(call.request)
        self.check_cluster(draft)
        return self.created(await self.store(draft))

    async def list_snapshots(self, call: Call) -> Answer:
        """List the project's snapshots."""
        listed = await self.listed()
        return self.json_answer(200, {"snapshots": listed, "count": len(listed)}, {})

    async def list_snapshot_details(self, call: Call) -> Answer:
        """Return the details of one snapshot."""
        snapshot = self.find(self.snapshot_id(call.id))
        return self.json_answer(200, {"snapshot": self.details(snapshot)}, {})

    async def delete_snapshot(self, call: Call) -> Answer:
        """Delete a snapshot; the answer has no body."""
        snapshot = self.find(self.snapshot_id(call.id))
        self.check_deletable(snapshot)
        self.remove(snapshot)
        return Answer(202, headers={"X-Request-Id": self.request_id()})

    async def restore_cluster(self, call: Call) -> Answer:
        """Restore a snapshot to a new cluster."""
        snapshot_id = self.snapshot_id(call.id)
        name = self.read_restore(call.request)
        snapshot = self.find(snapshot_id)
        self.check_cluster_free(name)
        self.check_restorable(snapshot)
        cluster_id = await self.store_cluster(name)
        self.keep_settings(cluster_id, self.restore(self.document(call.request)))
        return self.json_answer(200, {"cluster": {"id": cluster_id}}, {})

    async def list_cluster_snapshots(self, call: Call) -> Answer:
        """List a page of a cluster's snapshots."""
        cluster_id = self.path_cluster_id(call.id)
        page = self.page(call.request)
        self.check_path_cluster(cluster_id)
        snapshots, count = await self.paged(cluster_id, page)
        told = {"project_id": call.project_id, "cluster_id": cluster_id, "snapshots": snapshots, "count": count}
        return self.json_answer(200, told, {})

    async def list_clusters(self, call: Call) -> Answer:
        """List the project's clusters, or those of one enterprise project: all are in the default one."""
        wanted = dict(parse_qsl(call.request.query)).get("enterprise_project_id", "all_granted_eps")
        every = map(self.told_cluster, self.clusters)
        told = [each for each in every if self.is_in_enterprise_project(each["enterprise_project_id"], wanted)]
        return self.json_answer(200, {"clusters": told, "count": len(told)}, {})

    async def list_cluster_details(self, call: Call) -> Answer:
        """Return the details of one cluster."""
        cluster_id = self.path_cluster_id(call.id)
        self.check_path_cluster(cluster_id)
        return self.json_answer(200, {"cluster": self.cluster_details(cluster_id)}, {})

    async def copy_snapshot(self, call: Call) -> Answer:
        """Copy an automated snapshot to a manual one."""
        snapshot_id = self.snapshot_id(call.id)
        draft = self.read_copy(call.request)
        source = self.find(snapshot_id)
        copy_id = await self.store_copy(source, replace(draft, cluster_id=source.cluster_id))
        return self.json_answer(200, {"snapshot_id": copy_id}, {})

    # Answers

    def created(self, snapshot_id: str) -> Answer:
        """Return the answer to a create that succeeded."""
        return self.json_answer(self.created_status, self.created_body(snapshot_id), {})

    def created_body(self, snapshot_id: str) -> object:
        """Return the body of the answer to a create."""
        return {"snapshot": {"id": snapshot_id}}

    def refusal(self, refused: Refused) -> Answer:
        """Return the answer to a request that is refused."""
        return self.json_answer(refused.status, self.error_body(refused), refused.headers)

    def error_body(self, refused: Refused) -> object:
        """Return the body of an error (decision 8)."""
        return {"error_code": refused.code, "error_msg": refused.message}

    def json_answer(self, status: int, body: object, headers: Mapping[str, str]) -> Answer:
        """Return an answer whose body is JSON."""
        common = {"Content-Type": "application/json", "X-Request-Id": self.request_id()}
        return Answer(status, json.dumps(body).encode(), {**common, **headers})

    def request_id(self) -> str:
        """Return a unique ID for an answer."""
        return uuid.uuid4().hex


async def listen(service: Service, port: int = 0, *, tls: ssl.SSLContext | None = None) -> asyncio.Server:
    """Serve on a port of the loopback interface; 0 takes a free one. The service's `authority` is its address."""
    server = await asyncio.start_server(
        partial(serve_connection, service.answer, service.skips_body), "127.0.0.1", port, ssl=tls
    )
    service.authority = "127.0.0.1:{1}".format(*server.sockets[0].getsockname())
    return server
