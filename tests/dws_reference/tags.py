"""Tags of a cluster. They are not in openapi.yaml, but public tools read or write them along the way.

Requests, answers and lengths are those of the public reference, "Adding Tags in Batches".
"""

from __future__ import annotations

from dws_reference.access.credentials import Credentials
from dws_reference.operations import compiled
from dws_reference.problems import forbidden, shown, unknown_cluster
from dws_reference.receiving import validation
from dws_reference.receiving.http import Answer, Request
from dws_reference.receiving.json_body import read_json
from dws_reference.receiving.routing import Router
from dws_reference.storage import records
from dws_reference.storage.store import Store

_PATH = "/v1.0/{project_id}/clusters/{cluster_id}/tags"

_TAG = {
    "type": "object",
    "required": ["key", "value"],
    "properties": {
        "key": {"type": "string", "minLength": 1, "maxLength": 128},
        "value": {"type": "string", "maxLength": 255},
    },
}
_BODY = compiled(
    {"type": "object", "required": ["tags"], "properties": {"tags": {"type": "array", "items": _TAG, "maxItems": 100}}}
)


class Tags:
    """Serves the tags of clusters."""

    def __init__(self, store: Store, credentials: Credentials) -> None:
        self._store = store
        self._credentials = credentials

    def add_routes(self, router: Router) -> None:
        """Add these endpoints to the router."""
        router.add("GET", _PATH, self.list)
        router.add("POST", f"{_PATH}/batch-create", self.add)

    async def list(self, request: Request) -> Answer:
        """200 with the tags of a cluster. Raises Problem: 403 for another project, 404 for an unknown cluster."""
        cluster = await self._cluster(request)
        tags = await self._store.read(lambda connection, now: records.tags_of(connection, *cluster))
        return Answer(200, {"tags": [{"key": key, "value": value} for key, value in tags.items()]})

    async def add(self, request: Request) -> Answer:
        """200 once a cluster has the tags; one with the same key is replaced. Raises Problem like `list`, and 400."""
        cluster = await self._cluster(request)
        given = await read_json(request)
        validation.check(given, _BODY)
        tags = {tag["key"]: tag["value"] for tag in given["tags"]}
        await self._store.write(lambda connection, now: records.tag_cluster(connection, *cluster, tags))
        return Answer(200)

    async def _cluster(self, request: Request) -> tuple[str, str]:
        project_id = await self._credentials.project(request)
        if request.parameters["project_id"] != project_id:
            raise forbidden()
        cluster_id = request.parameters["cluster_id"].lower()
        if not await self._store.has_cluster(project_id, cluster_id):
            raise unknown_cluster("cluster_id", shown(cluster_id))
        return project_id, cluster_id
