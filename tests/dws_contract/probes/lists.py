"""Lists and details: they have the right form, are complete, and show what was requested."""

from __future__ import annotations

from http import HTTPStatus

from dws_contract.probes import live, texts
from dws_contract.steps.asking import Run
from dws_contract.steps.known import entries
from dws_contract.steps.questions import GATEWAYS, OK, REFUSED, Probe
from dws_contract.traffic.messages import Request
from dws_contract.traffic.paging import LIMIT
from dws_contract.traffic.requests import ABSENT
from dws_contract.verdicts.reading import called

_MOST = 3
_PLAIN = "a" * 23
_SHAPE = f"A{'a' * 10}-_0{'A' * 9}"
_ODD = ("   ", "0")
"""Descriptions that a service may take for none."""
_DESCRIPTIONS = {
    "with letters in several forms": texts.FORMS,
    "with white space": texts.SPACES,
    **texts.MAY_BE_REFUSED,
}


def ask(run: Run) -> None:
    """Test the list, details and the cluster's page, with snapshots of several kinds in them."""
    if not run.listing.is_long:
        _list(run)
    for description in _ODD:
        request = run.requests.create(description=description)
        run.ask(_probe(f"a create whose description is {called(description)}", request, "description-charset"))
    name = run.requests.names.like(_SHAPE) if run.requests.shape == _PLAIN else run.requests.fresh_name()
    request = run.requests.create(name=name, description=ABSENT)
    run.ask(_probe("a create without a description, its name with all allowed characters", request, "name-charset"))
    for what, description in _DESCRIPTIONS.items():
        probe = _probe(f"a create {what}", run.requests.create(description=description), "description-charset")
        _make(run, probe, may_refuse=what in texts.MAY_BE_REFUSED)
    _list(run)
    for known in run.snapshots.of("there")[-len(_ODD) - 1 - len(_DESCRIPTIONS) :]:
        live.read(run, "details-answer", known)
    for request in (run.requests.page(), run.requests.page(limit=LIMIT)):
        rule = "it keeps every rule of the contract"
        run.expect(OK, "page-answer", "a page", request, rule)
    if not run.listing.is_long:
        _list(run)
    _others(run)


def _probe(what: str, request: Request, follows: str) -> Probe:
    rule = "it keeps every rule of the contract"
    return Probe(clause="create-accepted", what=what, rule=rule, request=request, expect=OK, follows=follows)


def _make(run: Run, probe: Probe, *, may_refuse: bool) -> None:
    """Make a snapshot whose description later requests show. may_refuse: whether the service may refuse it."""
    if not may_refuse:
        run.ask(probe)
    elif not run.withheld(probe):
        exchange = run.pose(probe)
        if exchange.status in REFUSED:
            run.judge.observe(exchange)
            run.findings.miss("description-kept", f"in part: {probe.what} was refused")
        elif exchange.accepted or exchange.status in GATEWAYS or exchange.after:
            run.conclude(probe, exchange)
        else:
            run.ask(probe)


def _others(run: Run) -> None:
    """Ask for the details of other snapshots in the list. They exist if the snapshots really belong to this project.

    A snapshot that was deleted in the meantime is in no list any more, and is not judged.
    """
    clause, own = "list-project-only", run.options.cluster_id.lower()
    others = [each for each in live.listed(run) if run.snapshots.get(each["id"]) is None]
    others.sort(key=lambda each: str(each.get("cluster_id")).lower() == own)
    for each in others[:_MOST]:
        exchange = run.sender.observe(run.requests.details(each["id"]))
        if exchange.may_pass:
            exchange = run.sender.observe(run.requests.details(each["id"]))
        if exchange.accepted:
            run.findings.hold(clause)
        elif exchange.status == HTTPStatus.NOT_FOUND:
            listing = run.listing.read()
            if any(other["id"] == each["id"] for other in entries(listing.json)):
                name = called(each.get("name"))
                sentence = f"a list contains {name}, which has no details in this project: it belongs to another"
                run.judge.break_(clause, sentence, listing)


def _list(run: Run) -> None:
    rule = "it keeps every rule of the contract"
    run.expect(OK, "list-answer", "a list", run.requests.lists(), rule)
