"""Names: lengths, first characters, and every ASCII character and many others inside."""

from __future__ import annotations

import string
from collections.abc import Sequence
from dataclasses import replace

from dws_contract.examiner import Examiner
from dws_contract.fresh_names import PREFIX
from dws_contract.messages import Request
from dws_contract.probes.body_members import Field
from dws_contract.probes.narrowing import ask_of_all
from dws_contract.questions import Probe

# Letters and digits that are not ASCII's, and signs that look like a hyphen or an underscore.
_NOT_ASCII = (
    "\u00e9\u00df\u00f1\u00f8\u03a9\u0416\u044f\u4f60\u3042\ud55c\u0131\u0130\u017f\u212a\uff21"
    "\uff41\u00aa\u02b0\u0663\u0969\u00b2\u2460\U0001d400\U0001d7ce\u2010\u2013\uff3f\u0301\u00ad\u200b"
    "\u200d\ufeff"
)


_SHAPES = "the contract says 4 to 64 letters, digits, - and _"
_TELLING = "-_ \n\x00.:/@<\u00e90"
"""Characters that services are most often lax about: among those that are always asked about."""


def ask(examiner: Examiner) -> None:
    """Ask about names of snapshots, uniqueness aside."""
    ask_of(examiner, Field("createSnapshot", "name", "a name"))


def ask_of(examiner: Examiner, field: Field) -> None:
    """Ask about a member that keeps the rules of names."""
    _lengths(examiner, field)
    _first(examiner, field)
    _inside(examiner, field)
    _not_ascii(examiner, field)


def _lengths(examiner: Examiner, field: Field) -> None:
    rule = examiner.contract.name
    says = f"the contract says {rule.length}"
    for length in (0, 1, rule.min_length - 1):
        what = _characters(field, length)
        field.refuse(examiner, "name-min-length", what, examiner.names.fresh(length), says)
    for length in (rule.max_length + 1, rule.max_length + 2, 4 * rule.max_length):
        what = _characters(field, length)
        field.refuse(examiner, "name-max-length", what, examiner.names.fresh(length), says)
    for clause, length in (
        ("name-min-length", rule.min_length),
        ("name-min-length", rule.min_length + 1),
        ("name-max-length", rule.max_length - 1),
        ("name-max-length", rule.max_length),
    ):
        _accept(examiner, field, clause, _characters(field, length), "a" * length)


def _first(examiner: Examiner, field: Field) -> None:
    says = "the contract says that a name starts with a letter"
    for char in field.some(examiner, _ascii_but(examiner.contract.name_first), _TELLING):
        name = char + examiner.fresh_name()
        field.refuse(examiner, "name-first-letter", f"{field.what} that starts with {_show(char)}", name, says)
    for char in "azAZ":
        name = char + examiner.fresh_name()
        what = f"{field.what} that starts with {_show(char)}"
        field.accept(examiner, "name-first-letter", what, name, says)


def _inside(examiner: Examiner, field: Field) -> None:
    says = "the contract says letters, digits, - and _ only"
    for char in field.some(examiner, _ascii_but(examiner.contract.name_later), _TELLING):
        places = [("holds", PREFIX + char + examiner.fresh_name()), ("ends with", examiner.fresh_name() + char)]
        is_telling = field.is_of_create and char in _TELLING
        for place, name in places if is_telling else (places[1] if char == "\n" else examiner.rng.choice(places),):
            field.refuse(examiner, "name-charset", f"{field.what} that {place} {_show(char)}", name, says)
    for what, shape in (
        (f"{field.what} with a hyphen", f"{PREFIX}{'a' * 12}-a"),
        (f"{field.what} with an underscore", f"{PREFIX}{'a' * 12}_a"),
        (f"{field.what} with a digit", f"{PREFIX}{'a' * 12}0a"),
        (f"{field.what} of upper-case letters", "A" * 23),
        (f"{field.what} that ends with a hyphen", f"{PREFIX}{'a' * 12}-"),
        (f"{field.what} that ends with an underscore", f"{PREFIX}{'a' * 12}_"),
        (f"{field.what} that ends with a digit", f"{PREFIX}{'a' * 12}0"),
        (f"{field.what} with two hyphens in a row", f"{PREFIX}{'a' * 12}--a"),
        (f"{field.what} with hyphens, underscores and digits", f"{PREFIX}0-_0-_-0_0000000000"),
    ):
        _accept(examiner, field, "name-charset", what, shape)
    for signs in (string.ascii_lowercase, string.ascii_uppercase + string.digits + "-_"):
        _every(examiner, field, signs, says)
    for place, escape in (("high", "\\ud800"), ("low", "\\udc00")):
        request = field.escaped(examiner, f"{examiner.fresh_name()}@", escape)
        field.refuse(examiner, "name-charset", f"{field.what} with a lone {place} surrogate", request, says)


def _every(examiner: Examiner, field: Field, signs: str, says: str) -> None:
    """Ask with all of these in one name."""

    def probe(some: Sequence[str]) -> Probe:
        name = examiner.fresh_name() + "".join(some)
        what = f"{field.what} that holds {' '.join(sorted(some))}"
        return field.probe("name-charset", what, field.request(examiner, name), says, keeps=True)

    ask_of_all(examiner, examiner.rng.sample(signs, len(signs)), probe)


def _not_ascii(examiner: Examiner, field: Field) -> None:
    says = "the contract says ASCII letters and digits"
    for char in field.some(examiner, _NOT_ASCII, _TELLING):
        name = examiner.fresh_name()
        ways = [
            (f"{field.what} with {_show(char)}", f"{name}{char}x"),
            (f"{field.what} that starts with {_show(char)}", f"{char}{name}"),
        ]
        for what, value in ways if field.is_of_create and char in _TELLING else (examiner.rng.choice(ways),):
            field.refuse(examiner, "name-ascii", what, value, says)


def _accept(examiner: Examiner, field: Field, clause: str, what: str, shape: str) -> None:
    def request() -> Request:
        return field.request(examiner, examiner.names.like(shape))

    again = request if len(shape) < len(PREFIX) else None
    probe = replace(field.probe(clause, what, request(), _SHAPES, keeps=True), again=again)
    is_bound = len(shape) in (examiner.contract.name.min_length, examiner.contract.name.max_length)
    examiner.ask(examiner.for_free(probe) if field.is_of_create and not is_bound else probe)


def _ascii_but(allowed: frozenset[str]) -> list[str]:
    return [chr(code) for code in range(128) if chr(code) not in allowed]


def _characters(field: Field, length: int) -> str:
    return f"{field.what} of {length} character{'' if length == 1 else 's'}"


def _show(char: str) -> str:
    return char if char.isprintable() and not char.isspace() else f"U+{ord(char):04X}"
