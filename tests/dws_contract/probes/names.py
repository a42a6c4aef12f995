"""Names: lengths, first characters, and every ASCII character and many others inside."""

from __future__ import annotations

import json
import string
from collections.abc import Sequence

from dws_contract.examiner import Examiner
from dws_contract.messages import Request
from dws_contract.names import PREFIX
from dws_contract.probes.narrowing import ask_of_all
from dws_contract.questions import OK, Probe

# Letters and digits that are not ASCII's, and signs that look like a hyphen or an underscore.
_NOT_ASCII = (
    "\u00e9\u00df\u00f1\u00f8\u03a9\u0416\u044f\u4f60\u3042\ud55c\u0131\u0130\u017f\u212a\uff21"
    "\uff41\u00aa\u02b0\u0663\u0969\u00b2\u2460\U0001d400\U0001d7ce\u2010\u2013\uff3f\u0301\u00ad\u200b"
    "\u200d\ufeff"
)


def ask(examiner: Examiner) -> None:
    """Ask about names, uniqueness aside."""
    _lengths(examiner)
    _first(examiner)
    _inside(examiner)
    _not_ascii(examiner)


def _lengths(examiner: Examiner) -> None:
    rule = examiner.contract.name
    says = f"the contract says {rule.length}"
    for length in (0, 1, rule.min_length - 1):
        what = _characters(length)
        examiner.refuse("name-min-length", what, examiner.create(name=examiner.names.fresh(length)), says)
    for length in (rule.max_length + 1, rule.max_length + 2, 4 * rule.max_length):
        what = _characters(length)
        examiner.refuse("name-max-length", what, examiner.create(name=examiner.names.fresh(length)), says)
    for clause, length in (
        ("name-min-length", rule.min_length),
        ("name-min-length", rule.min_length + 1),
        ("name-max-length", rule.max_length - 1),
        ("name-max-length", rule.max_length),
    ):
        _accept(examiner, clause, _characters(length), "a" * length, says)


def _first(examiner: Examiner) -> None:
    says = "the contract says that a name starts with a letter"
    for char in _ascii_but(examiner.contract.name_first):
        name = char + examiner.fresh_name()
        examiner.refuse("name-first-letter", f"a name that starts with {_show(char)}", examiner.create(name=name), says)
    for char in "azAZ":
        name = char + examiner.fresh_name()
        what = f"a name that starts with {_show(char)}"
        examiner.accept("name-first-letter", what, examiner.create(name=name), says)


def _inside(examiner: Examiner) -> None:
    says = "the contract says letters, digits, - and _ only"
    for char in _ascii_but(examiner.contract.name_later):
        for place, name in (
            ("holds", PREFIX + char + examiner.fresh_name()),
            ("ends with", examiner.fresh_name() + char),
        ):
            request = examiner.create(name=name)
            examiner.refuse("name-charset", f"a name that {place} {_show(char)}", request, says)
    for what, shape in (
        ("a name with a hyphen", f"{PREFIX}{'a' * 12}-a"),
        ("a name with an underscore", f"{PREFIX}{'a' * 12}_a"),
        ("a name with a digit", f"{PREFIX}{'a' * 12}0a"),
        ("a name of upper-case letters", "A" * 23),
        ("a name that ends with a hyphen", f"{PREFIX}{'a' * 12}-"),
        ("a name that ends with an underscore", f"{PREFIX}{'a' * 12}_"),
        ("a name that ends with a digit", f"{PREFIX}{'a' * 12}0"),
        ("a name with two hyphens in a row", f"{PREFIX}{'a' * 12}--a"),
        ("a name with hyphens, underscores and digits", f"{PREFIX}0-_0-_-0_0000000000"),
    ):
        _accept(examiner, "name-charset", what, shape, says)
    for signs in (string.ascii_lowercase, string.ascii_uppercase + string.digits + "-_"):
        _every(examiner, signs, says)
    for place, escape in (("high", "\\ud800"), ("low", "\\udc00")):
        body = json.dumps({"snapshot": examiner.snapshot(name=f"{examiner.fresh_name()}@")}).replace("@", escape)
        examiner.refuse("name-charset", f"a name with a lone {place} surrogate", examiner.post(body.encode()), says)


def _every(examiner: Examiner, signs: str, says: str) -> None:
    """Ask with all of these in one name."""

    def probe(some: Sequence[str]) -> Probe:
        name = examiner.fresh_name() + "".join(some)
        what = f"a name that holds {' '.join(sorted(some))}"
        return Probe(clause="name-charset", what=what, rule=says, request=examiner.create(name=name), expect=OK)

    ask_of_all(examiner, examiner.rng.sample(signs, len(signs)), probe)


def _not_ascii(examiner: Examiner) -> None:
    says = "the contract says ASCII letters and digits"
    for char in _NOT_ASCII:
        name = examiner.fresh_name()
        examiner.refuse("name-ascii", f"a name with {_show(char)}", examiner.create(name=f"{name}{char}x"), says)
        what = f"a name that starts with {_show(char)}"
        examiner.refuse("name-ascii", what, examiner.create(name=char + examiner.fresh_name()), says)


def _accept(examiner: Examiner, clause: str, what: str, shape: str, rule: str) -> None:
    def request() -> Request:
        return examiner.create(name=examiner.names.like(shape))

    again = request if len(shape) < len(PREFIX) else None
    probe = Probe(clause=clause, what=what, rule=rule, request=request(), expect=OK, again=again)
    bounds = (examiner.contract.name.min_length, examiner.contract.name.max_length)
    examiner.ask(probe if len(shape) in bounds else examiner.for_free(probe))


def _ascii_but(allowed: frozenset[str]) -> list[str]:
    return [chr(code) for code in range(128) if chr(code) not in allowed]


def _characters(length: int) -> str:
    return f"a name of {length} character{'' if length == 1 else 's'}"


def _show(char: str) -> str:
    return char if char.isprintable() and not char.isspace() else f"U+{ord(char):04X}"
