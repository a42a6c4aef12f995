from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, Self, TypeVar

from attrs import define as _attrs_define
from attrs import field as _attrs_field

if TYPE_CHECKING:
    from ..models.cluster_info import ClusterInfo


T = TypeVar("T", bound="ListClusterDetailsResponse")


@_attrs_define
class ListClusterDetailsResponse:
    """The body of the answer with one cluster."""

    cluster: ClusterInfo
    """ A cluster, in a list or by itself. Details tell the most.

    Decision: `id`, `name` and `status` are mandatory.
     """
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=dict)

    def to_dict(self) -> dict[str, Any]:
        cluster = self.cluster.to_dict()

        field_dict: dict[str, Any] = {}
        field_dict.update(self.additional_properties)
        field_dict.update({"cluster": cluster})

        return field_dict

    @classmethod
    def from_dict(cls, src_dict: Mapping[str, Any]) -> Self:
        from ..models.cluster_info import ClusterInfo  # noqa: PLC0415

        d = dict(src_dict)
        cluster = ClusterInfo.from_dict(d.pop("cluster"))

        list_cluster_details_response = cls(cluster=cluster)

        list_cluster_details_response.additional_properties = d
        return list_cluster_details_response

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
