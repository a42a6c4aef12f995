"""The faults that can be planted, theme by theme: `CATALOGUE` has each by its id."""

from collections.abc import Mapping
from types import MappingProxyType

from . import (
    answers,
    bodies,
    clusters,
    credentials,
    descriptions,
    errors,
    leaks,
    media_types,
    names,
    routes,
    signatures,
    uniqueness,
)
from .catalogue import FAULTS, Fault

__all__ = ["CATALOGUE", "Fault"]

_THEMES = (
    routes,
    credentials,
    signatures,
    media_types,
    bodies,
    names,
    clusters,
    descriptions,
    uniqueness,
    answers,
    errors,
    leaks,
)

CATALOGUE: Mapping[str, Fault] = MappingProxyType(
    {id_: fault for theme in _THEMES for id_, fault in FAULTS.items() if fault.service.__module__ == theme.__name__}
)
