"""Names: lengths, first characters, and every ASCII character and many others inside."""

from __future__ import annotations

import string
from collections.abc import Sequence
from dataclasses import replace

from dws_contract.probes.body_members import BodyMember
from dws_contract.probes.narrowing import ask_of_all
from dws_contract.steps.asking import Run
from dws_contract.steps.questions import Probe
from dws_contract.traffic.fresh_names import PREFIX
from dws_contract.traffic.messages import Request

# Letters and digits outside ASCII, and signs that look like a hyphen or an underscore.
_NOT_ASCII = (
    "\u00e9\u00df\u00f1\u00f8\u03a9\u0416\u044f\u4f60\u3042\ud55c\u0131\u0130\u017f\u212a\uff21"
    "\uff41\u00aa\u02b0\u0663\u0969\u00b2\u2460\U0001d400\U0001d7ce\u2010\u2013\uff3f\u0301\u00ad\u200b"
    "\u200d\ufeff"
)


_ASCII = "name-ascii"
"""The clause on the names of snapshots, copies and clusters."""
_TELLING = "-_ \n\x00.:/@<\u00e90"
"""Characters that services most often accept by mistake. They are in every sample."""


def ask(run: Run) -> None:
    """Test names of snapshots, except for uniqueness."""
    ask_of(run, BodyMember("createSnapshot", "name", "a name"))


def ask_of(run: Run, member: BodyMember) -> None:
    """Test a member that follows the rules of names."""
    _lengths(run, member)
    _first(run, member)
    _inside(run, member)
    _not_ascii(run, member)


def _lengths(run: Run, member: BodyMember) -> None:
    rule = run.contract.name
    says = f"the contract says {rule.length}"
    for length in (0, 1, rule.min_length - 1):
        what = _characters(member, length)
        member.refuse(run, "name-min-length", what, run.requests.names.fresh(length), says)
    for length in (rule.max_length + 1, rule.max_length + 2, 4 * rule.max_length):
        what = _characters(member, length)
        member.refuse(run, "name-max-length", what, run.requests.names.fresh(length), says)
    for clause, length in (
        ("name-min-length", rule.min_length),
        ("name-min-length", rule.min_length + 1),
        ("name-max-length", rule.max_length - 1),
        ("name-max-length", rule.max_length),
    ):
        _accept(run, member, clause, _characters(member, length), "a" * length)


def _first(run: Run, member: BodyMember) -> None:
    says = "the contract requires a letter at the start"
    for char in member.some(run, _ascii_but(run.contract.name_first), _TELLING):
        name = char + run.requests.fresh_name()
        member.refuse(run, "name-first-letter", f"{member.what} that starts with {_show(char)}", name, says)
    for char in "azAZ":
        name = char + run.requests.fresh_name()
        what = f"{member.what} that starts with {_show(char)}"
        member.accept(run, "name-first-letter", what, name, says)


def _inside(run: Run, member: BodyMember) -> None:
    says = "the contract allows only letters, digits, - and _"
    for char in member.some(run, _ascii_but(run.contract.name_later), _TELLING):
        places = [
            ("contains", PREFIX + char + run.requests.fresh_name()),
            ("ends with", run.requests.fresh_name() + char),
        ]
        is_telling = member.is_of_create and char in _TELLING
        for place, name in places if is_telling else (places[1] if char == "\n" else run.requests.rng.choice(places),):
            is_whole = (place, char) == ("ends with", "\n")
            asked = replace(member, clause=_ASCII) if is_whole else member
            asked.refuse(run, "name-charset", f"{member.what} that {place} {_show(char)}", name, says)
    for what, shape in (
        (f"{member.what} with a hyphen", f"{PREFIX}{'a' * 12}-a"),
        (f"{member.what} with an underscore", f"{PREFIX}{'a' * 12}_a"),
        (f"{member.what} with a digit", f"{PREFIX}{'a' * 12}0a"),
        (f"{member.what} of upper-case letters", "A" * 23),
        (f"{member.what} that ends with a hyphen", f"{PREFIX}{'a' * 12}-"),
        (f"{member.what} that ends with an underscore", f"{PREFIX}{'a' * 12}_"),
        (f"{member.what} that ends with a digit", f"{PREFIX}{'a' * 12}0"),
        (f"{member.what} with two hyphens in a row", f"{PREFIX}{'a' * 12}--a"),
        (f"{member.what} with hyphens, underscores and digits", f"{PREFIX}0-_0-_-0_0000000000"),
    ):
        _accept(run, member, "name-charset", what, shape)
    for signs in (string.ascii_lowercase, string.ascii_uppercase + string.digits + "-_"):
        _every(run, member, signs, says)
    for place, escape in (("high", "\\ud800"), ("low", "\\udc00")):
        request = member.escaped(run, f"{run.requests.fresh_name()}@", escape)
        member.refuse(run, "name-charset", f"{member.what} with a lone {place} surrogate", request, says)


def _every(run: Run, member: BodyMember, signs: str, says: str) -> None:
    """Send all of these characters in one name."""

    def probe(some: Sequence[str]) -> Probe:
        name = run.requests.fresh_name() + "".join(some)
        what = f"{member.what} that contains {' '.join(sorted(some))}"
        return member.probe("name-charset", what, member.request(run, name), says, keeps=True)

    ask_of_all(run, run.requests.rng.sample(signs, len(signs)), probe)


def _not_ascii(run: Run, member: BodyMember) -> None:
    says = "the contract allows only ASCII letters and digits"
    for char in member.some(run, _NOT_ASCII, _TELLING):
        name = run.requests.fresh_name()
        ways = [
            (f"{member.what} with {_show(char)}", f"{name}{char}x"),
            (f"{member.what} that starts with {_show(char)}", f"{char}{name}"),
        ]
        for what, value in ways if member.is_of_create and char in _TELLING else (run.requests.rng.choice(ways),):
            replace(member, clause=_ASCII).refuse(run, "", what, value, says)


def _accept(run: Run, member: BodyMember, clause: str, what: str, shape: str) -> None:
    def request() -> Request:
        return member.request(run, run.requests.names.like(shape))

    again = request if len(shape) < len(PREFIX) else None
    says = f"the contract allows {run.contract.name.length} letters, digits, - and _"
    probe = replace(member.probe(clause, what, request(), says, keeps=True), again=again)
    is_bound = len(shape) in (run.contract.name.min_length, run.contract.name.max_length)
    run.ask(run.for_free(probe) if member.is_of_create and not is_bound else probe)


def _ascii_but(allowed: frozenset[str]) -> list[str]:
    return [chr(code) for code in range(128) if chr(code) not in allowed]


def _characters(member: BodyMember, length: int) -> str:
    return f"{member.what} of {length} character{'' if length == 1 else 's'}"


def _show(char: str) -> str:
    return char if char.isprintable() and not char.isspace() else f"U+{ord(char):04X}"
