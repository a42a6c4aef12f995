"""Descriptions: lengths in code points, forbidden characters at every place, and allowed characters."""

from __future__ import annotations

import string
from collections.abc import Sequence
from dataclasses import replace

from dws_contract.probes.body_members import BodyMember
from dws_contract.probes.narrowing import ask_of_all
from dws_contract.steps.asking import Run
from dws_contract.steps.questions import Probe

_MANY = 65_536
_LONGEST_IN_UTF_8 = 4
_LENGTH = "description-max-length"
_POINTS = "description-code-points"
_CHARSET = "description-charset"


def ask(run: Run) -> None:
    """Test descriptions of snapshots. `members` tests their type and presence."""
    ask_of(run, BodyMember("createSnapshot", "description", "a description"))


def ask_of(run: Run, member: BodyMember) -> None:
    """Test a member that follows the rules of descriptions."""
    _lengths(run, member)
    _forbidden(run, member)
    _allowed(run, member)
    _code_points(run, member)
    _surrogates(run, member)


def _lengths(run: Run, member: BodyMember) -> None:
    most = run.contract.description.max_length
    says = f"the contract allows at most {most} characters"
    for length in (1, most - 1, most):
        what = f"{member.what} of {length} character{'' if length == 1 else 's'}"
        if length == most:
            _make(run, member, _LENGTH, what, "a" * length)
        else:
            member.accept(run, _LENGTH, what, "a" * length, says)
    for length in (most + 1, most + 2, 4 * most, _MANY):
        member.refuse(run, _LENGTH, f"{member.what} of {length} characters", "a" * length, says)
    member.refuse(run, _LENGTH, f"{member.what} of a letter and {most} spaces", "a" + " " * most, says)


def _code_points(run: Run, member: BodyMember) -> None:
    """Test how characters are counted, with characters that are accepted."""
    most = run.contract.description.max_length
    says = _says(run)
    for what, text in (
        ("a letter of two bytes", "\u00e9"),
        ("a character of three bytes", "\u4f60"),
        ("a character of four bytes", "\U0001f600"),
        ("a letter with a combining accent", "e\u0301"),
    ):
        if not member.accept(run, _CHARSET, f"{member.what} that is {what}", text, "the contract allows it"):
            run.findings.miss(_POINTS, f"{what} was not accepted in a description")
            continue
        full = text * (most // len(text))
        said = f"{member.what} of {most} code points, {what} repeated"
        if len(text.encode()) == _LONGEST_IN_UTF_8:
            _make(run, member, _POINTS, said, full)
        else:
            member.accept(run, _POINTS, said, full, says)
        said = f"{member.what} of {most + 1} code points, {what} repeated"
        probe = member.probe(_POINTS, said, member.request(run, full + text[0]), says)
        run.ask(replace(probe, follows=_LENGTH) if member.is_of_create else probe)


def _forbidden(run: Run, member: BodyMember) -> None:
    most = run.contract.description.max_length
    for char in run.contract.description_forbidden:
        says = f"the contract forbids {char}"
        ways = (
            ("that is", char),
            ("that starts with", f"{char}a"),
            ("that contains", f"a{char}b"),
            ("that ends with", f"a{char}"),
            ("with a second line that contains", f"a\n{char}"),
            ("of the greatest length that ends with", "a" * (most - 1) + char),
        )
        for what, description in ways if member.is_of_create else (run.requests.rng.choice(ways),):
            member.refuse(run, _CHARSET, f"{member.what} {what} {char}", description, says)
        request = member.escaped(run, "@", f"\\u{ord(char):04x}")
        member.refuse(run, _CHARSET, f"{member.what} with {char} as an escape", request, says)


def _allowed(run: Run, member: BodyMember) -> None:
    says = "the contract allows it"
    forbidden = run.contract.description_forbidden
    for what, description in (
        ("letters, digits and spaces", f"The {string.ascii_letters} {string.digits} times"),
        ("a tab", "before\tafter"),
        ("a line feed", "first line\nsecond line"),
        ("spaces around it", "  spaces around  "),
        ("letters of many scripts", "Ärger naïve Ωμέγα Жук 日本語 한국어 العربية हिन्दी"),
        (
            "signs that are similar to the forbidden ones",
            "\u2019\u2018\u201c\u201d\u00ab\u00bb\uff1c\uff1e\uff06\uff01\uff1d\uff07\uff02 \u2260 \u2264 \u2039\u203a",
        ),
        ("emoji", "\U0001f469\u200d\U0001f469\u200d\U0001f467 \U0001f1ea\U0001f1fa \U0001f600"),
        ("only spaces", "   "),
    ):
        member.accept(run, _CHARSET, f"{member.what} with {what}", description, says)
    _signs(run, member, [char for char in string.punctuation if char not in forbidden])


def _signs(run: Run, member: BodyMember, signs: list[str]) -> None:
    """Send all other ASCII signs in one description."""

    def probe(some: Sequence[str]) -> Probe:
        request = member.request(run, "".join(some))
        return member.probe(
            _CHARSET, f"{member.what} of {' '.join(some)}", request, "the contract allows it", keeps=True
        )

    ask_of_all(run, signs, probe)


def _surrogates(run: Run, member: BodyMember) -> None:
    for what, escape in (("high", "\\ud800"), ("low", "\\udc00"), ("reversed pair of", "\\ude00\\ud83d")):
        plural = "s" if "pair" in what else ""
        sentence = f"{member.what} with a lone {what} surrogate{plural}"
        request = member.escaped(run, "@", escape)
        member.refuse(run, "description-string", sentence, request, "the contract requires text")


def _make(run: Run, member: BodyMember, clause: str, what: str, value: str) -> None:
    """Send a correct value, and create the snapshot if the member is that of a create."""
    if member.is_of_create:
        run.make(clause, what, member.request(run, value), _says(run))
    else:
        member.accept(run, clause, what, value, _says(run))


def _says(run: Run) -> str:
    return f"the contract allows at most {run.contract.description.max_length} code points"
