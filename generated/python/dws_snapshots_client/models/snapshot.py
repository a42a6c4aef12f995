from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Self, TypeVar

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ..types import UNSET, Unset

T = TypeVar("T", bound="Snapshot")


@_attrs_define
class Snapshot:
    """The snapshot object."""

    name: str
    """ Snapshot name. It consists of 4 to 64 characters, starts with a letter, and contains letters,
    digits, hyphens (`-`) and underscores (`_`) only. It is case-insensitive and must be unique.

    Decision: it is unique within a project and compared without case, whoever made the other snapshot and how:
    created, copied, manual or automated, of any cluster. Where `snapshot-3` exists, `Snapshot-3` is refused with
    400.
     """
    cluster_id: str
    """ ID of the cluster to create a snapshot of, a UUID of 8-4-4-4-12 hexadecimal digits.

    Decision: the UUID of no cluster of the project is answered with 404.
     """
    description: str | Unset = UNSET
    """ Snapshot description. Optional; if no value is specified, the description is empty. It has at most 256
    characters and contains none of `!` `<` `>` `'` `=` `&` `"`.

    Decision: `null` is no string: it is refused with 400.
     """
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=dict)

    def to_dict(self) -> dict[str, Any]:
        name = self.name

        cluster_id = self.cluster_id

        description = self.description

        field_dict: dict[str, Any] = {}
        field_dict.update(self.additional_properties)
        field_dict.update({"name": name, "cluster_id": cluster_id})
        if description is not UNSET:
            field_dict["description"] = description

        return field_dict

    @classmethod
    def from_dict(cls, src_dict: Mapping[str, Any]) -> Self:
        d = dict(src_dict)
        name = d.pop("name")

        cluster_id = d.pop("cluster_id")

        description = d.pop("description", UNSET)

        snapshot = cls(name=name, cluster_id=cluster_id, description=description)

        snapshot.additional_properties = d
        return snapshot

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
