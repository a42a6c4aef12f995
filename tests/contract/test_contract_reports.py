"""Reports are well-formed and readable whatever a service says, and hold no secret."""

import json
from dataclasses import replace
from html.parser import HTMLParser
from pathlib import Path
from xml.etree import ElementTree as ET

import pytest

from dws_contract import CLAUSES, Deviation, Report, Verdict, reports
from dws_contract.report import Snapshot
from dws_contract.traffic.secrets import Secrets
from dws_contract.verdicts.reading import called

NASTY = 'a ]]> <script>alert("1")</script> & \' é 😀 {0} %s'


def verdict(clause: str, state: str, sentence: str = NASTY) -> Verdict:
    """Return what could be known of a clause."""
    deviations = (Deviation(clause, sentence, NASTY, NASTY, NASTY),) if state == "broken" else ()
    reason = NASTY if state == "not reached" else ""
    count = len(deviations)
    return Verdict(CLAUSES[clause], NASTY, state, 1 - count, count, deviations, reason)  # type: ignore[arg-type]


def report(stopped: str = "", broken: bool = True) -> Report:
    """Return a report with one clause of each state."""
    return Report(
        url="http://127.0.0.1:1/a&b",
        project_id="p",
        cluster_id="c",
        seed=7,
        started="2026-11-24T00:00:00+00:00",
        seconds=1.25,
        requests=3,
        verdicts=(
            verdict("create-accepted", "broken" if broken else "held"),
            verdict("name-min-length", "broken" if broken else "held"),
            verdict("name-unique", "not reached"),
        ),
        created=(Snapshot(NASTY, None), Snapshot("dwscontractabc", "2a4d0f86-67cd-408a-8b66-017454fb7793")),
        left=(Snapshot(NASTY, None),),
        restored=("7d85f602-a948-4a30-afd4-e84f47471c15",),
        stopped=stopped,
    )


def test_the_outcome_and_the_exit_code() -> None:
    assert (report().outcome, report().exit_code) == ("deviates", 1)
    assert (report(broken=False).outcome, report(broken=False).exit_code) == ("conforms", 0)
    assert (report("It is gone.").outcome, report("It is gone.", broken=False).exit_code) == ("not judged", 2)


def test_the_most_telling_clause_comes_first() -> None:
    assert [each.clause.id for each in report().of("broken")] == ["name-min-length", "create-accepted"]


def test_that_a_request_made_the_service_fail_comes_before_the_form_of_the_failure() -> None:
    found = ("error-media-type", "error-body", "name-unique", "no-server-error", "create-accepted")
    failed = replace(report(), verdicts=tuple(verdict(clause, "broken") for clause in found))
    order = [each.clause.id for each in failed.of("broken")]
    assert order == ["name-unique", "no-server-error", "create-accepted", "error-media-type", "error-body"]
    others = replace(report(), verdicts=tuple(verdict(clause, "broken") for clause in found[:2]))
    assert [each.clause.id for each in others.of("broken")] == list(found[:2])


def test_null_is_called_null() -> None:
    assert [called(value) for value in (None, True, False, "None", 5)] == ["null", "true", "false", "'None'", "5"]


@pytest.mark.parametrize("stopped", ["", NASTY])
def test_every_file_is_well_formed_and_complete(tmp_path: Path, stopped: str) -> None:
    reports.write(report(stopped), tmp_path / "new" / "folder")
    folder = tmp_path / "new" / "folder"
    suite = ET.parse(folder / "junit.xml").getroot()
    assert suite.attrib["tests"] == str(len(suite.findall("testcase")))
    assert suite.attrib["failures"] == "2" == str(len(suite.findall("testcase/failure")))
    assert suite.attrib["skipped"] == "1" == str(len(suite.findall("testcase/skipped")))
    assert suite.attrib["errors"] == ("1" if stopped else "0")
    data = json.loads((folder / "report.json").read_text("utf-8"))
    assert [each["state"] for each in data["clauses"]] == ["broken", "broken", "not reached"]
    assert data["clauses"][0]["deviations"][0]["curl"] == NASTY
    assert data["seed"] == 7
    page = Page()
    page.feed((folder / "report.html").read_text("utf-8"))
    page.close()
    assert page.open == []
    assert not page.tags & {"script", "link", "img", "iframe", "object"}
    assert page.text.count(NASTY) >= 6


def test_the_terminal_says_what_is_broken_what_was_not_reached_and_what_it_cost() -> None:
    text = report().summary()
    assert "BROKEN 43 name-min-length" in text
    assert "48 name-unique" in text
    assert "It deviates: 0 clauses held, 2 broken (2 by the sources, 0 by decisions), 1 not reached." in text
    assert "cluster 7d85f602-a948-4a30-afd4-e84f47471c15" in text
    assert (
        "3 requests, 2 snapshots created, 1 of them left, 1 cluster restored, 1.2 s. Repeat this run with --seed 7."
        in text
    )


def test_every_report_parts_what_the_sources_state_from_what_the_document_decides(tmp_path: Path) -> None:
    found = ("name-unique", "name-min-length")
    parted = replace(report(), verdicts=tuple(verdict(clause, "broken") for clause in found))
    text = parted.summary()
    assert text.index("BY WHAT THE SOURCES STATE") < text.index("name-min-length: ") < text.index("BY WHAT THIS")
    assert text.index("BY WHAT THIS") < text.index("name-unique: ")
    assert "2 broken (1 by the sources, 1 by decisions)" in text
    reports.write(parted, tmp_path)
    data = json.loads((tmp_path / "report.json").read_text("utf-8"))
    assert [(each["origin"], each["decisions"]) for each in data["clauses"]] == [("decided", [2]), ("sourced", [])]
    cases = ET.parse(tmp_path / "junit.xml").getroot().findall("testcase")
    assert [each.attrib["classname"] for each in cases] == ["dws-contract.decided.Names", "dws-contract.sourced.Names"]
    page = Page()
    page.feed((tmp_path / "report.html").read_text("utf-8"))
    assert page.text.index("what the sources state") < page.text.index("what this document decides")


def test_secrets_are_found_and_replaced_in_every_spelling() -> None:
    secrets = Secrets()
    secrets.add('to/k"en+1234', "the token")
    secrets.add_signature("ab" * 32)
    for text in ('x to/k"en+1234 x', '{"m": "to/k\\"en+1234"}', 'to\\/k"en+1234', "to%2Fk%22en%2B1234"):
        assert secrets.found_in(text) == "the token"
        assert secrets.found_in(secrets.redact(text)) is None
        assert "«the token»" in secrets.redact(text)
    assert secrets.found_in(f"Signature={'ab' * 32}") == "a right signature"
    assert secrets.redact(f"Signature={'ab' * 32}") == "Signature=«a right signature»"
    assert secrets.found_in("cd" * 32) is None


class Page(HTMLParser):
    """Collects the tags and the text of a page, and checks that every tag is closed."""

    void = frozenset({"meta", "br"})

    def __init__(self) -> None:
        super().__init__()
        self.open: list[str] = []
        self.tags: set[str] = set()
        self.text = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.add(tag)
        assert not any(name in ("src", "href") or name.startswith("on") for name, _ in attrs)
        if tag not in self.void:
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        self.text += data
