"""The part of IAM (Keystone v3) that clients need: discovery, and a token for a user name and a password."""

from __future__ import annotations

import hmac
import secrets
import time
import uuid
from datetime import UTC, datetime
from typing import Any

from dws_reference.access import tokens
from dws_reference.problems import Problem, bad_request, unauthorized
from dws_reference.receiving.http import Answer, Request
from dws_reference.receiving.json_body import read_json
from dws_reference.settings import Settings

_CATALOG = {"identity": "/v3", "dws": "/v1.0/{project_id}", "dwsv1": "/v1.0/{project_id}"}
"""Service types and paths. Public clients look for either type of this service."""


class Identity:
    """Serves IAM for the one account of `settings`; `token_key` signs its tokens."""

    def __init__(self, settings: Settings, token_key: bytes) -> None:
        self._settings = settings
        self._token_key = token_key
        self._domain = {"id": _id_of("domain", settings.domain), "name": settings.domain}
        self._user_id = _id_of("user", settings.domain, settings.username)

    async def versions(self, request: Request) -> Answer:
        """`GET /`: the versions of IAM."""
        return Answer(300, {"versions": {"values": [_version(request.origin)]}})

    async def version(self, request: Request) -> Answer:
        """`GET /v3`: this version of IAM."""
        return Answer(200, {"version": _version(request.origin)})

    async def create_token(self, request: Request) -> Answer:
        """`POST /v3/auth/tokens`: 201 with the token in X-Subject-Token, for a right user name and password.

        Raises Problem: 400 for a request of another form, 401 for wrong credentials or another project.
        """
        auth = _member(await read_json(request), "", "auth", dict)
        identity = _member(auth, "auth", "identity", dict)
        methods = _member(identity, "auth.identity", "methods", list)
        if methods != ["password"]:
            raise bad_request('auth.identity.methods: ["password"] is the only method of this service.')
        password = _member(identity, "auth.identity", "password", dict)
        user = _member(password, "auth.identity.password", "user", dict)
        secret = _member(user, "auth.identity.password.user", "password", str)
        known = hmac.compare_digest(secret.encode(), self._settings.password.encode())
        if not (self._is_user(user) and known):
            raise unauthorized("The user name, its domain or the password is wrong.")
        if not self._is_project(auth.get("scope", {"project": {"id": self._settings.project_id}})):
            raise unauthorized("The user has no such project.")
        return self._granted(request.origin)

    def _granted(self, origin: str) -> Answer:
        settings = self._settings
        now = time.time()
        grant = tokens.Grant(settings.project_id, now, now + settings.token_lifetime, secrets.token_hex(8))
        body = {
            "token": {
                "methods": ["password"],
                "issued_at": _time(grant.issued_at),
                "expires_at": _time(grant.expires_at),
                "user": {"id": self._user_id, "name": settings.username, "domain": self._domain},
                "project": {"id": settings.project_id, "name": settings.project_name, "domain": self._domain},
                "roles": [{"id": _id_of("role", "dws_adm"), "name": "dws_adm"}],
                "catalog": [self._service(name, origin + path) for name, path in _CATALOG.items()],
            }
        }
        token = tokens.issue(grant, self._token_key)
        return Answer(201, body, {"x-subject-token": token, "cache-control": "no-store", "vary": "X-Auth-Token"})

    def _service(self, name: str, url: str) -> dict[str, Any]:
        endpoint = {
            "id": _id_of("endpoint", name),
            "interface": "public",
            "region": self._settings.project_name.split("_")[0],
            "region_id": self._settings.project_name.split("_")[0],
            "url": url.format(project_id=self._settings.project_id),
        }
        return {"id": _id_of("service", name), "type": name, "name": name, "endpoints": [endpoint]}

    def _is_user(self, user: dict[str, Any]) -> bool:
        if "id" in user:
            return bool(user["id"] == self._user_id)
        return user.get("name") == self._settings.username and _names(user.get("domain"), self._domain)

    def _is_project(self, scope: Any) -> bool:
        project = scope.get("project") if isinstance(scope, dict) else None
        if not isinstance(project, dict):
            return False
        domain = project.get("domain", self._domain)
        own = {"id": self._settings.project_id, "name": self._settings.project_name}
        return _names(project, own) and _names(domain, self._domain)


def keystone_error(problem: Problem) -> dict[str, Any]:
    """A problem as Keystone's clients read it, beside the API's own two members."""
    return {"error": {"code": problem.status, "title": problem.code, "message": problem.message}}


def _member(parent: Any, path: str, name: str, kind: type[Any]) -> Any:
    value = parent.get(name) if isinstance(parent, dict) else None
    if not isinstance(value, kind):
        field = f"{path}.{name}" if path else name
        words: dict[Any, str] = {dict: "an object", list: "an array", str: "a string"}
        raise bad_request(f"{field}: {words[kind]} is needed.")
    return value


def _names(given: Any, own: dict[str, str]) -> bool:
    """Whether an ID, or else a name, is that of `own`."""
    if not isinstance(given, dict):
        return False
    key = "id" if "id" in given else "name"
    return bool(given.get(key) == own[key])


def _version(origin: str) -> dict[str, Any]:
    return {
        "id": "v3.14",
        "status": "stable",
        "updated": "2020-04-07T00:00:00Z",
        "links": [{"rel": "self", "href": f"{origin}/v3/"}],
        "media-types": [{"base": "application/json", "type": "application/vnd.openstack.identity-v3+json"}],
    }


def _id_of(*parts: str) -> str:
    return uuid.uuid5(uuid.NAMESPACE_OID, "/".join(parts)).hex


def _time(seconds: float) -> str:
    return datetime.fromtimestamp(seconds, UTC).strftime("%Y-%m-%dT%H:%M:%S.%fZ")
