"""Members: mandatory ones left out, and each one with every wrong type."""

from __future__ import annotations

import json

from dws_contract.steps.asking import Run
from dws_contract.traffic.requests import ABSENT

OTHER_TYPES: tuple[tuple[str, object], ...] = (
    ("null", None),
    ("true", True),
    ("0", 0),
    ("a number", 12345678),
    ("a number with a fraction", 1.5),
    ("an empty array", []),
    ("an empty object", {}),
)
"""Values that are not strings, each after its description; the last one is an object."""
BUT_NULL = OTHER_TYPES[1:]
"""The same without null: the contract leaves it open for optional members of a restore or a copy."""


def ask(run: Run) -> None:
    """Test the presence and the type of each member."""
    _body(run)
    _snapshot(run)
    for clause, member in (
        ("name-string", "name"),
        ("cluster-id-string", "cluster_id"),
        ("description-string", "description"),
    ):
        _string(run, clause, member)
    empty = run.requests.post(b'{"snapshot": {}}')
    run.refuse("name-string", "an empty snapshot", empty, "the contract requires a string")
    _misspelt(run)
    run.accept(
        "description-optional",
        "a create without a description",
        run.requests.create(description=ABSENT),
        "a description is optional",
    )
    run.make(
        "description-optional",
        "an empty description",
        run.requests.create(description=""),
        "a description may be empty",
    )


def _body(run: Run) -> None:
    good = {"snapshot": run.requests.snapshot()}
    values = [
        *OTHER_TYPES[:-1],
        ("an array that contains the object", [good]),
        ("a string that contains the object", json.dumps(good)),
    ]
    for what, value in values:
        request = run.requests.post(json.dumps(value).encode())
        run.refuse("body-object", f"a body that is {what}", request, "the contract requires an object")


def _snapshot(run: Run) -> None:
    clause, rule = "snapshot-object", "the contract requires an object"
    run.refuse(clause, "a body without `snapshot`", run.requests.post(b"{}"), rule)
    bare = json.dumps(run.requests.snapshot()).encode()
    run.refuse(clause, "a body that is the snapshot itself", run.requests.post(bare), rule)
    good = run.requests.snapshot()
    for what, value in (
        *OTHER_TYPES[:-1],
        ("an array that contains the object", [good]),
        ("a string that contains the object", json.dumps(good)),
    ):
        request = run.requests.post(json.dumps({"snapshot": value}).encode())
        run.refuse(clause, f"a `snapshot` that is {what}", request, rule)


def _string(run: Run, clause: str, member: str) -> None:
    rule = "the contract requires a string"
    if member != "description":
        mandatory = "the contract requires a string"
        run.refuse(clause, f"a snapshot without `{member}`", run.requests.create(**{member: ABSENT}), mandatory)
    good = str(run.requests.snapshot(description="dws-contract")[member])
    for what, value in (*OTHER_TYPES, ("an array that contains the string", [good]), ("an object", {"value": good})):
        run.refuse(clause, f"a `{member}` that is {what}", run.requests.create(**{member: value}), rule)


def _misspelt(run: Run) -> None:
    """Test names of members, which are case-sensitive: `Name` is another, unknown member."""
    for clause, member in (("name-string", "name"), ("cluster-id-string", "cluster_id")):
        snapshot = run.requests.snapshot()
        snapshot[member.capitalize()] = snapshot.pop(member)
        request = run.requests.post(json.dumps({"snapshot": snapshot}).encode())
        what = f"a snapshot with `{member.capitalize()}` instead of `{member}`"
        run.refuse(clause, what, request, "the contract requires a string")
    request = run.requests.post(json.dumps({"Snapshot": run.requests.snapshot()}).encode())
    what = "a body with `Snapshot` instead of `snapshot`"
    run.refuse("snapshot-object", what, request, "the contract requires an object")
