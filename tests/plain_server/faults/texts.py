"""Faults in keeping a description code point by code point."""

import re
import unicodedata
from collections.abc import Callable
from dataclasses import replace

from ..bodies import Draft
from ..life import Snapshot
from ..server import Service
from ..witnesses.asking import create
from ..witnesses.steps import AUTOMATED, LIST, copied, copying, created, reading, told_of
from ..witnesses.witness import Witness, shows
from .catalogue import breaks, plant
from .rewriting import Told

# These faults change so much that no tolerant comparison takes the descriptions for equal.
KEPT = ("description-kept", "snapshot-as-created")
_UNSEEN = re.compile("[\u200b-\u200f\u202a-\u202e\u2060-\u2069\u00ad\ufeff]")
_VARIATIONS = re.compile("[\ufe00-\ufe0f\U000e0100-\U000e01ef]")
_ASTRAL = re.compile("[\U00010000-\U0010ffff]")


def _tells(description: str) -> Witness:
    return shows(
        lambda reply: reply.find("snapshot", "description") == description,
        create(description=description),
        reading(created()),
    )


class _KeepsText(Service):
    """Stores another description than the requested one."""

    kept_text: Callable[[str], str] = str

    def keep(self, draft: Draft) -> str:
        return super().keep(replace(draft, description=self.kept_text(draft.description)))


plant(
    _KeepsText,
    {
        f"Text{title}": (f"{sentence}.", KEPT, _tells(text), {"kept_text": staticmethod(kept)})
        for title, sentence, text, kept in (
            (
                "Composed",
                "A description is composed (NFC) when it is stored",
                "e\u0301",
                lambda text: unicodedata.normalize("NFC", text),
            ),
            (
                "Decomposed",
                "A description is decomposed (NFD) when it is stored, as file names are on some systems",
                "\u00e9",
                lambda text: unicodedata.normalize("NFD", text),
            ),
            (
                "Compatible",
                "A description is stored with compatible letters (NFKC): a ligature becomes two",
                "\ufb01",
                lambda text: unicodedata.normalize("NFKC", text),
            ),
            (
                "LineEndsOfUnix",
                "A description is stored with a line feed for each CR LF, as text files are read",
                "a\r\nb",
                lambda text: text.replace("\r\n", "\n"),
            ),
            (
                "LoneReturnLost",
                "A carriage return alone is stored as a line feed",
                "a\rb",
                lambda text: re.sub("\r(?!\n)", "\n", text),
            ),
            (
                "LineEndsOfWindows",
                "A description is stored with CR LF for each line feed, as browsers send forms",
                "a\nb",
                lambda text: re.sub("(?<!\r)\n", "\r\n", text),
            ),
            (
                "UnseenLost",
                "Invisible joiners and marks are taken out of a description when it is stored",
                "a\u200db",
                lambda text: _UNSEEN.sub("", text),
            ),
            (
                "MarkLost",
                "A byte order mark at the start of a description is not stored",
                "\ufeffa",
                lambda text: text.removeprefix("\ufeff"),
            ),
            (
                "VariationsLost",
                "Variation selectors are taken out of a description when it is stored",
                "\u2764\ufe0f",
                lambda text: _VARIATIONS.sub("", text),
            ),
            (
                "AstralLost",
                "Characters of four bytes are taken out of a description: the table holds three per character",
                "a\U0001f600",
                lambda text: _ASTRAL.sub("", text),
            ),
            (
                "AstralReplaced",
                "Characters of four bytes are stored as U+FFFD",
                "a\U0001f600",
                lambda text: _ASTRAL.sub("\ufffd", text),
            ),
            (
                "SpacesCollapsed",
                "Several spaces in a row are stored as one",
                "a  b",
                lambda text: re.sub(" +", " ", text),
            ),
            (
                "SpacesMadePlain",
                "Spaces outside ASCII are stored as plain ones",
                "a\u00a0b",
                lambda text: re.sub("[\u00a0\u2000-\u200a\u3000]", " ", text),
            ),
            (
                "TrimmedAtEnd",
                "White space at the end of a description is not stored: the column is padded",
                "a ",
                str.rstrip,
            ),
        )
    },
)
plant(
    _KeepsText,
    {
        f"Text{title}": (f"{sentence}.", KEPT[::-1], _tells(text), {"kept_text": staticmethod(kept)})
        for title, sentence, text, kept in (
            ("BlankLost", "A description of spaces only is stored as none", "   ", lambda text: text.strip() and text),
            ("ZeroLost", "The description 0 is stored as none", "0", lambda text: "" if text == "0" else text),
        )
    },
)


@breaks(*KEPT, shown_by=shows(lambda reply: told_of(reply)[0]["description"] == "a ", create(description="a "), LIST))
class TextTrimmedInLists(Service):
    """A description has no white space around it in lists and on pages; details have it."""

    def told(self, snapshot: Snapshot) -> Told:
        return {**super().told(snapshot), "description": snapshot.description.strip()}

    def details(self, snapshot: Snapshot) -> Told:
        return {**super().details(snapshot), "description": snapshot.description}


@breaks(
    *KEPT,
    shown_by=shows(
        lambda reply: reply.find("snapshot", "description") == " a",
        LIST,
        copying(AUTOMATED, description=" a"),
        reading(copied(1)),
    ),
)
class CopyTextTrimmed(Service):
    """A copy's description is stored without the white space around it, unlike that of a create."""

    async def store_copy(self, source: Snapshot, draft: Draft) -> str:
        return await super().store_copy(source, replace(draft, description=draft.description.strip()))
