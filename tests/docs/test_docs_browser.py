"""The built documentation in Debian's chromium: on a desktop, a tablet and a phone."""

import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, expect, sync_playwright

from contract import load, operations
from support.docs_site import CHROMIUM, FLAGS, ROOT, built, served

if CHROMIUM is None:
    pytest.skip("no browser: install Debian's package chromium", allow_module_level=True)

expect.set_options(timeout=60_000)
AXE = ROOT / "node_modules/axe-core/axe.min.js"
OPERATIONS = [f"api/operations/{body['operationId'].lower()}.html" for *_, body in operations(load())]
GUIDES = [f"{path.stem}.html" for path in (ROOT / "docs/pages").glob("*.md")]
DEEP = ["api.html#token", "errors.html#dws7023", "clauses.html#page-sort", f"{OPERATIONS[0]}#responses", *OPERATIONS]
WIDTHS = (390, 768, 1440)
THEMES = {390: ["dark"], 1440: ["light", "dark"]}
"""The themes that every page is looked at in, by the width of the screen."""
MEANT = {
    "createSnapshot": "api/operations/createsnapshot.html",
    "retry": "errors.html#by-status-when-to-retry",
    "429": "errors.html#429-too-many-requests",
    "pagination": "clients.html#pagination",
    "retention": "nightly-backups.html#retention",
    "retnetion": "nightly-backups.html#retention",
    "rotate": "nightly-backups.html#retention",
    "idempotent": "when-things-go-wrong.html#exactly-once",
    "idempotant": "when-things-go-wrong.html#exactly-once",
    "quota": "errors.html#by-code",
    "cron": "nightly-backups.html#cron",
    "busy": "when-things-go-wrong.html#in-time",
    "page-sort": "clauses.html#page-sort",
    "DWS.7023": "errors.html#dws7023",
}
"""Where the search leads, by what a reader types."""
# Expressive Code lets keys reach what scrolls, once the browser is idle.
KEYS_REACH = """[...document.querySelectorAll('pre')].every(
    pre => pre.scrollWidth <= pre.clientWidth || pre.tabIndex === 0)"""


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        yield browser
        browser.close()


@pytest.fixture(scope="module")
def site() -> Iterator[str]:
    with served(built()) as address:
        yield address


@pytest.fixture(params=WIDTHS)
def page(browser: Browser, request: pytest.FixtureRequest) -> Iterator[Page]:
    with browser.new_context(viewport={"width": request.param, "height": 900}, has_touch=True) as context:
        context.set_default_timeout(60_000)
        yield context.new_page()


@pytest.mark.parametrize("page", THEMES, indirect=True)
@pytest.mark.parametrize("name", [*GUIDES, "api.html", *OPERATIONS[-2:]])
def test_a_page_is_accessible_as_wide_as_the_screen_and_asks_for_nothing_outside(
    page: Page, site: str, name: str
) -> None:
    complaints: list[str] = []
    asked: list[str] = []
    page.on("console", lambda message: complaints.append(message.text))
    page.on("pageerror", lambda error: complaints.append(str(error)))
    page.on("request", lambda request: asked.append(request.url))
    page.goto(site + name)
    page.evaluate(AXE.read_text(encoding="utf-8"))
    width = page.evaluate("innerWidth")
    for theme in THEMES[width]:
        page.evaluate("theme => { document.documentElement.dataset.theme = theme }", theme)
        page.wait_for_function(KEYS_REACH)
        found = page.evaluate("axe.run().then(result => result.violations)")
        assert [hit["nodes"][0]["html"] for hit in found if hit["impact"] in ("serious", "critical")] == []
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    assert complaints == []
    assert [url for url in asked if not url.startswith((site, "data:"))] == []


def test_a_deep_link_opens_what_it_names(page: Page, site: str) -> None:
    for name in DEEP:
        page.goto("about:blank")
        page.goto(site + name)
        heading = page.locator(f"[id='{name.partition('#')[2] or '_top'}']").first
        expect(heading).to_be_in_viewport()
        box, top = heading.bounding_box(), page.locator("header").first.bounding_box()
        assert box
        assert top
        assert box["y"] >= top["height"], name


def test_an_operation_is_there_without_script(browser: Browser, site: str) -> None:
    with browser.new_context(java_script_enabled=False) as context:
        page = context.new_page()
        page.goto(f"{site}api/operations/createsnapshot.html")
        expect(page.locator("main")).to_contain_text("/^[A-Za-z][A-Za-z0-9_-]{3,63}$/")


def test_search_finds_what_is_meant_and_leads_there(page: Page, site: str) -> None:
    page.goto(f"{site}index.html")
    page.get_by_role("button", name="Search").click()
    for typed, leads_to in MEANT.items():
        page.get_by_role("textbox", name="Search").fill(typed)
        expect(page.locator(f".pagefind-ui__result-link[href='/{leads_to}']")).to_be_visible()
    page.locator(f".pagefind-ui__result-link[href='/{leads_to}']").click()
    page.wait_for_url(site + leads_to)
    expect(page.locator(f"[id='{leads_to.partition('#')[2]}']")).to_be_in_viewport()


def test_a_language_chosen_once_stays_chosen(page: Page, site: str) -> None:
    first, second = (page.locator(".sl-openapi-snippet:visible") for _ in range(2))
    page.goto(site + OPERATIONS[0])
    expect(first).to_contain_text("curl")
    page.get_by_label("Select code sample").select_option(label="Go")
    expect(first).to_contain_text("package main")
    page.goto(site + OPERATIONS[-1])
    expect(second).to_contain_text("package main")


def test_the_fields_of_a_body_are_there_to_be_read(page: Page, site: str) -> None:
    page.goto(f"{site}api/operations/createsnapshot.html")
    expect(page.locator(".sl-openapi-key-name", has_text="cluster_id").first).to_be_visible()


def test_what_can_be_copied_says_so_on_touch_too(page: Page, site: str) -> None:
    page.goto(f"{site}index.html")
    button = page.get_by_role("button", name="Copy to clipboard").first
    page.locator(".expressive-code").first.tap()
    expect(button).to_be_visible()
    expect(button).not_to_have_css("opacity", "0")


def test_the_menu_shows_every_guide_and_every_operation(page: Page, site: str) -> None:
    page.goto(f"{site}index.html")
    menu = page.get_by_role("button", name=re.compile("Menu"))
    if menu.is_visible():
        menu.click()
    for name in (*GUIDES, *OPERATIONS):
        expect(page.locator(f"nav a[href='/{name}']").first).to_be_visible()
