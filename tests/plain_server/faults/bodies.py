"""Faults in reading the body: JSON, UTF-8, and the objects that hold the values."""

import json
import re
from abc import abstractmethod

from ..bodies import Draft, Members
from ..refusal import Refused, bad
from ..server import Service
from ..wire import Hangup, Request
from ..witnesses.asking import ACCOUNT, NO_ANSWER, Ask, create, sends, snapshot
from ..witnesses.witness import accepted, refused
from .catalogue import breaks

CLUSTER = ACCOUNT.cluster_id
SOURCE = snapshot()
TEXT = json.dumps(SOURCE)
INNER = SOURCE["snapshot"]
ASTRAL = "\U0001f600"


class _Repairs(Service):
    """Accepts some bodies that are not JSON: `repaired` turns them into JSON."""

    @abstractmethod
    def repaired(self, text: str) -> str:
        """Return the body to read in place of the received one."""

    def parse(self, text: str) -> object:
        return super().parse(self.repaired(text))


@breaks("body-json", shown_by=refused(sends(TEXT.replace("}}", ",}}"))))
class TrailingCommaAccepted(_Repairs):
    """A body with a comma after the last member is accepted."""

    def repaired(self, text: str) -> str:
        return re.sub(r",(\s*[}\]])", r"\1", text)


@breaks("body-json", shown_by=refused(sends(TEXT.replace('"', "'"))))
class SingleQuotesAccepted(_Repairs):
    """A body with strings in single quotes is accepted."""

    def repaired(self, text: str) -> str:
        return text if '"' in text else text.replace("'", '"')


@breaks("body-json", shown_by=refused(sends(TEXT.replace('"snapshot"', "snapshot"))))
class UnquotedMembersAccepted(_Repairs):
    """A body whose member names have no quotation marks is accepted."""

    def repaired(self, text: str) -> str:
        return re.sub(r"([{,]\s*)([a-z_]+)(\s*:)", r'\1"\2"\3', text)


@breaks("body-json", shown_by=refused(sends("/* a comment */" + TEXT)))
class CommentsAccepted(_Repairs):
    """A body with comments is accepted."""

    def repaired(self, text: str) -> str:
        return re.sub(r"/\*.*?\*/|(?<!:)//[^\n\"]*(?=\n|$)", "", text, flags=re.DOTALL)


@breaks("body-json", shown_by=refused(create(description="X").replacing(b'"X"', b'"\n"')))
class ControlCharactersAccepted(Service):
    """An unescaped line feed or tab in a string is accepted."""

    def decoder(self) -> json.JSONDecoder:
        return json.JSONDecoder(parse_int=float, parse_constant=self.constant, strict=False)


@breaks("body-json", shown_by=refused(sends(TEXT.replace("}}", '}, "more": NaN}'))))
class NanAccepted(Service):
    """A body with NaN or Infinity for a number is accepted."""

    def constant(self, constant: str) -> object:
        return float(constant)


@breaks("body-json", shown_by=refused(sends(TEXT + "}")))
class TrailingTextAccepted(Service):
    """Text after the JSON value of a body is ignored."""

    def parse(self, text: str) -> object:
        try:
            return self.decoder().raw_decode(text.lstrip())[0]
        except (ValueError, RecursionError):
            return super().parse(text)


@breaks("body-json", "always-answers", shown_by=refused(sends("{"), wrong=NO_ANSWER))
class NoJsonHangsUp(Service):
    """A body that is not JSON is not answered: the connection is closed."""

    def parse(self, text: str) -> object:
        try:
            return super().parse(text)
        except Refused as refused:
            raise Hangup from refused


@breaks("body-json", "no-server-error", shown_by=refused(sends("{"), wrong=500))
class NoJson500(Service):
    """A body that is not JSON is answered with 500."""

    def parse(self, text: str) -> object:
        try:
            return super().parse(text)
        except Refused as refused:
            raise RuntimeError("unexpected token") from refused


@breaks(
    "no-server-error", "body-json", "body-object", shown_by=refused(sends("[" * 100_000 + "]" * 100_000), wrong=500)
)
class DeepNesting500(Service):
    """A body of thousands of nested arrays is answered with 500: the reader runs out of stack."""

    def parse(self, text: str) -> object:
        try:
            return self.decoder().decode(text)
        except ValueError:
            return super().parse(text)


@breaks("body-json-forms", shown_by=accepted(sends(f" {TEXT}\n")))
class WhiteSpaceAroundRefused(Service):
    """A body with white space before or after its JSON value is refused."""

    def parse(self, text: str) -> object:
        if text != text.strip():
            raise bad("The body is not JSON.")
        return super().parse(text)


@breaks("body-json-forms", shown_by=accepted(sends(json.dumps(SOURCE, indent=1))))
class WhiteSpaceWithinRefused(Service):
    """A body with line feeds between its members is refused."""

    def parse(self, text: str) -> object:
        if "\n" in text.strip():
            raise bad("The body is not JSON.")
        return super().parse(text)


@breaks("body-json-forms", shown_by=accepted(sends(TEXT.replace("snapshot-3", r"\u0073napshot-3"))))
class EscapesRefused(Service):
    r"""A body with a `\u` escape is refused."""

    def parse(self, text: str) -> object:
        if "\\u" in text:
            raise bad("The body is not JSON.")
        return super().parse(text)


@breaks("body-json-forms", shown_by=accepted(sends(TEXT.replace('"name"', r'"n\u0061me"'))))
class EscapedMembersUnknown(Service):
    r"""A member whose name is written with `\u` escapes is not recognised."""

    def parse(self, text: str) -> object:
        if re.search(r'\\u[0-9A-Fa-f]{4}\w*"\s*:', text):
            raise bad("snapshot: mandatory.")
        return super().parse(text)


@breaks("body-json-forms", shown_by=accepted(create(description=ASTRAL)))
class EscapedPairsRefused(Service):
    r"""A character beyond U+FFFF that is escaped as `\ud83d\ude00` is refused as two lone surrogates."""

    def parse(self, text: str) -> object:
        if re.search(r"\\u[dD][89abAB]", text):
            raise bad("snapshot.description: a lone surrogate is no text.")
        return super().parse(text)


@breaks(
    "body-json-forms",
    shown_by=accepted(sends({"snapshot": {"description": "", "cluster_id": CLUSTER, "name": "snapshot-3"}})),
)
class MemberOrderFixed(Service):
    """A body whose description comes before its name is refused."""

    def members(self, snapshot: object) -> Members:
        members = super().members(snapshot)
        given = list(members)
        if {"name", "description"} <= set(given) and given.index("description") < given.index("name"):
            raise bad("snapshot: name must come first.")
        return members


@breaks("body-json-forms", "description-charset", shown_by=refused(create(description="X").replacing(b"X", rb"\u003c")))
class EscapedCharactersUnchecked(Service):
    r"""A forbidden character that is escaped, such as `\u003c`, is accepted: the text of the body is checked."""

    def parse(self, text: str) -> object:
        return super().parse(re.sub(r"\\u00(21|3[cCeE]|27|3[dD]|26|22)", ".", text))


@breaks("body-utf8", shown_by=refused(create(description="X").replacing(b"X", b"\xff")))
class BadUtf8Replaced(Service):
    """A body that is not UTF-8 is accepted: bad bytes are replaced."""

    def text(self, request: Request) -> str:
        return request.body.decode("utf-8", "replace")


@breaks("body-utf8", shown_by=refused(create(description="X").replacing(b"X", b"\xff")))
class BadUtf8ReadAsLatin1(Service):
    """A body that is not UTF-8 is accepted: it is read as Latin-1."""

    def text(self, request: Request) -> str:
        try:
            return request.body.decode("utf-8")
        except UnicodeDecodeError:
            return request.body.decode("latin-1")


@breaks("body-utf8", shown_by=refused(sends(TEXT.encode("utf-16"))))
class Utf16Accepted(Service):
    """A body in UTF-16 is accepted: the encoding is guessed from its first bytes."""

    def text(self, request: Request) -> str:
        encoding = json.detect_encoding(request.body)
        return request.body.decode(encoding, "replace") if "16" in encoding else super().text(request)


@breaks("body-utf8", shown_by=refused(create(description="X").replacing(b"X", b"\xed\xa0\xbd\xed\xb8\x80")))
class EncodedSurrogatesAccepted(Service):
    """A body with surrogates encoded one by one (CESU-8) is accepted, though that is not UTF-8."""

    def text(self, request: Request) -> str:
        text = request.body.decode("utf-8", "surrogatepass") if b"\xed" in request.body else super().text(request)
        return text.encode("utf-16", "surrogatepass").decode("utf-16", "replace")


@breaks("body-utf8", "no-server-error", shown_by=refused(sends(b"\xff"), wrong=500))
class BadUtf8AnsweredWith500(Service):
    """A body that is not UTF-8 is answered with 500."""

    def text(self, request: Request) -> str:
        return request.body.decode("utf-8")


@breaks("body-required", "no-server-error", shown_by=refused(Ask(), wrong=500))
class BodyEmpty500(Service):
    """A request without a body is answered with 500."""

    def document(self, request: Request) -> object:
        return super().document(request) if request.body else json.loads(request.body)


@breaks("body-object", shown_by=refused(sends([SOURCE])))
class BodyArrayAccepted(Service):
    """A body that is an array of one is accepted: the array is unwrapped."""

    def snapshot(self, document: object) -> Members:
        match document:
            case [only]:
                return super().snapshot(only)
        return super().snapshot(document)


@breaks("body-object", shown_by=refused(sends(json.dumps(TEXT))))
class BodyStringAccepted(Service):
    """A body that is a string is accepted if the string holds the JSON object: JSON within JSON."""

    def snapshot(self, document: object) -> Members:
        return super().snapshot(self.parse(document) if isinstance(document, str) else document)


@breaks("body-object", "no-server-error", shown_by=refused(sends("null"), wrong=500))
class BodyNull500(Service):
    """A body that is null is answered with 500."""

    def snapshot(self, document: object) -> Members:
        if document is None:
            raise AttributeError("'NoneType' object has no attribute 'get'")
        return super().snapshot(document)


@breaks("body-object", "no-server-error", shown_by=refused(sends("1"), wrong=500))
class BodyNoObject500(Service):
    """A body that is a string, a number or an array is answered with 500."""

    def snapshot(self, document: object) -> Members:
        if isinstance(document, str | float | list):
            raise AttributeError("object has no attribute 'get'")
        return super().snapshot(document)


@breaks("snapshot-object", "body-object", shown_by=refused(sends(INNER)))
class SnapshotUnwrapped(Service):
    """A body without the member `snapshot` is accepted if it holds name and cluster_id itself."""

    def snapshot(self, document: object) -> Members:
        if isinstance(document, dict) and "snapshot" not in document and "name" in document:
            return super().members(document)
        return super().snapshot(document)


@breaks("snapshot-object", "no-server-error", shown_by=refused(sends({}), wrong=500))
class SnapshotMissing500(Service):
    """A body without the member `snapshot` is answered with 500."""

    def snapshot(self, document: object) -> Members:
        if isinstance(document, dict):
            return super().snapshot({**document, "snapshot": document["snapshot"]})
        return super().snapshot(document)


@breaks("snapshot-object", "no-server-error", shown_by=refused(sends({"snapshot": None}), wrong=500))
class SnapshotNull500(Service):
    """A `snapshot` that is null is answered with 500."""

    def members(self, snapshot: object) -> Members:
        if snapshot is None:
            raise AttributeError("'NoneType' object has no attribute 'get'")
        return super().members(snapshot)


@breaks("snapshot-object", shown_by=refused(sends({"snapshot": [INNER]})))
class SnapshotArrayAccepted(Service):
    """A `snapshot` that is an array of one is accepted: the array is unwrapped."""

    def members(self, snapshot: object) -> Members:
        match snapshot:
            case [only]:
                return super().members(only)
        return super().members(snapshot)


@breaks("snapshot-object", shown_by=refused(sends({"snapshot": json.dumps(INNER)})))
class SnapshotStringAccepted(Service):
    """A `snapshot` that is a string is accepted if the string holds the JSON object."""

    def members(self, snapshot: object) -> Members:
        return super().members(self.parse(snapshot) if isinstance(snapshot, str) else snapshot)


@breaks("snapshot-object", "name-string", "cluster-id-string", shown_by=refused(sends({"snapshot": {}}), wrong=500))
class SnapshotEmpty500(Service):
    """A `snapshot` without any member is answered with 500."""

    def draft(self, snapshot: Members) -> Draft:
        if not snapshot:
            raise LookupError("no member")
        return super().draft(snapshot)


@breaks("snapshot-object", "name-string", "cluster-id-string", shown_by=refused(sends({"Snapshot": INNER})))
class MemberCaseIgnored(Service):
    """Members are found in any case: `Snapshot` and `NAME` are accepted for `snapshot` and `name`."""

    def decoder(self) -> json.JSONDecoder:
        return json.JSONDecoder(
            parse_int=float,
            parse_constant=self.constant,
            object_pairs_hook=lambda pairs: {name.lower(): value for name, value in pairs},
        )
