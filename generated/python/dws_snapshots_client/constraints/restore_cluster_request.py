# mypy: ignore-errors
import re
from typing import Any

from .errors import ConstraintError

REGEX_PATTERNS = {
    "^[0-9a-f]{32}$": re.compile("^[0-9a-f]{32}\\Z"),
    "^[0-9A-Fa-f]{8}(-[0-9A-Fa-f]{4}){3}-[0-9A-Fa-f]{12}$": re.compile(
        "^[0-9A-Fa-f]{8}(-[0-9A-Fa-f]{4}){3}-[0-9A-Fa-f]{12}\\Z"
    ),
    "^[A-Za-z][A-Za-z0-9_-]{3,63}$": re.compile("^[A-Za-z][A-Za-z0-9_-]{3,63}\\Z"),
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
        data__missing_keys = {"body", "project_id", "snapshot_id"}.difference(data)
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
                data__body__missing_keys = {"restore"}.difference(data__body)
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
                if "restore" in data__body_keys:
                    data__body__restore = data__body["restore"]
                    if not isinstance(data__body__restore, (dict)):
                        raise ConstraintError(
                            "" + (name_prefix or "data") + ".body.restore must be object",
                            value=data__body__restore,
                            name="" + (name_prefix or "data") + ".body.restore",
                            rule="type",
                        )
                    data__body__restore_is_dict = isinstance(data__body__restore, dict)
                    if data__body__restore_is_dict:
                        data__body__restore__missing_keys = {"name"}.difference(data__body__restore)
                        if data__body__restore__missing_keys:
                            raise ConstraintError(
                                ""
                                + (name_prefix or "data")
                                + ".body.restore must contain "
                                + (str(sorted(data__body__restore__missing_keys)) + " properties"),
                                value=data__body__restore,
                                name="" + (name_prefix or "data") + ".body.restore",
                                rule="required",
                            )
                        data__body__restore_keys = data__body__restore.keys()
                        if "name" in data__body__restore_keys:
                            data__body__restore__name = data__body__restore["name"]
                            if not isinstance(data__body__restore__name, (str)):
                                raise ConstraintError(
                                    "" + (name_prefix or "data") + ".body.restore.name must be string",
                                    value=data__body__restore__name,
                                    name="" + (name_prefix or "data") + ".body.restore.name",
                                    rule="type",
                                )
                            if isinstance(data__body__restore__name, str):
                                data__body__restore__name_len = len(data__body__restore__name)
                                if data__body__restore__name_len < 4:
                                    raise ConstraintError(
                                        ""
                                        + (name_prefix or "data")
                                        + ".body.restore.name must be longer than or equal to 4 characters",
                                        value=data__body__restore__name,
                                        name="" + (name_prefix or "data") + ".body.restore.name",
                                        rule="minLength",
                                    )
                                if data__body__restore__name_len > 64:
                                    raise ConstraintError(
                                        ""
                                        + (name_prefix or "data")
                                        + ".body.restore.name must be shorter than or equal to 64 characters",
                                        value=data__body__restore__name,
                                        name="" + (name_prefix or "data") + ".body.restore.name",
                                        rule="maxLength",
                                    )
                                if not REGEX_PATTERNS["^[A-Za-z][A-Za-z0-9_-]{3,63}$"].search(
                                    data__body__restore__name
                                ):
                                    raise ConstraintError(
                                        ""
                                        + (name_prefix or "data")
                                        + ".body.restore.name must match pattern ^[A-Za-z][A-Za-z0-9_-]{3,63}$",
                                        value=data__body__restore__name,
                                        name="" + (name_prefix or "data") + ".body.restore.name",
                                        rule="pattern",
                                    )
                        if "subnet_id" in data__body__restore_keys:
                            data__body__restore__subnetid = data__body__restore["subnet_id"]
                            if not isinstance(data__body__restore__subnetid, (str)):
                                raise ConstraintError(
                                    "" + (name_prefix or "data") + ".body.restore.subnet_id must be string",
                                    value=data__body__restore__subnetid,
                                    name="" + (name_prefix or "data") + ".body.restore.subnet_id",
                                    rule="type",
                                )
                            if isinstance(data__body__restore__subnetid, str):
                                if not REGEX_PATTERNS["text_re_pattern"].match(data__body__restore__subnetid):
                                    raise ConstraintError(
                                        "" + (name_prefix or "data") + ".body.restore.subnet_id must be text",
                                        value=data__body__restore__subnetid,
                                        name="" + (name_prefix or "data") + ".body.restore.subnet_id",
                                        rule="format",
                                    )
                        if "security_group_id" in data__body__restore_keys:
                            data__body__restore__securitygroupid = data__body__restore["security_group_id"]
                            if not isinstance(data__body__restore__securitygroupid, (str)):
                                raise ConstraintError(
                                    "" + (name_prefix or "data") + ".body.restore.security_group_id must be string",
                                    value=data__body__restore__securitygroupid,
                                    name="" + (name_prefix or "data") + ".body.restore.security_group_id",
                                    rule="type",
                                )
                            if isinstance(data__body__restore__securitygroupid, str):
                                if not REGEX_PATTERNS["text_re_pattern"].match(data__body__restore__securitygroupid):
                                    raise ConstraintError(
                                        "" + (name_prefix or "data") + ".body.restore.security_group_id must be text",
                                        value=data__body__restore__securitygroupid,
                                        name="" + (name_prefix or "data") + ".body.restore.security_group_id",
                                        rule="format",
                                    )
                        if "vpc_id" in data__body__restore_keys:
                            data__body__restore__vpcid = data__body__restore["vpc_id"]
                            if not isinstance(data__body__restore__vpcid, (str)):
                                raise ConstraintError(
                                    "" + (name_prefix or "data") + ".body.restore.vpc_id must be string",
                                    value=data__body__restore__vpcid,
                                    name="" + (name_prefix or "data") + ".body.restore.vpc_id",
                                    rule="type",
                                )
                            if isinstance(data__body__restore__vpcid, str):
                                if not REGEX_PATTERNS["text_re_pattern"].match(data__body__restore__vpcid):
                                    raise ConstraintError(
                                        "" + (name_prefix or "data") + ".body.restore.vpc_id must be text",
                                        value=data__body__restore__vpcid,
                                        name="" + (name_prefix or "data") + ".body.restore.vpc_id",
                                        rule="format",
                                    )
                        if "availability_zone" in data__body__restore_keys:
                            data__body__restore__availabilityzone = data__body__restore["availability_zone"]
                            if not isinstance(data__body__restore__availabilityzone, (str)):
                                raise ConstraintError(
                                    "" + (name_prefix or "data") + ".body.restore.availability_zone must be string",
                                    value=data__body__restore__availabilityzone,
                                    name="" + (name_prefix or "data") + ".body.restore.availability_zone",
                                    rule="type",
                                )
                            if isinstance(data__body__restore__availabilityzone, str):
                                if not REGEX_PATTERNS["text_re_pattern"].match(data__body__restore__availabilityzone):
                                    raise ConstraintError(
                                        "" + (name_prefix or "data") + ".body.restore.availability_zone must be text",
                                        value=data__body__restore__availabilityzone,
                                        name="" + (name_prefix or "data") + ".body.restore.availability_zone",
                                        rule="format",
                                    )
                        if "port" in data__body__restore_keys:
                            data__body__restore__port = data__body__restore["port"]
                            if (
                                not isinstance(data__body__restore__port, (int))
                                and not (
                                    isinstance(data__body__restore__port, float)
                                    and data__body__restore__port.is_integer()
                                )
                                or isinstance(data__body__restore__port, bool)
                            ):
                                raise ConstraintError(
                                    "" + (name_prefix or "data") + ".body.restore.port must be integer",
                                    value=data__body__restore__port,
                                    name="" + (name_prefix or "data") + ".body.restore.port",
                                    rule="type",
                                )
                            if isinstance(data__body__restore__port, (int, float)) and not isinstance(
                                data__body__restore__port, bool
                            ):
                                if data__body__restore__port < 8000:
                                    raise ConstraintError(
                                        ""
                                        + (name_prefix or "data")
                                        + ".body.restore.port must be bigger than or equal to 8000",
                                        value=data__body__restore__port,
                                        name="" + (name_prefix or "data") + ".body.restore.port",
                                        rule="minimum",
                                    )
                                if data__body__restore__port > 30000:
                                    raise ConstraintError(
                                        ""
                                        + (name_prefix or "data")
                                        + ".body.restore.port must be smaller than or equal to 30000",
                                        value=data__body__restore__port,
                                        name="" + (name_prefix or "data") + ".body.restore.port",
                                        rule="maximum",
                                    )
                        if "public_ip" in data__body__restore_keys:
                            data__body__restore__publicip = data__body__restore["public_ip"]
                            if not isinstance(data__body__restore__publicip, (dict)):
                                raise ConstraintError(
                                    "" + (name_prefix or "data") + ".body.restore.public_ip must be object",
                                    value=data__body__restore__publicip,
                                    name="" + (name_prefix or "data") + ".body.restore.public_ip",
                                    rule="type",
                                )
                            data__body__restore__publicip_is_dict = isinstance(data__body__restore__publicip, dict)
                            if data__body__restore__publicip_is_dict:
                                data__body__restore__publicip_keys = data__body__restore__publicip.keys()
                                if "public_bind_type" in data__body__restore__publicip_keys:
                                    data__body__restore__publicip__publicbindtype = data__body__restore__publicip[
                                        "public_bind_type"
                                    ]
                                    if not isinstance(data__body__restore__publicip__publicbindtype, (str)):
                                        raise ConstraintError(
                                            ""
                                            + (name_prefix or "data")
                                            + ".body.restore.public_ip.public_bind_type must be string",
                                            value=data__body__restore__publicip__publicbindtype,
                                            name=""
                                            + (name_prefix or "data")
                                            + ".body.restore.public_ip.public_bind_type",
                                            rule="type",
                                        )
                                    if not (
                                        isinstance(data__body__restore__publicip__publicbindtype, str)
                                        and data__body__restore__publicip__publicbindtype == "auto_assign"
                                        or isinstance(data__body__restore__publicip__publicbindtype, str)
                                        and data__body__restore__publicip__publicbindtype == "not_use"
                                        or isinstance(data__body__restore__publicip__publicbindtype, str)
                                        and data__body__restore__publicip__publicbindtype == "bind_existing"
                                    ):
                                        raise ConstraintError(
                                            ""
                                            + (name_prefix or "data")
                                            + ".body.restore.public_ip.public_bind_type must be one of ['auto_assign', 'not_use', 'bind_existing']",
                                            value=data__body__restore__publicip__publicbindtype,
                                            name=""
                                            + (name_prefix or "data")
                                            + ".body.restore.public_ip.public_bind_type",
                                            rule="enum",
                                        )
                                    if isinstance(data__body__restore__publicip__publicbindtype, str):
                                        if not REGEX_PATTERNS["text_re_pattern"].match(
                                            data__body__restore__publicip__publicbindtype
                                        ):
                                            raise ConstraintError(
                                                ""
                                                + (name_prefix or "data")
                                                + ".body.restore.public_ip.public_bind_type must be text",
                                                value=data__body__restore__publicip__publicbindtype,
                                                name=""
                                                + (name_prefix or "data")
                                                + ".body.restore.public_ip.public_bind_type",
                                                rule="format",
                                            )
                                if "eip_id" in data__body__restore__publicip_keys:
                                    data__body__restore__publicip__eipid = data__body__restore__publicip["eip_id"]
                                    if not isinstance(data__body__restore__publicip__eipid, (str)):
                                        raise ConstraintError(
                                            ""
                                            + (name_prefix or "data")
                                            + ".body.restore.public_ip.eip_id must be string",
                                            value=data__body__restore__publicip__eipid,
                                            name="" + (name_prefix or "data") + ".body.restore.public_ip.eip_id",
                                            rule="type",
                                        )
                                    if isinstance(data__body__restore__publicip__eipid, str):
                                        if not REGEX_PATTERNS["text_re_pattern"].match(
                                            data__body__restore__publicip__eipid
                                        ):
                                            raise ConstraintError(
                                                ""
                                                + (name_prefix or "data")
                                                + ".body.restore.public_ip.eip_id must be text",
                                                value=data__body__restore__publicip__eipid,
                                                name="" + (name_prefix or "data") + ".body.restore.public_ip.eip_id",
                                                rule="format",
                                            )
                        if "enterprise_project_id" in data__body__restore_keys:
                            data__body__restore__enterpriseprojectid = data__body__restore["enterprise_project_id"]
                            if not isinstance(data__body__restore__enterpriseprojectid, (str)):
                                raise ConstraintError(
                                    "" + (name_prefix or "data") + ".body.restore.enterprise_project_id must be string",
                                    value=data__body__restore__enterpriseprojectid,
                                    name="" + (name_prefix or "data") + ".body.restore.enterprise_project_id",
                                    rule="type",
                                )
                            if isinstance(data__body__restore__enterpriseprojectid, str):
                                if not REGEX_PATTERNS["text_re_pattern"].match(
                                    data__body__restore__enterpriseprojectid
                                ):
                                    raise ConstraintError(
                                        ""
                                        + (name_prefix or "data")
                                        + ".body.restore.enterprise_project_id must be text",
                                        value=data__body__restore__enterpriseprojectid,
                                        name="" + (name_prefix or "data") + ".body.restore.enterprise_project_id",
                                        rule="format",
                                    )
                        if "ipv6_enable" in data__body__restore_keys:
                            data__body__restore__ipv6enable = data__body__restore["ipv6_enable"]
                            if not isinstance(data__body__restore__ipv6enable, (bool)):
                                raise ConstraintError(
                                    "" + (name_prefix or "data") + ".body.restore.ipv6_enable must be boolean",
                                    value=data__body__restore__ipv6enable,
                                    name="" + (name_prefix or "data") + ".body.restore.ipv6_enable",
                                    rule="type",
                                )
    return data
