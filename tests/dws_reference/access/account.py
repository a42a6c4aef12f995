"""The one account as IAM describes it: its user, domain and project, and the addresses of services."""

from __future__ import annotations

import hmac
import uuid
from typing import Any

from dws_reference.problems import bad_request, unauthorized
from dws_reference.settings import Settings

_CATALOG = {"identity": "/v3", "dws": "", "dwsv1": "/v1.0/{project_id}"}
"""Service types and paths. The public Go client adds version and project to `dws`, OpenStack's tools take `dwsv1`."""


class Account:
    """The account of `settings`."""

    def __init__(self, settings: Settings) -> None:
        self._settings = settings
        self.domain = {"id": _id_of("domain", settings.domain), "name": settings.domain}
        self.project = {"id": settings.project_id, "name": settings.project_name}
        self.user = {"id": _id_of("user", settings.domain, settings.username), "name": settings.username}
        self.roles = [{"id": _id_of("role", "dws_adm"), "name": "dws_adm"}]

    def check_password(self, user: dict[str, Any], password: str) -> None:
        """Raise Problem (401) unless these are the account's user, by ID or by name in its domain, and its password."""
        known = hmac.compare_digest(password.encode(), self._settings.password.encode())
        named = "id" in user or _names(user.get("domain"), self.domain)
        if not (_names(user, self.user) and named and known):
            raise unauthorized("The user name, its domain or the password is wrong.")

    def scope(self, given: Any) -> tuple[str | None, bool]:
        """The project's ID, if a scope names it, and whether it names the domain; neither if it is "unscoped".

        Raises Problem: 401 for another project or domain, 400 if it names both.
        """
        if given == "unscoped":
            return None, False
        scope = given if isinstance(given, dict) else {}
        if {"project", "domain"} <= scope.keys():
            raise bad_request("auth.scope: must be a project or a domain, not both.")
        if "domain" in scope:
            if not _names(scope["domain"], self.domain):
                raise unauthorized("The user has no such domain.")
            return None, True
        project: Any = scope.get("project")
        if not (_names(project, self.project) and _names(project.get("domain", self.domain), self.domain)):
            raise unauthorized("The user has no such project.")
        return self._settings.project_id, False

    def catalog(self, origin: str, project_id: str | None) -> list[dict[str, Any]]:
        """The services at `origin`; without a project, only those whose address needs none."""
        return [
            self._service(name, origin + path.format(project_id=project_id))
            for name, path in _CATALOG.items()
            if project_id or "{project_id}" not in path
        ]

    def _service(self, name: str, url: str) -> dict[str, Any]:
        region = self._settings.project_name.split("_")[0]
        endpoint = {"interface": "public", "region": region, "region_id": region, "url": url}
        return {
            "id": _id_of("service", name),
            "type": name,
            "name": name,
            "endpoints": [{"id": _id_of("endpoint", name), **endpoint}],
        }


def _names(given: Any, own: dict[str, str]) -> bool:
    """Whether an ID, or else a name, is that of `own`."""
    if not isinstance(given, dict):
        return False
    key = "id" if "id" in given else "name"
    return bool(given.get(key) == own[key])


def _id_of(*parts: str) -> str:
    return uuid.uuid5(uuid.NAMESPACE_OID, "/".join(parts)).hex
