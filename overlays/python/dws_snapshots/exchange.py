"""The checked request of an operation, and the result that its answer becomes."""

from __future__ import annotations

import json
from codecs import BOM_UTF8
from collections.abc import Collection
from typing import Any, Generic, NamedTuple, NoReturn, TypeVar

import httpx

from dws_snapshots_client.codec import ConstraintError, Operation, Schema

from .errors import BadRequest, CutShort, InvalidRequest, NotFound, ResponseTimeout
from .failures import is_timeout
from .reading.answers import LONGEST, Answer, api_error, unexpected
from .reading.bodies import Unreadable

Result = TypeVar("Result")


def no_number(text: str) -> NoReturn:
    """Refuse NaN and Infinity, which Python's decoder takes although they are not JSON."""
    raise ValueError(text)


def whole(text: str) -> int | float:
    """Return a whole number. Python makes no int of more than 4,300 digits."""
    try:
        return int(text)
    except ValueError:
        return float(text)


DECODER = json.JSONDecoder(parse_constant=no_number, parse_int=whole)


class Exchange(NamedTuple, Generic[Result]):
    """request: the arguments of `httpx.Client.build_request`."""

    operation: Operation[Result]
    request: dict[str, Any]

    def result(self, answer: Answer, resends: Collection[str]) -> Result:
        """Return the result of a success, any 2xx. resends: the methods that the transport may repeat by itself.

        Raises ApiError, UnexpectedResponse or ResponseTimeout for any other answer.
        """
        if not httpx.codes.is_success(answer.status):
            error = api_error(answer)
            is_resent_delete = self.operation.method == "DELETE" and "DELETE" in resends
            error.may_have_been_sent_twice = is_resent_delete and isinstance(error, (BadRequest, NotFound))
            raise error
        if self.operation.answer is None:
            return self.operation.read(None)
        if answer.cut is not None and is_timeout(answer.cut):
            raise ResponseTimeout("the answer began and did not end in time", may_have_been_sent=True)
        if isinstance(answer.cut, Unreadable):
            raise unexpected(answer, answer.shown(str(answer.cut), LONGEST))
        if answer.cut is not None:
            raise unexpected(answer, "the answer was cut short", CutShort)
        try:
            body = DECODER.decode(answer.body.removeprefix(BOM_UTF8).decode())
        except (ValueError, RecursionError):
            media_type = answer.shown(answer.headers.get("Content-Type", "no media type"), LONGEST)
            raise unexpected(answer, f"the answer is not JSON but {len(answer.body)} bytes of {media_type}") from None
        try:
            result = self.operation.read(body)
        except ConstraintError as error:
            reason = f"the answer's {error.place} {error.rule}" if error.place else "the answer must be a JSON object"
            raise unexpected(answer, reason) from None
        if self.operation.by_id:
            asked, told = self.request["url"].rpartition("/")[2], getattr(result, "id", "")
            if told.lower() != asked.lower():
                raise unexpected(answer, f"the answer is about {answer.shown(told, 36)} instead of the requested ID")
        return result


def exchange(
    operation: Operation[Result],
    path: dict[str, Any],
    query: dict[str, Any] | None = None,
    body: dict[str, Any] | None = None,
) -> Exchange[Result]:
    """Return the exchange of an operation with a caller's arguments. Raises InvalidRequest."""
    try:
        return Exchange(operation, operation.request(path, query, body))
    except ConstraintError as error:
        raise InvalidRequest(error.place, error.rule, error.value) from None


def checked(field: str, schema: Schema, value: str) -> str:
    """Return a value that conforms to the schema. Raises InvalidRequest."""
    try:
        schema.check(value)
    except ConstraintError as error:
        raise InvalidRequest(field, error.rule, error.value) from None
    return value
