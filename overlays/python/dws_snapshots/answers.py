"""From an HTTP answer, whatever it is, to an error with everything that the answer says."""

import json
import re
from collections.abc import Iterable, Mapping
from typing import NamedTuple

import httpx

from .errors import BY_STATUS, ApiError, UnexpectedResponse
from .retry_after import retry_after

LONGEST = 500


class Answer(NamedTuple):
    """An answer as far as it came. cut: why its body ended early, or None."""

    status: int
    headers: Mapping[str, str]
    body: bytes
    cut: Exception | None = None


def secrets(auth: httpx.Auth) -> list[str]:
    """Return what an error must not show: the secrets of this package's ways to authenticate."""
    known = getattr(auth, "secrets", None)
    return known() if callable(known) else []


def api_error(answer: Answer, secrets: Iterable[str]) -> ApiError:
    """Return the error of an answer that is no success. Its fields are cleared of the secrets, should it echo them."""
    content = answer.body.decode(errors="replace")
    members = error_members(content)
    code = members.get("error_code") or members.get("errCode")
    message = members.get("error_msg") or members.get("externalMessage") or members.get("message")
    request_id = answer.headers.get("X-Request-Id") or members.get("request_id")
    message = message or plain_text(content) or phrase(answer.status)
    for value in secrets:
        code, message, request_id = (text and text.replace(value, "…") for text in (code, message, request_id))
    kind, wait = BY_STATUS.get(answer.status, ApiError), retry_after(answer.headers)
    return kind(answer.status, code or None, message or "", request_id or None, wait)


def unexpected(answer: Answer, reason: str, kind: type[UnexpectedResponse] = UnexpectedResponse) -> UnexpectedResponse:
    """Return the error of an answer with a success status and another body."""
    return kind(answer.status, reason, answer.headers.get("X-Request-Id"))


def error_members(content: str) -> dict[str, str]:
    """Return the string members of an error body, also of one cut short: DWS's, the gateway's or Keystone's."""
    try:
        parsed = json.loads(content)
    except (ValueError, RecursionError):
        pairs = re.findall(r'"(error_code|errCode|error_msg|externalMessage|request_id)"\s*:\s*"([^"\\]*)"', content)
        return dict(pairs)
    if not isinstance(parsed, dict):
        return {}
    nested = parsed.get("error")
    members = {**parsed, **nested} if isinstance(nested, dict) else parsed
    return {name: value for name, value in members.items() if isinstance(value, str)}


def plain_text(content: str) -> str:
    """Return what a person would read of HTML or text: no tags, no styles, one line."""
    visible = re.sub(r"(?is)<(style|script)\b.*?(</\1>|\Z)|<[^>]*(>|\Z)", " ", content[:20_000])
    return " ".join(visible.split())[:LONGEST]


def phrase(status: int) -> str:
    """Return the status's own words, for an answer without a body."""
    return httpx.codes.get_reason_phrase(status) or "the answer has no body"
