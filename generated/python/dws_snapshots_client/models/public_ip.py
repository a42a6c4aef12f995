from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Self, TypeVar

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ..models.public_ip_public_bind_type import PublicIpPublicBindType, check_public_ip_public_bind_type
from ..types import UNSET, Unset

T = TypeVar("T", bound="PublicIp")


@_attrs_define
class PublicIp:
    """Public address of a cluster. Optional. The newest editions know the last five members.

    Decision: whether a service takes `null` for another optional member of a restore or a copy is left open. Clients
    send none.

    """

    public_bind_type: PublicIpPublicBindType | Unset = UNSET
    """ How it gets the address. Optional; one of `auto_assign`, `not_use` and `bind_existing`. `null`, the default,
    and `""` are the same as none.
     """
    eip_id: str | Unset = UNSET
    """ ID of an existing address. Optional. `null`, the default, and `""` are the same as none. """
    ip_type: str | Unset = UNSET
    """ Kind of the address. Optional. """
    eip_address: str | Unset = UNSET
    """ The address. Optional. """
    band_width: int | Unset = UNSET
    """ Its bandwidth; the unit is not documented. Optional. """
    status: str | Unset = UNSET
    """ Status of the address. Optional. """
    error_message: str | Unset = UNSET
    """ What went wrong with the address. Optional. """
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=dict)

    def to_dict(self) -> dict[str, Any]:
        public_bind_type: str | Unset = UNSET
        if not isinstance(self.public_bind_type, Unset):
            public_bind_type = self.public_bind_type

        eip_id = self.eip_id

        ip_type = self.ip_type

        eip_address = self.eip_address

        band_width = self.band_width

        status = self.status

        error_message = self.error_message

        field_dict: dict[str, Any] = {}
        field_dict.update(self.additional_properties)
        field_dict.update({})
        if public_bind_type is not UNSET:
            field_dict["public_bind_type"] = public_bind_type
        if eip_id is not UNSET:
            field_dict["eip_id"] = eip_id
        if ip_type is not UNSET:
            field_dict["ip_type"] = ip_type
        if eip_address is not UNSET:
            field_dict["eip_address"] = eip_address
        if band_width is not UNSET:
            field_dict["band_width"] = band_width
        if status is not UNSET:
            field_dict["status"] = status
        if error_message is not UNSET:
            field_dict["error_message"] = error_message

        return field_dict

    @classmethod
    def from_dict(cls, src_dict: Mapping[str, Any]) -> Self:
        d = dict(src_dict)
        _public_bind_type = d.pop("public_bind_type", UNSET)
        public_bind_type: PublicIpPublicBindType | Unset
        if isinstance(_public_bind_type, Unset):
            public_bind_type = UNSET
        else:
            public_bind_type = check_public_ip_public_bind_type(_public_bind_type)

        eip_id = d.pop("eip_id", UNSET)

        ip_type = d.pop("ip_type", UNSET)

        eip_address = d.pop("eip_address", UNSET)

        band_width = d.pop("band_width", UNSET)

        status = d.pop("status", UNSET)

        error_message = d.pop("error_message", UNSET)

        public_ip = cls(
            public_bind_type=public_bind_type,
            eip_id=eip_id,
            ip_type=ip_type,
            eip_address=eip_address,
            band_width=band_width,
            status=status,
            error_message=error_message,
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
