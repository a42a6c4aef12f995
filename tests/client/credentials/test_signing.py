"""Signatures: the vectors stage by stage, and the official signer on generated requests."""

import hashlib
from datetime import UTC, datetime, timedelta, timezone
from typing import Any
from urllib.parse import parse_qsl, quote

import httpx
import pytest
from huaweicloudsdkcore.sdk_request import SdkRequest
from huaweicloudsdkcore.signer.signer import Signer
from hypothesis import given
from hypothesis import strategies as st

from dws_snapshots import AkSkAuth, signing
from dws_snapshots.signing import AccessKey, Signable
from vectors import cases

FORMAT = "%Y%m%dT%H%M%SZ"


@pytest.mark.parametrize("case", cases("signing"))
def test_every_stage_is_the_known_one(case: dict[str, Any]) -> None:
    request, date = case["request"], case["date"]
    added = {"X-Sdk-Date": date}
    if "security_token" in case:
        added["X-Security-Token"] = case["security_token"]
    headers = signing.signed_headers({**request["headers"], **added})
    signable = Signable(request["method"], request["target"], headers, request["body"].encode())
    canonical = signing.canonical_request(signable)
    assert canonical == case["canonical_request"]
    text = signing.string_to_sign(date, canonical)
    assert text == case["string_to_sign"]
    assert signing.signature(case["secret_key"], text) == case["signature"]
    key = AccessKey(case["access_key"], case["secret_key"], case.get("security_token"))
    at = datetime.strptime(date, FORMAT).replace(tzinfo=UTC)
    signed = signing.sign(signable._replace(headers=request["headers"]), key, at)
    assert signed == {**added, "Authorization": case["authorization"]}


def test_the_public_guide_gives_the_hash_of_its_canonical_request() -> None:
    guide = cases("signing")[0].values[0]
    digest = hashlib.sha256(guide["canonical_request"].encode()).hexdigest()
    assert digest == "b25362e603ee30f4f25e7858e8a7160fd36e803bb2dfe206278659d71a9bcd7a"
    assert guide["signature"] == "7be6668032f70418fcc22abc52071e57aff61b84a1d2381bb430d6870f4f6ebe"


def test_a_time_of_another_zone_is_signed_as_utc() -> None:
    at = datetime(2026, 11, 24, 1, 30, tzinfo=timezone(timedelta(hours=2)))
    assert signing.sdk_date(at) == "20261123T233000Z"
    assert signing.sdk_date(datetime(2026, 11, 24, 1, 30)) == "20261124T013000Z"


words = st.text(st.characters(exclude_categories=["Cs"]), max_size=12)
header_names = st.from_regex(r"X-[A-Za-z0-9_-]{1,12}", fullmatch=True).filter(lambda name: name.lower() != "x-sdk-date")
header_values = st.text(st.characters(min_codepoint=32, max_codepoint=126), max_size=20)


@given(
    method=st.sampled_from(["GET", "POST", "PUT", "DELETE", "patch"]),
    segments=st.lists(words, max_size=4),
    query=st.lists(st.tuples(words, words), max_size=5),
    headers=st.dictionaries(header_names, header_values, max_size=4).filter(
        lambda names: len({name.lower() for name in names}) == len(names)
    ),
    body=st.one_of(st.just(b""), words.map(str.encode)),
)
def test_the_official_signer_gives_the_same_signature(
    method: str, segments: list[str], query: list[tuple[str, str]], headers: dict[str, str], body: bytes
) -> None:
    path = "/" + "/".join(quote(segment, safe="") for segment in segments)
    target = path + ("?" + "&".join(f"{quote(n, safe='')}={quote(v, safe='')}" for n, v in query) if query else "")
    given_headers = {**headers, "Content-Type": "application/json", "Host": "dws.eu-de.otc.t-systems.com"}
    at = datetime(2026, 11, 24, 12, 0, 0, tzinfo=UTC)

    ours = signing.sign(Signable(method, target, given_headers, body), AccessKey("AK", "SK"), at)

    class Credentials:
        ak, sk = "AK", "SK"

    official = SdkRequest(
        method=method,
        schema="https",
        host="dws.eu-de.otc.t-systems.com",
        resource_path=path,
        query_params=parse_qsl(target.partition("?")[2], keep_blank_values=True),
        header_params={**given_headers, "X-Sdk-Date": signing.sdk_date(at)},
        body=body,
    )
    assert ours["Authorization"] == Signer(Credentials()).sign(official).header_params["Authorization"]


@given(query=st.lists(st.tuples(words, words), max_size=5), body=words)
def test_the_adapter_signs_what_httpx_sends(query: list[tuple[str, str]], body: str) -> None:
    at = datetime(2026, 11, 24, 12, 0, 0, tzinfo=UTC)
    request = httpx.Request(
        "POST", "https://dws.example/v1.0/é/~", params=dict(query), json={"text": body}, headers={"X-Project-Id": "p"}
    )
    next(AkSkAuth("AK", "SK", clock=lambda: at).sync_auth_flow(request))
    headers = {name: request.headers[name] for name in ("host", "content-type", "x-project-id")}
    signable = Signable("POST", request.url.raw_path.decode(), headers, request.content)
    expected = signing.sign(signable, AccessKey("AK", "SK"), at)
    assert {name: request.headers[name] for name in expected} == expected
    assert "SignedHeaders=content-type;host;x-project-id;x-sdk-date," in request.headers["Authorization"]
