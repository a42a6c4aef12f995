"""A database that has the tables: SQLite or PostgreSQL."""

from __future__ import annotations

import re
import sqlite3
import time
from collections.abc import Iterator
from contextlib import contextmanager
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


def is_memory(url: str | sa.URL) -> bool:
    """Whether this URL names a SQLite database in memory, which only one process can use."""
    parsed = _parsed(url)
    return parsed.get_backend_name() == "sqlite" and parsed.database in (None, "", ":memory:")


def open_database(url: str) -> sa.Engine:
    """An engine for `url` whose database is ready. Safe while others open the same one.

    Raises DatabaseError.
    """
    parsed = _parsed(url)
    with telling(parsed):
        engine = _engine(parsed)
        _check_tables(engine)
        _create_tables(engine)
    return engine


def check_pages(engine: sa.Engine) -> None:
    """Raise ValueError if a SQLite file is damaged: SQLite itself notices only in what it reads."""
    if engine.dialect.name == "sqlite":
        with engine.connect() as connection:
            found = connection.exec_driver_sql("PRAGMA quick_check(1)").scalar_one()
        if found != "ok":
            raise ValueError(f"it is damaged: {found}")


@contextmanager
def telling(url: sa.URL) -> Iterator[None]:
    """Turn errors of the database at `url` in a `with` block into DatabaseError."""
    try:
        yield
    except (sa.exc.SQLAlchemyError, ImportError, OSError, TypeError, ValueError) as error:
        raise DatabaseError(f"the database {_place(url)} cannot be used: {reason(error, url)}") from error


def reason(error: Exception, url: sa.URL) -> str:
    """What a driver says is wrong, in one line and without the user information and the options of `url`."""
    said = str(getattr(error, "orig", None) or error).strip()
    line = said.splitlines()[0] if said else type(error).__name__
    options = [value for values in url.normalized_query.values() for value in values]
    misplaced = [str(part).rpartition("@")[0] for part in (url.host, url.database)]
    for secret in filter(None, (url.password, url.username, *options, *misplaced)):
        line = re.sub(rf"(?<!\w){re.escape(secret)}(?!\w)", "***", line)
    return line


def _place(url: sa.URL) -> str:
    """The URL without user information, even if an extra slash or `@` moves that to another part."""
    if url.get_backend_name() == "sqlite":
        return f"{url.drivername}:///{url.database or ''}"
    host, database = ((part or "").rpartition("@")[2] for part in (url.host, url.database))
    return sa.URL.create(url.drivername, host=host, port=url.port, database=database).render_as_string()


def is_locked(error: sa.exc.DBAPIError) -> bool:
    """Whether another process has locked the SQLite file."""
    return getattr(error.orig, "sqlite_errorcode", 0) & 0xFF == sqlite3.SQLITE_BUSY


def stop_waiting(engine: sa.Engine) -> None:
    """From now on a transaction fails at once if another process has locked the SQLite file."""
    if engine.dialect.name == "sqlite" and not is_memory(engine.url):
        sa.event.listen(engine, "connect", _wait_no_longer)
        engine.dispose()


def reading(engine: sa.Engine) -> sa.Engine:
    """The engine for transactions that only read, each the state at one moment."""
    if engine.dialect.name == "sqlite":
        return engine
    return engine.execution_options(isolation_level="REPEATABLE READ")


def writing(engine: sa.Engine) -> sa.Engine:
    """The engine for transactions that write. In SQLite, each locks the file from the start."""
    return engine.execution_options(**{_BEGIN: "BEGIN IMMEDIATE"})


def _parsed(url: str | sa.URL) -> sa.URL:
    try:
        parsed = sa.make_url(url)
    except (sa.exc.ArgumentError, ValueError):
        raise DatabaseError("the URL must be sqlite:///FILE or postgresql+psycopg://…") from None
    if parsed.get_backend_name() not in ("sqlite", "postgresql"):
        raise DatabaseError(f"{parsed.get_backend_name()} is not supported; use SQLite or PostgreSQL")
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
    """Python's own driver would begin only before the first write; earlier reads would show other moments."""
    statement = connection.get_execution_options().get(_BEGIN, "BEGIN")
    driver_connection: Any = connection.connection.driver_connection
    try:
        driver_connection.execute(statement)
    except sqlite3.OperationalError as error:
        raise sa.exc.OperationalError(statement, None, error, hide_parameters=True) from error


def _wait_no_longer(connection: Any, record: Any) -> None:
    connection.execute("PRAGMA busy_timeout = 0")


def _make_durable(connection: Any, record: Any) -> None:
    """Make every commit reach the disk before it is answered, and let no reader wait for a writer.

    SQLite does not wait for a lock by itself when it switches to WAL: so this tries again if several processes start
    at once.
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
        table = metadata.tables[name]
        if {column["name"] for column in inspector.get_columns(name)} != set(table.columns.keys()):
            raise ValueError("it has the tables of another version of dws-reference; name an empty database")
        unique = [each["column_names"] for each in inspector.get_indexes(name) if each["unique"]]
        for index in table.indexes:
            if index.unique and index.columns.keys() not in unique:
                raise ValueError(f"it has lost the unique index {index.name}; name an empty database")


def _create_tables(engine: sa.Engine) -> None:
    """If two processes create the tables at once, one of them fails, and finds them when it looks again."""
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
