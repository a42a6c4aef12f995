from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Self, TypeVar

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ..types import UNSET, Unset

T = TypeVar("T", bound="ClusterEndpoint")


@_attrs_define
class ClusterEndpoint:
    """A private address of a cluster."""

    connect_info: str | Unset = UNSET
    """ Address and port. """
    jdbc_url: str | Unset = UNSET
    """ The same as a URL of JDBC. """
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=dict)

    def to_dict(self) -> dict[str, Any]:
        connect_info = self.connect_info

        jdbc_url = self.jdbc_url

        field_dict: dict[str, Any] = {}
        field_dict.update(self.additional_properties)
        field_dict.update({})
        if connect_info is not UNSET:
            field_dict["connect_info"] = connect_info
        if jdbc_url is not UNSET:
            field_dict["jdbc_url"] = jdbc_url

        return field_dict

    @classmethod
    def from_dict(cls, src_dict: Mapping[str, Any]) -> Self:
        d = dict(src_dict)
        connect_info = d.pop("connect_info", UNSET)

        jdbc_url = d.pop("jdbc_url", UNSET)

        cluster_endpoint = cls(connect_info=connect_info, jdbc_url=jdbc_url)

        cluster_endpoint.additional_properties = d
        return cluster_endpoint

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
