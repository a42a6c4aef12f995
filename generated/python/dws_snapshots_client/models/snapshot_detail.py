from __future__ import annotations

import datetime
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, Self, TypeVar

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ..types import UNSET, Unset

if TYPE_CHECKING:
    from ..models.datastore import Datastore
    from ..models.fine_grained_backup_detail import FineGrainedBackupDetail


T = TypeVar("T", bound="SnapshotDetail")


@_attrs_define
class SnapshotDetail:
    """A snapshot, in a list or by itself. Editions of the service differ in what they tell beyond the mandatory
    members; details tell the most.

    Decision: `id`, `name`, `status`, `type` and `cluster_id` are mandatory.

    """

    id: str
    """ Snapshot ID, a UUID. """
    name: str
    """ Snapshot name. """
    status: str
    """ `CREATING`, `AVAILABLE` or `UNAVAILABLE`; newer editions add `RESTORING`, `FROZEN` and `POLICE_FROZEN`.
    Expect others.
     """
    type: str
    """ `MANUAL`, or an automated one: `AUTO`, in older editions `AUTOMATED`. Expect others.
     """
    cluster_id: str
    """ ID of the cluster that the snapshot was made of, a UUID. """
    description: str | Unset = UNSET
    """ Snapshot description; empty if none was given. """
    started: datetime.datetime | Unset = UNSET
    """ When the service began to make the snapshot, in UTC, `YYYY-MM-DDThh:mm:ssZ`. """
    finished: datetime.datetime | Unset = UNSET
    """ When the service was done, in UTC, `YYYY-MM-DDThh:mm:ssZ`. """
    size: float | Unset = UNSET
    """ Size of the snapshot in GB. """
    datastore: Datastore | Unset = UNSET
    """ What runs on the cluster. """
    cluster_name: str | Unset = UNSET
    """ Name of the cluster that the snapshot was made of. """
    updated: datetime.datetime | Unset = UNSET
    """ When the snapshot last changed, in UTC, `YYYY-MM-DDThh:mm:ssZ`. """
    bak_expected_start_time: str | Unset = UNSET
    """ When an automated snapshot was due, in milliseconds since 1970, as text. """
    bak_keep_day: int | Unset = UNSET
    """ How many days an automated snapshot is kept. """
    bak_period: str | Unset = UNSET
    """ Schedule of an automated snapshot, a Quartz cron expression. """
    db_user: str | Unset = UNSET
    """ Administrator of the database. """
    progress: str | Unset = UNSET
    """ How far the snapshot is made; the unit is not documented. """
    backup_key: str | Unset = UNSET
    """ Key of the backup. """
    prior_backup_key: str | Unset = UNSET
    """ Key of the backup before. """
    base_backup_key: str | Unset = UNSET
    """ Key of the full backup that an incremental one builds on. """
    backup_device: str | Unset = UNSET
    """ Where the backup is kept, `OBS` (also `obs`) or `NBU`. """
    total_backup_size: int | Unset = UNSET
    """ Size of the backup; the unit is not documented. """
    base_backup_name: str | Unset = UNSET
    """ Name of the full backup that an incremental one builds on. """
    support_inplace_restore: bool | Unset = UNSET
    """ Whether it can be restored to its own cluster. """
    fine_grained_backup: bool | Unset = UNSET
    """ Whether it is a backup of some schemas or tables only. """
    backup_level: str | Unset = UNSET
    """ What the backup holds, `cluster`, `schema` or `table`. """
    fine_grained_backup_detail: FineGrainedBackupDetail | Unset = UNSET
    """ What a backup of some schemas or tables only holds. """
    guest_agent_version: str | Unset = UNSET
    """ Version of the agent on the cluster. """
    cluster_status: str | Unset = UNSET
    """ Status of the cluster. """
    cluster_task_status: str | Unset = UNSET
    """ What is being done with the cluster. """
    support_fine_grained_cross_version_restore: bool | Unset = UNSET
    """ Whether parts of it can be restored to a cluster of another version. """
    support_fine_grained_asymmetric_restore: bool | Unset = UNSET
    """ Whether parts of it can be restored to a cluster of another size. """
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=dict)

    def to_dict(self) -> dict[str, Any]:
        id = self.id

        name = self.name

        status = self.status

        type = self.type

        cluster_id = self.cluster_id

        description = self.description

        started: str | Unset = UNSET
        if not isinstance(self.started, Unset):
            started = self.started.isoformat()

        finished: str | Unset = UNSET
        if not isinstance(self.finished, Unset):
            finished = self.finished.isoformat()

        size = self.size

        datastore: dict[str, Any] | Unset = UNSET
        if not isinstance(self.datastore, Unset):
            datastore = self.datastore.to_dict()

        cluster_name = self.cluster_name

        updated: str | Unset = UNSET
        if not isinstance(self.updated, Unset):
            updated = self.updated.isoformat()

        bak_expected_start_time = self.bak_expected_start_time

        bak_keep_day = self.bak_keep_day

        bak_period = self.bak_period

        db_user = self.db_user

        progress = self.progress

        backup_key = self.backup_key

        prior_backup_key = self.prior_backup_key

        base_backup_key = self.base_backup_key

        backup_device = self.backup_device

        total_backup_size = self.total_backup_size

        base_backup_name = self.base_backup_name

        support_inplace_restore = self.support_inplace_restore

        fine_grained_backup = self.fine_grained_backup

        backup_level = self.backup_level

        fine_grained_backup_detail: dict[str, Any] | Unset = UNSET
        if not isinstance(self.fine_grained_backup_detail, Unset):
            fine_grained_backup_detail = self.fine_grained_backup_detail.to_dict()

        guest_agent_version = self.guest_agent_version

        cluster_status = self.cluster_status

        cluster_task_status = self.cluster_task_status

        support_fine_grained_cross_version_restore = self.support_fine_grained_cross_version_restore

        support_fine_grained_asymmetric_restore = self.support_fine_grained_asymmetric_restore

        field_dict: dict[str, Any] = {}
        field_dict.update(self.additional_properties)
        field_dict.update({"id": id, "name": name, "status": status, "type": type, "cluster_id": cluster_id})
        if description is not UNSET:
            field_dict["description"] = description
        if started is not UNSET:
            field_dict["started"] = started
        if finished is not UNSET:
            field_dict["finished"] = finished
        if size is not UNSET:
            field_dict["size"] = size
        if datastore is not UNSET:
            field_dict["datastore"] = datastore
        if cluster_name is not UNSET:
            field_dict["cluster_name"] = cluster_name
        if updated is not UNSET:
            field_dict["updated"] = updated
        if bak_expected_start_time is not UNSET:
            field_dict["bak_expected_start_time"] = bak_expected_start_time
        if bak_keep_day is not UNSET:
            field_dict["bak_keep_day"] = bak_keep_day
        if bak_period is not UNSET:
            field_dict["bak_period"] = bak_period
        if db_user is not UNSET:
            field_dict["db_user"] = db_user
        if progress is not UNSET:
            field_dict["progress"] = progress
        if backup_key is not UNSET:
            field_dict["backup_key"] = backup_key
        if prior_backup_key is not UNSET:
            field_dict["prior_backup_key"] = prior_backup_key
        if base_backup_key is not UNSET:
            field_dict["base_backup_key"] = base_backup_key
        if backup_device is not UNSET:
            field_dict["backup_device"] = backup_device
        if total_backup_size is not UNSET:
            field_dict["total_backup_size"] = total_backup_size
        if base_backup_name is not UNSET:
            field_dict["base_backup_name"] = base_backup_name
        if support_inplace_restore is not UNSET:
            field_dict["support_inplace_restore"] = support_inplace_restore
        if fine_grained_backup is not UNSET:
            field_dict["fine_grained_backup"] = fine_grained_backup
        if backup_level is not UNSET:
            field_dict["backup_level"] = backup_level
        if fine_grained_backup_detail is not UNSET:
            field_dict["fine_grained_backup_detail"] = fine_grained_backup_detail
        if guest_agent_version is not UNSET:
            field_dict["guest_agent_version"] = guest_agent_version
        if cluster_status is not UNSET:
            field_dict["cluster_status"] = cluster_status
        if cluster_task_status is not UNSET:
            field_dict["cluster_task_status"] = cluster_task_status
        if support_fine_grained_cross_version_restore is not UNSET:
            field_dict["support_fine_grained_cross_version_restore"] = support_fine_grained_cross_version_restore
        if support_fine_grained_asymmetric_restore is not UNSET:
            field_dict["support_fine_grained_asymmetric_restore"] = support_fine_grained_asymmetric_restore

        return field_dict

    @classmethod
    def from_dict(cls, src_dict: Mapping[str, Any]) -> Self:
        from ..models.datastore import Datastore  # noqa: PLC0415
        from ..models.fine_grained_backup_detail import FineGrainedBackupDetail  # noqa: PLC0415

        d = dict(src_dict)
        id = d.pop("id")

        name = d.pop("name")

        status = d.pop("status")

        type = d.pop("type")

        cluster_id = d.pop("cluster_id")

        description = d.pop("description", UNSET)

        _started = d.pop("started", UNSET)
        started: datetime.datetime | Unset
        if isinstance(_started, Unset):
            started = UNSET
        else:
            started = datetime.datetime.fromisoformat(_started)

        _finished = d.pop("finished", UNSET)
        finished: datetime.datetime | Unset
        if isinstance(_finished, Unset):
            finished = UNSET
        else:
            finished = datetime.datetime.fromisoformat(_finished)

        size = d.pop("size", UNSET)

        _datastore = d.pop("datastore", UNSET)
        datastore: Datastore | Unset
        if isinstance(_datastore, Unset):
            datastore = UNSET
        else:
            datastore = Datastore.from_dict(_datastore)

        cluster_name = d.pop("cluster_name", UNSET)

        _updated = d.pop("updated", UNSET)
        updated: datetime.datetime | Unset
        if isinstance(_updated, Unset):
            updated = UNSET
        else:
            updated = datetime.datetime.fromisoformat(_updated)

        bak_expected_start_time = d.pop("bak_expected_start_time", UNSET)

        bak_keep_day = d.pop("bak_keep_day", UNSET)

        bak_period = d.pop("bak_period", UNSET)

        db_user = d.pop("db_user", UNSET)

        progress = d.pop("progress", UNSET)

        backup_key = d.pop("backup_key", UNSET)

        prior_backup_key = d.pop("prior_backup_key", UNSET)

        base_backup_key = d.pop("base_backup_key", UNSET)

        backup_device = d.pop("backup_device", UNSET)

        total_backup_size = d.pop("total_backup_size", UNSET)

        base_backup_name = d.pop("base_backup_name", UNSET)

        support_inplace_restore = d.pop("support_inplace_restore", UNSET)

        fine_grained_backup = d.pop("fine_grained_backup", UNSET)

        backup_level = d.pop("backup_level", UNSET)

        _fine_grained_backup_detail = d.pop("fine_grained_backup_detail", UNSET)
        fine_grained_backup_detail: FineGrainedBackupDetail | Unset
        if isinstance(_fine_grained_backup_detail, Unset):
            fine_grained_backup_detail = UNSET
        else:
            fine_grained_backup_detail = FineGrainedBackupDetail.from_dict(_fine_grained_backup_detail)

        guest_agent_version = d.pop("guest_agent_version", UNSET)

        cluster_status = d.pop("cluster_status", UNSET)

        cluster_task_status = d.pop("cluster_task_status", UNSET)

        support_fine_grained_cross_version_restore = d.pop("support_fine_grained_cross_version_restore", UNSET)

        support_fine_grained_asymmetric_restore = d.pop("support_fine_grained_asymmetric_restore", UNSET)

        snapshot_detail = cls(
            id=id,
            name=name,
            status=status,
            type=type,
            cluster_id=cluster_id,
            description=description,
            started=started,
            finished=finished,
            size=size,
            datastore=datastore,
            cluster_name=cluster_name,
            updated=updated,
            bak_expected_start_time=bak_expected_start_time,
            bak_keep_day=bak_keep_day,
            bak_period=bak_period,
            db_user=db_user,
            progress=progress,
            backup_key=backup_key,
            prior_backup_key=prior_backup_key,
            base_backup_key=base_backup_key,
            backup_device=backup_device,
            total_backup_size=total_backup_size,
            base_backup_name=base_backup_name,
            support_inplace_restore=support_inplace_restore,
            fine_grained_backup=fine_grained_backup,
            backup_level=backup_level,
            fine_grained_backup_detail=fine_grained_backup_detail,
            guest_agent_version=guest_agent_version,
            cluster_status=cluster_status,
            cluster_task_status=cluster_task_status,
            support_fine_grained_cross_version_restore=support_fine_grained_cross_version_restore,
            support_fine_grained_asymmetric_restore=support_fine_grained_asymmetric_restore,
        )

        snapshot_detail.additional_properties = d
        return snapshot_detail

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
