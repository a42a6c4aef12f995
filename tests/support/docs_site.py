"""The documentation site for tests: built once, served on a port of its own, opened in Debian's chromium."""

import functools
import html
import json
import re
import shutil
import subprocess
import sys
import tempfile
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

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
REFERENCE = "api.html"


@functools.cache
def _folder() -> tempfile.TemporaryDirectory[str]:
    return tempfile.TemporaryDirectory(prefix="dws-docs-")


@functools.cache
def built() -> Path:
    """Build the site as `make docs` does, and return its folder. It is removed when the tests end."""
    folder = Path(_folder().name) / "site"
    command: list[str | Path] = [sys.executable, ROOT / "docs/build.py", "--output", folder]
    done = subprocess.run(command, env=environment(), capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    return folder


def guides() -> list[str]:
    """Return the names of the guides' files."""
    return sorted(f"{path.stem}.html" for path in (ROOT / "docs/pages").glob("*.md"))


def weight(name: str) -> int:
    """Return the bytes of a page with what it loads at once."""
    loaded = () if name == REFERENCE else ("site.css", "site.js")
    return sum((built() / file).stat().st_size for file in (name, *loaded))


def search_index() -> Any:
    """Return the entries of the search index."""
    text = (built() / "search.js").read_text(encoding="utf-8")
    return json.loads(text.removeprefix("globalThis.searchIndex=").rstrip(";\n"))


def code_of(name: str, language: str) -> list[str]:
    """Return the code blocks of a guide in a language, as a reader copies them."""
    text = (built() / name).read_text(encoding="utf-8")
    blocks = re.findall(rf'<pre [^>]*data-language="{language}"><code>(.*?)</code></pre>', text, flags=re.DOTALL)
    return [html.unescape(re.sub(r"<[^>]+>", "", block)) for block in blocks]


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
