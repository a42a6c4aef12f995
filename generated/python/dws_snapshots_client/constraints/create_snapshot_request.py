# mypy: ignore-errors
import re
from typing import Any

from .errors import ConstraintError

REGEX_PATTERNS = {
    "^[0-9a-f]{32}$": re.compile("^[0-9a-f]{32}\\Z"),
    "^[A-Za-z][A-Za-z0-9_-]{3,63}$": re.compile("^[A-Za-z][A-Za-z0-9_-]{3,63}\\Z"),
    "^[0-9A-Fa-f]{8}(-[0-9A-Fa-f]{4}){3}-[0-9A-Fa-f]{12}$": re.compile(
        "^[0-9A-Fa-f]{8}(-[0-9A-Fa-f]{4}){3}-[0-9A-Fa-f]{12}\\Z"
    ),
    "^[^!<>'=&\"]*$": re.compile("^[^!<>'=&\"]*\\Z"),
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
        data__missing_keys = {"body", "project_id"}.difference(data)
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
        if "body" in data_keys:
            data__body = data["body"]
            if not isinstance(data__body, (dict)):
                raise ConstraintError(
                    "" + (name_prefix or "data") + ".body must be object",
                    value=data__body,
                    name="" + (name_prefix or "data") + ".body",
                    rule="type",
                )
            data__body_is_dict = isinstance(data__body, dict)
            if data__body_is_dict:
                data__body__missing_keys = {"snapshot"}.difference(data__body)
                if data__body__missing_keys:
                    raise ConstraintError(
                        ""
                        + (name_prefix or "data")
                        + ".body must contain "
                        + (str(sorted(data__body__missing_keys)) + " properties"),
                        value=data__body,
                        name="" + (name_prefix or "data") + ".body",
                        rule="required",
                    )
                data__body_keys = data__body.keys()
                if "snapshot" in data__body_keys:
                    data__body__snapshot = data__body["snapshot"]
                    if not isinstance(data__body__snapshot, (dict)):
                        raise ConstraintError(
                            "" + (name_prefix or "data") + ".body.snapshot must be object",
                            value=data__body__snapshot,
                            name="" + (name_prefix or "data") + ".body.snapshot",
                            rule="type",
                        )
                    data__body__snapshot_is_dict = isinstance(data__body__snapshot, dict)
                    if data__body__snapshot_is_dict:
                        data__body__snapshot__missing_keys = {"name", "cluster_id"}.difference(data__body__snapshot)
                        if data__body__snapshot__missing_keys:
                            raise ConstraintError(
                                ""
                                + (name_prefix or "data")
                                + ".body.snapshot must contain "
                                + (str(sorted(data__body__snapshot__missing_keys)) + " properties"),
                                value=data__body__snapshot,
                                name="" + (name_prefix or "data") + ".body.snapshot",
                                rule="required",
                            )
                        data__body__snapshot_keys = data__body__snapshot.keys()
                        if "name" in data__body__snapshot_keys:
                            data__body__snapshot__name = data__body__snapshot["name"]
                            if not isinstance(data__body__snapshot__name, (str)):
                                raise ConstraintError(
                                    "" + (name_prefix or "data") + ".body.snapshot.name must be string",
                                    value=data__body__snapshot__name,
                                    name="" + (name_prefix or "data") + ".body.snapshot.name",
                                    rule="type",
                                )
                            if isinstance(data__body__snapshot__name, str):
                                data__body__snapshot__name_len = len(data__body__snapshot__name)
                                if data__body__snapshot__name_len < 4:
                                    raise ConstraintError(
                                        ""
                                        + (name_prefix or "data")
                                        + ".body.snapshot.name must be longer than or equal to 4 characters",
                                        value=data__body__snapshot__name,
                                        name="" + (name_prefix or "data") + ".body.snapshot.name",
                                        rule="minLength",
                                    )
                                if data__body__snapshot__name_len > 64:
                                    raise ConstraintError(
                                        ""
                                        + (name_prefix or "data")
                                        + ".body.snapshot.name must be shorter than or equal to 64 characters",
                                        value=data__body__snapshot__name,
                                        name="" + (name_prefix or "data") + ".body.snapshot.name",
                                        rule="maxLength",
                                    )
                                if not REGEX_PATTERNS["^[A-Za-z][A-Za-z0-9_-]{3,63}$"].search(
                                    data__body__snapshot__name
                                ):
                                    raise ConstraintError(
                                        ""
                                        + (name_prefix or "data")
                                        + ".body.snapshot.name must match pattern ^[A-Za-z][A-Za-z0-9_-]{3,63}$",
                                        value=data__body__snapshot__name,
                                        name="" + (name_prefix or "data") + ".body.snapshot.name",
                                        rule="pattern",
                                    )
                        if "cluster_id" in data__body__snapshot_keys:
                            data__body__snapshot__clusterid = data__body__snapshot["cluster_id"]
                            if not isinstance(data__body__snapshot__clusterid, (str)):
                                raise ConstraintError(
                                    "" + (name_prefix or "data") + ".body.snapshot.cluster_id must be string",
                                    value=data__body__snapshot__clusterid,
                                    name="" + (name_prefix or "data") + ".body.snapshot.cluster_id",
                                    rule="type",
                                )
                            if isinstance(data__body__snapshot__clusterid, str):
                                data__body__snapshot__clusterid_len = len(data__body__snapshot__clusterid)
                                if data__body__snapshot__clusterid_len < 36:
                                    raise ConstraintError(
                                        ""
                                        + (name_prefix or "data")
                                        + ".body.snapshot.cluster_id must be longer than or equal to 36 characters",
                                        value=data__body__snapshot__clusterid,
                                        name="" + (name_prefix or "data") + ".body.snapshot.cluster_id",
                                        rule="minLength",
                                    )
                                if data__body__snapshot__clusterid_len > 36:
                                    raise ConstraintError(
                                        ""
                                        + (name_prefix or "data")
                                        + ".body.snapshot.cluster_id must be shorter than or equal to 36 characters",
                                        value=data__body__snapshot__clusterid,
                                        name="" + (name_prefix or "data") + ".body.snapshot.cluster_id",
                                        rule="maxLength",
                                    )
                                if not REGEX_PATTERNS["^[0-9A-Fa-f]{8}(-[0-9A-Fa-f]{4}){3}-[0-9A-Fa-f]{12}$"].search(
                                    data__body__snapshot__clusterid
                                ):
                                    raise ConstraintError(
                                        ""
                                        + (name_prefix or "data")
                                        + ".body.snapshot.cluster_id must match pattern ^[0-9A-Fa-f]{8}(-[0-9A-Fa-f]{4}){3}-[0-9A-Fa-f]{12}$",
                                        value=data__body__snapshot__clusterid,
                                        name="" + (name_prefix or "data") + ".body.snapshot.cluster_id",
                                        rule="pattern",
                                    )
                        if "description" in data__body__snapshot_keys:
                            data__body__snapshot__description = data__body__snapshot["description"]
                            if not isinstance(data__body__snapshot__description, (str)):
                                raise ConstraintError(
                                    "" + (name_prefix or "data") + ".body.snapshot.description must be string",
                                    value=data__body__snapshot__description,
                                    name="" + (name_prefix or "data") + ".body.snapshot.description",
                                    rule="type",
                                )
                            if isinstance(data__body__snapshot__description, str):
                                data__body__snapshot__description_len = len(data__body__snapshot__description)
                                if data__body__snapshot__description_len > 256:
                                    raise ConstraintError(
                                        ""
                                        + (name_prefix or "data")
                                        + ".body.snapshot.description must be shorter than or equal to 256 characters",
                                        value=data__body__snapshot__description,
                                        name="" + (name_prefix or "data") + ".body.snapshot.description",
                                        rule="maxLength",
                                    )
                                if not REGEX_PATTERNS["^[^!<>'=&\"]*$"].search(data__body__snapshot__description):
                                    raise ConstraintError(
                                        ""
                                        + (name_prefix or "data")
                                        + ".body.snapshot.description must match pattern ^[^!<>'=&\"]*$",
                                        value=data__body__snapshot__description,
                                        name="" + (name_prefix or "data") + ".body.snapshot.description",
                                        rule="pattern",
                                    )
                                if not REGEX_PATTERNS["text_re_pattern"].match(data__body__snapshot__description):
                                    raise ConstraintError(
                                        "" + (name_prefix or "data") + ".body.snapshot.description must be text",
                                        value=data__body__snapshot__description,
                                        name="" + (name_prefix or "data") + ".body.snapshot.description",
                                        rule="format",
                                    )
    return data
