from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, Self, TypeVar

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ..types import UNSET, Unset

if TYPE_CHECKING:
    from ..models.cluster import Cluster


T = TypeVar("T", bound="RestoreClusterResponse")


@_attrs_define
class RestoreClusterResponse:
    """The body of the answer to a request to restore a cluster."""

    cluster: Cluster
    """ The new cluster. """
    job_id: str | Unset = UNSET
    """ ID of the job that restores it. Only the newest editions send it. """
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=dict)

    def to_dict(self) -> dict[str, Any]:
        cluster = self.cluster.to_dict()

        job_id = self.job_id

        field_dict: dict[str, Any] = {}
        field_dict.update(self.additional_properties)
        field_dict.update({"cluster": cluster})
        if job_id is not UNSET:
            field_dict["job_id"] = job_id

        return field_dict

    @classmethod
    def from_dict(cls, src_dict: Mapping[str, Any]) -> Self:
        from ..models.cluster import Cluster  # noqa: PLC0415

        d = dict(src_dict)
        cluster = Cluster.from_dict(d.pop("cluster"))

        job_id = d.pop("job_id", UNSET)

        restore_cluster_response = cls(cluster=cluster, job_id=job_id)

        restore_cluster_response.additional_properties = d
        return restore_cluster_response

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
