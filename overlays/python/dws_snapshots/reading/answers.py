"""Turn any HTTP answer into an error with everything that the answer says."""

import json
import re
from collections.abc import Mapping
from itertools import chain
from typing import NamedTuple

import httpx

from ..errors import BY_STATUS, ApiError, UnexpectedResponse
from .bodies import Unreadable
from .redaction import printable, redacted
from .retry_after import retry_after

LONGEST = 500
LONGEST_MESSAGE = 1400
LONGEST_CODE = 100
# Headers that carry a secret, in a request or in IAM's answer.
SECRET = ("X-Auth-Token", "X-Security-Token", "X-Subject-Token", "Authorization")


class Answer(NamedTuple):
    """An answer, as far as it came. cut: why its body ended early, or None; request, auth: what it answers."""

    status: int
    headers: Mapping[str, str]
    body: bytes
    cut: Exception | None
    request: httpx.Request
    auth: httpx.Auth

    def shown(self, text: str, longest: int) -> str:
        """Return text of the answer as an error shows it."""
        return printable(redacted(text, self.secrets()), longest)

    def secrets(self) -> list[str]:
        """Return what an error must not show: what was sent and answered, and the secrets of the auth."""
        return secrets(self.auth, self.request.headers, self.headers)

    @property
    def request_id(self) -> str | None:
        return self.shown(self.headers.get("X-Request-Id", ""), LONGEST_CODE) or None


def secrets(auth: httpx.Auth, *headers: Mapping[str, str]) -> list[str]:
    """Return what an error must not show: what these headers carry, and the secrets of this package's auth."""
    carried = [one[name] for one in headers for name in SECRET if name in one]
    credentials = [one["Authorization"].split()[-1:] for one in headers if "Authorization" in one]
    known = getattr(auth, "secrets", None)
    return [*carried, *chain.from_iterable(credentials), *(known() if callable(known) else [])]


def api_error(answer: Answer) -> ApiError:
    """Return the error of an answer that is not a success."""
    content = answer.body.decode(errors="replace")
    members = error_members(content)
    code = answer.shown(members.get("error_code") or members.get("errCode") or "", LONGEST_CODE)
    words = members.get("error_msg") or members.get("externalMessage") or members.get("message") or ""
    message = answer.shown(words, LONGEST_MESSAGE) or plain_text(answer, content)
    if not message and isinstance(answer.cut, Unreadable):
        message = answer.shown(str(answer.cut), LONGEST)
    request_id = answer.request_id or answer.shown(members.get("request_id", ""), LONGEST_CODE)
    kind, wait = BY_STATUS.get(answer.status, ApiError), retry_after(answer.headers)
    return kind(answer.status, code or None, message or phrase(answer.status), request_id or None, wait)


def unexpected(answer: Answer, reason: str, kind: type[UnexpectedResponse] = UnexpectedResponse) -> UnexpectedResponse:
    """Return the error of an answer with a success status and an unexpected body."""
    return kind(answer.status, reason, answer.request_id)


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


def plain_text(answer: Answer, content: str) -> str:
    """Return what a person would read of HTML or text: no tags, no styles, no secrets, one line."""
    content = redacted(content, answer.secrets(), is_cut=True)
    visible = re.sub(r"(?is)<(style|script)\b.*?(</\1>|\Z)|<[^>]*(>|\Z)", " ", content[:20_000])
    return answer.shown(visible, LONGEST)


def phrase(status: int) -> str:
    """Return the status's own words, for an answer without a body."""
    return httpx.codes.get_reason_phrase(status) or "the answer has no body"
