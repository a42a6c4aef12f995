"""The documentation site for tests: built, served on a port of its own, opened in Debian's chromium."""

import functools
import re
import shutil
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

from docsite import facts, pages
from docsite.documents import Contract
from support.checkout import environment

ROOT = Path(__file__).parents[2]
CHROMIUM = next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None)
FLAGS = [
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]


@functools.cache
def built() -> Path:
    """Build the site as `make docs` does, and return its folder."""
    command: list[str | Path] = [sys.executable, ROOT / "docs/build.py"]
    done = subprocess.run(command, env=environment(), capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    return ROOT / "build/docs"


def code_of(guide: str, language: str) -> list[str]:
    """Return the code blocks of a guide in a language, as a reader copies them."""
    contract = Contract(ROOT / "openapi.yaml")
    (body,) = (page.body for page in pages.read(facts.for_pages(contract)) if page.name == guide)
    return re.findall(rf"^```{language}\b.*?\n(.*?)^```", body, flags=re.DOTALL | re.MULTILINE)


class Quiet(SimpleHTTPRequestHandler):
    """Serves files and says nothing."""

    def log_message(self, format: str, *args: object) -> None:
        """Say nothing."""


@contextmanager
def served(folder: Path) -> Iterator[str]:
    """Serve a folder on loopback; gives its address, with a slash at the end."""
    with ThreadingHTTPServer(("127.0.0.1", 0), functools.partial(Quiet, directory=folder)) as server:
        thread = threading.Thread(target=server.serve_forever)
        thread.start()
        try:
            yield f"http://127.0.0.1:{server.server_port}/"
        finally:
            server.shutdown()
            thread.join()
