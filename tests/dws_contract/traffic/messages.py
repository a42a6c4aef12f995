"""A request as it is sent, and its answer."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from email.utils import parsedate_to_datetime
from functools import cached_property
from typing import Any, Protocol

import httpx

from dws_contract.document import Endpoint

NOT_ASKED = "the run does not test this operation"
_PASSING = (401, 500, 503)
"""The statuses that a path outside the contract may get by accident."""
UNREACHED = ("TLS failed", "it cannot be reached", NOT_ASKED)
"""The beginnings of failures that prevented the request from being sent."""


class Credentials(Protocol):
    """A proof of identity for requests, right or wrong."""

    @property
    def label(self) -> str:
        """The proof in words, without any secret."""

    def headers(self, request: Request, host: str) -> dict[str, str]:
        """Return the headers that carry the proof. host: the `Host` header of the request."""


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
        """All headers except those of the credentials and of the connection."""
        content = {} if self.media_type is None else {"Content-Type": self.media_type}
        return content | dict(self.headers)


@dataclass(frozen=True)
class Exchange:
    """A request with its answer.

    endpoint: the operation, None if the contract names none; answer: None if no complete answer came, and `failure`
    then says why; status: that of the answer, even if it was cut short, 0 if none came; sent: the headers that the
    suite set; resent: whether the request was sent once before, and the connection was cut; after: the 5xx that an
    earlier attempt got, 0 if there was none.
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
        """Whether the service may have received the request."""
        return not self.failure.startswith(UNREACHED)

    @property
    def date(self) -> float | None:
        """The answer's Date, in seconds since 1970, None if it has none."""
        return None if self.answer is None else seconds_of(self.answer.headers.get("Date", ""))

    @property
    def accepted(self) -> bool:
        """Whether the status is 2xx."""
        return 200 <= self.status < 300

    @property
    def may_pass(self) -> bool:
        """Whether this is a declared refusal, which the same request may not get a second time."""
        declared = _PASSING if self.endpoint is None else self.endpoint.statuses
        return self.answer is not None and self.status >= 400 and self.status in declared

    @cached_property
    def json(self) -> Any:
        """The answer's body as JSON, None if it is not JSON; that of a normal answer in the documented form."""
        body = json_of(b"" if self.answer is None else self.answer.content)
        return body if self.endpoint is None else self.endpoint.read(self.status, body)

    @property
    def error_code(self) -> object:
        """The `error_code` of the answer, None if it has none."""
        return self.json.get("error_code") if isinstance(self.json, dict) else None


def seconds_of(date: str) -> float | None:
    """Return the date of a header in seconds since 1970, None if it is not a date."""
    try:
        return parsedate_to_datetime(date).timestamp()
    except (ValueError, OverflowError):
        return None


def json_of(body: bytes | None) -> Any:
    """Return the value of a body, None if it is not JSON."""
    try:
        return json.loads(body or b"")
    except (ValueError, RecursionError):
        return None
