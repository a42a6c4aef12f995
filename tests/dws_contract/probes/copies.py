"""Copies: of automated snapshots only, and with the rules of a snapshot's name and description."""

from __future__ import annotations

from dataclasses import replace

from dws_contract.examiner import Examiner
from dws_contract.known import AVAILABLE, CREATING
from dws_contract.probes import descriptions, live, names
from dws_contract.probes.body_members import BodyMember, judged_first
from dws_contract.probes.clusters import is_told_apart
from dws_contract.probes.members import BUT_NULL, OTHER_TYPES
from dws_contract.probes.proofs import OTHER_MEDIA_TYPE
from dws_contract.questions import ACCEPTED, FORBIDDEN, GONE, NOT_FOUND, OK, Probe
from dws_contract.requests import ABSENT

_OPERATION = "copySnapshot"
_SAMPLE = 3
_DESCRIPTION = "Kept from the schedule; 100 % 你好 😀"


def ask(examiner: Examiner) -> None:
    """Ask about copies."""
    _settle_order(examiner)
    snapshot_id = judged_first(examiner, _OPERATION, ("copy-name", "copy-description"))
    if snapshot_id is not None:
        name = BodyMember(_OPERATION, "backup_name", "a copy's name", "copy-name", snapshot_id, sample=_SAMPLE)
        names.ask_of(examiner, name)
        text = BodyMember(_OPERATION, "description", "a copy's description", "copy-description", snapshot_id)
        descriptions.ask_of(examiner, text)
        _types(examiner, name, text)
        _bodies(examiner, snapshot_id)
    _manual(examiner)
    _accepted(examiner)


def _settle_order(examiner: Examiner) -> None:
    """Find out whether the body is judged before the snapshot: then bodies are asked about at no cost."""
    bad = (
        *(examiner.copy(backup_name=name) for name in ("a", "0123", "a b c", 5)),
        *(examiner.copy(description=text) for text in ("<", "x" * 999, 5)),
        examiner.call(_OPERATION, body={}),
        replace(examiner.copy(), media_type=OTHER_MEDIA_TYPE),
    )
    is_unknown = examiner.send(examiner.copy()).status in NOT_FOUND
    if is_unknown and any(is_told_apart(examiner.send(request)) for request in bad):
        examiner.judges_body_first.add(_OPERATION)


def _types(examiner: Examiner, name: BodyMember, text: BodyMember) -> None:
    for what, value in (("left out", ABSENT), *OTHER_TYPES):
        name.refuse(examiner, "", f"a copy's name that is {what}", value, "the contract says a mandatory string")
    for what, value in BUT_NULL:
        text.refuse(examiner, "", f"a copy's description that is {what}", value, "the contract says a string")
    for what, value in (("absent", ABSENT), ("empty", "")):
        text.accept(examiner, "", f"a copy's description that is {what}", value, "it is optional")


def _bodies(examiner: Examiner, snapshot_id: str) -> None:
    """Ask about bodies as such: a few of what is asked about a create's."""
    whole = examiner.copy(snapshot_id or None)
    text = whole.body or b""
    for clause, what, request in (
        ("media-type-wrong", "a body of text/plain", replace(whole, media_type=OTHER_MEDIA_TYPE)),
        ("body-required", "no body", replace(whole, body=None)),
        ("body-json", "a body cut short", replace(whole, body=text[:-1])),
        ("body-utf8", "a body with the byte ff", replace(whole, body=text.replace(b'"}', b'\xff"}'))),
        ("body-object", "a body that is an array", replace(whole, body=b"[" + text + b"]")),
        *(
            (
                "copy-name",
                f"its members inside `{member}`",
                replace(whole, body=b'{"%s": %s}' % (member.encode(), text)),
            )
            for member in ("snapshot", "copy", "linked-copy")
        ),
    ):
        BodyMember(_OPERATION, "", "", clause, snapshot_id).refuse(
            examiner, clause, f"a copy with {what}", request, "the contract says one JSON object in UTF-8"
        )


def _manual(examiner: Examiner) -> None:
    """Ask to copy a manual snapshot. Its name is judged first, so that a taken one is seen at no cost."""
    known = live.available(examiner, "copy-manual")
    if known is None or known.id is None:
        return
    rule = "it is manual, the contract says 403"
    request = examiner.copy(known.id)
    examiner.ask(
        Probe(clause="copy-manual", what="a copy of a manual snapshot", rule=rule, request=request, expect=FORBIDDEN)
    )
    for what, name in (("taken", known.name), ("taken in another case", known.name.swapcase())):
        examiner.ask(
            Probe(
                clause="order-of-judgement",
                what=f"a copy of a manual snapshot under a name that is {what}",
                rule="the contract judges uniqueness before the type: 400",
                request=examiner.copy(known.id, backup_name=name),
                needs=("copy-manual", "name-unique", "name-unique-case"),
            )
        )


def _accepted(examiner: Examiner) -> None:
    clause = "copy-accepted"
    found = live.automated(examiner)
    if not found:
        examiner.findings.miss(clause, "the project has no automated snapshot that is available")
        examiner.findings.miss("copy-name", "in part: without an automated snapshot no name was seen to be taken")
        return
    source = found[0]
    _name_of_automated(examiner, source)
    for name in _taken(examiner):
        what, rule = "a copy under a name that is taken", "names are unique without regard to case"
        request = examiner.copy(source, backup_name=name)
        examiner.ask(Probe(clause="copy-name", what=what, rule=rule, request=request))
    name, rule = examiner.names.like("A" + examiner.shape[1:]), "it keeps every rule of the contract"
    request = examiner.copy(source, backup_name=name, description=_DESCRIPTION)
    if not examiner.make(clause, "a copy of an automated snapshot", request, rule):
        return
    known = examiner.snapshots.made[-1]
    if known.id is None or known.existence != "there":
        return
    examiner.observe(examiner.lists())
    if examiner.waiting.until_made(known.id) == CREATING:
        examiner.findings.miss(clause, examiner.waiting.reason)
        return
    live.read(examiner, clause, known, "details of a copy")
    what, rule = "details of a snapshot that was copied", "a copy leaves it as it was"
    examiner.ask(Probe(clause=clause, what=what, rule=rule, request=examiner.details(source), expect=OK))
    for same in (known.name, known.name.swapcase()):
        what, rule = "a copy under the name of another copy", "names are unique without regard to case"
        request = examiner.copy(source, backup_name=same)
        examiner.ask(Probe(clause="copy-name", what=what, rule=rule, request=request))
        what = "a create with the name of a copy"
        clause_ = "name-unique" if same == known.name else "name-unique-case"
        examiner.ask(Probe(clause=clause_, what=what, rule=rule, request=examiner.create(name=same)))
    if examiner.snapshots.statuses.get(known.id) == AVAILABLE:
        _delete(examiner, known.id)


def _name_of_automated(examiner: Examiner, source: str) -> None:
    """Ask for the name of an automated snapshot: names are unique whoever made the snapshot."""
    named = next((str(each.get("name")) for each in live.listed(examiner) if each["id"] == source), "")
    if examiner.contract.name.allows(named):
        rule = "an automated snapshot has this name"
        for clause, what, request in (
            ("name-unique", "a create with the name of an automated snapshot", examiner.create(name=named)),
            ("copy-name", "a copy under the name of its source", examiner.copy(source, backup_name=named)),
        ):
            examiner.ask(Probe(clause=clause, what=what, rule=rule, request=request))


def _taken(examiner: Examiner) -> list[str]:
    names_ = [each.name for each in examiner.snapshots.of("there") if each.name]
    return [names_[-1], names_[-1].swapcase()] if names_ else []


def _delete(examiner: Examiner, copy_id: str) -> None:
    """A copy is manual: it can be deleted."""
    what, rule = "a delete of a copy", "a copy is manual, and available"
    request = examiner.delete(copy_id)
    exchange = examiner.ask(Probe(clause="delete-accepted", what=what, rule=rule, request=request, expect=ACCEPTED))
    if exchange is not None and exchange.accepted:
        what = "details of a copy that was deleted"
        request = examiner.details(copy_id)
        examiner.ask(Probe(clause="delete-gone", what=what, rule="it is gone", request=request, expect=GONE))
