"""How `make bench` reports its measurements: budgets, regressions, the table in a page. All figures are made up."""

import json
from pathlib import Path

import pytest

from programs.bench import __main__ as main
from programs.bench import tables
from programs.bench.figures import Against, Figure, alone, at_least, at_most, compare, value_at_most


def only(figures: list[Figure]) -> Figure:
    (figure,) = figures
    return figure


def test_a_ratio_is_the_median_of_rounds_that_stood_side_by_side() -> None:
    figure = only(compare("calls", "CPU", "µs", [10, 30, 20], Against("httpx 1", [5, 30, 10], at_most(1.9))))
    assert figure.ratio == 2
    assert figure.ours == (20, 10, 30)
    assert not figure.met
    assert "| 20 µs (10 to 30) | httpx 1 | 10 µs (5 to 30) | 2.00 | ≤ 1.9 | **missed** |" in tables.row(figure, None)


@pytest.mark.parametrize(("limit", "met"), [(4, True), (5, True), (5.1, False)])
def test_more_calls_a_second_are_better(limit: float, met: bool) -> None:
    assert only(compare("calls", "all", "calls/s", [50], Against("httpx", [10], at_least(limit)))).met is met


def test_a_value_alone_has_a_budget_of_its_own() -> None:
    assert alone("contract", "wall clock", "s", [19, 20], value_at_most(20)).met
    assert not alone("contract", "wall clock", "s", [19, 22, 23], value_at_most(20)).met


@pytest.mark.parametrize(
    ("unit", "before", "worse"),
    [("µs", 1.75, False), ("µs", 1.73, True), ("calls/s", 2.29, False), ("calls/s", 2.31, True)],
)
def test_a_ratio_that_got_worse_by_more_than_15_percent_is_marked(unit: str, before: float, worse: bool) -> None:
    figure = only(compare("calls", "all", unit, [20], Against("httpx", [10])))
    assert tables.worse(figure, before) is worse
    assert (f"worse than {before:.2f}" in tables.row(figure, before)) is worse


def test_a_new_version_of_a_peer_is_the_same_figure(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    old, new = (only(compare("calls", "all", "µs", [20], Against(f"httpx {v}, unsigned", [10]))) for v in ("1", "2"))
    monkeypatch.setattr(tables, "BASELINE", tmp_path / "bench.json")
    assert tables.baseline() == {}
    (tmp_path / "bench.json").write_text(json.dumps(tables.document([old])), encoding="utf-8")
    assert tables.baseline() == {new.key: 2}


def test_the_table_goes_between_its_marks(tmp_path: Path) -> None:
    page = tmp_path / "README.md"
    page.write_text("before\n<!-- bench -->\nold\n<!-- /bench -->\nafter\n", encoding="utf-8")
    tables.write_between(page, "| new |\n")
    assert page.read_text(encoding="utf-8") == "before\n<!-- bench -->\n| new |\n<!-- /bench -->\nafter\n"
    page.write_text("no marks", encoding="utf-8")
    with pytest.raises(ValueError, match="no line <!-- bench -->"):
        tables.write_between(page, "| new |\n")


def test_a_part_that_is_measured_again_replaces_its_own_figures(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(main, "FOLDER", tmp_path)
    calls, size = (
        only(compare("calls", "CPU", "µs", [20], Against("httpx", [10], at_most(1)))),
        alone("a", "b", "s", [1], value_at_most(2)),
    )
    assert main.merged([calls]) == [calls]
    main.write([calls, size])
    again = only(compare("calls", "CPU", "µs", [10], Against("httpx", [10], at_most(1))))
    assert main.merged([again]) == [again, size]


def test_a_table_that_is_not_there_is_told(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(main, "FOLDER", tmp_path)
    with pytest.raises(SystemExit, match="there is no table yet"):
        main.main(["--into", "README.md"])
