"""Checks of the answers to creates, copies and restores."""

from __future__ import annotations

from dws_contract.checks.seen import (
    NOT_APPLICABLE,
    Checks,
    ContractFailure,
    Memory,
    Seen,
    first_error,
    is_form_of,
    require_json,
)

_CREATE, _COPY, _RESTORE = "createSnapshot", "copySnapshot", "restoreCluster"

check = Checks()


@check("create-answer-media-type", _CREATE)
def create_answer_media_type(memory: Memory, seen: Seen) -> bool | None:
    """The answer to a create is application/json."""
    require_json("create-answer-media-type", seen.what, seen)
    return None


@check("create-answer-body", _CREATE)
def create_answer_body(memory: Memory, seen: Seen) -> bool | None:
    """The answer to a create has the declared schema. The form of its ID is checked elsewhere."""
    if seen.is_another_format:
        return NOT_APPLICABLE
    _as_declared("create-answer-body", memory, seen, of_id=False)
    return None


@check("snapshot-id-uuid", _CREATE, _COPY)
def snapshot_id_uuid(memory: Memory, seen: Seen) -> bool | None:
    """The ID in the answer to a create or a copy is a UUID."""
    return _id_as_declared("snapshot-id-uuid", memory, seen)


@check("cluster-members", _RESTORE)
def cluster_id_uuid(memory: Memory, seen: Seen) -> bool | None:
    """The ID in the answer to a restore is a UUID."""
    return _id_as_declared("cluster-members", memory, seen)


@check("snapshot-id-new", _CREATE, _COPY)
def snapshot_id_new(memory: Memory, seen: Seen) -> bool | None:
    """No create or copy returns the ID of another snapshot, in upper or lower case."""
    given = seen.new_id
    if given is None:
        return NOT_APPLICABLE
    if given.lower() in memory.gone:
        sentence = f"a new snapshot got the ID {given} of a deleted one; an ID is never used again"
        raise ContractFailure("no-use-after-delete", sentence)
    if given.lower() in memory.ids:
        raise ContractFailure("snapshot-id-new", f"two creates returned the ID {given}; every snapshot has its own")
    memory.ids.add(given.lower())
    if given.lower() in memory.snapshots.statuses:
        raise ContractFailure("snapshot-id-new", f"a new snapshot got the ID {given}, which another one has or had")
    return None


@check("name-unique")
def name_unique(memory: Memory, seen: Seen) -> bool | None:
    """A name is not accepted twice."""
    name = seen.taken_name
    if name is not None and name in memory.names:
        raise ContractFailure("name-unique", f"the name {name!r} was accepted twice; a name is unique")
    if name is not None:
        memory.names.add(name)
    return NOT_APPLICABLE


@check("name-unique-case")
def name_unique_case(memory: Memory, seen: Seen) -> bool | None:
    """A name is not accepted if it differs from a taken one only in case."""
    name = seen.taken_name
    taken = None if name is None else memory.folded_names.setdefault(name.lower(), name)
    if taken != name:
        sentence = f"{name!r} was accepted after {taken!r}; case makes no difference in names"
        raise ContractFailure("name-unique-case", sentence)
    return NOT_APPLICABLE


@check("restore-accepted", _RESTORE)
def cluster_is_new(memory: Memory, seen: Seen) -> bool | None:
    """The cluster that a restore makes is new."""
    cluster = (seen.new_id or "").lower()
    clusters, snapshots = memory.snapshots.clusters, memory.snapshots.made
    if cluster and (clusters.count(cluster) > 1 or any(cluster == each.cluster_id for each in snapshots)):
        sentence = f"a restore returned the cluster {cluster}, which existed before"
        raise ContractFailure("restore-accepted", sentence)
    return NOT_APPLICABLE


def _id_as_declared(clause: str, memory: Memory, seen: Seen) -> bool | None:
    if seen.new_id is None:
        return NOT_APPLICABLE
    _as_declared(clause, memory, seen, of_id=True)
    return None


def _as_declared(clause: str, memory: Memory, seen: Seen, *, of_id: bool) -> None:
    assert seen.endpoint is not None
    made = seen.made
    if error := first_error(memory.contract.answer(seen.endpoint), seen, lambda each: is_form_of(each, made) == of_id):
        raise ContractFailure(clause, f"{seen.what} is not as declared: {memory.secrets.redact(error)}")
