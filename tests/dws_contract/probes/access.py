"""Credentials and projects, for every operation but creates, which are asked about in full."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from dws_contract.credentials import NoCredentials, Tamper, Token
from dws_contract.examiner import Examiner
from dws_contract.messages import Credentials, Request
from dws_contract.probes.proofs import MADE_UP_TOKEN, MALFORMED_PROJECT, UNAUTHORIZED, foreign_project
from dws_contract.questions import ACCEPTS, FORBIDDEN, GONE, OK, Probe
from dws_contract.requests import READS

_OTHERS = tuple(operation for operation in ACCEPTS if operation != "createSnapshot")


def ask(examiner: Examiner) -> None:
    """Ask about credentials and projects. What could change something is asked of a snapshot that does not exist."""
    for operation in _OTHERS:
        request = _request(examiner, operation)
        _without(examiner, operation, request)
        _projects(examiner, operation, request)
        _first(examiner, operation)
        if operation in READS:
            _alternatives(examiner, operation, request)
    if examiner.signature is not None:
        _signed(examiner)


def _request(examiner: Examiner, operation: str) -> Request:
    """Return a request that would tell or do something: reads are of what is there."""
    known = examiner.snapshots.of("there")
    if operation == "listSnapshotDetails" and known and known[0].id is not None:
        return examiner.details(known[0].id)
    return examiner.plain(operation)


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
            "list-project-only" if operation in READS else "project-foreign",
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
    bad: dict[str, Callable[[], Request]] = {
        "another project": lambda: _moved(examiner.plain(operation), own, other),
        "a malformed ID": lambda: examiner.call(operation, snapshot_id="x", cluster_id="x"),
    }
    if operation in ("restoreCluster", "copySnapshot"):
        bad["a body that is not JSON"] = lambda: replace(examiner.plain(operation), body=b"{")
    if operation == "listClusterSnapshots":
        bad["a limit of 0"] = lambda: examiner.page(limit=0)
    for what, request in bad.items():
        if operation == "listSnapshots" and what == "a malformed ID":
            continue
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
