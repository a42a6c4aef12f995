"""The bodies and queries of requests as pydantic models."""

from __future__ import annotations

from typing import Annotated, Literal
from uuid import UUID

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, StringConstraints

Identifier = Annotated[
    str,
    StringConstraints(pattern=r"^[0-9A-Fa-f]{8}(-[0-9A-Fa-f]{4}){3}-[0-9A-Fa-f]{12}$"),
    AfterValidator(lambda text: str(UUID(text))),
]
Name = Annotated[str, StringConstraints(pattern=r"^[A-Za-z][A-Za-z0-9_-]{3,63}$")]
Description = Annotated[str, StringConstraints(max_length=256, pattern=r"""^[^!<>'=&"]*$""")]


class Model(BaseModel):
    """A strict model: "8000" is not a number, and 8000 is not a text."""

    model_config = ConfigDict(strict=True)


class NewSnapshot(Model):
    name: Name
    cluster_id: Identifier
    description: Description = ""


class CreateSnapshotRequest(Model):
    snapshot: NewSnapshot


class PublicIp(Model):
    public_bind_type: Literal["auto_assign", "not_use", "bind_existing", ""] | None = None
    eip_id: str | None = None
    ip_type: str | None = None
    eip_address: str | None = None
    band_width: int | None = None
    status: str | None = None
    error_message: str | None = None


class NewCluster(Model):
    name: Name
    subnet_id: str | None = None
    security_group_id: str | None = None
    vpc_id: str | None = None
    availability_zone: str | None = None
    port: int = Field(8000, ge=8000, le=30000)
    public_ip: PublicIp | None = None
    enterprise_project_id: str = "0"
    ipv6_enable: bool | None = None
    number_of_cn: int | None = Field(None, ge=3, le=20)


class RestoreClusterRequest(Model):
    restore: NewCluster


class CopySnapshotRequest(Model):
    backup_name: Name
    description: Description = ""
