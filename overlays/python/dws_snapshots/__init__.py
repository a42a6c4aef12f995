"""Snapshots of Data Warehouse Service clusters (Huawei Cloud, Open Telekom Cloud).

A thin layer over the generated client `dws_snapshots_client`: authentication, errors, and clients that are safe to use.
"""

from typing import TYPE_CHECKING, Any

from .auth import AkSkAuth, PasswordAuth, TokenAuth
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

if TYPE_CHECKING:
    from dws_snapshots_client.models import (
        Cluster,
        CopySnapshotResponse,
        ListClusterSnapshotsResponse,
        SnapshotDetail,
        SnapshotResp,
    )
else:

    def __getattr__(name: str) -> Any:
        """Import a model when it is asked for: most programs need few."""
        if name not in __all__:
            raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
        from dws_snapshots_client import models

        return getattr(models, name)


__all__ = [
    "AkSkAuth",
    "ApiError",
    "AsyncDwsClient",
    "BadRequest",
    "Cluster",
    "ConnectionFailed",
    "CopySnapshotResponse",
    "DwsClient",
    "DwsError",
    "Forbidden",
    "InternalServerError",
    "InvalidRequest",
    "ListClusterSnapshotsResponse",
    "MissingSetting",
    "NotFound",
    "PasswordAuth",
    "ResponseTimeout",
    "ServiceUnavailable",
    "SnapshotDetail",
    "SnapshotFailed",
    "SnapshotResp",
    "TokenAuth",
    "Unauthorized",
    "UnexpectedResponse",
    "WaitTimeout",
    "__version__",
]
