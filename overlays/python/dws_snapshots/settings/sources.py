"""A place that holds settings, their names there, and the credentials that they make."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import NamedTuple, TypeVar

import httpx

from ..auth import AkSkAuth, TokenAuth
from ..errors import InvalidRequest, MissingSetting
from ..password import PasswordAuth

Made = TypeVar("Made")
Names = dict[str, str]

# What each setting is called in each place. Of several names for the same setting, the first that is set counts.
HUAWEI: Names = {
    "HUAWEICLOUD_SDK_AK": "access_key",
    "HUAWEICLOUD_SDK_SK": "secret_key",
    "HUAWEICLOUD_SDK_SECURITY_TOKEN": "security_token",
}
OPENSTACK: Names = {
    "OS_ACCESS_KEY": "access_key",
    "OS_SECRET_KEY": "secret_key",
    "OS_TOKEN": "token",
    "OS_AUTH_URL": "auth_url",
    "OS_USER_ID": "user_id",
    "OS_USERNAME": "username",
    "OS_PASSWORD": "password",
    "OS_USER_DOMAIN_ID": "domain_id",
    "OS_USER_DOMAIN_NAME": "domain_name",
    "OS_DOMAIN_ID": "domain_id",
    "OS_DOMAIN_NAME": "domain_name",
    "OS_PROJECT_ID": "project_id",
    "OS_TENANT_ID": "project_id",
    "OS_PROJECT_NAME": "project_name",
    "OS_TENANT_NAME": "project_name",
}
OVER_ALL: Names = {
    "DWS_ENDPOINT": "endpoint",
    "OS_REGION_NAME": "region",
    "HUAWEICLOUD_SDK_PROJECT_ID": "project_id",
    "OS_PROJECT_ID": "project_id",
    "OS_TENANT_ID": "project_id",
}
SECTION: Names = {
    "ak": "access_key",
    "sk": "secret_key",
    "security_token": "security_token",
    "project_id": "project_id",
    "iam_endpoint": "auth_url",
}
CLOUD: Names = {
    "ak": "access_key",
    "sk": "secret_key",
    "security_token": "security_token",
    "dws_endpoint_override": "endpoint",
    "region_name": "region",
    "token": "token",
    "auth_url": "auth_url",
    "user_id": "user_id",
    "username": "username",
    "password": "password",
    "user_domain_id": "domain_id",
    "user_domain_name": "domain_name",
    "domain_id": "domain_id",
    "domain_name": "domain_name",
    "project_id": "project_id",
    "tenant_id": "project_id",
    "project_name": "project_name",
    "tenant_name": "project_name",
}

PROJECT = ("project_id", "project_name")


class Kind(NamedTuple):
    """A way to authenticate. shown_by: each of these settings selects it; needs: one setting of each group."""

    auth: Callable[..., httpx.Auth]
    shown_by: tuple[str, ...]
    needs: tuple[tuple[str, ...], ...]
    may: tuple[str, ...] = ()


PASSWORD = Kind(PasswordAuth, ("password",), (("auth_url",), ("user_id",), ("password",), PROJECT))
NAMED_USER = PASSWORD._replace(
    needs=(("auth_url",), ("username",), ("password",), ("domain_id", "domain_name"), PROJECT)
)
KINDS = (
    Kind(AkSkAuth, ("access_key", "secret_key"), (("access_key",), ("secret_key",)), ("security_token",)),
    Kind(TokenAuth, ("token",), (("token",),)),
    PASSWORD,
)


class Setting(NamedTuple):
    """A value, the field that it is for, and its name with the place that holds it."""

    field: str
    value: str
    name: str


class Source(NamedTuple):
    """A place that holds settings. where: the beginning of a sentence about it; empty for the environment."""

    where: str
    names: Names
    values: Mapping[str, str | None]

    def find(self, *fields: str) -> Setting | None:
        """Return the first setting that is for one of these fields."""
        found = ((field, self.values.get(name), name) for name, field in self.names.items() if field in fields)
        return next((Setting(field, value, self.where + name) for field, value, name in found if value), None)

    def called(self, *fields: str) -> str:
        """Return the names of these fields here."""
        return " or ".join(name for name, field in self.names.items() if field in fields)

    def ways(self) -> list[str]:
        """Return the names of the settings that select each way to authenticate here."""
        ways = (" with ".join(filter(None, map(self.called, kind.shown_by))) for kind in KINDS)
        return list(filter(None, ways))

    def kind(self) -> Kind | None:
        """Return the way to authenticate that the settings here select, if any."""
        kind = next((kind for kind in KINDS if self.find(*kind.shown_by)), None)
        return NAMED_USER if kind is PASSWORD and not self.find("user_id") else kind

    def auth(self, kind: Kind, project: Setting | None) -> httpx.Auth:
        """Return the credentials. project: takes precedence over the one here. Raises MissingSetting."""
        given = {group: project if project and group == PROJECT else self.find(*group) for group in kind.needs}
        missing = [self.called(*group) for group, setting in given.items() if setting is None]
        if missing:
            shown = self.find(*kind.shown_by)
            raise MissingSetting(f"{shown and shown.name} is set, but not {', '.join(missing)}")
        return made(kind.auth, *given.values(), *map(self.find, kind.may))


def made(kind: Callable[..., Made], *settings: Setting | None) -> Made:
    """Return what the settings make. InvalidRequest has the names of settings, not those of arguments."""
    given = {setting.field: setting for setting in settings if setting}
    try:
        return kind(**{field: setting.value for field, setting in given.items()})
    except InvalidRequest as error:
        name = given[error.field].name if error.field in given else error.field
        raise InvalidRequest(name, error.rule, error.value) from None
