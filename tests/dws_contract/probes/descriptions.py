"""Descriptions: lengths in code points, the forbidden characters wherever they stand, and all the others."""

from __future__ import annotations

import json
import string
from collections.abc import Sequence

from dws_contract.examiner import Examiner
from dws_contract.probes.narrowing import ask_of_all
from dws_contract.questions import OK, Probe

_MANY = 65_536
_LONGEST_IN_UTF_8 = 4
_LENGTH = "description-max-length"
_POINTS = "description-code-points"
_CHARSET = "description-charset"


def ask(examiner: Examiner) -> None:
    """Ask about descriptions; their type and presence is asked about with the other members."""
    _lengths(examiner)
    _forbidden(examiner)
    _allowed(examiner)
    _code_points(examiner)
    _surrogates(examiner)


def _lengths(examiner: Examiner) -> None:
    most = examiner.contract.description.max_length
    says = f"the contract says at most {most} characters"
    for length in (1, most - 1, most):
        what = f"a description of {length} character{'' if length == 1 else 's'}"
        ask = examiner.make if length == most else examiner.accept
        ask(_LENGTH, what, examiner.create(description="a" * length), says)
    for length in (most + 1, most + 2, 4 * most, _MANY):
        request = examiner.create(description="a" * length)
        examiner.refuse(_LENGTH, f"a description of {length} characters", request, says)
    spaces = examiner.create(description="a" + " " * most)
    examiner.refuse(_LENGTH, f"a description of a letter and {most} spaces", spaces, says)


def _code_points(examiner: Examiner) -> None:
    """Ask how characters are counted, of those that are accepted at all."""
    most = examiner.contract.description.max_length
    says = f"the contract says at most {most} code points"
    for what, text in (
        ("a letter of two bytes", "\u00e9"),
        ("a character of three bytes", "\u4f60"),
        ("a character of four bytes", "\U0001f600"),
        ("a letter with a combining accent", "e\u0301"),
    ):
        single = examiner.create(description=text)
        if not examiner.accept(_CHARSET, f"a description that is {what}", single, "the contract allows it"):
            examiner.ledger.miss(_POINTS, f"{what} was not accepted in a description")
            continue
        full = examiner.create(description=text * (most // len(text)))
        ask = examiner.make if len(text.encode()) == _LONGEST_IN_UTF_8 else examiner.accept
        ask(_POINTS, f"a description of {most} code points, {what} again and again", full, says)
        above = examiner.create(description=text * (most // len(text)) + text[0])
        examiner.refuse(_POINTS, f"a description of {most + 1} code points, {what} again and again", above, says)


def _forbidden(examiner: Examiner) -> None:
    most = examiner.contract.description.max_length
    for char in examiner.contract.description_forbidden:
        says = f"the contract forbids {char}"
        for what, description in (
            ("that is", char),
            ("that starts with", f"{char}a"),
            ("that holds", f"a{char}b"),
            ("that ends with", f"a{char}"),
            ("with a second line that holds", f"a\n{char}"),
            ("of the greatest length that ends with", "a" * (most - 1) + char),
        ):
            examiner.refuse(_CHARSET, f"a description {what} {char}", examiner.create(description=description), says)
        body = json.dumps({"snapshot": examiner.snapshot(description="@")}).replace("@", f"\\u{ord(char):04x}")
        examiner.refuse(_CHARSET, f"a description with {char} as an escape", examiner.post(body.encode()), says)


def _allowed(examiner: Examiner) -> None:
    says = "the contract allows it"
    forbidden = examiner.contract.description_forbidden
    for what, description in (
        ("letters, digits and spaces", f"The {string.ascii_letters} {string.digits} times"),
        ("a tab", "before\tafter"),
        ("a line feed", "first line\nsecond line"),
        ("spaces around it", "  spaces around  "),
        ("letters of many scripts", "Ärger naïve Ωμέγα Жук 日本語 한국어 العربية हिन्दी"),
        (
            "signs beside the forbidden ones",
            "\u2019\u2018\u201c\u201d\u00ab\u00bb\uff1c\uff1e\uff06\uff01\uff1d\uff07\uff02 \u2260 \u2264 \u2039\u203a",
        ),
        ("emoji", "\U0001f469\u200d\U0001f469\u200d\U0001f467 \U0001f1ea\U0001f1fa \U0001f600"),
        ("only spaces", "   "),
    ):
        examiner.accept(_CHARSET, f"a description with {what}", examiner.create(description=description), says)
    _signs(examiner, [char for char in string.punctuation if char not in forbidden])


def _signs(examiner: Examiner, signs: list[str]) -> None:
    """Ask with every other ASCII sign in one description."""

    def probe(some: Sequence[str]) -> Probe:
        request = examiner.create(description="".join(some))
        what = f"a description of {' '.join(some)}"
        return Probe(clause=_CHARSET, what=what, rule="the contract allows it", request=request, expect=OK)

    ask_of_all(examiner, signs, probe)


def _surrogates(examiner: Examiner) -> None:
    for what, escape in (("high", "\\ud800"), ("low", "\\udc00"), ("reversed pair of", "\\ude00\\ud83d")):
        body = json.dumps({"snapshot": examiner.snapshot(description="@")}).replace("@", escape)
        plural = "s" if "pair" in what else ""
        sentence = f"a description with a lone {what} surrogate{plural}"
        examiner.refuse("description-string", sentence, examiner.post(body.encode()), "the contract says text")
