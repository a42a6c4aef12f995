from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ..models.public_ip_public_bind_type import (
    PublicIpPublicBindType,
    check_public_ip_public_bind_type,
)
from ..types import UNSET, Unset

T = TypeVar("T", bound="PublicIp")


@_attrs_define
class PublicIp:
    """Its public address. Optional."""

    public_bind_type: PublicIpPublicBindType | Unset = UNSET
    """ How it gets the address. Optional; one of `auto_assign`, `not_use` and `bind_existing`. """
    eip_id: str | Unset = UNSET
    """ ID of an existing address. Optional. """
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=dict)

    def to_dict(self) -> dict[str, Any]:
        public_bind_type: str | Unset = UNSET
        if not isinstance(self.public_bind_type, Unset):
            public_bind_type = self.public_bind_type

        eip_id = self.eip_id

        field_dict: dict[str, Any] = {}
        field_dict.update(self.additional_properties)
        field_dict.update({})
        if public_bind_type is not UNSET:
            field_dict["public_bind_type"] = public_bind_type
        if eip_id is not UNSET:
            field_dict["eip_id"] = eip_id

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        d = dict(src_dict)
        if d.get("public_bind_type", UNSET) is None:
            del d["public_bind_type"]
        if d.get("eip_id", UNSET) is None:
            del d["eip_id"]
        _public_bind_type = d.pop("public_bind_type", UNSET)
        public_bind_type: PublicIpPublicBindType | Unset
        if isinstance(_public_bind_type, Unset):
            public_bind_type = UNSET
        else:
            public_bind_type = check_public_ip_public_bind_type(_public_bind_type)

        eip_id = d.pop("eip_id", UNSET)

        public_ip = cls(
            public_bind_type=public_bind_type,
            eip_id=eip_id,
        )

        public_ip.additional_properties = d
        return public_ip

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
