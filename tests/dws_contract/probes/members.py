"""Members: mandatory ones left out, and every wrong type in the place of each."""

from __future__ import annotations

import json

from dws_contract.examiner import Examiner
from dws_contract.requests import ABSENT

OTHER_TYPES: tuple[tuple[str, object], ...] = (
    ("null", None),
    ("true", True),
    ("0", 0),
    ("a number", 12345678),
    ("a number with a fraction", 1.5),
    ("an empty array", []),
    ("an empty object", {}),
)
"""Values that are no string, each in words; the last is an object."""
BUT_NULL = OTHER_TYPES[1:]
"""The same without null, of which the contract does not say what it is in optional members of a restore or a copy."""


def ask(examiner: Examiner) -> None:
    """Ask about the presence and the type of each member."""
    _body(examiner)
    _snapshot(examiner)
    for clause, member in (
        ("name-string", "name"),
        ("cluster-id-string", "cluster_id"),
        ("description-string", "description"),
    ):
        _string(examiner, clause, member)
    empty = examiner.post(b'{"snapshot": {}}')
    examiner.refuse("name-string", "an empty snapshot", empty, "the contract says a mandatory string")
    _misspelt(examiner)
    examiner.accept(
        "description-optional",
        "a create without a description",
        examiner.create(description=ABSENT),
        "a description is optional",
    )
    examiner.make(
        "description-optional", "an empty description", examiner.create(description=""), "a description may be empty"
    )


def _body(examiner: Examiner) -> None:
    good = {"snapshot": examiner.snapshot()}
    values = [
        *OTHER_TYPES[:-1],
        ("an array that holds the object", [good]),
        ("a string that holds the object", json.dumps(good)),
    ]
    for what, value in values:
        request = examiner.post(json.dumps(value).encode())
        examiner.refuse("body-object", f"a body that is {what}", request, "the contract says an object")


def _snapshot(examiner: Examiner) -> None:
    clause, rule = "snapshot-object", "the contract says a mandatory object"
    examiner.refuse(clause, "a body without `snapshot`", examiner.post(b"{}"), rule)
    bare = json.dumps(examiner.snapshot()).encode()
    examiner.refuse(clause, "a body that is the snapshot itself", examiner.post(bare), rule)
    good = examiner.snapshot()
    for what, value in (
        *OTHER_TYPES[:-1],
        ("an array that holds the object", [good]),
        ("a string that holds the object", json.dumps(good)),
    ):
        request = examiner.post(json.dumps({"snapshot": value}).encode())
        examiner.refuse(clause, f"a `snapshot` that is {what}", request, rule)


def _string(examiner: Examiner, clause: str, member: str) -> None:
    rule = "the contract says a string"
    if member != "description":
        mandatory = "the contract says a mandatory string"
        examiner.refuse(clause, f"a snapshot without `{member}`", examiner.create(**{member: ABSENT}), mandatory)
    good = str(examiner.snapshot(description="dws-contract")[member])
    for what, value in (*OTHER_TYPES, ("an array that holds the string", [good]), ("an object", {"value": good})):
        examiner.refuse(clause, f"a `{member}` that is {what}", examiner.create(**{member: value}), rule)


def _misspelt(examiner: Examiner) -> None:
    """JSON compares names of members with case: `Name` is another, unknown member."""
    for clause, member in (("name-string", "name"), ("cluster-id-string", "cluster_id")):
        snapshot = examiner.snapshot()
        snapshot[member.capitalize()] = snapshot.pop(member)
        request = examiner.post(json.dumps({"snapshot": snapshot}).encode())
        what = f"a snapshot with `{member.capitalize()}` in the place of `{member}`"
        examiner.refuse(clause, what, request, "the contract says a mandatory string")
    request = examiner.post(json.dumps({"Snapshot": examiner.snapshot()}).encode())
    what = "a body with `Snapshot` in the place of `snapshot`"
    examiner.refuse("snapshot-object", what, request, "the contract says a mandatory object")
