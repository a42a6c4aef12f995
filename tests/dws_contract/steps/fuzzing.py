"""Generated requests, made usable: with a real project and cluster, working credentials, and new names of the same
length and shape. Restores and copies name a snapshot that does not exist: 404 then shows that all else was accepted.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import replace
from typing import Any
from urllib.parse import quote

from schemathesis import GenerationMode

from dws_contract.operations import OPERATIONS
from dws_contract.steps import generation
from dws_contract.steps.asking import Run
from dws_contract.steps.generation import Drawn
from dws_contract.steps.questions import GONE, NOT_FOUND, OK, Probe
from dws_contract.traffic.messages import Request, json_of
from dws_contract.verdicts.oracle import Expectation, Oracle

_POSITIVE_SHARE = 5
_REAL_EACH = 4
_NOT_CALLERS = frozenset({400, 403, 404})
_NAMES = ("name", "backup_name")


def ask(run: Run) -> None:
    """Send generated requests."""
    most = run.options.max_examples
    seen: set[bytes] = set()
    contract = run.contract
    shares = sum(record.share for record in OPERATIONS.values())
    for operation, record in OPERATIONS.items():
        if not record.share or operation not in contract.endpoints:
            continue
        count = most * record.share // shares
        positive = count // _POSITIVE_SHARE
        drawn = [*generation.coverage(contract, operation)] if most else []
        for mode, some in ((GenerationMode.NEGATIVE, count - positive), (GenerationMode.POSITIVE, positive)):
            drawn += generation.random(contract, operation, mode, some, run.options.seed)
        for number, each in enumerate(drawn):
            if probe := _probe(run, operation, each, seen):
                is_real = number % _REAL_EACH == 0 and run.budget.may_create
                run.ask(probe if is_real or probe.free else run.for_free(probe))


def _probe(run: Run, operation: str, drawn: Drawn, seen: set[bytes]) -> Probe | None:
    """Return the probe of a generated request, None if it would test nothing new."""
    request = _ground(run, operation, drawn)
    if request is None or _shape(request, drawn) in seen:
        return None
    seen.add(_shape(request, drawn))
    expectation = _expect(run, operation, request, dict(drawn.ids))
    is_free = bool(run.contract.endpoints[operation].ids)
    if is_free and operation not in run.judges_body_first:
        return None
    statuses = expectation.statuses
    return Probe(
        clause=expectation.clause,
        what="a generated request",
        rule=expectation.rule,
        request=request,
        expect=statuses - OK | NOT_FOUND if is_free and statuses >= OK else statuses,
        again=None if is_free else lambda: _renamed(run, request),
        free=is_free,
    )


def _expect(run: Run, operation: str, request: Request, ids: dict[str, str]) -> Expectation:
    contract = run.contract
    if not contract.project_id.allows(ids.get("project_id", run.options.project_id)):
        return Expectation("project-malformed", _NOT_CALLERS, f"the contract requires {contract.project_id.title}")
    snapshot = ids.get("snapshot_id")
    if snapshot is not None and not contract.snapshot_id.allows(snapshot):
        is_plain = snapshot.isascii() and snapshot.isprintable()
        rule = "the contract requires a UUID of the form 8-4-4-4-12"
        return Expectation("snapshot-id-malformed", GONE - NOT_FOUND if is_plain else GONE, rule)
    return Oracle(contract, run.options.cluster_id).expect(
        request.media_type, request.body, OPERATIONS[operation].rules
    )


def _ground(run: Run, operation: str, drawn: Drawn) -> Request | None:
    """Return a generated request in the real project, None if its path would not belong to the operation."""
    ids = dict(drawn.ids)
    if any(value.strip(".") == "" or "/" in value for value in ids.values()):
        return None
    named = {name: quote(value, safe="") for name, value in ids.items() if not _is_well_formed(run, name, value)}
    request = replace(run.requests.call(operation, **named), media_type=drawn.media_type, body=drawn.body)
    return _renamed(run, _in_cluster(run, request))


def _is_well_formed(run: Run, name: str, value: str) -> bool:
    rules = {"project_id": run.contract.project_id, "snapshot_id": run.contract.snapshot_id}
    return name not in rules or rules[name].allows(value)


def _in_cluster(run: Run, request: Request) -> Request:
    """Replace a generated UUID of a cluster by the real one."""
    own, rule = run.options.cluster_id, run.contract.cluster_id
    return _changed(request, ("cluster_id",), lambda old: own if rule.allows(old) else old)


def _renamed(run: Run, request: Request) -> Request:
    return _changed(request, _NAMES, lambda old: run.requests.names.like(old) if len(old) > 1 else old)


def _changed(request: Request, members: tuple[str, ...], change: Callable[[str], str]) -> Request:
    """Return the request with the strings of these members changed, unchanged if it has none."""
    body: Any = json_of(request.body)
    if not isinstance(body, dict):
        return request
    holders = [each for each in (body, body.get("snapshot"), body.get("restore")) if isinstance(each, dict)]
    found = [(each, name) for each in holders for name in members if isinstance(each.get(name), str)]
    if not found:
        return request
    for holder, name in found:
        holder[name] = change(holder[name])
    return replace(request, body=json.dumps(body).encode())


def _shape(request: Request, drawn: Drawn) -> bytes:
    """Return a value that is the same for two requests that differ only in letters and digits of the name."""
    body = _changed(request, _NAMES, lambda old: "".join("a" if char.isalnum() else char for char in old)).body
    where = request.path.rpartition("/")[2]
    return repr((where if not drawn.ids else request.path, request.media_type, body)).encode()
