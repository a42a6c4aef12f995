"""Deletes the snapshots that earlier runs left: the manual ones whose names begin with the suite's prefix."""

from __future__ import annotations

from dws_contract.report import Snapshot
from dws_contract.steps import cleanup, preflight
from dws_contract.steps.asking import Run
from dws_contract.steps.known import MANUAL, KnownSnapshot, entries
from dws_contract.traffic.fresh_names import PREFIX
from dws_contract.traffic.target import Unjudgeable


def sweep(run: Run) -> tuple[tuple[Snapshot, ...], tuple[Snapshot, ...]]:
    """Delete them. Return all that were found, and those that are left. Raises Unjudgeable without a list."""
    for _ in preflight.every_proof(run):
        listing = run.target.send(run.requests.lists(), always=True)
        if listing.accepted:
            break
    else:
        why = listing.failure or f"the list was answered with {listing.status}"
        raise Unjudgeable(f"{run.options.url}: nothing can be deleted: {why}.", listing)
    found = [each for each in entries(listing.json) if _is_of_a_run(each)]
    for each in found:
        name = str(each["name"])
        run.requests.names.remember(name)
        run.snapshots.add(KnownSnapshot(name=name, id=each["id"].lower()))
    return tuple(Snapshot(str(each["name"]), each["id"]) for each in found), cleanup.clean_up(run)


def _is_of_a_run(told: dict[str, object]) -> bool:
    """Whether a run of this suite made a snapshot. The prefix may follow a first letter that a run tested."""
    name = str(told.get("name")).lower()
    return told.get("type") == MANUAL and PREFIX in (name[: len(PREFIX)], name[1 : len(PREFIX) + 1])
