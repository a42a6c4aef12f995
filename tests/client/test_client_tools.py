"""Tools for httpx also work with the default transports of these clients: respx, pytest-httpx, vcrpy, OpenTelemetry."""

import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import httpx
import pytest
import respx
import vcr
from opentelemetry.instrumentation.httpx import HTTPXClientInstrumentor
from opentelemetry.sdk.trace import TracerProvider
from opentelemetry.sdk.trace.export import SimpleSpanProcessor
from opentelemetry.sdk.trace.export.in_memory_span_exporter import InMemorySpanExporter
from pytest_httpx import HTTPXMock

from dws_reference import demo
from dws_snapshots import AkSkAuth, ConnectionFailed, PasswordAuth, ResponseTimeout, Unauthorized
from samples import FOLDER
from support.calls import PROJECT_ID, SNAPSHOT, Call, Create, both, both_ways
from support.running import RunningReference, running_reference

ENDPOINT = "http://dws.invalid"
"""No server answers here, so a request that no tool intercepts fails."""
IAM = "http://iam.invalid"
CREATES = f"{ENDPOINT}/v1.0/{PROJECT_ID}/snapshots"
ID = "2a4d0f86-67cd-408a-8b66-017454fb7793"
CREATED = {"snapshot": {"id": ID}}
KEYS = AkSkAuth(demo.ACCESS_KEY, demo.SECRET_KEY)
DAY = {"issued_at": "2026-01-01T00:00:00Z", "expires_at": "2026-01-02T00:00:00Z"}


def run(guide: str, folder: Path, environment: dict[str, str]) -> str:
    """Run a program of the guides and return what it prints."""
    command = [sys.executable, str(FOLDER / "guides" / guide)]
    done = subprocess.run(command, cwd=folder, env=environment, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    return str(done.stdout)


def password() -> PasswordAuth:
    return PasswordAuth(IAM, username="u", password="p", domain_name="d", project_id=PROJECT_ID)


@both
def test_respx_holds_a_call_and_the_fetch_of_its_token(create: Create) -> None:
    with respx.mock as router:
        tokens = router.post(f"{IAM}/v3/auth/tokens").respond(
            201, headers={"X-Subject-Token": "t"}, json={"token": DAY}
        )
        creates = router.post(CREATES).respond(200, json=CREATED)
        assert create(ENDPOINT, auth=password()).id == ID
    assert tokens.call_count == creates.call_count == 1
    assert creates.calls.last.request.headers["X-Auth-Token"] == "t"


@both
def test_respx_gives_failures_and_refusals(create: Create) -> None:
    with respx.mock as router:
        router.post(CREATES).mock(side_effect=httpx.ConnectError)
        with pytest.raises(ConnectionFailed) as caught:
            create(ENDPOINT)
        assert not caught.value.may_have_been_sent
        router.post(CREATES).respond(401)
        with pytest.raises(Unauthorized):
            create(ENDPOINT)


@both
def test_pytest_httpx_holds_a_call_and_the_fetch_of_its_token(create: Create, httpx_mock: HTTPXMock) -> None:
    httpx_mock.add_response(
        method="POST",
        url=f"{IAM}/v3/auth/tokens",
        status_code=201,
        headers={"X-Subject-Token": "t"},
        json={"token": DAY},
    )
    httpx_mock.add_response(method="POST", url=CREATES, json=CREATED, match_headers={"X-Auth-Token": "t"})
    assert create(ENDPOINT, auth=password()).id == ID
    assert [str(request.url) for request in httpx_mock.get_requests()] == [f"{IAM}/v3/auth/tokens", CREATES]


@both
def test_pytest_httpx_gives_failures(create: Create, httpx_mock: HTTPXMock) -> None:
    httpx_mock.add_exception(httpx.ReadTimeout("late"))
    with pytest.raises(ResponseTimeout) as caught:
        create(ENDPOINT)
    assert caught.value.may_have_been_sent


@both_ways
def test_vcrpy_records_calls_and_plays_them(call: Call, tmp_path: Path, memory_reference: RunningReference) -> None:
    cassette = vcr.VCR(filter_headers=["Authorization", "X-Auth-Token"]).use_cassette
    given: dict[str, Any] = {"project_id": demo.PROJECT_ID, "auth": KEYS}
    url, path = memory_reference.url, str(tmp_path / "cassette.yaml")
    snapshot = {"name": f"recorded-{call.__name__}", "cluster_id": demo.CLUSTER_ID}
    with cassette(path):
        made = call(url, "create_snapshot", **snapshot, **given)
        read = call(url, "list_snapshot_details", made.id, **given)
    with cassette(path, record_mode="none"):
        assert call(url, "create_snapshot", **snapshot, **given).id == made.id
        assert call(url, "list_snapshot_details", made.id, **given) == read


def test_the_cassette_of_the_guide_holds_no_secret(tmp_path: Path) -> None:
    keys = {"HUAWEICLOUD_SDK_AK": demo.ACCESS_KEY, "HUAWEICLOUD_SDK_SK": demo.SECRET_KEY}
    settings = {"HOME": str(tmp_path), "PATH": os.environ["PATH"], "HUAWEICLOUD_SDK_PROJECT_ID": demo.PROJECT_ID}

    def play() -> str:
        return run("recorded.py", tmp_path, {**settings, **keys, "DWS_ENDPOINT": server.url})

    with running_reference() as server:
        server.create(server.token(), "nightly")
        recorded = play()
    assert "nightly" in recorded
    assert play() == recorded
    cassette = (tmp_path / "snapshots.yaml").read_text(encoding="utf-8").lower()
    assert f"/v1.0/{demo.PROJECT_ID}/snapshots" in cassette
    assert not [secret for secret in ("signature", "authorization", demo.ACCESS_KEY.lower()) if secret in cassette]


@pytest.fixture
def spans() -> Iterator[InMemorySpanExporter]:
    """The spans that OpenTelemetry's instrumentation of httpx makes."""
    exporter, provider, instrumentor = InMemorySpanExporter(), TracerProvider(), HTTPXClientInstrumentor()
    provider.add_span_processor(SimpleSpanProcessor(exporter))
    instrumentor.instrument(tracer_provider=provider)
    yield exporter
    instrumentor.uninstrument()
    provider.shutdown()


@both_ways
def test_opentelemetry_makes_a_span_of_each_request_and_the_signature_stays_right(
    call: Call, spans: InMemorySpanExporter, memory_reference: RunningReference
) -> None:
    given: dict[str, Any] = {"project_id": demo.PROJECT_ID, "auth": KEYS}
    made = call(memory_reference.url, "create_snapshot", **{**SNAPSHOT, "name": call.__name__}, **given)
    call(memory_reference.url, "list_snapshot_details", made.id, **given)
    url = f"{memory_reference.url}/v1.0/{demo.PROJECT_ID}/snapshots"
    told = [(span.name, span.attributes and span.attributes["http.url"]) for span in spans.get_finished_spans()]
    assert told == [("POST", url), ("GET", f"{url}/{made.id}")]


@both
def test_opentelemetry_sees_the_fetch_of_a_token(
    create: Create, spans: InMemorySpanExporter, memory_reference: RunningReference
) -> None:
    auth = PasswordAuth(
        memory_reference.url,
        username=demo.USERNAME,
        password=demo.PASSWORD,
        domain_name=demo.DOMAIN,
        project_id=demo.PROJECT_ID,
    )
    create(memory_reference.url, auth=auth, project_id=demo.PROJECT_ID, name=f"{create.__name__}-token")
    urls = [span.attributes and span.attributes["http.url"] for span in spans.get_finished_spans()]
    assert urls == [
        f"{memory_reference.url}/v3/auth/tokens",
        f"{memory_reference.url}/v1.0/{demo.PROJECT_ID}/snapshots",
    ]


def test_many_calls_at_once_as_the_guide_makes_them(memory_reference: RunningReference, tmp_path: Path) -> None:
    memory_reference.create(memory_reference.token(), "at-once")
    settings = {
        "HUAWEICLOUD_SDK_AK": demo.ACCESS_KEY,
        "HUAWEICLOUD_SDK_SK": demo.SECRET_KEY,
        "HUAWEICLOUD_SDK_PROJECT_ID": demo.PROJECT_ID,
        "DWS_ENDPOINT": memory_reference.url,
    }
    assert "at-once" in run("many_at_once.py", tmp_path, settings).splitlines()
