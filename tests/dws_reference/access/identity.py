"""The part of IAM (Keystone v3) that clients need: discovery, tokens, temporary keys, and what an account has."""

from __future__ import annotations

import secrets
import time
from datetime import UTC, datetime
from typing import Any
from urllib.parse import parse_qs

from dws_reference.access import tokens
from dws_reference.access.account import Account
from dws_reference.access.credentials import Credentials
from dws_reference.problems import Problem, bad_request, forbidden
from dws_reference.receiving.http import Answer, Request
from dws_reference.receiving.json_body import read_json
from dws_reference.receiving.routing import Router
from dws_reference.settings import Settings

LONGEST_BODY = 64 * 1024
"""The most bytes of a body that IAM reads, as the sender is not known yet. A token may have up to 60 kB."""

SHORTEST_KEY, LONGEST_KEY = 15 * 60, 24 * 60 * 60
"""Seconds that a temporary access key may be valid; the first is the default."""

_DURATIONS = ("duration_seconds", "duration-seconds")
"""Both spellings are in use."""


class Identity:
    """Serves IAM for the one account of `settings`, which `credentials` know."""

    def __init__(self, settings: Settings, credentials: Credentials) -> None:
        self._account = Account(settings)
        self._credentials = credentials
        self._lifetime = settings.token_lifetime

    def add_routes(self, router: Router) -> None:
        """Add these endpoints to the router."""
        router.add("GET", "/", self.versions)
        for path in ("/v3", "/v3/"):
            router.add("GET", path, self.version)
        router.add("POST", "/v3/auth/tokens", self.create_token)
        for path in ("/v3/projects", "/v3/auth/projects"):
            router.add("GET", path, self.list_projects)
        router.add("GET", "/v3/auth/domains", self.list_domains)
        router.add("GET", "/v3/auth/catalog", self.read_catalog)
        router.add("POST", "/v3.0/OS-CREDENTIAL/securitytokens", self.create_temporary_key)

    async def versions(self, request: Request) -> Answer:
        """`GET /`: the versions of IAM."""
        return Answer(300, {"versions": {"values": [_version(request.origin)]}})

    async def version(self, request: Request) -> Answer:
        """`GET /v3`: this version of IAM."""
        return Answer(200, {"version": _version(request.origin)})

    async def create_token(self, request: Request) -> Answer:
        """`POST /v3/auth/tokens`: 201 with the token in X-Subject-Token, for a password or another token.

        The token is for the project or the domain in the scope, or for neither. If it is issued for another token, both
        expire at the same time. Raises Problem: 400 for a malformed request, 401 for wrong credentials, or for another
        project or domain.
        """
        auth = _member(await read_json(request, LONGEST_BODY), "", "auth", dict)
        identity = _member(auth, "auth", "identity", dict)
        methods = _member(identity, "auth.identity", "methods", list)
        now = time.time()
        expires_at = now + self._lifetime
        if methods == ["password"]:
            password = _member(identity, "auth.identity", "password", dict)
            user = _member(password, "auth.identity.password", "user", dict)
            self._account.check_password(user, _member(user, "auth.identity.password.user", "password", str))
        elif methods == ["token"]:
            expires_at = self._grant_of_token(identity, request).expires_at
        else:
            raise bad_request('auth.identity.methods: must be ["password"] or ["token"].')
        project_id, domain = self._account.scope(auth.get("scope", "unscoped"))
        grant = tokens.Grant(project_id, now, expires_at, secrets.token_hex(8), domain)
        told = self._told(grant, methods)
        if (project_id or domain) and "nocatalog" not in _query(request):
            told["catalog"] = self._account.catalog(request.origin, project_id)
        headers = {"x-subject-token": self._credentials.issue(grant), "vary": "X-Auth-Token"}
        return Answer(201, {"token": told}, headers | {"cache-control": "no-store"})

    async def create_temporary_key(self, request: Request) -> Answer:
        """`POST /v3.0/OS-CREDENTIAL/securitytokens`: 201 with an access key that goes with a security token.

        Raises Problem: 400 for a malformed request, 401 if the token that asks for it is wrong.
        """
        auth = _member(await read_json(request, LONGEST_BODY), "", "auth", dict)
        identity = _member(auth, "auth", "identity", dict)
        if _member(identity, "auth.identity", "methods", list) != ["token"]:
            raise bad_request('auth.identity.methods: must be ["token"] for a temporary access key.')
        self._grant_of_token(identity, request)
        key = self._credentials.temporary_key(_duration(identity.get("token")))
        credential = {
            "access": key.access_key,
            "secret": key.secret_key,
            "securitytoken": key.security_token,
            "expires_at": _time(key.expires_at),
        }
        return Answer(201, {"credential": credential}, {"cache-control": "no-store"})

    async def list_projects(self, request: Request) -> Answer:
        """`GET /v3/projects`, `/v3/auth/projects`: 200 with the account's project, unless `name` is another one."""
        await self._credentials.grant(request)
        domain_id = self._account.domain["id"]
        project = {"domain_id": domain_id, "parent_id": domain_id, "is_domain": False}
        return _list(request, "projects", self._account.project | project)

    async def list_domains(self, request: Request) -> Answer:
        """`GET /v3/auth/domains`: 200 with the account's domain, unless `name` is another one."""
        await self._credentials.grant(request)
        return _list(request, "domains", self._account.domain)

    async def read_catalog(self, request: Request) -> Answer:
        """`GET /v3/auth/catalog`: 200 with the services. Raises Problem (403) for a token without a scope."""
        grant = await self._credentials.grant(request)
        if not (grant.project_id or grant.domain):
            raise forbidden()
        catalog = self._account.catalog(request.origin, grant.project_id)
        return Answer(200, {"catalog": catalog, "links": _links(request)})

    def _grant_of_token(self, identity: dict[str, Any], request: Request) -> tokens.Grant:
        """What the token in a body, or else in X-Auth-Token, grants. Raises Problem: 400, 401."""
        named = _member(identity, "auth.identity", "token", dict).get("id")
        if named is None:
            return self._credentials.grant_of_token(request.header(b"x-auth-token"))
        if not isinstance(named, str):
            raise bad_request("auth.identity.token.id: must be a string.")
        return self._credentials.grant_of_token([named.encode()])

    def _told(self, grant: tokens.Grant, methods: list[str]) -> dict[str, Any]:
        told: dict[str, Any] = {
            "methods": methods,
            "issued_at": _time(grant.issued_at),
            "expires_at": _time(grant.expires_at),
            "user": self._account.user | {"domain": self._account.domain},
        }
        if grant.project_id:
            told |= {"project": self._account.project | {"domain": self._account.domain}}
        if grant.domain:
            told |= {"domain": self._account.domain}
        return told | ({"roles": self._account.roles} if grant.project_id or grant.domain else {})


def keystone_error(problem: Problem) -> dict[str, Any]:
    """A problem as Keystone's clients read it, in addition to the API's own members."""
    return {"error": {"code": problem.status, "title": problem.code, "message": problem.message}}


def _member(parent: Any, path: str, name: str, kind: type[Any]) -> Any:
    value = parent.get(name) if isinstance(parent, dict) else None
    if not isinstance(value, kind):
        field = f"{path}.{name}" if path else name
        words: dict[Any, str] = {dict: "an object", list: "an array", str: "a string"}
        raise bad_request(f"{field}: must be {words[kind]}.")
    return value


def _duration(token: Any) -> int:
    for name in _DURATIONS:
        if name in token:
            seconds = token[name]
            if not (type(seconds) is int and SHORTEST_KEY <= seconds <= LONGEST_KEY):
                raise bad_request(f"auth.identity.token.{name}: must be {SHORTEST_KEY} to {LONGEST_KEY} seconds.")
            return seconds
    return SHORTEST_KEY


def _query(request: Request) -> dict[str, list[str]]:
    return parse_qs(request.query.decode("latin-1"), keep_blank_values=True)


def _list(request: Request, name: str, only: dict[str, Any]) -> Answer:
    """A list of the account's only project or domain; empty if the query names another."""
    listed = only | {"enabled": True, "description": "", "links": {"self": f"{request.origin}/v3/{name}/{only['id']}"}}
    wanted = _query(request).get("name", [only["name"]])
    return Answer(200, {name: [listed] if wanted == [only["name"]] else [], "links": _links(request)})


def _links(request: Request) -> dict[str, Any]:
    return {"self": request.origin + request.path.decode("latin-1"), "next": None, "previous": None}


def _version(origin: str) -> dict[str, Any]:
    return {
        "id": "v3.14",
        "status": "stable",
        "updated": "2020-04-07T00:00:00Z",
        "links": [{"rel": "self", "href": f"{origin}/v3/"}],
        "media-types": [{"base": "application/json", "type": "application/vnd.openstack.identity-v3+json"}],
    }


def _time(seconds: float) -> str:
    return datetime.fromtimestamp(seconds, UTC).strftime("%Y-%m-%dT%H:%M:%S.%fZ")
