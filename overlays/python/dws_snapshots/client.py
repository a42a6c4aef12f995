"""The clients, sync and async. The methods of single operations are generated."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable, Iterator
from functools import partial
from types import TracebackType
from typing import Any, Self

import attrs
import httpx

from dws_snapshots_client import models, schemas
from dws_snapshots_client.calls import AsyncCalls, Calls
from dws_snapshots_client.codec import Operation

from .arguments import an_auth, http_url
from .connections import Connections, running_loop
from .errors import DwsError, ResponseTimeout
from .exchange import Exchange, Result, checked, exchange
from .failures import Failures, failures_of
from .flows import once, waiting
from .flows.flow import Attempt, Flow
from .flows.once import NewSnapshot
from .flows.pages import Pages, pages
from .sending import TIMEOUT, new_http, new_request, send, send_async

VERSION = "1.0.0"
WAIT_SECONDS = 3600.0
HEADERS = {"User-Agent": f"dws-snapshots/{VERSION}", "Accept": "application/json", "Accept-Encoding": "gzip"}


@attrs.frozen(init=False, eq=False, repr=False)
class DwsClient(Calls):
    """A client of the snapshot API. It is immutable, and threads may share it. `with` closes its connections.

    endpoint: for example "https://dws.eu-de.otc.t-systems.com". project_id: 32 lower-case hexadecimal digits.
    auth: AkSkAuth, TokenAuth, PasswordAuth, or any httpx.Auth. timeout: seconds, or an httpx.Timeout; by default 10
    seconds to connect and 60 for each other step. transport: an httpx transport, for a proxy or a CA of your own;
    without one, httpx's environment variables apply (HTTPS_PROXY, NO_PROXY, SSL_CERT_FILE, SSL_CERT_DIR). Redirects are
    not followed. After a fork the child opens its own connections; if the parent used a transport, the child raises
    InvalidRequest. Raises InvalidRequest for an argument that breaks a rule, MissingSetting for one of these variables.

    Every method raises InvalidRequest before it sends anything. It raises ApiError for an answer that is not a success,
    such as BadRequest if the name is taken, Forbidden if a status does not allow the operation, or NotFound. Otherwise
    it may raise UnexpectedResponse, ConnectionFailed or ResponseTimeout. A request is sent once; only PasswordAuth
    repeats one that was refused with 401, with a new token. An argument of None is not sent.

    Answers are read as far as possible. An optional member that is missing or can't be read is UNSET, which is false.
    `additional_properties` holds the raw values that can't be read, and the members that this package does not know.
    """

    endpoint: str
    project_id: str
    auth: httpx.Auth
    _connections: Connections[httpx.Client]
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
        endpoint, project_id = http_url("endpoint", endpoint), checked("project_id", schemas.ProjectId, project_id)
        new = partial(new_http, httpx.Client, timeout, transport, HEADERS)
        self.__attrs_init__(
            endpoint, project_id, an_auth(auth), Connections(endpoint, transport, new), failures_of(transport)
        )

    @classmethod
    def from_env(cls) -> Self:
        """Return a client from the environment variables and files that `Settings` lists.

        Raises MissingSetting, which says what was looked at, or InvalidRequest. If only the project's name is known, it
        fetches one token to learn the ID; that raises as a call does.
        """
        from .settings.environment import Settings

        return Settings.load().client(cls)

    def wait_until_available(
        self,
        snapshot_id: str,
        *,
        timeout: float = WAIT_SECONDS,
        on_progress: Callable[[models.SnapshotDetail], object] | None = None,
    ) -> models.SnapshotDetail:
        """Wait until a snapshot is `AVAILABLE` and return it.

        It reads the snapshot's details at once, and again after pauses that grow from 1 second to 30, and last at least
        as long as `Retry-After` says. on_progress is called with the details each time. Broken connections, 5xx and 429
        do not end the wait; KeyboardInterrupt, an exception of on_progress, or cancelling the task does. timeout:
        seconds for the whole wait, which the last read may exceed by its own time-out.

        Raises SnapshotFailed if the snapshot is `UNAVAILABLE`, WaitTimeout when the time is over, ApiError for any
        other refusal, such as NotFound, and UnexpectedResponse for an answer that can't be read as the snapshot's.
        """
        return self._drive(waiting.wait_until_available(self.project_id, snapshot_id, timeout, on_progress))

    def create_snapshot(
        self, *, name: str, cluster_id: str, description: str | None = None, busy_timeout: float = 0.0
    ) -> models.SnapshotResp:
        """Create a snapshot of a cluster. The service goes on making it after this call: see `wait_until_available`.

        name: 4 to 64 ASCII letters, digits, `-` and `_` that begin with a letter, unique in the project without regard
        to case. description: at most 256 characters, none of them `!` `<` `>` `'` `=` `&` `"`. busy_timeout: seconds to
        wait while the cluster is making another snapshot (403 DWS.7023): the request is sent again after pauses that
        grow from 1 second to 30, or as long as `Retry-After` says. No other request is sent again.

        Raises BadRequest if the name is taken, Forbidden if the cluster is busy, NotFound if there is no such cluster.
        After any other error except InvalidRequest, the snapshot may exist. Source: URI, error codes.
        """
        if busy_timeout == 0:
            return super().create_snapshot(name=name, cluster_id=cluster_id, description=description)
        wanted = NewSnapshot(self.project_id, name, cluster_id, description)
        return self._drive(once.create_snapshot(wanted, busy_timeout))

    def create_snapshot_once(
        self,
        *,
        name: str,
        cluster_id: str,
        description: str | None = None,
        timeout: float | None = None,
        busy_timeout: float = 0.0,
    ) -> models.SnapshotResp:
        """Create a snapshot exactly once in spite of lost answers, and return it as `create_snapshot` does.

        The project's snapshots are listed first. Those that already have this name, without regard to case, are never
        returned. Then the request is sent. If a failure leaves open whether the snapshot exists (ConnectionFailed with
        may_have_been_sent, UnexpectedResponse, 5xx), they are listed again after a pause, and a new one with this name
        and cluster is returned. If there is none, the request is sent again. This goes on until the time is over, since
        lists may lag, and a refusal may be due to one's own earlier request. A request that certainly did nothing (it
        was not sent, or was refused with 429) is sent again. Pauses grow from 0.1 seconds to 10, and last at least as
        long as `Retry-After` says.

        timeout: seconds for all of it, 300 and busy_timeout by default; one read's time-out may be added.
        busy_timeout: as for `create_snapshot`.

        Names are unique in a project, so the service never makes two snapshots, even if a lost request arrives late.
        There are two limits. After a lost answer, a snapshot that somebody else creates meanwhile with the same name
        and cluster can't be told from one's own. And if somebody deletes the new snapshot, a lost request that arrives
        later makes it again.

        Raises the same refusals as `create_snapshot`, as long as the snapshot certainly does not exist. After that,
        only Unauthorized, NotFound, and BadRequest for a name that was taken before are raised at once. When the time
        is over, it raises the last refusal, or the last failure that leaves open whether the snapshot exists. The
        `__cause__` of a refusal is the earlier failure; that of a failure is the last error of the look-up, if any.
        """
        wanted = NewSnapshot(self.project_id, name, cluster_id, description)
        return self._drive(once.create_snapshot_once(wanted, timeout, busy_timeout))

    def _items(self, operation: Operation[Any], path: dict[str, Any], query: dict[str, Any]) -> Iterator[Any]:
        found = pages(operation, path, query)
        return self._iterate(found, next(found))

    def _iterate(self, found: Pages, step: Exchange[Any] | list[Any] | None) -> Iterator[Any]:
        while step is not None:
            if isinstance(step, Exchange):
                step = found.send(self._drive(waiting.read_page(step)))
            else:
                yield from step
                step = next(found, None)

    def _drive(self, flow: Flow[Result]) -> Result:
        try:
            step = next(flow)
            while True:
                if not isinstance(step, Attempt):
                    step.wait()
                    step = next(flow)
                    continue
                try:
                    result = self._send(step.exchange, step.seconds)
                except DwsError as error:
                    step = flow.throw(error)
                else:
                    step = flow.send(result)
        except StopIteration as end:
            returned: Result = end.value
            return returned

    def _call(
        self,
        operation: Operation[Result],
        path: dict[str, Any],
        query: dict[str, Any] | None = None,
        body: dict[str, Any] | None = None,
    ) -> Result:
        return self._send(exchange(operation, path, query, body))

    def _send(self, exchange: Exchange[Result], longest: float | None = None) -> Result:
        http = self._connections.http()
        request = new_request(http, self.endpoint, exchange, longest)
        answer = send(http, self._failures, request, self.auth, longest)
        return exchange.result(answer, self._failures.resends)

    def close(self) -> None:
        """Close the connections."""
        if http := self._connections.close():
            http.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def __repr__(self) -> str:
        return f"DwsClient({self.endpoint!r}, project_id={self.project_id!r}, auth={self.auth!r})"


@attrs.frozen(init=False, eq=False, repr=False)
class AsyncDwsClient(AsyncCalls):
    """DwsClient for asyncio: the same arguments, methods and errors.

    `async with` closes its connections. It serves one event loop at a time; with a transport, only one loop ever.
    transport: an async one; for many calls at once, `httpx_aiohttp.AiohttpTransport()` from the extra `[aiohttp]`.
    """

    endpoint: str
    project_id: str
    auth: httpx.Auth
    _connections: Connections[httpx.AsyncClient]
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
        endpoint, project_id = http_url("endpoint", endpoint), checked("project_id", schemas.ProjectId, project_id)
        new = partial(new_http, httpx.AsyncClient, timeout, transport, HEADERS)
        self.__attrs_init__(
            endpoint, project_id, an_auth(auth), Connections(endpoint, transport, new), failures_of(transport)
        )

    @classmethod
    def from_env(cls) -> Self:
        """As DwsClient.from_env. If only the project's name is known, it blocks the event loop to fetch one token."""
        from .settings.environment import Settings

        return Settings.load().client(cls)

    async def wait_until_available(
        self,
        snapshot_id: str,
        *,
        timeout: float = WAIT_SECONDS,
        on_progress: Callable[[models.SnapshotDetail], object] | None = None,
    ) -> models.SnapshotDetail:
        """As DwsClient.wait_until_available. timeout is exact; what on_progress returns is awaited if it can be."""
        return await self._drive(waiting.wait_until_available(self.project_id, snapshot_id, timeout, on_progress))

    async def create_snapshot(
        self, *, name: str, cluster_id: str, description: str | None = None, busy_timeout: float = 0.0
    ) -> models.SnapshotResp:
        """As DwsClient.create_snapshot."""
        if busy_timeout == 0:
            return await super().create_snapshot(name=name, cluster_id=cluster_id, description=description)
        wanted = NewSnapshot(self.project_id, name, cluster_id, description)
        return await self._drive(once.create_snapshot(wanted, busy_timeout))

    async def create_snapshot_once(
        self,
        *,
        name: str,
        cluster_id: str,
        description: str | None = None,
        timeout: float | None = None,
        busy_timeout: float = 0.0,
    ) -> models.SnapshotResp:
        """As DwsClient.create_snapshot_once. timeout is exact."""
        wanted = NewSnapshot(self.project_id, name, cluster_id, description)
        return await self._drive(once.create_snapshot_once(wanted, timeout, busy_timeout))

    def _items(self, operation: Operation[Any], path: dict[str, Any], query: dict[str, Any]) -> AsyncIterator[Any]:
        found = pages(operation, path, query)
        return self._iterate(found, next(found))

    async def _iterate(self, found: Pages, step: Exchange[Any] | list[Any] | None) -> AsyncIterator[Any]:
        while step is not None:
            if isinstance(step, Exchange):
                step = found.send(await self._drive(waiting.read_page(step)))
            else:
                for item in step:
                    yield item
                step = next(found, None)

    async def _drive(self, flow: Flow[Result]) -> Result:
        try:
            step = next(flow)
            while True:
                if not isinstance(step, Attempt):
                    await step.wait_async()
                    step = next(flow)
                    continue
                try:
                    result = await self._attempt(step)
                except DwsError as error:
                    step = flow.throw(error)
                else:
                    step = flow.send(result)
        except StopIteration as end:
            returned: Result = end.value
            return returned

    async def _attempt(self, attempt: Attempt) -> Any:
        if attempt.seconds is None:
            return await self._send(attempt.exchange)
        from asyncio import timeout

        try:
            async with timeout(attempt.seconds) as limit:
                return await self._send(attempt.exchange, attempt.seconds)
        except TimeoutError:
            if not limit.expired():
                raise
        raise ResponseTimeout(f"{self.endpoint}: no answer in time", may_have_been_sent=True)

    async def _call(
        self,
        operation: Operation[Result],
        path: dict[str, Any],
        query: dict[str, Any] | None = None,
        body: dict[str, Any] | None = None,
    ) -> Result:
        return await self._send(exchange(operation, path, query, body))

    async def _send(self, exchange: Exchange[Result], longest: float | None = None) -> Result:
        http = self._connections.http(running_loop())
        request = new_request(http, self.endpoint, exchange, longest)
        answer = await send_async(http, self._failures, request, self.auth)
        return exchange.result(answer, self._failures.resends)

    async def aclose(self) -> None:
        """Close the connections."""
        if http := self._connections.close(running_loop()):
            await http.aclose()

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        await self.aclose()

    def __repr__(self) -> str:
        return f"AsyncDwsClient({self.endpoint!r}, project_id={self.project_id!r}, auth={self.auth!r})"
