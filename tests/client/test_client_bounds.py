"""How much of an answer is read, and in which encoding: over real connections, with each client and transport."""

import gzip
import subprocess
import sys
import zlib
from typing import Any

import pytest

from dws_snapshots import (
    ApiError,
    BadRequest,
    PasswordAuth,
    ServiceUnavailable,
    Unauthorized,
    UnexpectedResponse,
)
from support.calls import Call, Create, both, both_ways, each_transport
from support.raw_server import Behaviour, RawServer, answer

ID = "2a4d0f86-67cd-408a-8b66-017454fb7793"
CREATED = f'{{"snapshot": {{"id": "{ID}"}}}}'
MB = 2**20
LONGEST = 64 * MB


def zipped(size: int, begin: bytes = b"", end: bytes = b"") -> bytes:
    """Return gzip of so many spaces between two texts."""
    packer = zlib.compressobj(9, wbits=zlib.MAX_WBITS | 16)
    parts = [packer.compress(begin)]
    parts += [packer.compress(b" " * MB) for _ in range(size // MB)]
    return b"".join([*parts, packer.compress(end), packer.flush()])


BOMB = zipped(600 * MB)


@each_transport
def test_gzip_is_asked_for_and_nothing_else(create: Create) -> None:
    with RawServer(answer(200, gzip.compress(CREATED.encode()), Content_Encoding="GZip")) as server:
        assert create(server.url).id == ID
    assert server.requests[0].lower().count(b"accept-encoding: gzip\r\n") == 1


@each_transport
@pytest.mark.parametrize("encoding", ["br", "deflate", "zstd", "gzip, gzip", "nonsense"])
def test_another_encoding_is_not_taken(create: Create, encoding: str) -> None:
    body = zlib.compress(CREATED.encode())
    with RawServer(answer(200, body, Content_Encoding=encoding)) as server, pytest.raises(UnexpectedResponse) as caught:
        create(server.url)
    assert str(caught.value) == f"200: the answer is encoded as {encoding}, which was not asked for"
    with RawServer(answer(400, body, Content_Encoding=encoding)) as server, pytest.raises(BadRequest) as refused:
        create(server.url)
    assert str(refused.value) == f"400: the answer is encoded as {encoding}, which was not asked for"


@each_transport
def test_an_answer_just_below_the_bound_is_read(create: Create) -> None:
    body = zipped(63 * MB, CREATED.encode())
    with RawServer(answer(200, body, Content_Encoding="gzip")) as server:
        assert create(server.url).id == ID


@each_transport
@pytest.mark.parametrize("packed", [True, False])
def test_an_answer_above_the_bound_is_not_taken(create: Create, packed: bool) -> None:
    whole: Behaviour = answer(200, CREATED.encode() + b" " * LONGEST)
    if packed:
        whole = answer(200, zipped(LONGEST, CREATED.encode()), Content_Encoding="gzip")
    with RawServer(whole) as server, pytest.raises(UnexpectedResponse, match=r"^200: the answer is longer than 64 MB$"):
        create(server.url)


@each_transport
@pytest.mark.parametrize("packed", [True, False])
def test_of_an_error_the_first_part_is_read(create: Create, packed: bool) -> None:
    message = b'{"error_code": "DWS.0001", "error_msg": "No."' + b" " * 2 * MB
    headers = {"Content_Encoding": "gzip"} if packed else {}
    body = gzip.compress(message) if packed else message
    with RawServer(answer(400, body, **headers)) as server, pytest.raises(BadRequest) as caught:
        create(server.url)
    assert (caught.value.error_code, caught.value.error_msg) == ("DWS.0001", "No.")


@each_transport
@pytest.mark.parametrize("status", [200, 503])
@pytest.mark.parametrize("change", [lambda body: body[:-9], lambda body: body[:20] + b"!" * 20 + body[40:]])
def test_gzip_that_is_broken_is_an_answer_cut_short(create: Create, status: int, change: Any) -> None:
    body = change(gzip.compress(CREATED.encode()))
    with (
        RawServer(answer(status, body, Content_Encoding="gzip")) as server,
        pytest.raises(UnexpectedResponse if status == 200 else ServiceUnavailable) as caught,
    ):
        create(server.url)
    assert status == 503 or str(caught.value) == "200: the answer was cut short"


@both_ways
def test_a_delete_needs_no_body(call: Call) -> None:
    with RawServer(answer(202, BOMB, Content_Encoding="br")) as server:
        assert call(server.url, "delete_snapshot", ID) is None


def password_auth(url: str) -> PasswordAuth:
    return PasswordAuth(url, username="u", password="the-password", domain_name="d", project_name="p")


@both
@pytest.mark.parametrize(
    ("behaviour", "kind", "message"),
    [
        (answer(201, BOMB, Content_Encoding="gzip"), UnexpectedResponse, "longer than 64 MB"),
        (answer(201, b"x", Content_Encoding="br"), UnexpectedResponse, "encoded as br"),
        (answer(401, BOMB, Content_Encoding="gzip"), Unauthorized, "^401: Unauthorized$"),
        (answer(503, b" " * 70 * MB), ApiError, "^503: Service Unavailable$"),
    ],
)
def test_iams_answers_are_bounded(create: Create, behaviour: Behaviour, kind: Any, message: str) -> None:
    with RawServer(behaviour) as iam, RawServer(answer(200, CREATED)) as dws, pytest.raises(kind, match=message):
        create(dws.url, auth=password_auth(iam.url))
    assert dws.requests == []
    assert b"accept-encoding: gzip\r\n" in iam.requests[0].lower()


@both
def test_iam_may_answer_in_gzip(create: Create) -> None:
    body = gzip.compress(b'{"token": {"expires_at": "2126-01-01T00:00:00Z"}}')
    iam_answer = answer(201, body, Content_Encoding="gzip", X_Subject_Token="t")
    with RawServer(iam_answer) as iam, RawServer(answer(200, CREATED)) as dws:
        assert create(dws.url, auth=password_auth(iam.url)).id == ID


@both
def test_a_refusal_of_a_token_is_bounded(create: Create) -> None:
    told = answer(201, '{"token": {"expires_at": "2126-01-01T00:00:00Z"}}', X_Subject_Token="t")
    bomb = answer(401, BOMB, Content_Encoding="gzip")
    with RawServer(told) as iam, RawServer(bomb, answer(200, CREATED)) as dws:
        assert create(dws.url, auth=password_auth(iam.url)).id == ID
    assert len(iam.requests) == 2


PROGRAM = """
import asyncio, resource, sys
from dws_snapshots import *
url = sys.argv[1]
auth = TokenAuth("t") if sys.argv[3] == "token" else PasswordAuth(
    url, username="u", password="p", domain_name="d", project_name="p")
settings = {"project_id": "89cd04f168b84af6be287f71730fdb4b", "auth": auth}
before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
async def call():
    async with AsyncDwsClient(url, **settings) as dws:
        await dws.list_snapshots()
try:
    if sys.argv[2] == "async":
        asyncio.run(call())
    else:
        with DwsClient(url, **settings) as dws:
            dws.list_snapshots()
except DwsError as error:
    print(error)
print(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before)
"""


@pytest.mark.parametrize("way", ["sync", "async"])
@pytest.mark.parametrize("auth", ["token", "password"])
@pytest.mark.parametrize("status", [200, 400])
def test_no_answer_takes_much_memory(way: str, auth: str, status: int) -> None:
    with RawServer(answer(status, BOMB, Content_Encoding="gzip")) as server:
        command = [sys.executable, "-c", PROGRAM, server.url, way, auth]
        done = subprocess.run(command, capture_output=True, text=True, check=True)
    *_, message, kilobytes = done.stdout.splitlines()
    assert message.startswith(f"{status}: ")
    assert int(kilobytes) < 200_000
