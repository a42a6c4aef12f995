"""The settings of one running reference."""

from __future__ import annotations

from dataclasses import dataclass, field

from dws_reference import demo
from dws_reference.testing.injected import Fault


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings:
    """One account, its project and its clusters, and how to serve them.

    `cluster_ids` has the clusters' names by their IDs. `token_lifetime`, `read_timeout` and `creation_time` (for a
    snapshot or a restored cluster) are in seconds. `automated` is how many automated snapshots a new cluster has;
    `edition` is one of EDITIONS; `clock` is "real" or "manual"; `admin` is "local" or "anywhere", None if not served.
    `allow_hosts` are names that a Host header may have, `cors` origins whose pages may call it. `security_token` makes
    the access key a temporary one. Secrets and the database's URL, which may hold a password, show in no repr.
    """

    host: str = "127.0.0.1"
    port: int = 8080
    workers: int = 1
    database: str = field(default="sqlite://", repr=False)
    project_id: str = demo.PROJECT_ID
    project_name: str = demo.PROJECT_NAME
    cluster_ids: dict[str, str] = field(default_factory=lambda: {demo.CLUSTER_ID: demo.CLUSTER_NAME})
    access_key: str = demo.ACCESS_KEY
    secret_key: str = field(default=demo.SECRET_KEY, repr=False)
    security_token: str | None = field(default=None, repr=False)
    username: str = demo.USERNAME
    password: str = field(default=demo.PASSWORD, repr=False)
    domain: str = demo.DOMAIN
    token_lifetime: int = 24 * 60 * 60
    read_timeout: int = 30
    automated: int = 1
    creation_time: float = 0.0
    edition: str = "2025"
    clock: str = "real"
    faults: tuple[Fault, ...] = ()
    admin: str | None = None
    allow_hosts: tuple[str, ...] = ()
    cors: tuple[str, ...] = ()

    @property
    def known_to_everybody(self) -> bool:
        """Whether a secret of the account is the demo account's, which is no secret."""
        return self.secret_key == demo.SECRET_KEY or self.password == demo.PASSWORD

    @property
    def injecting(self) -> bool:
        """Whether faults may strike."""
        return bool(self.faults) or self.admin is not None
