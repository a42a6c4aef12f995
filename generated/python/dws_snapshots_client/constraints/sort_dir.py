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
        data__missing_keys = {"sort_dir"}.difference(data)
        if data__missing_keys:
            raise ConstraintError(
                "" + (name_prefix or "data") + " must contain " + (str(sorted(data__missing_keys)) + " properties"),
                value=data,
                name="" + (name_prefix or "data") + "",
                rule="required",
            )
        data_keys = data.keys()
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
