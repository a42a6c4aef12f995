"""The catalogue of variants, and functions that put correct services into it."""

import json
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass, replace
from typing import Any, TypeVar

from ..faults.catalogue import id_of
from ..server import Call, Service
from ..wire import Answer

Told = dict[str, Any]

_VariantService = TypeVar("_VariantService", bound=type[Service])


@dataclass(frozen=True, slots=True)
class Variant:
    """One thing that a service may do differently. sentence: what it does; service: the plain service that does it."""

    id: str
    sentence: str
    service: type[Service]


FOUND: dict[str, Variant] = {}


def correct(service: _VariantService) -> _VariantService:
    """Put a service into the catalogue: its name is the variant's id, its docstring the sentence."""
    id_ = id_of(service)
    if id_ in FOUND:
        raise ValueError(f"two variants are called {id_}")
    FOUND[id_] = Variant(id_, " ".join((service.__doc__ or "").split()), service)
    return service


LISTS = ("listSnapshots", "listClusterSnapshots")
READS = (*LISTS, "listSnapshotDetails")


def retelling(module: str, table: Mapping[str, tuple[str, Collection[str], Callable[[Told], Told]]]) -> None:
    """Put services into the catalogue that write the bodies of successful answers differently.

    table: for the name of each service, its sentence, its operations, and a function from the plain body to its own.
    """
    for name, (sentence, operations, retold) in table.items():
        correct(_retelling(name, sentence, module, operations, retold))


def _retelling(
    name: str, sentence: str, module: str, operations: Collection[str], retold: Callable[[Told], Told]
) -> type[Service]:
    class Retelling(Service):
        async def perform(self, call: Call) -> Answer:
            answer = await super().perform(call)
            if call.operation not in operations:
                return answer
            return replace(answer, body=json.dumps(retold(json.loads(answer.body))).encode())

    Retelling.__name__, Retelling.__doc__, Retelling.__module__ = name, sentence, module
    return Retelling


def each(change: Callable[[Told], Told]) -> Callable[[Told], Told]:
    """Return a function that changes every snapshot in a body."""

    def retold(told: Told) -> Told:
        if "snapshot" in told:
            return {**told, "snapshot": change(told["snapshot"])}
        return {**told, "snapshots": [change(snapshot) for snapshot in told["snapshots"]]}

    return retold
