"""The constraints of openapi.yaml, compiled. Each check raises ConstraintError."""

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
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
else:
    MODULES = {
        "check_project_id": (".project_id", "validate"),
        "check_snapshot_id": (".snapshot_id", "validate"),
        "check_cluster_id": (".cluster_id", "validate"),
        "check_limit": (".limit", "validate"),
        "check_offset": (".offset", "validate"),
        "check_sort_key": (".sort_key", "validate"),
        "check_sort_dir": (".sort_dir", "validate"),
        "check_list_snapshots_request": (".list_snapshots_request", "validate"),
        "check_list_snapshots_response": (".list_snapshots_response", "validate"),
        "check_create_snapshot_request": (".create_snapshot_request", "validate"),
        "check_create_snapshot_response": (".create_snapshot_response", "validate"),
        "check_list_snapshot_details_request": (".list_snapshot_details_request", "validate"),
        "check_list_snapshot_details_response": (".list_snapshot_details_response", "validate"),
        "check_delete_snapshot_request": (".delete_snapshot_request", "validate"),
        "check_restore_cluster_request": (".restore_cluster_request", "validate"),
        "check_restore_cluster_response": (".restore_cluster_response", "validate"),
        "check_copy_snapshot_request": (".copy_snapshot_request", "validate"),
        "check_copy_snapshot_response": (".copy_snapshot_response", "validate"),
        "check_list_cluster_snapshots_request": (".list_cluster_snapshots_request", "validate"),
        "check_list_cluster_snapshots_response": (".list_cluster_snapshots_response", "validate"),
        "ConstraintError": (".errors", "ConstraintError"),
    }

    def __getattr__(name: str) -> Any:
        """Import the one that is asked for: most programs need few."""
        if name not in MODULES:
            raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
        module, attribute = MODULES[name]
        globals()[name] = value = getattr(import_module(module, __name__), attribute)
        return value


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
