"""Reports are well-formed and readable whatever a service says, and hold no secret."""

import json
import platform
from dataclasses import replace
from html.parser import HTMLParser
from pathlib import Path
from xml.etree import ElementTree as ET

import pytest
from markdown_it import MarkdownIt

from dws_contract import CLAUSES, Deviation, Report, Verdict, reports, run
from dws_contract.report import Snapshot
from dws_contract.reports import FILES, github
from dws_contract.traffic.secrets import Secrets
from dws_contract.verdicts.reading import called
from plain_server.server import Service
from support.served import served

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
    assert page.links
    assert all(link.startswith("#") and link[1:] in page.ids for link in page.links)


def test_with_the_documentation_s_address_a_clause_leads_to_its_place_there(tmp_path: Path) -> None:
    reports.write(replace(report(), docs="https://docs.example/a"), tmp_path)
    page = Page()
    page.feed((tmp_path / "report.html").read_text("utf-8"))
    assert {f"https://docs.example/a/clauses.html#{each.clause.id}" for each in report().verdicts} < set(page.links)


def test_every_report_says_what_judged(tmp_path: Path) -> None:
    reports.write(report(), tmp_path)
    github.add_summary(report(), tmp_path / "summary.md")
    told = [path.read_text("utf-8") for path in tmp_path.iterdir()]
    assert len(told) == 4
    for name, number in report().versions.items():
        assert number
        assert all(name in text and number in text for text in [*told, report().summary()])
    assert set(report().versions) == {"dws-contract", "schemathesis", "Python"}
    assert report().versions["Python"] == platform.python_version()


def test_no_control_character_is_in_junit(tmp_path: Path) -> None:
    odd = "".join(map(chr, (*range(32), *range(127, 160), 0x2028, 0xD800, 0xFFFE, 0xFFFF)))
    told = verdict("name-min-length", "broken", odd)
    deviation = Deviation("name-min-length", odd, odd, odd, odd)
    broken = replace(told, promise=odd, deviations=(deviation,))
    ends = replace(report(odd), url=odd, verdicts=(broken,), unasked={odd: odd}, only=(odd,), stopped_by=odd)
    reports.write(ends, tmp_path)
    text = (tmp_path / "junit.xml").read_text("utf-8")
    assert all(char.isprintable() or char in "\n\t" for char in text)
    assert ET.fromstring(text).find("testcase/failure") is not None
    json.loads((tmp_path / "report.json").read_text("utf-8"))


def test_junit_tells_how_long_the_questions_about_a_clause_took() -> None:
    with served(Service(), only=("names", "uniqueness")) as options:
        ran = run(options)
    suite = ET.fromstring(FILES["junit.xml"](ran))
    times = {
        case.attrib["name"].split(":")[0].split()[1]: float(case.attrib["time"]) for case in suite.iter("testcase")
    }
    assert times["name-charset"] > 0
    assert times["name-unique-concurrent"] > 0
    assert times["page-sort"] == 0
    assert sum(times.values()) <= ran.seconds + 0.1


class TestGitHub:
    """What is told in a workflow."""

    ODD = "a, b: 100% wrong\r\n::error::made up\n##[error]made up"

    def test_an_annotation_is_one_command_whatever_a_service_says(self) -> None:
        told = replace(report(), verdicts=(verdict("name-min-length", "broken", self.ODD),))
        assert github.annotations_of(told) == (
            "::error title=43 name-min-length::"
            "a, b: 100%25 wrong%0D%0A::error::made up%0A##[error]made up (the sources)"
        )

    def test_what_is_in_the_baseline_warns_and_what_stopped_a_run_is_an_error(self, tmp_path: Path) -> None:
        before = replace(report(), baseline=("create-accepted", "name-min-length"))
        assert [line.split()[0] for line in github.annotations_of(before).splitlines()] == ["::warning"] * 2
        github.add_summary(before, tmp_path / "summary.md")
        assert (tmp_path / "summary.md").read_text("utf-8").count(r"the sources\, in the baseline") == 2
        lines = github.annotations_of(report("It is gone.")).splitlines()
        assert lines[0] == "::error title=It could not be judged::It is gone."
        assert len(lines) == 3
        assert github.annotations_of(report(broken=False)) == ""
        left = github.annotations_of(replace(report(broken=False), fail_on=("left", "not-reached")))
        assert left == "::error title=--fail-on left%2Cnot-reached::1 clauses not reached, 1 snapshots left"

    def test_no_more_annotations_than_are_shown(self) -> None:
        many = replace(report(), verdicts=tuple(verdict(clause, "broken") for clause in list(CLAUSES)[:30]))
        assert len(github.annotations_of(many).splitlines()) == 10

    def test_an_answer_in_the_log_is_no_command(self) -> None:
        first, *text, last = github.unheeded(f"x\n{self.ODD}").split("\n")
        assert first.startswith("::stop-commands::")
        assert last == f"::{first.removeprefix('::stop-commands::')}::"
        assert last not in text
        assert github.unheeded("x").split("\n")[0] != first

    def test_the_summary_shows_what_a_service_says_as_text(self, tmp_path: Path) -> None:
        file = tmp_path / "summary.md"
        file.write_text("before\n", "utf-8")
        github.add_summary(replace(report(NASTY), unasked={"copySnapshot": NASTY}), file)
        text = file.read_text("utf-8")
        assert text.startswith("before\n## dws-contract: It could not be judged\n")
        page = MarkdownIt("gfm-like", {"linkify": False}).render(text)
        shown = Page()
        shown.feed(page)
        shown.close()
        assert shown.open == []
        assert not shown.tags & {"script", "a", "img", "em"}
        assert " ".join(shown.text.split()).count(" ".join(NASTY.split())) >= 8

    def test_the_summary_of_many_long_deviations_is_short_enough(self, tmp_path: Path) -> None:
        long = Deviation("x", "y" * 700, *("z`|<" * 100_000,) * 3)
        verdicts = tuple(replace(verdict(clause, "broken"), deviations=(long,)) for clause in CLAUSES)
        github.add_summary(replace(report(), verdicts=verdicts), tmp_path / "summary.md")
        assert (tmp_path / "summary.md").stat().st_size < 1024 * 1024


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
    assert (
        text.index("BY WHAT THE SOURCES STATE") < text.index("name-min-length: ") < text.index("BY THE CONTRACT'S OWN")
    )
    assert text.index("BY THE CONTRACT'S OWN") < text.index("name-unique: ")
    assert "2 broken (1 by the sources, 1 by decisions)" in text
    reports.write(parted, tmp_path)
    data = json.loads((tmp_path / "report.json").read_text("utf-8"))
    assert [(each["origin"], each["decisions"]) for each in data["clauses"]] == [("decided", [2]), ("sourced", [])]
    assert [line.rpartition(" (")[2] for line in github.annotations_of(parted).splitlines()] == [
        "decision 2)",
        "the sources)",
    ]
    github.add_summary(parted, tmp_path / "summary.md")
    rows = [line.split(" | ") for line in (tmp_path / "summary.md").read_text("utf-8").splitlines() if line[:1] == "|"]
    assert [(row[0], row[2]) for row in rows if len(row) == 4] == [
        ("| broken clause", "based on"),
        ("| 48 name\\-unique", "decision 2"),
        ("| 43 name\\-min\\-length", "the sources"),
    ]
    cases = ET.parse(tmp_path / "junit.xml").getroot().findall("testcase")
    assert [each.attrib["classname"] for each in cases] == ["dws-contract.decided.Names", "dws-contract.sourced.Names"]
    page = Page()
    page.feed((tmp_path / "report.html").read_text("utf-8"))
    assert page.text.index("what the sources state") < page.text.index("the contract's own decisions")


def test_secrets_are_found_and_replaced_in_every_spelling() -> None:
    secrets = Secrets()
    secrets.add('to/k"en+1234', "the token")
    secrets.add_signature("ab" * 32)
    in_json = ('{"m": "to/k\\"en+1234"}', "to/k\\u0022en\\u002B1234", "to/k\\u0022en\\u002b1234", 'to\\/k"en+1234')
    for text in ('x to/k"en+1234 x', *in_json, "to%2Fk%22en%2B1234"):
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
        self.links: list[str] = []
        self.ids: set[str] = set()
        self.text = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.add(tag)
        assert not any(name == "src" or name.startswith("on") for name, _ in attrs)
        self.links += [value or "" for name, value in attrs if name == "href"]
        self.ids |= {value or "" for name, value in attrs if name == "id"}
        if tag not in self.void:
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        self.text += data
