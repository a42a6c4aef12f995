"""Rules on answers as schemathesis checks: each takes a response and its case and raises what it finds wrong."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from typing import Any, TypeAlias

import jsonschema_rs
from schemathesis import APIOperation, CheckContext, Response
from schemathesis import Case as GenericCase
from schemathesis.core.failures import Failure

from dws_contract.contract import JSON, Contract
from dws_contract.secrets import Secrets

Operation: TypeAlias = APIOperation[Any, Any, Any, Any]
Case: TypeAlias = GenericCase[Any]
Check = Callable[[CheckContext, Response, Case], bool | None]
NOT_APPLICABLE = True
"""What a check returns, by schemathesis's convention, where it has nothing to judge."""

_OK = 200
_BAD_REQUEST = 400
_METHOD_NOT_ALLOWED = 405
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


class ContractFailure(Failure):
    """A broken clause, in a sentence of the field."""

    kind_title = "The contract is broken"
    __slots__ = ("clause",)

    def __init__(self, operation: str, clause: str, sentence: str) -> None:
        super().__init__(operation=operation, message=sentence)
        self.clause = clause

    @property
    def _unique_key(self) -> str:
        return self.clause


class AnswerChecks:
    """The clauses that every answer is judged by. Some remember what earlier answers held."""

    def __init__(self, contract: Contract, secrets: Secrets) -> None:
        self._contract = contract
        self._secrets = secrets
        self._snapshot_ids: set[str] = set()
        self._names: set[str] = set()
        self._folded_names: dict[str, str] = {}
        self._request_ids: set[str] = set()

    def of_operation(self) -> dict[str, Check]:
        """The checks for answers of the operation, by clause."""
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

    def create_answer_media_type(self, ctx: CheckContext, response: Response, case: Case) -> bool | None:
        """The answer to a create is application/json."""
        if not _succeeded(response):
            return NOT_APPLICABLE
        self._media_type("create-answer-media-type", "the answer to a create", response, case)
        return None

    def create_answer_body(self, ctx: CheckContext, response: Response, case: Case) -> bool | None:
        """The answer to a create has the declared schema, but for the form of the ID."""
        if not _succeeded(response) or _is_another_format(response):
            return NOT_APPLICABLE
        error = self._first_error(self._contract.create_answer, response, lambda each: not _is_id_form(each))
        self._fail_on(error, "create-answer-body", "the answer to a create", case)
        return None

    def snapshot_id_uuid(self, ctx: CheckContext, response: Response, case: Case) -> bool | None:
        """The ID of the answer to a create is a UUID."""
        if snapshot_id(response) is None:
            return NOT_APPLICABLE
        error = self._first_error(self._contract.create_answer, response, _is_id_form)
        self._fail_on(error, "snapshot-id-uuid", "the answer to a create", case)
        return None

    def snapshot_id_new(self, ctx: CheckContext, response: Response, case: Case) -> bool | None:
        """No two creates answer with one ID, compared without case."""
        given = snapshot_id(response)
        if given is None:
            return NOT_APPLICABLE
        if given.lower() in self._snapshot_ids:
            self._fail(case, "snapshot-id-new", f"two creates were answered with the ID {given}; each makes a new one")
        self._snapshot_ids.add(given.lower())
        return None

    def name_unique(self, ctx: CheckContext, response: Response, case: Case) -> bool | None:
        """No two creates of one name are accepted."""
        name = _created_name(response, case)
        if name is not None and name in self._names:
            self._fail(case, "name-unique", f"the name {name!r} was accepted twice; a name is unique")
        if name is not None:
            self._names.add(name)
        return NOT_APPLICABLE

    def name_unique_case(self, ctx: CheckContext, response: Response, case: Case) -> bool | None:
        """No two creates are accepted whose names differ in case only."""
        name = _created_name(response, case)
        taken = None if name is None else self._folded_names.setdefault(name.lower(), name)
        if name is not None and taken not in (None, name):
            self._fail(
                case, "name-unique-case", f"{name!r} was accepted after {taken!r}; names are compared without case"
            )
        return NOT_APPLICABLE

    def error_media_type(self, ctx: CheckContext, response: Response, case: Case) -> bool | None:
        """An error is application/json."""
        if response.status_code < _BAD_REQUEST:
            return NOT_APPLICABLE
        self._media_type("error-media-type", f"an answer of {response.status_code}", response, case)
        return None

    def error_body(self, ctx: CheckContext, response: Response, case: Case) -> bool | None:
        """An error has the declared schema."""
        if response.status_code < _BAD_REQUEST or _is_another_format(response):
            return NOT_APPLICABLE
        error = self._first_error(self._contract.error, response, lambda each: True)
        self._fail_on(error, "error-body", f"the body of a {response.status_code}", case)
        return None

    def error_no_internals(self, ctx: CheckContext, response: Response, case: Case) -> bool | None:
        """No answer holds a stack trace or SQL."""
        text = _unescaped(response)
        for kind, pattern in (("a stack trace", _STACK_TRACE), ("SQL", _SQL)):
            if found := pattern.search(text):
                excerpt = " ".join(found.group()[:60].split())
                sentence = f"an answer of {response.status_code} holds {kind} ({excerpt!r})"
                self._fail(case, "error-no-internals", sentence)
        return None

    def answer_no_secret(self, ctx: CheckContext, response: Response, case: Case) -> bool | None:
        """No answer holds a secret, in its body or in its headers."""
        headers = "\n".join(value for values in response.headers.values() for value in values)
        for place, text in (("body", _text(response)), ("header", headers)):
            if label := self._secrets.found_in(text):
                self._fail(case, "answer-no-secret", f"the {place} of a {response.status_code} holds {label}")
        return None

    def request_id(self, ctx: CheckContext, response: Response, case: Case) -> bool | None:
        """An X-Request-Id has the declared form and is that of one answer."""
        values = response.headers.get("x-request-id")
        if not values:
            return NOT_APPLICABLE
        rule = self._contract.request_id
        if not rule.allows(values[0]):
            sentence = f"an X-Request-Id has {len(values[0])} characters; the contract says {rule.length}"
            self._fail(case, "request-id", sentence)
        if values[0] in self._request_ids:
            self._fail(case, "request-id", f"two answers have the X-Request-Id {values[0]!r}; it identifies one")
        self._request_ids.add(values[0])
        return None

    def method_allow_header(self, ctx: CheckContext, response: Response, case: Case) -> bool | None:
        """A 405 names the methods of the path, and not the one that it refuses."""
        if response.status_code != _METHOD_NOT_ALLOWED:
            return NOT_APPLICABLE
        named = {method.strip().upper() for value in response.headers.get("allow", []) for method in value.split(",")}
        missing = sorted(self._contract.methods - named)
        if missing:
            self._fail(case, "method-allow-header", f"a 405 does not name {', '.join(missing)} in Allow")
        if case.method in named:
            self._fail(case, "method-allow-header", f"a 405 to {case.method} names {case.method} in Allow")
        return None

    def _media_type(self, clause: str, what: str, response: Response, case: Case) -> None:
        given = _media_type(response)
        if given != JSON:
            sent = f"is sent as {given}" if given else "has no Content-Type"
            self._fail(case, clause, f"{what} {sent}; the contract says {JSON}")

    def _first_error(
        self,
        validator: jsonschema_rs.Draft202012Validator,
        response: Response,
        counts: Callable[[jsonschema_rs.ValidationError], bool],
    ) -> str | None:
        """What is wrong with a body, in words."""
        try:
            body = json.loads(response.content.decode())
        except UnicodeDecodeError:
            return "it is not UTF-8"
        except (ValueError, RecursionError):
            return "it is not JSON" if response.content else "it is empty"
        for error in validator.iter_errors(body):
            if counts(error):
                at = ".".join(map(str, error.instance_path))
                return f"{at}: {error.message}" if at else error.message
        return None

    def _fail_on(self, error: str | None, clause: str, what: str, case: Case) -> None:
        if error is not None:
            self._fail(case, clause, f"{what} is not as declared: {self._secrets.redact(error)}")

    def _fail(self, case: Case, clause: str, sentence: str) -> None:
        raise ContractFailure(case.operation.label, clause, sentence)


def snapshot_id(response: Response) -> str | None:
    """Return the ID in the answer to a create, if there is a string."""
    if not _succeeded(response):
        return None
    try:
        given: Any = json.loads(response.content)["snapshot"]["id"]
    except (ValueError, LookupError, TypeError, RecursionError):
        return None
    return given if isinstance(given, str) else None


def _created_name(response: Response, case: Case) -> str | None:
    """The name in a request that was accepted, if it is a string."""
    body: Any = case.body
    try:
        name = body["snapshot"]["name"] if _succeeded(response) else None
    except (LookupError, TypeError):
        return None
    return name if isinstance(name, str) else None


def _succeeded(response: Response) -> bool:
    return response.status_code == _OK


def _media_type(response: Response) -> str:
    return response.headers.get("content-type", [""])[0].partition(";")[0].strip().lower()


def _is_another_format(response: Response) -> bool:
    """Whether a body is honestly something else than JSON, which is for the clause on media types to tell."""
    return _media_type(response) != JSON and not response.content.lstrip().startswith(b"{")


def _is_id_form(error: jsonschema_rs.ValidationError) -> bool:
    return list(error.instance_path) == ["snapshot", "id"] and error.schema_path[-1] != "type"


def _text(response: Response) -> str:
    return response.content.decode("utf-8", "replace")


def _unescaped(response: Response) -> str:
    """The body as a person reads it: line feeds and quotes out of their JSON escapes."""
    return _text(response).replace("\\n", "\n").replace('\\"', '"')
