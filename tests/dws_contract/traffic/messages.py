"""A request as it is sent, and what came back."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from email.utils import parsedate_to_datetime
from functools import cached_property
from typing import Any, Protocol

import httpx

from dws_contract.document import Endpoint

NOT_ASKED = "the run asks nothing of this operation"
UNREACHED = ("TLS failed", "it cannot be reached", NOT_ASKED)
"""How a failure starts that kept the request from being sent."""


class Credentials(Protocol):
    """How a request proves, or fails to prove, who sends it."""

    @property
    def label(self) -> str:
        """The proof in words, without any secret."""

    def headers(self, request: Request, host: str) -> dict[str, str]:
        """Return the headers that carry the proof. host: the `Host` that the request is sent with."""


@dataclass(frozen=True, kw_only=True)
class Request:
    """One request, byte for byte.

    path: as sent, percent-encoded, with the query; media_type: None sends no Content-Type; body: None sends no body.
    """

    path: str
    credentials: Credentials
    method: str = "POST"
    media_type: str | None = None
    body: bytes | None = None
    headers: tuple[tuple[str, str], ...] = ()

    def plain_headers(self) -> dict[str, str]:
        """Every header but those of the credentials and of the connection."""
        content = {} if self.media_type is None else {"Content-Type": self.media_type}
        return content | dict(self.headers)


@dataclass(frozen=True)
class Exchange:
    """A request with its answer.

    endpoint: the operation that was asked for, None where the contract names none; answer: None where none came whole,
    and failure then says why in words; status: the answer's, even if it was cut short, 0 where none came; sent: the
    headers that the suite set; resent: whether the request was sent before, and the connection cut;
    after: the 5xx that the same request was answered with before, 0 where it was not.
    """

    request: Request
    endpoint: Endpoint | None
    answer: httpx.Response | None
    sent: Mapping[str, str]
    status: int = 0
    failure: str = ""
    resent: bool = False
    after: int = 0

    @property
    def may_have_arrived(self) -> bool:
        """Whether the service may have had the request."""
        return not self.failure.startswith(UNREACHED)

    @property
    def date(self) -> float | None:
        """The service's own time, in seconds since 1970, None where the answer has no Date."""
        return None if self.answer is None else seconds_of(self.answer.headers.get("Date", ""))

    @property
    def accepted(self) -> bool:
        """Whether the service said that it did what was asked."""
        return 200 <= self.status < 300

    @property
    def may_pass(self) -> bool:
        """Whether this is a refusal that the contract declares, and that the same request may not get again."""
        declared = () if self.endpoint is None else self.endpoint.statuses
        return self.answer is not None and self.status >= 400 and self.status in declared

    @cached_property
    def json(self) -> Any:
        """The answer's body as JSON, None where it is none; a normal one's in the documented form."""
        body = json_of(b"" if self.answer is None else self.answer.content)
        return body if self.endpoint is None else self.endpoint.read(self.status, body)

    @property
    def error_code(self) -> object:
        """The `error_code` of the answer, None where it has none."""
        return self.json.get("error_code") if isinstance(self.json, dict) else None


def seconds_of(date: str) -> float | None:
    """Return the time that a header tells, in seconds since 1970, None where it tells none."""
    try:
        return parsedate_to_datetime(date).timestamp()
    except ValueError:
        return None


def json_of(body: bytes | None) -> Any:
    """Return what a body says, None where it is no JSON."""
    try:
        return json.loads(body or b"")
    except (ValueError, RecursionError):
        return None
