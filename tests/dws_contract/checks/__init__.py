"""Rules on answers. A check belongs to one clause, takes an answer, and raises ContractFailure if it finds a fault.

The checks on the form of normal answers are derived from the document and the suite's record of each operation.
"""

from __future__ import annotations

from dws_contract.checks import answers, making, own, told
from dws_contract.checks.seen import (
    NOT_APPLICABLE,
    Check,
    ContractFailure,
    Memory,
    Seen,
    first_error,
    is_form_of,
    is_inside,
    require_json,
)
from dws_contract.operations import OPERATIONS, record_of

__all__ = ["CHECKS", "Check", "ContractFailure", "Memory", "Seen", "checks_on"]


def _form(memory: Memory, seen: Seen) -> None:
    """A normal answer has the declared media type and schema. Its snapshots, clusters and new ID have other checks."""
    record = record_of(seen.endpoint)
    assert seen.endpoint is not None
    assert record is not None
    what = f"the answer to {seen.endpoint.id}"
    require_json(record.accepts, what, seen)
    if error := first_error(
        memory.contract.answer(seen.endpoint),
        seen,
        lambda each: not (is_inside(each, record.tells) or is_form_of(each, record.made)),
    ):
        raise ContractFailure(record.accepts, f"{what} is not as declared: {error}")


def _members(memory: Memory, seen: Seen) -> bool | None:
    """The snapshots or clusters in a normal answer have the declared members, with their types and forms."""
    record = record_of(seen.endpoint)
    assert seen.endpoint is not None
    assert record is not None
    if not (isinstance(seen.json, dict) and isinstance(seen.json.get(record.tells), list | dict)):
        return NOT_APPLICABLE
    if error := first_error(memory.contract.answer(seen.endpoint), seen, lambda each: is_inside(each, record.tells)):
        what = f"a {record.tells.removesuffix('s')} in {seen.what}"
        raise ContractFailure(record.members, f"{what} is not as declared: {error}")
    return None


CHECKS = (
    *answers.check.found,
    *making.check.found,
    *(Check(record.accepts, _form, (id_,)) for id_, record in OPERATIONS.items() if record.judges_form),
    *(Check(record.members, _members, (id_,)) for id_, record in OPERATIONS.items() if record.tells),
    *told.check.found,
    *own.check.found,
)
"""Every check."""
_OF_ANY = tuple(each for each in CHECKS if each.is_of_any)


def checks_on(seen: Seen) -> tuple[Check, ...]:
    """Return the checks on an answer. Most of them don't apply to a gateway's answer, which is not the service's."""
    return _OF_ANY if seen.endpoint is None or seen.has_gateways_shape else CHECKS
