"""While a snapshot is being made it cannot be used, and its cluster makes no other. In the end it is available."""

from __future__ import annotations

import time
from dataclasses import replace
from http import HTTPStatus
from typing import Any

from dws_contract.probes import live
from dws_contract.probes.live import Making
from dws_contract.steps.asking import Run
from dws_contract.steps.known import AVAILABLE, CREATING, UNAVAILABLE, entries
from dws_contract.steps.questions import CONFLICT, FORBIDDEN, OK, REFUSED, Probe
from dws_contract.traffic.messages import Exchange, Request

_AT_ONCE = 4
_TRIES = 3
_CLAUSES = ("one-at-a-time", "delete-creating", "restore-not-available")
_BECOMES = "snapshot-becomes-available"


def ask(run: Run) -> None:
    """Test a snapshot that is being made, if making one takes time."""
    least = _watch(run)
    if least is None:
        return
    for clause in _CLAUSES:
        for left in reversed(range(_TRIES)):
            if not _during(run, clause, least, is_last=not left):
                break
    _at_once(run)


def _watch(run: Run) -> float | None:
    """Watch a snapshot until it is made. Return the seconds that this took at least, None if it took no time."""
    known = live.begin(run, _BECOMES)
    asked = time.monotonic()
    if known is None or known.id is None:
        is_slow = run.waiting.is_used_up and run.snapshots.was_creating
        _miss(run, run.waiting.reason if is_slow else "no snapshot could be made to test it with")
        return None
    least = 0.0

    def note() -> None:
        nonlocal least
        least = time.monotonic() - asked - run.waiting.took

    status = run.waiting.until_made(known.id, note)
    if status == CREATING:
        _miss(run, run.waiting.reason)
        run.findings.miss(_BECOMES, run.waiting.reason)
        return None
    if not run.snapshots.was_creating:
        reason = "snapshots were made too fast: none was ever seen CREATING"
        _miss(run, reason)
        run.findings.miss(_BECOMES, reason)
        return None
    if status not in (AVAILABLE, UNAVAILABLE):
        run.findings.miss(_BECOMES, f"its status is {status or 'missing'}")
    else:
        run.findings.hold(_BECOMES)
    return least


def _miss(run: Run, reason: str) -> None:
    for clause in _CLAUSES:
        run.findings.miss(clause, reason)


def _during(run: Run, clause: str, least: float, *, is_last: bool) -> bool:
    """Test a clause while a snapshot is being made. Return whether another try makes sense."""
    asked = time.monotonic()
    known = live.begin(run, clause)
    if known is None or known.id is None:
        return False
    making = Making(known, asked, least)
    what, request, rule = _question(run, clause, known.id)
    probe = Probe(clause=clause, what=what, rule=rule, request=request, expect=FORBIDDEN)
    if run.withheld(replace(probe, expect=OK) if clause == "restore-not-available" else probe):
        return False
    exchange = run.sender.send(request)
    if exchange.status != HTTPStatus.FORBIDDEN and not making.is_creating(run):
        run.findings.miss(clause, "the snapshot was made before the request came")
        run.waiting.until_idle(run.options.cluster_id)
        return True
    if exchange.status != HTTPStatus.FORBIDDEN and exchange.may_pass and not is_last:
        run.waiting.until_made(known.id)
        return True
    _decide(run, probe, exchange)
    if clause == "one-at-a-time":
        _body_first(run, making)
    elif clause == "restore-not-available":
        _name_first(run, known.id)
    if known.existence == "there":
        run.waiting.until_made(known.id)
    run.waiting.until_idle(run.options.cluster_id)
    return False


def _question(run: Run, clause: str, snapshot_id: str) -> tuple[str, Request, str]:
    if clause == "one-at-a-time":
        what = "a create while another snapshot of the cluster is being made"
        return what, run.requests.create(), "only one is made at a time: the contract says 403"
    rule = "it is still being made: the contract says 403"
    if clause == "delete-creating":
        return "a delete of a snapshot that is CREATING", run.requests.delete(snapshot_id), rule
    return "a restore of a snapshot that is CREATING", run.requests.restore(snapshot_id), rule


def _body_first(run: Run, making: Making) -> None:
    """Send a bad name while the cluster is busy. The name is checked first, so it does not matter if it still is."""
    for what, name, need in (
        ("a name of one character", "a", "name-min-length"),
        ("a name that is taken", making.known.name, "name-unique"),
    ):
        probe = Probe(
            clause="order-of-judgement",
            what=f"{what} while the cluster is making a snapshot",
            rule="the contract checks the name first: 400",
            request=run.requests.create(name=name),
            needs=(need,),
        )
        if run.withheld(probe):
            continue
        exchange = run.sender.send(probe.request)
        if exchange.may_pass and exchange.status not in probe.expect:
            exchange = run.sender.send(probe.request)
        _decide(run, probe, exchange)


def _name_first(run: Run, snapshot_id: str) -> None:
    """Restore a snapshot that is CREATING to a taken name. The name is checked first."""
    own = entries(run.sender.observe(run.requests.call("listClusterDetails")).json, "clusters")
    name = own[0].get("name") if own else None
    if isinstance(name, str) and run.contract.name.allows(name):
        what = "a restore of a snapshot that is CREATING, to the name of a cluster"
        request, rule = run.requests.restore(snapshot_id, name=name), "the contract checks the name first: 400 or 409"
        run.expect(REFUSED | CONFLICT, "order-of-judgement", what, request, rule, needs=("restore-not-available",))


def _decide(run: Run, probe: Probe, exchange: Exchange) -> None:
    """Judge an answer. That the cluster is busy explains nothing here."""
    if exchange.answer is None:
        run.conclude(probe, exchange)
    else:
        run.judge.decide(probe, exchange)


def _at_once(run: Run) -> None:
    """Send simultaneous creates with different names: only one may be made at a time."""
    clause, rule = "one-at-a-time", "only one snapshot of a cluster is made at a time"
    if not run.waiting.until_idle(run.options.cluster_id):
        run.findings.miss(clause, run.waiting.reason)
        return
    requests = [run.requests.create() for _ in range(_AT_ONCE)]
    probe = Probe(clause=clause, what="", rule=rule, request=requests[0], expect=OK)
    exchanges = run.race(probe, requests)
    own = run.options.cluster_id.lower()
    told = live.listed(run) if not run.listing.is_long else _details(run)
    creating = [each for each in told if each.get("status") == CREATING and str(each.get("cluster_id")).lower() == own]
    accepted = [each for each in exchanges if each.accepted]
    if len(creating) > 1 and len(accepted) > 1:
        sentence = (
            f"{len(creating)} snapshots of the cluster are CREATING after {_AT_ONCE} simultaneous creates; {rule}"
        )
        run.judge.break_by_many(clause, sentence, accepted[-1], exchanges)
    elif len(accepted) == 1:
        run.findings.hold(clause)
    run.waiting.until_idle(run.options.cluster_id)


def _details(run: Run) -> list[dict[str, Any]]:
    """Return the details of the snapshots that simultaneous creates may have made, if the list is too long to read."""
    made = [each.id for each in run.snapshots.of("there")[-_AT_ONCE:] if each.id is not None]
    return [found for each in made for found in entries(run.sender.observe(run.requests.details(each)).json)]
