"""Lists and details: their form, that all is there, and that what is told is what was asked for."""

from __future__ import annotations

from http import HTTPStatus

from dws_contract.examiner import Examiner
from dws_contract.known import entries
from dws_contract.paging import LIMIT
from dws_contract.probes import live
from dws_contract.questions import OK, Probe
from dws_contract.requests import ABSENT

_MOST = 3
_DESCRIPTIONS = ("", "Before the migration; 100 % \u2013 ünïcödé 你好 😀", "  spaces, a tab\tand a line\nfeed  ")


def ask(examiner: Examiner) -> None:
    """Ask about the list, details and the own cluster's page, with snapshots of several kinds in them."""
    _list(examiner)
    shapes = ("a" * 23, "A" + "a" * 22, f"{'a' * 11}-_0{'A' * 9}")
    for description, shape in zip((ABSENT, *_DESCRIPTIONS[1:]), shapes, strict=True):
        name = examiner.names.like(shape) if examiner.shape == "a" * 23 else examiner.fresh_name()
        live.begin(examiner, "snapshot-as-created", name=name, description=description)
    _list(examiner)
    for known in examiner.snapshots.of("there")[-3:]:
        live.read(examiner, "details-answer", known)
    for request in (examiner.page(), examiner.page(limit=LIMIT)):
        rule = "it keeps every rule of the contract"
        examiner.ask(Probe(clause="page-answer", what="a page", rule=rule, request=request, expect=OK))
    _list(examiner)
    _others(examiner)


def _others(examiner: Examiner) -> None:
    """Ask for the details of what the list holds beside this run's own: it is this project's, so that there are some.

    A snapshot that is deleted in between is in no list any more, and not judged.
    """
    clause, own = "list-project-only", examiner.options.cluster_id.lower()
    others = [each for each in live.listed(examiner) if examiner.snapshots.get(each["id"]) is None]
    others.sort(key=lambda each: str(each.get("cluster_id")).lower() == own)
    for each in others[:_MOST]:
        exchange = examiner.observe(examiner.details(each["id"]))
        listing = examiner.observe(examiner.lists())
        still = any(other["id"] == each["id"] for other in entries(listing.json))
        if exchange.status == HTTPStatus.NOT_FOUND and still:
            sentence = f"a list holds {each.get('name')!r} of which the project has no details: it is another's"
            examiner.judge_.break_(clause, sentence, listing)
        elif exchange.accepted:
            examiner.findings.hold(clause)


def _list(examiner: Examiner) -> None:
    rule = "it keeps every rule of the contract"
    examiner.ask(Probe(clause="list-answer", what="a list", rule=rule, request=examiner.lists(), expect=OK))
