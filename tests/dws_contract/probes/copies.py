"""Copies: of automated snapshots only, and with the rules of a snapshot's name and description."""

from __future__ import annotations

from dataclasses import replace

from dws_contract.probes import descriptions, live, names
from dws_contract.probes.body_members import NO_NAMES, BodyMember, ask_of_bodies, judged_first, settle_order
from dws_contract.probes.members import BUT_NULL, OTHER_TYPES
from dws_contract.steps.asking import Run
from dws_contract.steps.known import AVAILABLE, CREATING
from dws_contract.steps.questions import ACCEPTED, FORBIDDEN, GONE, OK, REFUSED
from dws_contract.traffic.requests import ABSENT

_OPERATION = "copySnapshot"
_SAMPLE = 3
_DESCRIPTION = "Kept from the schedule; 100 % 你好 😀"


def ask(run: Run) -> None:
    """Ask about copies."""
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
    _accepted(run)


def _types(run: Run, name: BodyMember, text: BodyMember) -> None:
    for what, value in (("left out", ABSENT), *OTHER_TYPES):
        name.refuse(run, "", f"a copy's name that is {what}", value, "the contract says a mandatory string")
    for what, value in BUT_NULL:
        text.refuse(run, "", f"a copy's description that is {what}", value, "the contract says a string")
    for what, value in (("absent", ABSENT), ("empty", "")):
        text.accept(run, "", f"a copy's description that is {what}", value, "it is optional")
    whole = name.request(run, run.requests.fresh_name())
    for holder in (b"snapshot", b"copy", b"linked-copy"):
        request = replace(whole, body=b'{"%s": %s}' % (holder, whole.body))
        what = f"a copy with its members inside `{holder.decode()}`"
        name.refuse(run, "", what, request, "the contract says one JSON object in UTF-8")


def _manual(run: Run) -> None:
    """Ask to copy a manual snapshot. Its name is judged first, so that a taken one is seen at no cost."""
    known = live.available(run, "copy-manual")
    if known is None or known.id is None:
        return
    rule = "it is manual, the contract says 403"
    request = run.requests.copy(known.id)
    run.expect(FORBIDDEN, "copy-manual", "a copy of a manual snapshot", request, rule)
    for what, name in (("taken", known.name), ("taken in another case", known.name.swapcase())):
        run.expect(
            REFUSED,
            "order-of-judgement",
            f"a copy of a manual snapshot under a name that is {what}",
            run.requests.copy(known.id, backup_name=name),
            "the contract judges uniqueness before the type: 400",
            needs=("copy-manual", "name-unique", "name-unique-case"),
        )


def _accepted(run: Run) -> None:
    clause = "copy-accepted"
    found = live.automated(run)
    if not found:
        run.findings.miss(clause, "the project has no automated snapshot that is available")
        run.findings.miss("copy-name", "in part: without an automated snapshot no name was seen to be taken")
        return
    source = found[0]
    _name_of_automated(run, source)
    for name in _taken(run):
        what, rule = "a copy under a name that is taken", "names are unique without regard to case"
        request = run.requests.copy(source, backup_name=name)
        run.refuse("copy-name", what, request, rule)
    name, rule = run.requests.names.like("A" + run.requests.shape[1:]), "it keeps every rule of the contract"
    request = run.requests.copy(source, backup_name=name, description=_DESCRIPTION)
    if not run.make(clause, "a copy of an automated snapshot", request, rule):
        return
    known = run.snapshots.made[-1]
    if known.id is None or known.existence != "there":
        return
    run.listing.read()
    if run.waiting.until_made(known.id) == CREATING:
        run.findings.miss(clause, run.waiting.reason)
        return
    live.read(run, clause, known, "details of a copy")
    what, rule = "details of a snapshot that was copied", "a copy leaves it as it was"
    run.expect(OK, clause, what, run.requests.details(source), rule)
    for same in (known.name, known.name.swapcase()):
        what, rule = "a copy under the name of another copy", "names are unique without regard to case"
        request = run.requests.copy(source, backup_name=same)
        run.refuse("copy-name", what, request, rule)
        what = "a create with the name of a copy"
        taken = "name-unique" if same == known.name else "name-unique-case"
        run.refuse(taken, what, run.requests.create(name=same), rule)
    if run.snapshots.statuses.get(known.id) == AVAILABLE:
        _delete(run, known.id)


def _name_of_automated(run: Run, source: str) -> None:
    """Ask for the name of an automated snapshot: names are unique whoever made the snapshot."""
    named = next((str(each.get("name")) for each in live.listed(run) if each["id"] == source), "")
    if run.contract.name.allows(named):
        rule = "an automated snapshot has this name"
        for clause, what, request in (
            ("name-unique", "a create with the name of an automated snapshot", run.requests.create(name=named)),
            ("copy-name", "a copy under the name of its source", run.requests.copy(source, backup_name=named)),
        ):
            run.refuse(clause, what, request, rule)


def _taken(run: Run) -> list[str]:
    taken = [each.name for each in run.snapshots.of("there") if each.name]
    return [taken[-1], taken[-1].swapcase()] if taken else []


def _delete(run: Run, copy_id: str) -> None:
    """A copy is manual: it can be deleted."""
    what, rule = "a delete of a copy", "a copy is manual, and available"
    request = run.requests.delete(copy_id)
    exchange = run.expect(ACCEPTED, "delete-accepted", what, request, rule)
    if exchange is not None and exchange.accepted:
        what = "details of a copy that was deleted"
        request = run.requests.details(copy_id)
        run.expect(GONE, "delete-gone", what, request, "it is gone")
