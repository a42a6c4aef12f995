"""The curl line of a deviation sends, from a real shell, the bytes that the suite sent."""

import os
import shutil
import subprocess
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from dws_contract import Options
from dws_contract.document import Contract
from dws_contract.probes.proofs import one_off
from dws_contract.steps.proving import given as given_token
from dws_contract.traffic.credentials import Given, NoCredentials, Signature, Tamper, Token
from dws_contract.traffic.curl import curl_line, options_of
from dws_contract.traffic.messages import Credentials, Request
from dws_contract.traffic.target import Target
from dws_snapshots.signing import AccessKey
from support.raw_server import RawServer, answer

TOKEN = "a-token-with-'quotes'-and-$dollars"
KEY = AccessKey("AK", "secret-key-of-the-test")
PATH = "/v1.0/89cd04f168b84af6be287f71730fdb4b/snapshots"
SHELLS = [shell for shell in ("sh", "bash") if shutil.which(shell)]

pytestmark = pytest.mark.skipif(shutil.which("curl") is None, reason="curl is not installed")


def replay(line: str, shell: str = "sh", **variables: str) -> subprocess.CompletedProcess[str]:
    """Run a line as a person would, with the credentials in variables."""
    own = {
        "DWS_TOKEN": TOKEN,
        "HUAWEICLOUD_SDK_AK": KEY.access_key,
        "HUAWEICLOUD_SDK_SK": KEY.secret_key,
        "no_proxy": "127.0.0.1",
    }
    command, environment = [shell, "-c", line], os.environ | own | variables
    return subprocess.run(command, env=environment, check=False, capture_output=True, text=True)


def request(credentials: Credentials, body: bytes | None) -> Request:
    """Return a create with this proof and this body."""
    return Request(path=PATH, credentials=credentials, media_type="application/json", body=body)


def sent(line: str, shell: str = "sh") -> tuple[str, dict[str, str], bytes]:
    """Return what a line sends: request line, headers, body."""
    with RawServer(answer(200)) as server:
        done = replay(line.replace("http://service", server.url), shell)
        assert done.returncode == 0, done.stderr
    return taken_apart(server.requests[0])


def taken_apart(request: bytes) -> tuple[str, dict[str, str], bytes]:
    """Return request line, headers and body of a request."""
    head, _, body = request.partition(b"\r\n\r\n")
    first, *lines = head.decode("latin-1").split("\r\n")
    pairs = (line.partition(":") for line in lines)
    return first, {name.lower(): value.strip() for name, _, value in pairs}, body


BODIES = [
    b'{"snapshot": {"name": "it\'s", "x": "$HOME `id` \\\\n !"}}',
    '{"description": "été 😀\n\tzwei"}'.encode(),
    b"",
    b"@file",
    b"\xff\x00\xfe'\"%s\\",
    b"[" * 100_000,
    b'{"a":"' + b"x" * 5000 + b'"}',
]


@pytest.mark.parametrize("shell", SHELLS)
@pytest.mark.parametrize("body", BODIES, ids=lambda body: repr(body[:12]))
def test_a_token_request_arrives_as_it_was(body: bytes, shell: str) -> None:
    line = curl_line(request(Token(TOKEN, "${DWS_TOKEN:?}"), body), f"http://service{PATH}")
    assert TOKEN not in line
    first, headers, arrived = sent(line, shell)
    assert first == f"POST {PATH} HTTP/1.1"
    assert headers["x-auth-token"] == TOKEN
    assert headers["content-type"] == "application/json"
    assert arrived == body


@settings(max_examples=12, deadline=None, suppress_health_check=list(HealthCheck))
@given(st.binary(max_size=200) | st.text(max_size=200).map(lambda text: text.encode("utf-8", "surrogatepass")))
def test_any_body_survives_the_shell(body: bytes) -> None:
    assert sent(curl_line(request(NoCredentials(), body), f"http://service{PATH}"))[2] == body


@pytest.mark.parametrize("body", [BODIES[0], BODIES[4], None], ids=["text", "binary", "none"])
def test_a_signature_is_made_anew_and_is_right(body: bytes | None) -> None:
    line = curl_line(request(Signature(KEY), body), f"http://service{PATH}")
    assert KEY.secret_key not in line
    _, headers, arrived = sent(line)
    assert arrived == (body or b"")
    again = request(Signature(KEY), body)
    right = Signature(KEY).right(again, headers["host"], headers["x-sdk-date"])
    assert headers["authorization"].endswith(f"Signature={right}")


def test_a_broken_signature_is_broken_in_the_same_way() -> None:
    tamper = Tamper(body="{}", omit=("host",), shift=-960, edit=("^SDK", "SDK2"))
    original = request(Signature(KEY, tamper=tamper), BODIES[0])
    _, headers, _ = sent(curl_line(original, f"http://service{PATH}"))
    expected = original.credentials.headers(original, headers["host"])["X-Sdk-Date"]
    assert headers["authorization"].startswith("SDK2-HMAC-SHA256 Access=AK, SignedHeaders=content-type;x-sdk-date,")
    sent_at, expected_at = (datetime.strptime(each, "%Y%m%dT%H%M%SZ") for each in (headers["x-sdk-date"], expected))
    assert abs(sent_at - expected_at) < timedelta(minutes=1)


@pytest.mark.parametrize("value", ["", "Bearer made-up", "it's"])
def test_a_malformed_authorization_is_sent_as_it_was(value: str) -> None:
    credentials = Given((("Authorization", value),), "with a malformed Authorization")
    _, headers, _ = sent(curl_line(request(credentials, b"{}"), f"http://service{PATH}"))
    assert headers["authorization"] == value


def test_parts_of_a_token_are_made_by_the_shell() -> None:
    for shell_text, value in (
        ("${DWS_TOKEN:?}x", f"{TOKEN}x"),
        ('$(printf %.5s "${DWS_TOKEN:?}")', TOKEN[:5]),
        ('$(printf %s "${DWS_TOKEN:?}" | tr A-Za-z a-zA-Z)', TOKEN.swapcase()),
        *((each.shell, each.value) for each in (one_off(given_token(TOKEN), at) for at in (0, 7, len(TOKEN) - 1))),
    ):
        line = curl_line(request(Token(value, shell_text), b"{}"), f"http://service{PATH}")
        assert sent(line)[1]["x-auth-token"] == value


def test_a_request_without_media_type_or_body_stays_without() -> None:
    bare = Request(path=PATH, credentials=NoCredentials(), method="GET")
    first, headers, body = sent(curl_line(bare, f"http://service{PATH}"))
    assert first == f"GET {PATH} HTTP/1.1"
    assert "content-type" not in headers
    assert body == b""


KINDS = [
    Request(path=PATH, credentials=NoCredentials(), media_type="application/json"),
    Request(path=PATH, credentials=NoCredentials(), method="PATCH"),
    Request(path=PATH, credentials=NoCredentials(), method="DELETE"),
    Request(path=PATH, credentials=NoCredentials(), method="M'SEARCH", body=b"-x"),
    Request(path=f"{PATH}/%00%0A%7B%ff;$(id)'!", credentials=NoCredentials(), method="GET"),
    Request(path=f"{PATH}?limit=[1-3]&a={{b,c}}&x=&sort_key=name;--", credentials=NoCredentials(), method="GET"),
    Request(path=PATH, credentials=NoCredentials(), media_type="text/plain; a='b'", body=b"null"),
    Request(path=PATH, credentials=NoCredentials(), body=b"{}", headers=(("Host", "dws.example.com"),)),
    Request(
        path=PATH,
        credentials=NoCredentials(),
        media_type="application/json",
        body=b"\x1f\x8b\x08\x00\x00",
        headers=(("Content-Encoding", "gzip"), ("X-Empty", ""), ("Prefer", "it's")),
    ),
]
OF_A_CLIENT = {"accept", "accept-encoding", "connection", "user-agent"}


@pytest.mark.parametrize("proof", ["none", "token", "signature"])
@pytest.mark.parametrize("kind", KINDS, ids=lambda kind: f"{kind.method} {kind.path[len(PATH) :]}{kind.media_type}")
def test_every_kind_of_request_arrives_as_the_suite_sends_it(kind: Request, proof: str) -> None:
    proofs: dict[str, Credentials] = {
        "none": NoCredentials(),
        "token": Token(TOKEN, "${DWS_TOKEN:?}"),
        "signature": Signature(KEY),
    }
    asked = replace(kind, credentials=proofs[proof])
    with RawServer(answer(200)) as server:
        options = Options(url=server.url, project_id="p", cluster_id="c", token=TOKEN)
        with Target(options, Contract.load()) as target:
            assert target.send(asked).status == 200
            done = replay(curl_line(asked, target.url(asked.path)))
        assert done.returncode == 0, done.stderr
    (first, headers, body), (again, copied, arrived) = map(taken_apart, server.requests)
    assert (first, body) == (again, arrived)
    assert headers.keys() - OF_A_CLIENT == copied.keys() - OF_A_CLIENT
    varying = OF_A_CLIENT | ({"authorization", "x-sdk-date"} if proof == "signature" else set())
    assert {name: headers[name] for name in headers.keys() - varying} == {
        name: copied[name] for name in headers.keys() - varying
    }
    if proof == "signature" and "Host" not in dict(kind.headers):
        right = Signature(KEY).right(asked, copied["host"], copied["x-sdk-date"])
        assert copied["authorization"].endswith(f"Signature={right}")


@pytest.mark.parametrize("body", [BODIES[0], BODIES[4], None], ids=["text", "binary", "none"])
@pytest.mark.parametrize(
    ("proof", "variable"),
    [
        (Signature(KEY), "HUAWEICLOUD_SDK_SK"),
        (Token(TOKEN, "${DWS_TOKEN:?}"), "DWS_TOKEN"),
        (Token(TOKEN, "${DWS_TOKEN:?}x"), "DWS_TOKEN"),
    ],
    ids=["signature", "token", "token and more"],
)
def test_without_a_credential_nothing_is_sent(body: bytes | None, proof: Credentials, variable: str) -> None:
    with RawServer(answer(200)) as server:
        done = replay(curl_line(request(proof, body), f"{server.url}{PATH}"), **{variable: ""})
        assert server.requests == []
    assert done.returncode != 0
    assert variable in done.stderr


def test_the_variable_of_a_token_is_the_one_that_it_was_found_in(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("OS_TOKEN", TOKEN)
    monkeypatch.setenv("DWS_TOKEN", "another")
    assert given_token(TOKEN).shell == "${OS_TOKEN:?}"
    monkeypatch.setenv("DWS_TOKEN", TOKEN)
    assert given_token(TOKEN).shell == "${DWS_TOKEN:?}"
    assert given_token("typed").shell == "${DWS_TOKEN:?}"


def test_a_header_and_certificates_of_a_run_are_in_its_lines(monkeypatch: pytest.MonkeyPatch) -> None:
    options = Options(
        url="https://service",
        project_id="p",
        cluster_id="c",
        headers=(("X-Pass", "it's"),),
        cacert=Path("a b.pem"),
    )
    assert options_of(options) == ("-H", "'X-Pass: '\"${HEADER_X_PASS:?}\"", "--cacert", "'a b.pem'", "--http1.1")
    monkeypatch.setenv("http_proxy", "http://127.0.0.1:9")
    with RawServer(answer(200)) as server:
        own = replace(options, url=server.url, cacert=None)
        line = curl_line(request(NoCredentials(), b"{}"), f"{server.url}{PATH}", options_of(own))
        assert replay(line, no_proxy="").returncode != 0
        assert server.requests == []
        assert replay(line, no_proxy="", HEADER_X_PASS="it's").returncode == 0
    assert taken_apart(server.requests[0])[1]["x-pass"] == "it's"
