"""While a snapshot is being made: it cannot be used, its cluster makes no other, and in the end it is available."""

from __future__ import annotations

import time
from dataclasses import replace
from http import HTTPStatus

from dws_contract.examiner import Examiner
from dws_contract.known import AVAILABLE, CREATING, UNAVAILABLE
from dws_contract.messages import Request
from dws_contract.probes import live
from dws_contract.probes.live import Making
from dws_contract.questions import FORBIDDEN, OK, Probe

_AT_ONCE = 4
_TRIES = 3
_CLAUSES = ("one-at-a-time", "delete-creating", "restore-not-available")
_BECOMES = "snapshot-becomes-available"


def ask(examiner: Examiner) -> None:
    """Ask about a snapshot that is being made, if making one takes any time."""
    least = _watch(examiner)
    if least is None:
        return
    for clause in _CLAUSES:
        for _ in range(_TRIES):
            if not _during(examiner, clause, least):
                break
    _at_once(examiner)


def _watch(examiner: Examiner) -> float | None:
    """Follow a snapshot until it is made. Return the seconds that this took at least, None where it took none."""
    known = live.begin(examiner, _BECOMES)
    asked = time.monotonic()
    if known is None or known.id is None:
        is_slow = examiner.waiting.is_used_up and examiner.snapshots.was_creating
        _miss(examiner, examiner.waiting.reason if is_slow else "no snapshot could be made to ask about")
        return None
    least = 0.0

    def note() -> None:
        nonlocal least
        least = time.monotonic() - asked - examiner.waiting.took

    status = examiner.waiting.until_made(known.id, note)
    if status == CREATING:
        _miss(examiner, examiner.waiting.reason)
        examiner.findings.miss(_BECOMES, examiner.waiting.reason)
        return None
    if not examiner.snapshots.was_creating:
        reason = "snapshots were made in no time: none was ever seen CREATING"
        _miss(examiner, reason)
        examiner.findings.miss(_BECOMES, reason)
        return None
    if status not in (AVAILABLE, UNAVAILABLE):
        examiner.findings.miss(_BECOMES, f"its status is {status or 'not told'}")
    else:
        examiner.findings.hold(_BECOMES)
    return least


def _miss(examiner: Examiner, reason: str) -> None:
    for clause in _CLAUSES:
        examiner.findings.miss(clause, reason)


def _during(examiner: Examiner, clause: str, least: float) -> bool:
    """Ask while a snapshot is being made. Return whether it is worth another try."""
    asked = time.monotonic()
    known = live.begin(examiner, clause)
    if known is None or known.id is None:
        return False
    making = Making(known, asked, least)
    what, request, rule = _question(examiner, clause, known.id)
    probe = Probe(clause=clause, what=what, rule=rule, request=request, expect=FORBIDDEN)
    if examiner.withheld(replace(probe, expect=OK) if clause == "restore-not-available" else probe):
        return False
    exchange = examiner.send(request)
    if exchange.status != HTTPStatus.FORBIDDEN and not making.is_creating(examiner):
        examiner.findings.miss(clause, "the snapshot was made before the question came")
        examiner.waiting.until_idle(examiner.options.cluster_id)
        return True
    if exchange.answer is None:
        examiner.judge(probe, exchange)
    else:
        examiner.judge_.judge(probe, exchange)
    if clause == "one-at-a-time":
        _body_first(examiner, making)
    if known.existence == "there":
        examiner.waiting.until_made(known.id)
    examiner.waiting.until_idle(examiner.options.cluster_id)
    return False


def _question(examiner: Examiner, clause: str, snapshot_id: str) -> tuple[str, Request, str]:
    if clause == "one-at-a-time":
        what = "a create while another snapshot of the cluster is being made"
        return what, examiner.create(), "one is made at a time, the contract says 403"
    rule = "it is still being made, the contract says 403"
    if clause == "delete-creating":
        return "a delete of a snapshot that is CREATING", examiner.delete(snapshot_id), rule
    return "a restore of a snapshot that is CREATING", examiner.restore(snapshot_id), rule


def _body_first(examiner: Examiner, making: Making) -> None:
    """Ask with a bad name while the cluster is busy: the name is judged first, whether it still is busy or not."""
    for what, name, need in (
        ("a name of one character", "a", "name-min-length"),
        ("a name that is taken", making.known.name, "name-unique"),
    ):
        probe = Probe(
            clause="order-of-judgement",
            what=f"{what} while the cluster is making a snapshot",
            rule="the contract judges the name first: 400",
            request=examiner.create(name=name),
            needs=(need,),
        )
        if not examiner.withheld(probe):
            exchange = examiner.send(probe.request)
            if exchange.answer is not None:
                examiner.judge_.judge(probe, exchange)


def _at_once(examiner: Examiner) -> None:
    """Ask with simultaneous creates of several names: only one is being made then."""
    clause, rule = "one-at-a-time", "one snapshot of a cluster is made at a time"
    if not examiner.waiting.until_idle(examiner.options.cluster_id):
        examiner.findings.miss(clause, examiner.waiting.reason)
        return
    requests = [examiner.create() for _ in range(_AT_ONCE)]
    probe = Probe(clause=clause, what="", rule=rule, request=requests[0], expect=OK)
    exchanges = examiner.race(probe, requests)
    own = examiner.options.cluster_id.lower()
    creating = [
        each
        for each in live.listed(examiner)
        if each.get("status") == CREATING and str(each.get("cluster_id")).lower() == own
    ]
    accepted = [each for each in exchanges if each.accepted]
    if len(creating) > 1 and len(accepted) > 1:
        sentence = (
            f"{len(creating)} snapshots of the cluster are CREATING after {_AT_ONCE} simultaneous creates; {rule}"
        )
        examiner.deviate(probe, accepted[-1], sentence, _AT_ONCE)
    elif len(accepted) == 1:
        examiner.findings.hold(clause)
    examiner.waiting.until_idle(examiner.options.cluster_id)
