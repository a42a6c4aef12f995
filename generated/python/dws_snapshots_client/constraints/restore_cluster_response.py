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
        data__missing_keys = {"body"}.difference(data)
        if data__missing_keys:
            raise ConstraintError(
                "" + (name_prefix or "data") + " must contain " + (str(sorted(data__missing_keys)) + " properties"),
                value=data,
                name="" + (name_prefix or "data") + "",
                rule="required",
            )
        data_keys = data.keys()
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
                data__body__missing_keys = {"cluster"}.difference(data__body)
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
                if "cluster" in data__body_keys:
                    data__body__cluster = data__body["cluster"]
                    if not isinstance(data__body__cluster, (dict)):
                        raise ConstraintError(
                            "" + (name_prefix or "data") + ".body.cluster must be object",
                            value=data__body__cluster,
                            name="" + (name_prefix or "data") + ".body.cluster",
                            rule="type",
                        )
                    data__body__cluster_is_dict = isinstance(data__body__cluster, dict)
                    if data__body__cluster_is_dict:
                        data__body__cluster__missing_keys = {"id"}.difference(data__body__cluster)
                        if data__body__cluster__missing_keys:
                            raise ConstraintError(
                                ""
                                + (name_prefix or "data")
                                + ".body.cluster must contain "
                                + (str(sorted(data__body__cluster__missing_keys)) + " properties"),
                                value=data__body__cluster,
                                name="" + (name_prefix or "data") + ".body.cluster",
                                rule="required",
                            )
                        data__body__cluster_keys = data__body__cluster.keys()
                        if "id" in data__body__cluster_keys:
                            data__body__cluster__id = data__body__cluster["id"]
                            if not isinstance(data__body__cluster__id, (str)):
                                raise ConstraintError(
                                    "" + (name_prefix or "data") + ".body.cluster.id must be string",
                                    value=data__body__cluster__id,
                                    name="" + (name_prefix or "data") + ".body.cluster.id",
                                    rule="type",
                                )
                            if isinstance(data__body__cluster__id, str):
                                data__body__cluster__id_len = len(data__body__cluster__id)
                                if data__body__cluster__id_len < 36:
                                    raise ConstraintError(
                                        ""
                                        + (name_prefix or "data")
                                        + ".body.cluster.id must be longer than or equal to 36 characters",
                                        value=data__body__cluster__id,
                                        name="" + (name_prefix or "data") + ".body.cluster.id",
                                        rule="minLength",
                                    )
                                if data__body__cluster__id_len > 36:
                                    raise ConstraintError(
                                        ""
                                        + (name_prefix or "data")
                                        + ".body.cluster.id must be shorter than or equal to 36 characters",
                                        value=data__body__cluster__id,
                                        name="" + (name_prefix or "data") + ".body.cluster.id",
                                        rule="maxLength",
                                    )
                                if not REGEX_PATTERNS["^[0-9A-Fa-f]{8}(-[0-9A-Fa-f]{4}){3}-[0-9A-Fa-f]{12}$"].search(
                                    data__body__cluster__id
                                ):
                                    raise ConstraintError(
                                        ""
                                        + (name_prefix or "data")
                                        + ".body.cluster.id must match pattern ^[0-9A-Fa-f]{8}(-[0-9A-Fa-f]{4}){3}-[0-9A-Fa-f]{12}$",
                                        value=data__body__cluster__id,
                                        name="" + (name_prefix or "data") + ".body.cluster.id",
                                        rule="pattern",
                                    )
    return data
