"""Copies: only automated snapshots can be copied, and name and description follow a snapshot's rules."""

from __future__ import annotations

from dataclasses import replace

from dws_contract.probes import descriptions, live, names, texts
from dws_contract.probes.body_members import NO_NAMES, BodyMember, ask_of_bodies, judged_first, settle_order
from dws_contract.probes.members import BUT_NULL, OTHER_TYPES
from dws_contract.steps.asking import Run
from dws_contract.steps.known import AVAILABLE, CREATING, UNAVAILABLE, KnownSnapshot
from dws_contract.steps.questions import ACCEPTED, FORBIDDEN, GONE, OK, Probe
from dws_contract.traffic.requests import ABSENT

_OPERATION = "copySnapshot"
_SAMPLE = 3


def ask(run: Run) -> None:
    """Test copies."""
    bad_names = (run.requests.copy(backup_name=name) for name in NO_NAMES)
    bad_texts = (run.requests.copy(description=text) for text in ("<", "x" * 999, 5))
    settle_order(run, _OPERATION, *bad_names, *bad_texts)
    snapshot_id = judged_first(run, _OPERATION, ("copy-name", "copy-description"))
    if snapshot_id is not None:
        name = BodyMember(_OPERATION, "backup_name", "a copy's name", "copy-name", snapshot_id, sample=_SAMPLE)
        names.ask_of(run, name)
        text = BodyMember(_OPERATION, "description", "a copy's description", "copy-description", snapshot_id)
        descriptions.ask_of(run, text)
        _types(run, name, text)
        ask_of_bodies(run, _OPERATION, "a copy", snapshot_id)
    _manual(run)
    _unavailable(run)
    _accepted(run)


def _types(run: Run, name: BodyMember, text: BodyMember) -> None:
    for what, value in (("left out", ABSENT), *OTHER_TYPES):
        name.refuse(run, "name-string", f"a copy's name that is {what}", value, "the contract requires a string")
    for what, value in BUT_NULL:
        text.refuse(
            run, "description-string", f"a copy's description that is {what}", value, "the contract requires a string"
        )
    for what, value in (("absent", ABSENT), ("empty", "")):
        text.accept(run, "description-optional", f"a copy's description that is {what}", value, "it is optional")
    whole = name.request(run, run.requests.fresh_name())
    for holder in (b"snapshot", b"copy", b"linked-copy"):
        request = replace(whole, body=b'{"%s": %s}' % (holder, whole.body))
        what = f"a copy with its members inside `{holder.decode()}`"
        name.refuse(run, "", what, request, "the contract requires one JSON object in UTF-8")


def _manual(run: Run) -> None:
    """Try to copy a manual snapshot."""
    known = live.available(run, "copy-manual")
    if known is None or known.id is None:
        return
    rule = "it is manual: the contract says 403"
    run.expect(FORBIDDEN, "copy-manual", "a copy of a manual snapshot", run.requests.copy(known.id), rule)


def _unavailable(run: Run) -> None:
    """Try to copy an automated snapshot that could not be made, if there is one."""
    for each in live.listed(run):
        if each.get("status") == UNAVAILABLE and each.get("type") in live.AUTOMATED:
            what, rule = "a copy of a snapshot that is UNAVAILABLE", "making it failed: the contract says 403"
            run.expect(FORBIDDEN, "copy-manual", what, run.requests.copy(str(each["id"])), rule)
            return


def _accepted(run: Run) -> None:
    """Copy an automated snapshot, if possible one with a description: the copy must not inherit it."""
    clause = "copy-accepted"
    described = {each["id"] for each in live.listed(run) if each.get("description")}
    found = sorted(live.automated(run), key=lambda each: each not in described)
    if not found:
        run.findings.miss(clause, "the project has no automated snapshot that is available")
        run.findings.miss("copy-name", "in part: taken names need an automated snapshot")
        return
    source = found[0]
    _copy(run, source, "a copy of an automated snapshot without a description", ABSENT)
    known = _copy(run, source, "a copy of an automated snapshot", texts.FORMS + texts.SPACES)
    what, rule = "details of a snapshot that was copied", "a copy leaves it as it was"
    run.expect(OK, clause, what, run.requests.details(source), rule)
    if known is not None and known.id is not None and run.snapshots.statuses.get(known.id) == AVAILABLE:
        _delete(run, known.id, source)


def _copy(run: Run, source: str, what: str, description: object) -> KnownSnapshot | None:
    """Make a copy and read it. Return it when it has been made, None if it was not."""
    clause, rule = "copy-accepted", "it keeps every rule of the contract"
    name = run.requests.names.like("A" + run.requests.shape[1:])
    request = run.requests.copy(source, backup_name=name, description=description)
    probe = Probe(clause=clause, what=what, rule=rule, request=request, expect=OK, follows="description-charset")
    exchange = run.ask(probe)
    if exchange is None or not exchange.accepted:
        return None
    known = run.snapshots.made[-1]
    if known.id is None or known.existence != "there":
        return None
    run.listing.look()
    if run.waiting.until_made(known.id) == CREATING:
        run.findings.miss(clause, run.waiting.reason)
        return None
    live.read(run, clause, known, "details of a copy")
    return known


def _delete(run: Run, copy_id: str, source: str) -> None:
    """Delete a copy: that is allowed, because it is manual. Its source stays."""
    what, rule = "a delete of a copy", "a copy is manual, and available"
    request = run.requests.delete(copy_id)
    exchange = run.expect(ACCEPTED, "delete-accepted", what, request, rule)
    if exchange is not None and exchange.accepted:
        what = "details of a copy that was deleted"
        request = run.requests.details(copy_id)
        run.expect(GONE, "delete-gone", what, request, "it was deleted")
        what, rule = "details of a snapshot whose copy was deleted", "a delete removes no other snapshot"
        run.expect(OK, "delete-only-that", what, run.requests.details(source), rule, needs=("copy-accepted",))
