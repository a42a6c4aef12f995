"""Snapshot IDs and cluster IDs in the path: unknown ones, malformed ones, and case; for every operation with them."""

from __future__ import annotations

from collections.abc import Callable
from urllib.parse import quote

from dws_contract.examiner import Examiner
from dws_contract.messages import Request
from dws_contract.probes import live
from dws_contract.probes.clusters import mixed, no_uuids
from dws_contract.questions import ACCEPTED, FORBIDDEN, GONE, NOT_FOUND, OK, REFUSED, Probe

_NIL = "00000000-0000-0000-0000-000000000000"
_HAIRY = ("%00", "%27", "%25", "x" * 2000)


def ask(examiner: Examiner) -> None:
    """Ask about IDs in paths."""
    by_id = _operations(examiner)
    for what, of in by_id.items():
        _unknown(examiner, what, of)
        _malformed(examiner, what, of, is_first=what == "details")
    _case(examiner)
    _clusters(examiner)


def _operations(examiner: Examiner) -> dict[str, Callable[[str], Request]]:
    return {
        "details": examiner.details,
        "a delete": examiner.delete,
        "a restore": examiner.restore,
        "a copy": examiner.copy,
    }


def _unknown(examiner: Examiner, operation: str, of: Callable[[str], Request]) -> None:
    for what, id_ in (
        ("the UUID of no snapshot", examiner.unknown_uuid()),
        ("the nil UUID", _NIL),
        ("the cluster's ID", examiner.options.cluster_id),
    ):
        rule = "the project has no such snapshot, the contract says 404"
        probe = Probe(
            clause="snapshot-unknown",
            what=f"{operation} with {what} as snapshot ID",
            rule=rule,
            request=of(id_),
            expect=NOT_FOUND,
        )
        examiner.ask(probe)


def _malformed(examiner: Examiner, operation: str, of: Callable[[str], Request], is_first: bool) -> None:
    own = examiner.unknown_uuid()
    known = examiner.snapshots.available()
    real = known[-1].id if operation == "details" and known else None
    every = [(what, quote(id_, safe="")) for what, id_ in no_uuids(real or own) if id_]
    chosen = every if is_first else [every[0], *examiner.rng.sample(every[1:], 4)]
    for what, id_ in chosen:
        _refuse(examiner, "snapshot-id-malformed", f"{operation} with a snapshot ID {what}", of(id_), REFUSED)
    if known:
        request = of(known[-1].name)
        _refuse(examiner, "snapshot-id-malformed", f"{operation} with a snapshot's name as its ID", request, REFUSED)
    for id_ in _HAIRY if is_first else ():
        what = f"{operation} with the snapshot ID {id_[:20]}"
        _refuse(examiner, "snapshot-id-malformed", what, of(id_), GONE | frozenset({414}))


def _case(examiner: Examiner) -> None:
    clause = "snapshot-id-case"
    known = live.available(examiner, clause)
    if known is None or known.id is None:
        return
    rule = "the contract compares it without case"
    for id_ in (known.id.upper(), mixed(known.id)):
        for what, request, expect in (
            ("details", examiner.details(id_), OK),
            ("a copy of a manual snapshot", examiner.copy(id_), FORBIDDEN),
        ):
            said = f"{what} with the snapshot's ID in another case"
            examiner.ask(Probe(clause=clause, what=said, rule=rule, request=request, expect=expect))
    doomed = live.new(examiner, clause)
    if doomed is None or doomed.id is None:
        return
    what = "a delete with the snapshot's ID in upper case"
    request = examiner.delete(doomed.id.upper())
    exchange = examiner.ask(Probe(clause=clause, what=what, rule=rule, request=request, expect=ACCEPTED))
    if exchange is not None and exchange.accepted:
        request = examiner.details(doomed.id)
        what = "details of a snapshot that was deleted by its ID in upper case"
        examiner.ask(Probe(clause="delete-gone", what=what, rule="it is gone", request=request, expect=GONE))


def _clusters(examiner: Examiner) -> None:
    clause, own = "cluster-path", examiner.options.cluster_id
    for what, id_ in no_uuids(own):
        if id_:
            request = examiner.page(quote(id_, safe=""))
            _refuse(examiner, clause, f"a page with a cluster ID {what}", request, REFUSED)
    for what, id_ in (("the UUID of no cluster", examiner.unknown_uuid()), ("the nil UUID", _NIL)):
        rule = "the project has no such cluster, the contract says 404"
        said, request = f"a page with {what}", examiner.page(id_)
        examiner.ask(Probe(clause=clause, what=said, rule=rule, request=request, expect=NOT_FOUND))
    for id_ in dict.fromkeys((own.lower(), own.upper(), mixed(own))):
        rule, said = "the contract compares it without case", "a page with the cluster's ID in this case"
        examiner.ask(Probe(clause=clause, what=said, rule=rule, request=examiner.page(id_, limit=1), expect=OK))


def _refuse(examiner: Examiner, clause: str, what: str, request: Request, expect: frozenset[int]) -> None:
    rule = "the contract says a UUID, 8-4-4-4-12"
    examiner.ask(Probe(clause=clause, what=what, rule=rule, request=request, expect=expect))
