"""The command `dws-snapshots`, for operators. It needs the extra [cli]."""

from .app import main

__all__ = ["main"]
