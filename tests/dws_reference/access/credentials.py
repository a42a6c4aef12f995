"""Who sends a request: judged before its project and its body (decisions 7 and 9)."""

from __future__ import annotations

import hmac
import time

from dws_reference.access import signature, tokens
from dws_reference.problems import shown, unauthorized
from dws_reference.receiving.http import Request
from dws_reference.settings import Settings


class Credentials:
    """Checks either proof of identity. Where a request has an X-Auth-Token, it alone decides; Authorization is ignored.

    `token_key` is the key that the service's tokens are signed with.
    """

    def __init__(self, settings: Settings, token_key: bytes) -> None:
        self._settings = settings
        self._token_key = token_key

    async def project(self, request: Request) -> str:
        """The project that the sender may use.

        Raises Problem (401): no proof, or one that is wrong or expired. Problem (400) where the body that a signature
        covers does not arrive.
        """
        given = request.header(b"x-auth-token")
        if given:
            return self._project_of_token(given)
        if not request.header(b"authorization"):
            raise unauthorized("Credentials are needed: X-Auth-Token, or Authorization with X-Sdk-Date.")
        return await self._project_of_signature(request)

    def _project_of_token(self, given: list[bytes]) -> str:
        if len(given) != 1:
            raise unauthorized(f"X-Auth-Token: one is needed, {len(given)} were given.")
        grant = tokens.read(given[0], self._token_key, time.time())
        if grant is None:
            raise unauthorized("Incorrect IAM authentication information: the token is wrong or has expired.")
        return grant.project_id

    async def _project_of_signature(self, request: Request) -> str:
        claim = signature.read_claim(request, time.time())
        if claim.access_key != self._settings.access_key:
            raise unauthorized(
                f"Incorrect IAM authentication information: the access key {shown(claim.access_key)} is unknown."
            )
        self._check_security_token(request)
        signature.verify(claim, request, await request.body.sha256(), self._settings.secret_key)
        return self._settings.project_id

    def _check_security_token(self, request: Request) -> None:
        expected = self._settings.security_token
        given = request.header(b"x-security-token")
        if expected is None and given:
            raise unauthorized("X-Security-Token: it goes with temporary access keys, and this one is permanent.")
        if expected is not None and not (len(given) == 1 and hmac.compare_digest(given[0], expected.encode())):
            raise unauthorized("X-Security-Token: the token of the temporary access key is needed once.")
