"""Snapshots of Data Warehouse Service clusters (Huawei Cloud, Open Telekom Cloud).

A thin layer over the generated client `dws_snapshots_client`: authentication, errors, and clients that are safe to use.
"""

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
