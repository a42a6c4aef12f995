"""A database that has the tables: SQLite or PostgreSQL."""

from __future__ import annotations

import sqlite3
import time
from typing import Any

import sqlalchemy as sa

from dws_reference.storage.tables import metadata, snapshots
from dws_reference.storage.tally import TRIGGERS

LOCK_TIMEOUT = 10
"""Seconds that a SQLite file may be locked by another writer before the service is unavailable."""

_ATTEMPTS = 5
_POLL = 0.01
_BEGIN = "dws_reference_begin"


class DatabaseError(Exception):
    """The database cannot be used; the message is one sentence without a secret."""


def is_memory(url: str) -> bool:
    """Whether this URL names SQLite's memory, which one process has for itself."""
    parsed = _parsed(url)
    return parsed.get_backend_name() == "sqlite" and parsed.database in (None, "", ":memory:")


def open_database(url: str) -> sa.Engine:
    """An engine for `url` whose database is ready. Safe while others open the same one.

    Raises DatabaseError.
    """
    parsed = _parsed(url)
    try:
        engine = _engine(parsed)
        _check_tables(engine)
        _create_tables(engine)
    except (sa.exc.SQLAlchemyError, ImportError, OSError, TypeError, ValueError) as error:
        raise DatabaseError(f"the database {parsed.render_as_string()} cannot be used: {reason(error)}") from error
    return engine


def reason(error: Exception) -> str:
    """What a driver says is wrong, in one line."""
    said = str(getattr(error, "orig", None) or error).strip()
    return said.splitlines()[0] if said else type(error).__name__


def reading(engine: sa.Engine) -> sa.Engine:
    """The engine for transactions that only read: all that one reads is of one moment."""
    if engine.dialect.name == "sqlite":
        return engine
    return engine.execution_options(isolation_level="REPEATABLE READ")


def writing(engine: sa.Engine) -> sa.Engine:
    """The engine for transactions that write. SQLite's have the file for themselves from the start."""
    return engine.execution_options(**{_BEGIN: "BEGIN IMMEDIATE"})


def _parsed(url: str) -> sa.URL:
    try:
        parsed = sa.make_url(url)
    except (sa.exc.ArgumentError, ValueError):
        raise DatabaseError("the database's URL is none: sqlite:///FILE or postgresql+psycopg://… is needed") from None
    if parsed.get_backend_name() not in ("sqlite", "postgresql"):
        raise DatabaseError(
            f"databases of the kind {parsed.get_backend_name()} are not served, SQLite and PostgreSQL are"
        )
    return parsed.set(drivername="postgresql+psycopg") if parsed.drivername == "postgresql" else parsed


def _engine(url: sa.URL) -> sa.Engine:
    """Errors do not quote the values of a statement: they may be anything that a client sent."""
    if url.get_backend_name() != "sqlite":
        patient = url if "connect_timeout" in url.query else url.update_query_dict({"connect_timeout": "10"})
        return sa.create_engine(patient, pool_pre_ping=True, hide_parameters=True)
    engine = sa.create_engine(url, connect_args={"timeout": LOCK_TIMEOUT}, hide_parameters=True)
    sa.event.listen(engine, "connect", _make_durable)
    sa.event.listen(engine, "begin", _begin)
    return engine


def _begin(connection: sa.Connection) -> None:
    """Python's own driver would begin before the first write only, and what was read until then be of other moments."""
    statement = connection.get_execution_options().get(_BEGIN, "BEGIN")
    driver_connection: Any = connection.connection.driver_connection
    try:
        driver_connection.execute(statement)
    except sqlite3.OperationalError as error:
        raise sa.exc.OperationalError(statement, None, error, hide_parameters=True) from error


def _make_durable(connection: Any, record: Any) -> None:
    """A commit is on the disk before it is answered, and readers do not wait for writers.

    SQLite does not wait for a lock on its own when it turns to WAL, so that several who start at once get in each
    other's way.
    """
    connection.isolation_level = None  # the driver leaves BEGIN to `_begin`
    deadline = time.monotonic() + LOCK_TIMEOUT
    while True:
        try:
            connection.execute("PRAGMA journal_mode = WAL")
            break
        except sqlite3.OperationalError as error:
            if error.sqlite_errorcode != sqlite3.SQLITE_BUSY or time.monotonic() > deadline:
                raise
            time.sleep(_POLL)
    connection.execute("PRAGMA synchronous = FULL")


def _check_tables(engine: sa.Engine) -> None:
    inspector = sa.inspect(engine)
    for name in set(inspector.get_table_names()) & set(metadata.tables):
        found = {column["name"] for column in inspector.get_columns(name)}
        if found != set(metadata.tables[name].columns.keys()):
            raise ValueError("it has the tables of another version of dws-reference; name an empty database")


def _create_tables(engine: sa.Engine) -> None:
    """Where another process creates the same tables, one of the two fails, and finds them when it looks again."""
    for attempt in range(_ATTEMPTS):
        try:
            with writing(engine).begin() as connection:
                new = not sa.inspect(connection).has_table(snapshots.name)
                metadata.create_all(connection)
                for statement in TRIGGERS[engine.dialect.name] if new else ():
                    connection.exec_driver_sql(statement)
            return
        except sa.exc.DBAPIError:
            if attempt == _ATTEMPTS - 1:
                raise
