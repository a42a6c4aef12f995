from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Self, TypeVar, cast

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ..types import UNSET, Unset

T = TypeVar("T", bound="FineGrainedBackupDetail")


@_attrs_define
class FineGrainedBackupDetail:
    """What a backup of some schemas or tables only holds."""

    database: str | Unset = UNSET
    """ Name of the database. """
    schema_list: list[str] | Unset = UNSET
    """ Names of the schemas. """
    table_list: list[str] | Unset = UNSET
    """ Names of the tables. """
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=dict)

    def to_dict(self) -> dict[str, Any]:
        database = self.database

        schema_list: list[str] | Unset = UNSET
        if not isinstance(self.schema_list, Unset):
            schema_list = self.schema_list

        table_list: list[str] | Unset = UNSET
        if not isinstance(self.table_list, Unset):
            table_list = self.table_list

        field_dict: dict[str, Any] = {}
        field_dict.update(self.additional_properties)
        field_dict.update({})
        if database is not UNSET:
            field_dict["database"] = database
        if schema_list is not UNSET:
            field_dict["schema_list"] = schema_list
        if table_list is not UNSET:
            field_dict["table_list"] = table_list

        return field_dict

    @classmethod
    def from_dict(cls, src_dict: Mapping[str, Any]) -> Self:
        d = dict(src_dict)
        database = d.pop("database", UNSET)

        schema_list = cast(list[str], d.pop("schema_list", UNSET))

        table_list = cast(list[str], d.pop("table_list", UNSET))

        fine_grained_backup_detail = cls(database=database, schema_list=schema_list, table_list=table_list)

        fine_grained_backup_detail.additional_properties = d
        return fine_grained_backup_detail

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
