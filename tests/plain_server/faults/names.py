"""Faults in the rules of `name`."""

import re
import unicodedata

from ..bodies import NAME_FIRST, NAME_REST, Members
from ..refusal import bad
from ..server import Service
from ..witnesses.asking import create
from ..witnesses.witness import Witness, accepted, refused
from .catalogue import breaks


def _name_refused(name: object, wrong: int = 200) -> Witness:
    return refused(create(name=name), wrong=wrong)


def _name_accepted(name: str) -> Witness:
    return accepted(create(name=name))


@breaks("name-min-length", shown_by=_name_refused("abc"))
class NameOf3Accepted(Service):
    """A name of 3 characters is accepted."""

    name_min = 3


@breaks("name-min-length", shown_by=_name_accepted("abcd"))
class NameOf4Refused(Service):
    """A name of 4 characters is refused."""

    name_min = 5


@breaks("name-max-length", shown_by=_name_accepted("a" * 64))
class NameOf64Refused(Service):
    """A name of 64 characters is refused."""

    name_max = 63


@breaks("name-max-length", shown_by=_name_refused("a" * 65))
class NameOf65Accepted(Service):
    """A name of 65 characters is accepted."""

    name_max = 65


@breaks("name-max-length", shown_by=_name_refused("a" * 66))
class NameCutTo64(Service):
    """A name that is too long is silently cut to 64 characters."""

    def check_name(self, name: str) -> None:
        super().check_name(name[:64])


@breaks("name-min-length", "name-string", shown_by=_name_refused(""))
class NameEmptyAccepted(Service):
    """An empty name is accepted: it counts as no value, so the checks are skipped."""

    def check_name(self, name: str) -> None:
        if name:
            super().check_name(name)


@breaks("name-charset", "name-first-letter", shown_by=_name_refused(" snapshot-3 "))
class NameTrimmed(Service):
    """White space around a name is trimmed instead of refused."""

    def check_name(self, name: str) -> None:
        super().check_name(name.strip())


@breaks("name-ascii", shown_by=_name_refused("snapshot-3\n"))
class NameTrailingLineFeedAccepted(Service):
    """A name that ends in a line feed is accepted: `$` also matches before it."""

    def check_name(self, name: str) -> None:
        super().check_name(name.removesuffix("\n"))


@breaks("name-charset", "name-max-length", shown_by=_name_refused("snapshot 3"))
class NameEndUnchecked(Service):
    """Only the first 4 characters of a name are checked: the pattern has no end."""

    def check_name(self, name: str) -> None:
        super().check_name(name[:4])


@breaks("name-first-letter", "name-charset", "name-max-length", shown_by=_name_refused("3 snapshot"))
class NameStartUnchecked(Service):
    """Only the end of a name is checked: the pattern has no start."""

    def check_name(self, name: str) -> None:
        if not re.search(r"[A-Za-z][A-Za-z0-9_-]{3,63}\Z", name):
            raise bad("snapshot.name: 4 to 64 letters, digits, hyphens and underscores, a letter first.")


@breaks("name-charset", shown_by=_name_refused("snapshot\n3"))
class NameSecondLineUnchecked(Service):
    """A name is accepted if its first line is a valid name: the pattern matches line by line."""

    def check_name(self, name: str) -> None:
        super().check_name(name.partition("\n")[0])


@breaks("name-charset", shown_by=_name_refused("snapshot.3"))
class NameDotAccepted(Service):
    """A name with a dot is accepted."""

    def may_be_in_name(self, character: str) -> bool:
        return character == "." or super().may_be_in_name(character)


@breaks("name-charset", shown_by=_name_refused("snapshot 3"))
class NameSpaceAccepted(Service):
    """A name with a space in it is accepted."""

    def may_be_in_name(self, character: str) -> bool:
        return character == " " or super().may_be_in_name(character)


@breaks("name-charset", shown_by=_name_refused("snapshot/3"))
class NameSlashAccepted(Service):
    """A name with a slash is accepted."""

    def may_be_in_name(self, character: str) -> bool:
        return character == "/" or super().may_be_in_name(character)


@breaks("name-charset", shown_by=_name_refused("snapshot\0!"))
class NameCutAtNul(Service):
    """The characters after a NUL in a name are not checked: the name ends there, as in C."""

    def check_name(self, name: str) -> None:
        super().check_name(name.partition("\0")[0])


@breaks("name-charset", shown_by=_name_refused("snapshot^3"))
class NameBracketsAccepted(Service):
    r"""A name with one of ``[ \ ] ^ ` `` is accepted: the pattern says `A-z` for letters."""

    def may_be_in_name(self, character: str) -> bool:
        return "A" <= character <= "z" or super().may_be_in_name(character)


@breaks("name-charset", shown_by=_name_refused("snapshot:3"))
class NamePunctuationAccepted(Service):
    """A name with a punctuation mark from `.` to `@` is accepted: an unescaped hyphen makes a range of `.-_`."""

    def may_be_in_name(self, character: str) -> bool:
        return character == "-" or "." <= character <= "_" or super().may_be_in_name(character)


@breaks("name-ascii", "name-charset", shown_by=_name_refused("snapshöt"))
class NameUnicodeLetterAccepted(Service):
    """A name with a letter outside ASCII is accepted after the first character."""

    def may_be_in_name(self, character: str) -> bool:
        return character.isalpha() or super().may_be_in_name(character)


@breaks("name-ascii", "name-first-letter", "name-charset", shown_by=_name_refused("östlich"))
class NameUnicodeFirstLetterAccepted(Service):
    """A name that starts with a letter outside ASCII is accepted."""

    def may_start_name(self, character: str) -> bool:
        return character.isalpha()


@breaks("name-ascii", "name-charset", shown_by=_name_refused("snapshot-\u0663"))
class NameUnicodeDigitAccepted(Service):
    """A name with a digit outside ASCII is accepted."""

    def may_be_in_name(self, character: str) -> bool:
        return character.isdigit() or super().may_be_in_name(character)


@breaks("name-ascii", "name-charset", shown_by=_name_refused("\uff53napshot"))
class NameFullwidthAccepted(Service):
    """A name with fullwidth letters is accepted: names are normalised (NFKC) before they are checked."""

    def check_name(self, name: str) -> None:
        super().check_name(unicodedata.normalize("NFKC", name))


@breaks("name-first-letter", shown_by=_name_refused("3-snapshot"))
class NameLeadingDigitAccepted(Service):
    """A name that starts with a digit is accepted."""

    def may_start_name(self, character: str) -> bool:
        return character in NAME_REST - set("-_")


@breaks("name-first-letter", shown_by=_name_refused("-snapshot"))
class NameLeadingHyphenAccepted(Service):
    """A name that starts with a hyphen is accepted."""

    def may_start_name(self, character: str) -> bool:
        return character in NAME_FIRST | {"-"}


@breaks("name-first-letter", shown_by=_name_refused("_snapshot"))
class NameLeadingUnderscoreAccepted(Service):
    """A name that starts with an underscore is accepted."""

    def may_start_name(self, character: str) -> bool:
        return character in NAME_FIRST | {"_"}


@breaks("name-charset", shown_by=_name_accepted("snap-shot"))
class NameHyphenRefused(Service):
    """A name with a hyphen is refused."""

    def may_be_in_name(self, character: str) -> bool:
        return character != "-" and super().may_be_in_name(character)


@breaks("name-charset", shown_by=_name_accepted("snap_shot"))
class NameUnderscoreRefused(Service):
    """A name with an underscore is refused."""

    def may_be_in_name(self, character: str) -> bool:
        return character != "_" and super().may_be_in_name(character)


@breaks("name-charset", shown_by=_name_accepted("snapshot3"))
class NameDigitRefused(Service):
    """A name with a digit is refused."""

    def may_be_in_name(self, character: str) -> bool:
        return not character.isdigit() and super().may_be_in_name(character)


@breaks("name-charset", shown_by=_name_accepted("snapshot0"))
class NameDigit0Refused(Service):
    """A name with the digit 0 is refused: digits are taken to be 1 to 9."""

    def may_be_in_name(self, character: str) -> bool:
        return character != "0" and super().may_be_in_name(character)


@breaks("name-charset", shown_by=_name_accepted("snapshotZ"))
class NameLetterZRefused(Service):
    """A name with a z or Z after the first character is refused: the range ends one short."""

    def may_be_in_name(self, character: str) -> bool:
        return character not in "zZ" and super().may_be_in_name(character)


@breaks("name-charset", "name-first-letter", shown_by=_name_accepted("snapShot"))
class NameUppercaseRefused(Service):
    """A name with an upper-case letter is refused."""

    def check_name(self, name: str) -> None:
        super().check_name(name)
        if name != name.lower():
            raise bad("snapshot.name: lower-case letters only.")


@breaks("name-first-letter", shown_by=_name_accepted("Snapshot"))
class NameUppercaseFirstRefused(Service):
    """A name that starts with an upper-case letter is refused."""

    def may_start_name(self, character: str) -> bool:
        return character.islower() and super().may_start_name(character)


@breaks("name-charset", shown_by=_name_accepted("snapshot-"))
class NameHyphenAtEndRefused(Service):
    """A name that ends in a hyphen or an underscore is refused, as a host name would be."""

    def check_name(self, name: str) -> None:
        super().check_name(name)
        if name.endswith(("-", "_")):
            raise bad("snapshot.name: the last character must be a letter or a digit.")


@breaks("name-charset", shown_by=_name_accepted("snap--shot"))
class NameHyphensTogetherRefused(Service):
    """A name with two hyphens or underscores side by side is refused, as a slug would be."""

    def check_name(self, name: str) -> None:
        super().check_name(name)
        if re.search("[-_]{2}", name):
            raise bad("snapshot.name: no two separators side by side.")


@breaks("name-string", shown_by=_name_refused(...))
class NameMissingAccepted(Service):
    """A request without a name is accepted: the service makes one up."""

    def name(self, snapshot: Members) -> str:
        return super().name(snapshot) if "name" in snapshot else f"snapshot-{len(self.taken)}"


@breaks("name-string", "no-server-error", shown_by=_name_refused(..., 500))
class NameMissing500(Service):
    """A request without a name is answered with 500."""

    def name(self, snapshot: Members) -> str:
        return super().name({**snapshot, "name": snapshot["name"]})


@breaks("name-string", shown_by=_name_refused(None))
class NameNullAccepted(Service):
    """A name that is null is accepted: it becomes the text "None"."""

    def name(self, snapshot: Members) -> str:
        given = snapshot.get("name", "")
        return super().name({**snapshot, "name": "None"} if given is None else snapshot)


@breaks("name-string", shown_by=_name_refused(True))
class NameBooleanAccepted(Service):
    """A name that is true or false is accepted: it becomes the text."""

    def name(self, snapshot: Members) -> str:
        given = snapshot.get("name")
        return super().name({**snapshot, "name": str(given)} if isinstance(given, bool) else snapshot)


@breaks("name-string", shown_by=_name_refused(12345))
class NameTypeUnchecked(Service):
    """A name that is a number is accepted: lengths and patterns are checked on strings only."""

    def name(self, snapshot: Members) -> str:
        given = snapshot.get("name")
        return f"number-{given}" if type(given) is float else super().name(snapshot)


@breaks("name-string", shown_by=_name_refused(["snapshot-3"]))
class NameArrayAccepted(Service):
    """A name in an array of one is accepted: the array is unwrapped."""

    def name(self, snapshot: Members) -> str:
        match snapshot.get("name"):
            case [only]:
                return super().name({**snapshot, "name": only})
        return super().name(snapshot)


@breaks("name-string", "no-server-error", shown_by=_name_refused(12345, 500))
class NameType500(Service):
    """A name that is a number or an object is answered with 500."""

    def name(self, snapshot: Members) -> str:
        given = snapshot.get("name", "")
        if not hasattr(given, "__len__") or isinstance(given, dict):
            raise TypeError("object has no len()")
        return super().name(snapshot)


@breaks("name-charset", "no-server-error", shown_by=_name_refused("snapshot\ud800", 500))
class NameLoneSurrogate500(Service):
    """A name with a lone surrogate is answered with 500: it cannot be encoded."""

    def check_name(self, name: str) -> None:
        name.encode()
        super().check_name(name)
