"""Lists and details of clusters: they show all clusters of the project, and no others."""

from __future__ import annotations

from typing import Any

from dws_contract.steps.asking import Run
from dws_contract.steps.known import can_be_asked, entries
from dws_contract.steps.questions import FORBIDDEN, NOT_FOUND, OK, REFUSED
from dws_contract.traffic.messages import Exchange
from dws_contract.verdicts.reading import called

_OPERATION = "listClusters"
_MOST = 3
_KEEPS = "it keeps every rule of the contract"
_NARROWED = "clusters-enterprise-project"


def ask(run: Run) -> None:
    """Test details and lists of clusters, after restores."""
    _details(run)
    exchange = run.expect(OK, "clusters-answer", "a list of clusters", run.requests.plain(_OPERATION), _KEEPS)
    if exchange is None or not exchange.accepted or not isinstance(exchange.json, dict):
        return
    _whole(run, exchange)
    _others(run, exchange)
    _narrowed(run, exchange)


def _details(run: Run) -> None:
    """Ask for the details of --cluster-id twice, and for those of restored clusters."""
    restored = [id_ for id_ in run.snapshots.clusters if id_]
    for id_ in (run.options.cluster_id, *restored[:_MOST], run.options.cluster_id, *restored[:1]):
        request = run.requests.call("listClusterDetails", cluster_id=id_)
        rule = "a restore made this cluster" if id_ in restored else _KEEPS
        run.expect(OK, "cluster-details-answer", "details of a cluster", request, rule)


def _whole(run: Run, exchange: Exchange) -> None:
    found = entries(exchange.json, "clusters")
    if _own(run, exchange) is None:
        run.judge.break_("clusters-complete", "a list of clusters lacks --cluster-id", exchange)
    else:
        run.findings.hold("clusters-complete")
    count = exchange.json.get("count", len(found))
    if count != len(found):
        run.judge.break_("clusters-count", f"a list of {len(found)} clusters says `count` {called(count)}", exchange)
    elif "count" in exchange.json:
        run.findings.hold("clusters-count")


def _others(run: Run, exchange: Exchange) -> None:
    """Ask for pages of other clusters in the list. They exist if the clusters really belong to this project.

    A cluster that was deleted in the meantime is in no list any more, and is not judged.
    """
    clause, known = "clusters-project-only", {run.options.cluster_id.lower(), *run.snapshots.clusters}
    others = [each for each in entries(exchange.json, "clusters") if each["id"].lower() not in known]
    for each in others[:_MOST]:
        page = run.sender.observe(run.requests.page(each["id"], limit=1))
        listing = run.sender.observe(run.requests.plain(_OPERATION))
        if page.status in NOT_FOUND | FORBIDDEN and each["id"].lower() in _ids(listing):
            sentence = f"a list contains the cluster {each['id']}, which belongs to another project"
            run.judge.break_(clause, sentence, listing)
            return
    run.findings.hold(clause)


def _narrowed(run: Run, every: Exchange) -> None:
    """Ask for the clusters of some enterprise projects. every: the list without that parameter."""
    unknown, told = run.requests.unknown_uuid(), (_own(run, every) or {}).get("enterprise_project_id")
    own = told if isinstance(told, str) and can_be_asked(told) else ""
    asked = {"all_granted_eps": OK, "0": OK, own or "0": OK, unknown: OK | REFUSED | FORBIDDEN | NOT_FOUND}
    for wanted, expect in asked.items():
        request = run.requests.call(_OPERATION, query={"enterprise_project_id": wanted})
        exchange = run.expect(expect, _NARROWED, f"a list of the clusters of {wanted}", request, _KEEPS)
        if exchange is None or not exchange.accepted:
            continue
        if wanted == "all_granted_eps":
            _all_granted(run, every, exchange)
        has_own = _own(run, exchange) is not None
        if wanted in ("all_granted_eps", own) and not has_own:
            which = "all enterprise projects" if wanted != own else f"{wanted}, its enterprise project,"
            run.judge.break_(_NARROWED, f"a list of the clusters of {which} lacks --cluster-id", exchange)
        elif wanted == unknown and has_own:
            sentence = "a list of the clusters of an unknown enterprise project contains --cluster-id"
            run.judge.break_(_NARROWED, sentence, exchange)


def _all_granted(run: Run, before: Exchange, granted: Exchange) -> None:
    """Test that the list without the parameter has all that are granted. Others may make or delete one meanwhile."""
    missing = set(_ids(granted)).difference(_ids(before))
    if not missing:
        return
    after = run.sender.observe(run.requests.plain(_OPERATION))
    missing.difference_update(_ids(after))
    if missing and after.accepted:
        sentence = f"a list of clusters lacks {min(missing)}, which that of `all_granted_eps` contains"
        run.judge.break_("clusters-complete", sentence, after)


def _own(run: Run, exchange: Exchange) -> dict[str, Any] | None:
    """Return what a list says of --cluster-id, None if it lacks it."""
    own = run.options.cluster_id.lower()
    return next((each for each in entries(exchange.json, "clusters") if each["id"].lower() == own), None)


def _ids(exchange: Exchange) -> list[Any]:
    return [each["id"].lower() for each in entries(exchange.json, "clusters")]
