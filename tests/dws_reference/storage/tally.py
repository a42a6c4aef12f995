"""How many snapshots each cluster has. The database itself keeps these counts as snapshots come and go.

In PostgreSQL a count has several parts, so that workers which add to one cluster at once seldom wait for each other.
"""

from __future__ import annotations

_SQLITE = (
    """
    CREATE TRIGGER snapshots_added AFTER INSERT ON snapshots BEGIN
        INSERT INTO tallies (project_id, cluster_id, part, snapshots) VALUES (NEW.project_id, NEW.cluster_id, 0, 1)
        ON CONFLICT (project_id, cluster_id, part) DO UPDATE SET snapshots = snapshots + 1;
    END
    """,
    """
    CREATE TRIGGER snapshots_deleted AFTER DELETE ON snapshots BEGIN
        UPDATE tallies SET snapshots = snapshots - 1
        WHERE project_id = OLD.project_id AND cluster_id = OLD.cluster_id AND part = 0;
    END
    """,
)

_POSTGRESQL = (
    """
    CREATE FUNCTION count_snapshots() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
        INSERT INTO tallies (project_id, cluster_id, part, snapshots)
        SELECT project_id, cluster_id, mod(pg_backend_pid(), 16), count(*) * TG_ARGV[0]::integer
        FROM changed GROUP BY project_id, cluster_id ORDER BY project_id, cluster_id
        ON CONFLICT (project_id, cluster_id, part) DO UPDATE SET snapshots = tallies.snapshots + excluded.snapshots;
        RETURN NULL;
    END $$
    """,
    """
    CREATE TRIGGER snapshots_added AFTER INSERT ON snapshots
    REFERENCING NEW TABLE AS changed FOR EACH STATEMENT EXECUTE FUNCTION count_snapshots('1')
    """,
    """
    CREATE TRIGGER snapshots_deleted AFTER DELETE ON snapshots
    REFERENCING OLD TABLE AS changed FOR EACH STATEMENT EXECUTE FUNCTION count_snapshots('-1')
    """,
)

TRIGGERS = {"sqlite": _SQLITE, "postgresql": _POSTGRESQL}
"""Statements that go with the new tables, by dialect."""
