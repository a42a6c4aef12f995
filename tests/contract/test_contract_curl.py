"""The curl line of a deviation sends, from a real shell, the bytes that the suite sent."""

import os
import shutil
import subprocess
import sys
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from dws_contract.probes.proofs import one_off
from dws_contract.traffic.credentials import Given, NoCredentials, Signature, Tamper, Token
from dws_contract.traffic.curl import curl_line
from dws_contract.traffic.messages import Credentials, Request
from dws_snapshots.signing import AccessKey
from support.raw_server import RawServer, answer

TOKEN = "a-token-with-'quotes'-and-$dollars"
KEY = AccessKey("AK", "secret-key-of-the-test")
PATH = "/v1.0/89cd04f168b84af6be287f71730fdb4b/snapshots"
SHELLS = [shell for shell in ("sh", "bash") if shutil.which(shell)]

pytestmark = pytest.mark.skipif(shutil.which("curl") is None, reason="curl is not installed")


def replay(line: str, shell: str = "sh") -> None:
    """Run a line as a person would, with the credentials in variables."""
    own = {
        "DWS_TOKEN": TOKEN,
        "HUAWEICLOUD_SDK_AK": KEY.access_key,
        "HUAWEICLOUD_SDK_SK": KEY.secret_key,
        "PATH": f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}",
        "no_proxy": "127.0.0.1",
    }
    subprocess.run([shell, "-c", line], env=os.environ | own, check=True, capture_output=True)


def request(credentials: Credentials, body: bytes | None) -> Request:
    """Return a create with this proof and this body."""
    return Request(path=PATH, credentials=credentials, media_type="application/json", body=body)


def sent(line: str, shell: str = "sh") -> tuple[str, dict[str, str], bytes]:
    """Return what a line sends: request line, headers, body."""
    with RawServer(answer(200)) as server:
        replay(line.replace("http://service", server.url), shell)
    head, _, body = server.requests[0].partition(b"\r\n\r\n")
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
    line = curl_line(request(Token(TOKEN, "$DWS_TOKEN"), body), f"http://service{PATH}")
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
        ("${DWS_TOKEN}x", f"{TOKEN}x"),
        ('$(printf %.5s "$DWS_TOKEN")', TOKEN[:5]),
        ('$(printf %s "$DWS_TOKEN" | tr A-Za-z a-zA-Z)', TOKEN.swapcase()),
        *((each.shell, each.value) for each in (one_off(TOKEN, 0), one_off(TOKEN, 7), one_off(TOKEN, len(TOKEN) - 1))),
    ):
        line = curl_line(request(Token(value, shell_text), b"{}"), f"http://service{PATH}")
        assert sent(line)[1]["x-auth-token"] == value


def test_a_request_without_media_type_or_body_stays_without() -> None:
    bare = Request(path=PATH, credentials=NoCredentials(), method="GET")
    first, headers, body = sent(curl_line(bare, f"http://service{PATH}"))
    assert first == f"GET {PATH} HTTP/1.1"
    assert "content-type" not in headers
    assert body == b""
