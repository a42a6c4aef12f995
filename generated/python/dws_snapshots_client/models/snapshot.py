from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ..types import UNSET, Unset

T = TypeVar("T", bound="Snapshot")


@_attrs_define
class Snapshot:
    """The snapshot object. Mandatory."""

    name: str
    """ Snapshot name. Mandatory. It consists of 4 to 64 characters, starts with a letter, and contains letters,
    digits, hyphens (`-`) and underscores (`_`) only. It is case-insensitive and must be unique.

    Decision: letters and digits are those of ASCII, and the name is matched whole: a trailing line feed is no
    match. It is unique within a project, compared without case: where `snapshot-3` exists, `Snapshot-3` is
    refused with 400.
     """
    cluster_id: str
    """ ID of the cluster to create a snapshot of. Mandatory.

    Decision: a UUID of 8-4-4-4-12 hexadecimal digits in either case, compared without case. What is no UUID is
    answered with 400; the UUID of no cluster of the project is answered with 404.
     """
    description: str | Unset = UNSET
    """ Snapshot description. Optional; if no value is specified, the description is empty. It has at most 256
    characters and contains none of `!` `<` `>` `'` `=` `&` `"`.

    Decision: characters are Unicode code points. An absent description and `""` are the same. `null` is no
    string, and a lone surrogate is no text: both are refused with 400.
     """
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=dict)

    def to_dict(self) -> dict[str, Any]:
        name = self.name

        cluster_id = self.cluster_id

        description = self.description

        field_dict: dict[str, Any] = {}
        field_dict.update(self.additional_properties)
        field_dict.update(
            {
                "name": name,
                "cluster_id": cluster_id,
            }
        )
        if description is not UNSET:
            field_dict["description"] = description

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        d = dict(src_dict)
        if d.get("description", UNSET) is None:
            del d["description"]
        name = d.pop("name")

        cluster_id = d.pop("cluster_id")

        description = d.pop("description", UNSET)

        snapshot = cls(
            name=name,
            cluster_id=cluster_id,
            description=description,
        )

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
