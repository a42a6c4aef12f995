from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Self, TypeVar

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ..types import UNSET, Unset

T = TypeVar("T", bound="ResizeInfo")


@_attrs_define
class ResizeInfo:
    """How a cluster is resized, or was."""

    target_node_num: int | Unset = UNSET
    """ How many nodes it is to have. """
    origin_node_num: int | Unset = UNSET
    """ How many it had. """
    resize_status: str | Unset = UNSET
    """ Status of the resizing. """
    start_time: str | Unset = UNSET
    """ When it began. """
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=dict)

    def to_dict(self) -> dict[str, Any]:
        target_node_num = self.target_node_num

        origin_node_num = self.origin_node_num

        resize_status = self.resize_status

        start_time = self.start_time

        field_dict: dict[str, Any] = {}
        field_dict.update(self.additional_properties)
        field_dict.update({})
        if target_node_num is not UNSET:
            field_dict["target_node_num"] = target_node_num
        if origin_node_num is not UNSET:
            field_dict["origin_node_num"] = origin_node_num
        if resize_status is not UNSET:
            field_dict["resize_status"] = resize_status
        if start_time is not UNSET:
            field_dict["start_time"] = start_time

        return field_dict

    @classmethod
    def from_dict(cls, src_dict: Mapping[str, Any]) -> Self:
        d = dict(src_dict)
        target_node_num = d.pop("target_node_num", UNSET)

        origin_node_num = d.pop("origin_node_num", UNSET)

        resize_status = d.pop("resize_status", UNSET)

        start_time = d.pop("start_time", UNSET)

        resize_info = cls(
            target_node_num=target_node_num,
            origin_node_num=origin_node_num,
            resize_status=resize_status,
            start_time=start_time,
        )

        resize_info.additional_properties = d
        return resize_info

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
