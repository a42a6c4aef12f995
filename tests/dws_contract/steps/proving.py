"""The credentials during the run: when they expire, the run goes on with new ones, or stops."""

from __future__ import annotations

import os
from dataclasses import replace
from http import HTTPStatus

from dws_contract.options import TOKEN_VARIABLES, UsageError
from dws_contract.traffic.credentials import Token
from dws_contract.traffic.messages import Credentials, Exchange, Request
from dws_contract.traffic.requests import Requests
from dws_contract.traffic.secrets import Secrets
from dws_contract.traffic.target import Target, Unjudgeable
from dws_snapshots import DwsError, InvalidRequest, PasswordAuth

_FETCHED = f"${{{TOKEN_VARIABLES[0]}:?fetch a new token first}}"
"""Stands in shell lines for a token that the run fetched."""


def given(token: str) -> Token:
    """Return the token of the options. Shell lines take it from the variable that it came from."""
    found = [name for name in TOKEN_VARIABLES if os.environ.get(name) == token]
    return Token(token, f"${{{[*found, *TOKEN_VARIABLES][0]}:?}}")


class Proving:
    """Tells expired credentials from a wrong refusal of good ones, and fetches new tokens."""

    def __init__(self, requests: Requests, target: Target, secrets: Secrets) -> None:
        options = requests.options
        self._requests = requests
        self._target = target
        self._secrets = secrets
        # A read that was accepted, by its credentials: if the same is refused later, they have expired.
        self._good: dict[Credentials, Request] = {}
        self._ended: set[Credentials] = set()
        self._auth: PasswordAuth | None = None
        if options.username and options.password and options.auth_url:
            try:
                self._auth = PasswordAuth(
                    options.auth_url,
                    username=options.username,
                    password=options.password,
                    domain_name=options.domain_name or "",
                    project_id=options.project_id,
                )
            except InvalidRequest as error:
                raise UsageError(f"No token can be fetched: {error}.") from None

    @property
    def fetches_tokens(self) -> bool:
        """Whether tokens are fetched with a password."""
        return self._auth is not None

    def current(self, request: Request) -> Request:
        """Return a request with credentials that have not expired."""
        token = self._requests.token
        return (
            request if token is None or request.credentials not in self._ended else replace(request, credentials=token)
        )

    def has_new(self, exchange: Exchange) -> bool:
        """Whether an answer is a 401 because the credentials have expired, and there are new ones now.

        Raises Unjudgeable if there are none: then no later answer would prove anything.
        """
        request = exchange.request
        if not self._requests.are_callers(request):
            return False
        if exchange.accepted and request.method == "GET":
            self._good.setdefault(request.credentials, request)
        if exchange.status != HTTPStatus.UNAUTHORIZED or request.credentials not in self._good:
            return False
        canary = self._target.send(self._good[request.credentials])
        if canary.status != HTTPStatus.UNAUTHORIZED:
            return False
        if self._auth is None or request.credentials != self._requests.token:
            raise Unjudgeable(
                f"The credentials expired after {self._target.requests} requests: a read "
                f"{request.credentials.label} that was accepted before is now refused (401).",
                canary,
            )
        self.fetch()
        return True

    def fetch(self) -> None:
        """Fetch a token with the password. Raises Unjudgeable if IAM gives none."""
        assert self._auth is not None
        ids = {"project_id": self._requests.options.project_id, "cluster_id": self._requests.options.cluster_id}
        path = self._requests.filled(self._requests.contract.endpoints["listClusterSnapshots"].template, **ids)
        try:
            value = self._target.fetch_token(self._auth, f"{path}?limit=1")
        except DwsError as error:
            raise Unjudgeable(f"No token for the password: {error}") from None
        old, new = self._requests.token, Token(value, _FETCHED)
        self._secrets.add(value, "the token")
        if old is not None:
            self._ended.add(old)
        if self._requests.token is None or self._requests.credentials == old:
            self._requests.credentials = new
        self._requests.token = new
