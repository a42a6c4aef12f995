"""The tables, and a database that has them: SQLite or PostgreSQL."""

from __future__ import annotations

import secrets
import sqlite3
import time
from typing import TYPE_CHECKING, Any

import sqlalchemy as sa

if TYPE_CHECKING:
    from sqlalchemy.dialects import postgresql, sqlite

metadata = sa.MetaData()


class Utf8(sa.TypeDecorator[str]):
    """Text that may hold any character. PostgreSQL's own text type has no U+0000."""

    impl = sa.LargeBinary
    cache_ok = True

    def process_bind_param(self, value: str | None, dialect: sa.Dialect) -> bytes | None:
        return None if value is None else value.encode()

    def process_result_value(self, value: bytes | None, dialect: sa.Dialect) -> str | None:
        return None if value is None else value.decode()


clusters = sa.Table(
    "clusters",
    metadata,
    sa.Column("project_id", sa.String(32), primary_key=True),
    sa.Column("id", sa.String(36), primary_key=True),
)

snapshots = sa.Table(
    "snapshots",
    metadata,
    sa.Column("id", sa.String(36), primary_key=True),
    sa.Column("project_id", sa.String(32), nullable=False),
    sa.Column("cluster_id", sa.String(36), nullable=False),
    sa.Column("name", sa.String(64), nullable=False),
    sa.Column("folded_name", sa.String(64), nullable=False),
    sa.Column("description", Utf8, nullable=False),
    sa.Column("started", sa.BigInteger, nullable=False, doc="milliseconds since the epoch"),
    sa.Index("snapshots_name_in_project", "project_id", "folded_name", unique=True),
    sqlite_with_rowid=False,
)

keys = sa.Table(
    "keys",
    metadata,
    sa.Column("name", sa.String(32), primary_key=True),
    sa.Column("value", sa.LargeBinary, nullable=False),
)

LOCK_TIMEOUT = 10
"""Seconds that a SQLite file may be locked by another writer before the service is unavailable."""

_ATTEMPTS = 5
_POLL = 0.01
_TOKEN_KEY = "tokens"


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
        _create_tables(engine)
    except (sa.exc.SQLAlchemyError, ImportError, OSError, TypeError, ValueError) as error:
        raise DatabaseError(f"the database {parsed.render_as_string()} cannot be used: {reason(error)}") from error
    return engine


def reason(error: Exception) -> str:
    """What a driver says is wrong, in one line."""
    said = str(getattr(error, "orig", None) or error).strip()
    return said.splitlines()[0] if said else type(error).__name__


def insert_new(engine: sa.Engine, table: sa.Table) -> postgresql.Insert | sqlite.Insert:
    """An INSERT that leaves out rows which a unique index forbids, instead of failing."""
    if engine.dialect.name == "sqlite":
        from sqlalchemy.dialects import sqlite

        return sqlite.insert(table).on_conflict_do_nothing()
    from sqlalchemy.dialects import postgresql

    return postgresql.insert(table).on_conflict_do_nothing()


def add_clusters(engine: sa.Engine, project_id: str, cluster_ids: tuple[str, ...]) -> None:
    """Make sure that the project has these clusters."""
    rows = [{"project_id": project_id, "id": cluster_id.lower()} for cluster_id in cluster_ids]
    with engine.begin() as connection:
        connection.execute(insert_new(engine, clusters), rows)


def token_key(engine: sa.Engine) -> bytes:
    """The key that signs tokens: made once for a database, the same for all who use it."""
    with engine.begin() as connection:
        new = {"name": _TOKEN_KEY, "value": secrets.token_bytes(32)}
        connection.execute(insert_new(engine, keys), new)
        found = connection.execute(sa.select(keys.c.value).where(keys.c.name == _TOKEN_KEY))
        return bytes(found.scalar_one())


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
    return engine


def _make_durable(connection: Any, record: Any) -> None:
    """A commit is on the disk before it is answered, and readers do not wait for writers.

    SQLite does not wait for a lock on its own when it turns to WAL, so that several who start at once get in each
    other's way.
    """
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


def _create_tables(engine: sa.Engine) -> None:
    """Where another process creates the same tables, one of the two fails, and finds them when it looks again."""
    for attempt in range(_ATTEMPTS):
        try:
            metadata.create_all(engine)
            return
        except sa.exc.DBAPIError:
            if attempt == _ATTEMPTS - 1:
                raise
