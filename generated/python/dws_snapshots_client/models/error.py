from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Self, TypeVar

from attrs import define as _attrs_define
from attrs import field as _attrs_field

T = TypeVar("T", bound="Error")


@_attrs_define
class Error:
    """What went wrong, once for programs and once for people.

    Decision: other members may be present, for example `errCode` and `externalMessage` (the same two facts again),
    `request_id`, or `encoded_authorization_message`. No member ever holds a stack trace, SQL or a secret.

    """

    error_code: str
    """ Error code. The set is open; expect codes that are not in this table.

    | status | code | meaning |
    |---|---|---|
    | 400 | DWS.0001 | incorrect parameter; an ID that is no UUID; a snapshot that has been deleted |
    | 400 | DWS.0006 | the request is empty |
    | 400 | DWS.5037 | the parameter does not exist |
    | 400 | DWS.5038 | the value is out of range |
    | 400 | DWS.5039 | duplicate parameter |
    | 400 | DWS.5056 | invalid string length |
    | 400 | DWS.5057 | the cluster name pattern is invalid |
    | 400 | DWS.5064 | invalid UUID |
    | 400 | DWS.5065 | invalid format |
    | 400 | DWS.5111 | the backup does not exist |
    | 400 | DWS.5149 | the snapshot ID is invalid |
    | 401 | APIGW.0301 | incorrect IAM authentication information (token expired or wrong, signature wrong) |
    | 401 | APIGW.0303 | signature time too far off, or the signature does not verify |
    | 403 | DWS.0015 | resource not found or permission denied |
    | 403 | DWS.7023 | the cluster's status does not allow the operation (a snapshot is being made, say) |
    | 404 | DWS.0015 | resource not found or permission denied |
    | 404 | DWS.0047 | the cluster does not exist |
    | 404 | DWS.3027 | the cluster was deleted |
    | 404 | APIGW.0101 | the API does not exist |
    | 409 | DWS.5050 | the cluster name exists (restore): a status outside the declared ones |
    | 429 | APIGW.0308 | throttled by the gateway; may carry `Retry-After` |
    | 500 | DWS.0005, DWS.9999 | server failure |
    | 503 | DWS.0005 | server failure |
     """
    error_msg: str
    """ A sentence for people. Its wording may change; do not compare it. """
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=dict)

    def to_dict(self) -> dict[str, Any]:
        error_code = self.error_code

        error_msg = self.error_msg

        field_dict: dict[str, Any] = {}
        field_dict.update(self.additional_properties)
        field_dict.update({"error_code": error_code, "error_msg": error_msg})

        return field_dict

    @classmethod
    def from_dict(cls, src_dict: Mapping[str, Any]) -> Self:
        d = dict(src_dict)
        error_code = d.pop("error_code")

        error_msg = d.pop("error_msg")

        error = cls(error_code=error_code, error_msg=error_msg)

        error.additional_properties = d
        return error

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
