"""Results and errors for each kind of answer, in sync and async clients and through aiohttp, on real connections."""

import gzip
import socket
from collections.abc import Iterator
from contextlib import ExitStack
from typing import Any

import pytest

import dws_snapshots
from dws_snapshots import (
    ApiError,
    BadRequest,
    ConnectionFailed,
    DwsError,
    ResponseTimeout,
    ServiceUnavailable,
    TokenAuth,
    UnexpectedResponse,
)
from support.calls import Create, each_transport
from support.raw_server import RawServer, answer, close, raw, reset, silence
from vectors import cases

ID = "2a4d0f86-67cd-408a-8b66-017454fb7793"
CREATED = f'{{"snapshot": {{"id": "{ID}"}}}}'
# A port that nothing listens on: reserved, and never assigned by the system.
REFUSED_URL = "http://127.0.0.1:1"


@pytest.fixture
def unaccepting_url() -> Iterator[str]:
    """A listener whose queue is full: a new connection waits."""
    with ExitStack() as stack:
        listener = stack.enter_context(socket.socket())
        listener.bind(("127.0.0.1", 0))
        listener.listen(0)
        for _ in range(4):
            waiting = stack.enter_context(socket.socket())
            waiting.setblocking(False)
            waiting.connect_ex(listener.getsockname())
        yield f"http://127.0.0.1:{listener.getsockname()[1]}"


@each_transport
@pytest.mark.parametrize("case", cases("errors"))
def test_an_answer_becomes_the_error_that_tells_most(create: Create, case: dict[str, Any]) -> None:
    behaviour = answer(case["status"], case["body"], **case["headers"])
    with RawServer(behaviour) as server, pytest.raises(DwsError) as caught:
        create(server.url)
    assert type(caught.value) is getattr(dws_snapshots, case["error"])
    for attribute in ("error_code", "error_msg", "request_id"):
        if attribute in case:
            assert getattr(caught.value, attribute) == case[attribute]
    assert getattr(caught.value, "status_code") == case["status"]  # noqa: B009
    assert str(case["status"]) in str(caught.value)
    assert len(server.requests) == 1


@each_transport
@pytest.mark.parametrize("extra", ['"unknown": 1', '"name": "snapshot-3"'])
def test_members_that_the_contract_does_not_name_are_ignored(create: Create, extra: str) -> None:
    body = f'{{{extra}, "snapshot": {{{extra}, "id": "{ID}"}}}}'
    with RawServer(answer(200, body, Content_Type="application/json")) as server:
        assert create(server.url).id == ID


@each_transport
@pytest.mark.parametrize("location", ["/login", "http://xn--/login", "urn:login:required", "http://login:port/"])
def test_a_redirect_is_a_refusal_wherever_it_points(create: Create, location: str) -> None:
    with RawServer(answer(302, Location=location)) as server, pytest.raises(ApiError, match=r"^302: Found"):
        create(server.url)
    assert len(server.requests) == 1


@each_transport
def test_a_number_of_any_length_costs_nothing_else(create: Create) -> None:
    with RawServer(answer(200, f'{{"more": {"9" * 5000}, {CREATED[1:]}')) as server:
        assert create(server.url).id == ID


@each_transport
@pytest.mark.parametrize("members", [(CREATED,), (CREATED[:9], CREATED[9:])], ids=["one member", "two members"])
def test_a_compressed_answer_is_read(create: Create, members: tuple[str, ...]) -> None:
    body = b"".join(gzip.compress(member.encode()) for member in members)
    with RawServer(answer(200, body, Content_Encoding="gzip")) as server:
        assert create(server.url).id == ID


@each_transport
@pytest.mark.parametrize("status", [200, 503])
def test_an_answer_that_is_cut_short_keeps_its_status(create: Create, status: int) -> None:
    cut = f'HTTP/1.1 {status} -\r\nContent-Length: 99\r\nX-Request-Id: r1\r\n\r\n{{"error_code": "DWS.0005", "er'
    with RawServer(raw(cut.encode(), keep=False)) as server, pytest.raises(DwsError) as caught:
        create(server.url)
    error = caught.value
    if status == 200:
        assert isinstance(error, UnexpectedResponse)
        assert str(error) == "200: the answer was cut short (request r1)"
    else:
        assert isinstance(error, ServiceUnavailable)
        assert (error.error_code, error.request_id) == ("DWS.0005", "r1")
    assert len(server.requests) == 1


@each_transport
def test_deep_nesting_is_an_ordinary_bad_answer(create: Create) -> None:
    with RawServer(answer(400, "[" * 100_000)) as server, pytest.raises(BadRequest, match=r"^400: \[\[\["):
        create(server.url)
    with RawServer(answer(200, "[" * 100_000)) as server, pytest.raises(UnexpectedResponse, match="not JSON"):
        create(server.url)


@each_transport
def test_an_answer_that_stops_is_a_response_timeout(create: Create) -> None:
    def begin(connection: Any) -> bool:
        connection.sendall(b"HTTP/1.1 200 -\r\nContent-Length: 99\r\n\r\n{")
        return silence(connection)

    with RawServer(begin) as server, pytest.raises(ResponseTimeout) as caught:
        create(server.url, timeout=1)
    assert caught.value.may_have_been_sent


@each_transport
def test_a_refused_connection_was_not_sent(create: Create) -> None:
    with pytest.raises(ConnectionFailed) as caught:
        create(REFUSED_URL)
    assert not caught.value.may_have_been_sent
    assert REFUSED_URL in str(caught.value)
    assert str(caught.value).endswith("; the request was not sent")


@each_transport
@pytest.mark.parametrize("behaviour", [reset, close, raw(b"SSH-2.0-OpenSSH_9.6\r\n\r\n", keep=False)])
def test_a_broken_connection_may_have_been_sent_and_is_not_tried_again(create: Create, behaviour: Any) -> None:
    with RawServer(behaviour) as server, pytest.raises(ConnectionFailed) as caught:
        create(server.url)
    assert not isinstance(caught.value, ResponseTimeout)
    assert caught.value.may_have_been_sent
    assert len(server.requests) == 1


@each_transport
def test_no_answer_in_time(create: Create) -> None:
    with RawServer(silence) as server, pytest.raises(ResponseTimeout) as caught:
        create(server.url, timeout=1)
    assert caught.value.may_have_been_sent
    assert len(server.requests) < 2, "it is not tried again"


@each_transport
def test_no_connection_in_time(create: Create, unaccepting_url: str) -> None:
    with pytest.raises(ConnectionFailed) as caught:
        create(unaccepting_url, timeout=0.2)
    assert not isinstance(caught.value, ResponseTimeout)
    assert not caught.value.may_have_been_sent
    assert "no connection in time" in str(caught.value)


@each_transport
def test_a_connection_that_the_server_closed_meanwhile_is_reported_and_not_used_twice(create: Create) -> None:
    with RawServer(answer(200, CREATED), close) as server:
        assert create(server.url).id == ID
        with pytest.raises(ConnectionFailed) as caught:
            create(server.url)
    assert caught.value.may_have_been_sent
    assert len(server.requests) == 2


@each_transport
def test_an_echoed_token_is_not_shown(create: Create) -> None:
    echo = '{"error_code": "APIGW.0301", "error_msg": "bad token a-token-for-tests", "request_id": "a-token-for-tests"}'
    with RawServer(answer(401, echo)) as server, pytest.raises(ApiError) as caught:
        create(server.url, auth=TokenAuth("a-token-for-tests"))
    assert str(caught.value) == "401 APIGW.0301: bad token … (request …)"
    assert "a-token-for-tests" not in repr(caught.value)
