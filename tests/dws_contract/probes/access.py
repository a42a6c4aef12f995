"""What is asked of every operation alike: credentials, projects, that these are judged first, and a plain request."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from dws_contract.credentials import NoCredentials, Tamper, Token
from dws_contract.examiner import Examiner
from dws_contract.messages import Credentials, Request
from dws_contract.operations import OPERATIONS, Operation
from dws_contract.probes.proofs import MADE_UP_TOKEN, MALFORMED_PROJECT, UNAUTHORIZED, foreign_project
from dws_contract.questions import FORBIDDEN, GONE, NOT_FOUND, OK, Probe


def ask(examiner: Examiner) -> None:
    """Ask of each operation. What could change something is asked of what does not exist, or is to be refused."""
    for operation in filter(OPERATIONS.__contains__, examiner.contract.endpoints):
        record, request = OPERATIONS[operation], _request(examiner, operation)
        _plain(examiner, operation, record, request)
        _without(examiner, operation, request)
        _projects(examiner, operation, request)
        _first(examiner, operation)
        if record.reads:
            _alternatives(examiner, operation, request)
    if examiner.signature is not None:
        _signed(examiner)


def _request(examiner: Examiner, operation: str) -> Request:
    """Return a request that would tell or do something: reads are of what is there."""
    known = examiner.snapshots.of("there")
    is_of_known = OPERATIONS[operation].reads and "snapshot_id" in examiner.contract.endpoints[operation].ids
    return examiner.plain(operation, known[0].id if is_of_known and known else None)


def _plain(examiner: Examiner, operation: str, record: Operation, request: Request) -> None:
    """Ask with a request that keeps every rule. What makes or deletes something is asked of what does not exist."""
    known = examiner.snapshots.of("there")
    ids = examiner.contract.endpoints[operation].ids
    is_there = record.reads and all(each == "cluster_id" or (each == "snapshot_id" and known) for each in ids)
    if is_there or ids:
        clause, expect = (record.accepts, OK) if is_there else (record.unknown, NOT_FOUND)
        rule = "it keeps every rule of the contract" if is_there else "what it is for does not exist"
        what = f"a plain {operation}"
        examiner.ask(Probe(clause=clause, what=what, rule=rule, request=request, expect=expect))


def _without(examiner: Examiner, operation: str, request: Request) -> None:
    wrong: list[tuple[str, str, Credentials]] = [
        ("auth-required", "without credentials", NoCredentials()),
        ("token-checked", "with a made-up token", Token(MADE_UP_TOKEN)),
        ("token-checked", "with an empty token", Token("")),
    ]
    for clause, what, credentials in wrong:
        bad = replace(request, credentials=credentials)
        rule, needs = "the contract says 401", () if clause == "auth-required" else ("auth-required",)
        said = f"{operation} {what}"
        examiner.ask(Probe(clause=clause, what=said, rule=rule, request=bad, expect=UNAUTHORIZED, needs=needs))


def _projects(examiner: Examiner, operation: str, request: Request) -> None:
    own = examiner.options.project_id
    near = own[:-1] + ("0" if own[-1] != "0" else "1")
    for clause, what, project, expect in (
        ("project-foreign", "another project", foreign_project(examiner), FORBIDDEN),
        (
            "list-project-only" if OPERATIONS[operation].reads else "project-foreign",
            "a project one digit off",
            near,
            FORBIDDEN,
        ),
        ("project-malformed", "a malformed project", MALFORMED_PROJECT, FORBIDDEN | GONE),
    ):
        moved = replace(request, path=request.path.replace(own, project, 1))
        rule = "it is not the caller's, the contract says 403"
        said = f"{operation} in {what}"
        examiner.ask(Probe(clause=clause, what=said, rule=rule, request=moved, expect=expect))


def _first(examiner: Examiner, operation: str) -> None:
    """Ask with something wrong beside the credentials."""
    own, other = examiner.options.project_id, foreign_project(examiner)
    endpoint = examiner.contract.endpoints[operation]
    bad: dict[str, Callable[[], Request]] = {
        "another project": lambda: _moved(examiner.plain(operation), own, other),
    }
    if endpoint.ids:
        bad["a malformed ID"] = lambda: examiner.call(operation, **dict.fromkeys(endpoint.ids, "x"))
    if OPERATIONS[operation].body is not None:
        bad["a body that is not JSON"] = lambda: replace(examiner.plain(operation), body=b"{")
    if "limit" in endpoint.query:
        bad["a limit of 0"] = lambda: examiner.call(operation, query="limit=0")
    for what, request in bad.items():
        examiner.ask(
            Probe(
                clause="auth-first",
                what=f"{operation} with {what} without credentials",
                rule="the contract judges credentials first: 401",
                request=replace(request(), credentials=NoCredentials()),
                expect=UNAUTHORIZED,
                needs=("auth-required", "token-checked"),
            )
        )
        if what != "another project":
            examiner.ask(
                Probe(
                    clause="order-of-judgement",
                    what=f"{operation} with {what} in another project",
                    rule="the contract judges the project first: 403",
                    request=_moved(request(), own, other),
                    expect=FORBIDDEN,
                    needs=("project-foreign",),
                )
            )


def _moved(request: Request, own: str, other: str) -> Request:
    return replace(request, path=request.path.replace(own, other, 1))


def _alternatives(examiner: Examiner, operation: str, request: Request) -> None:
    for credentials in (examiner.token, examiner.signature):
        if credentials is not None and examiner.token is not None and examiner.signature is not None:
            examiner.ask(
                Probe(
                    clause="auth-alternatives",
                    what=f"{operation} {credentials.label}",
                    rule="the contract says that either proof is enough",
                    request=replace(request, credentials=credentials),
                    expect=OK,
                )
            )


def _signed(examiner: Examiner) -> None:
    """Ask about signatures over queries, and over requests without a body."""
    page = examiner.page(limit=1, offset=0)
    path = page.path.partition("?")[0]
    delete = examiner.delete(examiner.unknown_uuid())
    for what, request, tamper in (
        ("a page with a signature made for another limit", page, Tamper(target=f"{path}?limit=2&offset=0")),
        ("a page with a signature made for no query", page, Tamper(target=path)),
        ("a delete with a signature made for a GET", delete, Tamper(method="GET")),
        (
            "a delete with a signature made for another snapshot",
            delete,
            Tamper(target=examiner.delete(examiner.unknown_uuid()).path),
        ),
    ):
        examiner.ask(
            Probe(
                clause="signature-target",
                what=what,
                rule="the contract says 401",
                request=_with_signature(examiner, request, tamper),
                expect=UNAUTHORIZED,
                needs=("auth-required", "signature-key"),
            )
        )
    request = examiner.call("listClusterSnapshots", query="offset=0&limit=1")
    examiner.ask(
        Probe(
            clause="signature-target",
            what="a page with a signature over a query out of order",
            rule="the signature is right",
            request=_with_signature(examiner, request, Tamper()),
            expect=OK,
        )
    )


def _with_signature(examiner: Examiner, request: Request, tamper: Tamper) -> Request:
    assert examiner.signature is not None
    return replace(request, credentials=replace(examiner.signature, tamper=tamper))
