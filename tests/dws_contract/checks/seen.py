"""An answer as checks take it, what a check is, and where it finds what several look for."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any, TypeAlias

import jsonschema_rs

from dws_contract.document import JSON, Contract, Endpoint
from dws_contract.operations import record_of, text_at
from dws_contract.steps.known import KnownSnapshots
from dws_contract.steps.questions import GATEWAYS
from dws_contract.traffic.messages import json_of
from dws_contract.traffic.secrets import Secrets

NOT_APPLICABLE = True
"""What a check returns, by schemathesis's convention, where it has nothing to judge."""
_UNAVAILABLE = 503
_ERRORS = 400
_PAGE = re.compile(rb"<center>(nginx|openresty|tengine)\b|<address>Apache/", re.IGNORECASE)


class ContractFailure(Exception):
    """A broken clause, in a sentence of the field."""

    def __init__(self, clause: str, sentence: str) -> None:
        super().__init__(sentence)
        self.clause = clause
        self.sentence = sentence


@dataclass(frozen=True)
class Seen:
    """An answer with what it answers.

    method, path: of the request, without prefix and query; endpoint: the operation, None where the document names none;
    query: the request's; sent: the JSON of the request's body, None where it is none; headers: the answer's, in lower
    case; told: gives the answer's body as JSON where it was read before.
    """

    method: str
    path: str
    endpoint: Endpoint | None
    status: int
    headers: Mapping[str, str]
    content: bytes
    query: str = ""
    sent: Any = None
    told: Callable[[], Any] | None = None

    def is_normal(self, *operations: str) -> bool:
        """Whether this is the normal answer of one of these operations, or of any where none is named."""
        if self.endpoint is None or self.status != self.endpoint.success:
            return False
        return not operations or self.endpoint.id in operations

    @property
    def what(self) -> str:
        """A normal answer in words."""
        record = record_of(self.endpoint)
        return "an answer" if record is None else record.answer

    @property
    def new_id(self) -> str | None:
        """The ID of what the request made, None where it made nothing, or no string tells it."""
        return text_at(self.made, self.json) if self.is_normal() else None

    @property
    def made(self) -> tuple[str, ...]:
        """Where the ID of what the request made stands in the answer, empty where it makes nothing."""
        record = record_of(self.endpoint)
        return () if record is None else record.made

    @property
    def taken_name(self) -> str | None:
        """The name that a new snapshot took, None where the request made none, or its name is no string."""
        record = record_of(self.endpoint)
        if record is None or record.effect != "makes snapshots" or not self.is_normal():
            return None
        return text_at(record.named, self.sent)

    @property
    def is_of_gateway(self) -> bool:
        """Whether a gateway in front of the service answered by itself.

        With a status of its own, a 503 that is no JSON, or a page that bears its name.
        """
        if self.status >= _ERRORS and _PAGE.search(self.content):
            return True
        return self.status in GATEWAYS or (self.status == _UNAVAILABLE and self.is_another_format)

    @property
    def has_gateways_shape(self) -> bool:
        """Whether the body is a gateway's: any where one answered by itself, or else an error of Keystone."""
        error = self.json.get("error") if isinstance(self.json, dict) else None
        return self.is_of_gateway or (isinstance(error, dict) and error.get("code") == self.status)

    @property
    def media_type(self) -> str:
        """The answer's media type without parameters, in lower case."""
        return self.headers.get("content-type", "").partition(";")[0].strip().lower()

    @cached_property
    def text(self) -> str:
        """The answer's body as text, whatever its bytes."""
        return self.content.decode("utf-8", "replace")

    @cached_property
    def json(self) -> Any:
        """The answer's body as JSON, None where it is none; a normal one's in the documented form."""
        if self.told is not None:
            return self.told()
        body = json_of(self.content)
        return body if self.endpoint is None else self.endpoint.read(self.status, body)

    @cached_property
    def unreadable(self) -> str:
        """Why the answer's body is no JSON, in words; empty where it is."""
        try:
            json.loads(self.content.decode())
        except UnicodeDecodeError:
            return "it is not UTF-8"
        except (ValueError, RecursionError):
            return "it is not JSON" if self.content else "it is empty"
        return ""

    @property
    def is_another_format(self) -> bool:
        """Whether a body is honestly something else than JSON, which is for the clause on media types to tell."""
        return self.media_type != JSON and not self.content.lstrip().startswith(b"{")


@dataclass
class Memory:
    """What checks know beside the answer: the contract, the secrets, the project's snapshots, and earlier answers.

    ids: of every snapshot that was made; gone: of those that were deleted; names: those that are taken; folded_names:
    the same by what they are without case.
    """

    contract: Contract
    secrets: Secrets = field(default_factory=Secrets)
    snapshots: KnownSnapshots = field(default_factory=KnownSnapshots)
    ids: set[str] = field(default_factory=set)
    gone: set[str] = field(default_factory=set)
    names: set[str] = field(default_factory=set)
    folded_names: dict[str, str] = field(default_factory=dict)
    request_ids: set[str] = field(default_factory=set)

    def forget(self, name: str, id_: str) -> None:
        """Note that a snapshot was deleted: its name is free again, its ID never is."""
        self.gone.add(id_)
        self.names.discard(name)
        self.folded_names.pop(name.lower(), None)


Judging: TypeAlias = Callable[[Memory, Seen], bool | None]


@dataclass(frozen=True)
class Check:
    """A rule on answers. operations: of whose normal answers, all answers where there are none; is_of_any: whether
    HTTP's own answers and a gateway's are judged by it, too."""

    clause: str
    judging: Judging
    operations: tuple[str, ...] = ()
    is_of_any: bool = False

    def run(self, memory: Memory, seen: Seen) -> bool | None:
        """Judge an answer. Raises ContractFailure."""
        if self.operations and not seen.is_normal(*self.operations):
            return NOT_APPLICABLE
        return self.judging(memory, seen)


@dataclass
class Checks:
    """Collects the checks of a module, in its order."""

    found: list[Check] = field(default_factory=list)

    def __call__(self, clause: str, *operations: str, is_of_any: bool = False) -> Callable[[Judging], Judging]:
        """Make a check of a function."""

        def add(judging: Judging) -> Judging:
            self.found.append(Check(clause, judging, operations, is_of_any))
            return judging

        return add


def require_json(clause: str, what: str, seen: Seen) -> None:
    """Raise ContractFailure where an answer is not sent as application/json."""
    if seen.media_type != JSON:
        sent = f"is sent as {seen.media_type}" if seen.media_type else "has no Content-Type"
        raise ContractFailure(clause, f"{what} {sent}; the contract says {JSON}")


def _in_words(error: jsonschema_rs.ValidationError) -> str:
    """What a body breaks, and where."""
    at = ".".join(map(str, error.instance_path))
    return f"{at}: {error.message}" if at else error.message


def first_error(
    validator: jsonschema_rs.Draft202012Validator,
    seen: Seen,
    counts: Callable[[jsonschema_rs.ValidationError], bool] = lambda error: True,
) -> str:
    """What is wrong with a body, in words; empty where nothing is, of what counts."""
    if seen.unreadable:
        return seen.unreadable
    try:
        if validator.is_valid(seen.json):
            return ""
        return next((_in_words(error) for error in validator.iter_errors(seen.json) if counts(error)), "")
    except UnicodeEncodeError:
        return "it holds a lone surrogate"


def is_form_of(error: jsonschema_rs.ValidationError, made: tuple[str, ...]) -> bool:
    """Whether an error is about the form of the string that stands there."""
    return tuple(error.instance_path) == made and error.schema_path[-1] != "type"


def is_inside(error: jsonschema_rs.ValidationError, tells: str) -> bool:
    """Whether an error is about the members of what an answer tells of, see Operation, not about what holds it."""
    path = list(error.instance_path)
    depth = 2 if len(path) > 1 and isinstance(path[1], int) else 1
    is_told = bool(path) and path[0] == tells
    return is_told and (len(path) > depth or (len(path) == depth and error.schema_path[-1] != "type"))
