"""How `make bench-contract` counts complaints, and the table that it writes. All figures are made up."""

from pathlib import Path

import pytest

from plain_server.faults import CATALOGUE
from programs import bench_contract
from programs.bench import peers
from programs.bench.rivals import JUDGES, Complaints, Judge, told_of
from programs.bench_contract import MISTAKES

FAULTS = sorted(CATALOGUE)[:2]
MISTAKE = min(MISTAKES)
NAMES, LISTS = ("POST /snapshots", "ST201"), ("GET /snapshots", "ST201")


def test_what_is_also_said_of_a_right_service_hides_no_more_than_the_same_check_of_the_same_operation(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    said: dict[str, Complaints] = {"": {NAMES}, FAULTS[0]: {NAMES}, FAULTS[1]: {NAMES, LISTS}}
    monkeypatch.setattr(bench_contract, "measure", lambda judge, service, fault="": (said[fault], 2.0))
    row = bench_contract.row(Judge("a judge", lambda options, folder: set()), FAULTS)
    assert (row.caught, row.alarms, row.seconds) == ([FAULTS[1]], [("plain", *NAMES)], 2.0)


def test_the_judges_that_are_measured_again_replace_their_rows_and_the_table_goes_into_a_page(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(bench_contract, "LAST", tmp_path / "bench/contract.json")
    monkeypatch.setattr(peers, "install", lambda: None)
    faults = [*FAULTS, MISTAKE]
    caught = {JUDGES["suite"].name: faults, JUDGES["prism"].name: FAULTS[:1]}

    def measure(judge: Judge, service: str, fault: str = "") -> tuple[Complaints, float]:
        return ({("", fault)} if fault in caught[judge.name] else set(), 1.0)

    monkeypatch.setattr(bench_contract, "measure", measure)
    assert bench_contract.main(["--only", "suite", "prism", "--fault", *faults]) == 0
    caught[JUDGES["suite"].name] = []
    assert bench_contract.main(["--only", "suite"]) == 1
    assert f"caught {FAULTS[0]}, which the suite did not" in capsys.readouterr().out
    page = tmp_path / "page.md"
    page.write_text("<!-- bench-contract -->\nold\n<!-- /bench-contract -->\n", encoding="utf-8")
    assert bench_contract.main(["--into", str(page)]) == 0
    lines = page.read_text(encoding="utf-8").splitlines()
    assert lines[1].startswith(f"| | 2 of {len(CATALOGUE)} planted faults | 1 of {len(MISTAKES)} mistakes in foreign ")
    assert lines[3:5] == [
        f"| {JUDGES['suite'].name} | 0 (0%) | 0 (0%) | 0 | 1.0 |",
        f"| {JUDGES['prism'].name} | 1 (50%) | 0 (0%) | 0 | 1.0 |",
    ]
    assert any("also wrote the faults" in line for line in lines)


def test_a_case_of_specmatic_is_told_by_its_operation() -> None:
    operation = "POST /v1.0/(project_id:string)/snapshots"
    values = "REQUEST.BODY contains all the keys AND name is mutated from string to null AND port is set to '1'"
    case = f"Contract Tests > -ve  Scenario: {operation} -> 4xx with the request from the example 'a' where {values}"
    assert told_of(case) == (operation, "4xx name is mutated from string to null")
    assert told_of(f"Scenario: {operation} -> 200 with a request") == (operation, "200")
