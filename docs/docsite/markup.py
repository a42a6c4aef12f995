"""Markdown to HTML: headings that can be linked to, highlighted code, tables that scroll by themselves."""

import html
import re
from collections.abc import MutableMapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from markdown_it import MarkdownIt
from markdown_it.renderer import RendererHTML
from markdown_it.token import Token
from markdown_it.utils import OptionsDict
from pygments import highlight
from pygments.formatters import HtmlFormatter
from pygments.lexers import get_lexer_by_name

LANGUAGES = {"": "text", "sh": "bash", "ts": "typescript"}


@dataclass
class Section:
    """A heading with the text below it, up to the next one. The first of a page has no heading: `id` is empty."""

    level: int
    id: str
    title: str
    text: str = ""


@dataclass
class Document:
    """A rendered page."""

    html: str
    sections: list[Section] = field(default_factory=list)


class Renderer(RendererHTML):
    """What differs from markdown-it's own HTML."""

    def heading_close(self, tokens: Sequence[Token], idx: int, options: OptionsDict, env: dict[str, Any]) -> str:
        """End a heading with a link to itself."""
        title = html.escape(plain(tokens[idx - 1]), quote=True)
        env["heading"] = title
        target = tokens[idx - 2].attrGet("id")
        return f' <a class="anchor" href="#{target}" aria-label="Link to {title}">#</a></{tokens[idx].tag}>\n'

    def table_open(self, tokens: Sequence[Token], idx: int, options: OptionsDict, env: dict[str, Any]) -> str:
        """Let a wide table scroll, by keyboard too."""
        return f'<div class="table" role="region" tabindex="0" aria-label="{env.get("heading", "Table")}">\n<table>\n'

    def table_close(self, tokens: Sequence[Token], idx: int, options: OptionsDict, env: dict[str, Any]) -> str:
        """End what `table_open` began."""
        return "</table>\n</div>\n"

    def fence(self, tokens: Sequence[Token], idx: int, options: OptionsDict, env: MutableMapping[str, Any]) -> str:
        """Highlight code at build time. Long lines scroll, or wrap where "wrap" stands after the language."""
        language, _, more = tokens[idx].info.partition(" ")
        return code(tokens[idx].content, language, more)


def code(text: str, language: str, style: str) -> str:
    """Return code as HTML, highlighted. Raises ClassNotFound for a language that Pygments does not know."""
    lexer = get_lexer_by_name(LANGUAGES.get(language, language), stripnl=False)
    body = highlight(text, lexer, HtmlFormatter(nowrap=True))
    pre = f'<pre class="{style}" tabindex="0" data-language="{language}">'
    return f'<div class="code">{pre}<code>{body}</code></pre></div>\n'


def plain(inline: Token) -> str:
    """Return the text of an inline token without its markup."""
    children = (child for child in inline.children or () if child.type != "html_inline" or child.content == "<small>")
    return "".join(child.content if child.type != "html_inline" else " " for child in children)


def render(source: str) -> Document:
    """Render Markdown. Raises ValueError for a heading whose words another one of the page has."""
    parser = MarkdownIt("commonmark", {"typographer": False}, renderer_cls=Renderer).enable("table")
    tokens = parser.parse(source)
    sections = [Section(1, "", "")]
    for index, token in enumerate(tokens):
        if token.type == "heading_open":
            title = plain(tokens[index + 1])
            section = Section(int(token.tag[1]), slug(title), title)
            if any(other.id == section.id for other in sections):
                raise ValueError(f"two headings are called {title!r}")
            token.attrSet("id", section.id)
            sections.append(section)
        elif token.type == "inline" and tokens[index - 1].type != "heading_open":
            sections[-1].text += plain(token) + " "
        elif token.type == "fence" and token.info.startswith("text"):
            sections[-1].text += token.content + " "
    return Document(parser.renderer.render(tokens, parser.options, {}), sections)


def slug(title: str) -> str:
    """Return the anchor of a heading: its words in lower case, joined by hyphens."""
    return re.sub(r"[^a-z0-9._]+", "-", title.lower()).strip("-.")
