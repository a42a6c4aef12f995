"""The built documentation in Debian's chromium: what a reader sees, hears and can reach."""

import re
from collections.abc import Iterator
from typing import Any
from urllib.parse import unquote

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect, sync_playwright

from contract import inlined, load, resolve
from support.docs_site import CHROMIUM, FLAGS, REFERENCE, ROOT, built, guides, search_index, served

if CHROMIUM is None:
    pytest.skip("no browser: install Debian's package chromium", allow_module_level=True)

AXE = ROOT / "node_modules/axe-core/axe.min.js"
CONTRACT = inlined(load())
PATIENCE = 60_000
"""Milliseconds that a loaded machine may need for one step."""
expect.set_options(timeout=PATIENCE)
DESKTOP, PHONE = (1440, 900), (390, 844)
PAGES = [*guides(), REFERENCE]
VIEWS: list[Any] = [(DESKTOP, "light"), (DESKTOP, "dark"), (PHONE, "dark")]

# What React lets be pressed and no key reaches.
MOUSE_ONLY = """() => [...document.querySelectorAll('#redoc *')].filter(element => {
  const key = Object.keys(element).find(name => name.startsWith('__reactProps'));
  return key && element[key].onClick && element.tabIndex < 0 && element.checkVisibility()
    && !element.querySelector('[role=tablist]');
}).map(element => element.outerHTML.slice(0, 120))"""

LITERAL_COLOURS = """() => [...document.styleSheets].flatMap(sheet => [...sheet.cssRules]).map(rule => rule.cssText)
  .filter(text => !/^(:root|@media|\\.ps|\\.found)/.test(text))
  .filter(text => /#[0-9a-f]{3,8}\\b|rgba?\\(|hsla?\\(|(?<![-\\w.#])(white|black|gray|red)(?![-\\w])/i.test(text))"""

REACHABLE = "a[href], button, input, [role=button], [role=menuitem]"


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


class Visit:
    """A page that was opened, with everything that it asked for and complained about."""

    def __init__(self, context: BrowserContext, address: str) -> None:
        self.complaints: list[str] = []
        self.requests: list[str] = []
        self.page: Page = context.new_page()
        self.page.on("console", lambda message: self.complaints.append(message.text))
        self.page.on("pageerror", lambda error: self.complaints.append(str(error)))
        self.page.on("request", lambda request: self.requests.append(request.url))
        self.page.goto(address)
        if REFERENCE in address:
            self.page.wait_for_selector("#redoc[data-whole]")


@pytest.fixture
def visit(browser: Browser) -> Iterator[Any]:
    contexts: list[BrowserContext] = []

    def opened(address: str, size: tuple[int, int] = DESKTOP) -> Visit:
        context = browser.new_context(viewport={"width": size[0], "height": size[1]})
        context.set_default_timeout(PATIENCE)
        contexts.append(context)
        return Visit(context, address)

    yield opened
    for context in contexts:
        context.close()


@pytest.mark.parametrize("name", PAGES)
def test_a_page_is_accessible_and_asks_for_nothing_outside(visit: Any, site: str, name: str) -> None:
    seen = visit(site + name)
    page = seen.page
    page.evaluate(AXE.read_text(encoding="utf-8"))
    for size, theme in VIEWS:
        page.set_viewport_size({"width": size[0], "height": size[1]})
        page.emulate_media(color_scheme=theme)
        assert page.evaluate("document.documentElement.scrollWidth") <= size[0]
        found = page.evaluate("axe.run(document, {resultTypes: ['violations']}).then(result => result.violations)")
        severe = [f"{hit['id']}: {node['html']}" for hit in found for node in hit["nodes"] if severe_impact(hit)]
        assert not severe, (size, theme)
    assert not seen.complaints
    asked = [url for url in seen.requests if not url.startswith("data:")]
    assert asked == [site + name] if name == REFERENCE else all(url.startswith(site) for url in asked)


def severe_impact(violation: dict[str, str]) -> bool:
    return violation["impact"] in ("serious", "critical")


@pytest.mark.parametrize("name", PAGES)
def test_the_keyboard_reaches_everything(visit: Any, site: str, name: str) -> None:
    page = visit(site + name).page
    page.evaluate(
        """selector => {
            window.unreached = new Set([...document.querySelectorAll(selector)].filter(
                element => element.checkVisibility({visibilityProperty: true}) && element.tabIndex >= 0));
            window.wanted = unreached.size;
            document.addEventListener('focusin', event => unreached.delete(event.target));
        }""",
        REACHABLE,
    )
    wanted = page.evaluate("wanted")
    assert wanted > 10
    for pressed in range(3 * wanted):
        page.keyboard.press("Tab")
        if pressed % 20 == 0 and page.evaluate("unreached.size") == 0:
            break
    assert page.evaluate("[...unreached].map(element => element.outerHTML.slice(0, 120))") == []
    assert page.evaluate(MOUSE_ONLY) == []


def test_redocs_own_parts_answer_to_keys(visit: Any, site: str) -> None:
    page = visit(site + REFERENCE).page
    authorizations = page.get_by_role("button", name="Authorizations").first
    authorizations.focus()
    page.keyboard.press("Enter")
    expect(authorizations).to_have_attribute("aria-expanded", "true")
    expect(page.get_by_text("X-Auth-Token", exact=True).first).to_be_visible()
    page.get_by_role("menuitem", name="Errors").focus()
    page.keyboard.press("Enter")
    expect(page).to_have_url(re.compile("#section/Errors$"))
    tab = page.get_by_role("tab", name="curl", exact=True).first
    page.get_by_role("tab", name="Payload").first.focus()
    page.keyboard.press("ArrowRight")
    expect(tab).to_have_attribute("aria-selected", "true")


@pytest.mark.parametrize("name", ["index.html", REFERENCE])
@pytest.mark.parametrize("offline", [False, True], ids=["http", "file"])
def test_search_finds_a_field_by_keyboard_alone(visit: Any, site: str, name: str, offline: bool) -> None:
    seen = visit((f"{built().as_uri()}/" if offline else site) + name)
    page = seen.page
    page.keyboard.press("/")
    page.keyboard.type("cluster_id")
    first = page.locator(".found a").first
    expect(first).to_contain_text("cluster_id")
    page.keyboard.press("ArrowDown")
    expect(first).to_be_focused()
    page.keyboard.press("Enter")
    expect(page).to_have_url(re.compile(rf"{REFERENCE}#tag/Snapshots/operation/\w+$"))
    page.wait_for_selector("#redoc[data-whole]")
    anchor = page.url.partition("#")[2]
    expect(page.locator(f'[data-section-id="{anchor}"] h2').first).to_be_in_viewport()
    assert not seen.complaints


def test_search_says_when_it_finds_nothing_and_closes(visit: Any, site: str) -> None:
    page = visit(site + "index.html").page
    page.keyboard.press("/")
    page.keyboard.type("zzzz")
    expect(page.get_by_role("status")).to_have_text("Nothing found.")
    page.keyboard.press("Escape")
    expect(page.locator(".found")).to_be_hidden()


@pytest.mark.parametrize("name", ["index.html", REFERENCE])
def test_the_theme_is_chosen_once_for_every_page(visit: Any, site: str, name: str) -> None:
    page = visit(site + name).page
    toggle = page.get_by_role("button", name="Dark theme")
    background = "getComputedStyle(document.body).backgroundColor"
    light = page.evaluate(background)
    expect(toggle).to_have_attribute("aria-pressed", "false")
    toggle.press("Enter")
    expect(toggle).to_have_attribute("aria-pressed", "true")
    dark = page.evaluate(background)
    assert dark != light
    page.goto(site + "errors.html")
    assert page.evaluate(background) == dark
    page.emulate_media(media="print")
    assert page.evaluate(background) == light


def test_every_colour_of_the_reference_is_the_sites(visit: Any, site: str) -> None:
    page = visit(site + REFERENCE).page
    for button in page.locator("#redoc button[aria-expanded=false]").all():
        button.click()
    assert page.evaluate(LITERAL_COLOURS) == []


def test_links_into_the_reference_lead_to_a_section(visit: Any, site: str) -> None:
    anchors = {
        unquote(anchor)
        for name in guides()
        for anchor in re.findall(rf'href="{REFERENCE}#([^"]+)"', (built() / name).read_text(encoding="utf-8"))
    } | {unquote(to.partition("#")[2]) for *_, to in search_index() if to.startswith(f"{REFERENCE}#")}
    sections = (
        visit(site + REFERENCE)
        .page.locator("[data-section-id]")
        .evaluate_all("elements => elements.map(element => element.dataset.sectionId)")
    )
    assert anchors
    assert not anchors - set(sections)


def test_a_deep_link_shows_its_heading(visit: Any, site: str) -> None:
    page = visit(site + "errors.html#by-code").page
    heading = page.locator("#by-code")
    expect(heading).to_be_in_viewport()
    box = heading.bounding_box()
    assert box is not None
    assert box["y"] >= page.locator(".top").bounding_box()["height"]


@pytest.mark.parametrize("size", [DESKTOP, PHONE], ids=["desktop", "phone"])
@pytest.mark.parametrize("anchor", ["tag/Snapshots/operation/copySnapshot", "section/Errors"])
def test_a_deep_link_into_the_reference_shows_its_heading(
    visit: Any, site: str, anchor: str, size: tuple[int, int]
) -> None:
    page = visit(f"{site}{REFERENCE}#{anchor}", size).page
    heading = page.locator(f'[data-section-id="{anchor}"] :is(h1, h2)').first
    expect(heading).to_be_in_viewport()
    box = heading.bounding_box()
    assert box is not None
    assert page.locator(".top").bounding_box()["height"] <= box["y"] < size[1] / 3


def test_paper_shows_the_whole_reference_before_the_screen_does(visit: Any, site: str) -> None:
    page = visit(f"{site}index.html").page
    page.add_init_script("globalThis.requestIdleCallback = () => {}")
    page.goto(site + REFERENCE)
    page.wait_for_selector("#redoc[data-ready]")
    responses = page.locator("#redoc h3", has_text="Responses")
    expect(responses).to_have_count(0)
    expect(page.get_by_role("menuitem")).not_to_have_count(0)
    page.evaluate("dispatchEvent(new Event('beforeprint'))")
    expect(responses).to_have_count(sum(1 for _ in operations()))


def test_the_phone_has_a_menu(visit: Any, site: str) -> None:
    page = visit(site + "index.html", PHONE).page
    menu = page.get_by_role("button", name="Menu")
    pages = page.get_by_role("navigation", name="Pages", exact=True)
    expect(pages).to_be_hidden()
    menu.press("Enter")
    expect(pages).to_be_visible()
    page.keyboard.press("Escape")
    expect(pages).to_be_hidden()
    expect(menu).to_be_focused()


def test_the_reference_shows_every_constraint_description_and_example_of_the_contract(visit: Any, site: str) -> None:
    page = visit(site + REFERENCE).page
    rows: dict[str, list[list[str]]] = page.evaluate(
        """() => Object.fromEntries([...document.querySelectorAll('[data-section-id]')].map(section => [
            section.dataset.sectionId, [...section.querySelectorAll('tr')].map(
                row => [row.cells[0].innerText, row.innerText.split(/\\s+/).join(" ")])]))"""
    )
    missing = []
    for section, name, schema, required in expected_fields():
        wanted = shown(schema) + (["required"] if required else [])
        told = [text for head, text in rows[section] if re.match(rf"{re.escape(name)}\b", head.strip())]
        if not any(all(part in text for part in wanted) for text in told):
            missing.append(f"{section} {name}: {wanted} not in {told}")
    assert not missing, "\n".join(missing)
    assert "(a UUID)" not in page.inner_text("#redoc")


def operations() -> Iterator[tuple[dict[str, Any], dict[str, Any]]]:
    """Yield each operation, after the item of its path."""
    for item in CONTRACT["paths"].values():
        yield from ((item, member) for member in item.values() if isinstance(member, dict))


def expected_fields() -> Iterator[tuple[str, str, dict[str, Any], bool]]:
    """Yield section, name, schema and whether it is mandatory, for each parameter and field that a reader may need."""
    for item, operation in operations():
        section = f"tag/{operation['tags'][0]}/operation/{operation['operationId']}"
        for reference in [*item["parameters"], *operation.get("parameters", [])]:
            parameter = resolve(CONTRACT, reference)
            schema = parameter["schema"] | {"description": parameter["description"]}
            yield section, parameter["name"], schema, parameter.get("required", False)
        success = next(answer for status, answer in operation["responses"].items() if status.startswith("2"))
        for name, header in success.get("headers", {}).items():
            yield section, name, resolve(CONTRACT, header)["schema"], False
        for body in (operation.get("requestBody", {}), success):
            for media in body.get("content", {}).values():
                yield from ((section, *field) for field in fields(media["schema"]))
    yield from (("section/Errors", *field) for field in fields({"$ref": "#/components/schemas/Error"}))


def fields(schema: dict[str, Any]) -> Iterator[tuple[str, dict[str, Any], bool]]:
    schema = resolve(CONTRACT, schema)
    if "items" in schema:
        yield from fields(schema["items"])
    for name, reference in schema.get("properties", {}).items():
        member = resolve(CONTRACT, reference)
        yield name, member, name in schema.get("required", [])
        yield from fields(member)


def shown(schema: dict[str, Any]) -> list[str]:
    """Return what Redoc's words for a schema hold. Raises KeyError for a keyword that has none here."""
    least, most = schema.get("minLength"), schema.get("maxLength")
    low, high = schema.get("minimum"), schema.get("maximum")
    types = schema["type"] if isinstance(schema["type"], list) else [schema["type"]]
    told = ["Array of" if types == ["array"] else " or ".join(types)]
    for keyword, value in schema.items():
        if keyword in (
            "additionalProperties",
            "items",
            "minLength",
            "minimum",
            "properties",
            "required",
            "title",
            "type",
        ):
            continue
        if keyword.startswith("x-"):
            continue
        told += {
            "description": [" ".join(str(value).replace("`", "").split())[:40]],
            # A number would stand in quotes, so it is left out.
            "examples": [f'"{example}"' for example in value if isinstance(example, str)]
            if keyword == "examples"
            else [],
            "format": [f"<{value}>"],
            "pattern": [value],
            "default": ["Default:", str(value)],
            "enum": ["null" if choice is None else f'"{choice}"' for choice in value] if keyword == "enum" else [],
            "maxLength": [f"= {most} " if least == most else f"[ {least} .. {most} ]" if least else f"<= {most} "],
            "maximum": [f"[ {low} .. {high} ]" if low is not None else f"<= {high}"],
        }[keyword]
    if least is not None and most is None:
        told.append("non-empty" if least == 1 else f">= {least} characters")
    if low is not None and high is None:
        told.append(f">= {low}")
    return told
