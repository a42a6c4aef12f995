"""One function an operation: the caller's arguments in, a checked request and the reader of its answer out."""

import json
from collections.abc import Callable, Iterable
from typing import Any, Generic, NamedTuple, TypeVar

from dws_snapshots_client.api.snapshots import create_snapshot as generated_create_snapshot
from dws_snapshots_client.constraints import ConstraintError, check_create_snapshot_response, check_project_id
from dws_snapshots_client.models import CreateSnapshotRequest, CreateSnapshotResponse, Snapshot, SnapshotResp
from dws_snapshots_client.types import UNSET

from .answers import Answer, api_error, unexpected
from .errors import InvalidRequest, ResponseTimeout

Result = TypeVar("Result")


class Operation(NamedTuple, Generic[Result]):
    """A request, as arguments of `httpx.Client.build_request`, and what its declared success is turned into."""

    request: dict[str, Any]
    success: int
    check: Callable[[Any], None]
    read: Callable[[Any], Result]

    def result(self, answer: Answer, secrets: Iterable[str]) -> Result:
        """Return what a success holds. Raises ApiError, UnexpectedResponse or ResponseTimeout for any other answer."""
        if answer.status != self.success:
            raise api_error(answer, secrets)
        if isinstance(answer.cut, TimeoutError):
            raise ResponseTimeout("the answer began and did not end in time", may_have_been_sent=True)
        if answer.cut is not None:
            raise unexpected(answer, "the answer was cut short")
        try:
            body = json.loads(answer.body)
            self.check({"body": body})
        except ConstraintError as error:
            raise unexpected(answer, f"the answer's {place(error)} {rule(error)}") from None
        except (ValueError, RecursionError):
            media_type = answer.headers.get("Content-Type", "no media type")
            raise unexpected(answer, f"the answer is no JSON but {len(answer.body)} bytes of {media_type}") from None
        return self.read(body)


def create_snapshot(project_id: str, name: str, cluster_id: str, description: str | None) -> Operation[SnapshotResp]:
    """Source: Table 3. Raises InvalidRequest."""
    body = CreateSnapshotRequest(Snapshot(name, cluster_id, UNSET if description is None else description))
    try:
        request = generated_create_snapshot.build_request(project_id, body=body)
    except ConstraintError as error:
        raise invalid(error) from None
    return Operation(
        request, 200, check_create_snapshot_response, lambda body: CreateSnapshotResponse.from_dict(body).snapshot
    )


def checked_project_id(project_id: str) -> str:
    """Return the ID. Source: Table 1 and decision 5. Raises InvalidRequest."""
    try:
        check_project_id({"project_id": project_id})
    except ConstraintError as error:
        raise invalid(error) from None
    return project_id


def invalid(error: ConstraintError) -> InvalidRequest:
    """Return the error for a caller's value that breaks a rule of the contract."""
    return InvalidRequest(place(error), rule(error), error.value)


def place(error: ConstraintError) -> str:
    """Return where the value stands, in the words of the contract: `snapshot.name`."""
    return error.name.removeprefix("data.").removeprefix("body.")


def rule(error: ConstraintError) -> str:
    """Return what the value must be."""
    return str(error).removeprefix(error.name).strip()
