"""The same body in other JSON spellings, and bodies that are nested far too deep."""

from __future__ import annotations

import json

from dws_contract.steps.asking import Run
from dws_contract.steps.questions import OK, REFUSED, Probe

_CLAUSE = "body-json-forms"
_DEEP = 75_000
"""A gateway in front may refuse what is longer than 1 MiB."""


def ask(run: Run) -> None:
    """Test spellings. This comes after the subjects that test the values themselves."""
    snapshot = run.requests.snapshot(description="a b/c")
    whole = json.dumps({"snapshot": snapshot}, indent=2).replace(": ", " :\t")
    _same(run, "a body with white space around it", f"\r\n\t {json.dumps({'snapshot': run.requests.snapshot()})} \n")
    _same(run, "a body with white space within", whole)
    backwards = dict(reversed(run.requests.snapshot(description="a b/c").items()))
    _same(run, "a body with its members in another order", json.dumps({"snapshot": backwards}))
    escaped = json.dumps({"snapshot": run.requests.snapshot(description="a b/c")})
    escaped = escaped.replace("a b", "\\u0061\\u0020b").replace("/", "\\/")
    _same(run, "a body with escapes in a value", escaped)
    named = json.dumps({"snapshot": run.requests.snapshot()}).replace('"name"', '"\\u006eame"')
    _same(run, "a body with an escape in the name of a member", named)
    pairs = json.dumps({"snapshot": run.requests.snapshot(description="\u00e9 \U0001f600")})
    _same(run, "a body with an escaped surrogate pair", pairs, "description-charset", "description-code-points")
    _deep(run)


def _same(run: Run, what: str, text: str, *needs: str) -> None:
    request = run.requests.post(text.encode())
    rule = "it means the same as the plain spelling"
    probe = Probe(clause=_CLAUSE, what=what, rule=rule, request=request, expect=OK, needs=needs)
    run.ask(run.for_free(probe))


def _deep(run: Run) -> None:
    """Send bodies that break recursive parsers. A service that limits the size has failed a long description before."""
    for what, text in (
        ("a body of 75000 opening brackets", "[" * _DEEP),
        ("a body of 75000 nested arrays", "[" * _DEEP + "]" * _DEEP),
        ("a body of 75000 nested objects", '{"snapshot":' * _DEEP + "1" + "}" * _DEEP),
    ):
        rule = "the contract requires one JSON object of a snapshot"
        run.expect(
            REFUSED, "body-json", what, run.requests.post(text.encode()), rule, needs=("description-max-length",)
        )
