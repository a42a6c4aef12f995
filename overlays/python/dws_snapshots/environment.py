"""Where `from_env()` finds an endpoint, a project and credentials."""

import configparser
import os
from collections.abc import Mapping
from pathlib import Path
from typing import Any, NamedTuple

import httpx

from .arguments import http_url
from .auth import AkSkAuth, PasswordAuth, TokenAuth
from .errors import MissingSetting

PERMANENT = ("HUAWEICLOUD_SDK_AK", "HUAWEICLOUD_SDK_SK")
PASSWORD = ("OS_AUTH_URL", "OS_USERNAME", "OS_PASSWORD", "OS_USER_DOMAIN_NAME")


class Settings(NamedTuple):
    """What a client needs. The first of these that is there gives the credentials:

    1. `HUAWEICLOUD_SDK_AK` and `HUAWEICLOUD_SDK_SK`, with `HUAWEICLOUD_SDK_SECURITY_TOKEN` for a temporary pair;
    2. the cloud of `clouds.yaml` that `OS_CLOUD` names;
    3. `OS_TOKEN`;
    4. `OS_USERNAME`, `OS_PASSWORD`, `OS_USER_DOMAIN_NAME`, `OS_AUTH_URL`, and `OS_PROJECT_ID` or `OS_PROJECT_NAME`;
    5. the section `[basic]` of the file that `HUAWEICLOUD_SDK_CREDENTIALS_FILE` names, or `~/.huaweicloud/credentials`;
    6. the only cloud of `clouds.yaml`.

    The project is `HUAWEICLOUD_SDK_PROJECT_ID`, `OS_PROJECT_ID`, or what came with the credentials. The endpoint is
    `DWS_ENDPOINT`, `dws_endpoint_override` in `clouds.yaml`, or IAM's address with `dws.` in the place of `iam.`.
    """

    endpoint: str
    project_id: str
    auth: httpx.Auth

    @classmethod
    def load(cls) -> "Settings":
        """Read the environment. Raises MissingSetting, or InvalidRequest for a value of the wrong form."""
        finder = Finder(os.environ)
        found = finder.credentials()
        endpoint = finder.endpoint(found)
        return cls(endpoint, finder.project_id(found), found.auth)

    def arguments(self) -> dict[str, Any]:
        """Return the arguments of a client."""
        return self._asdict()


class Found(NamedTuple):
    """Credentials, and what stood beside them."""

    auth: httpx.Auth
    project_id: str | None = None
    iam: str | None = None
    endpoint: str | None = None


class Finder:
    """Looks in one place after the other and remembers where."""

    def __init__(self, environ: Mapping[str, str]) -> None:
        self._environ = environ
        self._looked: list[str] = []

    def credentials(self) -> Found:
        """Return the first credentials that are there. Raises MissingSetting."""
        places = [self._access_key, self._token, self._password, self._credentials_file, self._clouds_file]
        if "OS_CLOUD" in self._environ:
            places.insert(1, self._clouds_file)
        for place in places:
            found = place()
            if found:
                return found
        raise MissingSetting(f"no credentials found; looked at {', '.join(self._looked)}")

    def endpoint(self, found: Found) -> str:
        """Return the endpoint. Raises MissingSetting."""
        iam = found.iam or self._get("OS_AUTH_URL")
        host = httpx.URL(http_url("auth_url", iam)).host if iam else ""
        derived = f"https://dws.{host.removeprefix('iam.')}" if host.startswith("iam.") else None
        endpoint = self._get("DWS_ENDPOINT") or found.endpoint or derived
        if endpoint is None:
            raise MissingSetting("no endpoint found; set DWS_ENDPOINT, for example https://dws.eu-de.otc.t-systems.com")
        return endpoint

    def project_id(self, found: Found) -> str:
        """Return the project's ID, of the environment or of a token. Raises MissingSetting."""
        project_id = self._get("HUAWEICLOUD_SDK_PROJECT_ID") or self._get("OS_PROJECT_ID") or found.project_id
        if project_id:
            return project_id
        if isinstance(found.auth, PasswordAuth):
            return found.auth.fetch_project_id()
        raise MissingSetting("no project found; set HUAWEICLOUD_SDK_PROJECT_ID or OS_PROJECT_ID")

    def _get(self, name: str) -> str | None:
        return self._environ.get(name) or None

    def _all(self, names: tuple[str, ...], needed: str) -> list[str] | None:
        """Return the variables' values, or None where the needed one is not set.

        Raises MissingSetting where it is set and another is not.
        """
        self._looked += names
        if not self._get(needed):
            return None
        values = [self._get(name) for name in names]
        missing = [name for name, value in zip(names, values, strict=True) if value is None]
        if missing:
            raise MissingSetting(f"{needed} is set, but not {', '.join(missing)}")
        return [value for value in values if value]

    def _access_key(self) -> Found | None:
        needed = next((name for name in PERMANENT if self._get(name)), PERMANENT[0])
        values = self._all(PERMANENT, needed)
        if not values:
            return None
        access_key, secret_key = values
        return Found(AkSkAuth(access_key, secret_key, self._get("HUAWEICLOUD_SDK_SECURITY_TOKEN")))

    def _token(self) -> Found | None:
        values = self._all(("OS_TOKEN",), "OS_TOKEN")
        return Found(TokenAuth(values[0])) if values else None

    def _password(self) -> Found | None:
        values = self._all(PASSWORD, "OS_PASSWORD")
        if not values:
            return None
        url, username, password, domain = values
        project = {"project_id": self._get("OS_PROJECT_ID")}
        if not project["project_id"]:
            project = {"project_name": self._get("OS_PROJECT_NAME")}
        auth = PasswordAuth(url, username=username, password=password, domain_name=domain, **project)
        return Found(auth, project.get("project_id"), url)

    def _credentials_file(self) -> Found | None:
        path = Path(self._get("HUAWEICLOUD_SDK_CREDENTIALS_FILE") or Path.home() / ".huaweicloud/credentials")
        self._looked.append(str(path))
        parser = configparser.ConfigParser(interpolation=None)
        try:
            parser.read(path, encoding="utf-8")
            basic = dict(parser["basic"]) if "basic" in parser else {}
        except (configparser.Error, OSError, UnicodeDecodeError) as error:
            raise MissingSetting(f"{path} can't be read: {type(error).__name__}") from None
        if not basic:
            return None
        if not (basic.get("ak") and basic.get("sk")):
            raise MissingSetting(f"{path} has a section [basic], but not both ak and sk in it")
        auth = AkSkAuth(basic["ak"], basic["sk"], basic.get("security_token"))
        return Found(auth, basic.get("project_id"), basic.get("iam_endpoint"))

    def _clouds_file(self) -> Found | None:
        folders = (Path(), Path.home() / ".config/openstack", Path("/etc/openstack"))
        named = self._get("OS_CLIENT_CONFIG_FILE")
        paths = [Path(named)] if named else [folder / "clouds.yaml" for folder in folders]
        self._looked += [str(path) for path in paths]
        path = next((path for path in paths if path.is_file()), None)
        return self._cloud(path) if path else None

    def _cloud(self, path: Path) -> Found | None:
        clouds = read_yaml(path).get("clouds") or {}
        name = self._get("OS_CLOUD") or (next(iter(clouds)) if len(clouds) == 1 else None)
        if name is None:
            raise MissingSetting(f"{path} has {len(clouds)} clouds; set OS_CLOUD to the name of one")
        if name not in clouds:
            raise MissingSetting(f"{path} has no cloud named {name!r}, which OS_CLOUD asks for")
        hidden = path.with_name("secure.yaml")
        secure = (read_yaml(hidden).get("clouds") or {}).get(name, {}) if hidden.is_file() else {}
        auth = {**(clouds[name].get("auth") or {}), **secure.get("auth", {})}
        beside = {"project_id": auth.get("project_id"), "iam": auth.get("auth_url")}
        endpoint = clouds[name].get("dws_endpoint_override")
        if "token" in auth:
            return Found(TokenAuth(auth["token"]), endpoint=endpoint, **beside)
        try:
            password = PasswordAuth(
                auth["auth_url"],
                username=auth["username"],
                password=auth["password"],
                domain_name=auth.get("user_domain_name") or auth["domain_name"],
                **{key: auth[key] for key in ("project_id", "project_name") if key in auth},
            )
        except KeyError as error:
            raise MissingSetting(f"{path}: cloud {name!r} has no {error.args[0]} under auth") from None
        return Found(password, endpoint=endpoint, **beside)


def read_yaml(path: Path) -> dict[str, Any]:
    """Read a YAML file. Raises MissingSetting where it, or PyYAML, can't be read."""
    try:
        import yaml
    except ImportError:
        raise MissingSetting(f"{path} needs PyYAML to be read: pip install 'dws-snapshots[clouds]'") from None
    try:
        content = yaml.safe_load(path.read_text(encoding="utf-8"))
    except (yaml.YAMLError, OSError, UnicodeDecodeError) as error:
        raise MissingSetting(f"{path} can't be read: {type(error).__name__}") from None
    return content if isinstance(content, dict) else {}
