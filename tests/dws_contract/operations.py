"""What the suite knows about each operation besides the document. Reports name every operation that is missing here."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Literal, TypeAlias

from dws_contract.document import Endpoint
from dws_contract.steps.questions import GONE, NOT_FOUND
from dws_contract.verdicts.oracle import Oracle, Rules

if TYPE_CHECKING:
    from dws_contract.traffic.requests import Requests

Effect: TypeAlias = Literal["reads", "makes snapshots", "makes clusters", "deletes"]
Path: TypeAlias = tuple[str, ...]


@dataclass(frozen=True, kw_only=True)
class Operation:
    """One operation.

    accepts: the clause that says that correct requests are accepted; judges_form: whether that clause also covers the
    media type and the schema of the normal answer; unknown: the clause on paths that name something that does not
    exist; answer: its normal answer in words; body: makes a correct JSON body, with the given members in it;
    named, made: the place of the new name in the request, and of the new ID in the answer; share: its share of the
    generated requests; rules: what the contract expects for a body, if it has a share; is_walked: whether walks include
    it although no link of the document leads there; tells: the member of the answer that holds the snapshots or
    clusters, one or a list; members: the clause on the members of these.
    """

    effect: Effect
    accepts: str
    answer: str
    judges_form: bool = True
    unknown: str = "snapshot-unknown"
    body: Callable[[Requests, Mapping[str, object]], object] | None = None
    named: Path = ()
    made: Path = ()
    share: int = 0
    rules: Rules | None = None
    is_walked: bool = False
    tells: str = ""
    members: str = "snapshot-members"

    @property
    def refuses_unknown(self) -> frozenset[int]:
        """The statuses of the answer if the path names something that does not exist."""
        return GONE if self.unknown == "snapshot-unknown" else NOT_FOUND

    @property
    def reads(self) -> bool:
        """Whether it changes nothing."""
        return self.effect == "reads"


OPERATIONS: dict[str, Operation] = {
    "createSnapshot": Operation(
        effect="makes snapshots",
        accepts="create-accepted",
        answer="the answer to a create",
        judges_form=False,
        unknown="cluster-unknown",
        body=lambda requests, members: {"snapshot": requests.snapshot(**members)},
        named=("snapshot", "name"),
        made=("snapshot", "id"),
        share=6,
        rules=Oracle.of_create,
        is_walked=True,
    ),
    "listSnapshots": Operation(
        effect="reads", accepts="list-answer", answer="a list", is_walked=True, tells="snapshots"
    ),
    "listSnapshotDetails": Operation(effect="reads", accepts="details-answer", answer="details", tells="snapshot"),
    "deleteSnapshot": Operation(
        effect="deletes", accepts="delete-accepted", answer="the answer to a delete", judges_form=False
    ),
    "restoreCluster": Operation(
        effect="makes clusters",
        accepts="restore-accepted",
        answer="the answer to a restore",
        body=lambda requests, members: {"restore": requests.named("name", members)},
        named=("restore", "name"),
        made=("cluster", "id"),
        share=3,
        rules=Oracle.of_restore,
    ),
    "copySnapshot": Operation(
        effect="makes snapshots",
        accepts="copy-accepted",
        answer="the answer to a copy",
        body=lambda requests, members: requests.named("backup_name", members),
        named=("backup_name",),
        made=("snapshot_id",),
        share=1,
        rules=Oracle.of_copy,
        is_walked=True,
    ),
    "listClusterSnapshots": Operation(
        effect="reads", accepts="page-answer", answer="a page", unknown="cluster-path", tells="snapshots"
    ),
    "listClusters": Operation(
        effect="reads",
        accepts="clusters-answer",
        answer="a list of clusters",
        tells="clusters",
        members="cluster-members",
    ),
    "listClusterDetails": Operation(
        effect="reads",
        accepts="cluster-details-answer",
        answer="details of a cluster",
        unknown="cluster-path",
        tells="cluster",
        members="cluster-members",
    ),
}
"""Every operation that the suite knows, by its `operationId`."""


def record_of(endpoint: Endpoint | None) -> Operation | None:
    """Return what the suite knows about an operation of the document."""
    return None if endpoint is None else OPERATIONS.get(endpoint.id)


def text_at(path: Path, body: Any) -> str | None:
    """Return the string at a place in a JSON value, None if there is none."""
    for name in path:
        body = body.get(name) if isinstance(body, dict) else None
    return body if isinstance(body, str) and path else None
