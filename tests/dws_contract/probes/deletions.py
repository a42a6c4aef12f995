"""Deletes: what is gone, what is free again, and what stays."""

from __future__ import annotations

import httpx

from dws_contract.examiner import Examiner
from dws_contract.known import KnownSnapshot, entries
from dws_contract.options import is_loopback
from dws_contract.probes import live
from dws_contract.questions import ACCEPTED, FORBIDDEN, GONE, OK, Probe

_UNUSUAL = 97
"""A limit that nothing else asks for: the page before a delete is the only one that could be remembered."""


def ask(examiner: Examiner) -> None:
    """Ask about deletes. Only snapshots that this run made are deleted."""
    clause = "delete-accepted"
    stays = live.available(examiner, clause)
    name = examiner.names.like("A" + examiner.shape[1:])
    doomed = live.new(examiner, clause, name=name) if stays is not None else None
    if doomed is not None:
        live.new(examiner, "delete-only-that", name=f"{name}a")
    if stays is not None and doomed is not None and _delete(examiner, doomed):
        _gone(examiner, doomed)
        live.read(examiner, "delete-only-that", stays, "details of a snapshot beside the one that was deleted")
        _no_use(examiner, doomed)
        _name(examiner, doomed)
    _automated(examiner)


def _delete(examiner: Examiner, doomed: KnownSnapshot) -> bool:
    assert doomed.id is not None
    before = {each["id"].lower() for each in live.listed(examiner)}
    examiner.observe(examiner.page(limit=_UNUSUAL))
    request = examiner.delete(doomed.id)
    rule = "a manual snapshot that is available can be deleted"
    exchange = examiner.ask(
        Probe(clause="delete-accepted", what="a delete", rule=rule, request=request, expect=ACCEPTED)
    )
    if exchange is None or not exchange.accepted:
        return False
    answer = examiner.observe(examiner.lists())
    after = {each["id"].lower() for each in entries(answer.json)}
    lost = {each for each in before - after - {doomed.id} if examiner.snapshots.get(each) is not None}
    if lost and answer.accepted:
        sentence = f"a delete of {doomed.id} removed {len(lost)} other snapshots from the list; it removes only that"
        examiner.judge_.break_("delete-only-that", sentence, exchange)
    elif after:
        examiner.findings.hold("delete-only-that")
    return True


def _gone(examiner: Examiner, doomed: KnownSnapshot) -> None:
    assert doomed.id is not None
    for id_ in (doomed.id, doomed.id.upper()):
        request, rule = examiner.details(id_), "the contract says 400 or 404"
        what = "details of a snapshot that was deleted"
        examiner.ask(Probe(clause="delete-gone", what=what, rule=rule, request=request, expect=GONE))
    for request in (examiner.page(limit=_UNUSUAL), examiner.page()):
        examiner.observe(request)


def _no_use(examiner: Examiner, doomed: KnownSnapshot) -> None:
    assert doomed.id is not None
    for what, request in (
        ("a second delete of a snapshot", examiner.delete(doomed.id)),
        ("a restore of a deleted snapshot", examiner.restore(doomed.id)),
        ("a copy of a deleted snapshot", examiner.copy(doomed.id)),
    ):
        rule = "it was deleted, the contract says 400 or 404"
        examiner.ask(Probe(clause="no-use-after-delete", what=what, rule=rule, request=request, expect=GONE))


def _name(examiner: Examiner, doomed: KnownSnapshot) -> None:
    clause, what = "delete-frees-name", "a create with the name of a deleted snapshot"
    swapped = doomed.name.swapcase()
    for name in (doomed.name, swapped):
        request = examiner.create(name=name)
        rule = "once a delete is accepted, the name is free"
        if not examiner.make(clause, what, request, rule):
            return
        made = examiner.snapshots.made[-1]
        if made.id is None or examiner.waiting.until_made(made.id) == "":
            return
        examiner.observe(examiner.lists())
        rule = "a manual snapshot that is available can be deleted"
        delete = Probe(
            clause="delete-accepted",
            what="a delete of a snapshot with a name that was used before",
            rule=rule,
            request=examiner.delete(made.id),
            expect=ACCEPTED,
        )
        examiner.ask(delete)
        _gone_still(examiner, doomed)


def _gone_still(examiner: Examiner, doomed: KnownSnapshot) -> None:
    """A name that is used again does not bring the old snapshot back."""
    assert doomed.id is not None
    request, rule = examiner.details(doomed.id), "the contract says 400 or 404"
    what = "details of a deleted snapshot whose name was used again"
    examiner.ask(Probe(clause="delete-gone", what=what, rule=rule, request=request, expect=GONE))


def _automated(examiner: Examiner) -> None:
    """Ask to delete an automated snapshot: one of a cluster that this run restored, or else on this machine only."""
    clause = "delete-automated"
    found = live.automated(examiner, own=True)
    if not found and is_loopback(httpx.URL(examiner.options.url).host):
        found = live.automated(examiner)
    if not found:
        examiner.findings.miss(clause, "there was no automated snapshot that may be put at risk")
        return
    rule = "it is automated, the contract says 403"
    request = examiner.delete(found[0])
    what = "a delete of an automated snapshot"
    examiner.ask(Probe(clause=clause, what=what, rule=rule, request=request, expect=FORBIDDEN))
    request = examiner.details(found[0])
    what, rule = "details of an automated snapshot whose delete was refused", "a refused delete removes nothing"
    examiner.ask(Probe(clause=clause, what=what, rule=rule, request=request, expect=OK, needs=(clause,)))
