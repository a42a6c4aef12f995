"""Deletes: the snapshot is gone, its name is free, and other snapshots stay."""

from __future__ import annotations

import httpx

from dws_contract.options import is_loopback
from dws_contract.probes import live
from dws_contract.steps.asking import Run
from dws_contract.steps.known import KnownSnapshot, entries
from dws_contract.steps.questions import ACCEPTED, FORBIDDEN, GONE, OK, Probe

_UNUSUAL = 97
"""A limit that no other request has: if a service caches pages, it can only return the one from before the delete."""


def ask(run: Run) -> None:
    """Test deletes. Only snapshots that this run made are deleted."""
    clause = "delete-accepted"
    stays = live.available(run, clause)
    name = run.requests.names.like("A" + run.requests.shape[1:])
    doomed = live.new(run, clause, name=name) if stays is not None else None
    if doomed is not None:
        live.new(run, "delete-only-that", name=f"{name}a")
    if stays is not None and doomed is not None and _delete(run, doomed):
        _gone(run, doomed)
        live.read(run, "delete-only-that", stays, "details of a snapshot that was not deleted")
        _no_use(run, doomed)
        _name(run, doomed)
    _automated(run)


def _delete(run: Run, doomed: KnownSnapshot) -> bool:
    assert doomed.id is not None
    before = {each["id"].lower() for each in live.listed(run)}
    run.sender.observe(run.requests.page(limit=_UNUSUAL))
    request = run.requests.delete(doomed.id)
    rule = "a manual snapshot that is available can be deleted"
    exchange = run.expect(ACCEPTED, "delete-accepted", "a delete", request, rule)
    if exchange is None or not exchange.accepted:
        return False
    answer = run.listing.read()
    after = {each["id"].lower() for each in entries(answer.json)}
    lost = [known for each in before - after - {doomed.id} if (known := run.snapshots.get(each)) is not None]
    if lost and answer.accepted:
        for known in lost:
            known.existence = "unsure"
            run.judge.memory.forget(known.name, known.id or "")
        sentence = f"a delete of {doomed.id} also removed {len(lost)} other snapshots from the list"
        run.judge.break_("delete-only-that", sentence, exchange)
    elif after:
        run.findings.hold("delete-only-that")
    return True


def _gone(run: Run, doomed: KnownSnapshot) -> None:
    assert doomed.id is not None
    for id_ in (doomed.id, doomed.id.upper()):
        request, rule = run.requests.details(id_), "the contract says 400 or 404"
        what = "details of a snapshot that was deleted"
        run.expect(GONE, "delete-gone", what, request, rule)
    whole = () if run.listing.is_long else (run.requests.page(),)
    for request in (run.requests.page(limit=_UNUSUAL), *whole):
        run.sender.observe(request)


def _no_use(run: Run, doomed: KnownSnapshot) -> None:
    assert doomed.id is not None
    for what, request in (
        ("a second delete of a snapshot", run.requests.delete(doomed.id)),
        ("a restore of a deleted snapshot", run.requests.restore(doomed.id)),
        ("a copy of a deleted snapshot", run.requests.copy(doomed.id)),
    ):
        rule = "it was deleted: the contract says 400 or 404"
        run.expect(GONE, "no-use-after-delete", what, request, rule)


def _name(run: Run, doomed: KnownSnapshot) -> None:
    clause, what = "delete-frees-name", "a create with the name of a deleted snapshot"
    swapped = doomed.name.swapcase()
    for name in (doomed.name, swapped):
        request = run.requests.create(name=name)
        rule = "once a delete is accepted, the name is free"
        if not run.make(clause, what, request, rule):
            return
        made = run.snapshots.made[-1]
        if made.id is None or run.waiting.until_made(made.id) == "":
            return
        run.listing.look()
        rule = "a manual snapshot that is available can be deleted"
        delete = Probe(
            clause="delete-accepted",
            what="a delete of a snapshot with a name that was used before",
            rule=rule,
            request=run.requests.delete(made.id),
            expect=ACCEPTED,
        )
        deleted = run.ask(delete)
        _gone_still(run, doomed)
        if deleted is None or not deleted.accepted:
            return


def _gone_still(run: Run, doomed: KnownSnapshot) -> None:
    """Test that using a name again does not bring the old snapshot back."""
    assert doomed.id is not None
    request, rule = run.requests.details(doomed.id), "the contract says 400 or 404"
    what = "details of a deleted snapshot whose name was used again"
    run.expect(GONE, "delete-gone", what, request, rule)


def _automated(run: Run) -> None:
    """Try to delete an automated snapshot of a restored cluster. On this machine it may be any automated snapshot."""
    clause = "delete-automated"
    found = live.automated(run, own=True)
    if not found and is_loopback(httpx.URL(run.options.url).host):
        found = live.automated(run)
    if not found:
        run.findings.miss(clause, "there was no automated snapshot that the run may risk deleting")
        return
    rule = "it is automated: the contract says 403"
    request = run.requests.delete(found[0])
    what = "a delete of an automated snapshot"
    run.expect(FORBIDDEN, clause, what, request, rule)
    request = run.requests.details(found[0])
    what, rule = "details of an automated snapshot whose delete was refused", "a refused delete removes nothing"
    run.expect(OK, clause, what, request, rule, needs=(clause,))
