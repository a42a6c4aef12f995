"""Checks of the clauses on all answers."""

from __future__ import annotations

import re
from functools import lru_cache

from dws_contract.checks.seen import NOT_APPLICABLE, Checks, ContractFailure, Memory, Seen, first_error, require_json

_BAD_REQUEST = 400
_METHOD_NOT_ALLOWED = 405
# Repetitions are bounded, or end at their own beginning: otherwise the search of a long text would take minutes.
_STACK_TRACE = re.compile(
    r"Traceback \(most recent call last\)|File \"[^\"]+\", line \d+|goroutine \d+ \[|\bpanic: |Exception in thread"
    r"|\bat [\w$.<> ]{1,300}\([^()\s]{0,300}:\d+(:\d+)?\)|\.(go|rs|rb|php|js|ts|py):\d+|\.cs:line \d+"
    r"|\b(?!DWS\.|APIGW\.)(\w{1,80}\.){1,20}\w{0,80}(Exception|Error)\b"
)
# In small letters, these may be words for people: "select another one from the list".
_SQL = re.compile(
    r"(?-i:\b(SELECT\s(?:(?!\bSELECT\s).)+?\sFROM|INSERT\s+INTO|UPDATE\s+\w+\s+SET|DELETE\s+FROM)\s)"
    r"|\bselect\s(?=(?:(?!\bselect\s).)+?\sfrom\s)(?:(?!\sfrom\s).)*?([*_(]|\w\.\w)"
    r"|\b(insert\s+into\s+\S{1,80}\s*\(|update\s+\S{1,80}\s+set\s+\S{1,80}\s*=|delete\s+from\s+\S{1,80}\s+where\s)"
    r"|SQLSTATE|\bORA-\d{5}"
    r"|(UNIQUE|NOT NULL|CHECK) constraint failed|violates \S{1,300} constraint|Duplicate entry .{0,300} for key"
    r"|syntax error at or near|unrecognized token: |no such (table|column)|\b(sqlite3|psycopg2?|pymysql|asyncpg)\b",
    re.IGNORECASE | re.DOTALL,
)


_BETWEEN = "},"
"""Separates the snapshots of a list: most of them were searched before, and the cache knows them."""


@lru_cache(maxsize=2**16)
def _internals_in(text: str) -> tuple[str, str] | None:
    """Return what a text reveals about a service's internals: its kind, and the text itself."""
    plain = text.replace("\\n", "\n").replace('\\"', '"')
    for kind, pattern in (("a stack trace", _STACK_TRACE), ("SQL", _SQL)):
        if found := pattern.search(plain):
            return kind, found.group()
    return None


check = Checks()


@check("error-media-type")
def error_media_type(memory: Memory, seen: Seen) -> bool | None:
    """An error is application/json."""
    if seen.status < _BAD_REQUEST:
        return NOT_APPLICABLE
    require_json("error-media-type", f"an answer of {seen.status}", seen)
    return None


@check("error-body")
def error_body(memory: Memory, seen: Seen) -> bool | None:
    """An error has the declared schema."""
    if seen.status < _BAD_REQUEST or seen.is_another_format:
        return NOT_APPLICABLE
    if error := first_error(memory.contract.error, seen):
        told = memory.secrets.redact(error)
        raise ContractFailure("error-body", f"the body of a {seen.status} is not as declared: {told}")
    return None


@check("error-no-internals", is_of_any=True)
def error_no_internals(memory: Memory, seen: Seen) -> bool | None:
    """No error contains a stack trace or SQL."""
    if seen.status < _BAD_REQUEST:
        return NOT_APPLICABLE
    for part in seen.text.split(_BETWEEN):
        if internals := _internals_in(part):
            kind, text = internals
            shown = " ".join(memory.secrets.redact(text).split())[:60]
            raise ContractFailure("error-no-internals", f"an answer of {seen.status} contains {kind} ({shown!r})")
    return None


@check("answer-no-secret", is_of_any=True)
def answer_no_secret(memory: Memory, seen: Seen) -> bool | None:
    """No answer contains a secret, in its body or in its headers."""
    for place, text in (("body", seen.text), ("header", "\n".join(seen.headers.values()))):
        if label := memory.secrets.found_in(text):
            raise ContractFailure("answer-no-secret", f"the {place} of a {seen.status} contains {label}")
    return None


@check("request-id", is_of_any=True)
def request_id(memory: Memory, seen: Seen) -> bool | None:
    """An X-Request-Id has the declared form, and no two answers have the same."""
    value = seen.headers.get("x-request-id")
    if value is None:
        return NOT_APPLICABLE
    rule = memory.contract.request_id
    if not rule.allows(value):
        sentence = f"an X-Request-Id has {len(value)} characters; the contract says {rule.length}"
        raise ContractFailure("request-id", sentence)
    if value in memory.request_ids:
        raise ContractFailure("request-id", f"two answers have the X-Request-Id {value!r}; it must be unique")
    memory.request_ids.add(value)
    return None


@check("method-allow-header", is_of_any=True)
def method_allow_header(memory: Memory, seen: Seen) -> bool | None:
    """A 405 names the methods of the path in Allow, without the method that was refused."""
    if seen.status != _METHOD_NOT_ALLOWED:
        return NOT_APPLICABLE
    named = {method.strip().upper() for method in seen.headers.get("allow", "").split(",")}
    missing = sorted(memory.contract.methods(seen.path) - named)
    if missing:
        raise ContractFailure("method-allow-header", f"a 405 does not name {', '.join(missing)} in Allow")
    if seen.method in named:
        raise ContractFailure("method-allow-header", f"a 405 to {seen.method} names {seen.method} in Allow")
    return None
