# mypy: ignore-errors
import re
from typing import Any

from .errors import ConstraintError

REGEX_PATTERNS = {
    "^[0-9A-Fa-f]{8}(-[0-9A-Fa-f]{4}){3}-[0-9A-Fa-f]{12}$": re.compile(
        "^[0-9A-Fa-f]{8}(-[0-9A-Fa-f]{4}){3}-[0-9A-Fa-f]{12}\\Z"
    )
}

NoneType = type(None)


def validate(data: Any, custom_formats: dict[str, Any] = {}, name_prefix: str | None = None) -> None:
    if not isinstance(data, (dict)):
        raise ConstraintError(
            "" + (name_prefix or "data") + " must be object",
            value=data,
            name="" + (name_prefix or "data") + "",
            rule="type",
        )
    data_is_dict = isinstance(data, dict)
    if data_is_dict:
        data__missing_keys = {"snapshot_id"}.difference(data)
        if data__missing_keys:
            raise ConstraintError(
                "" + (name_prefix or "data") + " must contain " + (str(sorted(data__missing_keys)) + " properties"),
                value=data,
                name="" + (name_prefix or "data") + "",
                rule="required",
            )
        data_keys = data.keys()
        if "snapshot_id" in data_keys:
            data__snapshotid = data["snapshot_id"]
            if not isinstance(data__snapshotid, (str)):
                raise ConstraintError(
                    "" + (name_prefix or "data") + ".snapshot_id must be string",
                    value=data__snapshotid,
                    name="" + (name_prefix or "data") + ".snapshot_id",
                    rule="type",
                )
            if isinstance(data__snapshotid, str):
                data__snapshotid_len = len(data__snapshotid)
                if data__snapshotid_len < 36:
                    raise ConstraintError(
                        "" + (name_prefix or "data") + ".snapshot_id must be longer than or equal to 36 characters",
                        value=data__snapshotid,
                        name="" + (name_prefix or "data") + ".snapshot_id",
                        rule="minLength",
                    )
                if data__snapshotid_len > 36:
                    raise ConstraintError(
                        "" + (name_prefix or "data") + ".snapshot_id must be shorter than or equal to 36 characters",
                        value=data__snapshotid,
                        name="" + (name_prefix or "data") + ".snapshot_id",
                        rule="maxLength",
                    )
                if not REGEX_PATTERNS["^[0-9A-Fa-f]{8}(-[0-9A-Fa-f]{4}){3}-[0-9A-Fa-f]{12}$"].search(data__snapshotid):
                    raise ConstraintError(
                        ""
                        + (name_prefix or "data")
                        + ".snapshot_id must match pattern ^[0-9A-Fa-f]{8}(-[0-9A-Fa-f]{4}){3}-[0-9A-Fa-f]{12}$",
                        value=data__snapshotid,
                        name="" + (name_prefix or "data") + ".snapshot_id",
                        rule="pattern",
                    )
    return data
