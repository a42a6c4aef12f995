"""Walks through the lives of snapshots: seeded sequences of operations, along the links of the document.

Each answer is judged by what the walk did before.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import cache
from typing import Any

from hypothesis import strategies as st

from dws_contract.document import Contract
from dws_contract.operations import OPERATIONS
from dws_contract.steps import generation
from dws_contract.steps.asking import Run
from dws_contract.steps.known import AVAILABLE, KnownSnapshot, entries
from dws_contract.steps.questions import ACCEPTED, FORBIDDEN, GONE, NOT_FOUND, OK, REFUSED, Probe
from dws_contract.traffic.messages import Exchange, Request
from dws_contract.traffic.paging import all_pages

_LONGEST = 10
_EXAMPLES_A_WALK = 15
_CREATE = "createSnapshot"
_VARIANTS = 6


@dataclass(frozen=True)
class Step:
    """One step of a walk. which: the number of an earlier snapshot, modulo their count; variant: of the request."""

    operation: str
    which: int
    variant: int


@dataclass
class Walk:
    """The state of a walk. made: its snapshots; taken: the number of steps so far."""

    run: Run
    made: list[KnownSnapshot]
    taken: int = 0


def ask(run: Run) -> None:
    """Take the walks. Together they send about as many requests as --max-examples says."""
    count = -(-run.options.max_examples // _EXAMPLES_A_WALK)
    for steps in _drawn(run.contract, count, run.options.seed) if count else ():
        walk = Walk(run, [])
        for step in (Step(_CREATE, 0, 0), *steps):
            if step.operation == _CREATE and not run.budget.may_create:
                continue
            _take(walk, step)


def _operations(contract: Contract) -> list[str]:
    """Return the operations of walks: those that the document links to from a create, and some others."""
    create = contract.endpoints[_CREATE]
    answers = contract.document["paths"][create.template]["post"]["responses"]
    linked = {link["operationId"] for link in answers[str(create.success)]["links"].values()}
    walked = {operation for operation, record in OPERATIONS.items() if operation in linked or record.is_walked}
    return sorted(walked & contract.endpoints.keys())


@cache
def _drawn(contract: Contract, count: int, seed: int) -> tuple[tuple[Step, ...], ...]:
    """Return the steps of `count` walks. Nothing is sent while hypothesis runs."""
    step = st.builds(
        Step,
        st.sampled_from(_operations(contract)),
        st.integers(0, _LONGEST),
        st.integers(0, _VARIANTS - 1),
    )
    found: list[tuple[Step, ...]] = []

    def collect(steps: list[Step]) -> None:
        found.append(tuple(steps))

    generation.once(seed, count, steps=st.lists(step, min_size=_LONGEST // 2, max_size=_LONGEST))(collect)
    return tuple(found[:count])


def _take(walk: Walk, step: Step) -> None:
    """Take a step: one of those below, or a plain read."""
    record = OPERATIONS[step.operation]
    if step.operation in _STEPS:
        _STEPS[step.operation](walk, step)
    elif step.operation not in _OF_A_SNAPSHOT:
        if step.operation == "listSnapshots" and walk.run.listing.is_long:
            return
        _send(walk, _probe(record.accepts, record.answer, walk.run.requests.plain(step.operation), OK))
    elif walk.made:
        _of_a_snapshot(walk, step)


def _of_a_snapshot(walk: Walk, step: Step) -> None:
    run, known = walk.run, walk.made[step.which % len(walk.made)]
    if known.id is None or known.existence == "unsure":
        return
    id_ = known.id.upper() if step.variant % 2 else known.id
    probe = _OF_A_SNAPSHOT[step.operation](run, id_, known.existence == "gone", step.variant)
    needs_it_made = known.existence == "there" and not OPERATIONS[step.operation].reads
    if needs_it_made and run.snapshots.statuses.get(known.id) != AVAILABLE:
        run.waiting.until_made(known.id)
    _send(walk, probe)


def _create(walk: Walk, step: Step) -> None:
    run, name = walk.run, walk.run.requests.fresh_name()
    probe = _probe("create-accepted", "a create with a new name", run.requests.create(name=name), OK)
    gone = [each for each in walk.made if each.existence == "gone"]
    there = [each for each in walk.made if each.existence == "there"]
    if step.variant in (1, 2) and gone:
        freed = gone[step.which % len(gone)].name
        if any(freed.lower() == each.name.lower() for each in there):
            probe = _probe(
                "name-unique", "a create with a name that was freed and taken", run.requests.create(name=freed), REFUSED
            )
        else:
            probe = _probe("delete-frees-name", "a create with a freed name", run.requests.create(name=freed), OK)
    elif step.variant in (3, 4) and there:
        taken = there[step.which % len(there)].name
        request = run.requests.create(name=taken if step.variant == 3 else taken.swapcase())
        clause = "name-unique" if step.variant == 3 else "name-unique-case"
        probe = _probe(clause, "a create with a taken name", request, REFUSED)
    elif step.variant == 5:
        request = run.requests.create(name=name, cluster_id=run.requests.unknown_uuid())
        probe = _probe("cluster-unknown", "a create of an unknown cluster", request, NOT_FOUND)
    before = len(run.snapshots.made)
    _send(walk, probe)
    walk.made += run.snapshots.made[before:]


def _details(run: Run, id_: str, is_gone: bool, variant: int) -> Probe:
    if is_gone:
        return _probe("delete-gone", "details of a deleted snapshot", run.requests.details(id_), GONE)
    return _probe("details-answer", "details of a snapshot", run.requests.details(id_), OK)


def _delete(run: Run, id_: str, is_gone: bool, variant: int) -> Probe:
    if is_gone:
        return _probe("no-use-after-delete", "a delete of a deleted snapshot", run.requests.delete(id_), GONE)
    return _probe("delete-accepted", "a delete of a snapshot", run.requests.delete(id_), ACCEPTED)


def _restore(run: Run, id_: str, is_gone: bool, variant: int) -> Probe:
    if is_gone:
        return _probe("no-use-after-delete", "a restore of a deleted snapshot", run.requests.restore(id_), GONE)
    least, most = run.contract.range("Restore", "port")
    request = run.requests.restore(id_, port=(least - 1, most + 1)[variant % 2])
    return _probe("restore-port", "a restore with a port out of range", request, REFUSED)


def _copy(run: Run, id_: str, is_gone: bool, variant: int) -> Probe:
    if is_gone:
        return _probe("no-use-after-delete", "a copy of a deleted snapshot", run.requests.copy(id_), GONE)
    return _probe("copy-manual", "a copy of a manual snapshot", run.requests.copy(id_), FORBIDDEN)


def _page(walk: Walk, step: Step) -> None:
    """Ask for a page, then read all pages and compare them with the list."""
    run = walk.run
    request = run.requests.page(limit=1 + step.variant)
    if _send(walk, _probe("page-answer", "a page of the cluster", request, OK)) is None or run.listing.is_long:
        return
    if run.findings.carries("page-offset") and _differing(run) and (told := _differing(run)):
        run.judge.break_("pages-whole", *told)


def _differing(run: Run) -> tuple[str, Exchange] | tuple[()]:
    """Return the difference of the list and the pages, and the last page.

    Nothing if they agree, or if somebody else changes snapshots.
    """
    before, pages, after = _own(run), all_pages(run, sort_key="name"), _own(run)
    if before is None or before != after or not pages.is_whole or sorted(pages.ids) == before:
        return ()
    if set(pages.ids) - {*before, *run.snapshots.by_id}:
        return ()
    return f"the list has {len(before)} snapshots of the cluster, but its pages have {len(pages.ids)}", pages.last


def _own(run: Run) -> list[str] | None:
    """Return the sorted IDs of the cluster's snapshots in the list; None if the list cannot be read."""
    own, listing = run.options.cluster_id.lower(), run.listing.read()
    found = [each["id"].lower() for each in entries(listing.json) if str(each.get("cluster_id")).lower() == own]
    return sorted(found) if listing.accepted else None


_STEPS: dict[str, Callable[[Walk, Step], None]] = {_CREATE: _create, "listClusterSnapshots": _page}
_OF_A_SNAPSHOT: dict[str, Callable[[Run, str, bool, int], Probe]] = {
    "listSnapshotDetails": _details,
    "deleteSnapshot": _delete,
    "restoreCluster": _restore,
    "copySnapshot": _copy,
}


def _probe(clause: str, what: str, request: Request, expect: frozenset[int]) -> Probe:
    return Probe(clause=clause, what=what, rule="that follows from the steps before", request=request, expect=expect)


def _send(walk: Walk, probe: Probe) -> list[dict[str, Any]] | None:
    """Send a probe, and return the snapshots in the answer, None if it was refused or not sent."""
    walk.taken += 1
    exchange = walk.run.ask(replace(probe, what=f"{probe.what}, at step {walk.taken} of a walk"))
    return entries(exchange.json) if exchange is not None and exchange.accepted else None
