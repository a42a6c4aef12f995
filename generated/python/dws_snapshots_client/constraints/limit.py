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
        data__missing_keys = {"limit"}.difference(data)
        if data__missing_keys:
            raise ConstraintError(
                "" + (name_prefix or "data") + " must contain " + (str(sorted(data__missing_keys)) + " properties"),
                value=data,
                name="" + (name_prefix or "data") + "",
                rule="required",
            )
        data_keys = data.keys()
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
    return data
