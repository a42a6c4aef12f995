"""Snapshot IDs and cluster IDs in paths: unknown and malformed ones, and case. Tests every operation that has them."""

from __future__ import annotations

from urllib.parse import quote

from dws_contract.operations import OPERATIONS, Operation
from dws_contract.probes import live
from dws_contract.probes.clusters import mixed, no_uuids
from dws_contract.steps.asking import Run
from dws_contract.steps.questions import ACCEPTED, FORBIDDEN, GONE, NOT_FOUND, OK, REFUSED, Probe
from dws_contract.traffic.messages import Request
from dws_contract.traffic.paging import limited

_NIL = "00000000-0000-0000-0000-000000000000"
_RULES = {
    "cluster-id-uuid": "the contract requires a UUID of the form 8-4-4-4-12",
    "cluster-unknown": "the project has no such cluster: the contract says 404",
    "cluster-id-case": "the contract ignores its case",
}
"""The rules in words, by the clauses on the same rules in the body of a create."""
_HAIRY = ("%00", "%27", "%25", "x" * 2000)


def ask(run: Run) -> None:
    """Test IDs in paths, for every operation that has them."""
    for operation, endpoint in run.contract.endpoints.items():
        record = OPERATIONS.get(operation)
        if record is not None and "snapshot_id" in endpoint.ids:
            _unknown(run, operation, record)
            _malformed(run, operation, record)
        if record is not None and "cluster_id" in endpoint.ids:
            _clusters(run, operation, record)
    _case(run)


def _unknown(run: Run, operation: str, record: Operation) -> None:
    for what, id_ in (
        ("an unknown UUID", run.requests.unknown_uuid()),
        ("the nil UUID", _NIL),
        ("the cluster's ID", run.options.cluster_id),
    ):
        said, rule = (
            f"{operation} with {what} as snapshot ID",
            "the project has no such snapshot: the contract says 404 or 400",
        )
        run.expect(record.refuses_unknown, record.unknown, said, run.requests.plain(operation, id_), rule)


def _malformed(run: Run, operation: str, record: Operation) -> None:
    """Send malformed IDs: all of them if the operation only reads, else some."""
    own = run.requests.unknown_uuid()
    known = run.snapshots.available()
    real = known[-1].id if record.reads and known else None
    every = [(what, quote(id_, safe="")) for what, id_ in no_uuids(real or own) if id_]
    chosen = every if record.reads else [every[0], *run.requests.rng.sample(every[1:], 4)]
    asked = [(f"{operation} with a snapshot ID {what}", id_, REFUSED) for what, id_ in chosen]
    asked += [(f"{operation} with a snapshot's name as its ID", each.name, REFUSED) for each in known[-1:]]
    may_be_long = GONE | frozenset({414})
    asked += [(f"{operation} with the snapshot ID {id_[:20]}", id_, may_be_long) for id_ in _HAIRY if record.reads]
    for what, id_, expect in asked:
        _ask(run, ("snapshot-id-malformed", "cluster-id-uuid"), what, run.requests.plain(operation, id_), expect)


def _case(run: Run) -> None:
    clause = "snapshot-id-case"
    known = live.available(run, clause)
    if known is None or known.id is None:
        return
    rule = "the contract ignores its case"
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
        run.expect(GONE, "delete-gone", what, request, "it was deleted")


def _clusters(run: Run, operation: str, record: Operation) -> None:
    clause, own = record.unknown, run.options.cluster_id

    def of(id_: str) -> Request:
        return run.requests.call(operation, query=limited(run, operation), cluster_id=id_)

    asked = [("cluster-id-uuid", f"a cluster ID {what}", quote(id_, safe=""), REFUSED) for what, id_ in no_uuids(own)]
    unknown = {"an unknown UUID as cluster ID": run.requests.unknown_uuid(), "the nil UUID": _NIL}
    asked += [("cluster-unknown", what, id_, NOT_FOUND) for what, id_ in unknown.items()]
    if record.reads:
        cases = dict.fromkeys((own.lower(), own.upper(), mixed(own)))
        asked += [("cluster-id-case", "the cluster's ID in any case", id_, OK) for id_ in cases]
    for follows, what, id_, expect in asked:
        if id_:
            _ask(run, (clause, follows), f"{record.answer} with {what}", of(id_), expect)


def _ask(run: Run, clauses: tuple[str, str], what: str, request: Request, expect: frozenset[int]) -> None:
    """Test a clause. clauses: the clause, and the one on the same rule in the body of a create."""
    clause, follows = clauses
    rule = _RULES[follows]
    run.ask(Probe(clause=clause, what=what, rule=rule, request=request, expect=expect, follows=follows))
