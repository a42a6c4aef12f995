"""The guides: Markdown with Jinja in `pages/`, in the order that their heads give."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any, NamedTuple

import yaml
from jinja2 import Environment, FileSystemLoader, StrictUndefined

from . import policy
from .markup import Section, render

FOLDER = Path(__file__).parents[1]


class Page(NamedTuple):
    """A guide. order: its place in the navigation; summary: one sentence, for search engines and link previews."""

    name: str
    order: int
    title: str
    summary: str
    html: str
    sections: list[Section]

    @property
    def address(self) -> str:
        """Its file."""
        return f"{self.name}.html"


def theme() -> Environment:
    """Return what renders the templates of `theme/`."""
    return Environment(
        loader=FileSystemLoader(FOLDER / "theme"), autoescape=True, undefined=StrictUndefined, trim_blocks=True
    )


def read(facts: Mapping[str, Any]) -> list[Page]:
    """Render the text of every guide. Raises UndefinedError for a fact that is not there."""
    environment = Environment(undefined=StrictUndefined, trim_blocks=True, keep_trailing_newline=True)
    environment.filters["cell"] = cell
    pages = []
    for path in (FOLDER / "pages").glob("*.md"):
        _, head, body = path.read_text(encoding="utf-8").split("---\n", 2)
        document = render(environment.from_string(body).render(facts))
        pages.append(Page(path.stem, **yaml.safe_load(head), html=document.html, sections=document.sections))
    return sorted(pages, key=lambda page: page.order)


def cell(text: str) -> str:
    """Return text as it stands in a cell of a Markdown table: one line, `|` and, outside code, `<` as they are."""
    parts = " ".join(text.split()).replace("|", "\\|").split("`")
    return "`".join(part if place % 2 else part.replace("<", "&lt;") for place, part in enumerate(parts))


def write(pages: list[Page], folder: Path, version: str) -> None:
    """Write every guide."""
    template = theme().get_template("page.html")
    for here, page in enumerate(pages):
        before, after = (pages[near] if 0 <= near < len(pages) else None for near in (here - 1, here + 1))
        html = template.render(page=page, pages=pages, before=before, after=after, version=version, policy=policy.GUIDE)
        (folder / page.address).write_text(html, encoding="utf-8")
