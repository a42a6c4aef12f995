"""The guides: Markdown with Jinja in `pages/`, each with the head that Starlight reads."""

import re
from collections.abc import Mapping
from pathlib import Path
from typing import Any, NamedTuple

import yaml
from jinja2 import Environment, StrictUndefined

FOLDER = Path(__file__).parents[1] / "pages"


class Page(NamedTuple):
    """A guide. head: title, description, place in the menu; body: its Markdown, with the facts in it."""

    name: str
    head: dict[str, Any]
    body: str

    @property
    def source(self) -> str:
        """The page as the site generator reads it."""
        return f"---\n{yaml.safe_dump(self.head)}---\n{self.body}"

    @property
    def markdown(self) -> str:
        """The page as plain Markdown."""
        return f"# {self.head['title']}\n\n{self.head['description']}\n\n{self.body}"


def read(facts: Mapping[str, Any]) -> list[Page]:
    """Return every guide, in the order of the menu. Raises UndefinedError if a fact is missing."""
    environment = Environment(undefined=StrictUndefined, trim_blocks=True, keep_trailing_newline=True)
    environment.filters["cell"] = cell
    pages = []
    for path in FOLDER.glob("*.md"):
        _, head, body = path.read_text(encoding="utf-8").split("---\n", 2)
        pages.append(Page(path.stem, yaml.safe_load(head), environment.from_string(body).render(facts)))
    return sorted(pages, key=lambda page: int(page.head["sidebar"]["order"]))


def cell(text: str) -> str:
    """Return text for a cell of a Markdown table: on one line, with `|` escaped, and `<` escaped outside code."""
    parts = " ".join(text.split()).replace("|", "\\|").split("`")
    return "`".join(part if place % 2 else part.replace("<", "&lt;") for place, part in enumerate(parts))


def index(pages: list[Page], title: str) -> str:
    """Return `llms.txt`, a list of the pages for language models. See llmstxt.org."""
    lines = [f"- [{page.head['title']}]({page.name}.md): {page.head['description']}" for page in pages]
    contract = "- [The contract](openapi.yaml): every operation, field, constraint and error of the API"
    return "\n".join([f"# {title}", "", f"> {pages[0].head['description']}", "", "## Pages", "", *lines, contract, ""])


def words(*texts: str) -> list[str]:
    """Return the words of texts; the search treats them as spelt correctly."""
    return sorted({word for text in texts for word in re.findall("[a-z]{4,}", text.lower())})
