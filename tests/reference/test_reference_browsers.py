"""Pages in browsers, and names of hosts: the reference refuses unknown ones, unless options allow them."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from support.raw_client import RawAnswer, exchange, head
from support.running import SNAPSHOTS, RunningReference, running_reference

ORIGIN = "http://localhost:5173"


@pytest.fixture(scope="module")
def server() -> Iterator[RunningReference]:
    options = ("--allow-host", "dws.test", "--allow-host", "proxy", "--cors", f"{ORIGIN},https://app.example.com")
    with running_reference(*options) as server:
        yield server


def ask(server: RunningReference, *headers: str, method: str = "GET", target: str = "/v3") -> RawAnswer:
    return exchange(server.address, head(method, target, *headers))


@pytest.mark.parametrize(
    "host", ["localhost", "LOCALHOST:80", "a.localhost:1", "127.0.0.1", "127.1.2.3:8080", "[::1]", "[::1]:8080"]
)
def test_this_machine_is_a_host(memory_reference: RunningReference, host: str) -> None:
    assert ask(memory_reference, f"Host: {host}").status == 200


@pytest.mark.parametrize(
    "host",
    [
        "evil.example.com",
        "127.0.0.1.evil.example.com",
        "localhost.evil",
        "192.0.2.1",
        "dws.test",
        "a:b",
        "\xff",
        "[",
        "",
    ],
)
@pytest.mark.parametrize(("method", "target"), [("GET", "/v3"), ("POST", SNAPSHOTS), ("OPTIONS", "/nowhere")])
def test_another_host_is_not_served_on_a_loopback_address(
    memory_reference: RunningReference, method: str, target: str, host: str
) -> None:
    """A page on the web may make its own name lead to this machine."""
    answer = ask(memory_reference, f"Host: {host}", method=method, target=target)
    assert answer.status in (400, 421)
    assert answer.status == 400 or answer.json()["error_code"] == "APIGW.0101"


@pytest.mark.parametrize("host", ["dws.test", "DWS.test:80", "proxy", "localhost"])
def test_more_hosts_may_be_allowed(server: RunningReference, host: str) -> None:
    assert ask(server, f"Host: {host}").status == 200
    assert ask(server, f"Host: {host}.example.com").status == 421


def test_any_host_is_served_on_an_address_that_others_reach() -> None:
    with running_reference("--host", "0.0.0.0") as server:
        assert ask(server, "Host: dws.example.com").status == 200
        assert server.stop() == 0
        warning = server.log().splitlines()[0]
    assert warning == (
        "dws-reference: warning: --host 0.0.0.0 can be reached from elsewhere, and everybody knows the demo account: "
        "set --secret-key and --password"
    )


def test_who_has_an_account_of_his_own_is_not_warned() -> None:
    environment = {"DWS_REFERENCE_SECRET_KEY": "my-own", "DWS_REFERENCE_PASSWORD": "my-own-too"}
    with running_reference("--host", "0.0.0.0", environment=environment) as server:
        assert server.stop() == 0
        assert server.log() == ""


@pytest.mark.parametrize("target", [SNAPSHOTS, "/v3/auth/tokens"])
@pytest.mark.parametrize("origin", [ORIGIN, "https://app.example.com"])
def test_a_page_of_an_allowed_origin_may_ask_and_read(server: RunningReference, target: str, origin: str) -> None:
    wants = ("Access-Control-Request-Method: POST", "Access-Control-Request-Headers: content-type, x-auth-token")
    preflight = ask(server, f"Origin: {origin}", *wants, method="OPTIONS", target=target)
    assert (preflight.status, preflight.content, preflight.headers["Content-Length"]) == (204, b"", None)
    assert preflight.headers["Access-Control-Allow-Origin"] == origin
    assert preflight.headers["Access-Control-Allow-Methods"] == "*"
    assert preflight.headers["Access-Control-Allow-Headers"] == "*, Authorization"
    refused = ask(server, f"Origin: {origin}", "Content-Length: 0", method="POST", target=target)
    assert refused.status in (400, 401)
    for answer in (preflight, refused):
        assert answer.headers["Access-Control-Expose-Headers"] == "X-Subject-Token, X-Request-Id"
        assert "Origin" in answer.headers.get_all("Vary", [])


@pytest.mark.parametrize("origin", ["http://localhost:5174", "http://localhost", "null", f"{ORIGIN}.evil.example.com"])
def test_a_page_of_another_origin_may_not(server: RunningReference, origin: str) -> None:
    preflight = ask(server, f"Origin: {origin}", "Access-Control-Request-Method: GET", method="OPTIONS")
    assert preflight.status == 405
    for answer in (preflight, ask(server, f"Origin: {origin}")):
        assert not [name for name in answer.headers if name.lower().startswith("access-control-")]
        assert answer.headers.get_all("Vary") == ["Origin"]


def test_no_page_may_unless_that_is_asked_for(memory_reference: RunningReference) -> None:
    answer = ask(memory_reference, f"Origin: {ORIGIN}", "Access-Control-Request-Method: GET", method="OPTIONS")
    assert answer.status == 405
    assert not {"access-control-allow-origin", "vary"} & {name.lower() for name in answer.headers}


def test_every_origin_may_be_allowed() -> None:
    with running_reference("--cors", "*") as server:
        assert ask(server, "Origin: null").headers["Access-Control-Allow-Origin"] == "null"
        assert "Access-Control-Allow-Origin" not in ask(server).headers
