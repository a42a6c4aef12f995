"""The clients: one thin method an operation, sync and async."""

from __future__ import annotations

import time
from collections.abc import AsyncIterator, Callable, Iterator
from types import TracebackType
from typing import TYPE_CHECKING, Self, Unpack

import attrs
import httpx

from . import operations, waiting
from .arguments import http_url
from .auth import secrets
from .environment import Settings
from .errors import DwsError
from .failures import Failures, failures_of
from .operations import Operation, PageOptions, RestoreOptions, Result
from .pages import Pages
from .sending import TIMEOUT, new_http, new_request, send, send_async
from .waiting import Flow, Pause, Wanted

if TYPE_CHECKING:
    from dws_snapshots_client.models import (
        Cluster,
        CopySnapshotResponse,
        ListClusterSnapshotsResponse,
        SnapshotDetail,
        SnapshotResp,
    )

VERSION = "0.2.0"
WAIT_SECONDS = 3600.0
ONCE_SECONDS = 300.0
HEADERS = {"User-Agent": f"dws-snapshots/{VERSION}", "Accept": "application/json"}


@attrs.frozen(init=False, eq=False, repr=False)
class DwsClient:
    """A client of the snapshot API. Immutable; serves many threads; a context manager that closes its connections.

    endpoint: for example "https://dws.eu-de.otc.t-systems.com". project_id: 32 lower-case hexadecimal digits.
    auth: AkSkAuth, TokenAuth, PasswordAuth, or any httpx.Auth. timeout: seconds, or an httpx.Timeout; by default 10
    seconds to connect and 60 for each other step. transport: an httpx transport, for a proxy or a CA of your own;
    without one httpx's environment variables hold (HTTPS_PROXY, NO_PROXY, SSL_CERT_FILE, SSL_CERT_DIR). Redirects are
    not followed. Raises InvalidRequest for an argument that breaks a rule, MissingSetting for such a variable.
    """

    endpoint: str
    project_id: str
    auth: httpx.Auth
    _http: httpx.Client
    _failures: Failures

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
        http = new_http(httpx.Client, auth, timeout, transport, HEADERS)
        self.__attrs_init__(endpoint, project_id, auth, http, failures_of(transport))

    @classmethod
    def from_env(cls) -> Self:
        """Return a client from the environment variables and files that `Settings` lists.

        Raises MissingSetting, which says what was looked at, or InvalidRequest. Where only the project's name is known,
        one token is fetched to learn its ID; that raises as a call does.
        """
        return Settings.load().client(cls)

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

    def iter_cluster_snapshots(self, cluster_id: str, **pages: Unpack[PageOptions]) -> Iterator[SnapshotDetail]:
        """Iterate over all of a cluster's snapshots, each once. A page is read when its first snapshot is asked for.

        pages: as for `list_cluster_snapshots`, but limit is 100 by default, and offset is the page to begin with.

        Pages are counted, so what others do between two of them moves snapshots from one to another. A create makes
        snapshots come again: they are passed over. A delete makes some slip past: where the count shrinks, the page
        before is read again, which finds them unless more than a page was deleted at once, or as much was created
        meanwhile in an order that is not the newest first. `list_snapshots` is of one moment.
        """
        return self._iterate(Pages(self.project_id, cluster_id, pages))

    def wait_until_available(
        self,
        snapshot_id: str,
        *,
        timeout: float = WAIT_SECONDS,
        on_progress: Callable[[SnapshotDetail], object] | None = None,
    ) -> SnapshotDetail:
        """Wait until a snapshot is `AVAILABLE` and return it.

        Its details are read at once, and again after pauses that grow from 1 second to 30. on_progress is called with
        each; their `progress` is a percentage. Broken connections, 5xx, 429 and unusable answers are passed over, and
        so is every status that says neither. timeout: seconds for all of it. KeyboardInterrupt, or whatever on_progress
        raises, ends the wait; so does the cancellation of the task of an AsyncDwsClient.

        Raises SnapshotFailed where it is `UNAVAILABLE`, WaitTimeout at the end of the time, and ApiError for any other
        answer, such as NotFound.
        """
        return self._drive(waiting.wait_until_available(self.project_id, snapshot_id, timeout, on_progress))

    def create_snapshot_once(
        self, *, name: str, cluster_id: str, description: str | None = None, timeout: float = ONCE_SECONDS
    ) -> SnapshotResp:
        """Create a snapshot exactly once in spite of lost answers, and return it as `create_snapshot` does.

        Where a failure leaves open whether the snapshot exists (ConnectionFailed with may_have_been_sent,
        UnexpectedResponse, 5xx), the cluster's snapshots are listed after a pause. One of this name, without regard to
        case, is returned. If there is none, the request is sent again. So is one that certainly did nothing (it was not
        sent, or was refused with 429). timeout: seconds for all of it.

        What is guaranteed: names are unique in a project, so the service never makes two, even if a lost request
        arrives late: the repeat is then refused, and what the first one made is looked up. What is not: a snapshot of
        the same name and cluster that was there before, or that somebody else creates meanwhile, can't be told from
        one's own once an answer was lost; and where somebody deletes the snapshot before a lost request arrives, that
        one makes it anew.

        Raises as `create_snapshot`: BadRequest for a name that is taken, Forbidden for a busy cluster, InvalidRequest
        before anything is sent. At the end of the time it raises the last failure that leaves open whether the snapshot
        exists, if there was one, or else the last failure. Where a refusal follows such a failure, that is its
        `__cause__`; where looking failed until the end, the reason is.
        """
        wanted = Wanted(self.project_id, name, cluster_id, description)
        return self._drive(waiting.create_snapshot_once(wanted, timeout))

    def _iterate(self, pages: Pages) -> Iterator[SnapshotDetail]:
        while (operation := pages.next()) is not None:
            yield from pages.new_of(self._call(operation))

    def _drive(self, flow: Flow[Result]) -> Result:
        try:
            step = next(flow)
            while True:
                if isinstance(step, Pause):
                    time.sleep(step.seconds)
                    step = next(flow)
                    continue
                try:
                    result = self._call(step.operation, step.seconds)
                except DwsError as error:
                    step = flow.throw(error)
                else:
                    step = flow.send(result)
        except StopIteration as end:
            returned: Result = end.value
            return returned

    def _call(self, operation: Operation[Result], longest: float | None = None) -> Result:
        request = new_request(self._http, self.endpoint, operation, longest)
        answer = send(self._http, self._failures, request)
        return operation.result(answer, secrets(self.auth))

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
    """DwsClient for asyncio: the same arguments, methods and errors.

    `async with` closes its connections. transport: an async one; for many calls at once
    `httpx_aiohttp.AiohttpTransport()`, from the extra `[aiohttp]`.
    """

    endpoint: str
    project_id: str
    auth: httpx.Auth
    _http: httpx.AsyncClient
    _failures: Failures

    def __init__(
        self,
        endpoint: str,
        *,
        project_id: str,
        auth: httpx.Auth,
        timeout: float | httpx.Timeout = TIMEOUT,
        transport: httpx.AsyncBaseTransport | None = None,
    ) -> None:
        endpoint, project_id = http_url("endpoint", endpoint), operations.checked_project_id(project_id)
        http = new_http(httpx.AsyncClient, auth, timeout, transport, HEADERS)
        self.__attrs_init__(endpoint, project_id, auth, http, failures_of(transport))

    @classmethod
    def from_env(cls) -> Self:
        """As DwsClient.from_env. Where only the project's name is known, it fetches one token, and waits for it."""
        return Settings.load().client(cls)

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

    def iter_cluster_snapshots(self, cluster_id: str, **pages: Unpack[PageOptions]) -> AsyncIterator[SnapshotDetail]:
        """As DwsClient.iter_cluster_snapshots, for `async for`."""
        return self._iterate(Pages(self.project_id, cluster_id, pages))

    async def wait_until_available(
        self,
        snapshot_id: str,
        *,
        timeout: float = WAIT_SECONDS,
        on_progress: Callable[[SnapshotDetail], object] | None = None,
    ) -> SnapshotDetail:
        """As DwsClient.wait_until_available."""
        return await self._drive(waiting.wait_until_available(self.project_id, snapshot_id, timeout, on_progress))

    async def create_snapshot_once(
        self, *, name: str, cluster_id: str, description: str | None = None, timeout: float = ONCE_SECONDS
    ) -> SnapshotResp:
        """As DwsClient.create_snapshot_once."""
        wanted = Wanted(self.project_id, name, cluster_id, description)
        return await self._drive(waiting.create_snapshot_once(wanted, timeout))

    async def _iterate(self, pages: Pages) -> AsyncIterator[SnapshotDetail]:
        while (operation := pages.next()) is not None:
            for snapshot in pages.new_of(await self._call(operation)):
                yield snapshot

    async def _drive(self, flow: Flow[Result]) -> Result:
        from asyncio import sleep

        try:
            step = next(flow)
            while True:
                if isinstance(step, Pause):
                    await sleep(step.seconds)
                    step = next(flow)
                    continue
                try:
                    result = await self._call(step.operation, step.seconds)
                except DwsError as error:
                    step = flow.throw(error)
                else:
                    step = flow.send(result)
        except StopIteration as end:
            returned: Result = end.value
            return returned

    async def _call(self, operation: Operation[Result], longest: float | None = None) -> Result:
        request = new_request(self._http, self.endpoint, operation, longest)
        answer = await send_async(self._http, self._failures, request)
        return operation.result(answer, secrets(self.auth))

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
