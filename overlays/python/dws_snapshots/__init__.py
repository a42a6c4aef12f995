"""Snapshots of Data Warehouse Service clusters (Huawei Cloud, Open Telekom Cloud).

A thin layer over the generated client `dws_snapshots_client`: authentication, errors, and clients that are safe to use.
"""

from dws_snapshots_client.models import SnapshotResp

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
    Unauthorized,
    UnexpectedResponse,
)

__all__ = [
    "AkSkAuth",
    "ApiError",
    "AsyncDwsClient",
    "BadRequest",
    "ConnectionFailed",
    "DwsClient",
    "DwsError",
    "Forbidden",
    "InternalServerError",
    "InvalidRequest",
    "MissingSetting",
    "NotFound",
    "PasswordAuth",
    "ResponseTimeout",
    "ServiceUnavailable",
    "SnapshotResp",
    "TokenAuth",
    "Unauthorized",
    "UnexpectedResponse",
    "__version__",
]
