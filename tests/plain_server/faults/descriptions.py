"""Faults in the rules of `description`."""

import re
import unicodedata

from ..bodies import DESCRIPTION_FORBIDDEN, Members
from ..refusal import bad
from ..server import Service
from ..witnesses.asking import CREATE, create
from ..witnesses.witness import Witness, accepted, refused
from .catalogue import breaks

ASTRAL = "\U0001f600"


def _text_refused(description: object, wrong: int = 200) -> Witness:
    return refused(create(description=description), wrong=wrong)


def _text_accepted(description: str, wrong: int = 400) -> Witness:
    return accepted(create(description=description), wrong=wrong)


class _Allows(Service):
    """Allows one forbidden character."""

    allowed = ""

    def may_be_in_description(self, character: str) -> bool:
        return character == self.allowed or super().may_be_in_description(character)


class _Forbids(Service):
    """Forbids characters that the contract allows."""

    forbidden = ""

    def may_be_in_description(self, character: str) -> bool:
        return character not in self.forbidden and super().may_be_in_description(character)


@breaks("description-charset", shown_by=_text_refused("a!"))
class DescriptionExclamationMarkAccepted(_Allows):
    """A description with `!` is accepted."""

    allowed = "!"


@breaks("description-charset", shown_by=_text_refused("a<"))
class DescriptionLessThanAccepted(_Allows):
    """A description with `<` is accepted."""

    allowed = "<"


@breaks("description-charset", shown_by=_text_refused("a>"))
class DescriptionGreaterThanAccepted(_Allows):
    """A description with `>` is accepted."""

    allowed = ">"


@breaks("description-charset", shown_by=_text_refused("a'"))
class DescriptionApostropheAccepted(_Allows):
    """A description with `'` is accepted."""

    allowed = "'"


@breaks("description-charset", shown_by=_text_refused("a="))
class DescriptionEqualsSignAccepted(_Allows):
    """A description with `=` is accepted."""

    allowed = "="


@breaks("description-charset", shown_by=_text_refused("a&"))
class DescriptionAmpersandAccepted(_Allows):
    """A description with `&` is accepted."""

    allowed = "&"


@breaks("description-charset", shown_by=_text_refused('a"'))
class DescriptionQuotationMarkAccepted(_Allows):
    """A description with `"` is accepted."""

    allowed = '"'


@breaks("description-charset", shown_by=_text_refused("a!"))
class DescriptionOnlyStartChecked(Service):
    """A forbidden character is only noticed if a description starts with it."""

    def check_description(self, description: str) -> None:
        super().check_description(description[:1] + "x" * (len(description) - 1))


@breaks("description-charset", shown_by=_text_refused("a\n!"))
class DescriptionOnlyFirstLineChecked(Service):
    """A forbidden character is noticed only on the first line of a description."""

    def check_description(self, description: str) -> None:
        first, _, rest = description.partition("\n")
        super().check_description(first + "x" * (len(rest) + 1 if rest else 0))


@breaks("description-charset", shown_by=_text_refused("!"))
class DescriptionAllForbiddenAccepted(Service):
    """A description that consists of forbidden characters only is accepted: one other character must be there."""

    def check_description(self, description: str) -> None:
        if not description or not DESCRIPTION_FORBIDDEN.issuperset(description):
            super().check_description(description)


@breaks("description-charset", shown_by=_text_accepted(";"))
class DescriptionSemicolonRefused(_Forbids):
    """A description with a semicolon is refused, as a guard against SQL would."""

    forbidden = ";"


@breaks("description-charset", shown_by=_text_accepted("\\"))
class DescriptionBackslashRefused(_Forbids):
    """A description with a backslash is refused."""

    forbidden = "\\"


@breaks("description-charset", shown_by=_text_accepted("%"))
class DescriptionPercentSignRefused(_Forbids):
    """A description with a percent sign is refused."""

    forbidden = "%"


@breaks("description-charset", shown_by=_text_accepted("a\nb"))
class DescriptionLineFeedRefused(_Forbids):
    """A description of two lines is refused: in the pattern a dot matches no line feed."""

    forbidden = "\n"


@breaks("description-charset", shown_by=_text_accepted("\t"))
class DescriptionTabRefused(_Forbids):
    """A description with a tab is refused."""

    forbidden = "\t"


@breaks("description-charset", shown_by=_text_accepted("\uff1c"))
class DescriptionLookalikesRefused(Service):
    """A description with a fullwidth sign such as U+FF1C is refused: the text is normalised (NFKC) first."""

    def may_be_in_description(self, character: str) -> bool:
        return DESCRIPTION_FORBIDDEN.isdisjoint(unicodedata.normalize("NFKC", character))


@breaks("description-charset", shown_by=_text_accepted("é"))
class DescriptionNonAsciiRefused(Service):
    """A description with a character outside ASCII is refused."""

    def may_be_in_description(self, character: str) -> bool:
        return character.isascii() and super().may_be_in_description(character)


@breaks("description-charset", "no-server-error", shown_by=_text_accepted("\u4e2d", 500))
class DescriptionNonLatin500(Service):
    """A description with a character outside Latin-1 is answered with 500: the store's text cannot hold it."""

    def check_description(self, description: str) -> None:
        super().check_description(description)
        description.encode("latin-1")


@breaks("description-charset", "description-code-points", "no-server-error", shown_by=_text_accepted(ASTRAL, 500))
class DescriptionAstral500(Service):
    """A description with a character beyond U+FFFF is answered with 500: the store holds three bytes per character."""

    def check_description(self, description: str) -> None:
        super().check_description(description)
        if any(character > "\uffff" for character in description):
            raise ValueError("Incorrect string value")


@breaks("description-charset", "description-code-points", shown_by=_text_accepted(ASTRAL))
class DescriptionAstralRefused(Service):
    """A description with a character beyond U+FFFF is refused."""

    def may_be_in_description(self, character: str) -> bool:
        return character <= "\uffff" and super().may_be_in_description(character)


@breaks("description-charset", shown_by=_text_accepted(" "))
class DescriptionBlankRefused(Service):
    """A description of spaces only is refused."""

    def check_description(self, description: str) -> None:
        super().check_description(description)
        if description and not description.strip():
            raise bad("snapshot.description: blank.")


@breaks("description-max-length", shown_by=_text_accepted("x" * 256))
class Description256Refused(Service):
    """A description of 256 characters is refused."""

    description_max = 255


@breaks("description-max-length", shown_by=_text_refused("x" * 257))
class Description257Accepted(Service):
    """A description of 257 characters is accepted."""

    description_max = 257


@breaks("description-max-length", shown_by=_text_refused("x" * 258))
class DescriptionCut(Service):
    """A description that is too long is silently cut to 256 characters."""

    def check_description(self, description: str) -> None:
        super().check_description(description[:256])


@breaks("description-max-length", shown_by=_text_refused("x" * 256 + " "))
class DescriptionTrimmedBeforeCounting(Service):
    """Spaces around a description are not counted: 256 characters and a space are accepted."""

    def length(self, description: str) -> int:
        return len(description.strip())


@breaks("description-code-points", "description-max-length", shown_by=_text_accepted("é" * 256))
class DescriptionCountedInBytes(Service):
    """A description's bytes are counted: 256 characters of two bytes are refused."""

    def length(self, description: str) -> int:
        return len(description.encode())


@breaks("description-code-points", "description-max-length", shown_by=_text_accepted(ASTRAL * 256))
class DescriptionCountedInUtf16Units(Service):
    """A description's UTF-16 units are counted: 256 characters beyond U+FFFF are refused."""

    def length(self, description: str) -> int:
        return len(description.encode("utf-16-le")) // 2


@breaks("description-code-points", "description-max-length", shown_by=_text_refused("x" * 256 + "\u0301"))
class DescriptionCountedInGlyphs(Service):
    """A description's combining marks are not counted: 256 characters and an accent are accepted."""

    def length(self, description: str) -> int:
        return sum(not unicodedata.combining(character) for character in description)


@breaks("description-code-points", "description-max-length", shown_by=_text_refused("e\u0301" * 129))
class DescriptionComposedBeforeCounting(Service):
    """A description is composed (NFC) before it is counted: 257 code points that compose to fewer are accepted."""

    def length(self, description: str) -> int:
        return len(unicodedata.normalize("NFC", description))


@breaks("description-optional", shown_by=accepted(CREATE))
class DescriptionMissingRefused(Service):
    """A request without a description is refused."""

    def description(self, snapshot: Members) -> str:
        return self.mandatory_string(snapshot, "description") and super().description(snapshot)


@breaks("description-optional", "no-server-error", shown_by=accepted(CREATE, wrong=500))
class DescriptionMissing500(Service):
    """A request without a description is answered with 500."""

    def description(self, snapshot: Members) -> str:
        return super().description({**snapshot, "description": snapshot["description"]})


@breaks("description-optional", shown_by=_text_accepted(""))
class DescriptionEmptyRefused(Service):
    """An empty description is refused."""

    def description(self, snapshot: Members) -> str:
        if snapshot.get("description") == "":
            raise bad("snapshot.description: empty.")
        return super().description(snapshot)


@breaks("description-string", shown_by=_text_refused(None))
class DescriptionNullAccepted(Service):
    """A description that is null is accepted."""

    def description(self, snapshot: Members) -> str:
        return "" if snapshot.get("description", "") is None else super().description(snapshot)


@breaks("description-string", shown_by=_text_refused(False))
class DescriptionFalseAccepted(Service):
    """A description that is false, 0 or empty of any type is accepted, and counts as none."""

    def description(self, snapshot: Members) -> str:
        return super().description(snapshot) if snapshot.get("description") else ""


@breaks("description-string", shown_by=_text_refused(1))
class DescriptionNumberAccepted(Service):
    """A description that is a number is accepted: it becomes the text."""

    def description(self, snapshot: Members) -> str:
        given = snapshot.get("description")
        return str(given) if type(given) is float else super().description(snapshot)


@breaks("description-string", shown_by=_text_refused(["a"]))
class DescriptionTypeUnchecked(Service):
    """A description that is an array or an object is accepted: lengths and patterns are checked on strings only."""

    def description(self, snapshot: Members) -> str:
        given = snapshot.get("description")
        return str(given) if isinstance(given, list | dict) else super().description(snapshot)


@breaks("description-string", "no-server-error", shown_by=_text_refused(1, 500))
class DescriptionType500(Service):
    """A description that is no string is answered with 500."""

    def description(self, snapshot: Members) -> str:
        if not isinstance(snapshot.get("description", ""), str):
            raise TypeError("object has no len()")
        return super().description(snapshot)


@breaks("description-string", shown_by=_text_refused("\ud800"))
class DescriptionLoneSurrogateAccepted(Service):
    """A description with a lone surrogate is accepted."""

    def check_text(self, description: str) -> None:
        return


@breaks("description-string", shown_by=_text_refused("\udc00"))
class DescriptionLowSurrogateAccepted(Service):
    """A description with a lone low surrogate is accepted: only the high ones are noticed."""

    def check_text(self, description: str) -> None:
        if re.search("[\ud800-\udbff]", description):
            raise bad("snapshot.description: a lone surrogate is no text.")


@breaks("description-string", "no-server-error", shown_by=_text_refused("\ud800", 500))
class DescriptionLoneSurrogate500(Service):
    """A description with a lone surrogate is answered with 500: it cannot be encoded."""

    def check_text(self, description: str) -> None:
        description.encode()
