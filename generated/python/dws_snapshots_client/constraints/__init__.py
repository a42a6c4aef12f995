"""The constraints of openapi.yaml, compiled. Each check raises ConstraintError."""

from .cluster_id import validate as check_cluster_id
from .copy_snapshot_request import validate as check_copy_snapshot_request
from .copy_snapshot_response import validate as check_copy_snapshot_response
from .create_snapshot_request import validate as check_create_snapshot_request
from .create_snapshot_response import validate as check_create_snapshot_response
from .delete_snapshot_request import validate as check_delete_snapshot_request
from .errors import ConstraintError
from .limit import validate as check_limit
from .list_cluster_snapshots_request import (
    validate as check_list_cluster_snapshots_request,
)
from .list_cluster_snapshots_response import (
    validate as check_list_cluster_snapshots_response,
)
from .list_snapshot_details_request import (
    validate as check_list_snapshot_details_request,
)
from .list_snapshot_details_response import (
    validate as check_list_snapshot_details_response,
)
from .list_snapshots_request import validate as check_list_snapshots_request
from .list_snapshots_response import validate as check_list_snapshots_response
from .offset import validate as check_offset
from .project_id import validate as check_project_id
from .restore_cluster_request import validate as check_restore_cluster_request
from .restore_cluster_response import validate as check_restore_cluster_response
from .snapshot_id import validate as check_snapshot_id
from .sort_dir import validate as check_sort_dir
from .sort_key import validate as check_sort_key

__all__ = [
    "ConstraintError",
    "check_cluster_id",
    "check_copy_snapshot_request",
    "check_copy_snapshot_response",
    "check_create_snapshot_request",
    "check_create_snapshot_response",
    "check_delete_snapshot_request",
    "check_limit",
    "check_list_cluster_snapshots_request",
    "check_list_cluster_snapshots_response",
    "check_list_snapshot_details_request",
    "check_list_snapshot_details_response",
    "check_list_snapshots_request",
    "check_list_snapshots_response",
    "check_offset",
    "check_project_id",
    "check_restore_cluster_request",
    "check_restore_cluster_response",
    "check_snapshot_id",
    "check_sort_dir",
    "check_sort_key",
]
