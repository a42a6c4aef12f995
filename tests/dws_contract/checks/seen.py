"""What checks work with: the answer, the memory of earlier answers, and helpers that several checks share."""

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
"""A check returns this if it does not apply, as schemathesis expects."""
_UNAVAILABLE = 503
_ERRORS = 400
_PAGE = re.compile(rb"<center>(nginx|openresty|tengine)\b|<address>Apache/", re.IGNORECASE)


class ContractFailure(Exception):
    """An answer breaks a clause. sentence: says what was seen."""

    def __init__(self, clause: str, sentence: str) -> None:
        super().__init__(sentence)
        self.clause = clause
        self.sentence = sentence


@dataclass(frozen=True)
class Seen:
    """An answer and its request.

    method, path, query: those of the request, the path without the prefix; endpoint: the operation, None if the
    document names none; sent: the JSON of the request's body, None if it is not JSON; headers: those of the answer,
    with lower-case names; told: returns the answer's body as JSON, if it was parsed before.
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
        """Whether this is the normal answer of one of these operations, or of any operation if none is given."""
        if self.endpoint is None or self.status != self.endpoint.success:
            return False
        return not operations or self.endpoint.id in operations

    @property
    def what(self) -> str:
        """The kind of answer in words: "a list"."""
        record = record_of(self.endpoint)
        return "an answer" if record is None else record.answer

    @property
    def new_id(self) -> str | None:
        """The ID of what the request made, None if it made nothing or the answer contains no such string."""
        return text_at(self.made, self.json) if self.is_normal() else None

    @property
    def made(self) -> tuple[str, ...]:
        """The place of the new ID in the answer, empty if the operation makes nothing."""
        record = record_of(self.endpoint)
        return () if record is None else record.made

    @property
    def taken_name(self) -> str | None:
        """The name that a new snapshot got, None if the request made none, or its name is not a string."""
        record = record_of(self.endpoint)
        if record is None or record.effect != "makes snapshots" or not self.is_normal():
            return None
        return text_at(record.named, self.sent)

    @property
    def is_of_gateway(self) -> bool:
        """Whether a gateway in front of the service answered by itself.

        Its answers are those with a gateway's status, a 503 that is not JSON, and an error page that names it.
        """
        if self.status >= _ERRORS and _PAGE.search(self.content):
            return True
        return self.status in GATEWAYS or (self.status == _UNAVAILABLE and self.is_another_format)

    @property
    def has_gateways_shape(self) -> bool:
        """Whether the body comes from a gateway, or has the form of an error of Keystone."""
        error = self.json.get("error") if isinstance(self.json, dict) else None
        return self.is_of_gateway or (isinstance(error, dict) and error.get("code") == self.status)

    @property
    def media_type(self) -> str:
        """The answer's media type without parameters, in lower case."""
        return self.headers.get("content-type", "").partition(";")[0].strip().lower()

    @cached_property
    def text(self) -> str:
        """The answer's body as text; bytes that are not UTF-8 are replaced."""
        return self.content.decode("utf-8", "replace")

    @cached_property
    def json(self) -> Any:
        """The answer's body as JSON, None if it is not JSON; that of a normal answer in the documented form."""
        if self.told is not None:
            return self.told()
        body = json_of(self.content)
        return body if self.endpoint is None else self.endpoint.read(self.status, body)

    @cached_property
    def unreadable(self) -> str:
        """Why the answer's body is not JSON, in words; empty if it is."""
        try:
            json.loads(self.content.decode())
        except UnicodeDecodeError:
            return "it is not UTF-8"
        except (ValueError, RecursionError):
            return "it is not JSON" if self.content else "it is empty"
        return ""

    @property
    def is_another_format(self) -> bool:
        """Whether the body is of another format and says so. The clause on media types reports that."""
        return self.media_type != JSON and not self.content.lstrip().startswith(b"{")


@dataclass
class Memory:
    """What checks know besides the answer: the contract, the secrets, the project's snapshots, and earlier answers.

    ids: the IDs of all snapshots that were made; gone: the IDs of those that were deleted; names: the taken names;
    folded_names: the same, by their lower-case form.
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
        """Note that a snapshot was deleted: its name is free again, but its ID must never be used again."""
        self.gone.add(id_)
        self.names.discard(name)
        self.folded_names.pop(name.lower(), None)


Judging: TypeAlias = Callable[[Memory, Seen], bool | None]


@dataclass(frozen=True)
class Check:
    """A rule on answers.

    operations: the operations whose normal answers it judges; if empty, it judges all answers; is_of_any: whether it
    also judges HTTP's own answers and those of a gateway.
    """

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
    """Collects the checks of a module, in their order."""

    found: list[Check] = field(default_factory=list)

    def __call__(self, clause: str, *operations: str, is_of_any: bool = False) -> Callable[[Judging], Judging]:
        """Register the decorated function as a check."""

        def add(judging: Judging) -> Judging:
            self.found.append(Check(clause, judging, operations, is_of_any))
            return judging

        return add


def require_json(clause: str, what: str, seen: Seen) -> None:
    """Raise ContractFailure if the media type of an answer is not application/json."""
    if seen.media_type != JSON:
        sent = f"is {seen.media_type}" if seen.media_type else "has no Content-Type"
        raise ContractFailure(clause, f"{what} {sent}; the contract requires {JSON}")


def _in_words(error: jsonschema_rs.ValidationError) -> str:
    """Return an error of a schema in words, with its place in the body."""
    at = ".".join(map(str, error.instance_path))
    return f"{at}: {error.message}" if at else error.message


def first_error(
    validator: jsonschema_rs.Draft202012Validator,
    seen: Seen,
    counts: Callable[[jsonschema_rs.ValidationError], bool] = lambda error: True,
) -> str:
    """Return the first error of a body for which `counts` is true, in words; empty if there is none."""
    if seen.unreadable:
        return seen.unreadable
    try:
        if validator.is_valid(seen.json):
            return ""
        return next((_in_words(error) for error in validator.iter_errors(seen.json) if counts(error)), "")
    except UnicodeEncodeError:
        return "it contains a lone surrogate"
    except ValueError:
        return "it is nested too deep"


def is_form_of(error: jsonschema_rs.ValidationError, made: tuple[str, ...]) -> bool:
    """Whether an error is about the form of the string at this place, not about its type. No place: it is not."""
    return bool(made) and tuple(error.instance_path) == made and error.schema_path[-1] != "type"


def is_inside(error: jsonschema_rs.ValidationError, tells: str) -> bool:
    """Whether an error is about the members of a snapshot or cluster in an answer, not about the object around it.

    tells: see Operation.
    """
    path = list(error.instance_path)
    depth = 2 if len(path) > 1 and isinstance(path[1], int) else 1
    is_told = bool(path) and path[0] == tells
    return is_told and (len(path) > depth or (len(path) == depth and error.schema_path[-1] != "type"))
