"""Requests that schemathesis generates from the document, put on the ground of this API: a real project and cluster,
fresh names of the same length and shape, working credentials."""

from __future__ import annotations

import json
import warnings
from collections.abc import Callable, Iterator
from dataclasses import replace
from functools import cache
from typing import Any
from urllib.parse import quote

import hypothesis
import schemathesis
from hypothesis import HealthCheck, Phase
from schemathesis import GenerationMode
from schemathesis.core import NotSet

from dws_contract.checks import Case, Operation
from dws_contract.contract import Contract
from dws_contract.examiner import Examiner, Probe
from dws_contract.messages import Request
from dws_contract.oracle import Expectation, Oracle

_POSITIVE_SHARE = 5
_REAL_EACH = 4
_NOT_CALLERS = frozenset({400, 403, 404})


@cache
def load_operation() -> Operation:
    """Return the operation as schemathesis sees it. Credentials are this suite's matter, not the generator's."""
    contract = Contract.load()
    document = {key: value for key, value in contract.document.items() if key != "security"}
    schema = schemathesis.openapi.from_dict(document, config=schemathesis.Config())
    operation: Operation = schema[contract.path]["POST"]
    return operation


def ask(examiner: Examiner) -> None:
    """Send generated requests: schemathesis's coverage of the schema's negations, then random ones, seeded."""
    most = examiner.options.max_examples
    positive = most // _POSITIVE_SHARE
    seen: set[bytes] = set()
    cases = [*_coverage()] if most else []
    for mode, count in ((GenerationMode.NEGATIVE, most - positive), (GenerationMode.POSITIVE, positive)):
        cases += _random(examiner, mode, count)
    for number, case in enumerate(cases):
        if probe := _probe(examiner, case, seen):
            is_real = number % _REAL_EACH == 0 and examiner.may_create
            examiner.ask(probe if is_real else examiner.for_free(probe))


@cache
def _coverage() -> tuple[Case, ...]:
    """Every kind of negation that the schema has, each once, the same in every run."""
    operation = load_operation()
    config = operation.schema.config.generation_for(operation=operation)
    cases: Iterator[Case] = operation.schema.iter_coverage_cases(
        operation, generation_modes=[GenerationMode.NEGATIVE], generation_config=config
    )
    return tuple(cases)


def _random(examiner: Examiner, mode: GenerationMode, count: int) -> list[Case]:
    """Return generated cases. Nothing is sent while hypothesis runs: its own retries would cost creates."""
    if count == 0:
        return []
    cases: list[Case] = []
    strategy = examiner.operation.as_strategy(
        generation_mode=mode, path_parameters={"project_id": examiner.options.project_id}
    )

    def collect(case: Case) -> None:
        cases.append(case)

    configure: Callable[[Any], Any] = hypothesis.settings(
        max_examples=count,
        database=None,
        deadline=None,
        phases=[Phase.generate],
        suppress_health_check=list(HealthCheck),
    )
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        hypothesis.seed(examiner.options.seed)(configure(hypothesis.given(case=strategy)(collect)))()
    return cases[:count]


def _probe(examiner: Examiner, case: Case, seen: set[bytes]) -> Probe | None:
    """Return the question that a case asks, or None where it asks nothing new."""
    request = _ground(examiner, case)
    if request is None or _shape(request) in seen:
        return None
    seen.add(_shape(request))
    expectation = _expect(examiner, request)
    return Probe(
        clause=expectation.clause,
        what="a generated request",
        rule=expectation.rule,
        request=request,
        expect=expectation.statuses,
        again=lambda: _renamed(examiner, request),
    )


def _expect(examiner: Examiner, request: Request) -> Expectation:
    if request.path != examiner.path:
        rule = f"the contract says {examiner.contract.project_id.pattern}"
        return Expectation("project-malformed", _NOT_CALLERS, rule)
    return Oracle(examiner.contract, examiner.options.cluster_id).expect(request.media_type, request.body)


def _ground(examiner: Examiner, case: Case) -> Request | None:
    """Return the request of a case in the real project, or None where it is not a create in some project."""
    project = str(case.path_parameters.get("project_id", ""))
    if case.method != "POST" or project.strip(".") == "":
        return None
    media_type = case.headers.get("Content-Type", case.media_type)
    request = replace(examiner.post(_body(case)), media_type=media_type)
    if not examiner.contract.project_id.allows(project):
        request = replace(request, path=examiner.path_of(quote(project, safe="")))
    return _renamed(examiner, _in_cluster(examiner, request))


def _body(case: Case) -> bytes | None:
    if isinstance(case.body, NotSet):
        return None
    if isinstance(case.body, bytes):
        return case.body
    return json.dumps(case.body).encode()


def _in_cluster(examiner: Examiner, request: Request) -> Request:
    """Put the real cluster in the place of a generated UUID."""
    own, rule = examiner.options.cluster_id, examiner.contract.cluster_id
    return _changed(request, "cluster_id", lambda old: own if rule.allows(old) else old)


def _renamed(examiner: Examiner, request: Request) -> Request:
    return _changed(request, "name", lambda old: examiner.names.like(old) if len(old) > 1 else old)


def _changed(request: Request, member: str, change: Callable[[str], str]) -> Request:
    """Return the request with one string of its snapshot changed, or as it is where there is no such string."""
    try:
        body: Any = json.loads(request.body or b"")
        snapshot = body["snapshot"]
        if not isinstance(snapshot[member], str):
            return request
    except (ValueError, LookupError, TypeError, RecursionError):
        return request
    snapshot[member] = change(snapshot[member])
    return replace(request, body=json.dumps(body).encode())


def _shape(request: Request) -> bytes:
    """What two requests have in common that differ in letters and digits of the name only."""
    body = _changed(request, "name", lambda old: "".join("a" if char.isalnum() else char for char in old)).body
    return repr((request.path, request.media_type, body)).encode()
