# mypy: ignore-errors
from typing import Any

from .errors import ConstraintError

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
        data__missing_keys = {"offset"}.difference(data)
        if data__missing_keys:
            raise ConstraintError(
                "" + (name_prefix or "data") + " must contain " + (str(sorted(data__missing_keys)) + " properties"),
                value=data,
                name="" + (name_prefix or "data") + "",
                rule="required",
            )
        data_keys = data.keys()
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
    return data
