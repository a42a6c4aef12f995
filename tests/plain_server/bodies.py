"""Reads bodies: the media type, the JSON, and the rules of the values. Each rule is one small method."""

import json
import string
from collections.abc import Mapping, Set
from dataclasses import dataclass

from .refusal import bad
from .wire import Request

LONGEST_BODY = 12 * 1024 * 1024
NAME_FIRST = frozenset(string.ascii_letters)
NAME_REST = NAME_FIRST | frozenset(string.digits + "-_")
DESCRIPTION_FORBIDDEN = frozenset("!<>'=&\"")
HEX_DIGITS = frozenset(string.hexdigits)
UUID_GROUPS = (8, 4, 4, 4, 12)

Members = Mapping[str, object]


@dataclass(frozen=True, slots=True)
class Draft:
    """The requested snapshot, after all checks."""

    name: str
    cluster_id: str
    description: str


class Bodies:
    """Reads the body of a create, and what the bodies of all operations have in common."""

    name_min = 4
    name_max = 64
    description_max = 256
    refuse_unknown_members: bool

    def read(self, request: Request) -> Draft:
        """Return the requested snapshot."""
        self.check_media_type(request)
        return self.draft(self.snapshot(self.document(request)))

    def check_media_type(self, request: Request) -> None:
        """Refuse a body that is not sent as application/json (decision 1)."""
        if not self.media_type_is_json(request.headers.get("content-type", "")):
            raise bad("Content-Type: application/json is needed.")

    def media_type_is_json(self, content_type: str) -> bool:
        """Return whether this is application/json, in UTF-8 if it names a charset."""
        media_type, *parameters = [part.strip().lower() for part in content_type.split(";")]
        charsets = [value.strip('"') for name, _, value in (p.partition("=") for p in parameters) if name == "charset"]
        return media_type == "application/json" and all(charset in ("utf-8", "utf8") for charset in charsets)

    def document(self, request: Request) -> object:
        """Return the JSON value of the body."""
        if not request.body:
            raise bad("The request is empty.", "DWS.0006")
        if len(request.body) > LONGEST_BODY:
            raise bad("The body is longer than 12 MB.")
        return self.parse(self.text(request))

    def text(self, request: Request) -> str:
        """Return the body's text."""
        try:
            return request.body.decode("utf-8")
        except UnicodeDecodeError as error:
            raise bad("The body is not UTF-8.") from error

    def parse(self, text: str) -> object:
        """Return the JSON value of a text."""
        try:
            return self.decoder().decode(text)
        except (ValueError, RecursionError) as error:
            raise bad("The body is not JSON.") from error

    def decoder(self) -> json.JSONDecoder:
        """Return a JSON parser. Numbers of any length become floats, because no member is a number."""
        return json.JSONDecoder(parse_int=float, parse_constant=self.constant)

    def constant(self, constant: str) -> object:
        """Refuse `NaN` and `Infinity`: they are no JSON."""
        raise ValueError(f"{constant} is no JSON")

    def snapshot(self, document: object) -> Members:
        """Return the member `snapshot` of the body."""
        if not isinstance(document, dict):
            raise bad("The body is not an object.")
        if "snapshot" not in document:
            raise bad("snapshot: mandatory.")
        self.check_members(document, {"snapshot"})
        return self.members(document["snapshot"])

    def members(self, snapshot: object) -> Members:
        """Return the members of the snapshot object."""
        if not isinstance(snapshot, dict):
            raise bad("snapshot: not an object.")
        self.check_members(snapshot, {"name", "cluster_id", "description"})
        return snapshot

    def check_members(self, given: Members, known: Set[str]) -> None:
        """Refuse members that the contract does not name, if this service is set up to do so (decision 6)."""
        if self.refuse_unknown_members and given.keys() - known:
            raise bad("The body has a member that the API does not know.")

    def draft(self, snapshot: Members) -> Draft:
        """Return the values of the snapshot object, each checked."""
        return Draft(self.name(snapshot), self.cluster_id(snapshot), self.description(snapshot))

    def mandatory_string(self, snapshot: Members, member: str) -> str:
        """Return the value of a member that must be there and be a string."""
        if member not in snapshot:
            raise bad(f"{member}: mandatory.")
        value = snapshot[member]
        if not isinstance(value, str):
            raise bad(f"{member}: not a string.")
        return value

    # Name

    def name(self, snapshot: Members) -> str:
        """Return the name: 4 to 64 ASCII letters, digits, hyphens and underscores, the first a letter (Table 3)."""
        name = self.mandatory_string(snapshot, "name")
        self.check_name(name)
        return name

    def check_name(self, name: str) -> None:
        """Refuse a name that breaks a rule."""
        if not self.name_min <= len(name) <= self.name_max:
            raise bad("name: 4 to 64 characters are needed.", "DWS.5056")
        if not self.may_start_name(name[0]):
            raise bad("name: the first character must be a letter.", "DWS.5065")
        if not all(self.may_be_in_name(character) for character in name[1:]):
            raise bad("name: letters, digits, hyphens and underscores only.", "DWS.5065")

    def may_start_name(self, character: str) -> bool:
        """Return whether a name may start with this character."""
        return character in NAME_FIRST

    def may_be_in_name(self, character: str) -> bool:
        """Return whether this character may follow in a name."""
        return character in NAME_REST

    # Cluster

    def cluster_id(self, snapshot: Members) -> str:
        """Return the cluster's ID: a UUID in either case (decision 3)."""
        cluster_id = self.mandatory_string(snapshot, "cluster_id")
        if not self.is_uuid(cluster_id):
            raise bad("snapshot.cluster_id: not a UUID.", "DWS.5064")
        return cluster_id

    def is_uuid(self, value: str) -> bool:
        """Return whether this is a UUID of 8-4-4-4-12 hexadecimal digits."""
        groups = value.split("-")
        return tuple(map(len, groups)) == UUID_GROUPS and HEX_DIGITS.issuperset("".join(groups))

    # Description

    def description(self, snapshot: Members) -> str:
        """Return the description, empty if there is none: at most 256 code points, none of `!<>'=&"` (Table 3)."""
        description = snapshot.get("description", "")
        if not isinstance(description, str):
            raise bad("description: not a string.")
        self.check_text(description)
        self.check_description(description)
        return description

    def check_text(self, description: str) -> None:
        """Refuse a lone surrogate: it is no text (decision 4)."""
        if any("\ud800" <= character <= "\udfff" for character in description):
            raise bad("description: a lone surrogate is no text.")

    def check_description(self, description: str) -> None:
        """Refuse a description that is too long or holds a forbidden character."""
        if self.length(description) > self.description_max:
            raise bad("description: at most 256 characters.", "DWS.5056")
        if not all(self.may_be_in_description(character) for character in description):
            raise bad("description: !<>'=&\" are not allowed.", "DWS.5065")

    def length(self, description: str) -> int:
        """Return how many characters a description has: Unicode code points (decision 4)."""
        return len(description)

    def may_be_in_description(self, character: str) -> bool:
        """Return whether a description may hold this character."""
        return character not in DESCRIPTION_FORBIDDEN
