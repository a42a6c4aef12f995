from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, Self, TypeVar

from attrs import define as _attrs_define
from attrs import field as _attrs_field

if TYPE_CHECKING:
    from ..models.snapshot_detail import SnapshotDetail


T = TypeVar("T", bound="ListSnapshotDetailsResponse")


@_attrs_define
class ListSnapshotDetailsResponse:
    """The body of the answer with one snapshot."""

    snapshot: SnapshotDetail
    """ A snapshot, in a list or by itself. Editions of the service differ in what they tell beyond the mandatory
    members; details tell the most.

    Decision: `id`, `name`, `status`, `type` and `cluster_id` are mandatory.
     """
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=dict)

    def to_dict(self) -> dict[str, Any]:
        snapshot = self.snapshot.to_dict()

        field_dict: dict[str, Any] = {}
        field_dict.update(self.additional_properties)
        field_dict.update({"snapshot": snapshot})

        return field_dict

    @classmethod
    def from_dict(cls, src_dict: Mapping[str, Any]) -> Self:
        from ..models.snapshot_detail import SnapshotDetail  # noqa: PLC0415

        d = dict(src_dict)
        snapshot = SnapshotDetail.from_dict(d.pop("snapshot"))

        list_snapshot_details_response = cls(snapshot=snapshot)

        list_snapshot_details_response.additional_properties = d
        return list_snapshot_details_response

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
