"""The HTML report in Debian's chromium, on a phone and on a desktop."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Page, sync_playwright

from dws_contract import Report, run
from plain_server.faults import CATALOGUE
from support.docs_site import CHROMIUM, FLAGS, ROOT
from support.served import served

if CHROMIUM is None:
    pytest.skip("no browser: install Debian's package chromium", allow_module_level=True)

AXE = ROOT / "node_modules/axe-core/axe.min.js"
SIZES = [(390, 844), (1280, 900)]


@pytest.fixture(scope="module")
def judged(tmp_path_factory: pytest.TempPathFactory) -> tuple[Report, Path]:
    folder = tmp_path_factory.mktemp("report")
    fault = CATALOGUE["duplicate-in-other-case-accepted"].service()
    with served(fault, only=("uniqueness", "bodies"), report_dir=folder, keep=True) as options:
        return run(options), folder / "report.html"


@pytest.fixture(scope="module")
def page(judged: tuple[Report, Path]) -> Iterator[Page]:
    with sync_playwright() as playwright, playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS) as browser:
        page = browser.new_page()
        page.goto(judged[1].as_uri())
        yield page


@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize("size", SIZES)
def test_nothing_scrolls_sideways_and_all_is_accessible(size: tuple[int, int], theme: str, page: Page) -> None:
    page.set_viewport_size({"width": size[0], "height": size[1]})
    page.emulate_media(color_scheme="dark" if theme == "dark" else "light")
    wide = """() => [document.documentElement, ...document.querySelectorAll('*')].filter(each =>
        each.scrollWidth > each.clientWidth + 1 && getComputedStyle(each).display !== 'inline'
        || each.getBoundingClientRect().right > innerWidth).map(each => each.outerHTML.slice(0, 100))"""
    page.evaluate("document.querySelectorAll('details').forEach(each => each.open = true)")
    assert page.evaluate(wide) == []
    # The report's own policy lets no script in; what a debugger evaluates is not held to it.
    page.evaluate(AXE.read_text(encoding="utf-8"))
    found = page.evaluate("axe.run(document, {resultTypes: ['violations']}).then(result => result.violations)")
    assert [
        f"{hit['id']}: {hit['nodes'][0]['html']}" for hit in found if hit["impact"] in ("serious", "critical")
    ] == []


def test_the_table_leads_to_the_deviations_and_these_to_their_clause(judged: tuple[Report, Path], page: Page) -> None:
    page.set_viewport_size({"width": 390, "height": 844})
    broken = judged[0].of("broken")[0]
    in_sight = """id => { const { top } = document.getElementById(id).getBoundingClientRect();
        return top > -1 && top < innerHeight }"""
    article, row = broken.clause.id, f"clause-{broken.clause.id}"
    for link, target in (("td a", article), ("article h3 a", row)):
        page.click(link)
        page.wait_for_function(in_sight, arg=target, timeout=60_000)
        assert page.url.endswith(f"#{target}")
    assert broken.clause.source in page.inner_text(f"#{row}")
