"""How a running reference judges who sends a request."""

from __future__ import annotations

import json
import uuid
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import httpx
import pytest

from dws_contract.traffic.credentials import UNSIGNED_PAYLOAD, NoCredentials, Tamper
from dws_contract.traffic.credentials import sign as sign_otherwise
from dws_contract.traffic.messages import Request as Question
from dws_reference import demo
from dws_reference.access import signature
from dws_reference.problems import Problem
from dws_reference.receiving.http import Request
from dws_snapshots import AkSkAuth
from dws_snapshots.signing import AccessKey, Signable, sign
from support.raw_client import RawAnswer, exchange, head
from support.running import SNAPSHOTS, RunningReference, running_reference
from vectors import load

VECTORS = load("signing")
KEY = AccessKey(demo.ACCESS_KEY, demo.SECRET_KEY)
SKEW = timedelta(minutes=15)

Headers = dict[str, str]
Change = Callable[[Headers], Headers]


def body() -> bytes:
    return json.dumps({"snapshot": {"name": f"s-{uuid.uuid4().hex}", "cluster_id": demo.CLUSTER_ID}}).encode()


def signed(content: bytes, key: AccessKey = KEY, at: datetime | None = None, target: str = SNAPSHOTS) -> Headers:
    """The headers of a signed create, but for Content-Length."""
    own = {"Host": "localhost", "Content-Type": "application/json"}
    return own | sign(Signable("POST", target, own, content), key, at or datetime.now(UTC))


def send(server: RunningReference, headers: Headers, content: bytes, target: str = SNAPSHOTS) -> RawAnswer:
    lines = [f"{name}: {value}" for name, value in headers.items() if name != "Host"]
    return exchange(server.address, head("POST", target, *lines, f"Content-Length: {len(content)}"), content)


def assert_unauthorized(answer: RawAnswer, code: str, words: str = "") -> None:
    told = answer.json()
    assert (answer.status, told["error_code"]) == (401, code), told
    assert words in told["error_msg"]
    assert answer.headers["WWW-Authenticate"] == "SDK-HMAC-SHA256"


def as_received(vector: dict[str, Any]) -> Request:
    """The request of a signing vector, with the headers that its signature adds."""

    async def nothing() -> dict[str, Any]:
        raise AssertionError("no body is read")

    given = vector["request"]
    added = {"X-Sdk-Date": vector["date"], "Authorization": vector["authorization"]}
    if "security_token" in vector:
        added["X-Security-Token"] = vector["security_token"]
    headers = [(name.lower().encode(), value.encode()) for name, value in (given["headers"] | added).items()]
    path, _, query = given["target"].encode().partition(b"?")
    scope = {"method": given["method"], "raw_path": path, "query_string": query, "headers": headers, "scheme": "http"}
    return Request(scope, nothing, 1)


@pytest.mark.parametrize("vector", VECTORS, ids=lambda vector: vector["case"])
def test_the_signing_vectors_are_verified(vector: dict[str, Any]) -> None:
    request = as_received(vector)
    now = datetime.fromisoformat(vector["date"]).timestamp()
    claim = signature.read_claim(request, now)
    digest = vector["canonical_request"].rpartition("\n")[2]
    signature.verify(claim, request, digest, vector["secret_key"])
    with pytest.raises(Problem, match="does not match"):
        signature.verify(claim, request, digest, vector["secret_key"] + "x")


def test_a_signed_create_succeeds(memory_reference: RunningReference) -> None:
    content = body()
    assert send(memory_reference, signed(content), content).status == 200


def test_the_overlays_own_signer_is_understood(memory_reference: RunningReference) -> None:
    auth = AkSkAuth(demo.ACCESS_KEY, demo.SECRET_KEY)
    query = {"a b": ["2", "1", "+"], "ü~": "", "z": "%/?"}
    answer = httpx.post(
        memory_reference.snapshots_url,
        params=query,
        content=body(),
        auth=auth,
        trust_env=False,
        headers={"Content-Type": "application/json"},
    )
    assert answer.status_code == 200, answer.text


def test_a_signed_body_may_have_12_mb_and_is_refused_as_too_long_beyond(memory_reference: RunningReference) -> None:
    limit = 12 * 1024 * 1024
    content = body().ljust(limit)
    assert send(memory_reference, signed(content), content).status == 200
    longer = content + b" "
    refused = send(memory_reference, signed(longer), longer)
    assert (refused.status, refused.json()["error_code"]) == (400, "DWS.0001")
    assert_unauthorized(send(memory_reference, signed(content), longer), "APIGW.0303")


@pytest.mark.parametrize("away", [timedelta(0), SKEW - timedelta(seconds=30), timedelta(seconds=30) - SKEW])
def test_a_date_within_15_minutes_is_accepted(memory_reference: RunningReference, away: timedelta) -> None:
    content = body()
    assert send(memory_reference, signed(content, at=datetime.now(UTC) + away), content).status == 200


@pytest.mark.parametrize("away", [SKEW + timedelta(seconds=30), -SKEW - timedelta(seconds=30), timedelta(days=-3650)])
def test_a_date_beyond_15_minutes_is_refused(memory_reference: RunningReference, away: timedelta) -> None:
    content = body()
    answer = send(memory_reference, signed(content, at=datetime.now(UTC) + away), content)
    assert_unauthorized(answer, "APIGW.0303", "must be within 15 minutes")


def answer_to(server: RunningReference, tamper: Tamper) -> RawAnswer:
    """The answer to a create that is signed in another way."""
    content = body()
    request = Question(path=SNAPSHOTS, credentials=NoCredentials(), media_type="application/json", body=content)
    headers = request.plain_headers() | sign_otherwise(request, "localhost", KEY, tamper, datetime.now(UTC))
    return send(server, headers, content)


@pytest.mark.parametrize("omitted", [("host",), ("host", "content-type")])
def test_nothing_but_the_date_has_to_be_signed(memory_reference: RunningReference, omitted: tuple[str, ...]) -> None:
    assert answer_to(memory_reference, Tamper(omit=omitted)).status == 200


def test_a_body_is_not_signed_where_a_header_says_so(memory_reference: RunningReference) -> None:
    announced = Tamper(payload=UNSIGNED_PAYLOAD, content_sha256=True)
    assert answer_to(memory_reference, announced).status == 200
    assert_unauthorized(answer_to(memory_reference, replace(announced, content_sha256=False)), "APIGW.0303")
    other = replace(announced, payload="STREAMING-PAYLOAD")
    assert_unauthorized(answer_to(memory_reference, other), "APIGW.0303")


def without(name: str) -> Change:
    return lambda headers: {key: value for key, value in headers.items() if key != name}


def with_header(name: str, value: str) -> Change:
    return lambda headers: headers | {name: value}


def in_authorization(old: str, new: str) -> Change:
    def change(headers: Headers) -> Headers:
        assert old in headers["Authorization"]
        return headers | {"Authorization": headers["Authorization"].replace(old, new)}

    return change


def with_signature(value: str) -> Change:
    return lambda headers: headers | {"Authorization": headers["Authorization"].rpartition("=")[0] + "=" + value}


MALFORMED: list[tuple[Change, str, str]] = [
    (without("Authorization"), "APIGW.0301", "Credentials are needed"),
    (with_header("Authorization", ""), "APIGW.0301", "must be given once, as SDK-HMAC-SHA256"),
    (with_header("Authorization", "Basic ZGVtbzpkZW1v"), "APIGW.0301", "must be given once, as SDK-HMAC-SHA256"),
    (with_header("Authorization", "\xff\x80"), "APIGW.0301", "must be given once, as SDK-HMAC-SHA256"),
    (in_authorization("SDK-HMAC-SHA256", "SDK-HMAC-SM3"), "APIGW.0301", "must be given once, as SDK-HMAC-SHA256"),
    (in_authorization("SignedHeaders", "Headers"), "APIGW.0301", "must be given once, as SDK-HMAC-SHA256"),
    (in_authorization("Access=", "Access=\xff"), "APIGW.0301", "is unknown"),
    (in_authorization(demo.ACCESS_KEY, "SOMEBODYELSE"), "APIGW.0301", '"SOMEBODYELSE" is unknown'),
    (in_authorization("Access=", "Credential="), "APIGW.0301", "must be given once, as SDK-HMAC-SHA256"),
    (in_authorization(demo.ACCESS_KEY, f"{demo.ACCESS_KEY}/20260101///sdk_request"), "APIGW.0301", "is unknown"),
    (
        in_authorization(f"Access={demo.ACCESS_KEY}", f"Credential={demo.ACCESS_KEY}/20260101///sdk_request"),
        "APIGW.0303",
        "does not match",
    ),
    (in_authorization("host;", ""), "APIGW.0303", "does not match"),
    (with_header("X-Sdk-Content-Sha256", "UNSIGNED-PAYLOAD"), "APIGW.0303", "does not match"),
    (in_authorization(";x-sdk-date", ""), "APIGW.0301", "x-sdk-date must be signed"),
    (in_authorization("content-type;host", "host;content-type"), "APIGW.0301", "sorted"),
    (in_authorization("content-type", "Content-Type"), "APIGW.0301", "in lower case"),
    (in_authorization("content-type;", "content-type;content-type;"), "APIGW.0301", "each given once"),
    (in_authorization("content-type;", ""), "APIGW.0303", "does not match"),
    (in_authorization("content-type;", "accept;content-type;"), "APIGW.0301", "'accept' is signed and given 0 times"),
    (without("X-Sdk-Date"), "APIGW.0301", "X-Sdk-Date"),
    (with_header("X-Sdk-Date", "2026-11-24T00:00:00Z"), "APIGW.0301", "YYYYMMDDTHHMMSSZ"),
    (with_header("X-Sdk-Date", "20261332T000000Z"), "APIGW.0301", "YYYYMMDDTHHMMSSZ"),
    (with_header("Content-Type", "text/plain"), "APIGW.0303", "does not match"),
    (with_header("X-Security-Token", "temporary"), "APIGW.0301", "only a temporary access key"),
    (with_signature("0" * 64), "APIGW.0303", "does not match"),
    (with_signature(""), "APIGW.0301", "must be given once, as SDK-HMAC-SHA256"),
    (with_signature("0" * 63), "APIGW.0301", "must be given once, as SDK-HMAC-SHA256"),
    (with_header("X-Auth-Token", ""), "APIGW.0301", "token"),
    (with_header("X-Auth-Token", "made-up"), "APIGW.0301", "token"),
]


@pytest.mark.parametrize(("change", "code", "words"), MALFORMED, ids=range(len(MALFORMED)))
def test_a_changed_proof_is_refused(memory_reference: RunningReference, change: Change, code: str, words: str) -> None:
    content = body()
    assert_unauthorized(send(memory_reference, change(signed(content)), content), code, words)


@pytest.mark.parametrize(
    ("sign", "content", "target"),
    [
        (lambda: signed(b"{}", AccessKey(demo.ACCESS_KEY, "wrong")), b"{}", SNAPSHOTS),
        (lambda: signed(b"{}"), b"{ }", SNAPSHOTS),
        (lambda: signed(b""), b"{}", SNAPSHOTS),
        (lambda: signed(b"{}", target=SNAPSHOTS.replace("9", "8")), b"{}", SNAPSHOTS),
        (lambda: signed(b"{}", target=f"{SNAPSHOTS}?a=1"), b"{}", SNAPSHOTS),
        (lambda: signed(b"{}"), b"{}", f"{SNAPSHOTS}?a=1"),
        (lambda: signed(b"{}", target=f"{SNAPSHOTS}?a=1&a=2"), b"{}", f"{SNAPSHOTS}?a=1&a=3"),
    ],
    ids=["secret key", "body", "no body", "path", "no query", "query", "other query"],
)
def test_a_signature_of_something_else_is_refused(
    memory_reference: RunningReference, sign: Callable[[], Headers], content: bytes, target: str
) -> None:
    assert_unauthorized(send(memory_reference, sign(), content, target), "APIGW.0303", "does not match")


def test_a_wrong_method_is_not_what_was_signed() -> None:
    request = as_received(VECTORS[0])
    request.method = "PUT"
    claim = signature.read_claim(request, datetime.fromisoformat(VECTORS[0]["date"]).timestamp())
    digest = VECTORS[0]["canonical_request"].rpartition("\n")[2]
    with pytest.raises(Problem, match="does not match"):
        signature.verify(claim, request, digest, VECTORS[0]["secret_key"])


@pytest.mark.parametrize("name", ["Authorization", "X-Sdk-Date", "X-Auth-Token"])
def test_a_repeated_proof_is_refused(memory_reference: RunningReference, name: str) -> None:
    content = body()
    headers = signed(content)
    if name == "X-Auth-Token":
        headers = {"Content-Type": "application/json", name: memory_reference.token()}
    lines = [f"{key}: {value}" for key, value in headers.items() if key != "Host"]
    start = head("POST", SNAPSHOTS, *lines, f"{name}: {headers[name]}", f"Content-Length: {len(content)}")
    assert_unauthorized(exchange(memory_reference.address, start, content), "APIGW.0301")


def test_where_both_proofs_are_given_the_token_decides(memory_reference: RunningReference) -> None:
    content = body()
    token = {"X-Auth-Token": memory_reference.token()}
    broken = with_signature("0" * 64)(signed(content))
    assert send(memory_reference, broken | token, content).status == 200


@pytest.mark.parametrize(
    "change",
    [
        lambda t: "",
        lambda t: t[:-4],
        lambda t: t[4:],
        lambda t: t + "=",
        lambda t: t.swapcase(),
        lambda t: "AAAA" * 40,
        lambda t: "é",
    ],
)
def test_a_changed_token_is_refused(memory_reference: RunningReference, change: Callable[[str], str]) -> None:
    changed = {"X-Auth-Token": change(memory_reference.token()), "Content-Type": "application/json"}
    content = body()
    assert_unauthorized(send(memory_reference, changed, content), "APIGW.0301", "wrong or has expired")


@pytest.fixture(scope="module")
def temporary() -> Iterator[RunningReference]:
    with running_reference("--security-token", "temporary-token") as server:
        yield server


def test_a_temporary_key_goes_with_its_token(temporary: RunningReference) -> None:
    content = body()
    key = KEY._replace(security_token="temporary-token")
    assert send(temporary, signed(content, key), content).status == 200


@pytest.mark.parametrize("token", [None, "", "another-token"])
def test_a_temporary_key_is_nothing_without_its_token(temporary: RunningReference, token: str | None) -> None:
    content = body()
    answer = send(temporary, signed(content, KEY._replace(security_token=token)), content)
    assert_unauthorized(answer, "APIGW.0301", "X-Security-Token")
