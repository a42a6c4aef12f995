"""Every request to a running reference gets a documented answer, however wrong it is."""

from __future__ import annotations

import gzip
import json
import socket
import uuid
from collections.abc import Iterator
from typing import Any

import pytest

from dws_reference import demo
from dws_reference.receiving.http import Answer, Request
from dws_reference.receiving.routing import Router
from support.raw_client import PATIENCE, RawAnswer, exchange, head, receive
from support.running import SNAPSHOTS, RunningReference, running_reference

JSON = "Content-Type: application/json"
LIMIT = 12 * 1024 * 1024


def valid(more: str = "") -> bytes:
    """A body that creates a snapshot of a fresh name; `more` are further members of it, as JSON."""
    snapshot = json.dumps({"name": f"s-{uuid.uuid4().hex}", "cluster_id": demo.CLUSTER_ID})
    return f'{{{more}"snapshot": {snapshot}}}'.encode()


def described(description: bytes) -> bytes:
    return valid().replace(b'"name"', b'"description": "' + description + b'", "name"')


@pytest.fixture(scope="module")
def token(memory_reference: RunningReference) -> str:
    return f"X-Auth-Token: {memory_reference.token()}"


@pytest.fixture
def post(memory_reference: RunningReference, token: str) -> Any:
    """Sends a body, with the headers given beside the token."""

    def send(content: bytes, *headers: str, target: str = SNAPSHOTS) -> RawAnswer:
        start = head("POST", target, token, *headers, f"Content-Length: {len(content)}")
        return exchange(memory_reference.address, start, content)

    return send


def assert_refused(answer: RawAnswer, status: int, code: str, words: str = "") -> None:
    body = answer.json()
    assert (answer.status, body["error_code"]) == (status, code), body
    assert words in body["error_msg"]
    assert answer.headers["Content-Type"] == "application/json"


NOT_ACCEPTED = [
    (b"", "DWS.0006", "empty"),
    (b" ", "DWS.0001", "not JSON"),
    (b"{", "DWS.0001", "not JSON"),
    (b"\x00", "DWS.0001", "not JSON"),
    (valid() + b"\x00", "DWS.0001", "Extra data"),
    (valid() + valid(), "DWS.0001", "Extra data"),
    (valid().replace(b'"', b"'"), "DWS.0001", "not JSON"),
    (b"\xef\xbb\xbf" + valid(), "DWS.0001", "a byte order mark"),
    (valid().decode().encode("utf-16"), "DWS.0001", "not UTF-8: byte 0 is 0xff"),
    (described(b"\xff"), "DWS.0001", "not UTF-8"),
    (described(b"\xed\xa0\x80"), "DWS.0001", "not UTF-8"),
    (described(b"\xc0\xaf"), "DWS.0001", "not UTF-8"),
    (described(b"\x00"), "DWS.0001", "control character"),
    (described(rb"\ud800"), "DWS.0001", "lone surrogate, U+D800"),
    (described(rb"\udc00\ud800"), "DWS.0001", "lone surrogate, U+DC00"),
    (valid(r'"\udfff": 1, '), "DWS.0001", "lone surrogate, U+DFFF"),
    (b"[" * 100_000, "DWS.0001", "nested too deep"),
    (b"[" * 100_000 + b"]" * 100_000, "DWS.0001", "nested too deep"),
    (b'{"snapshot":' * 100_000, "DWS.0001", "nested too deep"),
    (valid(f'"x": {"[" * 5000}{"]" * 5000}, '), "DWS.0001", "nested too deep"),
    (valid('"x": 1, "x": 1, '), "DWS.5039", '"x" was given more than once'),
    (valid().replace(b'"name"', b'"name": "x", "n\\u0061me"'), "DWS.5039", '"name" was given more than once'),
    (valid('"x": NaN, '), "DWS.0001", "NaN is not a number in JSON"),
    (valid('"x": [-Infinity], '), "DWS.0001", "-Infinity is not a number in JSON"),
    (
        b'{"snapshot": {"name": ' + b"9" * 5000 + b', "cluster_id": ""}}',
        "DWS.0001",
        "snapshot.name: must be of type string",
    ),
    (b'{"snapshot": {"name": 1e999, "cluster_id": ""}}', "DWS.0001", "snapshot.name: must be of type string"),
    (b"null", "DWS.0001", "The body: must be of type object, null was given"),
    (b"[]", "DWS.0001", "The body: must be of type object, an array of 0 was given"),
    (b"{}", "DWS.0001", "The body: snapshot is mandatory and missing"),
    (b'{"snapshot": {}}', "DWS.0001", "snapshot: name and cluster_id are mandatory and missing"),
    (b'{"snapshot": {"name": "' + b"x" * 1_000_000 + b'"}}', "DWS.0001", "cluster_id"),
    (b"[" + b"1," * 50_000 + b"1]", "DWS.0001", "an array of 50001 was given"),
    (b"[" + b"{}," * 4_000_000 + b"1]", "DWS.0001", "too many values: at most 100000 commas and brackets are allowed"),
    (b" " * LIMIT + b"1", "DWS.0001", f"at most {LIMIT} bytes are allowed, {LIMIT + 1} were given"),
    (b" " * (3 * LIMIT), "DWS.0001", f"at most {LIMIT} bytes are allowed"),
]

ACCEPTED = [
    b" \r\n\t" + valid() + b" \r\n\t",
    valid(r'"\u0000": "\u0000\ud83d\ude00", '),
    valid(f'"x": {"[" * 500}{"]" * 500}, '),
    valid(f'"x": {"9" * 5000}, "y": -{"9" * 5000}, "z": 1e999, '),
    valid().replace(b"name", rb"\u006e\u0061me"),
    b" " * (LIMIT - len(valid())) + valid(),
    valid(f'"x": [{"[1]," * 40_000}1], '),
]


@pytest.mark.parametrize(("content", "code", "words"), NOT_ACCEPTED, ids=range(len(NOT_ACCEPTED)))
def test_a_body_that_is_no_valid_json_is_refused(post: Any, content: bytes, code: str, words: str) -> None:
    assert_refused(post(content, JSON), 400, code, words)


@pytest.mark.parametrize("content", ACCEPTED, ids=range(len(ACCEPTED)))
def test_every_json_spelling_is_accepted(post: Any, content: bytes) -> None:
    assert post(content, JSON).status == 200


@pytest.mark.parametrize(
    ("headers", "status"),
    [
        (["Content-Type: application/json"], 200),
        (["content-type:APPLICATION/Json;Charset=UTF-8"], 200),
        (['Content-Type: application/json; charset="utf-8"; profile=x'], 200),
        (["Content-Type: application/json;"], 200),
        (["Content-Type: application/json;charset=utf8"], 200),
        ([], 400),
        (["Content-Type:"], 400),
        (["Content-Type: text/plain"], 400),
        (["Content-Type: application/json-patch+json"], 400),
        (["Content-Type: application/jsonp"], 400),
        (["Content-Type: application/json; charset=latin-1"], 400),
        (["Content-Type: application/json; charset=utf-16"], 400),
        (["Content-Type: application/json, application/json"], 400),
        ([JSON, JSON], 400),
        (["Content-Type: \xff\x80"], 400),
        ([JSON, "Content-Encoding: identity"], 200),
        ([JSON, "Content-Encoding: gzip"], 400),
    ],
)
def test_the_media_type_is_json_in_utf_8(post: Any, headers: list[str], status: int) -> None:
    answer = post(valid(), *headers)
    assert answer.status == status, answer.json()


def test_a_compressed_body_is_refused(post: Any) -> None:
    answer = post(gzip.compress(valid()), JSON, "Content-Encoding: gzip")
    assert_refused(answer, 400, "DWS.0001", 'Content-Encoding: none is supported, "gzip" was given')


@pytest.mark.parametrize("header", ["X-Other: \xff\x80", "X_Other: 1", f"X-Long: {'x' * 100_000}", "Accept: text/html"])
def test_other_headers_are_ignored(post: Any, header: str) -> None:
    assert post(valid(), JSON, header).status == 200


@pytest.mark.parametrize("method", ["HEAD", "OPTIONS", "PUT", "PATCH", "DELETE", "TRACE", "FOO", "post", "CONNECT"])
def test_a_method_that_the_path_does_not_have_is_told_which_it_has(
    memory_reference: RunningReference, method: str
) -> None:
    answer = exchange(memory_reference.address, head(method, SNAPSHOTS))
    assert (answer.status, answer.headers["Allow"]) == (405, "GET, POST")
    if method != "HEAD":
        assert_refused(answer, 405, "APIGW.0101", f'method "{method}"')


@pytest.mark.parametrize(
    ("path", "allowed"),
    [
        ("/snapshots/x", "DELETE, GET"),
        ("/snapshots/x/actions", "POST"),
        ("/snapshots/x/linked-copy", "POST"),
        ("/clusters/x/snapshots", "GET"),
    ],
)
def test_every_path_tells_its_methods(memory_reference: RunningReference, path: str, allowed: str) -> None:
    answer = exchange(memory_reference.address, head("PUT", SNAPSHOTS.replace("/snapshots", path)))
    assert_refused(answer, 405, "APIGW.0101")
    assert answer.headers["Allow"] == allowed


@pytest.mark.parametrize(
    ("target", "status"),
    [
        (SNAPSHOTS, 200),
        (f"{SNAPSHOTS}?x=%ff&y", 200),
        (SNAPSHOTS.replace("snap", "%73nap"), 200),
        (f"http://elsewhere.example{SNAPSHOTS}", 200),
        (f"{SNAPSHOTS}/", 404),
        (f"/{SNAPSHOTS}", 404),
        (SNAPSHOTS.replace("/snap", "//snap"), 404),
        (SNAPSHOTS.replace("/snap", "%2Fsnap"), 404),
        (SNAPSHOTS.upper(), 404),
        (f"/x/..{SNAPSHOTS}", 404),
        (f"{SNAPSHOTS}/%2e%2e/snapshots", 404),
        ("/v1.0//snapshots", 404),
        ("/v1.0/%ff/snapshots", 404),
        ("/v1.0/%zz/snapshots", 404),
        ("*", 404),
        ("/%7f%1b%0d%0a", 404),
        (f"/{'x' * 60_000}", 404),
        ("/v1.0/../snapshots", 403),
        ("/v1.0/%2e%2e/snapshots", 403),
        ("/v1.0/a%2Fb/snapshots", 403),
        ("/v1.0/%00/snapshots", 403),
        (SNAPSHOTS.replace("/snap", "%0a/snap"), 403),
        (SNAPSHOTS.replace("/snap", "%20/snap"), 403),
        (SNAPSHOTS.replace("f", "F"), 403),
    ],
    ids=repr,
)
def test_no_spelling_of_a_path_leads_elsewhere(post: Any, target: str, status: int) -> None:
    answer = post(valid(), JSON, target=target)
    assert answer.status == status, answer.content
    if status != 200:
        assert_refused(answer, status, {403: "DWS.0015", 404: "APIGW.0101"}[status])


@pytest.mark.parametrize("size", [1, 7, 100_000])
def test_a_chunked_body_is_a_body(memory_reference: RunningReference, token: str, size: int) -> None:
    content = valid()
    parts = [content[start : start + size] for start in range(0, len(content), size)]
    chunks = [f"{len(part):x}\r\n".encode() + part + b"\r\n" for part in parts]
    start = head("POST", SNAPSHOTS, token, JSON, "Transfer-Encoding: chunked")
    assert exchange(memory_reference.address, start, *chunks, b"0\r\n\r\n").status == 200


def test_a_chunked_body_that_breaks_off_is_told(memory_reference: RunningReference, token: str) -> None:
    start = head("POST", SNAPSHOTS, token, JSON, "Transfer-Encoding: chunked")
    answer = exchange(memory_reference.address, start, b"zz\r\n")
    assert_refused(answer, 400, "DWS.0001", "The body broke off after")


@pytest.fixture(scope="module")
def impatient() -> Iterator[RunningReference]:
    """A reference that waits for a second only: no other test is to be as quick as that."""
    with running_reference("--read-timeout", "1") as server:
        yield server


def test_a_sender_that_never_ends_its_body_is_told_and_let_go(impatient: RunningReference) -> None:
    token = f"X-Auth-Token: {impatient.token()}"
    with socket.create_connection(impatient.address, timeout=PATIENCE) as connection:
        connection.sendall(head("POST", SNAPSHOTS, token, JSON, "Content-Length: 100") + b"{")
        assert_refused(receive(connection), 400, "DWS.0001", "did not arrive in time: 1 bytes came")
        assert connection.recv(1) == b""


@pytest.mark.parametrize("start", [b"", b"POST / HTTP/1.1\r\nHost: localhost\r\n"])
def test_a_sender_that_never_ends_its_head_is_let_go(impatient: RunningReference, start: bytes) -> None:
    with socket.create_connection(impatient.address, timeout=PATIENCE) as connection:
        connection.sendall(start)
        assert connection.recv(1) == b""


def test_who_asks_before_sending_a_body_is_refused_without_it(memory_reference: RunningReference) -> None:
    answer = exchange(memory_reference.address, head("POST", SNAPSHOTS, "Expect: 100-continue", "Content-Length: 9"))
    assert_refused(answer, 401, "APIGW.0301")


def test_a_refusal_is_read_by_who_sends_all_before_reading(memory_reference: RunningReference) -> None:
    content = bytes(3 * LIMIT)
    answer = exchange(memory_reference.address, head("POST", SNAPSHOTS, f"Content-Length: {len(content)}"), content)
    assert_refused(answer, 401, "APIGW.0301")


def test_a_connection_serves_one_request_after_another(memory_reference: RunningReference, token: str) -> None:
    with socket.create_connection(memory_reference.address, timeout=PATIENCE) as connection:
        for content in (valid(), b"{", valid()):
            connection.sendall(head("POST", SNAPSHOTS, token, JSON, f"Content-Length: {len(content)}") + content)
            assert receive(connection).status == (400 if content == b"{" else 200)


@pytest.mark.parametrize(
    "request_bytes",
    [
        b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03\r\n\r\n",
        b"GET\r\n\r\n",
        b"GET / HTTP/9\r\n\r\n",
        b"POST / HTTP/1.1\r\nContent-Length: -1\r\n\r\n",
        b"POST / HTTP/1.1\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\nxx",
        b"GET / HTTP/1.1\r\nX-Nul: \x00\r\n\r\n",
        b"GET /\xff HTTP/1.1\r\n\r\n",
    ],
)
def test_what_is_no_http_is_told_so_and_harms_nobody(memory_reference: RunningReference, request_bytes: bytes) -> None:
    assert exchange(memory_reference.address, request_bytes).status == 400
    assert exchange(memory_reference.address, head("GET", "/v3")).status == 200


def test_nothing_takes_the_place_of_what_is_served_already() -> None:
    async def first(request: Request) -> Answer:
        raise NotImplementedError

    async def second(request: Request) -> Answer:
        raise NotImplementedError

    router = Router()
    for endpoint in (first, second):
        router.add("GET", "/v1.0/{project_id}/clusters/{cluster_id}/tags", endpoint)
    assert router.find("GET", b"/v1.0/p/clusters/c/tags") == (first, {"project_id": "p", "cluster_id": "c"})
