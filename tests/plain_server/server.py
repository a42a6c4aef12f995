"""The contract, kept plainly: each rule is one small method, so that a fault can replace it."""

import asyncio
import json
import string
import sys
import traceback
import uuid
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import partial
from urllib.parse import unquote

from .signature import Signatures
from .wire import Answer, Hangup, Request, serve_connection

LONGEST_BODY = 12 * 1024 * 1024
NAME_FIRST = frozenset(string.ascii_letters)
NAME_REST = NAME_FIRST | frozenset(string.digits + "-_")
DESCRIPTION_FORBIDDEN = frozenset("!<>'=&\"")
HEX_DIGITS = frozenset(string.hexdigits)
UUID_GROUPS = (8, 4, 4, 4, 12)

Members = Mapping[str, object]


@dataclass(frozen=True, slots=True)
class Account:
    """Who may call, on which project and cluster. The defaults are for demonstrations; they open nothing else."""

    project_id: str = "89cd04f168b84af6be287f71730fdb4b"
    cluster_id: str = "44b277eb-39be-4921-be31-3d61b43651d7"
    access_key: str = "PLAINDEMOACCESSKEY00"
    token: str = field(default="plain-demo-Token-7f3a9c", repr=False)
    secret_key: str = field(default="plainDemoSecretKey5d1e8b2c7a4f60913e8d", repr=False)


@dataclass(frozen=True, slots=True)
class Draft:
    """What a request asks for, once it has passed the checks."""

    name: str
    cluster_id: str
    description: str


class Refused(Exception):
    """A request that is not granted: the status and the error that answer it."""

    def __init__(self, status: int, code: str, message: str, headers: Mapping[str, str] | None = None) -> None:
        """status: of HTTP; code and message: what the error body says; headers: sent with it."""
        super().__init__(message)
        self.status = status
        self.code = code
        self.message = message
        self.headers = headers or {}


def bad(message: str, code: str = "DWS.0001") -> Refused:
    """Return the refusal of a request that breaks a rule of the body: 400."""
    return Refused(400, code, message)


class Service(Signatures):
    """Judges requests in the contract's order (decision 9) and keeps the snapshots in memory."""

    name_min = 4
    name_max = 64
    description_max = 256
    created_status = 200
    authority = ""

    def __init__(self, account: Account | None = None, *, refuse_unknown_members: bool = False) -> None:
        """account: whose requests are granted; refuse_unknown_members: decision 6 leaves either open."""
        self.account = account or Account()
        self.access_key = self.account.access_key
        self.secret_key = self.account.secret_key
        self.refuse_unknown_members = refuse_unknown_members
        self.taken: set[str] = set()
        self.prepare()

    def prepare(self) -> None:
        """Set up what the service remembers beside the names that are taken: nothing."""

    async def answer(self, request: Request) -> Answer:
        """Return the answer to a request, whatever it is."""
        try:
            return await self.judge(request)
        except Refused as refused:
            return self.refusal(refused)
        except Hangup:
            raise
        except Exception:
            traceback.print_exc(file=sys.stderr)
            return self.refusal(Refused(500, "DWS.9999", "Server failure."))

    async def judge(self, request: Request) -> Answer:
        """Return the answer to a request that is granted; raise `Refused` for the first rule that it breaks."""
        project_id = self.route(request)
        self.check_credentials(request)
        self.check_project(project_id)
        draft = self.read(request)
        self.check_cluster(draft)
        return self.created(await self.store(draft))

    # Route, credentials, project

    def route(self, request: Request) -> str:
        """Return the project ID that the path names."""
        match self.segments(request):
            case ["", "v1.0", project_id, "snapshots"]:
                self.check_method(request)
                return project_id
            case _:
                raise Refused(404, "APIGW.0101", "The API does not exist.")

    def segments(self, request: Request) -> list[str]:
        """Return the path's segments, decoded; the first is empty."""
        return [unquote(segment) for segment in request.path.split("/")]

    def check_method(self, request: Request) -> None:
        """Refuse every method but POST."""
        if request.method != "POST":
            raise Refused(405, "APIGW.0102", "The API has no such method.", {"Allow": "POST"})

    def check_credentials(self, request: Request) -> None:
        """Refuse a request without a valid token or a valid signature: one of them is enough (decision 7)."""
        if self.token_holds(request.headers.get("x-auth-token", "")) or self.signature_holds(request):
            return
        raise Refused(401, "APIGW.0301", "Incorrect IAM authentication information.")

    def token_holds(self, token: str) -> bool:
        """Return whether this is the token."""
        return token == self.account.token

    def check_project(self, project_id: str) -> None:
        """Refuse any project but the caller's (decision 5)."""
        if project_id != self.account.project_id:
            raise Refused(403, "DWS.0015", "Resource not found or permission denied.")

    # Body

    def read(self, request: Request) -> Draft:
        """Return what the body asks for."""
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
        """Return what the body says."""
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
        """Return what reads JSON. Numbers are read as floats of any length: no member is a number."""
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

    def check_members(self, given: Members, known: set[str]) -> None:
        """Refuse members that the contract does not name, if this service was told to (decision 6)."""
        if self.refuse_unknown_members and given.keys() - known:
            raise bad("The body has a member that the API does not know.")

    def draft(self, snapshot: Members) -> Draft:
        """Return the values of the snapshot object, each checked."""
        return Draft(self.name(snapshot), self.cluster_id(snapshot), self.description(snapshot))

    def mandatory_string(self, snapshot: Members, member: str) -> str:
        """Return the value of a member that must be there and be a string."""
        if member not in snapshot:
            raise bad(f"snapshot.{member}: mandatory.")
        value = snapshot[member]
        if not isinstance(value, str):
            raise bad(f"snapshot.{member}: not a string.")
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
            raise bad("snapshot.name: 4 to 64 characters are needed.", "DWS.5056")
        if not self.may_start_name(name[0]):
            raise bad("snapshot.name: the first character must be a letter.", "DWS.5065")
        if not all(self.may_be_in_name(character) for character in name[1:]):
            raise bad("snapshot.name: letters, digits, hyphens and underscores only.", "DWS.5065")

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

    def check_cluster(self, draft: Draft) -> None:
        """Refuse the ID of no cluster of the project."""
        if not self.cluster_exists(draft.cluster_id):
            raise self.no_cluster()

    def cluster_exists(self, cluster_id: str) -> bool:
        """Return whether the project has this cluster."""
        return cluster_id.lower() == self.account.cluster_id.lower()

    def no_cluster(self) -> Refused:
        """Return the refusal of a cluster that does not exist."""
        return Refused(404, "DWS.0047", "The cluster does not exist.")

    # Description

    def description(self, snapshot: Members) -> str:
        """Return the description, empty if there is none: at most 256 code points, none of `!<>'=&"` (Table 3)."""
        description = snapshot.get("description", "")
        if not isinstance(description, str):
            raise bad("snapshot.description: not a string.")
        self.check_text(description)
        self.check_description(description)
        return description

    def check_text(self, description: str) -> None:
        """Refuse a lone surrogate: it is no text (decision 4)."""
        if any("\ud800" <= character <= "\udfff" for character in description):
            raise bad("snapshot.description: a lone surrogate is no text.")

    def check_description(self, description: str) -> None:
        """Refuse a description that is too long or holds a forbidden character."""
        if self.length(description) > self.description_max:
            raise bad("snapshot.description: at most 256 characters.", "DWS.5056")
        if not all(self.may_be_in_description(character) for character in description):
            raise bad("snapshot.description: !<>'=&\" are not allowed.", "DWS.5065")

    def length(self, description: str) -> int:
        """Return how many characters a description has: Unicode code points (decision 4)."""
        return len(description)

    def may_be_in_description(self, character: str) -> bool:
        """Return whether a description may hold this character."""
        return character not in DESCRIPTION_FORBIDDEN

    # Store and answers

    async def store(self, draft: Draft) -> str:
        """Keep the snapshot and return its ID; a name that is taken is refused (decision 2)."""
        key = self.name_key(draft.name)
        if key in self.taken:
            raise self.duplicate(draft)
        self.taken.add(key)
        return self.new_id(draft)

    def name_key(self, name: str) -> str:
        """Return what two names have in common that are the same."""
        return name.lower()

    def duplicate(self, draft: Draft) -> Refused:
        """Return the refusal of a name that is taken."""
        return bad(f"snapshot.name: {draft.name!r} is taken.", "DWS.5039")

    def new_id(self, draft: Draft) -> str:
        """Return an ID for a new snapshot."""
        return str(uuid.uuid4())

    def created(self, snapshot_id: str) -> Answer:
        """Return the answer to a create that succeeded."""
        return self.json_answer(self.created_status, self.created_body(snapshot_id), {})

    def created_body(self, snapshot_id: str) -> object:
        """Return what the answer to a create says."""
        return {"snapshot": {"id": snapshot_id}}

    def refusal(self, refused: Refused) -> Answer:
        """Return the answer to a request that is refused."""
        return self.json_answer(refused.status, self.error_body(refused), refused.headers)

    def error_body(self, refused: Refused) -> object:
        """Return what an error says (decision 8)."""
        return {"error_code": refused.code, "error_msg": refused.message}

    def json_answer(self, status: int, body: object, headers: Mapping[str, str]) -> Answer:
        """Return an answer whose body is JSON."""
        common = {"Content-Type": "application/json", "X-Request-Id": self.request_id()}
        return Answer(status, json.dumps(body).encode(), {**common, **headers})

    def request_id(self) -> str:
        """Return what identifies one answer."""
        return uuid.uuid4().hex


async def listen(service: Service, port: int = 0) -> asyncio.Server:
    """Serve on a port of the loopback interface; 0 takes a free one. The service's `authority` is its address."""
    server = await asyncio.start_server(partial(serve_connection, service.answer), "127.0.0.1", port)
    service.authority = "127.0.0.1:{1}".format(*server.sockets[0].getsockname())
    return server
