"""Makes requests for every operation: correct ones, and ones with single changes."""

from __future__ import annotations

import json
import random
from collections.abc import Mapping
from dataclasses import replace
from typing import TypeAlias
from urllib.parse import quote, urlencode

from dws_contract.document import JSON, Contract, Endpoint, names_in
from dws_contract.operations import OPERATIONS
from dws_contract.options import Options
from dws_contract.traffic.credentials import Signature, Token
from dws_contract.traffic.fresh_names import FreshNames
from dws_contract.traffic.messages import Credentials, Request

Query: TypeAlias = str | Mapping[str, object]
"""A query: as it is sent, or as names and values."""

ABSENT = object()
"""A member that is left out."""


class Requests:
    """Makes requests, with the plain name, media type and credentials that the service has accepted.

    prefix: the part of the target's address that precedes the contract's paths; token, signature: the correct ones, if
    they were given and work.
    """

    def __init__(self, options: Options, contract: Contract, prefix: str) -> None:
        self.options = options
        self.contract = contract
        self.prefix = prefix
        self.rng = random.Random(options.seed)
        self.names = FreshNames(random.SystemRandom())
        self.defaults: dict[str, object] = {"cluster_id": options.cluster_id}
        self.shape = "a"
        self.media_type = JSON
        self.credentials: Credentials
        self.token: Token | None = None
        self.signature: Signature | None = None

    @property
    def path(self) -> str:
        """The path of createSnapshot in the caller's project."""
        return self.path_of(self.options.project_id)

    def path_of(self, project_id: str) -> str:
        """The path of createSnapshot in a project."""
        return self.filled(self.contract.endpoints["createSnapshot"].template, project_id=project_id)

    def endpoint(self, request: Request) -> Endpoint | None:
        """Return the operation of a request, None if the contract does not name it."""
        return self.contract.find(request.method, request.path.partition("?")[0].removeprefix(self.prefix))

    def snapshot_of(self, request: Request) -> str | None:
        """Return the snapshot's ID in a request's path, None if it has none."""
        endpoint, parts = self.endpoint(request), request.path.partition("?")[0].removeprefix(self.prefix).split("/")
        names = [] if endpoint is None else endpoint.template.split("/")
        return parts[names.index("{snapshot_id}")] if "{snapshot_id}" in names else None

    def are_callers(self, request: Request) -> bool:
        """Whether a request has the caller's own right credentials and is for the caller's own project."""
        is_own = f"/{self.options.project_id}/" in request.path
        return is_own and request.credentials in (self.token, self.signature)

    def unknown_uuid(self) -> str:
        """Return a UUID that belongs to no snapshot and no cluster."""
        digits = f"{self.rng.getrandbits(128):032x}"
        return "-".join((digits[:8], digits[8:12], digits[12:16], digits[16:20], digits[20:]))

    def call(
        self, operation: str, *, body: object = None, query: str | Mapping[str, object] = "", **ids: str
    ) -> Request:
        """Return a request for an operation. body: a value to send as JSON; ids: parameters of the path, see filled."""
        endpoint = self.contract.endpoints[operation]
        path = self.filled(endpoint.template, **ids)
        text = query if isinstance(query, str) else urlencode(query)
        whole = f"{path}?{text}" if text else path
        request = Request(path=whole, credentials=self.credentials, method=endpoint.method)
        return request if body is None else self.with_body(request, body)

    def filled(self, template: str, **ids: str) -> str:
        """Return a path of a template. Project and cluster are the caller's own, other IDs belong to nothing."""
        own = {"project_id": self.options.project_id, "cluster_id": self.options.cluster_id, **ids}
        named = {name: own[name] if name in own else self.unknown_uuid() for name in names_in(template)}
        return self.prefix + template.format(**named)

    def with_body(self, request: Request, body: object) -> Request:
        """Return the request with a value as its JSON body."""
        content = json.dumps(body, ensure_ascii=False).encode("utf-8", "surrogatepass")
        return replace(request, media_type=self.media_type, body=content)

    def plain(self, operation: str, snapshot_id: str | None = None, **members: object) -> Request:
        """Return a correct request for an operation, with the given members in its body.

        If the operation changes something and no snapshot is given, its path names one that does not exist, so that
        nothing changes.
        """
        record, ids = OPERATIONS[operation], self.contract.endpoints[operation].ids
        named = {} if record.reads else {name: self.unknown_uuid() for name in ids}
        if snapshot_id is not None:
            # It may be encoded already.
            named["snapshot_id"] = quote(snapshot_id, safe="%", errors="surrogatepass")
        body = None if record.body is None else record.body(self, members)
        return self.call(operation, body=body, **named)

    def lists(self) -> Request:
        """Return a request for the list."""
        return self.plain("listSnapshots")

    def details(self, snapshot_id: str) -> Request:
        """Return a request for a snapshot's details."""
        return self.plain("listSnapshotDetails", snapshot_id)

    def delete(self, snapshot_id: str) -> Request:
        """Return a request to delete a snapshot."""
        return self.plain("deleteSnapshot", snapshot_id)

    def page(self, cluster_id: str | None = None, **query: object) -> Request:
        """Return a request for a page of a cluster, --cluster-id by default."""
        return self.call(
            "listClusterSnapshots",
            query=query,
            cluster_id=quote(cluster_id or self.options.cluster_id, safe="%", errors="surrogatepass"),
        )

    def restore(self, snapshot_id: str | None = None, **members: object) -> Request:
        """Return a request to restore a snapshot, by default one that does not exist."""
        return self.plain("restoreCluster", snapshot_id, **members)

    def copy(self, snapshot_id: str | None = None, **members: object) -> Request:
        """Return a request to copy a snapshot, by default one that does not exist."""
        return self.plain("copySnapshot", snapshot_id, **members)

    def named(self, name: str, members: Mapping[str, object]) -> dict[str, object]:
        """Return an object with a new name and these members; ABSENT leaves a member out."""
        return _present({name: ABSENT if name in members else self.fresh_name(), **members})

    def snapshot(self, **members: object) -> dict[str, object]:
        """Return a correct snapshot object with the given members in it; ABSENT leaves a member out."""
        return self.named("name", {**self.defaults, **members})

    def fresh_name(self) -> str:
        """Return a new name of the plain shape."""
        return self.names.like(self.shape)

    def create(self, **members: object) -> Request:
        """Return a request to create a snapshot, see `snapshot`."""
        return self.plain("createSnapshot", None, **members)

    def post(self, body: bytes | None) -> Request:
        """Return a request to create a snapshot with this body."""
        return Request(path=self.path, credentials=self.credentials, media_type=self.media_type, body=body)


def _present(members: Mapping[str, object]) -> dict[str, object]:
    return {name: value for name, value in members.items() if value is not ABSENT}
