"""Lists and details: their form, that all is there, and that what is told is what was asked for."""

from __future__ import annotations

from dws_contract.examiner import Examiner
from dws_contract.probes import live
from dws_contract.questions import OK, Probe
from dws_contract.requests import ABSENT

_DESCRIPTIONS = ("", "Before the migration; 100 % \u2013 ünïcödé 你好 😀", "  spaces, a tab\tand a line\nfeed  ")


def ask(examiner: Examiner) -> None:
    """Ask about the list, details and the own cluster's page, with snapshots of several kinds in them."""
    _list(examiner)
    shapes = ("a" * 23, "A" + "a" * 22, f"{'a' * 11}-_0{'A' * 9}")
    for description, shape in zip((ABSENT, *_DESCRIPTIONS[1:]), shapes, strict=True):
        name = examiner.names.like(shape) if examiner.shape == "a" * 23 else examiner.fresh_name()
        live.begin(examiner, "snapshot-as-created", name=name, description=description)
    _list(examiner)
    for known in examiner.book.of("there")[-3:]:
        live.read(examiner, "details-answer", known)
    for request in (examiner.page(), examiner.page(limit=1000)):
        rule = "it keeps every rule of the contract"
        examiner.ask(Probe(clause="page-answer", what="a page", rule=rule, request=request, expect=OK))
    _list(examiner)


def _list(examiner: Examiner) -> None:
    rule = "it keeps every rule of the contract"
    examiner.ask(Probe(clause="list-answer", what="a list", rule=rule, request=examiner.lists(), expect=OK))
