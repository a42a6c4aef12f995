"""Snapshots to test with: available ones, automated ones, and ones that are being made."""

from __future__ import annotations

import time
from dataclasses import dataclass
from typing import Any

from dws_contract.steps.asking import Run
from dws_contract.steps.known import AVAILABLE, CREATING, KnownSnapshot, entries
from dws_contract.steps.questions import OK

AUTOMATED = ("AUTO", "AUTOMATED")


def available(run: Run, clause: str, *others: KnownSnapshot) -> KnownSnapshot | None:
    """Return an available snapshot of the cluster that this run made, or make a new one.

    others: snapshots that must not be returned. If there is none, the clause is noted as not reached.
    """
    cluster = run.options.cluster_id.lower()
    for known in reversed(run.snapshots.available()):
        if known not in others and known.cluster_id == cluster and not known.is_copy:
            return known
    return new(run, clause)


def new(run: Run, clause: str, **members: object) -> KnownSnapshot | None:
    """Make a snapshot and wait until it is available."""
    known = begin(run, clause, **members)
    if known is None or known.id is None:
        return None
    status = run.waiting.until_made(known.id)
    if status == CREATING:
        run.findings.miss(clause, run.waiting.reason)
    elif status != AVAILABLE:
        run.findings.miss(clause, f"the snapshot did not become available ({status or 'its details had no status'})")
    return known if status == AVAILABLE else None


def begin(run: Run, clause: str, **members: object) -> KnownSnapshot | None:
    """Make a snapshot without waiting for it. If that fails, the clause is noted as not reached."""
    before = len(run.snapshots.made)
    run.make("create-accepted", "a plain create", run.requests.create(**members), "it keeps every rule of the contract")
    made = [each for each in run.snapshots.made[before:] if each.id is not None and each.existence == "there"]
    if not made:
        is_slow = run.waiting.is_used_up and run.snapshots.was_creating
        reason = run.waiting.reason if is_slow else "no snapshot could be made to test it with"
        run.findings.miss(clause, reason)
        return None
    return made[-1]


def listed(run: Run) -> list[dict[str, Any]]:
    """Return the snapshots in the list, none if it cannot be read."""
    return run.listing.snapshots()


def automated(run: Run, *, own: bool = False) -> list[str]:
    """Return the IDs of automated snapshots that are available, those of --cluster-id first.

    Of one cluster the newest come first, because the oldest may expire at any moment.

    own: only those of clusters that this run restored.
    """
    cluster = run.options.cluster_id.lower()
    newest = sorted(listed(run), key=lambda each: str(each.get("started")), reverse=True)
    found = sorted(newest, key=lambda each: str(each.get("cluster_id")).lower() != cluster)
    return [
        str(each["id"])
        for each in found
        if each.get("type") in AUTOMATED
        and each.get("status") == AVAILABLE
        and (not own or str(each.get("cluster_id")).lower() in run.snapshots.clusters)
    ]


def read(run: Run, clause: str, known: KnownSnapshot, what: str = "details of a snapshot") -> dict[str, Any]:
    """Request a snapshot's details, and return them, empty if there are none."""
    assert known.id is not None
    request = run.requests.details(known.id)
    rule = "the snapshot exists"
    exchange = run.expect(OK, clause, what, request, rule)
    found = entries(exchange.json) if exchange is not None else []
    return found[0] if found else {}


@dataclass
class Making:
    """A snapshot that was just requested.

    asked: when it was requested, by the monotonic clock; least: the seconds that making one takes at least, as far as
    was seen before.
    """

    known: KnownSnapshot
    asked: float
    least: float

    def is_creating(self, run: Run) -> bool:
        """Whether the snapshot is certainly still being made: its details say so, or the time is too short."""
        assert self.known.id is not None
        return time.monotonic() - self.asked < self.least or run.waiting.status(self.known.id) == CREATING
