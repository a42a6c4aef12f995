# mypy: ignore-errors
import re
from typing import Any

from .errors import ConstraintError

REGEX_PATTERNS = {"text_re_pattern": re.compile("^[^\\ud800-\\udfff]*\\Z")}

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
        data__missing_keys = {"sort_key"}.difference(data)
        if data__missing_keys:
            raise ConstraintError(
                "" + (name_prefix or "data") + " must contain " + (str(sorted(data__missing_keys)) + " properties"),
                value=data,
                name="" + (name_prefix or "data") + "",
                rule="required",
            )
        data_keys = data.keys()
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
    return data
