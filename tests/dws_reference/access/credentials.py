"""Check who sends a request, before its project and its body (decisions 7 and 9)."""

from __future__ import annotations

import hmac
import math
import secrets
import time
from typing import NamedTuple

from dws_reference.access import signature, tokens
from dws_reference.access.tokens import Grant
from dws_reference.problems import forbidden, shown, unauthorized
from dws_reference.receiving.http import Request
from dws_reference.settings import Settings


class TemporaryKey(NamedTuple):
    """An access key that goes with a security token until `expires_at` (seconds since the epoch)."""

    access_key: str
    secret_key: str
    security_token: str
    expires_at: float


class Credentials:
    """Checks tokens and signatures. If a request has an X-Auth-Token, it alone decides, and Authorization is ignored.

    `database_key` is secret, and the same for all who share a database. A token is for one account: another account on
    the same database does not accept it.
    """

    def __init__(self, settings: Settings, database_key: bytes) -> None:
        self._settings = settings
        account = "/".join((settings.domain, settings.username, settings.project_id))
        self._key = hmac.digest(database_key, account.encode(), "sha256")

    async def project(self, request: Request) -> str:
        """The project that the sender may use.

        Raises Problem: like `grant`, and 403 if a token is for no project.
        """
        grant = await self.grant(request)
        if grant.project_id is None:
            raise forbidden()
        return grant.project_id

    async def grant(self, request: Request) -> Grant:
        """What the sender may do.

        Raises Problem: 401 if there are no credentials, or wrong or expired ones; 400 if the body that a signature
        covers does not arrive.
        """
        given = request.header(b"x-auth-token")
        if given:
            return self.grant_of_token(given)
        if not request.header(b"authorization"):
            raise unauthorized("Credentials are needed: X-Auth-Token, or Authorization with X-Sdk-Date.")
        return await self._grant_of_signature(request)

    def grant_of_token(self, given: list[bytes]) -> Grant:
        """What one token grants. Raises Problem (401) for none, several, and one that is wrong or has expired."""
        if len(given) != 1:
            raise unauthorized(f"X-Auth-Token: must be given once, not {len(given)} times.")
        grant = tokens.read(given[0], self._key, time.time())
        if grant is None or grant.access_key:
            raise unauthorized("Incorrect IAM authentication information: the token is wrong or has expired.")
        return grant

    def issue(self, grant: Grant) -> str:
        """The token of a grant."""
        return tokens.issue(grant, self._key)

    def temporary_key(self, lifetime: int) -> TemporaryKey:
        """A new access key of the account that is valid for `lifetime` seconds."""
        now = time.time()
        access_key = f"TEMP{secrets.token_hex(8).upper()}"
        grant = Grant(self._settings.project_id, now, now + lifetime, secrets.token_hex(8), access_key=access_key)
        return TemporaryKey(access_key, tokens.secret_key(access_key, self._key), self.issue(grant), grant.expires_at)

    async def _grant_of_signature(self, request: Request) -> Grant:
        claim = signature.read_claim(request, time.time())
        given = request.header(b"x-security-token")
        temporary = tokens.read(given[0], self._key, time.time()) if len(given) == 1 else None
        if temporary and temporary.access_key == claim.access_key:
            grant, secret_key = temporary, tokens.secret_key(claim.access_key, self._key)
        elif claim.access_key == self._settings.access_key:
            self._check_security_token(given)
            grant, secret_key = Grant(self._settings.project_id, 0, math.inf, ""), self._settings.secret_key
        else:
            raise unauthorized(
                f"Incorrect IAM authentication information: the access key {shown(claim.access_key)} is unknown, "
                "or it is temporary and X-Security-Token is not its own or has expired."
            )
        signature.verify(claim, request, await request.body.sha256(), secret_key)
        return grant

    def _check_security_token(self, given: list[bytes]) -> None:
        expected = self._settings.security_token
        if expected is None and given:
            raise unauthorized("X-Security-Token: only a temporary access key has one, and this key is permanent.")
        if expected is not None and not (len(given) == 1 and hmac.compare_digest(given[0], expected.encode())):
            raise unauthorized("X-Security-Token: must be the token of the temporary access key, given once.")
