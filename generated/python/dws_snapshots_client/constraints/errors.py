"""The error that a check raises."""

from typing import Any


class ConstraintError(ValueError):
    """A value does not keep a rule of the contract.

    name: the place of the value, for example `data.body.snapshot.name`; value: the value itself;
    rule: the JSON Schema keyword that is not kept.
    """

    def __init__(self, message: str, value: Any, name: str, rule: str) -> None:
        super().__init__(message)
        self.value = value
        self.name = name
        self.rule = rule
