"""Snapshots to ask about: one that is there and available, automated ones, one that is being made."""

from __future__ import annotations

import time
from dataclasses import dataclass
from typing import Any

from dws_contract.steps.asking import Run
from dws_contract.steps.known import AVAILABLE, CREATING, KnownSnapshot, entries
from dws_contract.steps.questions import OK

AUTOMATED = ("AUTO", "AUTOMATED")


def available(run: Run, clause: str, *others: KnownSnapshot) -> KnownSnapshot | None:
    """Return a snapshot of the own cluster that this run made and that is available, a new one if need be.

    others: those that it must not be. Where there is none, the clause is noted as not reached.
    """
    cluster = run.options.cluster_id.lower()
    for known in reversed(run.snapshots.available()):
        if known not in others and known.cluster_id == cluster:
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
        run.findings.miss(clause, f"the snapshot did not become available ({status or 'its details told no status'})")
    return known if status == AVAILABLE else None


def begin(run: Run, clause: str, **members: object) -> KnownSnapshot | None:
    """Make a snapshot, and wait for nothing. Where none could be made, the clause is noted as not reached."""
    before = len(run.snapshots.made)
    run.make("create-accepted", "a plain create", run.requests.create(**members), "it keeps every rule of the contract")
    made = [each for each in run.snapshots.made[before:] if each.id is not None and each.existence == "there"]
    if not made:
        is_slow = run.waiting.is_used_up and run.snapshots.was_creating
        reason = run.waiting.reason if is_slow else "no snapshot could be made to ask about"
        run.findings.miss(clause, reason)
        return None
    return made[-1]


def listed(run: Run) -> list[dict[str, Any]]:
    """Return the snapshots of the list, none where it cannot be read."""
    return run.listing.snapshots()


def automated(run: Run, *, own: bool = False) -> list[str]:
    """Return the IDs of automated snapshots that are available, those of the own cluster first.

    own: only those of clusters that this run restored.
    """
    cluster = run.options.cluster_id.lower()
    found = sorted(listed(run), key=lambda each: str(each.get("cluster_id")).lower() != cluster)
    return [
        str(each["id"])
        for each in found
        if each.get("type") in AUTOMATED
        and each.get("status") == AVAILABLE
        and (not own or str(each.get("cluster_id")).lower() in run.snapshots.clusters)
    ]


def read(run: Run, clause: str, known: KnownSnapshot, what: str = "details of a snapshot") -> dict[str, Any]:
    """Ask for a snapshot's details, and return them, empty where there are none."""
    assert known.id is not None
    request = run.requests.details(known.id)
    rule = "the snapshot exists"
    exchange = run.expect(OK, clause, what, request, rule)
    found = entries(exchange.json) if exchange is not None else []
    return found[0] if found else {}


@dataclass
class Making:
    """A snapshot that was just asked for. asked: when, by the monotonic clock; least: seconds that making takes at
    least, as far as it was watched before."""

    known: KnownSnapshot
    asked: float
    least: float

    def is_creating(self, run: Run) -> bool:
        """Whether it is certain that the snapshot is still being made: it says so, or its time cannot be over."""
        assert self.known.id is not None
        return time.monotonic() - self.asked < self.least or run.waiting.status(self.known.id) == CREATING
