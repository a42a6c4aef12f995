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
                        data__body__snapshot__missing_keys = {
                            "id",
                            "name",
                            "status",
                            "type",
                            "cluster_id",
                            "started",
                        }.difference(data__body__snapshot)
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
                        if "id" in data__body__snapshot_keys:
                            data__body__snapshot__id = data__body__snapshot["id"]
                            if not isinstance(data__body__snapshot__id, (str)):
                                raise ConstraintError(
                                    "" + (name_prefix or "data") + ".body.snapshot.id must be string",
                                    value=data__body__snapshot__id,
                                    name="" + (name_prefix or "data") + ".body.snapshot.id",
                                    rule="type",
                                )
                            if isinstance(data__body__snapshot__id, str):
                                data__body__snapshot__id_len = len(data__body__snapshot__id)
                                if data__body__snapshot__id_len < 36:
                                    raise ConstraintError(
                                        ""
                                        + (name_prefix or "data")
                                        + ".body.snapshot.id must be longer than or equal to 36 characters",
                                        value=data__body__snapshot__id,
                                        name="" + (name_prefix or "data") + ".body.snapshot.id",
                                        rule="minLength",
                                    )
                                if data__body__snapshot__id_len > 36:
                                    raise ConstraintError(
                                        ""
                                        + (name_prefix or "data")
                                        + ".body.snapshot.id must be shorter than or equal to 36 characters",
                                        value=data__body__snapshot__id,
                                        name="" + (name_prefix or "data") + ".body.snapshot.id",
                                        rule="maxLength",
                                    )
                                if not REGEX_PATTERNS["^[0-9A-Fa-f]{8}(-[0-9A-Fa-f]{4}){3}-[0-9A-Fa-f]{12}$"].search(
                                    data__body__snapshot__id
                                ):
                                    raise ConstraintError(
                                        ""
                                        + (name_prefix or "data")
                                        + ".body.snapshot.id must match pattern ^[0-9A-Fa-f]{8}(-[0-9A-Fa-f]{4}){3}-[0-9A-Fa-f]{12}$",
                                        value=data__body__snapshot__id,
                                        name="" + (name_prefix or "data") + ".body.snapshot.id",
                                        rule="pattern",
                                    )
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
                                if not REGEX_PATTERNS["text_re_pattern"].match(data__body__snapshot__name):
                                    raise ConstraintError(
                                        "" + (name_prefix or "data") + ".body.snapshot.name must be text",
                                        value=data__body__snapshot__name,
                                        name="" + (name_prefix or "data") + ".body.snapshot.name",
                                        rule="format",
                                    )
                        if "description" in data__body__snapshot_keys:
                            data__body__snapshot__description = data__body__snapshot["description"]
                            if not isinstance(data__body__snapshot__description, (str, NoneType)):
                                raise ConstraintError(
                                    "" + (name_prefix or "data") + ".body.snapshot.description must be string or null",
                                    value=data__body__snapshot__description,
                                    name="" + (name_prefix or "data") + ".body.snapshot.description",
                                    rule="type",
                                )
                            if isinstance(data__body__snapshot__description, str):
                                if not REGEX_PATTERNS["text_re_pattern"].match(data__body__snapshot__description):
                                    raise ConstraintError(
                                        "" + (name_prefix or "data") + ".body.snapshot.description must be text",
                                        value=data__body__snapshot__description,
                                        name="" + (name_prefix or "data") + ".body.snapshot.description",
                                        rule="format",
                                    )
                        if "started" in data__body__snapshot_keys:
                            data__body__snapshot__started = data__body__snapshot["started"]
                            if not isinstance(data__body__snapshot__started, (str)):
                                raise ConstraintError(
                                    "" + (name_prefix or "data") + ".body.snapshot.started must be string",
                                    value=data__body__snapshot__started,
                                    name="" + (name_prefix or "data") + ".body.snapshot.started",
                                    rule="type",
                                )
                            if isinstance(data__body__snapshot__started, str):
                                if not REGEX_PATTERNS["date-time_re_pattern"].match(data__body__snapshot__started):
                                    raise ConstraintError(
                                        "" + (name_prefix or "data") + ".body.snapshot.started must be date-time",
                                        value=data__body__snapshot__started,
                                        name="" + (name_prefix or "data") + ".body.snapshot.started",
                                        rule="format",
                                    )
                        if "finished" in data__body__snapshot_keys:
                            data__body__snapshot__finished = data__body__snapshot["finished"]
                            if not isinstance(data__body__snapshot__finished, (str, NoneType)):
                                raise ConstraintError(
                                    "" + (name_prefix or "data") + ".body.snapshot.finished must be string or null",
                                    value=data__body__snapshot__finished,
                                    name="" + (name_prefix or "data") + ".body.snapshot.finished",
                                    rule="type",
                                )
                            if isinstance(data__body__snapshot__finished, str):
                                if not REGEX_PATTERNS["time or empty_re_pattern"].match(data__body__snapshot__finished):
                                    raise ConstraintError(
                                        "" + (name_prefix or "data") + ".body.snapshot.finished must be time or empty",
                                        value=data__body__snapshot__finished,
                                        name="" + (name_prefix or "data") + ".body.snapshot.finished",
                                        rule="format",
                                    )
                        if "size" in data__body__snapshot_keys:
                            data__body__snapshot__size = data__body__snapshot["size"]
                            if not isinstance(data__body__snapshot__size, (int, float, NoneType)) or isinstance(
                                data__body__snapshot__size, bool
                            ):
                                raise ConstraintError(
                                    "" + (name_prefix or "data") + ".body.snapshot.size must be number or null",
                                    value=data__body__snapshot__size,
                                    name="" + (name_prefix or "data") + ".body.snapshot.size",
                                    rule="type",
                                )
                            if isinstance(data__body__snapshot__size, (int, float)) and not isinstance(
                                data__body__snapshot__size, bool
                            ):
                                if data__body__snapshot__size < 0:
                                    raise ConstraintError(
                                        ""
                                        + (name_prefix or "data")
                                        + ".body.snapshot.size must be bigger than or equal to 0",
                                        value=data__body__snapshot__size,
                                        name="" + (name_prefix or "data") + ".body.snapshot.size",
                                        rule="minimum",
                                    )
                        if "status" in data__body__snapshot_keys:
                            data__body__snapshot__status = data__body__snapshot["status"]
                            if not isinstance(data__body__snapshot__status, (str)):
                                raise ConstraintError(
                                    "" + (name_prefix or "data") + ".body.snapshot.status must be string",
                                    value=data__body__snapshot__status,
                                    name="" + (name_prefix or "data") + ".body.snapshot.status",
                                    rule="type",
                                )
                            if isinstance(data__body__snapshot__status, str):
                                if not REGEX_PATTERNS["text_re_pattern"].match(data__body__snapshot__status):
                                    raise ConstraintError(
                                        "" + (name_prefix or "data") + ".body.snapshot.status must be text",
                                        value=data__body__snapshot__status,
                                        name="" + (name_prefix or "data") + ".body.snapshot.status",
                                        rule="format",
                                    )
                        if "type" in data__body__snapshot_keys:
                            data__body__snapshot__type = data__body__snapshot["type"]
                            if not isinstance(data__body__snapshot__type, (str)):
                                raise ConstraintError(
                                    "" + (name_prefix or "data") + ".body.snapshot.type must be string",
                                    value=data__body__snapshot__type,
                                    name="" + (name_prefix or "data") + ".body.snapshot.type",
                                    rule="type",
                                )
                            if isinstance(data__body__snapshot__type, str):
                                if not REGEX_PATTERNS["text_re_pattern"].match(data__body__snapshot__type):
                                    raise ConstraintError(
                                        "" + (name_prefix or "data") + ".body.snapshot.type must be text",
                                        value=data__body__snapshot__type,
                                        name="" + (name_prefix or "data") + ".body.snapshot.type",
                                        rule="format",
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
                        if "datastore" in data__body__snapshot_keys:
                            data__body__snapshot__datastore = data__body__snapshot["datastore"]
                            if not isinstance(data__body__snapshot__datastore, (dict, NoneType)):
                                raise ConstraintError(
                                    "" + (name_prefix or "data") + ".body.snapshot.datastore must be object or null",
                                    value=data__body__snapshot__datastore,
                                    name="" + (name_prefix or "data") + ".body.snapshot.datastore",
                                    rule="type",
                                )
                            data__body__snapshot__datastore_is_dict = isinstance(data__body__snapshot__datastore, dict)
                            if data__body__snapshot__datastore_is_dict:
                                data__body__snapshot__datastore_keys = data__body__snapshot__datastore.keys()
                                if "type" in data__body__snapshot__datastore_keys:
                                    data__body__snapshot__datastore__type = data__body__snapshot__datastore["type"]
                                    if not isinstance(data__body__snapshot__datastore__type, (str, NoneType)):
                                        raise ConstraintError(
                                            ""
                                            + (name_prefix or "data")
                                            + ".body.snapshot.datastore.type must be string or null",
                                            value=data__body__snapshot__datastore__type,
                                            name="" + (name_prefix or "data") + ".body.snapshot.datastore.type",
                                            rule="type",
                                        )
                                    if isinstance(data__body__snapshot__datastore__type, str):
                                        if not REGEX_PATTERNS["text_re_pattern"].match(
                                            data__body__snapshot__datastore__type
                                        ):
                                            raise ConstraintError(
                                                ""
                                                + (name_prefix or "data")
                                                + ".body.snapshot.datastore.type must be text",
                                                value=data__body__snapshot__datastore__type,
                                                name="" + (name_prefix or "data") + ".body.snapshot.datastore.type",
                                                rule="format",
                                            )
                                if "version" in data__body__snapshot__datastore_keys:
                                    data__body__snapshot__datastore__version = data__body__snapshot__datastore[
                                        "version"
                                    ]
                                    if not isinstance(data__body__snapshot__datastore__version, (str, NoneType)):
                                        raise ConstraintError(
                                            ""
                                            + (name_prefix or "data")
                                            + ".body.snapshot.datastore.version must be string or null",
                                            value=data__body__snapshot__datastore__version,
                                            name="" + (name_prefix or "data") + ".body.snapshot.datastore.version",
                                            rule="type",
                                        )
                                    if isinstance(data__body__snapshot__datastore__version, str):
                                        if not REGEX_PATTERNS["text_re_pattern"].match(
                                            data__body__snapshot__datastore__version
                                        ):
                                            raise ConstraintError(
                                                ""
                                                + (name_prefix or "data")
                                                + ".body.snapshot.datastore.version must be text",
                                                value=data__body__snapshot__datastore__version,
                                                name="" + (name_prefix or "data") + ".body.snapshot.datastore.version",
                                                rule="format",
                                            )
                        if "cluster_name" in data__body__snapshot_keys:
                            data__body__snapshot__clustername = data__body__snapshot["cluster_name"]
                            if not isinstance(data__body__snapshot__clustername, (str, NoneType)):
                                raise ConstraintError(
                                    "" + (name_prefix or "data") + ".body.snapshot.cluster_name must be string or null",
                                    value=data__body__snapshot__clustername,
                                    name="" + (name_prefix or "data") + ".body.snapshot.cluster_name",
                                    rule="type",
                                )
                            if isinstance(data__body__snapshot__clustername, str):
                                if not REGEX_PATTERNS["text_re_pattern"].match(data__body__snapshot__clustername):
                                    raise ConstraintError(
                                        "" + (name_prefix or "data") + ".body.snapshot.cluster_name must be text",
                                        value=data__body__snapshot__clustername,
                                        name="" + (name_prefix or "data") + ".body.snapshot.cluster_name",
                                        rule="format",
                                    )
                        if "updated" in data__body__snapshot_keys:
                            data__body__snapshot__updated = data__body__snapshot["updated"]
                            if not isinstance(data__body__snapshot__updated, (str, NoneType)):
                                raise ConstraintError(
                                    "" + (name_prefix or "data") + ".body.snapshot.updated must be string or null",
                                    value=data__body__snapshot__updated,
                                    name="" + (name_prefix or "data") + ".body.snapshot.updated",
                                    rule="type",
                                )
                            if isinstance(data__body__snapshot__updated, str):
                                if not REGEX_PATTERNS["time or empty_re_pattern"].match(data__body__snapshot__updated):
                                    raise ConstraintError(
                                        "" + (name_prefix or "data") + ".body.snapshot.updated must be time or empty",
                                        value=data__body__snapshot__updated,
                                        name="" + (name_prefix or "data") + ".body.snapshot.updated",
                                        rule="format",
                                    )
                        if "bak_expected_start_time" in data__body__snapshot_keys:
                            data__body__snapshot__bakexpectedstarttime = data__body__snapshot["bak_expected_start_time"]
                            if not isinstance(data__body__snapshot__bakexpectedstarttime, (str, NoneType)):
                                raise ConstraintError(
                                    ""
                                    + (name_prefix or "data")
                                    + ".body.snapshot.bak_expected_start_time must be string or null",
                                    value=data__body__snapshot__bakexpectedstarttime,
                                    name="" + (name_prefix or "data") + ".body.snapshot.bak_expected_start_time",
                                    rule="type",
                                )
                            if isinstance(data__body__snapshot__bakexpectedstarttime, str):
                                if not REGEX_PATTERNS["text_re_pattern"].match(
                                    data__body__snapshot__bakexpectedstarttime
                                ):
                                    raise ConstraintError(
                                        ""
                                        + (name_prefix or "data")
                                        + ".body.snapshot.bak_expected_start_time must be text",
                                        value=data__body__snapshot__bakexpectedstarttime,
                                        name="" + (name_prefix or "data") + ".body.snapshot.bak_expected_start_time",
                                        rule="format",
                                    )
                        if "bak_keep_day" in data__body__snapshot_keys:
                            data__body__snapshot__bakkeepday = data__body__snapshot["bak_keep_day"]
                            if (
                                not isinstance(data__body__snapshot__bakkeepday, (int, NoneType))
                                and not (
                                    isinstance(data__body__snapshot__bakkeepday, float)
                                    and data__body__snapshot__bakkeepday.is_integer()
                                )
                                or isinstance(data__body__snapshot__bakkeepday, bool)
                            ):
                                raise ConstraintError(
                                    ""
                                    + (name_prefix or "data")
                                    + ".body.snapshot.bak_keep_day must be integer or null",
                                    value=data__body__snapshot__bakkeepday,
                                    name="" + (name_prefix or "data") + ".body.snapshot.bak_keep_day",
                                    rule="type",
                                )
                        if "bak_period" in data__body__snapshot_keys:
                            data__body__snapshot__bakperiod = data__body__snapshot["bak_period"]
                            if not isinstance(data__body__snapshot__bakperiod, (str, NoneType)):
                                raise ConstraintError(
                                    "" + (name_prefix or "data") + ".body.snapshot.bak_period must be string or null",
                                    value=data__body__snapshot__bakperiod,
                                    name="" + (name_prefix or "data") + ".body.snapshot.bak_period",
                                    rule="type",
                                )
                            if isinstance(data__body__snapshot__bakperiod, str):
                                if not REGEX_PATTERNS["text_re_pattern"].match(data__body__snapshot__bakperiod):
                                    raise ConstraintError(
                                        "" + (name_prefix or "data") + ".body.snapshot.bak_period must be text",
                                        value=data__body__snapshot__bakperiod,
                                        name="" + (name_prefix or "data") + ".body.snapshot.bak_period",
                                        rule="format",
                                    )
                        if "db_user" in data__body__snapshot_keys:
                            data__body__snapshot__dbuser = data__body__snapshot["db_user"]
                            if not isinstance(data__body__snapshot__dbuser, (str, NoneType)):
                                raise ConstraintError(
                                    "" + (name_prefix or "data") + ".body.snapshot.db_user must be string or null",
                                    value=data__body__snapshot__dbuser,
                                    name="" + (name_prefix or "data") + ".body.snapshot.db_user",
                                    rule="type",
                                )
                            if isinstance(data__body__snapshot__dbuser, str):
                                if not REGEX_PATTERNS["text_re_pattern"].match(data__body__snapshot__dbuser):
                                    raise ConstraintError(
                                        "" + (name_prefix or "data") + ".body.snapshot.db_user must be text",
                                        value=data__body__snapshot__dbuser,
                                        name="" + (name_prefix or "data") + ".body.snapshot.db_user",
                                        rule="format",
                                    )
                        if "progress" in data__body__snapshot_keys:
                            data__body__snapshot__progress = data__body__snapshot["progress"]
                            if not isinstance(data__body__snapshot__progress, (str, NoneType)):
                                raise ConstraintError(
                                    "" + (name_prefix or "data") + ".body.snapshot.progress must be string or null",
                                    value=data__body__snapshot__progress,
                                    name="" + (name_prefix or "data") + ".body.snapshot.progress",
                                    rule="type",
                                )
                            if isinstance(data__body__snapshot__progress, str):
                                if not REGEX_PATTERNS["text_re_pattern"].match(data__body__snapshot__progress):
                                    raise ConstraintError(
                                        "" + (name_prefix or "data") + ".body.snapshot.progress must be text",
                                        value=data__body__snapshot__progress,
                                        name="" + (name_prefix or "data") + ".body.snapshot.progress",
                                        rule="format",
                                    )
                        if "backup_key" in data__body__snapshot_keys:
                            data__body__snapshot__backupkey = data__body__snapshot["backup_key"]
                            if not isinstance(data__body__snapshot__backupkey, (str, NoneType)):
                                raise ConstraintError(
                                    "" + (name_prefix or "data") + ".body.snapshot.backup_key must be string or null",
                                    value=data__body__snapshot__backupkey,
                                    name="" + (name_prefix or "data") + ".body.snapshot.backup_key",
                                    rule="type",
                                )
                            if isinstance(data__body__snapshot__backupkey, str):
                                if not REGEX_PATTERNS["text_re_pattern"].match(data__body__snapshot__backupkey):
                                    raise ConstraintError(
                                        "" + (name_prefix or "data") + ".body.snapshot.backup_key must be text",
                                        value=data__body__snapshot__backupkey,
                                        name="" + (name_prefix or "data") + ".body.snapshot.backup_key",
                                        rule="format",
                                    )
                        if "prior_backup_key" in data__body__snapshot_keys:
                            data__body__snapshot__priorbackupkey = data__body__snapshot["prior_backup_key"]
                            if not isinstance(data__body__snapshot__priorbackupkey, (str, NoneType)):
                                raise ConstraintError(
                                    ""
                                    + (name_prefix or "data")
                                    + ".body.snapshot.prior_backup_key must be string or null",
                                    value=data__body__snapshot__priorbackupkey,
                                    name="" + (name_prefix or "data") + ".body.snapshot.prior_backup_key",
                                    rule="type",
                                )
                            if isinstance(data__body__snapshot__priorbackupkey, str):
                                if not REGEX_PATTERNS["text_re_pattern"].match(data__body__snapshot__priorbackupkey):
                                    raise ConstraintError(
                                        "" + (name_prefix or "data") + ".body.snapshot.prior_backup_key must be text",
                                        value=data__body__snapshot__priorbackupkey,
                                        name="" + (name_prefix or "data") + ".body.snapshot.prior_backup_key",
                                        rule="format",
                                    )
                        if "base_backup_key" in data__body__snapshot_keys:
                            data__body__snapshot__basebackupkey = data__body__snapshot["base_backup_key"]
                            if not isinstance(data__body__snapshot__basebackupkey, (str, NoneType)):
                                raise ConstraintError(
                                    ""
                                    + (name_prefix or "data")
                                    + ".body.snapshot.base_backup_key must be string or null",
                                    value=data__body__snapshot__basebackupkey,
                                    name="" + (name_prefix or "data") + ".body.snapshot.base_backup_key",
                                    rule="type",
                                )
                            if isinstance(data__body__snapshot__basebackupkey, str):
                                if not REGEX_PATTERNS["text_re_pattern"].match(data__body__snapshot__basebackupkey):
                                    raise ConstraintError(
                                        "" + (name_prefix or "data") + ".body.snapshot.base_backup_key must be text",
                                        value=data__body__snapshot__basebackupkey,
                                        name="" + (name_prefix or "data") + ".body.snapshot.base_backup_key",
                                        rule="format",
                                    )
                        if "backup_device" in data__body__snapshot_keys:
                            data__body__snapshot__backupdevice = data__body__snapshot["backup_device"]
                            if not isinstance(data__body__snapshot__backupdevice, (str, NoneType)):
                                raise ConstraintError(
                                    ""
                                    + (name_prefix or "data")
                                    + ".body.snapshot.backup_device must be string or null",
                                    value=data__body__snapshot__backupdevice,
                                    name="" + (name_prefix or "data") + ".body.snapshot.backup_device",
                                    rule="type",
                                )
                            if isinstance(data__body__snapshot__backupdevice, str):
                                if not REGEX_PATTERNS["text_re_pattern"].match(data__body__snapshot__backupdevice):
                                    raise ConstraintError(
                                        "" + (name_prefix or "data") + ".body.snapshot.backup_device must be text",
                                        value=data__body__snapshot__backupdevice,
                                        name="" + (name_prefix or "data") + ".body.snapshot.backup_device",
                                        rule="format",
                                    )
                        if "total_backup_size" in data__body__snapshot_keys:
                            data__body__snapshot__totalbackupsize = data__body__snapshot["total_backup_size"]
                            if (
                                not isinstance(data__body__snapshot__totalbackupsize, (int, NoneType))
                                and not (
                                    isinstance(data__body__snapshot__totalbackupsize, float)
                                    and data__body__snapshot__totalbackupsize.is_integer()
                                )
                                or isinstance(data__body__snapshot__totalbackupsize, bool)
                            ):
                                raise ConstraintError(
                                    ""
                                    + (name_prefix or "data")
                                    + ".body.snapshot.total_backup_size must be integer or null",
                                    value=data__body__snapshot__totalbackupsize,
                                    name="" + (name_prefix or "data") + ".body.snapshot.total_backup_size",
                                    rule="type",
                                )
                        if "base_backup_name" in data__body__snapshot_keys:
                            data__body__snapshot__basebackupname = data__body__snapshot["base_backup_name"]
                            if not isinstance(data__body__snapshot__basebackupname, (str, NoneType)):
                                raise ConstraintError(
                                    ""
                                    + (name_prefix or "data")
                                    + ".body.snapshot.base_backup_name must be string or null",
                                    value=data__body__snapshot__basebackupname,
                                    name="" + (name_prefix or "data") + ".body.snapshot.base_backup_name",
                                    rule="type",
                                )
                            if isinstance(data__body__snapshot__basebackupname, str):
                                if not REGEX_PATTERNS["text_re_pattern"].match(data__body__snapshot__basebackupname):
                                    raise ConstraintError(
                                        "" + (name_prefix or "data") + ".body.snapshot.base_backup_name must be text",
                                        value=data__body__snapshot__basebackupname,
                                        name="" + (name_prefix or "data") + ".body.snapshot.base_backup_name",
                                        rule="format",
                                    )
                        if "support_inplace_restore" in data__body__snapshot_keys:
                            data__body__snapshot__supportinplacerestore = data__body__snapshot[
                                "support_inplace_restore"
                            ]
                            if not isinstance(data__body__snapshot__supportinplacerestore, (bool, NoneType)):
                                raise ConstraintError(
                                    ""
                                    + (name_prefix or "data")
                                    + ".body.snapshot.support_inplace_restore must be boolean or null",
                                    value=data__body__snapshot__supportinplacerestore,
                                    name="" + (name_prefix or "data") + ".body.snapshot.support_inplace_restore",
                                    rule="type",
                                )
                        if "fine_grained_backup" in data__body__snapshot_keys:
                            data__body__snapshot__finegrainedbackup = data__body__snapshot["fine_grained_backup"]
                            if not isinstance(data__body__snapshot__finegrainedbackup, (bool, NoneType)):
                                raise ConstraintError(
                                    ""
                                    + (name_prefix or "data")
                                    + ".body.snapshot.fine_grained_backup must be boolean or null",
                                    value=data__body__snapshot__finegrainedbackup,
                                    name="" + (name_prefix or "data") + ".body.snapshot.fine_grained_backup",
                                    rule="type",
                                )
                        if "backup_level" in data__body__snapshot_keys:
                            data__body__snapshot__backuplevel = data__body__snapshot["backup_level"]
                            if not isinstance(data__body__snapshot__backuplevel, (str, NoneType)):
                                raise ConstraintError(
                                    "" + (name_prefix or "data") + ".body.snapshot.backup_level must be string or null",
                                    value=data__body__snapshot__backuplevel,
                                    name="" + (name_prefix or "data") + ".body.snapshot.backup_level",
                                    rule="type",
                                )
                            if isinstance(data__body__snapshot__backuplevel, str):
                                if not REGEX_PATTERNS["text_re_pattern"].match(data__body__snapshot__backuplevel):
                                    raise ConstraintError(
                                        "" + (name_prefix or "data") + ".body.snapshot.backup_level must be text",
                                        value=data__body__snapshot__backuplevel,
                                        name="" + (name_prefix or "data") + ".body.snapshot.backup_level",
                                        rule="format",
                                    )
                        if "fine_grained_backup_detail" in data__body__snapshot_keys:
                            data__body__snapshot__finegrainedbackupdetail = data__body__snapshot[
                                "fine_grained_backup_detail"
                            ]
                            if not isinstance(data__body__snapshot__finegrainedbackupdetail, (dict, NoneType)):
                                raise ConstraintError(
                                    ""
                                    + (name_prefix or "data")
                                    + ".body.snapshot.fine_grained_backup_detail must be object or null",
                                    value=data__body__snapshot__finegrainedbackupdetail,
                                    name="" + (name_prefix or "data") + ".body.snapshot.fine_grained_backup_detail",
                                    rule="type",
                                )
                            data__body__snapshot__finegrainedbackupdetail_is_dict = isinstance(
                                data__body__snapshot__finegrainedbackupdetail, dict
                            )
                            if data__body__snapshot__finegrainedbackupdetail_is_dict:
                                data__body__snapshot__finegrainedbackupdetail_keys = (
                                    data__body__snapshot__finegrainedbackupdetail.keys()
                                )
                                if "database" in data__body__snapshot__finegrainedbackupdetail_keys:
                                    data__body__snapshot__finegrainedbackupdetail__database = (
                                        data__body__snapshot__finegrainedbackupdetail["database"]
                                    )
                                    if not isinstance(
                                        data__body__snapshot__finegrainedbackupdetail__database, (str, NoneType)
                                    ):
                                        raise ConstraintError(
                                            ""
                                            + (name_prefix or "data")
                                            + ".body.snapshot.fine_grained_backup_detail.database must be string or null",
                                            value=data__body__snapshot__finegrainedbackupdetail__database,
                                            name=""
                                            + (name_prefix or "data")
                                            + ".body.snapshot.fine_grained_backup_detail.database",
                                            rule="type",
                                        )
                                    if isinstance(data__body__snapshot__finegrainedbackupdetail__database, str):
                                        if not REGEX_PATTERNS["text_re_pattern"].match(
                                            data__body__snapshot__finegrainedbackupdetail__database
                                        ):
                                            raise ConstraintError(
                                                ""
                                                + (name_prefix or "data")
                                                + ".body.snapshot.fine_grained_backup_detail.database must be text",
                                                value=data__body__snapshot__finegrainedbackupdetail__database,
                                                name=""
                                                + (name_prefix or "data")
                                                + ".body.snapshot.fine_grained_backup_detail.database",
                                                rule="format",
                                            )
                                if "schema_list" in data__body__snapshot__finegrainedbackupdetail_keys:
                                    data__body__snapshot__finegrainedbackupdetail__schemalist = (
                                        data__body__snapshot__finegrainedbackupdetail["schema_list"]
                                    )
                                    if not isinstance(
                                        data__body__snapshot__finegrainedbackupdetail__schemalist,
                                        (list, tuple, NoneType),
                                    ):
                                        raise ConstraintError(
                                            ""
                                            + (name_prefix or "data")
                                            + ".body.snapshot.fine_grained_backup_detail.schema_list must be array or null",
                                            value=data__body__snapshot__finegrainedbackupdetail__schemalist,
                                            name=""
                                            + (name_prefix or "data")
                                            + ".body.snapshot.fine_grained_backup_detail.schema_list",
                                            rule="type",
                                        )
                                    data__body__snapshot__finegrainedbackupdetail__schemalist_is_list = isinstance(
                                        data__body__snapshot__finegrainedbackupdetail__schemalist, (list, tuple)
                                    )
                                    if data__body__snapshot__finegrainedbackupdetail__schemalist_is_list:
                                        data__body__snapshot__finegrainedbackupdetail__schemalist_len = len(
                                            data__body__snapshot__finegrainedbackupdetail__schemalist
                                        )
                                        for (
                                            data__body__snapshot__finegrainedbackupdetail__schemalist_x,
                                            data__body__snapshot__finegrainedbackupdetail__schemalist_item,
                                        ) in enumerate(data__body__snapshot__finegrainedbackupdetail__schemalist):
                                            if not isinstance(
                                                data__body__snapshot__finegrainedbackupdetail__schemalist_item, (str)
                                            ):
                                                raise ConstraintError(
                                                    ""
                                                    + (name_prefix or "data")
                                                    + ".body.snapshot.fine_grained_backup_detail.schema_list[{data__body__snapshot__finegrainedbackupdetail__schemalist_x}]".format(
                                                        **locals()
                                                    )
                                                    + " must be string",
                                                    value=data__body__snapshot__finegrainedbackupdetail__schemalist_item,
                                                    name=""
                                                    + (name_prefix or "data")
                                                    + ".body.snapshot.fine_grained_backup_detail.schema_list[{data__body__snapshot__finegrainedbackupdetail__schemalist_x}]".format(
                                                        **locals()
                                                    )
                                                    + "",
                                                    rule="type",
                                                )
                                            if isinstance(
                                                data__body__snapshot__finegrainedbackupdetail__schemalist_item, str
                                            ):
                                                if not REGEX_PATTERNS["text_re_pattern"].match(
                                                    data__body__snapshot__finegrainedbackupdetail__schemalist_item
                                                ):
                                                    raise ConstraintError(
                                                        ""
                                                        + (name_prefix or "data")
                                                        + ".body.snapshot.fine_grained_backup_detail.schema_list[{data__body__snapshot__finegrainedbackupdetail__schemalist_x}]".format(
                                                            **locals()
                                                        )
                                                        + " must be text",
                                                        value=data__body__snapshot__finegrainedbackupdetail__schemalist_item,
                                                        name=""
                                                        + (name_prefix or "data")
                                                        + ".body.snapshot.fine_grained_backup_detail.schema_list[{data__body__snapshot__finegrainedbackupdetail__schemalist_x}]".format(
                                                            **locals()
                                                        )
                                                        + "",
                                                        rule="format",
                                                    )
                                if "table_list" in data__body__snapshot__finegrainedbackupdetail_keys:
                                    data__body__snapshot__finegrainedbackupdetail__tablelist = (
                                        data__body__snapshot__finegrainedbackupdetail["table_list"]
                                    )
                                    if not isinstance(
                                        data__body__snapshot__finegrainedbackupdetail__tablelist,
                                        (list, tuple, NoneType),
                                    ):
                                        raise ConstraintError(
                                            ""
                                            + (name_prefix or "data")
                                            + ".body.snapshot.fine_grained_backup_detail.table_list must be array or null",
                                            value=data__body__snapshot__finegrainedbackupdetail__tablelist,
                                            name=""
                                            + (name_prefix or "data")
                                            + ".body.snapshot.fine_grained_backup_detail.table_list",
                                            rule="type",
                                        )
                                    data__body__snapshot__finegrainedbackupdetail__tablelist_is_list = isinstance(
                                        data__body__snapshot__finegrainedbackupdetail__tablelist, (list, tuple)
                                    )
                                    if data__body__snapshot__finegrainedbackupdetail__tablelist_is_list:
                                        data__body__snapshot__finegrainedbackupdetail__tablelist_len = len(
                                            data__body__snapshot__finegrainedbackupdetail__tablelist
                                        )
                                        for (
                                            data__body__snapshot__finegrainedbackupdetail__tablelist_x,
                                            data__body__snapshot__finegrainedbackupdetail__tablelist_item,
                                        ) in enumerate(data__body__snapshot__finegrainedbackupdetail__tablelist):
                                            if not isinstance(
                                                data__body__snapshot__finegrainedbackupdetail__tablelist_item, (str)
                                            ):
                                                raise ConstraintError(
                                                    ""
                                                    + (name_prefix or "data")
                                                    + ".body.snapshot.fine_grained_backup_detail.table_list[{data__body__snapshot__finegrainedbackupdetail__tablelist_x}]".format(
                                                        **locals()
                                                    )
                                                    + " must be string",
                                                    value=data__body__snapshot__finegrainedbackupdetail__tablelist_item,
                                                    name=""
                                                    + (name_prefix or "data")
                                                    + ".body.snapshot.fine_grained_backup_detail.table_list[{data__body__snapshot__finegrainedbackupdetail__tablelist_x}]".format(
                                                        **locals()
                                                    )
                                                    + "",
                                                    rule="type",
                                                )
                                            if isinstance(
                                                data__body__snapshot__finegrainedbackupdetail__tablelist_item, str
                                            ):
                                                if not REGEX_PATTERNS["text_re_pattern"].match(
                                                    data__body__snapshot__finegrainedbackupdetail__tablelist_item
                                                ):
                                                    raise ConstraintError(
                                                        ""
                                                        + (name_prefix or "data")
                                                        + ".body.snapshot.fine_grained_backup_detail.table_list[{data__body__snapshot__finegrainedbackupdetail__tablelist_x}]".format(
                                                            **locals()
                                                        )
                                                        + " must be text",
                                                        value=data__body__snapshot__finegrainedbackupdetail__tablelist_item,
                                                        name=""
                                                        + (name_prefix or "data")
                                                        + ".body.snapshot.fine_grained_backup_detail.table_list[{data__body__snapshot__finegrainedbackupdetail__tablelist_x}]".format(
                                                            **locals()
                                                        )
                                                        + "",
                                                        rule="format",
                                                    )
                        if "guest_agent_version" in data__body__snapshot_keys:
                            data__body__snapshot__guestagentversion = data__body__snapshot["guest_agent_version"]
                            if not isinstance(data__body__snapshot__guestagentversion, (str, NoneType)):
                                raise ConstraintError(
                                    ""
                                    + (name_prefix or "data")
                                    + ".body.snapshot.guest_agent_version must be string or null",
                                    value=data__body__snapshot__guestagentversion,
                                    name="" + (name_prefix or "data") + ".body.snapshot.guest_agent_version",
                                    rule="type",
                                )
                            if isinstance(data__body__snapshot__guestagentversion, str):
                                if not REGEX_PATTERNS["text_re_pattern"].match(data__body__snapshot__guestagentversion):
                                    raise ConstraintError(
                                        ""
                                        + (name_prefix or "data")
                                        + ".body.snapshot.guest_agent_version must be text",
                                        value=data__body__snapshot__guestagentversion,
                                        name="" + (name_prefix or "data") + ".body.snapshot.guest_agent_version",
                                        rule="format",
                                    )
                        if "cluster_status" in data__body__snapshot_keys:
                            data__body__snapshot__clusterstatus = data__body__snapshot["cluster_status"]
                            if not isinstance(data__body__snapshot__clusterstatus, (str, NoneType)):
                                raise ConstraintError(
                                    ""
                                    + (name_prefix or "data")
                                    + ".body.snapshot.cluster_status must be string or null",
                                    value=data__body__snapshot__clusterstatus,
                                    name="" + (name_prefix or "data") + ".body.snapshot.cluster_status",
                                    rule="type",
                                )
                            if isinstance(data__body__snapshot__clusterstatus, str):
                                if not REGEX_PATTERNS["text_re_pattern"].match(data__body__snapshot__clusterstatus):
                                    raise ConstraintError(
                                        "" + (name_prefix or "data") + ".body.snapshot.cluster_status must be text",
                                        value=data__body__snapshot__clusterstatus,
                                        name="" + (name_prefix or "data") + ".body.snapshot.cluster_status",
                                        rule="format",
                                    )
    return data
