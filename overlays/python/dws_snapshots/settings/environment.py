"""Where `from_env()` finds an endpoint, a project and credentials."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator, Mapping
from functools import partial
from pathlib import Path
from typing import NamedTuple

import httpx

from ..arguments import http_url
from ..errors import MissingSetting
from ..password import PasswordAuth
from .files import cloud_of, section_of
from .sources import CLOUD, HUAWEI, OPENSTACK, OVER_ALL, SECTION, Kind, Made, Setting, Source, made

# The public clouds: an endpoint is `dws.`, a region, and one of these.
CLOUDS = ("myhuaweicloud.com", "myhuaweicloud.eu", "otc.t-systems.com")


class Settings(NamedTuple):
    """What a client needs. The credentials come from the first of these places that has any:

    1. `HUAWEICLOUD_SDK_AK` and `HUAWEICLOUD_SDK_SK`, with `HUAWEICLOUD_SDK_SECURITY_TOKEN` for a temporary pair;
    2. the cloud of `clouds.yaml` that `OS_CLOUD` names: a key pair, a token, or a user and a password;
    3. `OS_ACCESS_KEY` and `OS_SECRET_KEY`, or `OS_TOKEN`;
    4. `OS_PASSWORD`, `OS_AUTH_URL`, a project, and `OS_USER_ID`, or `OS_USERNAME` with the user's domain;
    5. the section `[basic]` of the file that `HUAWEICLOUD_SDK_CREDENTIALS_FILE` names, or `~/.huaweicloud/credentials`;
    6. the only cloud of `clouds.yaml`.

    The project is `HUAWEICLOUD_SDK_PROJECT_ID`, `OS_PROJECT_ID`, or the one that comes with the credentials. An ID
    takes precedence over a name. The endpoint is `DWS_ENDPOINT`, or `dws_endpoint_override` in `clouds.yaml`. Without
    these it is derived from IAM's address: with the region in `OS_REGION_NAME` or `region_name`, or else with `dws.`
    instead of `iam.`. The endpoint may end in `/v1.0`, `/v1.0/` and the project's ID, or `/v1.0/%(project_id)s`.
    """

    endpoint: Setting
    project_id: Setting
    auth: httpx.Auth

    @classmethod
    def load(cls) -> Settings:
        """Read the environment. Raises MissingSetting, or InvalidRequest for a value of the wrong form."""
        over_all = Source("", OVER_ALL, os.environ)
        source, kind = source_of(os.environ)
        project = over_all.find("project_id") or source.find("project_id")
        auth = source.auth(kind, project)
        endpoint = over_all.find("endpoint") or source.find("endpoint") or derived(over_all, source)
        project = project or Setting("project_id", fetched(auth), source.where + source.called("project_name"))
        return cls(without_version(endpoint, project), project, auth)

    def client(self, kind: Callable[..., Made]) -> Made:
        """Return a client. Raises InvalidRequest for a value of the wrong form."""
        return made(partial(kind, auth=self.auth), self.endpoint, self.project_id)


def source_of(environ: Mapping[str, str]) -> tuple[Source, Kind]:
    """Return the first source of credentials. Raises MissingSetting."""
    looked: list[str] = []
    for source in sources(environ, looked):
        if kind := source.kind():
            return source, kind
        if source.where:
            raise MissingSetting(f"{source.where}no credentials; set {', or '.join(source.ways())}")
        looked += source.ways()
    raise MissingSetting(f"no credentials found; looked at {', '.join(looked)}")


def sources(environ: Mapping[str, str], looked: list[str]) -> Iterator[Source]:
    """Yield the places that exist, in order. looked: gets the files that don't. Raises MissingSetting."""

    def cloud() -> Iterator[Source]:
        folders = (Path(), home / ".config/openstack", Path("/etc/openstack"))
        given, name = environ.get("OS_CLIENT_CONFIG_FILE"), environ.get("OS_CLOUD") or None
        paths = [Path(given)] if given else [folder / "clouds.yaml" for folder in folders]
        for path in paths:
            if found := cloud_of(path, name, CLOUD):
                yield Source(f"{path}, cloud {found.name!r}: ", CLOUD, found.values)
                return
        if name:  # Other credentials may be those of another account.
            raise MissingSetting(f"OS_CLOUD asks for cloud {name!r}, but there is no {' or '.join(map(str, paths))}")
        looked.extend(map(str, paths))

    home = Path(os.path.expanduser("~"))
    yield Source("", HUAWEI, environ)
    if environ.get("OS_CLOUD"):
        yield from cloud()
    yield Source("", OPENSTACK, environ)
    path = Path(environ.get("HUAWEICLOUD_SDK_CREDENTIALS_FILE") or home / ".huaweicloud/credentials")
    if basic := section_of(path, "basic"):
        yield Source(f"{path}, section [basic]: ", SECTION, basic)
    looked.append(str(path))
    yield from cloud()


def derived(over_all: Source, source: Source) -> Setting:
    """Derive the endpoint from IAM's address, with or without a region. Raises MissingSetting."""
    region = over_all.find("region") or source.find("region")
    iam = source.find("auth_url") or Source("", OPENSTACK, os.environ).find("auth_url")
    host = httpx.URL(http_url(iam.name, iam.value)).host if iam else ""
    cloud = next((cloud for cloud in CLOUDS if host.endswith(f".{cloud}")), None)
    if region:
        _, found, rest = f".{host}".partition(f".{region.value}.")
        if not (found or cloud):
            *others, last = (f"https://dws.{region.value}.{cloud}" for cloud in CLOUDS)
            candidates = f"{', '.join(others)} or {last}"
            raise MissingSetting(f"{region.name} does not say which cloud to use; set DWS_ENDPOINT to {candidates}")
        return region._replace(field="endpoint", value=f"https://dws.{region.value}.{rest if found else cloud}")
    if iam and host.startswith("iam.") and host != f"iam.{cloud}":
        return iam._replace(field="endpoint", value=f"https://dws.{host.removeprefix('iam.')}")
    raise MissingSetting(
        "no endpoint found; set DWS_ENDPOINT, for example https://dws.eu-de.otc.t-systems.com, or both OS_AUTH_URL "
        "and OS_REGION_NAME"
    )


def without_version(endpoint: Setting, project: Setting) -> Setting:
    """Return the endpoint without `/v1.0` and what follows. Raises MissingSetting if that is another project."""
    base, version, rest = endpoint.value.rstrip("/").rpartition("/v1.0")
    if not version or (rest and not rest.startswith("/")):
        return endpoint
    if rest not in ("", "/%(project_id)s", f"/{project.value}"):
        raise MissingSetting(f"{endpoint.name} ends in {rest[1:]!r}, but {project.name} is {project.value!r}")
    return endpoint._replace(value=base)


def fetched(auth: httpx.Auth) -> str:
    """Return the ID of the project that a token is for. Raises MissingSetting, and as a call does."""
    project_id = auth.fetch_project_id() if isinstance(auth, PasswordAuth) else None
    if project_id is None:
        raise MissingSetting("no project found; set HUAWEICLOUD_SDK_PROJECT_ID or OS_PROJECT_ID")
    return project_id
