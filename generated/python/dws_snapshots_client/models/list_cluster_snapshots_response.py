from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, TypeVar

from attrs import define as _attrs_define
from attrs import field as _attrs_field

if TYPE_CHECKING:
    from ..models.snapshot_detail import SnapshotDetail


T = TypeVar("T", bound="ListClusterSnapshotsResponse")


@_attrs_define
class ListClusterSnapshotsResponse:
    """The body of the answer with a page of a cluster's snapshots."""

    project_id: str
    """ Project ID. """
    cluster_id: str
    """ Cluster ID, a UUID. """
    snapshots: list[SnapshotDetail]
    """ The snapshots of this page. """
    count: int
    """ How many there are on all pages. """
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=dict)

    def to_dict(self) -> dict[str, Any]:
        project_id = self.project_id

        cluster_id = self.cluster_id

        snapshots = []
        for snapshots_item_data in self.snapshots:
            snapshots_item = snapshots_item_data.to_dict()
            snapshots.append(snapshots_item)

        count = self.count

        field_dict: dict[str, Any] = {}
        field_dict.update(self.additional_properties)
        field_dict.update(
            {
                "project_id": project_id,
                "cluster_id": cluster_id,
                "snapshots": snapshots,
                "count": count,
            }
        )

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        from ..models.snapshot_detail import SnapshotDetail  # noqa: PLC0415

        d = dict(src_dict)
        project_id = d.pop("project_id")

        cluster_id = d.pop("cluster_id")

        snapshots = []
        _snapshots = d.pop("snapshots")
        for snapshots_item_data in _snapshots:
            snapshots_item = SnapshotDetail.from_dict(snapshots_item_data)

            snapshots.append(snapshots_item)

        count = d.pop("count")

        list_cluster_snapshots_response = cls(
            project_id=project_id,
            cluster_id=cluster_id,
            snapshots=snapshots,
            count=count,
        )

        list_cluster_snapshots_response.additional_properties = d
        return list_cluster_snapshots_response

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
