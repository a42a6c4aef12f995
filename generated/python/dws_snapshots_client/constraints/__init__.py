"""The constraints of openapi.yaml, compiled. Each check raises ConstraintError."""

from .create_snapshot_request import validate as check_create_snapshot_request
from .create_snapshot_response import validate as check_create_snapshot_response
from .errors import ConstraintError
from .project_id import validate as check_project_id

__all__ = ["ConstraintError", "check_create_snapshot_request", "check_create_snapshot_response", "check_project_id"]
