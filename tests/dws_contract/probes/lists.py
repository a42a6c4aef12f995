"""Lists and details: their form, that all is there, and that what is told is what was asked for."""

from __future__ import annotations

from http import HTTPStatus

from dws_contract.probes import live
from dws_contract.steps.asking import Run
from dws_contract.steps.known import entries
from dws_contract.steps.questions import OK
from dws_contract.traffic.paging import LIMIT
from dws_contract.traffic.requests import ABSENT

_MOST = 3
_DESCRIPTIONS = ("", "Before the migration; 100 % \u2013 ünïcödé 你好 😀", "  spaces, a tab\tand a line\nfeed  ")


def ask(run: Run) -> None:
    """Ask about the list, details and the own cluster's page, with snapshots of several kinds in them."""
    if not run.listing.is_long:
        _list(run)
    shapes = ("a" * 23, "A" + "a" * 22, f"{'a' * 11}-_0{'A' * 9}")
    for description, shape in zip((ABSENT, *_DESCRIPTIONS[1:]), shapes, strict=True):
        name = run.requests.names.like(shape) if run.requests.shape == "a" * 23 else run.requests.fresh_name()
        live.begin(run, "snapshot-as-created", name=name, description=description)
    _list(run)
    for known in run.snapshots.of("there")[-3:]:
        live.read(run, "details-answer", known)
    for request in (run.requests.page(), run.requests.page(limit=LIMIT)):
        rule = "it keeps every rule of the contract"
        run.expect(OK, "page-answer", "a page", request, rule)
    if not run.listing.is_long:
        _list(run)
    _others(run)


def _others(run: Run) -> None:
    """Ask for the details of what the list holds beside this run's own: it is this project's, so that there are some.

    A snapshot that is deleted in between is in no list any more, and not judged.
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
                sentence = f"a list holds {each.get('name')!r} of which the project has no details: it is another's"
                run.judge.break_(clause, sentence, listing)


def _list(run: Run) -> None:
    rule = "it keeps every rule of the contract"
    run.expect(OK, "list-answer", "a list", run.requests.lists(), rule)
