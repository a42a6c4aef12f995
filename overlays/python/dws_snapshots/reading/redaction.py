"""A service's words as an error shows them: without the caller's secrets, printable, and of bounded length."""

import re
from collections.abc import Iterable
from functools import lru_cache
from html.entities import codepoint2name

# A shorter secret may be a part of an ordinary word.
SHORT = 8
JSON_ESCAPES = {"\b": "b", "\f": "f", "\n": "n", "\r": "r", "\t": "t"}
NAMES = {**codepoint2name, ord("'"): "apos"}


def redacted(text: str, secrets: Iterable[str], *, is_cut: bool = False) -> str:
    """Return the text without the secrets, in the spellings of JSON, HTML and addresses too.

    A secret of less than 8 characters stays if it is part of a word. is_cut: the text may end inside a secret.
    """
    for secret in sorted({secret for secret in secrets if secret}, key=len, reverse=True):
        if pattern(secret[:SHORT]).search(text):  # the whole pattern of a long token takes a while to make
            text = pattern(secret, is_word=len(secret) < SHORT).sub("…", text)
        if is_cut and len(secret) > SHORT:
            text = without_beginning(text, secret)
    return text


@lru_cache(maxsize=32)
def pattern(secret: str, *, is_word: bool = False) -> re.Pattern[str]:
    """Return the pattern of a secret in each of its spellings."""
    spelled = "".join(map(spelling, re.findall(r"\\+|[^\\]", secret)))
    return re.compile(rf"(?<!\w){spelled}(?!\w)" if is_word else spelled)


def spelling(character: str) -> str:
    r"""Return the pattern of a character: itself, behind backslashes, `\u0022`, `&#34;`, `&#x22;`, `&quot;` or `%22`.

    Several backslashes are matched together: a pattern for each would take forever to fail.
    """
    if character.isascii() and character.isalnum():
        return character
    times, code = len(character), ord(character[0])
    units = character[0].encode("utf-16-be", "surrogatepass")
    json = "".join(rf"\\{{1,4}}u(?i:{units[at : at + 2].hex()})" for at in range(0, len(units), 2))
    percent = "".join(f"%(?i:{byte:02x})" for byte in character[0].encode("utf-8", "surrogatepass"))
    entities = [f"#0{{0,4}}{code}", f"#[xX]0{{0,4}}(?i:{code:x})", *([NAMES[code]] if code in NAMES else [])]
    coded = [json, percent, rf"\\{{0,4}}&(?:{'|'.join(entities)});"]
    coded += [rf"\\{{1,4}}{JSON_ESCAPES[character]}"] if character in JSON_ESCAPES else []
    itself = rf"\\{{{times},{4 * times}}}" if code == ord("\\") else rf"\\{{0,4}}{re.escape(character)}"
    return f"(?:{itself}|(?:{'|'.join(coded)}){{{times}}})"


def without_beginning(text: str, secret: str) -> str:
    """Return a text that was cut without the beginning of a secret at its end."""
    head = secret[:SHORT]
    at = text.find(head, max(0, len(text) - len(secret)))
    while at >= 0:
        if secret.startswith(text[at:]):
            return text[:at] + "…"
        at = text.find(head, at + 1)
    return text


def printable(text: str, longest: int) -> str:
    """Return the text in one line, with � for what can't be printed, at most `longest` characters."""
    line = " ".join(text[: 4 * longest].split())
    if not line.isprintable():
        line = "".join(character if character.isprintable() else "\ufffd" for character in line)
    return line if len(line) <= longest else line[: longest - 1] + "…"
