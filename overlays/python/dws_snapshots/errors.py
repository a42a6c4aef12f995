"""The error tree. Everything that this package raises for a call is a DwsError.

No message holds a secret: the caller's own secrets are removed from what the service sent.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from .reading.redaction import printable

if TYPE_CHECKING:
    from dws_snapshots_client.models import SnapshotDetail

SHOWN = 60
LONGEST_VALUE = 100
LONGEST = 1500


class DwsError(Exception):
    """Any failure of this package."""


class InvalidRequest(DwsError, ValueError):
    """A value breaks a rule of the contract; nothing was sent. Source of each rule: openapi.yaml.

    field: the place of the value, for example `snapshot.name`; rule: what the value must be; value: what was given.
    """

    def __init__(self, field: str, rule: str, value: object) -> None:
        super().__init__(field, rule, value)
        self.field = field
        self.rule = rule
        self.value = value

    def __str__(self) -> str:
        given = repr(self.value)
        return f"{self.field} {self.rule}; given {given if len(given) <= SHOWN else given[:SHOWN] + '…'}"


class MissingSetting(DwsError, ValueError):
    """`from_env()` did not find what a client needs. The message says what was looked at."""

    def __str__(self) -> str:
        return printable(super().__str__(), LONGEST)


class ApiError(DwsError):
    """The service answered with a status other than 2xx.

    status_code: the HTTP status. error_code: the service's code, for example "DWS.0001", or None if there is none.
    error_msg: the service's sentence, or else what the answer contained instead. request_id: from the header
    `X-Request-Id` or the body, or None. retry_after: the seconds that the service asks to wait before the next request,
    or None. may_have_been_sent_twice: whether the transport may have repeated a delete by itself. Then this may be the
    answer to the second request, after the first deleted the snapshot. Source: decision 8 of openapi.yaml, RFC 9110 for
    `Retry-After`.
    """

    may_have_been_sent_twice = False

    def __init__(
        self,
        status_code: int,
        error_code: str | None,
        error_msg: str,
        request_id: str | None,
        retry_after: float | None = None,
    ) -> None:
        super().__init__(status_code, error_code, error_msg, request_id, retry_after)
        self.status_code = status_code
        self.error_code = error_code
        self.error_msg = error_msg
        self.request_id = request_id
        self.retry_after = retry_after

    def __str__(self) -> str:
        code = f" {self.error_code}" if self.error_code else ""
        quoted = f" (request {self.request_id})" if self.request_id else ""
        twice = "; the request may have been sent twice, and the first may have deleted it"
        return f"{self.status_code}{code}: {self.error_msg}{quoted}{twice if self.may_have_been_sent_twice else ''}"


class BadRequest(ApiError):
    """400: the request breaks a rule, or the name is taken."""


class Unauthorized(ApiError):
    """401: the credentials are missing, wrong or expired. The request had no effect."""


class Forbidden(ApiError):
    """403: the project is not the caller's, or a status or a type does not allow the operation."""


class NotFound(ApiError):
    """404: the project has no such cluster or snapshot."""


class InternalServerError(ApiError):
    """500: it is not known whether the request had an effect."""


class ServiceUnavailable(ApiError):
    """503: it is not known whether the request had an effect."""


class UnexpectedResponse(DwsError):
    """The status is a success, 2xx, but the body can't be read as the answer, or is about another snapshot.

    The request probably had its effect. status_code: the HTTP status; reason: what is wrong with the body;
    request_id: as in ApiError.
    """

    def __init__(self, status_code: int, reason: str, request_id: str | None) -> None:
        super().__init__(status_code, reason, request_id)
        self.status_code = status_code
        self.reason = reason
        self.request_id = request_id

    def __str__(self) -> str:
        quoted = f" (request {self.request_id})" if self.request_id else ""
        return f"{self.status_code}: {self.reason}{quoted}"


class CutShort(UnexpectedResponse):
    """The connection broke before the answer ended. Another attempt may get the whole answer."""


class ConnectionFailed(DwsError):
    """No connection could be made, or it broke before an answer.

    may_have_been_sent: whether the request may have reached the service, so that a snapshot might exist.
    """

    def __init__(self, reason: str, may_have_been_sent: bool) -> None:
        super().__init__(reason, may_have_been_sent)
        self.reason = reason
        self.may_have_been_sent = may_have_been_sent

    def __str__(self) -> str:
        sent = "the request may have been sent" if self.may_have_been_sent else "the request was not sent"
        return f"{self.reason}; {sent}"


class ResponseTimeout(ConnectionFailed):
    """The answer did not come in time. May be caught as ConnectionFailed.

    may_have_been_sent: whether the request may have reached the service, so that a snapshot might exist.
    """


class SnapshotFailed(DwsError):
    """The service failed to make the snapshot: its status is `UNAVAILABLE`. snapshot: as it was read."""

    def __init__(self, snapshot: SnapshotDetail) -> None:
        super().__init__(snapshot)
        self.snapshot = snapshot

    def __str__(self) -> str:
        name, id_ = printable(self.snapshot.name, LONGEST_VALUE), printable(self.snapshot.id, LONGEST_VALUE)
        return f"snapshot {name} ({id_}) is UNAVAILABLE: the service failed to make it"


class WaitTimeout(DwsError):
    """The snapshot was not available in time.

    snapshot_id: its ID. status: the last one that was read, or None. seconds: the time limit. `__cause__` is the
    failure of the last read, if it failed.
    """

    def __init__(self, snapshot_id: str, status: str | None, seconds: float) -> None:
        super().__init__(snapshot_id, status, seconds)
        self.snapshot_id = snapshot_id
        self.status = status
        self.seconds = seconds

    def __str__(self) -> str:
        status = (
            f"its status was {printable(self.status, LONGEST_VALUE)}" if self.status else "its status was never read"
        )
        return f"snapshot {self.snapshot_id} was not AVAILABLE within {self.seconds:g} seconds; {status}"


BY_STATUS: dict[int, type[ApiError]] = {
    400: BadRequest,
    401: Unauthorized,
    403: Forbidden,
    404: NotFound,
    500: InternalServerError,
    503: ServiceUnavailable,
}
