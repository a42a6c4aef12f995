"""One function an operation: the caller's arguments in, a checked request and the reader of its answer out."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING, Any, Generic, Literal, NamedTuple, ParamSpec, TypedDict, TypeVar

from dws_snapshots_client.constraints import ConstraintError, check_project_id
from dws_snapshots_client.types import UNSET

from .answers import Answer, api_error, unexpected
from .errors import InvalidRequest, ResponseTimeout
from .failures import is_timeout

if TYPE_CHECKING:
    from dws_snapshots_client.models import (
        Cluster,
        CopySnapshotResponse,
        ListClusterSnapshotsResponse,
        SnapshotDetail,
        SnapshotResp,
    )

Given = ParamSpec("Given")
Result = TypeVar("Result")


class PageOptions(TypedDict, total=False):
    """What a page of snapshots holds. Each is optional; None sends none.

    limit: snapshots on a page, 1 to 1000, by default 10. offset: number of the page, from 0, the default. sort_key: by
    default "started"; equal ones are sorted by `id`. sort_dir: by default "desc". Source: decision 13 of openapi.yaml.
    """

    limit: int | None
    offset: int | None
    sort_key: Literal["started", "finished", "name", "size", "status"] | None
    sort_dir: Literal["asc", "desc"] | None


class RestoreOptions(TypedDict, total=False):
    """What may be said about a cluster to restore to. Each is optional; None sends none. Source: Restore, openapi.yaml.

    subnet_id, security_group_id, vpc_id: of its network. availability_zone: for example "eu-de-01". port: of its
    database, 8000 to 30000, by default 8000. public_bind_type: how it gets a public address; eip_id: an existing one.
    enterprise_project_id: by default "0". ipv6_enable: whether it has IPv6.
    """

    subnet_id: str | None
    security_group_id: str | None
    vpc_id: str | None
    availability_zone: str | None
    port: int | None
    public_bind_type: Literal["auto_assign", "not_use", "bind_existing"] | None
    eip_id: str | None
    enterprise_project_id: str | None
    ipv6_enable: bool | None


class Operation(NamedTuple, Generic[Result]):
    """A request, as arguments of `httpx.Client.build_request`, and what its declared success is turned into.

    check: of the answer's body; None where the success has none.
    """

    request: dict[str, Any]
    success: int
    check: Callable[[Any], None] | None
    read: Callable[[Any], Result]

    def result(self, answer: Answer, secrets: Iterable[str]) -> Result:
        """Return what a success holds. Raises ApiError, UnexpectedResponse or ResponseTimeout for any other answer."""
        if answer.status != self.success:
            raise api_error(answer, secrets)
        if self.check is None:
            return self.read(None)
        if answer.cut is not None and is_timeout(answer.cut):
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
        try:
            return self.read(body)
        except ValueError as error:  # A leap second, such as 23:59:60, which Python's times don't have.
            raise unexpected(answer, f"the answer holds a time that can't be read: {error}") from None


def create_snapshot(project_id: str, name: str, cluster_id: str, description: str | None) -> Operation[SnapshotResp]:
    """Source: Table 3. Raises InvalidRequest."""
    from dws_snapshots_client.api.snapshots.create_snapshot import build_request
    from dws_snapshots_client.constraints import check_create_snapshot_response as check
    from dws_snapshots_client.models import CreateSnapshotRequest, CreateSnapshotResponse, Snapshot

    body = CreateSnapshotRequest(Snapshot(name, cluster_id, UNSET if description is None else description))
    request = checked(build_request, project_id, body=body)
    return Operation(request, 200, check, lambda body: CreateSnapshotResponse.from_dict(body).snapshot)


def list_snapshots(project_id: str) -> Operation[list[SnapshotDetail]]:
    """Source: ListSnapshots."""
    from dws_snapshots_client.api.snapshots.list_snapshots import build_request
    from dws_snapshots_client.constraints import check_list_snapshots_response as check
    from dws_snapshots_client.models import ListSnapshotsResponse

    request = checked(build_request, project_id)
    return Operation(request, 200, check, lambda body: ListSnapshotsResponse.from_dict(body).snapshots)


def list_snapshot_details(project_id: str, snapshot_id: str) -> Operation[SnapshotDetail]:
    """Source: ListSnapshotDetails. Raises InvalidRequest."""
    from dws_snapshots_client.api.snapshots.list_snapshot_details import build_request
    from dws_snapshots_client.constraints import check_list_snapshot_details_response as check
    from dws_snapshots_client.models import ListSnapshotDetailsResponse

    request = checked(build_request, project_id, snapshot_id)
    return Operation(request, 200, check, lambda body: ListSnapshotDetailsResponse.from_dict(body).snapshot)


def delete_snapshot(project_id: str, snapshot_id: str) -> Operation[None]:
    """Source: DeleteSnapshot. Raises InvalidRequest."""
    from dws_snapshots_client.api.snapshots.delete_snapshot import build_request

    return Operation(checked(build_request, project_id, snapshot_id), 202, None, lambda _: None)


def restore_cluster(project_id: str, snapshot_id: str, name: str, options: RestoreOptions) -> Operation[Cluster]:
    """Source: RestoreCluster. Raises InvalidRequest; TypeError for an option that there is not."""
    from dws_snapshots_client.api.snapshots.restore_cluster import build_request
    from dws_snapshots_client.constraints import check_restore_cluster_response as check
    from dws_snapshots_client.models import PublicIp, Restore, RestoreClusterRequest, RestoreClusterResponse

    given: dict[str, Any] = {option: value for option, value in options.items() if value is not None}
    public = {member: given.pop(member) for member in ("public_bind_type", "eip_id") if member in given}
    restore = Restore(name, **given, public_ip=PublicIp(**public) if public else UNSET)
    request = checked(build_request, project_id, snapshot_id, body=RestoreClusterRequest(restore))
    return Operation(request, 200, check, lambda body: RestoreClusterResponse.from_dict(body).cluster)


def copy_snapshot(
    project_id: str, snapshot_id: str, backup_name: str, description: str | None
) -> Operation[CopySnapshotResponse]:
    """Source: CopySnapshot. Raises InvalidRequest."""
    from dws_snapshots_client.api.snapshots.copy_snapshot import build_request
    from dws_snapshots_client.constraints import check_copy_snapshot_response as check
    from dws_snapshots_client.models import CopySnapshotRequest, CopySnapshotResponse

    body = CopySnapshotRequest(backup_name, UNSET if description is None else description)
    request = checked(build_request, project_id, snapshot_id, body=body)
    return Operation(request, 200, check, CopySnapshotResponse.from_dict)


def list_cluster_snapshots(
    project_id: str, cluster_id: str, options: PageOptions
) -> Operation[ListClusterSnapshotsResponse]:
    """Source: ListClusterSnapshots. Raises InvalidRequest; TypeError for an option that there is not."""
    from dws_snapshots_client.api.snapshots.list_cluster_snapshots import build_request
    from dws_snapshots_client.constraints import check_list_cluster_snapshots_response as check
    from dws_snapshots_client.models import ListClusterSnapshotsResponse

    given: dict[str, Any] = {option: value for option, value in options.items() if value is not None}
    request = checked(build_request, project_id, cluster_id, **given)
    return Operation(request, 200, check, ListClusterSnapshotsResponse.from_dict)


def checked(
    build_request: Callable[Given, dict[str, Any]], *given: Given.args, **named: Given.kwargs
) -> dict[str, Any]:
    """Return the request that the generated function builds. Raises InvalidRequest."""
    try:
        return build_request(*given, **named)
    except ConstraintError as error:
        raise invalid(error) from None


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
