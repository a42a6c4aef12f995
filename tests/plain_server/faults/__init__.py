"""The faults that can be planted, with a module for each theme. `CATALOGUE` has each fault by its id."""

from collections.abc import Mapping
from importlib import import_module
from pkgutil import iter_modules
from types import MappingProxyType

from .catalogue import FAULTS, Fault

__all__ = ["CATALOGUE", "Fault"]

for _theme in iter_modules(__path__, f"{__name__}."):
    import_module(_theme.name)

CATALOGUE: Mapping[str, Fault] = MappingProxyType(FAULTS)
