"""Rules on answers: each check takes an answer and raises what it finds wrong. For every operation, and for creates."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cached_property, lru_cache
from typing import Any

import jsonschema_rs

from dws_contract.document import JSON, Contract, Endpoint
from dws_contract.messages import json_of
from dws_contract.questions import GATEWAYS
from dws_contract.secrets import Secrets

NOT_APPLICABLE = True
"""What a check returns, by schemathesis's convention, where it has nothing to judge."""

_BAD_REQUEST = 400
_METHOD_NOT_ALLOWED = 405
_UNAVAILABLE = 503
_STACK_TRACE = re.compile(
    r"Traceback \(most recent call last\)|File \"[^\"]+\", line \d+|goroutine \d+ \[|\bpanic: |Exception in thread"
    r"|\bat [\w$.<> ]+\([^()\s]*:\d+(:\d+)?\)|\.(go|rs|rb|php|js|ts|py):\d+|\.cs:line \d+"
    r"|\b(\w+\.)+\w*(Exception|Error)\b"
)
_SQL = re.compile(
    r"\b(SELECT\s.+\sFROM|INSERT\s+INTO|UPDATE\s+\w+\s+SET|DELETE\s+FROM)\s|SQLSTATE|\bORA-\d{5}"
    r"|(UNIQUE|NOT NULL|CHECK) constraint failed|violates \S+ constraint|Duplicate entry .* for key"
    r"|syntax error at or near|unrecognized token: |no such (table|column)|\b(sqlite3|psycopg2?|pymysql|asyncpg)\b",
    re.IGNORECASE | re.DOTALL,
)


_BETWEEN = "},"
"""What separates the snapshots of a list, most of which were looked at before."""


@lru_cache(maxsize=4096)
def _internals_in(text: str) -> str:
    """Return what a text gives away of a service's insides, in words, empty where it is nothing."""
    plain = text.replace("\\n", "\n").replace('\\"', '"')
    for kind, pattern in (("a stack trace", _STACK_TRACE), ("SQL", _SQL)):
        if found := pattern.search(plain):
            return f"{kind} ({' '.join(found.group()[:60].split())!r})"
    return ""


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
    case.
    """

    method: str
    path: str
    endpoint: Endpoint | None
    status: int
    headers: Mapping[str, str]
    content: bytes
    query: str = ""
    sent: Any = None

    def is_normal(self, *operations: str) -> bool:
        """Whether this is the normal answer of one of these operations."""
        return self.endpoint is not None and self.endpoint.id in operations and self.status == self.endpoint.success

    @property
    def is_of_gateway(self) -> bool:
        """Whether a gateway in front of the service answered by itself: a 503, too, where that is no JSON."""
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


Check = Callable[[Seen], bool | None]


class AnswerChecks:
    """The clauses that every answer is judged by. Some remember what earlier answers held."""

    def __init__(self, contract: Contract, secrets: Secrets) -> None:
        self._contract = contract
        self._secrets = secrets
        self._new_ids: set[str] = set()
        self._names: set[str] = set()
        self._folded_names: dict[str, str] = {}
        self._request_ids: set[str] = set()

    def of_operation(self) -> dict[str, Check]:
        """The checks for answers of an operation, by clause."""
        return {
            "create-answer-media-type": self.create_answer_media_type,
            "create-answer-body": self.create_answer_body,
            "snapshot-id-uuid": self.snapshot_id_uuid,
            "snapshot-id-new": self.snapshot_id_new,
            "name-unique": self.name_unique,
            "name-unique-case": self.name_unique_case,
            "error-media-type": self.error_media_type,
            "error-body": self.error_body,
        } | self.of_any()

    def of_any(self) -> dict[str, Check]:
        """The checks for every answer, those of HTTP's own 404 and 405 included, by clause."""
        return {
            "error-no-internals": self.error_no_internals,
            "answer-no-secret": self.answer_no_secret,
            "request-id": self.request_id,
            "method-allow-header": self.method_allow_header,
        }

    def create_answer_media_type(self, seen: Seen) -> bool | None:
        """The answer to a create is application/json."""
        if not seen.is_normal("createSnapshot"):
            return NOT_APPLICABLE
        require_json("create-answer-media-type", "the answer to a create", seen)
        return None

    def create_answer_body(self, seen: Seen) -> bool | None:
        """The answer to a create has the declared schema, but for the form of the ID."""
        if not seen.is_normal("createSnapshot") or seen.is_another_format:
            return NOT_APPLICABLE
        error = self._first_error(self._of_create, seen, lambda each: not _is_id_form(each))
        self._fail_on(error, "create-answer-body", "the answer to a create")
        return None

    def snapshot_id_uuid(self, seen: Seen) -> bool | None:
        """The ID of the answer to a create is a UUID."""
        if not seen.is_normal("createSnapshot") or new_id(seen) is None:
            return NOT_APPLICABLE
        error = self._first_error(self._of_create, seen, _is_id_form)
        self._fail_on(error, "snapshot-id-uuid", "the answer to a create")
        return None

    def snapshot_id_new(self, seen: Seen) -> bool | None:
        """No two creates or copies answer with one ID, compared without case."""
        given = new_id(seen)
        if given is None:
            return NOT_APPLICABLE
        if given.lower() in self._new_ids:
            raise ContractFailure("snapshot-id-new", f"two creates were answered with the ID {given}; each has its own")
        self._new_ids.add(given.lower())
        return None

    def forget_name(self, name: str) -> None:
        """Note that a name is free again: its snapshot was deleted."""
        self._names.discard(name)
        self._folded_names.pop(name.lower(), None)

    def name_unique(self, seen: Seen) -> bool | None:
        """No two creates of one name are accepted."""
        name = accepted_name(seen)
        if name is not None and name in self._names:
            raise ContractFailure("name-unique", f"the name {name!r} was accepted twice; a name is unique")
        if name is not None:
            self._names.add(name)
        return NOT_APPLICABLE

    def name_unique_case(self, seen: Seen) -> bool | None:
        """No two creates are accepted whose names differ in case only."""
        name = accepted_name(seen)
        taken = None if name is None else self._folded_names.setdefault(name.lower(), name)
        if name is not None and taken not in (None, name):
            sentence = f"{name!r} was accepted after {taken!r}; names are compared without case"
            raise ContractFailure("name-unique-case", sentence)
        return NOT_APPLICABLE

    def error_media_type(self, seen: Seen) -> bool | None:
        """An error is application/json."""
        if seen.status < _BAD_REQUEST:
            return NOT_APPLICABLE
        require_json("error-media-type", f"an answer of {seen.status}", seen)
        return None

    def error_body(self, seen: Seen) -> bool | None:
        """An error has the declared schema."""
        if seen.status < _BAD_REQUEST or seen.is_another_format:
            return NOT_APPLICABLE
        error = self._first_error(self._contract.error, seen, lambda each: True)
        self._fail_on(error, "error-body", f"the body of a {seen.status}")
        return None

    def error_no_internals(self, seen: Seen) -> bool | None:
        """No answer holds a stack trace or SQL."""
        for part in seen.text.split(_BETWEEN):
            if internals := _internals_in(part):
                raise ContractFailure("error-no-internals", f"an answer of {seen.status} holds {internals}")
        return None

    def answer_no_secret(self, seen: Seen) -> bool | None:
        """No answer holds a secret, in its body or in its headers."""
        for place, text in (("body", seen.text), ("header", "\n".join(seen.headers.values()))):
            if label := self._secrets.found_in(text):
                raise ContractFailure("answer-no-secret", f"the {place} of a {seen.status} holds {label}")
        return None

    def request_id(self, seen: Seen) -> bool | None:
        """An X-Request-Id has the declared form and is that of one answer."""
        value = seen.headers.get("x-request-id")
        if value is None:
            return NOT_APPLICABLE
        rule = self._contract.request_id
        if not rule.allows(value):
            sentence = f"an X-Request-Id has {len(value)} characters; the contract says {rule.length}"
            raise ContractFailure("request-id", sentence)
        if value in self._request_ids:
            raise ContractFailure("request-id", f"two answers have the X-Request-Id {value!r}; it identifies one")
        self._request_ids.add(value)
        return None

    def method_allow_header(self, seen: Seen) -> bool | None:
        """A 405 names the methods of the path, and not the one that it refuses."""
        if seen.status != _METHOD_NOT_ALLOWED:
            return NOT_APPLICABLE
        named = {method.strip().upper() for method in seen.headers.get("allow", "").split(",")}
        missing = sorted(self._contract.methods(seen.path) - named)
        if missing:
            raise ContractFailure("method-allow-header", f"a 405 does not name {', '.join(missing)} in Allow")
        if seen.method in named:
            raise ContractFailure("method-allow-header", f"a 405 to {seen.method} names {seen.method} in Allow")
        return None

    @property
    def _of_create(self) -> jsonschema_rs.Draft202012Validator:
        return self._contract.answer(self._contract.endpoints["createSnapshot"])

    def _first_error(
        self,
        validator: jsonschema_rs.Draft202012Validator,
        seen: Seen,
        counts: Callable[[jsonschema_rs.ValidationError], bool],
    ) -> str:
        """What is wrong with a body, in words; empty where nothing is."""
        if seen.unreadable:
            return seen.unreadable
        if validator.is_valid(seen.json):
            return ""
        return next((in_words(error) for error in validator.iter_errors(seen.json) if counts(error)), "")

    def _fail_on(self, error: str, clause: str, what: str) -> None:
        if error:
            raise ContractFailure(clause, f"{what} is not as declared: {self._secrets.redact(error)}")


def require_json(clause: str, what: str, seen: Seen) -> None:
    """Raise ContractFailure where an answer is not sent as application/json."""
    if seen.media_type != JSON:
        sent = f"is sent as {seen.media_type}" if seen.media_type else "has no Content-Type"
        raise ContractFailure(clause, f"{what} {sent}; the contract says {JSON}")


def in_words(error: jsonschema_rs.ValidationError) -> str:
    """What a body breaks, and where."""
    at = ".".join(map(str, error.instance_path))
    return f"{at}: {error.message}" if at else error.message


def new_id(seen: Seen) -> str | None:
    """Return the ID in the normal answer to a create or a copy, if there is a string."""
    if not seen.is_normal("createSnapshot", "copySnapshot"):
        return None
    body: Any = seen.json
    try:
        given = body["snapshot_id"] if seen.is_normal("copySnapshot") else body["snapshot"]["id"]
    except (LookupError, TypeError):
        return None
    return given if isinstance(given, str) else None


def accepted_name(seen: Seen) -> str | None:
    """Return the name that a create or a copy took, if it was accepted and the name is a string."""
    try:
        if seen.is_normal("copySnapshot"):
            name = seen.sent["backup_name"]
        else:
            name = seen.sent["snapshot"]["name"] if seen.is_normal("createSnapshot") else None
    except (LookupError, TypeError):
        return None
    return name if isinstance(name, str) else None


def _is_id_form(error: jsonschema_rs.ValidationError) -> bool:
    return list(error.instance_path) == ["snapshot", "id"] and error.schema_path[-1] != "type"
