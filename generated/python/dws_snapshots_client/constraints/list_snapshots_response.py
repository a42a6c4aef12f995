# mypy: ignore-errors
import re
from typing import Any

from .errors import ConstraintError

REGEX_PATTERNS = {
    "^[0-9A-Fa-f]{8}(-[0-9A-Fa-f]{4}){3}-[0-9A-Fa-f]{12}$": re.compile(
        "^[0-9A-Fa-f]{8}(-[0-9A-Fa-f]{4}){3}-[0-9A-Fa-f]{12}\\Z"
    ),
    "text_re_pattern": re.compile("^[^\\ud800-\\udfff]*\\Z"),
    "date-time_re_pattern": re.compile(
        "^(?:\\d{4}-(?:(?:0[13578]|1[02])-(?:0[1-9]|[12]\\d|3[01])|(?:0[469]|11)-(?:0[1-9]|[12]\\d|30)|02-(?:0[1-9]|1\\d|2[0-8]))|(?:\\d\\d(?:0[48]|[2468][048]|[13579][26])|(?:[02468][048]|[13579][26])00)-02-29)(t|T)(?:[01]\\d|2[0-3]):[0-5]\\d:(?:[0-5]\\d|60)(?:\\.\\d+)?(?:[+-](?:[01]\\d|2[0-3]):[0-5]\\d|[+-](?:[01]\\d|2[0-3])[0-5]\\d|z|Z)\\Z"
    ),
    "time or empty_re_pattern": re.compile(
        "^\\Z|^(?:\\d{4}-(?:(?:0[13578]|1[02])-(?:0[1-9]|[12]\\d|3[01])|(?:0[469]|11)-(?:0[1-9]|[12]\\d|30)|02-(?:0[1-9]|1\\d|2[0-8]))|(?:\\d\\d(?:0[48]|[2468][048]|[13579][26])|(?:[02468][048]|[13579][26])00)-02-29)(t|T)(?:[01]\\d|2[0-3]):[0-5]\\d:(?:[0-5]\\d|60)(?:\\.\\d+)?(?:[+-](?:[01]\\d|2[0-3]):[0-5]\\d|[+-](?:[01]\\d|2[0-3])[0-5]\\d|z|Z)\\Z"
    ),
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
                data__body__missing_keys = {"snapshots", "count"}.difference(data__body)
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
                if "snapshots" in data__body_keys:
                    data__body__snapshots = data__body["snapshots"]
                    if not isinstance(data__body__snapshots, (list, tuple)):
                        raise ConstraintError(
                            "" + (name_prefix or "data") + ".body.snapshots must be array",
                            value=data__body__snapshots,
                            name="" + (name_prefix or "data") + ".body.snapshots",
                            rule="type",
                        )
                    data__body__snapshots_is_list = isinstance(data__body__snapshots, (list, tuple))
                    if data__body__snapshots_is_list:
                        data__body__snapshots_len = len(data__body__snapshots)
                        for data__body__snapshots_x, data__body__snapshots_item in enumerate(data__body__snapshots):
                            if not isinstance(data__body__snapshots_item, (dict)):
                                raise ConstraintError(
                                    ""
                                    + (name_prefix or "data")
                                    + ".body.snapshots[{data__body__snapshots_x}]".format(**locals())
                                    + " must be object",
                                    value=data__body__snapshots_item,
                                    name=""
                                    + (name_prefix or "data")
                                    + ".body.snapshots[{data__body__snapshots_x}]".format(**locals())
                                    + "",
                                    rule="type",
                                )
                            data__body__snapshots_item_is_dict = isinstance(data__body__snapshots_item, dict)
                            if data__body__snapshots_item_is_dict:
                                data__body__snapshots_item__missing_keys = {
                                    "id",
                                    "name",
                                    "status",
                                    "type",
                                    "cluster_id",
                                    "started",
                                }.difference(data__body__snapshots_item)
                                if data__body__snapshots_item__missing_keys:
                                    raise ConstraintError(
                                        ""
                                        + (name_prefix or "data")
                                        + ".body.snapshots[{data__body__snapshots_x}]".format(**locals())
                                        + " must contain "
                                        + (str(sorted(data__body__snapshots_item__missing_keys)) + " properties"),
                                        value=data__body__snapshots_item,
                                        name=""
                                        + (name_prefix or "data")
                                        + ".body.snapshots[{data__body__snapshots_x}]".format(**locals())
                                        + "",
                                        rule="required",
                                    )
                                data__body__snapshots_item_keys = data__body__snapshots_item.keys()
                                if "id" in data__body__snapshots_item_keys:
                                    data__body__snapshots_item__id = data__body__snapshots_item["id"]
                                    if not isinstance(data__body__snapshots_item__id, (str)):
                                        raise ConstraintError(
                                            ""
                                            + (name_prefix or "data")
                                            + ".body.snapshots[{data__body__snapshots_x}].id".format(**locals())
                                            + " must be string",
                                            value=data__body__snapshots_item__id,
                                            name=""
                                            + (name_prefix or "data")
                                            + ".body.snapshots[{data__body__snapshots_x}].id".format(**locals())
                                            + "",
                                            rule="type",
                                        )
                                    if isinstance(data__body__snapshots_item__id, str):
                                        data__body__snapshots_item__id_len = len(data__body__snapshots_item__id)
                                        if data__body__snapshots_item__id_len < 36:
                                            raise ConstraintError(
                                                ""
                                                + (name_prefix or "data")
                                                + ".body.snapshots[{data__body__snapshots_x}].id".format(**locals())
                                                + " must be longer than or equal to 36 characters",
                                                value=data__body__snapshots_item__id,
                                                name=""
                                                + (name_prefix or "data")
                                                + ".body.snapshots[{data__body__snapshots_x}].id".format(**locals())
                                                + "",
                                                rule="minLength",
                                            )
                                        if data__body__snapshots_item__id_len > 36:
                                            raise ConstraintError(
                                                ""
                                                + (name_prefix or "data")
                                                + ".body.snapshots[{data__body__snapshots_x}].id".format(**locals())
                                                + " must be shorter than or equal to 36 characters",
                                                value=data__body__snapshots_item__id,
                                                name=""
                                                + (name_prefix or "data")
                                                + ".body.snapshots[{data__body__snapshots_x}].id".format(**locals())
                                                + "",
                                                rule="maxLength",
                                            )
                                        if not REGEX_PATTERNS[
                                            "^[0-9A-Fa-f]{8}(-[0-9A-Fa-f]{4}){3}-[0-9A-Fa-f]{12}$"
                                        ].search(data__body__snapshots_item__id):
                                            raise ConstraintError(
                                                ""
                                                + (name_prefix or "data")
                                                + ".body.snapshots[{data__body__snapshots_x}].id".format(**locals())
                                                + " must match pattern ^[0-9A-Fa-f]{8}(-[0-9A-Fa-f]{4}){3}-[0-9A-Fa-f]{12}$",
                                                value=data__body__snapshots_item__id,
                                                name=""
                                                + (name_prefix or "data")
                                                + ".body.snapshots[{data__body__snapshots_x}].id".format(**locals())
                                                + "",
                                                rule="pattern",
                                            )
                                if "name" in data__body__snapshots_item_keys:
                                    data__body__snapshots_item__name = data__body__snapshots_item["name"]
                                    if not isinstance(data__body__snapshots_item__name, (str)):
                                        raise ConstraintError(
                                            ""
                                            + (name_prefix or "data")
                                            + ".body.snapshots[{data__body__snapshots_x}].name".format(**locals())
                                            + " must be string",
                                            value=data__body__snapshots_item__name,
                                            name=""
                                            + (name_prefix or "data")
                                            + ".body.snapshots[{data__body__snapshots_x}].name".format(**locals())
                                            + "",
                                            rule="type",
                                        )
                                    if isinstance(data__body__snapshots_item__name, str):
                                        if not REGEX_PATTERNS["text_re_pattern"].match(
                                            data__body__snapshots_item__name
                                        ):
                                            raise ConstraintError(
                                                ""
                                                + (name_prefix or "data")
                                                + ".body.snapshots[{data__body__snapshots_x}].name".format(**locals())
                                                + " must be text",
                                                value=data__body__snapshots_item__name,
                                                name=""
                                                + (name_prefix or "data")
                                                + ".body.snapshots[{data__body__snapshots_x}].name".format(**locals())
                                                + "",
                                                rule="format",
                                            )
                                if "description" in data__body__snapshots_item_keys:
                                    data__body__snapshots_item__description = data__body__snapshots_item["description"]
                                    if not isinstance(data__body__snapshots_item__description, (str, NoneType)):
                                        raise ConstraintError(
                                            ""
                                            + (name_prefix or "data")
                                            + ".body.snapshots[{data__body__snapshots_x}].description".format(
                                                **locals()
                                            )
                                            + " must be string or null",
                                            value=data__body__snapshots_item__description,
                                            name=""
                                            + (name_prefix or "data")
                                            + ".body.snapshots[{data__body__snapshots_x}].description".format(
                                                **locals()
                                            )
                                            + "",
                                            rule="type",
                                        )
                                    if isinstance(data__body__snapshots_item__description, str):
                                        if not REGEX_PATTERNS["text_re_pattern"].match(
                                            data__body__snapshots_item__description
                                        ):
                                            raise ConstraintError(
                                                ""
                                                + (name_prefix or "data")
                                                + ".body.snapshots[{data__body__snapshots_x}].description".format(
                                                    **locals()
                                                )
                                                + " must be text",
                                                value=data__body__snapshots_item__description,
                                                name=""
                                                + (name_prefix or "data")
                                                + ".body.snapshots[{data__body__snapshots_x}].description".format(
                                                    **locals()
                                                )
                                                + "",
                                                rule="format",
                                            )
                                if "started" in data__body__snapshots_item_keys:
                                    data__body__snapshots_item__started = data__body__snapshots_item["started"]
                                    if not isinstance(data__body__snapshots_item__started, (str)):
                                        raise ConstraintError(
                                            ""
                                            + (name_prefix or "data")
                                            + ".body.snapshots[{data__body__snapshots_x}].started".format(**locals())
                                            + " must be string",
                                            value=data__body__snapshots_item__started,
                                            name=""
                                            + (name_prefix or "data")
                                            + ".body.snapshots[{data__body__snapshots_x}].started".format(**locals())
                                            + "",
                                            rule="type",
                                        )
                                    if isinstance(data__body__snapshots_item__started, str):
                                        if not REGEX_PATTERNS["date-time_re_pattern"].match(
                                            data__body__snapshots_item__started
                                        ):
                                            raise ConstraintError(
                                                ""
                                                + (name_prefix or "data")
                                                + ".body.snapshots[{data__body__snapshots_x}].started".format(
                                                    **locals()
                                                )
                                                + " must be date-time",
                                                value=data__body__snapshots_item__started,
                                                name=""
                                                + (name_prefix or "data")
                                                + ".body.snapshots[{data__body__snapshots_x}].started".format(
                                                    **locals()
                                                )
                                                + "",
                                                rule="format",
                                            )
                                if "finished" in data__body__snapshots_item_keys:
                                    data__body__snapshots_item__finished = data__body__snapshots_item["finished"]
                                    if not isinstance(data__body__snapshots_item__finished, (str, NoneType)):
                                        raise ConstraintError(
                                            ""
                                            + (name_prefix or "data")
                                            + ".body.snapshots[{data__body__snapshots_x}].finished".format(**locals())
                                            + " must be string or null",
                                            value=data__body__snapshots_item__finished,
                                            name=""
                                            + (name_prefix or "data")
                                            + ".body.snapshots[{data__body__snapshots_x}].finished".format(**locals())
                                            + "",
                                            rule="type",
                                        )
                                    if isinstance(data__body__snapshots_item__finished, str):
                                        if not REGEX_PATTERNS["time or empty_re_pattern"].match(
                                            data__body__snapshots_item__finished
                                        ):
                                            raise ConstraintError(
                                                ""
                                                + (name_prefix or "data")
                                                + ".body.snapshots[{data__body__snapshots_x}].finished".format(
                                                    **locals()
                                                )
                                                + " must be time or empty",
                                                value=data__body__snapshots_item__finished,
                                                name=""
                                                + (name_prefix or "data")
                                                + ".body.snapshots[{data__body__snapshots_x}].finished".format(
                                                    **locals()
                                                )
                                                + "",
                                                rule="format",
                                            )
                                if "size" in data__body__snapshots_item_keys:
                                    data__body__snapshots_item__size = data__body__snapshots_item["size"]
                                    if not isinstance(
                                        data__body__snapshots_item__size, (int, float, NoneType)
                                    ) or isinstance(data__body__snapshots_item__size, bool):
                                        raise ConstraintError(
                                            ""
                                            + (name_prefix or "data")
                                            + ".body.snapshots[{data__body__snapshots_x}].size".format(**locals())
                                            + " must be number or null",
                                            value=data__body__snapshots_item__size,
                                            name=""
                                            + (name_prefix or "data")
                                            + ".body.snapshots[{data__body__snapshots_x}].size".format(**locals())
                                            + "",
                                            rule="type",
                                        )
                                    if isinstance(data__body__snapshots_item__size, (int, float)) and not isinstance(
                                        data__body__snapshots_item__size, bool
                                    ):
                                        if data__body__snapshots_item__size < 0:
                                            raise ConstraintError(
                                                ""
                                                + (name_prefix or "data")
                                                + ".body.snapshots[{data__body__snapshots_x}].size".format(**locals())
                                                + " must be bigger than or equal to 0",
                                                value=data__body__snapshots_item__size,
                                                name=""
                                                + (name_prefix or "data")
                                                + ".body.snapshots[{data__body__snapshots_x}].size".format(**locals())
                                                + "",
                                                rule="minimum",
                                            )
                                if "status" in data__body__snapshots_item_keys:
                                    data__body__snapshots_item__status = data__body__snapshots_item["status"]
                                    if not isinstance(data__body__snapshots_item__status, (str)):
                                        raise ConstraintError(
                                            ""
                                            + (name_prefix or "data")
                                            + ".body.snapshots[{data__body__snapshots_x}].status".format(**locals())
                                            + " must be string",
                                            value=data__body__snapshots_item__status,
                                            name=""
                                            + (name_prefix or "data")
                                            + ".body.snapshots[{data__body__snapshots_x}].status".format(**locals())
                                            + "",
                                            rule="type",
                                        )
                                    if isinstance(data__body__snapshots_item__status, str):
                                        if not REGEX_PATTERNS["text_re_pattern"].match(
                                            data__body__snapshots_item__status
                                        ):
                                            raise ConstraintError(
                                                ""
                                                + (name_prefix or "data")
                                                + ".body.snapshots[{data__body__snapshots_x}].status".format(**locals())
                                                + " must be text",
                                                value=data__body__snapshots_item__status,
                                                name=""
                                                + (name_prefix or "data")
                                                + ".body.snapshots[{data__body__snapshots_x}].status".format(**locals())
                                                + "",
                                                rule="format",
                                            )
                                if "type" in data__body__snapshots_item_keys:
                                    data__body__snapshots_item__type = data__body__snapshots_item["type"]
                                    if not isinstance(data__body__snapshots_item__type, (str)):
                                        raise ConstraintError(
                                            ""
                                            + (name_prefix or "data")
                                            + ".body.snapshots[{data__body__snapshots_x}].type".format(**locals())
                                            + " must be string",
                                            value=data__body__snapshots_item__type,
                                            name=""
                                            + (name_prefix or "data")
                                            + ".body.snapshots[{data__body__snapshots_x}].type".format(**locals())
                                            + "",
                                            rule="type",
                                        )
                                    if isinstance(data__body__snapshots_item__type, str):
                                        if not REGEX_PATTERNS["text_re_pattern"].match(
                                            data__body__snapshots_item__type
                                        ):
                                            raise ConstraintError(
                                                ""
                                                + (name_prefix or "data")
                                                + ".body.snapshots[{data__body__snapshots_x}].type".format(**locals())
                                                + " must be text",
                                                value=data__body__snapshots_item__type,
                                                name=""
                                                + (name_prefix or "data")
                                                + ".body.snapshots[{data__body__snapshots_x}].type".format(**locals())
                                                + "",
                                                rule="format",
                                            )
                                if "cluster_id" in data__body__snapshots_item_keys:
                                    data__body__snapshots_item__clusterid = data__body__snapshots_item["cluster_id"]
                                    if not isinstance(data__body__snapshots_item__clusterid, (str)):
                                        raise ConstraintError(
                                            ""
                                            + (name_prefix or "data")
                                            + ".body.snapshots[{data__body__snapshots_x}].cluster_id".format(**locals())
                                            + " must be string",
                                            value=data__body__snapshots_item__clusterid,
                                            name=""
                                            + (name_prefix or "data")
                                            + ".body.snapshots[{data__body__snapshots_x}].cluster_id".format(**locals())
                                            + "",
                                            rule="type",
                                        )
                                    if isinstance(data__body__snapshots_item__clusterid, str):
                                        data__body__snapshots_item__clusterid_len = len(
                                            data__body__snapshots_item__clusterid
                                        )
                                        if data__body__snapshots_item__clusterid_len < 36:
                                            raise ConstraintError(
                                                ""
                                                + (name_prefix or "data")
                                                + ".body.snapshots[{data__body__snapshots_x}].cluster_id".format(
                                                    **locals()
                                                )
                                                + " must be longer than or equal to 36 characters",
                                                value=data__body__snapshots_item__clusterid,
                                                name=""
                                                + (name_prefix or "data")
                                                + ".body.snapshots[{data__body__snapshots_x}].cluster_id".format(
                                                    **locals()
                                                )
                                                + "",
                                                rule="minLength",
                                            )
                                        if data__body__snapshots_item__clusterid_len > 36:
                                            raise ConstraintError(
                                                ""
                                                + (name_prefix or "data")
                                                + ".body.snapshots[{data__body__snapshots_x}].cluster_id".format(
                                                    **locals()
                                                )
                                                + " must be shorter than or equal to 36 characters",
                                                value=data__body__snapshots_item__clusterid,
                                                name=""
                                                + (name_prefix or "data")
                                                + ".body.snapshots[{data__body__snapshots_x}].cluster_id".format(
                                                    **locals()
                                                )
                                                + "",
                                                rule="maxLength",
                                            )
                                        if not REGEX_PATTERNS[
                                            "^[0-9A-Fa-f]{8}(-[0-9A-Fa-f]{4}){3}-[0-9A-Fa-f]{12}$"
                                        ].search(data__body__snapshots_item__clusterid):
                                            raise ConstraintError(
                                                ""
                                                + (name_prefix or "data")
                                                + ".body.snapshots[{data__body__snapshots_x}].cluster_id".format(
                                                    **locals()
                                                )
                                                + " must match pattern ^[0-9A-Fa-f]{8}(-[0-9A-Fa-f]{4}){3}-[0-9A-Fa-f]{12}$",
                                                value=data__body__snapshots_item__clusterid,
                                                name=""
                                                + (name_prefix or "data")
                                                + ".body.snapshots[{data__body__snapshots_x}].cluster_id".format(
                                                    **locals()
                                                )
                                                + "",
                                                rule="pattern",
                                            )
                                if "datastore" in data__body__snapshots_item_keys:
                                    data__body__snapshots_item__datastore = data__body__snapshots_item["datastore"]
                                    if not isinstance(data__body__snapshots_item__datastore, (dict, NoneType)):
                                        raise ConstraintError(
                                            ""
                                            + (name_prefix or "data")
                                            + ".body.snapshots[{data__body__snapshots_x}].datastore".format(**locals())
                                            + " must be object or null",
                                            value=data__body__snapshots_item__datastore,
                                            name=""
                                            + (name_prefix or "data")
                                            + ".body.snapshots[{data__body__snapshots_x}].datastore".format(**locals())
                                            + "",
                                            rule="type",
                                        )
                                    data__body__snapshots_item__datastore_is_dict = isinstance(
                                        data__body__snapshots_item__datastore, dict
                                    )
                                    if data__body__snapshots_item__datastore_is_dict:
                                        data__body__snapshots_item__datastore_keys = (
                                            data__body__snapshots_item__datastore.keys()
                                        )
                                        if "type" in data__body__snapshots_item__datastore_keys:
                                            data__body__snapshots_item__datastore__type = (
                                                data__body__snapshots_item__datastore["type"]
                                            )
                                            if not isinstance(
                                                data__body__snapshots_item__datastore__type, (str, NoneType)
                                            ):
                                                raise ConstraintError(
                                                    ""
                                                    + (name_prefix or "data")
                                                    + ".body.snapshots[{data__body__snapshots_x}].datastore.type".format(
                                                        **locals()
                                                    )
                                                    + " must be string or null",
                                                    value=data__body__snapshots_item__datastore__type,
                                                    name=""
                                                    + (name_prefix or "data")
                                                    + ".body.snapshots[{data__body__snapshots_x}].datastore.type".format(
                                                        **locals()
                                                    )
                                                    + "",
                                                    rule="type",
                                                )
                                            if isinstance(data__body__snapshots_item__datastore__type, str):
                                                if not REGEX_PATTERNS["text_re_pattern"].match(
                                                    data__body__snapshots_item__datastore__type
                                                ):
                                                    raise ConstraintError(
                                                        ""
                                                        + (name_prefix or "data")
                                                        + ".body.snapshots[{data__body__snapshots_x}].datastore.type".format(
                                                            **locals()
                                                        )
                                                        + " must be text",
                                                        value=data__body__snapshots_item__datastore__type,
                                                        name=""
                                                        + (name_prefix or "data")
                                                        + ".body.snapshots[{data__body__snapshots_x}].datastore.type".format(
                                                            **locals()
                                                        )
                                                        + "",
                                                        rule="format",
                                                    )
                                        if "version" in data__body__snapshots_item__datastore_keys:
                                            data__body__snapshots_item__datastore__version = (
                                                data__body__snapshots_item__datastore["version"]
                                            )
                                            if not isinstance(
                                                data__body__snapshots_item__datastore__version, (str, NoneType)
                                            ):
                                                raise ConstraintError(
                                                    ""
                                                    + (name_prefix or "data")
                                                    + ".body.snapshots[{data__body__snapshots_x}].datastore.version".format(
                                                        **locals()
                                                    )
                                                    + " must be string or null",
                                                    value=data__body__snapshots_item__datastore__version,
                                                    name=""
                                                    + (name_prefix or "data")
                                                    + ".body.snapshots[{data__body__snapshots_x}].datastore.version".format(
                                                        **locals()
                                                    )
                                                    + "",
                                                    rule="type",
                                                )
                                            if isinstance(data__body__snapshots_item__datastore__version, str):
                                                if not REGEX_PATTERNS["text_re_pattern"].match(
                                                    data__body__snapshots_item__datastore__version
                                                ):
                                                    raise ConstraintError(
                                                        ""
                                                        + (name_prefix or "data")
                                                        + ".body.snapshots[{data__body__snapshots_x}].datastore.version".format(
                                                            **locals()
                                                        )
                                                        + " must be text",
                                                        value=data__body__snapshots_item__datastore__version,
                                                        name=""
                                                        + (name_prefix or "data")
                                                        + ".body.snapshots[{data__body__snapshots_x}].datastore.version".format(
                                                            **locals()
                                                        )
                                                        + "",
                                                        rule="format",
                                                    )
                                if "cluster_name" in data__body__snapshots_item_keys:
                                    data__body__snapshots_item__clustername = data__body__snapshots_item["cluster_name"]
                                    if not isinstance(data__body__snapshots_item__clustername, (str, NoneType)):
                                        raise ConstraintError(
                                            ""
                                            + (name_prefix or "data")
                                            + ".body.snapshots[{data__body__snapshots_x}].cluster_name".format(
                                                **locals()
                                            )
                                            + " must be string or null",
                                            value=data__body__snapshots_item__clustername,
                                            name=""
                                            + (name_prefix or "data")
                                            + ".body.snapshots[{data__body__snapshots_x}].cluster_name".format(
                                                **locals()
                                            )
                                            + "",
                                            rule="type",
                                        )
                                    if isinstance(data__body__snapshots_item__clustername, str):
                                        if not REGEX_PATTERNS["text_re_pattern"].match(
                                            data__body__snapshots_item__clustername
                                        ):
                                            raise ConstraintError(
                                                ""
                                                + (name_prefix or "data")
                                                + ".body.snapshots[{data__body__snapshots_x}].cluster_name".format(
                                                    **locals()
                                                )
                                                + " must be text",
                                                value=data__body__snapshots_item__clustername,
                                                name=""
                                                + (name_prefix or "data")
                                                + ".body.snapshots[{data__body__snapshots_x}].cluster_name".format(
                                                    **locals()
                                                )
                                                + "",
                                                rule="format",
                                            )
                                if "updated" in data__body__snapshots_item_keys:
                                    data__body__snapshots_item__updated = data__body__snapshots_item["updated"]
                                    if not isinstance(data__body__snapshots_item__updated, (str, NoneType)):
                                        raise ConstraintError(
                                            ""
                                            + (name_prefix or "data")
                                            + ".body.snapshots[{data__body__snapshots_x}].updated".format(**locals())
                                            + " must be string or null",
                                            value=data__body__snapshots_item__updated,
                                            name=""
                                            + (name_prefix or "data")
                                            + ".body.snapshots[{data__body__snapshots_x}].updated".format(**locals())
                                            + "",
                                            rule="type",
                                        )
                                    if isinstance(data__body__snapshots_item__updated, str):
                                        if not REGEX_PATTERNS["time or empty_re_pattern"].match(
                                            data__body__snapshots_item__updated
                                        ):
                                            raise ConstraintError(
                                                ""
                                                + (name_prefix or "data")
                                                + ".body.snapshots[{data__body__snapshots_x}].updated".format(
                                                    **locals()
                                                )
                                                + " must be time or empty",
                                                value=data__body__snapshots_item__updated,
                                                name=""
                                                + (name_prefix or "data")
                                                + ".body.snapshots[{data__body__snapshots_x}].updated".format(
                                                    **locals()
                                                )
                                                + "",
                                                rule="format",
                                            )
                                if "bak_expected_start_time" in data__body__snapshots_item_keys:
                                    data__body__snapshots_item__bakexpectedstarttime = data__body__snapshots_item[
                                        "bak_expected_start_time"
                                    ]
                                    if not isinstance(
                                        data__body__snapshots_item__bakexpectedstarttime, (str, NoneType)
                                    ):
                                        raise ConstraintError(
                                            ""
                                            + (name_prefix or "data")
                                            + ".body.snapshots[{data__body__snapshots_x}].bak_expected_start_time".format(
                                                **locals()
                                            )
                                            + " must be string or null",
                                            value=data__body__snapshots_item__bakexpectedstarttime,
                                            name=""
                                            + (name_prefix or "data")
                                            + ".body.snapshots[{data__body__snapshots_x}].bak_expected_start_time".format(
                                                **locals()
                                            )
                                            + "",
                                            rule="type",
                                        )
                                    if isinstance(data__body__snapshots_item__bakexpectedstarttime, str):
                                        if not REGEX_PATTERNS["text_re_pattern"].match(
                                            data__body__snapshots_item__bakexpectedstarttime
                                        ):
                                            raise ConstraintError(
                                                ""
                                                + (name_prefix or "data")
                                                + ".body.snapshots[{data__body__snapshots_x}].bak_expected_start_time".format(
                                                    **locals()
                                                )
                                                + " must be text",
                                                value=data__body__snapshots_item__bakexpectedstarttime,
                                                name=""
                                                + (name_prefix or "data")
                                                + ".body.snapshots[{data__body__snapshots_x}].bak_expected_start_time".format(
                                                    **locals()
                                                )
                                                + "",
                                                rule="format",
                                            )
                                if "bak_keep_day" in data__body__snapshots_item_keys:
                                    data__body__snapshots_item__bakkeepday = data__body__snapshots_item["bak_keep_day"]
                                    if (
                                        not isinstance(data__body__snapshots_item__bakkeepday, (int, NoneType))
                                        and not (
                                            isinstance(data__body__snapshots_item__bakkeepday, float)
                                            and data__body__snapshots_item__bakkeepday.is_integer()
                                        )
                                        or isinstance(data__body__snapshots_item__bakkeepday, bool)
                                    ):
                                        raise ConstraintError(
                                            ""
                                            + (name_prefix or "data")
                                            + ".body.snapshots[{data__body__snapshots_x}].bak_keep_day".format(
                                                **locals()
                                            )
                                            + " must be integer or null",
                                            value=data__body__snapshots_item__bakkeepday,
                                            name=""
                                            + (name_prefix or "data")
                                            + ".body.snapshots[{data__body__snapshots_x}].bak_keep_day".format(
                                                **locals()
                                            )
                                            + "",
                                            rule="type",
                                        )
                                if "bak_period" in data__body__snapshots_item_keys:
                                    data__body__snapshots_item__bakperiod = data__body__snapshots_item["bak_period"]
                                    if not isinstance(data__body__snapshots_item__bakperiod, (str, NoneType)):
                                        raise ConstraintError(
                                            ""
                                            + (name_prefix or "data")
                                            + ".body.snapshots[{data__body__snapshots_x}].bak_period".format(**locals())
                                            + " must be string or null",
                                            value=data__body__snapshots_item__bakperiod,
                                            name=""
                                            + (name_prefix or "data")
                                            + ".body.snapshots[{data__body__snapshots_x}].bak_period".format(**locals())
                                            + "",
                                            rule="type",
                                        )
                                    if isinstance(data__body__snapshots_item__bakperiod, str):
                                        if not REGEX_PATTERNS["text_re_pattern"].match(
                                            data__body__snapshots_item__bakperiod
                                        ):
                                            raise ConstraintError(
                                                ""
                                                + (name_prefix or "data")
                                                + ".body.snapshots[{data__body__snapshots_x}].bak_period".format(
                                                    **locals()
                                                )
                                                + " must be text",
                                                value=data__body__snapshots_item__bakperiod,
                                                name=""
                                                + (name_prefix or "data")
                                                + ".body.snapshots[{data__body__snapshots_x}].bak_period".format(
                                                    **locals()
                                                )
                                                + "",
                                                rule="format",
                                            )
                                if "db_user" in data__body__snapshots_item_keys:
                                    data__body__snapshots_item__dbuser = data__body__snapshots_item["db_user"]
                                    if not isinstance(data__body__snapshots_item__dbuser, (str, NoneType)):
                                        raise ConstraintError(
                                            ""
                                            + (name_prefix or "data")
                                            + ".body.snapshots[{data__body__snapshots_x}].db_user".format(**locals())
                                            + " must be string or null",
                                            value=data__body__snapshots_item__dbuser,
                                            name=""
                                            + (name_prefix or "data")
                                            + ".body.snapshots[{data__body__snapshots_x}].db_user".format(**locals())
                                            + "",
                                            rule="type",
                                        )
                                    if isinstance(data__body__snapshots_item__dbuser, str):
                                        if not REGEX_PATTERNS["text_re_pattern"].match(
                                            data__body__snapshots_item__dbuser
                                        ):
                                            raise ConstraintError(
                                                ""
                                                + (name_prefix or "data")
                                                + ".body.snapshots[{data__body__snapshots_x}].db_user".format(
                                                    **locals()
                                                )
                                                + " must be text",
                                                value=data__body__snapshots_item__dbuser,
                                                name=""
                                                + (name_prefix or "data")
                                                + ".body.snapshots[{data__body__snapshots_x}].db_user".format(
                                                    **locals()
                                                )
                                                + "",
                                                rule="format",
                                            )
                                if "progress" in data__body__snapshots_item_keys:
                                    data__body__snapshots_item__progress = data__body__snapshots_item["progress"]
                                    if not isinstance(data__body__snapshots_item__progress, (str, NoneType)):
                                        raise ConstraintError(
                                            ""
                                            + (name_prefix or "data")
                                            + ".body.snapshots[{data__body__snapshots_x}].progress".format(**locals())
                                            + " must be string or null",
                                            value=data__body__snapshots_item__progress,
                                            name=""
                                            + (name_prefix or "data")
                                            + ".body.snapshots[{data__body__snapshots_x}].progress".format(**locals())
                                            + "",
                                            rule="type",
                                        )
                                    if isinstance(data__body__snapshots_item__progress, str):
                                        if not REGEX_PATTERNS["text_re_pattern"].match(
                                            data__body__snapshots_item__progress
                                        ):
                                            raise ConstraintError(
                                                ""
                                                + (name_prefix or "data")
                                                + ".body.snapshots[{data__body__snapshots_x}].progress".format(
                                                    **locals()
                                                )
                                                + " must be text",
                                                value=data__body__snapshots_item__progress,
                                                name=""
                                                + (name_prefix or "data")
                                                + ".body.snapshots[{data__body__snapshots_x}].progress".format(
                                                    **locals()
                                                )
                                                + "",
                                                rule="format",
                                            )
                                if "backup_key" in data__body__snapshots_item_keys:
                                    data__body__snapshots_item__backupkey = data__body__snapshots_item["backup_key"]
                                    if not isinstance(data__body__snapshots_item__backupkey, (str, NoneType)):
                                        raise ConstraintError(
                                            ""
                                            + (name_prefix or "data")
                                            + ".body.snapshots[{data__body__snapshots_x}].backup_key".format(**locals())
                                            + " must be string or null",
                                            value=data__body__snapshots_item__backupkey,
                                            name=""
                                            + (name_prefix or "data")
                                            + ".body.snapshots[{data__body__snapshots_x}].backup_key".format(**locals())
                                            + "",
                                            rule="type",
                                        )
                                    if isinstance(data__body__snapshots_item__backupkey, str):
                                        if not REGEX_PATTERNS["text_re_pattern"].match(
                                            data__body__snapshots_item__backupkey
                                        ):
                                            raise ConstraintError(
                                                ""
                                                + (name_prefix or "data")
                                                + ".body.snapshots[{data__body__snapshots_x}].backup_key".format(
                                                    **locals()
                                                )
                                                + " must be text",
                                                value=data__body__snapshots_item__backupkey,
                                                name=""
                                                + (name_prefix or "data")
                                                + ".body.snapshots[{data__body__snapshots_x}].backup_key".format(
                                                    **locals()
                                                )
                                                + "",
                                                rule="format",
                                            )
                                if "prior_backup_key" in data__body__snapshots_item_keys:
                                    data__body__snapshots_item__priorbackupkey = data__body__snapshots_item[
                                        "prior_backup_key"
                                    ]
                                    if not isinstance(data__body__snapshots_item__priorbackupkey, (str, NoneType)):
                                        raise ConstraintError(
                                            ""
                                            + (name_prefix or "data")
                                            + ".body.snapshots[{data__body__snapshots_x}].prior_backup_key".format(
                                                **locals()
                                            )
                                            + " must be string or null",
                                            value=data__body__snapshots_item__priorbackupkey,
                                            name=""
                                            + (name_prefix or "data")
                                            + ".body.snapshots[{data__body__snapshots_x}].prior_backup_key".format(
                                                **locals()
                                            )
                                            + "",
                                            rule="type",
                                        )
                                    if isinstance(data__body__snapshots_item__priorbackupkey, str):
                                        if not REGEX_PATTERNS["text_re_pattern"].match(
                                            data__body__snapshots_item__priorbackupkey
                                        ):
                                            raise ConstraintError(
                                                ""
                                                + (name_prefix or "data")
                                                + ".body.snapshots[{data__body__snapshots_x}].prior_backup_key".format(
                                                    **locals()
                                                )
                                                + " must be text",
                                                value=data__body__snapshots_item__priorbackupkey,
                                                name=""
                                                + (name_prefix or "data")
                                                + ".body.snapshots[{data__body__snapshots_x}].prior_backup_key".format(
                                                    **locals()
                                                )
                                                + "",
                                                rule="format",
                                            )
                                if "base_backup_key" in data__body__snapshots_item_keys:
                                    data__body__snapshots_item__basebackupkey = data__body__snapshots_item[
                                        "base_backup_key"
                                    ]
                                    if not isinstance(data__body__snapshots_item__basebackupkey, (str, NoneType)):
                                        raise ConstraintError(
                                            ""
                                            + (name_prefix or "data")
                                            + ".body.snapshots[{data__body__snapshots_x}].base_backup_key".format(
                                                **locals()
                                            )
                                            + " must be string or null",
                                            value=data__body__snapshots_item__basebackupkey,
                                            name=""
                                            + (name_prefix or "data")
                                            + ".body.snapshots[{data__body__snapshots_x}].base_backup_key".format(
                                                **locals()
                                            )
                                            + "",
                                            rule="type",
                                        )
                                    if isinstance(data__body__snapshots_item__basebackupkey, str):
                                        if not REGEX_PATTERNS["text_re_pattern"].match(
                                            data__body__snapshots_item__basebackupkey
                                        ):
                                            raise ConstraintError(
                                                ""
                                                + (name_prefix or "data")
                                                + ".body.snapshots[{data__body__snapshots_x}].base_backup_key".format(
                                                    **locals()
                                                )
                                                + " must be text",
                                                value=data__body__snapshots_item__basebackupkey,
                                                name=""
                                                + (name_prefix or "data")
                                                + ".body.snapshots[{data__body__snapshots_x}].base_backup_key".format(
                                                    **locals()
                                                )
                                                + "",
                                                rule="format",
                                            )
                                if "backup_device" in data__body__snapshots_item_keys:
                                    data__body__snapshots_item__backupdevice = data__body__snapshots_item[
                                        "backup_device"
                                    ]
                                    if not isinstance(data__body__snapshots_item__backupdevice, (str, NoneType)):
                                        raise ConstraintError(
                                            ""
                                            + (name_prefix or "data")
                                            + ".body.snapshots[{data__body__snapshots_x}].backup_device".format(
                                                **locals()
                                            )
                                            + " must be string or null",
                                            value=data__body__snapshots_item__backupdevice,
                                            name=""
                                            + (name_prefix or "data")
                                            + ".body.snapshots[{data__body__snapshots_x}].backup_device".format(
                                                **locals()
                                            )
                                            + "",
                                            rule="type",
                                        )
                                    if isinstance(data__body__snapshots_item__backupdevice, str):
                                        if not REGEX_PATTERNS["text_re_pattern"].match(
                                            data__body__snapshots_item__backupdevice
                                        ):
                                            raise ConstraintError(
                                                ""
                                                + (name_prefix or "data")
                                                + ".body.snapshots[{data__body__snapshots_x}].backup_device".format(
                                                    **locals()
                                                )
                                                + " must be text",
                                                value=data__body__snapshots_item__backupdevice,
                                                name=""
                                                + (name_prefix or "data")
                                                + ".body.snapshots[{data__body__snapshots_x}].backup_device".format(
                                                    **locals()
                                                )
                                                + "",
                                                rule="format",
                                            )
                                if "total_backup_size" in data__body__snapshots_item_keys:
                                    data__body__snapshots_item__totalbackupsize = data__body__snapshots_item[
                                        "total_backup_size"
                                    ]
                                    if (
                                        not isinstance(data__body__snapshots_item__totalbackupsize, (int, NoneType))
                                        and not (
                                            isinstance(data__body__snapshots_item__totalbackupsize, float)
                                            and data__body__snapshots_item__totalbackupsize.is_integer()
                                        )
                                        or isinstance(data__body__snapshots_item__totalbackupsize, bool)
                                    ):
                                        raise ConstraintError(
                                            ""
                                            + (name_prefix or "data")
                                            + ".body.snapshots[{data__body__snapshots_x}].total_backup_size".format(
                                                **locals()
                                            )
                                            + " must be integer or null",
                                            value=data__body__snapshots_item__totalbackupsize,
                                            name=""
                                            + (name_prefix or "data")
                                            + ".body.snapshots[{data__body__snapshots_x}].total_backup_size".format(
                                                **locals()
                                            )
                                            + "",
                                            rule="type",
                                        )
                                if "base_backup_name" in data__body__snapshots_item_keys:
                                    data__body__snapshots_item__basebackupname = data__body__snapshots_item[
                                        "base_backup_name"
                                    ]
                                    if not isinstance(data__body__snapshots_item__basebackupname, (str, NoneType)):
                                        raise ConstraintError(
                                            ""
                                            + (name_prefix or "data")
                                            + ".body.snapshots[{data__body__snapshots_x}].base_backup_name".format(
                                                **locals()
                                            )
                                            + " must be string or null",
                                            value=data__body__snapshots_item__basebackupname,
                                            name=""
                                            + (name_prefix or "data")
                                            + ".body.snapshots[{data__body__snapshots_x}].base_backup_name".format(
                                                **locals()
                                            )
                                            + "",
                                            rule="type",
                                        )
                                    if isinstance(data__body__snapshots_item__basebackupname, str):
                                        if not REGEX_PATTERNS["text_re_pattern"].match(
                                            data__body__snapshots_item__basebackupname
                                        ):
                                            raise ConstraintError(
                                                ""
                                                + (name_prefix or "data")
                                                + ".body.snapshots[{data__body__snapshots_x}].base_backup_name".format(
                                                    **locals()
                                                )
                                                + " must be text",
                                                value=data__body__snapshots_item__basebackupname,
                                                name=""
                                                + (name_prefix or "data")
                                                + ".body.snapshots[{data__body__snapshots_x}].base_backup_name".format(
                                                    **locals()
                                                )
                                                + "",
                                                rule="format",
                                            )
                                if "support_inplace_restore" in data__body__snapshots_item_keys:
                                    data__body__snapshots_item__supportinplacerestore = data__body__snapshots_item[
                                        "support_inplace_restore"
                                    ]
                                    if not isinstance(
                                        data__body__snapshots_item__supportinplacerestore, (bool, NoneType)
                                    ):
                                        raise ConstraintError(
                                            ""
                                            + (name_prefix or "data")
                                            + ".body.snapshots[{data__body__snapshots_x}].support_inplace_restore".format(
                                                **locals()
                                            )
                                            + " must be boolean or null",
                                            value=data__body__snapshots_item__supportinplacerestore,
                                            name=""
                                            + (name_prefix or "data")
                                            + ".body.snapshots[{data__body__snapshots_x}].support_inplace_restore".format(
                                                **locals()
                                            )
                                            + "",
                                            rule="type",
                                        )
                                if "fine_grained_backup" in data__body__snapshots_item_keys:
                                    data__body__snapshots_item__finegrainedbackup = data__body__snapshots_item[
                                        "fine_grained_backup"
                                    ]
                                    if not isinstance(data__body__snapshots_item__finegrainedbackup, (bool, NoneType)):
                                        raise ConstraintError(
                                            ""
                                            + (name_prefix or "data")
                                            + ".body.snapshots[{data__body__snapshots_x}].fine_grained_backup".format(
                                                **locals()
                                            )
                                            + " must be boolean or null",
                                            value=data__body__snapshots_item__finegrainedbackup,
                                            name=""
                                            + (name_prefix or "data")
                                            + ".body.snapshots[{data__body__snapshots_x}].fine_grained_backup".format(
                                                **locals()
                                            )
                                            + "",
                                            rule="type",
                                        )
                                if "backup_level" in data__body__snapshots_item_keys:
                                    data__body__snapshots_item__backuplevel = data__body__snapshots_item["backup_level"]
                                    if not isinstance(data__body__snapshots_item__backuplevel, (str, NoneType)):
                                        raise ConstraintError(
                                            ""
                                            + (name_prefix or "data")
                                            + ".body.snapshots[{data__body__snapshots_x}].backup_level".format(
                                                **locals()
                                            )
                                            + " must be string or null",
                                            value=data__body__snapshots_item__backuplevel,
                                            name=""
                                            + (name_prefix or "data")
                                            + ".body.snapshots[{data__body__snapshots_x}].backup_level".format(
                                                **locals()
                                            )
                                            + "",
                                            rule="type",
                                        )
                                    if isinstance(data__body__snapshots_item__backuplevel, str):
                                        if not REGEX_PATTERNS["text_re_pattern"].match(
                                            data__body__snapshots_item__backuplevel
                                        ):
                                            raise ConstraintError(
                                                ""
                                                + (name_prefix or "data")
                                                + ".body.snapshots[{data__body__snapshots_x}].backup_level".format(
                                                    **locals()
                                                )
                                                + " must be text",
                                                value=data__body__snapshots_item__backuplevel,
                                                name=""
                                                + (name_prefix or "data")
                                                + ".body.snapshots[{data__body__snapshots_x}].backup_level".format(
                                                    **locals()
                                                )
                                                + "",
                                                rule="format",
                                            )
                                if "fine_grained_backup_detail" in data__body__snapshots_item_keys:
                                    data__body__snapshots_item__finegrainedbackupdetail = data__body__snapshots_item[
                                        "fine_grained_backup_detail"
                                    ]
                                    if not isinstance(
                                        data__body__snapshots_item__finegrainedbackupdetail, (dict, NoneType)
                                    ):
                                        raise ConstraintError(
                                            ""
                                            + (name_prefix or "data")
                                            + ".body.snapshots[{data__body__snapshots_x}].fine_grained_backup_detail".format(
                                                **locals()
                                            )
                                            + " must be object or null",
                                            value=data__body__snapshots_item__finegrainedbackupdetail,
                                            name=""
                                            + (name_prefix or "data")
                                            + ".body.snapshots[{data__body__snapshots_x}].fine_grained_backup_detail".format(
                                                **locals()
                                            )
                                            + "",
                                            rule="type",
                                        )
                                    data__body__snapshots_item__finegrainedbackupdetail_is_dict = isinstance(
                                        data__body__snapshots_item__finegrainedbackupdetail, dict
                                    )
                                    if data__body__snapshots_item__finegrainedbackupdetail_is_dict:
                                        data__body__snapshots_item__finegrainedbackupdetail_keys = (
                                            data__body__snapshots_item__finegrainedbackupdetail.keys()
                                        )
                                        if "database" in data__body__snapshots_item__finegrainedbackupdetail_keys:
                                            data__body__snapshots_item__finegrainedbackupdetail__database = (
                                                data__body__snapshots_item__finegrainedbackupdetail["database"]
                                            )
                                            if not isinstance(
                                                data__body__snapshots_item__finegrainedbackupdetail__database,
                                                (str, NoneType),
                                            ):
                                                raise ConstraintError(
                                                    ""
                                                    + (name_prefix or "data")
                                                    + ".body.snapshots[{data__body__snapshots_x}].fine_grained_backup_detail.database".format(
                                                        **locals()
                                                    )
                                                    + " must be string or null",
                                                    value=data__body__snapshots_item__finegrainedbackupdetail__database,
                                                    name=""
                                                    + (name_prefix or "data")
                                                    + ".body.snapshots[{data__body__snapshots_x}].fine_grained_backup_detail.database".format(
                                                        **locals()
                                                    )
                                                    + "",
                                                    rule="type",
                                                )
                                            if isinstance(
                                                data__body__snapshots_item__finegrainedbackupdetail__database, str
                                            ):
                                                if not REGEX_PATTERNS["text_re_pattern"].match(
                                                    data__body__snapshots_item__finegrainedbackupdetail__database
                                                ):
                                                    raise ConstraintError(
                                                        ""
                                                        + (name_prefix or "data")
                                                        + ".body.snapshots[{data__body__snapshots_x}].fine_grained_backup_detail.database".format(
                                                            **locals()
                                                        )
                                                        + " must be text",
                                                        value=data__body__snapshots_item__finegrainedbackupdetail__database,
                                                        name=""
                                                        + (name_prefix or "data")
                                                        + ".body.snapshots[{data__body__snapshots_x}].fine_grained_backup_detail.database".format(
                                                            **locals()
                                                        )
                                                        + "",
                                                        rule="format",
                                                    )
                                        if "schema_list" in data__body__snapshots_item__finegrainedbackupdetail_keys:
                                            data__body__snapshots_item__finegrainedbackupdetail__schemalist = (
                                                data__body__snapshots_item__finegrainedbackupdetail["schema_list"]
                                            )
                                            if not isinstance(
                                                data__body__snapshots_item__finegrainedbackupdetail__schemalist,
                                                (list, tuple, NoneType),
                                            ):
                                                raise ConstraintError(
                                                    ""
                                                    + (name_prefix or "data")
                                                    + ".body.snapshots[{data__body__snapshots_x}].fine_grained_backup_detail.schema_list".format(
                                                        **locals()
                                                    )
                                                    + " must be array or null",
                                                    value=data__body__snapshots_item__finegrainedbackupdetail__schemalist,
                                                    name=""
                                                    + (name_prefix or "data")
                                                    + ".body.snapshots[{data__body__snapshots_x}].fine_grained_backup_detail.schema_list".format(
                                                        **locals()
                                                    )
                                                    + "",
                                                    rule="type",
                                                )
                                            data__body__snapshots_item__finegrainedbackupdetail__schemalist_is_list = (
                                                isinstance(
                                                    data__body__snapshots_item__finegrainedbackupdetail__schemalist,
                                                    (list, tuple),
                                                )
                                            )
                                            if data__body__snapshots_item__finegrainedbackupdetail__schemalist_is_list:
                                                data__body__snapshots_item__finegrainedbackupdetail__schemalist_len = (
                                                    len(data__body__snapshots_item__finegrainedbackupdetail__schemalist)
                                                )
                                                for (
                                                    data__body__snapshots_item__finegrainedbackupdetail__schemalist_x,
                                                    data__body__snapshots_item__finegrainedbackupdetail__schemalist_item,
                                                ) in enumerate(
                                                    data__body__snapshots_item__finegrainedbackupdetail__schemalist
                                                ):
                                                    if not isinstance(
                                                        data__body__snapshots_item__finegrainedbackupdetail__schemalist_item,
                                                        (str),
                                                    ):
                                                        raise ConstraintError(
                                                            ""
                                                            + (name_prefix or "data")
                                                            + ".body.snapshots[{data__body__snapshots_x}].fine_grained_backup_detail.schema_list[{data__body__snapshots_item__finegrainedbackupdetail__schemalist_x}]".format(
                                                                **locals()
                                                            )
                                                            + " must be string",
                                                            value=data__body__snapshots_item__finegrainedbackupdetail__schemalist_item,
                                                            name=""
                                                            + (name_prefix or "data")
                                                            + ".body.snapshots[{data__body__snapshots_x}].fine_grained_backup_detail.schema_list[{data__body__snapshots_item__finegrainedbackupdetail__schemalist_x}]".format(
                                                                **locals()
                                                            )
                                                            + "",
                                                            rule="type",
                                                        )
                                                    if isinstance(
                                                        data__body__snapshots_item__finegrainedbackupdetail__schemalist_item,
                                                        str,
                                                    ):
                                                        if not REGEX_PATTERNS["text_re_pattern"].match(
                                                            data__body__snapshots_item__finegrainedbackupdetail__schemalist_item
                                                        ):
                                                            raise ConstraintError(
                                                                ""
                                                                + (name_prefix or "data")
                                                                + ".body.snapshots[{data__body__snapshots_x}].fine_grained_backup_detail.schema_list[{data__body__snapshots_item__finegrainedbackupdetail__schemalist_x}]".format(
                                                                    **locals()
                                                                )
                                                                + " must be text",
                                                                value=data__body__snapshots_item__finegrainedbackupdetail__schemalist_item,
                                                                name=""
                                                                + (name_prefix or "data")
                                                                + ".body.snapshots[{data__body__snapshots_x}].fine_grained_backup_detail.schema_list[{data__body__snapshots_item__finegrainedbackupdetail__schemalist_x}]".format(
                                                                    **locals()
                                                                )
                                                                + "",
                                                                rule="format",
                                                            )
                                        if "table_list" in data__body__snapshots_item__finegrainedbackupdetail_keys:
                                            data__body__snapshots_item__finegrainedbackupdetail__tablelist = (
                                                data__body__snapshots_item__finegrainedbackupdetail["table_list"]
                                            )
                                            if not isinstance(
                                                data__body__snapshots_item__finegrainedbackupdetail__tablelist,
                                                (list, tuple, NoneType),
                                            ):
                                                raise ConstraintError(
                                                    ""
                                                    + (name_prefix or "data")
                                                    + ".body.snapshots[{data__body__snapshots_x}].fine_grained_backup_detail.table_list".format(
                                                        **locals()
                                                    )
                                                    + " must be array or null",
                                                    value=data__body__snapshots_item__finegrainedbackupdetail__tablelist,
                                                    name=""
                                                    + (name_prefix or "data")
                                                    + ".body.snapshots[{data__body__snapshots_x}].fine_grained_backup_detail.table_list".format(
                                                        **locals()
                                                    )
                                                    + "",
                                                    rule="type",
                                                )
                                            data__body__snapshots_item__finegrainedbackupdetail__tablelist_is_list = (
                                                isinstance(
                                                    data__body__snapshots_item__finegrainedbackupdetail__tablelist,
                                                    (list, tuple),
                                                )
                                            )
                                            if data__body__snapshots_item__finegrainedbackupdetail__tablelist_is_list:
                                                data__body__snapshots_item__finegrainedbackupdetail__tablelist_len = (
                                                    len(data__body__snapshots_item__finegrainedbackupdetail__tablelist)
                                                )
                                                for (
                                                    data__body__snapshots_item__finegrainedbackupdetail__tablelist_x,
                                                    data__body__snapshots_item__finegrainedbackupdetail__tablelist_item,
                                                ) in enumerate(
                                                    data__body__snapshots_item__finegrainedbackupdetail__tablelist
                                                ):
                                                    if not isinstance(
                                                        data__body__snapshots_item__finegrainedbackupdetail__tablelist_item,
                                                        (str),
                                                    ):
                                                        raise ConstraintError(
                                                            ""
                                                            + (name_prefix or "data")
                                                            + ".body.snapshots[{data__body__snapshots_x}].fine_grained_backup_detail.table_list[{data__body__snapshots_item__finegrainedbackupdetail__tablelist_x}]".format(
                                                                **locals()
                                                            )
                                                            + " must be string",
                                                            value=data__body__snapshots_item__finegrainedbackupdetail__tablelist_item,
                                                            name=""
                                                            + (name_prefix or "data")
                                                            + ".body.snapshots[{data__body__snapshots_x}].fine_grained_backup_detail.table_list[{data__body__snapshots_item__finegrainedbackupdetail__tablelist_x}]".format(
                                                                **locals()
                                                            )
                                                            + "",
                                                            rule="type",
                                                        )
                                                    if isinstance(
                                                        data__body__snapshots_item__finegrainedbackupdetail__tablelist_item,
                                                        str,
                                                    ):
                                                        if not REGEX_PATTERNS["text_re_pattern"].match(
                                                            data__body__snapshots_item__finegrainedbackupdetail__tablelist_item
                                                        ):
                                                            raise ConstraintError(
                                                                ""
                                                                + (name_prefix or "data")
                                                                + ".body.snapshots[{data__body__snapshots_x}].fine_grained_backup_detail.table_list[{data__body__snapshots_item__finegrainedbackupdetail__tablelist_x}]".format(
                                                                    **locals()
                                                                )
                                                                + " must be text",
                                                                value=data__body__snapshots_item__finegrainedbackupdetail__tablelist_item,
                                                                name=""
                                                                + (name_prefix or "data")
                                                                + ".body.snapshots[{data__body__snapshots_x}].fine_grained_backup_detail.table_list[{data__body__snapshots_item__finegrainedbackupdetail__tablelist_x}]".format(
                                                                    **locals()
                                                                )
                                                                + "",
                                                                rule="format",
                                                            )
                                if "guest_agent_version" in data__body__snapshots_item_keys:
                                    data__body__snapshots_item__guestagentversion = data__body__snapshots_item[
                                        "guest_agent_version"
                                    ]
                                    if not isinstance(data__body__snapshots_item__guestagentversion, (str, NoneType)):
                                        raise ConstraintError(
                                            ""
                                            + (name_prefix or "data")
                                            + ".body.snapshots[{data__body__snapshots_x}].guest_agent_version".format(
                                                **locals()
                                            )
                                            + " must be string or null",
                                            value=data__body__snapshots_item__guestagentversion,
                                            name=""
                                            + (name_prefix or "data")
                                            + ".body.snapshots[{data__body__snapshots_x}].guest_agent_version".format(
                                                **locals()
                                            )
                                            + "",
                                            rule="type",
                                        )
                                    if isinstance(data__body__snapshots_item__guestagentversion, str):
                                        if not REGEX_PATTERNS["text_re_pattern"].match(
                                            data__body__snapshots_item__guestagentversion
                                        ):
                                            raise ConstraintError(
                                                ""
                                                + (name_prefix or "data")
                                                + ".body.snapshots[{data__body__snapshots_x}].guest_agent_version".format(
                                                    **locals()
                                                )
                                                + " must be text",
                                                value=data__body__snapshots_item__guestagentversion,
                                                name=""
                                                + (name_prefix or "data")
                                                + ".body.snapshots[{data__body__snapshots_x}].guest_agent_version".format(
                                                    **locals()
                                                )
                                                + "",
                                                rule="format",
                                            )
                                if "cluster_status" in data__body__snapshots_item_keys:
                                    data__body__snapshots_item__clusterstatus = data__body__snapshots_item[
                                        "cluster_status"
                                    ]
                                    if not isinstance(data__body__snapshots_item__clusterstatus, (str, NoneType)):
                                        raise ConstraintError(
                                            ""
                                            + (name_prefix or "data")
                                            + ".body.snapshots[{data__body__snapshots_x}].cluster_status".format(
                                                **locals()
                                            )
                                            + " must be string or null",
                                            value=data__body__snapshots_item__clusterstatus,
                                            name=""
                                            + (name_prefix or "data")
                                            + ".body.snapshots[{data__body__snapshots_x}].cluster_status".format(
                                                **locals()
                                            )
                                            + "",
                                            rule="type",
                                        )
                                    if isinstance(data__body__snapshots_item__clusterstatus, str):
                                        if not REGEX_PATTERNS["text_re_pattern"].match(
                                            data__body__snapshots_item__clusterstatus
                                        ):
                                            raise ConstraintError(
                                                ""
                                                + (name_prefix or "data")
                                                + ".body.snapshots[{data__body__snapshots_x}].cluster_status".format(
                                                    **locals()
                                                )
                                                + " must be text",
                                                value=data__body__snapshots_item__clusterstatus,
                                                name=""
                                                + (name_prefix or "data")
                                                + ".body.snapshots[{data__body__snapshots_x}].cluster_status".format(
                                                    **locals()
                                                )
                                                + "",
                                                rule="format",
                                            )
                if "count" in data__body_keys:
                    data__body__count = data__body["count"]
                    if (
                        not isinstance(data__body__count, (int))
                        and not (isinstance(data__body__count, float) and data__body__count.is_integer())
                        or isinstance(data__body__count, bool)
                    ):
                        raise ConstraintError(
                            "" + (name_prefix or "data") + ".body.count must be integer",
                            value=data__body__count,
                            name="" + (name_prefix or "data") + ".body.count",
                            rule="type",
                        )
                    if isinstance(data__body__count, (int, float)) and not isinstance(data__body__count, bool):
                        if data__body__count < 0:
                            raise ConstraintError(
                                "" + (name_prefix or "data") + ".body.count must be bigger than or equal to 0",
                                value=data__body__count,
                                name="" + (name_prefix or "data") + ".body.count",
                                rule="minimum",
                            )
    return data
