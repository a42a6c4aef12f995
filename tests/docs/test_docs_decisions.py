"""The page of decisions has every decision of the contract, each with its reason."""

import re

import yaml

from dws_contract import CLAUSES
from support.docs_site import ROOT
from support.marks import decisions, objects

CONTRACT = yaml.safe_load((ROOT / "openapi.yaml").read_text(encoding="utf-8"))
PAGE = (ROOT / "docs/pages/decisions.md").read_text(encoding="utf-8")
SECTIONS = {int(number): text for number, text in re.findall(r"^## (\d+)\. (.*?)(?=^## |\Z)", PAGE, re.M | re.S)}


def test_the_page_has_the_decisions_of_the_contract_and_no_others() -> None:
    assert list(SECTIONS) == sorted({number for node in objects(CONTRACT) for number in decisions(node)})
    assert {number for clause in CLAUSES.values() for number in clause.decisions} <= SECTIONS.keys()


def test_every_decision_has_a_reason() -> None:
    for number, text in SECTIONS.items():
        assert text.count("\n\n**Reason:** ") == 1, number


def test_what_decides_says_so_and_has_a_number() -> None:
    for node in objects(CONTRACT):
        if isinstance(node.get("description"), str):
            assert ("Decision: " in node["description"]) == bool(decisions(node)), node
