"""The TypeScript client in a page of a browser, against `dws-reference --cors`."""

import functools
import shutil
import threading
from collections.abc import Iterator
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Page, sync_playwright

from dws_reference import demo
from support.running import RunningReference, running_reference

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
if CHROMIUM is None:
    pytest.skip("no browser: install Debian's package chromium", allow_module_level=True)

PAGE = """<!doctype html><title>DWS</title><script type="module">
  import * as dws from "/dist/overlays/typescript/src/index.js";
  globalThis.client = ([endpoint, projectId, auth, ...given]) =>
    new dws.DwsClient(endpoint, { projectId, auth: new dws[auth](...given) });
  globalThis.ready = true;
</script>"""
TOLD = "error => ({ name: error.name, code: error.errorCode, request: Boolean(error.requestId) })"


class Served(SimpleHTTPRequestHandler):
    """The package, and the page at `/`."""

    def do_GET(self) -> None:
        if self.path != "/":
            return super().do_GET()
        self.send_response(200)
        self.send_header("Content-Type", "text/html; charset=utf-8")
        self.end_headers()
        self.wfile.write(PAGE.encode())
        return None

    def log_message(self, format: str, *args: object) -> None:
        """Say nothing."""


@pytest.fixture(scope="module")
def origin(built: Path) -> Iterator[str]:
    """The origin of the page."""
    with ThreadingHTTPServer(("127.0.0.1", 0), functools.partial(Served, directory=built)) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_port}"
        server.shutdown()


@pytest.fixture(scope="module")
def reference(origin: str) -> Iterator[RunningReference]:
    with running_reference("--cors", origin) as server:
        yield server


@pytest.fixture
def page(origin: str) -> Iterator[Page]:
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        page = browser.new_page()
        page.goto(origin)
        page.wait_for_function("globalThis.ready")
        yield page
        browser.close()


def ways(url: str) -> dict[str, list[Any]]:
    """Return each kind of credentials, as arguments for the page."""
    user = {"username": demo.USERNAME, "password": demo.PASSWORD, "domainName": demo.DOMAIN}
    return {
        "a-password": ["PasswordAuth", url, {**user, "projectName": demo.PROJECT_NAME}],
        "a-key-pair": ["AkSkAuth", demo.ACCESS_KEY, demo.SECRET_KEY],
    }


def test_a_page_creates_waits_lists_and_deletes(page: Page, reference: RunningReference) -> None:
    for name, auth in ways(reference.url).items():
        made = [reference.url, demo.PROJECT_ID, *auth]
        seen = page.evaluate(
            """async ([made, name, clusterId]) => {
              const dws = client(made);
              const { id } = await dws.createSnapshotOnce({ name, clusterId });
              const { status } = await dws.waitUntilAvailable(id);
              const listed = [];
              for await (const snapshot of dws.iterClusterSnapshots(clusterId)) listed.push(snapshot.name);
              await dws.deleteSnapshot(id);
              return [status, listed.includes(name)];
            }""",
            [made, name, demo.CLUSTER_ID],
        )
        assert seen == ["AVAILABLE", True]


def test_a_page_is_told_why_it_was_refused(page: Page, reference: RunningReference) -> None:
    refused = [reference.url, demo.PROJECT_ID, "TokenAuth", "no-token"]
    told = page.evaluate(f"made => client(made).listSnapshots().catch({TOLD})", refused)
    assert told == {"name": "Unauthorized", "code": "APIGW.0301", "request": True}


def test_a_page_of_another_origin_gets_no_answer(page: Page) -> None:
    with running_reference() as closed:
        made = [closed.url, demo.PROJECT_ID, "TokenAuth", closed.token()]
        assert page.evaluate(f"made => client(made).listSnapshots().catch({TOLD})", made)["name"] == "ConnectionFailed"
