# mypy: ignore-errors
import re
from typing import Any

from .errors import ConstraintError

REGEX_PATTERNS = {
    "^[0-9a-f]{32}$": re.compile("^[0-9a-f]{32}\\Z"),
    "^[0-9A-Fa-f]{8}(-[0-9A-Fa-f]{4}){3}-[0-9A-Fa-f]{12}$": re.compile(
        "^[0-9A-Fa-f]{8}(-[0-9A-Fa-f]{4}){3}-[0-9A-Fa-f]{12}\\Z"
    ),
    "text_re_pattern": re.compile("^[^\\ud800-\\udfff]*\\Z"),
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
        data__missing_keys = {"cluster_id", "project_id"}.difference(data)
        if data__missing_keys:
            raise ConstraintError(
                "" + (name_prefix or "data") + " must contain " + (str(sorted(data__missing_keys)) + " properties"),
                value=data,
                name="" + (name_prefix or "data") + "",
                rule="required",
            )
        data_keys = data.keys()
        if "project_id" in data_keys:
            data__projectid = data["project_id"]
            if not isinstance(data__projectid, (str)):
                raise ConstraintError(
                    "" + (name_prefix or "data") + ".project_id must be string",
                    value=data__projectid,
                    name="" + (name_prefix or "data") + ".project_id",
                    rule="type",
                )
            if isinstance(data__projectid, str):
                data__projectid_len = len(data__projectid)
                if data__projectid_len < 32:
                    raise ConstraintError(
                        "" + (name_prefix or "data") + ".project_id must be longer than or equal to 32 characters",
                        value=data__projectid,
                        name="" + (name_prefix or "data") + ".project_id",
                        rule="minLength",
                    )
                if data__projectid_len > 32:
                    raise ConstraintError(
                        "" + (name_prefix or "data") + ".project_id must be shorter than or equal to 32 characters",
                        value=data__projectid,
                        name="" + (name_prefix or "data") + ".project_id",
                        rule="maxLength",
                    )
                if not REGEX_PATTERNS["^[0-9a-f]{32}$"].search(data__projectid):
                    raise ConstraintError(
                        "" + (name_prefix or "data") + ".project_id must match pattern ^[0-9a-f]{32}$",
                        value=data__projectid,
                        name="" + (name_prefix or "data") + ".project_id",
                        rule="pattern",
                    )
        if "cluster_id" in data_keys:
            data__clusterid = data["cluster_id"]
            if not isinstance(data__clusterid, (str)):
                raise ConstraintError(
                    "" + (name_prefix or "data") + ".cluster_id must be string",
                    value=data__clusterid,
                    name="" + (name_prefix or "data") + ".cluster_id",
                    rule="type",
                )
            if isinstance(data__clusterid, str):
                data__clusterid_len = len(data__clusterid)
                if data__clusterid_len < 36:
                    raise ConstraintError(
                        "" + (name_prefix or "data") + ".cluster_id must be longer than or equal to 36 characters",
                        value=data__clusterid,
                        name="" + (name_prefix or "data") + ".cluster_id",
                        rule="minLength",
                    )
                if data__clusterid_len > 36:
                    raise ConstraintError(
                        "" + (name_prefix or "data") + ".cluster_id must be shorter than or equal to 36 characters",
                        value=data__clusterid,
                        name="" + (name_prefix or "data") + ".cluster_id",
                        rule="maxLength",
                    )
                if not REGEX_PATTERNS["^[0-9A-Fa-f]{8}(-[0-9A-Fa-f]{4}){3}-[0-9A-Fa-f]{12}$"].search(data__clusterid):
                    raise ConstraintError(
                        ""
                        + (name_prefix or "data")
                        + ".cluster_id must match pattern ^[0-9A-Fa-f]{8}(-[0-9A-Fa-f]{4}){3}-[0-9A-Fa-f]{12}$",
                        value=data__clusterid,
                        name="" + (name_prefix or "data") + ".cluster_id",
                        rule="pattern",
                    )
        if "limit" in data_keys:
            data__limit = data["limit"]
            if (
                not isinstance(data__limit, (int))
                and not (isinstance(data__limit, float) and data__limit.is_integer())
                or isinstance(data__limit, bool)
            ):
                raise ConstraintError(
                    "" + (name_prefix or "data") + ".limit must be integer",
                    value=data__limit,
                    name="" + (name_prefix or "data") + ".limit",
                    rule="type",
                )
            if isinstance(data__limit, (int, float)) and not isinstance(data__limit, bool):
                if data__limit < 1:
                    raise ConstraintError(
                        "" + (name_prefix or "data") + ".limit must be bigger than or equal to 1",
                        value=data__limit,
                        name="" + (name_prefix or "data") + ".limit",
                        rule="minimum",
                    )
                if data__limit > 1000:
                    raise ConstraintError(
                        "" + (name_prefix or "data") + ".limit must be smaller than or equal to 1000",
                        value=data__limit,
                        name="" + (name_prefix or "data") + ".limit",
                        rule="maximum",
                    )
        if "offset" in data_keys:
            data__offset = data["offset"]
            if (
                not isinstance(data__offset, (int))
                and not (isinstance(data__offset, float) and data__offset.is_integer())
                or isinstance(data__offset, bool)
            ):
                raise ConstraintError(
                    "" + (name_prefix or "data") + ".offset must be integer",
                    value=data__offset,
                    name="" + (name_prefix or "data") + ".offset",
                    rule="type",
                )
            if isinstance(data__offset, (int, float)) and not isinstance(data__offset, bool):
                if data__offset < 0:
                    raise ConstraintError(
                        "" + (name_prefix or "data") + ".offset must be bigger than or equal to 0",
                        value=data__offset,
                        name="" + (name_prefix or "data") + ".offset",
                        rule="minimum",
                    )
                if data__offset > 2147483647:
                    raise ConstraintError(
                        "" + (name_prefix or "data") + ".offset must be smaller than or equal to 2147483647",
                        value=data__offset,
                        name="" + (name_prefix or "data") + ".offset",
                        rule="maximum",
                    )
        if "sort_key" in data_keys:
            data__sortkey = data["sort_key"]
            if not isinstance(data__sortkey, (str)):
                raise ConstraintError(
                    "" + (name_prefix or "data") + ".sort_key must be string",
                    value=data__sortkey,
                    name="" + (name_prefix or "data") + ".sort_key",
                    rule="type",
                )
            if not (
                isinstance(data__sortkey, str)
                and data__sortkey == "started"
                or isinstance(data__sortkey, str)
                and data__sortkey == "finished"
                or isinstance(data__sortkey, str)
                and data__sortkey == "name"
                or isinstance(data__sortkey, str)
                and data__sortkey == "size"
                or isinstance(data__sortkey, str)
                and data__sortkey == "status"
            ):
                raise ConstraintError(
                    ""
                    + (name_prefix or "data")
                    + ".sort_key must be one of ['started', 'finished', 'name', 'size', 'status']",
                    value=data__sortkey,
                    name="" + (name_prefix or "data") + ".sort_key",
                    rule="enum",
                )
            if isinstance(data__sortkey, str):
                if not REGEX_PATTERNS["text_re_pattern"].match(data__sortkey):
                    raise ConstraintError(
                        "" + (name_prefix or "data") + ".sort_key must be text",
                        value=data__sortkey,
                        name="" + (name_prefix or "data") + ".sort_key",
                        rule="format",
                    )
        if "sort_dir" in data_keys:
            data__sortdir = data["sort_dir"]
            if not isinstance(data__sortdir, (str)):
                raise ConstraintError(
                    "" + (name_prefix or "data") + ".sort_dir must be string",
                    value=data__sortdir,
                    name="" + (name_prefix or "data") + ".sort_dir",
                    rule="type",
                )
            if not (
                isinstance(data__sortdir, str)
                and data__sortdir == "asc"
                or isinstance(data__sortdir, str)
                and data__sortdir == "desc"
            ):
                raise ConstraintError(
                    "" + (name_prefix or "data") + ".sort_dir must be one of ['asc', 'desc']",
                    value=data__sortdir,
                    name="" + (name_prefix or "data") + ".sort_dir",
                    rule="enum",
                )
            if isinstance(data__sortdir, str):
                if not REGEX_PATTERNS["text_re_pattern"].match(data__sortdir):
                    raise ConstraintError(
                        "" + (name_prefix or "data") + ".sort_dir must be text",
                        value=data__sortdir,
                        name="" + (name_prefix or "data") + ".sort_dir",
                        rule="format",
                    )
    return data
