"""What a fault is, and the decorator that puts a faulty service into the catalogue."""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import TypeVar

from ..server import Service
from ..witnesses.witness import Witness

_FaultyService = TypeVar("_FaultyService", bound=type[Service])


@dataclass(frozen=True, slots=True)
class Fault:
    """One thing an implementer gets wrong.

    sentence: what the service does wrong; clauses: ids of the suite's clauses that it breaks, the most specific first;
    theme: the topic of its rules; service: the plain service with this fault in it; witness: requests that show it.
    """

    id: str
    theme: str
    sentence: str
    clauses: tuple[str, ...]
    service: type[Service]
    witness: Witness


FAULTS: dict[str, Fault] = {}


def breaks(*clauses: str, shown_by: Witness) -> Callable[[_FaultyService], _FaultyService]:
    """Put a service into the catalogue: its name is the fault's id, its docstring the fault's sentence.

    shown_by: the requests that tell this service from a correct one.
    """

    def register(service: _FaultyService) -> _FaultyService:
        id_ = id_of(service)
        if id_ in FAULTS:
            raise ValueError(f"two faults are called {id_}")
        theme = service.__module__.rpartition(".")[2].replace("_", " ")
        FAULTS[id_] = Fault(id_, theme, " ".join((service.__doc__ or "").split()), clauses, service, shown_by)
        return service

    return register


def id_of(service: type[Service]) -> str:
    """Return the id of a fault or a variant: the name of its service, in small letters with hyphens."""
    return "-".join(re.findall("[A-Z][a-z]*|[0-9]+", service.__name__)).lower()


def plant(base: type[Service], table: Mapping[str, tuple[str, tuple[str, ...], Witness, Mapping[str, object]]]) -> None:
    """Put faults into the catalogue that differ only in values.

    table: for the name of each service, its sentence, clauses and witness, and its values for attributes of the base.
    """
    for name, (sentence, clauses, witness, values) in table.items():
        service = type(name, (base,), {"__doc__": sentence, "__module__": base.__module__, **values})
        breaks(*clauses, shown_by=witness)(service)
