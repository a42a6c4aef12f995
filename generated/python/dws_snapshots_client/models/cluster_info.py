from __future__ import annotations

import datetime
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, Self, TypeVar, cast

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ..types import UNSET, Unset

if TYPE_CHECKING:
    from ..models.action_progress import ActionProgress
    from ..models.cluster_endpoint import ClusterEndpoint
    from ..models.cluster_node import ClusterNode
    from ..models.cluster_tag import ClusterTag
    from ..models.failed_reasons import FailedReasons
    from ..models.maintain_window import MaintainWindow
    from ..models.parameter_group import ParameterGroup
    from ..models.public_endpoint import PublicEndpoint
    from ..models.public_ip import PublicIp
    from ..models.resize_info import ResizeInfo


T = TypeVar("T", bound="ClusterInfo")


@_attrs_define
class ClusterInfo:
    """A cluster, in a list or by itself. Details tell the most.

    Decision: `id`, `name` and `status` are mandatory.

    """

    id: str
    """ Cluster ID, a UUID. """
    name: str
    """ Cluster name. """
    status: str
    """ `CREATING`, also while it is being restored, `AVAILABLE`, `UNAVAILABLE` or `CREATION FAILED`. Expect others.
     """
    sub_status: str | Unset = UNSET
    """ How an available cluster is: `NORMAL`, `READONLY`, `REDISTRIBUTING`, `REDISTRIBUTION-FAILURE`, `UNBALANCED`,
    `DEGRADED`, several joined by ` | `. Expect others.
     """
    task_status: str | Unset = UNSET
    """ What is being done with it: `RESTORING`, `SNAPSHOTTING`, `GROWING`, `REBOOTING`, `SETTING_CONFIGURATION`.
    Absent or `null` where it is nothing. Expect others.
     """
    action_progress: ActionProgress | Unset = UNSET
    """ Progress of each task on the cluster, by the task's name: `GROWING`, `RESTORING`, `SNAPSHOTTING`,
    `REPAIRING`,
    `CREATING`. Expect others. Empty or absent if there is no task.
     """
    version: str | Unset = UNSET
    """ Version of the data warehouse. """
    created: datetime.datetime | Unset = UNSET
    """ When the cluster was made, in UTC, `YYYY-MM-DDThh:mm:ssZ`. """
    updated: datetime.datetime | Unset = UNSET
    """ When the cluster last changed, in UTC, `YYYY-MM-DDThh:mm:ssZ`. """
    port: int | Unset = UNSET
    """ Port of its database. """
    node_type: str | Unset = UNSET
    """ Kind of its nodes. """
    number_of_node: int | Unset = UNSET
    """ How many nodes it has. """
    user_name: str | Unset = UNSET
    """ Administrator of the database. """
    recent_event: int | Unset = UNSET
    """ How many events there were lately. """
    availability_zone: str | Unset = UNSET
    """ Its availability zone. """
    enterprise_project_id: str | Unset = UNSET
    """ ID of its enterprise project, `0` for the default one. """
    vpc_id: str | Unset = UNSET
    """ ID of its VPC. """
    subnet_id: str | Unset = UNSET
    """ ID of its subnet. """
    security_group_id: str | Unset = UNSET
    """ ID of its security group. """
    endpoints: list[ClusterEndpoint] | Unset = UNSET
    """ Its private addresses. """
    public_endpoints: list[PublicEndpoint] | Unset = UNSET
    """ Its public addresses. """
    public_ip: PublicIp | Unset = UNSET
    """ Public address of a cluster. Optional. The newest editions know the last five members.

    Decision: whether a service takes `null` for another optional member of a restore or a copy is left open.
    Clients
    send none.
     """
    nodes: list[ClusterNode] | Unset = UNSET
    """ Its nodes. """
    tags: list[ClusterTag] | Unset = UNSET
    """ Its tags. """
    failed_reasons: FailedReasons | Unset = UNSET
    """ Why making a cluster failed. """
    node_type_id: str | Unset = UNSET
    """ ID of the kind of its nodes. """
    private_ip: list[str] | Unset = UNSET
    """ Its private addresses without the port. """
    parameter_group: ParameterGroup | Unset = UNSET
    """ The parameters that a cluster runs with. """
    maintain_window: MaintainWindow | Unset = UNSET
    """ When a cluster may be maintained, in UTC. """
    resize_info: ResizeInfo | Unset = UNSET
    """ How a cluster is resized, or was. """
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=dict)

    def to_dict(self) -> dict[str, Any]:
        id = self.id

        name = self.name

        status = self.status

        sub_status = self.sub_status

        task_status = self.task_status

        action_progress: dict[str, Any] | Unset = UNSET
        if not isinstance(self.action_progress, Unset):
            action_progress = self.action_progress.to_dict()

        version = self.version

        created: str | Unset = UNSET
        if not isinstance(self.created, Unset):
            created = self.created.isoformat()

        updated: str | Unset = UNSET
        if not isinstance(self.updated, Unset):
            updated = self.updated.isoformat()

        port = self.port

        node_type = self.node_type

        number_of_node = self.number_of_node

        user_name = self.user_name

        recent_event = self.recent_event

        availability_zone = self.availability_zone

        enterprise_project_id = self.enterprise_project_id

        vpc_id = self.vpc_id

        subnet_id = self.subnet_id

        security_group_id = self.security_group_id

        endpoints: list[dict[str, Any]] | Unset = UNSET
        if not isinstance(self.endpoints, Unset):
            endpoints = []
            for endpoints_item_data in self.endpoints:
                endpoints_item = endpoints_item_data.to_dict()
                endpoints.append(endpoints_item)

        public_endpoints: list[dict[str, Any]] | Unset = UNSET
        if not isinstance(self.public_endpoints, Unset):
            public_endpoints = []
            for public_endpoints_item_data in self.public_endpoints:
                public_endpoints_item = public_endpoints_item_data.to_dict()
                public_endpoints.append(public_endpoints_item)

        public_ip: dict[str, Any] | Unset = UNSET
        if not isinstance(self.public_ip, Unset):
            public_ip = self.public_ip.to_dict()

        nodes: list[dict[str, Any]] | Unset = UNSET
        if not isinstance(self.nodes, Unset):
            nodes = []
            for nodes_item_data in self.nodes:
                nodes_item = nodes_item_data.to_dict()
                nodes.append(nodes_item)

        tags: list[dict[str, Any]] | Unset = UNSET
        if not isinstance(self.tags, Unset):
            tags = []
            for tags_item_data in self.tags:
                tags_item = tags_item_data.to_dict()
                tags.append(tags_item)

        failed_reasons: dict[str, Any] | Unset = UNSET
        if not isinstance(self.failed_reasons, Unset):
            failed_reasons = self.failed_reasons.to_dict()

        node_type_id = self.node_type_id

        private_ip: list[str] | Unset = UNSET
        if not isinstance(self.private_ip, Unset):
            private_ip = self.private_ip

        parameter_group: dict[str, Any] | Unset = UNSET
        if not isinstance(self.parameter_group, Unset):
            parameter_group = self.parameter_group.to_dict()

        maintain_window: dict[str, Any] | Unset = UNSET
        if not isinstance(self.maintain_window, Unset):
            maintain_window = self.maintain_window.to_dict()

        resize_info: dict[str, Any] | Unset = UNSET
        if not isinstance(self.resize_info, Unset):
            resize_info = self.resize_info.to_dict()

        field_dict: dict[str, Any] = {}
        field_dict.update(self.additional_properties)
        field_dict.update({"id": id, "name": name, "status": status})
        if sub_status is not UNSET:
            field_dict["sub_status"] = sub_status
        if task_status is not UNSET:
            field_dict["task_status"] = task_status
        if action_progress is not UNSET:
            field_dict["action_progress"] = action_progress
        if version is not UNSET:
            field_dict["version"] = version
        if created is not UNSET:
            field_dict["created"] = created
        if updated is not UNSET:
            field_dict["updated"] = updated
        if port is not UNSET:
            field_dict["port"] = port
        if node_type is not UNSET:
            field_dict["node_type"] = node_type
        if number_of_node is not UNSET:
            field_dict["number_of_node"] = number_of_node
        if user_name is not UNSET:
            field_dict["user_name"] = user_name
        if recent_event is not UNSET:
            field_dict["recent_event"] = recent_event
        if availability_zone is not UNSET:
            field_dict["availability_zone"] = availability_zone
        if enterprise_project_id is not UNSET:
            field_dict["enterprise_project_id"] = enterprise_project_id
        if vpc_id is not UNSET:
            field_dict["vpc_id"] = vpc_id
        if subnet_id is not UNSET:
            field_dict["subnet_id"] = subnet_id
        if security_group_id is not UNSET:
            field_dict["security_group_id"] = security_group_id
        if endpoints is not UNSET:
            field_dict["endpoints"] = endpoints
        if public_endpoints is not UNSET:
            field_dict["public_endpoints"] = public_endpoints
        if public_ip is not UNSET:
            field_dict["public_ip"] = public_ip
        if nodes is not UNSET:
            field_dict["nodes"] = nodes
        if tags is not UNSET:
            field_dict["tags"] = tags
        if failed_reasons is not UNSET:
            field_dict["failed_reasons"] = failed_reasons
        if node_type_id is not UNSET:
            field_dict["node_type_id"] = node_type_id
        if private_ip is not UNSET:
            field_dict["private_ip"] = private_ip
        if parameter_group is not UNSET:
            field_dict["parameter_group"] = parameter_group
        if maintain_window is not UNSET:
            field_dict["maintain_window"] = maintain_window
        if resize_info is not UNSET:
            field_dict["resize_info"] = resize_info

        return field_dict

    @classmethod
    def from_dict(cls, src_dict: Mapping[str, Any]) -> Self:
        from ..models.action_progress import ActionProgress  # noqa: PLC0415
        from ..models.cluster_endpoint import ClusterEndpoint  # noqa: PLC0415
        from ..models.cluster_node import ClusterNode  # noqa: PLC0415
        from ..models.cluster_tag import ClusterTag  # noqa: PLC0415
        from ..models.failed_reasons import FailedReasons  # noqa: PLC0415
        from ..models.maintain_window import MaintainWindow  # noqa: PLC0415
        from ..models.parameter_group import ParameterGroup  # noqa: PLC0415
        from ..models.public_endpoint import PublicEndpoint  # noqa: PLC0415
        from ..models.public_ip import PublicIp  # noqa: PLC0415
        from ..models.resize_info import ResizeInfo  # noqa: PLC0415

        d = dict(src_dict)
        id = d.pop("id")

        name = d.pop("name")

        status = d.pop("status")

        sub_status = d.pop("sub_status", UNSET)

        task_status = d.pop("task_status", UNSET)

        _action_progress = d.pop("action_progress", UNSET)
        action_progress: ActionProgress | Unset
        if isinstance(_action_progress, Unset):
            action_progress = UNSET
        else:
            action_progress = ActionProgress.from_dict(_action_progress)

        version = d.pop("version", UNSET)

        _created = d.pop("created", UNSET)
        created: datetime.datetime | Unset
        if isinstance(_created, Unset):
            created = UNSET
        else:
            created = datetime.datetime.fromisoformat(_created)

        _updated = d.pop("updated", UNSET)
        updated: datetime.datetime | Unset
        if isinstance(_updated, Unset):
            updated = UNSET
        else:
            updated = datetime.datetime.fromisoformat(_updated)

        port = d.pop("port", UNSET)

        node_type = d.pop("node_type", UNSET)

        number_of_node = d.pop("number_of_node", UNSET)

        user_name = d.pop("user_name", UNSET)

        recent_event = d.pop("recent_event", UNSET)

        availability_zone = d.pop("availability_zone", UNSET)

        enterprise_project_id = d.pop("enterprise_project_id", UNSET)

        vpc_id = d.pop("vpc_id", UNSET)

        subnet_id = d.pop("subnet_id", UNSET)

        security_group_id = d.pop("security_group_id", UNSET)

        _endpoints = d.pop("endpoints", UNSET)
        endpoints: list[ClusterEndpoint] | Unset = UNSET
        if _endpoints is not UNSET:
            endpoints = []
            for endpoints_item_data in _endpoints:
                endpoints_item = ClusterEndpoint.from_dict(endpoints_item_data)

                endpoints.append(endpoints_item)

        _public_endpoints = d.pop("public_endpoints", UNSET)
        public_endpoints: list[PublicEndpoint] | Unset = UNSET
        if _public_endpoints is not UNSET:
            public_endpoints = []
            for public_endpoints_item_data in _public_endpoints:
                public_endpoints_item = PublicEndpoint.from_dict(public_endpoints_item_data)

                public_endpoints.append(public_endpoints_item)

        _public_ip = d.pop("public_ip", UNSET)
        public_ip: PublicIp | Unset
        if isinstance(_public_ip, Unset):
            public_ip = UNSET
        else:
            public_ip = PublicIp.from_dict(_public_ip)

        _nodes = d.pop("nodes", UNSET)
        nodes: list[ClusterNode] | Unset = UNSET
        if _nodes is not UNSET:
            nodes = []
            for nodes_item_data in _nodes:
                nodes_item = ClusterNode.from_dict(nodes_item_data)

                nodes.append(nodes_item)

        _tags = d.pop("tags", UNSET)
        tags: list[ClusterTag] | Unset = UNSET
        if _tags is not UNSET:
            tags = []
            for tags_item_data in _tags:
                tags_item = ClusterTag.from_dict(tags_item_data)

                tags.append(tags_item)

        _failed_reasons = d.pop("failed_reasons", UNSET)
        failed_reasons: FailedReasons | Unset
        if isinstance(_failed_reasons, Unset):
            failed_reasons = UNSET
        else:
            failed_reasons = FailedReasons.from_dict(_failed_reasons)

        node_type_id = d.pop("node_type_id", UNSET)

        private_ip = cast(list[str], d.pop("private_ip", UNSET))

        _parameter_group = d.pop("parameter_group", UNSET)
        parameter_group: ParameterGroup | Unset
        if isinstance(_parameter_group, Unset):
            parameter_group = UNSET
        else:
            parameter_group = ParameterGroup.from_dict(_parameter_group)

        _maintain_window = d.pop("maintain_window", UNSET)
        maintain_window: MaintainWindow | Unset
        if isinstance(_maintain_window, Unset):
            maintain_window = UNSET
        else:
            maintain_window = MaintainWindow.from_dict(_maintain_window)

        _resize_info = d.pop("resize_info", UNSET)
        resize_info: ResizeInfo | Unset
        if isinstance(_resize_info, Unset):
            resize_info = UNSET
        else:
            resize_info = ResizeInfo.from_dict(_resize_info)

        cluster_info = cls(
            id=id,
            name=name,
            status=status,
            sub_status=sub_status,
            task_status=task_status,
            action_progress=action_progress,
            version=version,
            created=created,
            updated=updated,
            port=port,
            node_type=node_type,
            number_of_node=number_of_node,
            user_name=user_name,
            recent_event=recent_event,
            availability_zone=availability_zone,
            enterprise_project_id=enterprise_project_id,
            vpc_id=vpc_id,
            subnet_id=subnet_id,
            security_group_id=security_group_id,
            endpoints=endpoints,
            public_endpoints=public_endpoints,
            public_ip=public_ip,
            nodes=nodes,
            tags=tags,
            failed_reasons=failed_reasons,
            node_type_id=node_type_id,
            private_ip=private_ip,
            parameter_group=parameter_group,
            maintain_window=maintain_window,
            resize_info=resize_info,
        )

        cluster_info.additional_properties = d
        return cluster_info

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
