"""Faults that are injected on request, for people who test their own clients."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import Any

from dws_reference.problems import shown

KINDS = ("latency", "unavailable", "reset-before", "reset-after")

NO_DELAY = ("seconds", 0.0)

_LONGEST = 3600
_MOST = 2**31 - 1


@dataclass(frozen=True, slots=True)
class Fault:
    """What goes wrong, how likely that is for each request, and in which operation.

    `kind`: "latency": the answer is `seconds` late; "unavailable": 503, and nothing was done; "reset-before",
    "reset-after": the connection is reset instead of an answer, before or after the operation was carried out.
    `count`: how often at most, None for no limit. `operation`: an operationId, None for every operation.
    """

    kind: str
    seconds: float = 0.0
    probability: float = 1.0
    count: int | None = None
    operation: str | None = None

    def members(self) -> dict[str, Any]:
        """As JSON has it: what does not apply is left out."""
        return {name: value for name, value in asdict(self).items() if value is not None and (name, value) != NO_DELAY}


def from_members(members: Mapping[str, Any]) -> Fault:
    """A fault from its members. Raises ValueError that names the member, the rule and what was given."""
    unknown = sorted(set(members) - set(Fault.__dataclass_fields__))
    if unknown:
        raise ValueError(f"{shown(unknown[0])}: a fault has {', '.join(Fault.__dataclass_fields__)}")
    fault = Fault(**{"kind": None, **members})
    if fault.kind not in KINDS:
        raise ValueError(f"kind: must be {', '.join(KINDS[:-1])} or {KINDS[-1]}, not {shown(fault.kind)}")
    _check_number("probability", fault.probability, 0, 1)
    if fault.kind == "latency":
        _check_number("seconds", fault.seconds, 0.001, _LONGEST)
    elif "seconds" in members:
        raise ValueError(f"seconds: only latency has them, not {fault.kind}")
    if fault.count is not None:
        if isinstance(fault.count, float):
            raise ValueError(f"count: must be a whole number, not {shown(fault.count)}")
        _check_number("count", fault.count, 1, _MOST)
    if not isinstance(fault.operation, str | None):
        raise ValueError(f"operation: must be an operationId, not {shown(fault.operation)}")
    return fault


def parse(text: str) -> Fault:
    """A fault from an option: its kind, then other members, such as `latency,seconds=0.5,probability=0.1`.

    Raises ValueError.
    """
    kind, *rest = text.split(",")
    members: dict[str, Any] = {"kind": kind}
    for part in rest:
        name, equals, value = part.partition("=")
        if not equals or name in members:
            raise ValueError(f"must be KIND[,NAME=VALUE]…, each name once, not {shown(part)}")
        members[name] = value if name == "operation" else _number(value)
    return from_members(members)


def _number(text: str) -> float | str:
    for kind in (int, float):
        try:
            return kind(text)
        except ValueError:
            continue
    return text


def _check_number(name: str, value: object, least: float, most: float) -> None:
    if not (isinstance(value, int | float) and not isinstance(value, bool) and least <= value <= most):
        raise ValueError(f"{name}: must be a number from {least} to {most}, not {shown(value)}")
