"""Authentication with a user name and a password, by a token that is fetched, shared and renewed."""

import json
import logging
import os
import re
from collections import deque
from collections.abc import AsyncGenerator, Generator
from datetime import UTC, datetime
from functools import partial
from typing import Any

import httpx

from .arguments import VISIBLE, http_url, one_of, secret
from .failures import OF_HTTPX
from .fetching import Fetch, Outcome, Timeouts, Token
from .reading.answers import LONGEST, Answer, api_error, unexpected
from .reading.bodies import Body, Unreadable, bounded
from .sending import TIMEOUT, new_http, send

RENEWAL_SECONDS = 300.0
# While a token is valid, renewing it takes a call no longer than this, and is not tried again sooner.
RENEWAL_LONGEST = 5.0
RENEWAL_PAUSE = 30.0
KEPT_TOKENS = 8  # the last ones: answers may still quote them
REFUSED = 401
NO_SUCH = (KeyError, TypeError, AttributeError)


class PasswordAuth(httpx.Auth):
    """Fetches a token with a user name and a password, keeps it, and renews it before it expires or after a 401.

    Calls that need a token at the same time wait for one fetch, each no longer than its own read time-out, and share
    its failure. If renewing a token fails while it is still valid, it stays in use; 30 seconds later renewing is tried
    again. auth_url: IAM's address, with or without `/v3`. Pass exactly one of username and user_id. domain_name or
    domain_id: the user's domain, not needed with user_id. Pass exactly one of project_name and project_id: the token is
    for this project. Source: "Token" in openapi.yaml. Raises InvalidRequest for an argument of the wrong kind. A call
    raises Unauthorized if IAM refuses the password, and other errors of the tree for other bad answers from IAM.
    """

    def __init__(
        self,
        auth_url: str,
        *,
        username: str | None = None,
        user_id: str | None = None,
        password: str,
        domain_name: str | None = None,
        domain_id: str | None = None,
        project_name: str | None = None,
        project_id: str | None = None,
    ) -> None:
        base = http_url("auth_url", auth_url).removesuffix("/auth/tokens").removesuffix("/v3")
        self._url = base + "/v3/auth/tokens"
        self._user: dict[str, Any] = {**one_of(username=username, user_id=user_id)}
        if user_id is None:
            self._user["domain"] = one_of(domain_name=domain_name, domain_id=domain_id)
        self._password = secret("password", password)
        self._project = one_of(project_name=project_name, project_id=project_id)
        self._token: Token | None = None
        self._tokens: deque[Token] = deque(maxlen=KEPT_TOKENS)
        self._fetches: dict[int, Outcome] = {}  # by process: after a fork, the parent's is still here, but never ends
        for protocol in ("http11", "http2"):
            logging.getLogger(f"httpcore.{protocol}").addFilter(hide_subject_token)

    def __repr__(self) -> str:
        return f"PasswordAuth({self._url!r}, user={self._user!r})"

    def secrets(self) -> list[str]:
        """Return what must never be shown: the password, and the last tokens."""
        return [self._password, *(token.value for token in self._tokens)]

    def fetch_project_id(self) -> str | None:
        """Fetch a token and return the ID of its project, if it names one. Raises as a call does."""
        request = self._token_request({"timeout": TIMEOUT.as_dict()})
        with new_http(httpx.Client) as http:
            answer = send(http, OF_HTTPX, request, httpx.Auth())
        return self._keep(answer._replace(auth=self)).project_id

    def sync_auth_flow(self, request: httpx.Request) -> Generator[httpx.Request, httpx.Response, None]:
        timeouts = Timeouts(request, self._url)
        for _ in range(2):
            token = self._look()
            while not isinstance(token, Token):
                if isinstance(token, Outcome):
                    token = token.wait(timeouts) or self._look()
                    continue
                with token as fetch:
                    answer = yield self._token_request(timeouts.extensions(RENEWAL_LONGEST if fetch.spare else None))
                    body = bounded(answer, timeouts.until)
                    answer.read()
                    fetch.token = self._keep(self._answer(answer, body))
                token = fetch.token or self._look()
            request.headers["X-Auth-Token"] = token.value
            response = yield request
            if response.status_code != REFUSED:
                return
            token.refuse()
            bounded(response)

    async def async_auth_flow(self, request: httpx.Request) -> AsyncGenerator[httpx.Request, httpx.Response]:
        timeouts = Timeouts(request, self._url)
        for _ in range(2):
            token = self._look()
            while not isinstance(token, Token):
                if isinstance(token, Outcome):
                    token = await token.wait_async(timeouts) or self._look()
                    continue
                with token as fetch:
                    answer = yield self._token_request(timeouts.extensions(RENEWAL_LONGEST if fetch.spare else None))
                    body = bounded(answer, timeouts.until)
                    await answer.aread()
                    fetch.token = self._keep(self._answer(answer, body))
                token = fetch.token or self._look()
            request.headers["X-Auth-Token"] = token.value
            response = yield request
            if response.status_code != REFUSED:
                return
            token.refuse()
            bounded(response)

    def _look(self) -> Token | Fetch | Outcome:
        """Return the token, a fetch that the caller must make, or the outcome of somebody else's to wait for."""
        while True:
            token = self._token
            spare = token if token is not None and token.holds() else None
            if spare is not None and not spare.is_due():
                return spare
            process = os.getpid()
            fetch = Fetch(partial(self._fetches.pop, process), spare)
            under_way = self._fetches.setdefault(process, fetch.outcome)
            if under_way is not fetch.outcome:
                return spare or under_way
            if self._token is token:
                if spare is not None:
                    spare.renew_in(RENEWAL_PAUSE)
                return fetch
            with fetch:  # Somebody else has just fetched one.
                fetch.token = None

    def _token_request(self, extensions: dict[str, Any]) -> httpx.Request:
        """Build the request to IAM. extensions: contain its time-outs."""
        identity = {"methods": ["password"], "password": {"user": {**self._user, "password": self._password}}}
        body = {"auth": {"identity": identity, "scope": {"project": self._project}}}
        headers = {"Accept": "application/json", "Accept-Encoding": "gzip"}
        return httpx.Request("POST", self._url, json=body, headers=headers, extensions=extensions)

    def _answer(self, response: httpx.Response, body: Body) -> Answer:
        if response.is_success and body.problem is not None and not isinstance(body.problem, Unreadable):
            raise body.problem
        return Answer(response.status_code, response.headers, response.content, body.problem, response.request, self)

    def _keep(self, answer: Answer) -> Token:
        """Take the token from IAM's answer. Its time runs from now: the two clocks need not agree."""
        if not httpx.codes.is_success(answer.status):
            raise api_error(answer)
        if answer.cut is not None:
            raise unexpected(answer, answer.shown(f"IAM's answer can't be read: {answer.cut}", LONGEST))
        value = answer.headers.get("X-Subject-Token", "")
        try:
            described = json.loads(answer.body)["token"]
            expires_at = utc(described["expires_at"])
        except (ValueError, RecursionError, *NO_SUCH):
            value = ""
        if not VISIBLE.fullmatch(value):
            raise unexpected(answer, "IAM's answer holds no token, or does not say when it expires")
        try:
            began = utc(described["issued_at"])
        except (ValueError, *NO_SUCH):
            began = datetime.now(UTC)
        seconds = (expires_at - began).total_seconds()
        project = described.get("project")
        project_id = project.get("id") if isinstance(project, dict) else None
        self._token = token = Token(value, project_id, seconds, early=min(RENEWAL_SECONDS, seconds / 10))
        self._tokens.append(token)
        return token


def utc(text: str) -> datetime:
    """Return a time from IAM, in UTC if it has no zone. Raises ValueError or TypeError."""
    at = datetime.fromisoformat(text.upper())
    return at if at.tzinfo else at.replace(tzinfo=UTC)


def hide_subject_token(record: logging.LogRecord) -> bool:
    """Keep a fetched token out of httpcore's debug log, which prints the headers of every answer."""
    if isinstance(record.msg, str) and "subject-token" in record.msg.lower():
        record.msg = re.sub(r"(?i)(subject-token'?,? b?(['\"]))(?:(?!\2).)*", r"\1…", record.msg)
    return True
