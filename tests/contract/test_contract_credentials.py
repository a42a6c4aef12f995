"""Credentials that expire during a run: it continues with new ones, or says that it cannot continue."""

from __future__ import annotations

import json
from dataclasses import replace
from itertools import count
from typing import Any

import pytest

from dws_contract import UsageError, run
from dws_contract.cli import main
from plain_server.server import Account, Service
from plain_server.wire import Answer, Request
from support.served import served

PASSWORD = "correct-horse-battery"
ENDS = "2099-01-01T00:00:00.000000Z"


class Expiring(Service):
    """A service whose token ends after so many requests, and IAM, which gives the next one for the password."""

    lasts = 300

    def prepare(self) -> None:
        super().prepare()
        self.numbers = count(1)
        self.issued: list[str] = [self.account.token]
        self.ends = self.lasts

    def token_holds(self, token: str) -> bool:
        if next(self.numbers) > self.ends:
            return False
        return token == self.issued[-1]

    async def answer(self, request: Request) -> Answer:
        if request.path != "/v3/auth/tokens":
            return await super().answer(request)
        if PASSWORD not in request.body.decode():
            return Answer(401, b"{}", {"Content-Type": "application/json"})
        self.issued.append(f"a-token-that-was-fetched-{len(self.issued)}")
        self.ends = next(self.numbers) + self.lasts
        body = {"token": {"expires_at": ENDS, "project": {"id": self.project_id}}}
        headers = {"Content-Type": "application/json", "X-Subject-Token": self.issued[-1]}
        return Answer(201, json.dumps(body).encode(), headers)


def test_a_token_that_ends_stops_the_run_and_accuses_nobody() -> None:
    account = Account()
    with served(Expiring(), access_key=account.access_key, secret_key=account.secret_key) as options:
        report = run(options)
    assert report.exit_code == 2
    assert report.stopped.startswith("The credentials expired after ")
    assert report.of("broken") == []
    assert report.created
    assert report.left == ()


def test_a_password_renews_the_token_and_the_run_goes_on() -> None:
    service = Expiring()
    with served(service, token=None, username="dora", password=PASSWORD, domain_name="demo") as options:
        report = run(replace(options, auth_url=options.url))
    assert report.conforms, report.summary()
    assert report.left == ()
    assert len(service.issued) > 3
    shown = report.summary()
    assert PASSWORD not in shown
    assert not any(token in shown for token in service.issued)


class Temporary(Service):
    """A service whose access key is a temporary one."""

    security_token = "a-security-token-of-a-test"


class Believing(Temporary):
    """Accepts a temporary key without its token, too."""

    def security_token_holds(self, token: str) -> bool:
        return token in ("", self.security_token)


@pytest.mark.parametrize(("kind", "broken"), [(Temporary, []), (Believing, ["signature-key"])])
def test_a_temporary_key_is_tested_without_its_token(kind: type[Temporary], broken: list[str]) -> None:
    account = Account()
    keys: dict[str, Any] = {"access_key": account.access_key, "secret_key": account.secret_key}
    with served(kind(), only=("signatures",), security_token=kind.security_token, **keys) as options:
        report = run(options)
    assert [each.clause.id for each in report.of("broken")] == broken
    assert "signature-key" in [each.clause.id for each in report.of("held")] + broken
    assert kind.security_token not in report.summary()


def test_the_command_takes_the_password_from_the_environment(
    monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    with served(Expiring()) as options:
        for name in ("DWS_TOKEN", "OS_TOKEN", "HUAWEICLOUD_SDK_AK", "HUAWEICLOUD_SDK_SK"):
            monkeypatch.delenv(name, raising=False)
        for name, value in (("PASSWORD", PASSWORD), ("AUTH_URL", options.url), ("USER_DOMAIN_NAME", "demo")):
            monkeypatch.setenv(f"OS_{name}", value)
        target = ["--url", options.url, "--project-id", options.project_id, "--cluster-id", options.cluster_id]
        arguments = [*target, "--username", "dora", "--seed", "1", "--only", "names"]
        assert main(arguments) == 0
        monkeypatch.setenv("OS_PASSWORD", "a-wrong-password")
        assert main(arguments) == 2
    said = capfd.readouterr().err
    assert "No token for the password" in said
    assert "a-wrong-password" not in said


def test_a_user_name_needs_its_variables() -> None:
    with served(Service(), token=None, username="dora") as options, pytest.raises(UsageError, match="OS_PASSWORD"):
        run(options)


class Forgetful(Service):
    """A service that refuses good credentials where a cluster's ID is not the one in lower case."""

    async def answer(self, request: Request) -> Answer:
        if self.account.cluster_id.upper() in request.path:
            body = b'{"error_code": "APIGW.0301", "error_msg": "Incorrect IAM authentication information."}'
            return Answer(401, body, {"Content-Type": "application/json"})
        return await super().answer(request)


def test_a_401_to_good_credentials_is_a_deviation_where_a_plain_read_is_granted() -> None:
    with served(Forgetful()) as options:
        report = run(options)
    assert "cluster-path" in {verdict.clause.id for verdict in report.of("broken")}
    assert report.stopped == ""
