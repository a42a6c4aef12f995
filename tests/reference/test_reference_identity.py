"""The reference's IAM: discovery, tokens for a user name and a password, and their scopes."""

from __future__ import annotations

import json
from datetime import datetime
from typing import Any

import httpx
import pytest

from dws_reference import demo
from dws_snapshots import AkSkAuth
from support.raw_client import RawAnswer, exchange, head
from support.running import RunningReference, running_reference, token_request


def ask(server: RunningReference, content: Any) -> RawAnswer:
    return server.post("/v3/auth/tokens", content)


@pytest.mark.parametrize(("path", "status"), [("/", 300), ("/v3", 200), ("/v3/", 200)])
def test_versions_are_discovered(memory_reference: RunningReference, path: str, status: int) -> None:
    answer = exchange(memory_reference.address, head("GET", path, f"Host: {memory_reference.host}"))
    body = answer.json()
    version = body["version"] if status == 200 else body["versions"]["values"][0]
    assert answer.status == status
    assert version["id"].startswith("v3.")
    assert version["links"] == [{"rel": "self", "href": f"{memory_reference.url}/v3/"}]


def test_a_token_says_whose_it_is_and_how_long_it_lives(memory_reference: RunningReference) -> None:
    content = json.dumps(token_request()).encode()
    headers = (f"Host: {memory_reference.host}", "Content-Type: application/json", f"Content-Length: {len(content)}")
    answer = exchange(memory_reference.address, head("POST", "/v3/auth/tokens", *headers), content)
    token = answer.json()["token"]
    lifetime = datetime.fromisoformat(token["expires_at"]) - datetime.fromisoformat(token["issued_at"])
    endpoints = {service["type"]: service["endpoints"][0]["url"] for service in token["catalog"]}
    assert answer.status == 201
    assert answer.headers["Cache-Control"] == "no-store"
    assert lifetime.total_seconds() == 24 * 60 * 60
    assert token["project"]["id"] == demo.PROJECT_ID
    assert token["project"]["name"] == demo.PROJECT_NAME
    assert token["project"]["domain"]["name"] == demo.DOMAIN
    assert endpoints["identity"] == f"{memory_reference.url}/v3"
    assert endpoints["dws"] == memory_reference.url
    assert endpoints["dwsv1"] + "/snapshots" == memory_reference.snapshots_url
    assert memory_reference.create(answer.headers["X-Subject-Token"], "with-a-token").status == 200


@pytest.mark.parametrize(
    "scope",
    [
        {"project": {"id": demo.PROJECT_ID}},
        {"project": {"name": demo.PROJECT_NAME}},
        {"project": {"name": demo.PROJECT_NAME, "domain": {"name": demo.DOMAIN}}},
    ],
)
def test_a_project_is_named_by_id_or_name(memory_reference: RunningReference, scope: Any) -> None:
    content = token_request()
    content["auth"]["scope"] = scope
    answer = ask(memory_reference, content)
    assert (answer.status, answer.json()["token"]["project"]["id"]) == (201, demo.PROJECT_ID)


@pytest.mark.parametrize(
    ("path", "value"),
    [
        ("user.name", "somebody"),
        ("user.name", None),
        ("user.password", "wrong"),
        ("user.password", ""),
        ("user.password", "pässwörd"),
        ("user.domain", {"name": "elsewhere"}),
        ("user.domain", None),
        ("user.id", "0" * 32),
        ("scope.project", {"id": "0" * 32}),
        ("scope.project", {"name": "elsewhere"}),
        ("scope.project", {"name": demo.PROJECT_NAME, "domain": {"name": "elsewhere"}}),
        ("scope.project", None),
        ("scope.project", []),
        ("scope.domain", None),
        ("scope.domain", {"name": "elsewhere"}),
    ],
)
def test_wrong_credentials_are_refused(memory_reference: RunningReference, path: str, value: Any) -> None:
    content = token_request()
    parent, name = path.split(".")
    auth = content["auth"]
    if parent == "user":
        auth["identity"]["password"]["user"][name] = value
    else:
        auth["scope"] = {name: value}
    answer = ask(memory_reference, content)
    assert (answer.status, answer.json()["error_code"]) == (401, "APIGW.0301")
    assert answer.json()["error"]["message"] == answer.json()["error_msg"]
    assert "X-Subject-Token" not in answer.headers


def both_scopes() -> dict[str, Any]:
    content = token_request()
    content["auth"]["scope"]["domain"] = {"name": demo.DOMAIN}
    return content


@pytest.mark.parametrize(
    ("content", "words"),
    [
        ([], "auth: must be an object"),
        ({"auth": None}, "auth: must be an object"),
        ({"auth": {}}, "auth.identity: must be an object"),
        ({"auth": {"identity": {"methods": "password"}}}, "auth.identity.methods: must be an array"),
        ({"auth": {"identity": {"methods": ["totp"]}}}, 'must be ["password"] or ["token"]'),
        ({"auth": {"identity": {"methods": ["token"]}}}, "auth.identity.token: must be an object"),
        ({"auth": {"identity": {"methods": ["token"], "token": {"id": 1}}}}, "token.id: must be a string"),
        (both_scopes(), "must be a project or a domain, not both"),
        ({"auth": {"identity": {"methods": ["password"], "password": {"user": {"name": "x"}}}}}, "must be a string"),
    ],
)
def test_another_form_is_refused(memory_reference: RunningReference, content: Any, words: str) -> None:
    answer = ask(memory_reference, content)
    assert answer.status == 400
    assert words in answer.json()["error_msg"]


def test_a_token_is_never_taken_for_an_option(memory_reference: RunningReference) -> None:
    """A command line takes what begins with a hyphen for one: of tokens that are all chance, each 64th would."""
    assert {memory_reference.token()[:2] for _ in range(8)} == {"ey"}


def test_a_token_ends_with_its_lifetime() -> None:
    with running_reference("--token-lifetime", "1") as server:
        answer = ask(server, token_request())
        expires = datetime.fromisoformat(answer.json()["token"]["expires_at"]).timestamp()
        token = answer.headers["X-Subject-Token"]
        statuses: list[int] = []
        while not statuses or statuses[-1] != 401:
            refused = server.create(token, f"until-{len(statuses)}")
            statuses.append(refused.status)
        date = datetime.now().timestamp()
    assert set(statuses[:-1]) <= {200}
    assert date >= expires
    assert refused.json()["error_code"] == "APIGW.0301"


def test_a_token_outlives_a_restart_and_serves_every_worker(durable_database: str) -> None:
    options = ("--database", durable_database, "--workers", "2")
    with running_reference(*options) as server:
        token = server.token()
    with running_reference(*options) as server:
        assert {server.create(token, f"after-restart-{number}").status for number in range(8)} == {200}


def test_a_token_of_another_service_is_refused(memory_reference: RunningReference) -> None:
    with running_reference() as other:
        foreign = other.token()
    assert memory_reference.create(foreign, "foreign-token").status == 401


def test_another_account_may_be_configured() -> None:
    options = ("--project-id", "0" * 32, "--project-name", "other_project", "--username", "u", "--domain", "d")
    with running_reference(*options, environment={"DWS_REFERENCE_PASSWORD": "pässwörd"}) as server:
        content = token_request("u", "pässwörd", "d")
        content["auth"]["scope"] = {"project": {"name": "other_project"}}
        answer = ask(server, content)
        assert answer.status == 201
        assert server.create(answer.headers["X-Subject-Token"], "not-my-project").status == 403
        assert ask(server, token_request()).status == 401


def test_a_project_may_be_a_uuid_with_hyphens() -> None:
    """The same digits without hyphens are another project (decision 5)."""
    project_id = "6f0c1a52-3f5e-4c8e-9a17-0b6f5d2a9c11"
    with running_reference("--project-id", project_id) as server:
        auth = AkSkAuth(demo.ACCESS_KEY, demo.SECRET_KEY)
        for project, status in ((project_id, 200), (project_id.replace("-", ""), 403), (project_id.upper(), 403)):
            answer = httpx.get(f"{server.url}/v1.0/{project}/snapshots", auth=auth, trust_env=False)
            assert answer.status_code == status
