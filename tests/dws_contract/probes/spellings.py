"""Bodies that mean the same in other spellings, and bodies that are out of all proportion."""

from __future__ import annotations

import json

from dws_contract.examiner import Examiner
from dws_contract.questions import OK, Probe

_CLAUSE = "body-json-forms"
_DEEP = 100_000


def ask(examiner: Examiner) -> None:
    """Ask about spellings. Comes after the subjects whose rules the spelt values keep."""
    snapshot = examiner.snapshot(description="a b/c")
    whole = json.dumps({"snapshot": snapshot}, indent=2).replace(": ", " :\t")
    _same(examiner, "a body with white space around it", f"\r\n\t {json.dumps({'snapshot': examiner.snapshot()})} \n")
    _same(examiner, "a body with white space within", whole)
    backwards = dict(reversed(examiner.snapshot(description="a b/c").items()))
    _same(examiner, "a body with its members in another order", json.dumps({"snapshot": backwards}))
    escaped = json.dumps({"snapshot": examiner.snapshot(description="a b/c")})
    escaped = escaped.replace("a b", "\\u0061\\u0020b").replace("/", "\\/")
    _same(examiner, "a body with escapes in a value", escaped)
    named = json.dumps({"snapshot": examiner.snapshot()}).replace('"name"', '"\\u006eame"')
    _same(examiner, "a body with an escape in the name of a member", named)
    pairs = json.dumps({"snapshot": examiner.snapshot(description="\u00e9 \U0001f600")})
    _same(examiner, "a body with an escaped surrogate pair", pairs, "description-charset", "description-code-points")
    _deep(examiner)


def _same(examiner: Examiner, what: str, text: str, *needs: str) -> None:
    request = examiner.post(text.encode())
    rule = "it means the same as the plain spelling"
    probe = Probe(clause=_CLAUSE, what=what, rule=rule, request=request, expect=OK, needs=needs)
    examiner.ask(examiner.for_free(probe))


def _deep(examiner: Examiner) -> None:
    """A parser that recurses fails here. A service that refuses by size has failed on a long description before."""
    for what, text in (
        ("a body of 100000 opening brackets", "[" * _DEEP),
        ("a body of 100000 nested arrays", "[" * _DEEP + "]" * _DEEP),
        ("a body of 100000 nested objects", '{"snapshot":' * _DEEP + "1" + "}" * _DEEP),
    ):
        examiner.ask(
            Probe(
                clause="body-json",
                what=what,
                rule="the contract says one JSON object of a snapshot",
                request=examiner.post(text.encode()),
                needs=("description-max-length",),
            )
        )
