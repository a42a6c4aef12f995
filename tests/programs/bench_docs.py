"""How big the documentation is, and how soon a page of it can be used: `python tests/programs/bench_docs.py [ROUNDS]`.

Interactive is when the reference has been laid out, its keys answer and the main thread is free, from the start of the
navigation; for a guide it is the browser's own mark. The reference then goes on, an operation at a time: whole is when
nothing is left to do. CPU is what the page's main thread worked until then: it hardly depends on what else the machine
does. Medians, each page in a new context; the browser itself has started before.
"""

import statistics
import sys

from playwright.sync_api import Browser, sync_playwright

from support.docs_site import CHROMIUM, FLAGS, REFERENCE, built, guides, served, weight

TIMES = """() => {
  const { domInteractive, domComplete } = performance.getEntriesByType('navigation')[0];
  const { ready = domInteractive, whole = domComplete } = document.querySelector('#redoc')?.dataset ?? {};
  return [Number(ready), Number(whole)];
}"""


def opened(browser: Browser, address: str) -> tuple[float, float, float]:
    """Open a page; return after how many milliseconds it was interactive and whole, and the CPU it took."""
    with browser.new_context(viewport={"width": 1440, "height": 900}) as context:
        page = context.new_page()
        session = context.new_cdp_session(page)
        session.send("Performance.enable", {"timeDomain": "threadTicks"})
        page.goto(address)
        if REFERENCE in address:
            page.wait_for_selector("#redoc[data-whole]")
        metrics = {metric["name"]: metric["value"] for metric in session.send("Performance.getMetrics")["metrics"]}
        return *page.evaluate(TIMES), 1000 * metrics["TaskDuration"]


def main() -> int:
    """Print the table. Returns the exit status: 1 without a browser."""
    if CHROMIUM is None:
        print("Debian's package chromium is needed.", file=sys.stderr)
        return 1
    rounds = int(sys.argv[1]) if len(sys.argv) > 1 else 5
    print("| page | kB | interactive after ms | whole after ms | CPU ms |\n|---|---|---|---|---|")
    with served(built()) as site, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        for name in (*guides(), REFERENCE):
            measured = zip(*(opened(browser, site + name) for _ in range(rounds)), strict=True)
            medians = " | ".join(f"{statistics.median(values):.0f}" for values in measured)
            print(f"| {name} | {weight(name) / 1000:.0f} | {medians} |", flush=True)
        browser.close()
    return 0


if __name__ == "__main__":
    sys.exit(main())
