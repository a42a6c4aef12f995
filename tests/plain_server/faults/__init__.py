"""The faults that can be planted, theme by theme: `CATALOGUE` has each by its id."""

from collections.abc import Mapping
from types import MappingProxyType

from . import (
    answers,
    bodies,
    clusters,
    copies,
    credentials,
    deletes,
    descriptions,
    details,
    errors,
    leaks,
    lists,
    lookups,
    media_types,
    names,
    operations,
    page_queries,
    pages,
    restore_bodies,
    restores,
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
    lists,
    details,
    lookups,
    deletes,
    restores,
    restore_bodies,
    copies,
    page_queries,
    pages,
    operations,
)

CATALOGUE: Mapping[str, Fault] = MappingProxyType(
    {id_: fault for theme in _THEMES for id_, fault in FAULTS.items() if fault.service.__module__ == theme.__name__}
)
