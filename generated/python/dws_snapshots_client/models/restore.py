from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, Self, TypeVar

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ..types import UNSET, Unset

if TYPE_CHECKING:
    from ..models.public_ip import PublicIp


T = TypeVar("T", bound="Restore")


@_attrs_define
class Restore:
    """The cluster to restore to."""

    name: str
    """ Name of the new cluster. It follows the rule of a snapshot's name: 4 to 64 characters, a letter
    first, letters, digits, hyphens (`-`) and underscores (`_`) only. It must be unique.

    Decision: a name that another cluster has is refused with 400 or, as the public reference says, with 409.
     """
    subnet_id: str | Unset = UNSET
    """ ID of its subnet. Optional. """
    security_group_id: str | Unset = UNSET
    """ ID of its security group. Optional. """
    vpc_id: str | Unset = UNSET
    """ ID of its VPC. Optional. """
    availability_zone: str | Unset = UNSET
    """ Its availability zone. Optional. """
    port: int | Unset = UNSET
    """ Port of its database, 8000 to 30000. Optional; 8000 if no value is specified. Editions since 2025 don't give
    the range.
     """
    public_ip: PublicIp | Unset = UNSET
    """ Public address of a cluster. Optional. The newest editions know the last five members.

    Decision: whether a service takes `null` for another optional member of a restore or a copy is left open.
    Clients
    send none.
     """
    enterprise_project_id: str | Unset = UNSET
    """ ID of its enterprise project. Optional; `0`, the default one, if no value is specified. """
    ipv6_enable: bool | Unset = UNSET
    """ Whether it has IPv6. Optional. """
    number_of_cn: int | Unset = UNSET
    """ Number of its coordinator nodes, from 3 to the number of its nodes, at most 20. Optional; only the newest
    editions know it.
     """
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=dict)

    def to_dict(self) -> dict[str, Any]:
        name = self.name

        subnet_id = self.subnet_id

        security_group_id = self.security_group_id

        vpc_id = self.vpc_id

        availability_zone = self.availability_zone

        port = self.port

        public_ip: dict[str, Any] | Unset = UNSET
        if not isinstance(self.public_ip, Unset):
            public_ip = self.public_ip.to_dict()

        enterprise_project_id = self.enterprise_project_id

        ipv6_enable = self.ipv6_enable

        number_of_cn = self.number_of_cn

        field_dict: dict[str, Any] = {}
        field_dict.update(self.additional_properties)
        field_dict.update({"name": name})
        if subnet_id is not UNSET:
            field_dict["subnet_id"] = subnet_id
        if security_group_id is not UNSET:
            field_dict["security_group_id"] = security_group_id
        if vpc_id is not UNSET:
            field_dict["vpc_id"] = vpc_id
        if availability_zone is not UNSET:
            field_dict["availability_zone"] = availability_zone
        if port is not UNSET:
            field_dict["port"] = port
        if public_ip is not UNSET:
            field_dict["public_ip"] = public_ip
        if enterprise_project_id is not UNSET:
            field_dict["enterprise_project_id"] = enterprise_project_id
        if ipv6_enable is not UNSET:
            field_dict["ipv6_enable"] = ipv6_enable
        if number_of_cn is not UNSET:
            field_dict["number_of_cn"] = number_of_cn

        return field_dict

    @classmethod
    def from_dict(cls, src_dict: Mapping[str, Any]) -> Self:
        from ..models.public_ip import PublicIp  # noqa: PLC0415

        d = dict(src_dict)
        name = d.pop("name")

        subnet_id = d.pop("subnet_id", UNSET)

        security_group_id = d.pop("security_group_id", UNSET)

        vpc_id = d.pop("vpc_id", UNSET)

        availability_zone = d.pop("availability_zone", UNSET)

        port = d.pop("port", UNSET)

        _public_ip = d.pop("public_ip", UNSET)
        public_ip: PublicIp | Unset
        if isinstance(_public_ip, Unset):
            public_ip = UNSET
        else:
            public_ip = PublicIp.from_dict(_public_ip)

        enterprise_project_id = d.pop("enterprise_project_id", UNSET)

        ipv6_enable = d.pop("ipv6_enable", UNSET)

        number_of_cn = d.pop("number_of_cn", UNSET)

        restore = cls(
            name=name,
            subnet_id=subnet_id,
            security_group_id=security_group_id,
            vpc_id=vpc_id,
            availability_zone=availability_zone,
            port=port,
            public_ip=public_ip,
            enterprise_project_id=enterprise_project_id,
            ipv6_enable=ipv6_enable,
            number_of_cn=number_of_cn,
        )

        restore.additional_properties = d
        return restore

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
