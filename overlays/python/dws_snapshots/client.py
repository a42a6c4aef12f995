"""The clients: one thin method an operation, sync and async."""

from __future__ import annotations

from functools import lru_cache
from types import TracebackType
from typing import TYPE_CHECKING, Any, Self, Unpack

import attrs
import httpx

from . import operations
from .answers import Answer
from .arguments import http_url
from .auth import TIMEOUT
from .environment import Settings
from .errors import InvalidRequest
from .failures import connection_failed, is_timeout
from .operations import Operation, PageOptions, RestoreOptions, Result

if TYPE_CHECKING:
    from dws_snapshots_client.models import (
        Cluster,
        CopySnapshotResponse,
        ListClusterSnapshotsResponse,
        SnapshotDetail,
        SnapshotResp,
    )

VERSION = "0.2.0"


def http_settings(auth: httpx.Auth, timeout: float | httpx.Timeout, transport: object) -> dict[str, Any]:
    """Return the arguments of the httpx client. Raises InvalidRequest."""
    if not isinstance(auth, httpx.Auth):
        raise InvalidRequest("auth", "must be an httpx.Auth, such as AkSkAuth, TokenAuth or PasswordAuth", type(auth))
    number = isinstance(timeout, (int, float)) and not isinstance(timeout, bool)
    if not isinstance(timeout, httpx.Timeout) and not (number and 0 < timeout < float("inf")):
        raise InvalidRequest("timeout", "must be a finite number of seconds above 0, or an httpx.Timeout", timeout)
    return {
        "auth": auth,
        "timeout": timeout,
        "transport": transport,
        "headers": {"User-Agent": f"dws-snapshots/{VERSION}", "Accept": "application/json"},
        "follow_redirects": False,
    }


@lru_cache(maxsize=64)
def parsed(url: str) -> httpx.URL:
    """Return the address, parsed once: parsing takes a tenth of a call."""
    return httpx.URL(url)


def at(endpoint: str, operation: Operation[Any]) -> dict[str, Any]:
    """Return the arguments of `build_request`, with the address of this endpoint."""
    return {**operation.request, "url": parsed(endpoint + operation.request["url"])}


def secrets(auth: httpx.Auth | None) -> list[str]:
    """Return what an error must not show: the secrets of this package's ways to authenticate."""
    known = getattr(auth, "secrets", None)
    return known() if callable(known) else []


@attrs.frozen(init=False, eq=False, repr=False)
class DwsClient:
    """A client of the snapshot API. Immutable; serves many threads; a context manager that closes its connections.

    endpoint: for example "https://dws.eu-de.otc.t-systems.com". project_id: 32 lower-case hexadecimal digits.
    auth: AkSkAuth, TokenAuth, PasswordAuth, or any httpx.Auth. timeout: seconds, or an httpx.Timeout; by default 10
    seconds to connect and 60 for each other step. transport: an httpx transport, for a proxy or a CA of your own;
    without one httpx's environment variables hold (HTTPS_PROXY, NO_PROXY, SSL_CERT_FILE, SSL_CERT_DIR). Redirects are
    not followed. Raises InvalidRequest for an argument that breaks a rule.
    """

    endpoint: str
    project_id: str
    auth: httpx.Auth
    _http: httpx.Client

    def __init__(
        self,
        endpoint: str,
        *,
        project_id: str,
        auth: httpx.Auth,
        timeout: float | httpx.Timeout = TIMEOUT,
        transport: httpx.BaseTransport | None = None,
    ) -> None:
        endpoint, project_id = http_url("endpoint", endpoint), operations.checked_project_id(project_id)
        self.__attrs_init__(endpoint, project_id, auth, httpx.Client(**http_settings(auth, timeout, transport)))

    @classmethod
    def from_env(cls) -> Self:
        """Return a client from the environment variables and files that `Settings` lists.

        Raises MissingSetting, which says what was looked at, or InvalidRequest. Where only the project's name is known,
        one token is fetched to learn its ID; that raises as a call does.
        """
        return cls(**Settings.load().arguments())

    def create_snapshot(self, *, name: str, cluster_id: str, description: str | None = None) -> SnapshotResp:
        """Create a snapshot of a cluster and return it; its `id` is set. Source: Table 3.

        name: 4 to 64 of A-Z a-z 0-9 - _, a letter first, unique in the project without regard to case. cluster_id: a
        UUID. description: at most 256 characters, none of ! < > ' = & "; None sends none.

        Raises InvalidRequest before anything is sent; ApiError for an answer that is no success (BadRequest also for a
        name that is taken, Forbidden for a cluster that is busy with another snapshot); UnexpectedResponse,
        ConnectionFailed or ResponseTimeout otherwise. The request is sent once; only one that was refused with 401 is
        sent again, with a new token. All of this holds for the other operations, too.
        """
        return self._call(operations.create_snapshot(self.project_id, name, cluster_id, description))

    def list_snapshots(self) -> list[SnapshotDetail]:
        """Return every snapshot of the project, manual and automated, of all its clusters, the newest first.

        Expect values of `status` and `type` that are not listed anywhere. Source: ListSnapshots.
        """
        return self._call(operations.list_snapshots(self.project_id))

    def list_snapshot_details(self, snapshot_id: str) -> SnapshotDetail:
        """Return one snapshot. Raises NotFound, or BadRequest for one that was deleted. Source: ListSnapshotDetails."""
        return self._call(operations.list_snapshot_details(self.project_id, snapshot_id))

    def delete_snapshot(self, snapshot_id: str) -> None:
        """Delete a manual snapshot; its name is free again. Source: DeleteSnapshot.

        Raises Forbidden for an automated one, or one that is being made.
        """
        return self._call(operations.delete_snapshot(self.project_id, snapshot_id))

    def restore_cluster(self, snapshot_id: str, *, name: str, **options: Unpack[RestoreOptions]) -> Cluster:
        """Restore an available snapshot to a new cluster and return it; its `id` is set. Source: RestoreCluster.

        name: of the cluster, by the rule of a snapshot's name. options: those of RestoreOptions.
        """
        return self._call(operations.restore_cluster(self.project_id, snapshot_id, name, options))

    def copy_snapshot(
        self, snapshot_id: str, *, backup_name: str, description: str | None = None
    ) -> CopySnapshotResponse:
        """Copy an automated snapshot to a manual one and return its `snapshot_id`. Source: CopySnapshot.

        backup_name, description: by the rules of a snapshot's name and description. Raises Forbidden for a manual one.
        """
        return self._call(operations.copy_snapshot(self.project_id, snapshot_id, backup_name, description))

    def list_cluster_snapshots(self, cluster_id: str, **page: Unpack[PageOptions]) -> ListClusterSnapshotsResponse:
        """Return one page of a cluster's snapshots, with the `count` on all pages. Source: ListClusterSnapshots.

        page: those of PageOptions.
        """
        return self._call(operations.list_cluster_snapshots(self.project_id, cluster_id, page))

    def _call(self, operation: Operation[Result]) -> Result:
        request = self._http.build_request(**at(self.endpoint, operation))
        try:
            response = self._http.send(request, stream=True)
        except httpx.RequestError as error:
            raise connection_failed(error, request) from error
        body, cut = bytearray(), None
        try:
            for chunk in response.iter_bytes():
                body += chunk
        except httpx.RequestError as error:
            cut = TimeoutError() if is_timeout(error) else error
        finally:
            response.close()
        return operation.result(Answer(response.status_code, response.headers, bytes(body), cut), secrets(self.auth))

    def close(self) -> None:
        """Close the connections."""
        self._http.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def __repr__(self) -> str:
        return f"DwsClient({self.endpoint!r}, project_id={self.project_id!r}, auth={self.auth!r})"


@attrs.frozen(init=False, eq=False, repr=False)
class AsyncDwsClient:
    """DwsClient for asyncio: the same arguments, methods and errors, on aiohttp's connections. transport: an async one.

    `async with` closes its connections.
    """

    endpoint: str
    project_id: str
    auth: httpx.Auth
    _http: httpx.AsyncClient

    def __init__(
        self,
        endpoint: str,
        *,
        project_id: str,
        auth: httpx.Auth,
        timeout: float | httpx.Timeout = TIMEOUT,
        transport: httpx.AsyncBaseTransport | None = None,
    ) -> None:
        from httpx_aiohttp import HttpxAiohttpClient

        endpoint, project_id = http_url("endpoint", endpoint), operations.checked_project_id(project_id)
        self.__attrs_init__(endpoint, project_id, auth, HttpxAiohttpClient(**http_settings(auth, timeout, transport)))

    @classmethod
    def from_env(cls) -> Self:
        """As DwsClient.from_env. Where only the project's name is known, it fetches one token, and waits for it."""
        return cls(**Settings.load().arguments())

    async def create_snapshot(self, *, name: str, cluster_id: str, description: str | None = None) -> SnapshotResp:
        """As DwsClient.create_snapshot."""
        return await self._call(operations.create_snapshot(self.project_id, name, cluster_id, description))

    async def list_snapshots(self) -> list[SnapshotDetail]:
        """As DwsClient.list_snapshots."""
        return await self._call(operations.list_snapshots(self.project_id))

    async def list_snapshot_details(self, snapshot_id: str) -> SnapshotDetail:
        """As DwsClient.list_snapshot_details."""
        return await self._call(operations.list_snapshot_details(self.project_id, snapshot_id))

    async def delete_snapshot(self, snapshot_id: str) -> None:
        """As DwsClient.delete_snapshot."""
        return await self._call(operations.delete_snapshot(self.project_id, snapshot_id))

    async def restore_cluster(self, snapshot_id: str, *, name: str, **options: Unpack[RestoreOptions]) -> Cluster:
        """As DwsClient.restore_cluster."""
        return await self._call(operations.restore_cluster(self.project_id, snapshot_id, name, options))

    async def copy_snapshot(
        self, snapshot_id: str, *, backup_name: str, description: str | None = None
    ) -> CopySnapshotResponse:
        """As DwsClient.copy_snapshot."""
        return await self._call(operations.copy_snapshot(self.project_id, snapshot_id, backup_name, description))

    async def list_cluster_snapshots(
        self, cluster_id: str, **page: Unpack[PageOptions]
    ) -> ListClusterSnapshotsResponse:
        """As DwsClient.list_cluster_snapshots."""
        return await self._call(operations.list_cluster_snapshots(self.project_id, cluster_id, page))

    async def _call(self, operation: Operation[Result]) -> Result:
        from . import aiohttp_failures

        request = self._http.build_request(**at(self.endpoint, operation))
        try:
            response = await self._http.send(request, stream=True)
        except aiohttp_failures.FAILURES as error:
            raise aiohttp_failures.connection_failed(error, request) from error
        body, cut = bytearray(), None
        try:
            async for chunk in response.aiter_bytes():
                body += chunk
        except aiohttp_failures.FAILURES as error:
            cut = TimeoutError() if is_timeout(error) else error
        finally:
            await response.aclose()
        return operation.result(Answer(response.status_code, response.headers, bytes(body), cut), secrets(self.auth))

    async def aclose(self) -> None:
        """Close the connections."""
        await self._http.aclose()

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        await self.aclose()

    def __repr__(self) -> str:
        return f"AsyncDwsClient({self.endpoint!r}, project_id={self.project_id!r}, auth={self.auth!r})"
