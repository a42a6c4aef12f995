"""Tests every operation in the same way: a plain request, credentials, projects, and that these are checked first."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from dws_contract.operations import OPERATIONS, Operation
from dws_contract.probes.proofs import MADE_UP_TOKEN, MALFORMED_PROJECT, UNAUTHORIZED, foreign_project, nearly_right
from dws_contract.probes.signatures import signed
from dws_contract.steps.asking import Run
from dws_contract.steps.questions import FORBIDDEN, GONE, OK, REFUSED, Probe
from dws_contract.traffic.credentials import NoCredentials, Tamper, Token
from dws_contract.traffic.messages import Credentials, Request
from dws_contract.traffic.paging import limited


def ask(run: Run) -> None:
    """Test each operation. Requests that could change something name what does not exist, or must be refused."""
    for operation in filter(OPERATIONS.__contains__, run.contract.endpoints):
        record, request = OPERATIONS[operation], _request(run, operation)
        _plain(run, operation, record, request)
        _without(run, operation, request)
        _projects(run, operation, request)
        _first(run, operation)
        if _is_there(run, operation) and not (operation == "listSnapshots" and run.listing.is_long):
            _alternatives(run, operation, request)
    if run.requests.signature is not None:
        _signed(run)


def _request(run: Run, operation: str) -> Request:
    """Return a request that would have an effect if it were accepted: reads are for something that exists."""
    known = run.snapshots.of("there")
    if query := limited(run, operation):
        return run.requests.call(operation, query=query)
    is_of_known = OPERATIONS[operation].reads and "snapshot_id" in run.contract.endpoints[operation].ids
    return run.requests.plain(operation, known[0].id if is_of_known and known else None)


def _is_there(run: Run, operation: str) -> bool:
    """Whether an operation reads, and the target of a plain request for it exists."""
    known, ids = run.snapshots.of("there"), run.contract.endpoints[operation].ids
    return OPERATIONS[operation].reads and (bool(known) or "snapshot_id" not in ids)


def _plain(run: Run, operation: str, record: Operation, request: Request) -> None:
    """Send a correct request. For operations that make or delete something, its target does not exist."""
    is_there = _is_there(run, operation)
    if is_there or run.contract.endpoints[operation].ids:
        clause, expect = (record.accepts, OK) if is_there else (record.unknown, record.refuses_unknown)
        rule = "it keeps every rule of the contract" if is_there else "its target does not exist"
        run.expect(expect, clause, f"a plain {operation}", request, rule)


def _without(run: Run, operation: str, request: Request) -> None:
    wrong: list[tuple[str, str, Credentials]] = [
        ("auth-required", "without credentials", NoCredentials()),
        ("token-checked", "with a wrong token", nearly_right(run) or Token(MADE_UP_TOKEN)),
        ("token-checked", "with an empty token", Token("")),
    ]
    for clause, what, credentials in wrong:
        bad = replace(request, credentials=credentials)
        rule, needs = "the contract says 401", () if clause == "auth-required" else ("auth-required",)
        run.expect(UNAUTHORIZED, clause, f"{operation} {what}", bad, rule, needs=needs)


def _projects(run: Run, operation: str, request: Request) -> None:
    own = run.options.project_id
    near = own[:-1] + ("0" if own[-1] != "0" else "1")
    clause_on_near = "list-project-only" if OPERATIONS[operation].reads else "project-foreign"
    for clause, what, project, expect in (
        ("project-foreign", "another project", foreign_project(run), FORBIDDEN),
        (clause_on_near, "a project with one other digit", near, FORBIDDEN),
        ("project-malformed", "a malformed project", MALFORMED_PROJECT, FORBIDDEN | GONE),
    ):
        moved = replace(request, path=request.path.replace(own, project, 1))
        rule = "it is not the caller's: the contract says 403"
        said, follows = f"{operation} in {what}", "project-foreign" if clause == clause_on_near else ""
        run.ask(Probe(clause=clause, what=said, rule=rule, request=moved, expect=expect, follows=follows))


def _first(run: Run, operation: str) -> None:
    """Send requests in which something else is wrong besides the credentials."""
    own, other = run.options.project_id, foreign_project(run)
    endpoint = run.contract.endpoints[operation]
    bad: dict[str, Callable[[], Request]] = {
        "another project": lambda: _moved(run.requests.plain(operation), own, other),
    }
    if endpoint.ids:
        bad["a malformed ID"] = lambda: run.requests.call(operation, **dict.fromkeys(endpoint.ids, "x"))
    if OPERATIONS[operation].body is not None:
        bad["a body that is not JSON"] = lambda: replace(run.requests.plain(operation), body=b"{")
    if "limit" in endpoint.query:
        bad["a limit of 0"] = lambda: run.requests.call(operation, query="limit=0")
    for what, request in bad.items():
        run.expect(
            UNAUTHORIZED,
            "auth-first",
            f"{operation} with {what} without credentials",
            replace(request(), credentials=NoCredentials()),
            "the contract checks credentials first: 401",
            needs=("auth-required", "token-checked"),
        )
        if what != "another project":
            said, rule = f"{operation} with {what} in another project", "the contract checks the project first: 403"
            run.expect(
                FORBIDDEN, "order-of-judgement", said, _moved(request(), own, other), rule, needs=("project-foreign",)
            )


def _moved(request: Request, own: str, other: str) -> Request:
    return replace(request, path=request.path.replace(own, other, 1))


def _alternatives(run: Run, operation: str, request: Request) -> None:
    for credentials in (run.requests.token, run.requests.signature):
        if credentials is not None and run.requests.token is not None and run.requests.signature is not None:
            what, rule = f"{operation} {credentials.label}", "the contract says that either proof is enough"
            run.expect(OK, "auth-alternatives", what, replace(request, credentials=credentials), rule)


def _signed(run: Run) -> None:
    """Test signatures of queries, and of requests without a body."""
    page = run.requests.page(limit=1, offset=0)
    path = page.path.partition("?")[0]
    delete = run.requests.delete(run.requests.unknown_uuid())
    for what, request, tamper in (
        ("a page with a signature made for another limit", page, Tamper(target=f"{path}?limit=2&offset=0")),
        ("a page with a signature made for no query", page, Tamper(target=path)),
        ("a delete with a signature made for a GET", delete, Tamper(method="GET")),
        (
            "a delete with a signature made for another snapshot",
            delete,
            Tamper(target=run.requests.delete(run.requests.unknown_uuid()).path),
        ),
    ):
        run.expect(
            UNAUTHORIZED,
            "signature-target",
            what,
            signed(run, request, tamper),
            "the contract says 401",
            needs=("auth-required", "signature-key"),
        )
    request = run.requests.call("listClusterSnapshots", query="offset=0&limit=1")
    said, rule = "a page with a signed query that is not sorted", "the signature is right"
    run.expect(OK | REFUSED, "signature-target", said, signed(run, request, Tamper()), rule)
