"""Waits while snapshots are being made, because a cluster makes only one at a time."""

from __future__ import annotations

import time
from collections.abc import Callable

from dws_contract.operations import record_of, text_at
from dws_contract.steps.known import CREATING, KnownSnapshots, entries
from dws_contract.steps.listing import Listing
from dws_contract.steps.questions import BUSY, FORBIDDEN
from dws_contract.traffic.messages import Exchange, Request, json_of
from dws_contract.traffic.requests import Requests
from dws_contract.traffic.sending import Sender

_FIRST_PAUSE = 0.005
_LONGEST_PAUSE = 2.0
_SLOWER = 1.6
_TRIES_WHERE_IDLE = 3
_FREE_WITHIN = 5.0
_AVAILABLE = "AVAILABLE"
_NEWEST = {"sort_key": "started", "sort_dir": "desc", "limit": 10}


class Waiting:
    """Waits at most as many seconds per run as its budget says.

    spent: the seconds waited so far; took: the seconds that the last request for a status took.
    """

    def __init__(self, requests: Requests, sender: Sender, snapshots: KnownSnapshots, listing: Listing) -> None:
        self._listing = listing
        self._requests = requests
        self._sender = sender
        self._snapshots = snapshots
        self.budget = requests.options.busy_timeout
        self.spent = 0.0
        self.took = 0.0

    @property
    def is_used_up(self) -> bool:
        """Whether the budget is spent."""
        return self.spent >= self.budget

    @property
    def reason(self) -> str:
        """The reason for clauses that were not tested because the budget was spent."""
        return (
            f"snapshots were still being made after --busy-timeout {self._requests.options.busy_timeout:g} s of waiting"
        )

    def send(self, request: Request) -> Exchange:
        """Send a request. If its cluster is making a snapshot, wait until it is done and send the request again."""
        exchange = self._sender.send(request)
        idle, cluster = 0, self._cluster_of(request)
        while is_busy(exchange) and idle < _TRIES_WHERE_IDLE:
            creating = self.creating(cluster)
            if creating is None or (creating and not self.until_idle(cluster)):
                return exchange
            if not creating:
                idle += 1
                self.until_free(cluster)
            exchange = self._sender.send(request)
        return exchange

    def may_explain(self, exchange: Exchange) -> bool:
        """Whether the cause of a refusal may be that the cluster is making a snapshot or is being restored."""
        if not is_busy(exchange):
            return False
        cluster = self._cluster_of(exchange.request)
        return cluster.lower() in self._snapshots.clusters or self.creating(cluster) is not False

    def creating(self, cluster_id: str) -> bool | None:
        """Whether a snapshot of a cluster is being made, according to the list; None if the list cannot be read.

        Instead of a long list, the details of this run's own snapshots and the newest ones of the cluster are read.
        """
        if self._listing.is_long:
            own_ids = [each.id for each in self._snapshots.of("there", cluster_id.lower()) if each.id]
            if any(map(self._is_creating, own_ids)):
                return True
            exchange = self._sender.observe(self._requests.page(cluster_id, **_NEWEST))
        else:
            exchange = self._listing.read()
        body = exchange.json
        if exchange.status != 200 or not isinstance(body, dict) or not isinstance(body.get("snapshots"), list):
            return None
        own = [each for each in entries(body) if str(each.get("cluster_id")).lower() == cluster_id.lower()]
        return any(each.get("status") == CREATING for each in own)

    def until_idle(self, cluster_id: str) -> bool:
        """Wait until no snapshot of a cluster is being made. Return False if the budget ran out first."""
        return self._until(lambda: self.creating(cluster_id) is not True)

    def until_free(self, cluster_id: str) -> bool:
        """Wait some seconds until a cluster is AVAILABLE and does nothing, as it says itself. Return whether it is."""
        until, is_free = self.spent + _FREE_WITHIN, False

        def is_over() -> bool:
            nonlocal is_free
            exchange = self._sender.observe(self._requests.call("listClusterDetails", cluster_id=cluster_id))
            told = next(iter(entries(exchange.json, "clusters")), {"status": _AVAILABLE})
            is_free = told.get("status") == _AVAILABLE and not told.get("task_status")
            return is_free or self.spent >= until

        self._until(is_over)
        return is_free

    def before(self, request: Request) -> None:
        """If a request makes a snapshot, wait until its cluster is idle."""
        record = record_of(self._requests.endpoint(request))
        if record is not None and record.effect == "makes snapshots":
            self.until_idle(self._cluster_of(request))

    def until_made(self, snapshot_id: str, while_creating: Callable[[], object] = lambda: None) -> str:
        """Wait until a snapshot is no longer being made. Return its last status, empty if its details show none.

        while_creating: called whenever it is seen CREATING. If the list and the details show different statuses, that
        of the list is used; the clauses on answers report the difference.
        """
        last = ""

        def is_made() -> bool:
            nonlocal last
            listed = self._listed(snapshot_id) if last == CREATING else CREATING
            last = self.status(snapshot_id)
            if last == CREATING and listed != CREATING:
                last = listed
            if last == CREATING:
                while_creating()
            return last != CREATING

        self._until(is_made)
        return last

    def _listed(self, snapshot_id: str) -> str:
        """Return the status of a snapshot in the list, CREATING if there is none."""
        exchange = self._listing.look()
        found = [] if exchange is None else entries(exchange.json)
        return next((str(each.get("status")) for each in found if each["id"].lower() == snapshot_id), CREATING)

    def _is_creating(self, snapshot_id: str) -> bool:
        """Whether a snapshot is being made. Once it was seen finished, it is not read again."""
        return self._snapshots.statuses.get(snapshot_id, CREATING) == CREATING and self.status(snapshot_id) == CREATING

    def status(self, snapshot_id: str) -> str:
        """Return the status in a snapshot's details, empty if there is none."""
        began = time.monotonic()
        found = entries(self._sender.observe(self._requests.details(snapshot_id)).json)
        self.took = time.monotonic() - began
        return str(found[0].get("status", "")) if found else ""

    def _cluster_of(self, request: Request) -> str:
        return text_at(("snapshot", "cluster_id"), json_of(request.body)) or self._requests.options.cluster_id

    def _until(self, is_so: Callable[[], bool]) -> bool:
        pause = _FIRST_PAUSE
        while not is_so():
            if self.is_used_up:
                return False
            self._rest(pause)
            pause = min(pause * _SLOWER, _LONGEST_PAUSE)
        return True

    def _rest(self, pause: float) -> None:
        began = time.monotonic()
        time.sleep(min(pause, max(self.budget - self.spent, 0)))
        self.spent += time.monotonic() - began


def is_busy(exchange: Exchange) -> bool:
    """Whether a create or a copy was refused because its cluster is making a snapshot."""
    record = record_of(exchange.endpoint)
    makes_snapshots = record is not None and record.effect == "makes snapshots"
    return makes_snapshots and exchange.status in FORBIDDEN and exchange.error_code == BUSY
