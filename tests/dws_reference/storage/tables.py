"""The tables. Times are in milliseconds since the epoch; IDs are in lower case."""

from __future__ import annotations

import sqlalchemy as sa

metadata = sa.MetaData()


class Utf8(sa.TypeDecorator[str]):
    """Text that may hold any character. PostgreSQL's own text type has no U+0000."""

    impl = sa.LargeBinary
    cache_ok = True

    def process_bind_param(self, value: str | None, dialect: sa.Dialect) -> bytes | None:
        return None if value is None else value.encode()

    def process_result_value(self, value: bytes | None, dialect: sa.Dialect) -> str | None:
        return None if value is None else value.decode()


def _ascii(length: int) -> sa.String:
    """ASCII that is sorted byte by byte, wherever the database was made."""
    return sa.String(length).with_variant(sa.String(length, collation="C"), "postgresql")


clusters = sa.Table(
    "clusters",
    metadata,
    sa.Column("project_id", _ascii(36), primary_key=True),
    sa.Column("id", _ascii(36), primary_key=True),
    sa.Column("name", _ascii(64), nullable=False),
    sa.Column("folded_name", _ascii(64), nullable=False),
    sa.Column("restored_from", _ascii(36), doc="ID of the snapshot that it was restored from, if it was"),
    sa.Column("settings", sa.JSON, nullable=False, doc="what its restore asked for"),
    sa.Column("created", sa.BigInteger, nullable=False),
    sa.Column("finishes", sa.BigInteger, nullable=False, doc="when restoring it ends, or ended"),
    sa.Index("clusters_name_in_project", "project_id", "folded_name", unique=True),
)

tags = sa.Table(
    "tags",
    metadata,
    sa.Column("project_id", _ascii(36), primary_key=True),
    sa.Column("cluster_id", _ascii(36), primary_key=True),
    sa.Column("key", Utf8, primary_key=True),
    sa.Column("value", Utf8, nullable=False),
    sqlite_with_rowid=False,
)

tallies = sa.Table(
    "tallies",
    metadata,
    sa.Column("project_id", _ascii(36), primary_key=True),
    sa.Column("cluster_id", _ascii(36), primary_key=True),
    sa.Column("part", sa.Integer, primary_key=True, doc="one of several, so that workers do not wait for each other"),
    sa.Column("snapshots", sa.BigInteger, nullable=False, doc="the sum of all parts is how many the cluster has"),
    sqlite_with_rowid=False,
)

snapshots = sa.Table(
    "snapshots",
    metadata,
    sa.Column("id", _ascii(36), primary_key=True),
    sa.Column("project_id", _ascii(36), nullable=False),
    sa.Column("cluster_id", _ascii(36), nullable=False),
    sa.Column("name", _ascii(64), nullable=False),
    sa.Column("folded_name", _ascii(64), nullable=False),
    sa.Column("description", Utf8, nullable=False),
    sa.Column("type", _ascii(8), nullable=False),
    sa.Column("started", sa.BigInteger, nullable=False),
    sa.Column("finishes", sa.BigInteger, nullable=False, doc="when making it ends, or ended"),
    sa.Column("failed", sa.Boolean, nullable=False),
    sa.Index("snapshots_name_in_project", "project_id", "folded_name", unique=True),
    sa.Index("snapshots_by_time", "project_id", "cluster_id", "id"),
    sa.Index("snapshots_by_status", "project_id", "cluster_id", "failed", "id"),
    sa.Index("snapshots_by_name", "project_id", "cluster_id", "folded_name"),
    sqlite_with_rowid=False,
)

deleted = sa.Table(
    "deleted",
    metadata,
    sa.Column("project_id", _ascii(36), primary_key=True),
    sa.Column("id", _ascii(36), primary_key=True, doc="ID of a snapshot that was deleted"),
    sqlite_with_rowid=False,
)

keys = sa.Table(
    "keys",
    metadata,
    sa.Column("name", sa.String(32), primary_key=True),
    sa.Column("value", sa.LargeBinary, nullable=False),
)

clock = sa.Table(
    "clock",
    metadata,
    sa.Column("id", sa.Integer, primary_key=True, autoincrement=False, doc="always 0: there is only one clock"),
    sa.Column("now", sa.BigInteger, nullable=False, doc="the time of the manual clock"),
)

faults = sa.Table(
    "faults",
    metadata,
    sa.Column("id", sa.Integer, primary_key=True),
    sa.Column("kind", sa.String(16), nullable=False),
    sa.Column("operation", sa.String(64), doc="operationId; NULL for any"),
    sa.Column("seconds", sa.Float, nullable=False),
    sa.Column("probability", sa.Float, nullable=False),
    sa.Column("count", sa.BigInteger, doc="how often it may still strike; NULL for no limit"),
)
