from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Self, TypeVar

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ..types import UNSET, Unset

T = TypeVar("T", bound="CopySnapshotRequest")


@_attrs_define
class CopySnapshotRequest:
    """The body of a request to copy a snapshot."""

    backup_name: str
    """ Name of the copy.

    Decision: it keeps the rules of a snapshot's name: 4 to 64 characters, a letter first, letters, digits,
    hyphens (`-`) and underscores (`_`) only, unique within the project without regard to case.
     """
    description: str | Unset = UNSET
    """ Description of the copy. Optional; empty if no value is specified.

    Decision: it keeps the rules of a snapshot's description: at most 256 characters, none of `!` `<` `>` `'`
    `=` `&` `"`.
     """
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=dict)

    def to_dict(self) -> dict[str, Any]:
        backup_name = self.backup_name

        description = self.description

        field_dict: dict[str, Any] = {}
        field_dict.update(self.additional_properties)
        field_dict.update({"backup_name": backup_name})
        if description is not UNSET:
            field_dict["description"] = description

        return field_dict

    @classmethod
    def from_dict(cls, src_dict: Mapping[str, Any]) -> Self:
        d = dict(src_dict)
        backup_name = d.pop("backup_name")

        description = d.pop("description", UNSET)

        copy_snapshot_request = cls(backup_name=backup_name, description=description)

        copy_snapshot_request.additional_properties = d
        return copy_snapshot_request

    @property
    def additional_keys(self) -> list[str]:
        return list(self.additional_properties.keys())

    def __getitem__(self, key: str) -> Any:
        return self.additional_properties[key]

    def __setitem__(self, key: str, value: Any) -> None:
        self.additional_properties[key] = value

    def __delitem__(self, key: str) -> None:
        del self.additional_properties[key]

    def __contains__(self, key: str) -> bool:
        return key in self.additional_properties
