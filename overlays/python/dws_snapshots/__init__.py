"""Snapshots of Data Warehouse Service clusters (Huawei Cloud, Open Telekom Cloud).

A thin layer over the generated client `dws_snapshots_client`: authentication, errors, and clients that are safe to use.
"""

from typing import TYPE_CHECKING, Any

from dws_snapshots_client import models
from dws_snapshots_client.types import UNSET, Unset

from .auth import AkSkAuth, TokenAuth
from .client import VERSION as __version__
from .client import AsyncDwsClient, DwsClient
from .errors import (
    ApiError,
    BadRequest,
    ConnectionFailed,
    DwsError,
    Forbidden,
    InternalServerError,
    InvalidRequest,
    MissingSetting,
    NotFound,
    ResponseTimeout,
    ServiceUnavailable,
    SnapshotFailed,
    Unauthorized,
    UnexpectedResponse,
    WaitTimeout,
)
from .password import PasswordAuth

if TYPE_CHECKING:
    from dws_snapshots_client.models import (
        Cluster,
        ClusterInfo,
        CopySnapshotResponse,
        Datastore,
        FineGrainedBackupDetail,
        ListClusterSnapshotsResponse,
        PublicIp,
        SnapshotDetail,
        SnapshotResp,
    )

__all__ = [
    "UNSET",
    "AkSkAuth",
    "ApiError",
    "AsyncDwsClient",
    "BadRequest",
    "Cluster",
    "ClusterInfo",
    "ConnectionFailed",
    "CopySnapshotResponse",
    "Datastore",
    "DwsClient",
    "DwsError",
    "FineGrainedBackupDetail",
    "Forbidden",
    "InternalServerError",
    "InvalidRequest",
    "ListClusterSnapshotsResponse",
    "MissingSetting",
    "NotFound",
    "PasswordAuth",
    "PublicIp",
    "ResponseTimeout",
    "ServiceUnavailable",
    "SnapshotDetail",
    "SnapshotFailed",
    "SnapshotResp",
    "TokenAuth",
    "Unauthorized",
    "UnexpectedResponse",
    "Unset",
    "WaitTimeout",
    "__version__",
]

if not TYPE_CHECKING:

    def __getattr__(name: str) -> Any:
        """Import a model when it is first asked for."""
        if name not in __all__:
            raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
        return getattr(models, name)
