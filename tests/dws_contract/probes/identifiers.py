"""Snapshot IDs and cluster IDs in the path: unknown ones, malformed ones, and case; for every operation with them."""

from __future__ import annotations

from collections.abc import Callable
from urllib.parse import quote

from dws_contract.asking import Run
from dws_contract.messages import Request
from dws_contract.probes import live
from dws_contract.probes.clusters import mixed, no_uuids
from dws_contract.questions import ACCEPTED, FORBIDDEN, GONE, NOT_FOUND, OK, REFUSED, Probe

_NIL = "00000000-0000-0000-0000-000000000000"
_HAIRY = ("%00", "%27", "%25", "x" * 2000)


def ask(run: Run) -> None:
    """Ask about IDs in paths."""
    by_id = _operations(run)
    for what, of in by_id.items():
        _unknown(run, what, of)
        _malformed(run, what, of, is_first=what == "details")
    _case(run)
    _clusters(run)


def _operations(run: Run) -> dict[str, Callable[[str], Request]]:
    return {
        "details": run.requests.details,
        "a delete": run.requests.delete,
        "a restore": run.requests.restore,
        "a copy": run.requests.copy,
    }


def _unknown(run: Run, operation: str, of: Callable[[str], Request]) -> None:
    for what, id_ in (
        ("the UUID of no snapshot", run.requests.unknown_uuid()),
        ("the nil UUID", _NIL),
        ("the cluster's ID", run.options.cluster_id),
    ):
        rule = "the project has no such snapshot, the contract says 404"
        probe = Probe(
            clause="snapshot-unknown",
            what=f"{operation} with {what} as snapshot ID",
            rule=rule,
            request=of(id_),
            expect=NOT_FOUND,
        )
        run.ask(probe)


def _malformed(run: Run, operation: str, of: Callable[[str], Request], is_first: bool) -> None:
    own = run.requests.unknown_uuid()
    known = run.snapshots.available()
    real = known[-1].id if operation == "details" and known else None
    every = [(what, quote(id_, safe="")) for what, id_ in no_uuids(real or own) if id_]
    chosen = every if is_first else [every[0], *run.requests.rng.sample(every[1:], 4)]
    for what, id_ in chosen:
        _refuse(run, "snapshot-id-malformed", f"{operation} with a snapshot ID {what}", of(id_), REFUSED)
    if known:
        request = of(known[-1].name)
        _refuse(run, "snapshot-id-malformed", f"{operation} with a snapshot's name as its ID", request, REFUSED)
    for id_ in _HAIRY if is_first else ():
        what = f"{operation} with the snapshot ID {id_[:20]}"
        _refuse(run, "snapshot-id-malformed", what, of(id_), GONE | frozenset({414}))


def _case(run: Run) -> None:
    clause = "snapshot-id-case"
    known = live.available(run, clause)
    if known is None or known.id is None:
        return
    rule = "the contract compares it without case"
    for id_ in (known.id.upper(), mixed(known.id)):
        for what, request, expect in (
            ("details", run.requests.details(id_), OK),
            ("a copy of a manual snapshot", run.requests.copy(id_), FORBIDDEN),
        ):
            said = f"{what} with the snapshot's ID in another case"
            run.expect(expect, clause, said, request, rule)
    doomed = live.new(run, clause)
    if doomed is None or doomed.id is None:
        return
    what = "a delete with the snapshot's ID in upper case"
    request = run.requests.delete(doomed.id.upper())
    exchange = run.expect(ACCEPTED, clause, what, request, rule)
    if exchange is not None and exchange.accepted:
        request = run.requests.details(doomed.id)
        what = "details of a snapshot that was deleted by its ID in upper case"
        run.expect(GONE, "delete-gone", what, request, "it is gone")


def _clusters(run: Run) -> None:
    clause, own = "cluster-path", run.options.cluster_id
    for what, id_ in no_uuids(own):
        if id_:
            request = run.requests.page(quote(id_, safe=""))
            _refuse(run, clause, f"a page with a cluster ID {what}", request, REFUSED)
    for what, id_ in (("the UUID of no cluster", run.requests.unknown_uuid()), ("the nil UUID", _NIL)):
        rule = "the project has no such cluster, the contract says 404"
        said, request = f"a page with {what}", run.requests.page(id_)
        run.expect(NOT_FOUND, clause, said, request, rule)
    for id_ in dict.fromkeys((own.lower(), own.upper(), mixed(own))):
        rule, said = "the contract compares it without case", "a page with the cluster's ID in this case"
        run.expect(OK, clause, said, run.requests.page(id_, limit=1), rule)


def _refuse(run: Run, clause: str, what: str, request: Request, expect: frozenset[int]) -> None:
    rule = "the contract says a UUID, 8-4-4-4-12"
    run.expect(expect, clause, what, request, rule)
