"""Answers of no correct service: IDs of any kind, endless answers. The report names them, and the run survives."""

from __future__ import annotations

import gzip
import json
import socket
import tracemalloc
from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import replace
from itertools import count

import pytest

from dws_contract import Options, reports, run
from dws_contract.document import Contract
from dws_contract.traffic.credentials import Token
from dws_contract.traffic.messages import Exchange, Request
from dws_contract.traffic.target import Target, Unjudgeable
from dws_snapshots import TokenAuth
from plain_server import wire
from plain_server.bodies import Draft
from plain_server.refusal import Refused
from plain_server.server import Account, Call, Service
from plain_server.wire import Answer
from support.raw_server import Behaviour, RawServer, answer
from support.served import served

ODD: dict[str, Callable[[int], str]] = {
    "é": lambda number: f"é{number}",
    "a line feed": lambda number: f"{number}\n",
    "#": lambda number: f"#{number}",
    "a lone surrogate": lambda number: f"{number}\ud800",
    "200,000 characters": lambda number: f"{'a.' * 100_000}{number}",
    "nothing": lambda number: "",
    "dots": lambda number: "..",
}


class OddIds(Service):
    """Gives snapshots and clusters IDs that are no UUIDs."""

    odd: Callable[[int], str]

    def prepare(self) -> None:
        super().prepare()
        self.numbers = count(1)

    def new_id(self, draft: Draft) -> str:
        return self.odd(next(self.numbers))

    def add_cluster(self, name: str) -> str:
        super().add_cluster(name)
        return self.odd(next(self.numbers))


@pytest.mark.parametrize("kind", ODD)
def test_whatever_id_a_service_answers_is_a_named_deviation(kind: str) -> None:
    service = type("Odd", (OddIds,), {"odd": staticmethod(ODD[kind])})()
    with served(service, only=("lists", "identifiers", "restores", "deletions", "copies", "churn")) as options:
        report = run(options)
    assert report.exit_code == 1, report.summary()
    assert "snapshot-id-uuid" in {verdict.clause.id for verdict in report.of("broken")}
    for render in reports.FILES.values():
        assert render(report).encode()


def dripping(begin: bytes, more: bytes) -> Behaviour:
    """Begin an answer, then send a little more of it again and again, without an end."""

    def behave(connection: socket.socket) -> bool:
        with suppress(OSError):
            connection.sendall(b"HTTP/1.1 200 OK\r\n" + begin)
            connection.settimeout(0.05)
            while True:
                with suppress(TimeoutError):
                    if not connection.recv(1):
                        break
                connection.sendall(more)
        return False

    return behave


def endless_body(connection: socket.socket) -> bool:
    """Send a body without an end."""
    with suppress(OSError):
        connection.sendall(b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n")
        while True:
            connection.sendall(b"4000\r\n" + b" " * 0x4000 + b"\r\n")
    return False


def asked(behaviour: Behaviour, timeout: float = 60.0) -> Exchange:
    """Return the exchange with a server that behaves so."""
    account = Account()
    with RawServer(behaviour) as server:
        options = Options(
            url=server.url,
            project_id=account.project_id,
            cluster_id=account.cluster_id,
            token="a-token",
            timeout=timeout,
        )
        with Target(options, Contract.load()) as target:
            path = f"/v1.0/{account.project_id}/snapshots"
            return target.send(Request(path=path, credentials=Token("a-token"), method="GET"))


@pytest.mark.parametrize(
    "behaviour",
    [dripping(b"", b"X-More: 1\r\n"), dripping(b"Content-Length: 100000\r\n\r\n", b" ")],
    ids=["head", "body"],
)
def test_an_answer_that_drips_in_is_given_up(behaviour: Behaviour) -> None:
    assert asked(behaviour, timeout=1).failure == "no answer within 1 s"


def test_an_answer_without_an_end_is_given_up() -> None:
    assert asked(endless_body).failure == "the answer is longer than 10 MB"


def test_an_answer_is_bounded_after_it_is_decompressed() -> None:
    bomb = gzip.compress(bytes(400_000_000), 9)
    assert len(bomb) < 400_000
    tracemalloc.start()
    try:
        exchange = asked(answer(200, bomb, Content_Type="application/json", Content_Encoding="gzip"))
        _, peak = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert exchange.failure == "the answer is longer than 10 MB"
    assert peak < 200_000_000


def test_an_answer_that_is_compressed_is_read() -> None:
    body = b'{"snapshots": []}'
    exchange = asked(answer(200, gzip.compress(body), Content_Type="application/json", Content_Encoding="gzip"))
    assert exchange.json == {"snapshots": []}


def test_an_answer_that_is_compressed_twice_is_refused() -> None:
    """Each coding multiplies: 5 kB would be 3 GB."""
    twice = gzip.compress(gzip.compress(b"{}"))
    exchange = asked(answer(200, twice, Content_Type="application/json", Content_Encoding="gzip, gzip"))
    assert exchange.failure == "the answer has more than one Content-Encoding"


class OddLists(Service):
    """Its lists have something that JSON allows and nobody can use."""

    odd: str

    async def perform(self, call: Call) -> Answer:
        told = await super().perform(call)
        is_odd = call.operation == "listSnapshots" and told.status == 200
        return replace(told, body=told.body[:-1] + f", {self.odd}}}".encode()) if is_odd else told


@pytest.mark.parametrize("odd", [f'"count": "{"9" * 5000}"', f'"deep": {"[" * 700}{"]" * 700}'], ids=["long", "deep"])
def test_a_list_of_unusable_values_is_a_named_deviation_and_nothing_is_left(odd: str) -> None:
    with served(type("Odd", (OddLists,), {"odd": odd})(), only=("routes", "lists")) as options:
        report = run(options)
    assert report.exit_code == 1, report.summary()
    assert report.left == ()


def test_a_date_that_is_out_of_range_is_no_date() -> None:
    exchange = asked(answer(200, b"{}", Date="Mon, 01 Jan 2024 00:00:00 +99999999999999999"))
    assert exchange.date is None


def test_fetching_a_token_takes_no_longer_than_an_answer_may() -> None:
    account = Account()
    with RawServer(dripping(b"X-Head: 1\r\n", b"X-More: 1\r\n")) as server:
        options = Options(url=server.url, project_id=account.project_id, cluster_id=account.cluster_id, timeout=1)
        late = pytest.raises(Unjudgeable, match=r"No token for the password: no answer within 1 s\.")
        with Target(options, Contract.load()) as target, late:
            target.fetch_token(TokenAuth("a-token"), "/")


def test_no_cookie_is_sent_back() -> None:
    """A gateway's would prove the identity of requests without credentials."""
    account = Account()
    with RawServer(answer(200, b"{}", Set_Cookie="session=ok")) as server:
        options = Options(url=server.url, project_id=account.project_id, cluster_id=account.cluster_id, token="a-token")
        with Target(options, Contract.load()) as target:
            for _ in range(2):
                target.send(Request(path="/", credentials=Token("a-token"), method="GET"))
        assert not any(b"cookie" in request.lower() for request in server.requests)


def broken_by(service: Service, *only: str) -> dict[str, str]:
    """Return a deviation of each clause that a service breaks. Fails unless the run ends, and leaves nothing."""
    before = set(service.snapshots)
    with served(service, only=only) as options:
        report = run(options)
    assert report.exit_code < 2, report.summary()
    assert (report.left, set(service.snapshots)) == ((), before)
    assert service.account.token not in report.summary()
    return {each.clause.id: each.deviations[0].sentence for each in report.of("broken")}


class Proxied(Service):
    """Correct, behind a proxy that adds a header with a byte that is not ASCII, which RFC 9110 allows."""

    async def answer(self, request: wire.Request) -> Answer:
        told = await super().answer(request)
        return replace(told, headers={**told.headers, "X-Served-By": "Z\xfcrich"})


def test_a_header_may_have_bytes_that_are_not_ascii() -> None:
    assert broken_by(Proxied(), "names") == {}


class OddMembers(Service):
    """Something in its answers has a value of another kind."""

    member: str
    odd: object

    async def perform(self, call: Call) -> Answer:
        told = await super().perform(call)
        body = json.loads(told.body or b"{}")
        for found in [*body.get("snapshots", [])[1:2], *body.get("clusters", [])]:
            found[self.member] = self.odd
        return replace(told, body=json.dumps(body).encode() if told.body else b"")


@pytest.mark.parametrize(
    ("member", "odd", "clause"),
    [
        ("size", "big", "snapshot-members"),
        ("started", 5, "snapshot-members"),
        ("cluster_name", {}, "snapshot-members"),
        ("name", True, "snapshot-members"),
        ("description", json.loads("[" * 300 + "]" * 300), "snapshot-members"),
        ("enterprise_project_id", "\ud800", ""),
        ("enterprise_project_id", "x" * 70_000, ""),
    ],
    ids=lambda value: str(value)[:20].encode("ascii", "replace").decode(),
)
def test_members_of_any_kind_are_named_deviations(member: str, odd: object, clause: str) -> None:
    service = type("Odd", (OddMembers,), {"member": member, "odd": odd})()
    assert {clause} - {""} <= broken_by(service, "pages", "lists", "clusters_told").keys()


class Telling(Service):
    """Tells too much in its errors, with characters that JSON may escape."""

    tells: str

    async def judge(self, request: wire.Request) -> Answer:
        try:
            return await super().judge(request)
        except Refused as refused:
            raise Refused(refused.status, refused.code, self.tells) from None

    def json_answer(self, status: int, body: object, headers: Mapping[str, str]) -> Answer:
        told = super().json_answer(status, body, headers)
        return replace(told, body=told.body.replace(b"+", b"\\u002B"))


TOKEN = "MIIYtokenAB+cdEF+ghIJ+klMN+opQR+stUV+wxYZ+0123456789abcdefghijklmnopqrstuvwxyzEND"
COLUMNS = ", ".join(f"snapshot0_.column_{number} as column{number}_0_0_" for number in range(60))


@pytest.mark.parametrize(
    ("tells", "clause", "sentence"),
    [
        (f"[select {COLUMNS} from snapshots ]", "error-no-internals", "contains SQL ('select snapshot0_"),
        (f"Duplicate entry '{TOKEN}' for key", "error-no-internals", "contains SQL (\"Duplicate entry '«the token»' f"),
        (f"the token was {TOKEN}", "answer-no-secret", "contains the token"),
    ],
    ids=["a long query", "a secret in a query", "a secret"],
)
def test_what_an_error_must_not_tell_is_found_and_not_shown(tells: str, clause: str, sentence: str) -> None:
    service = type("Talkative", (Telling,), {"tells": tells})(Account(token=TOKEN))
    assert sentence in broken_by(service, "names")[clause]


class Nameless(Service):
    """Answers a create without a usable ID."""

    def created_body(self, snapshot_id: str) -> object:
        return {"snapshot": {"id": {}}}


def test_what_was_made_without_an_id_or_a_prefix_is_told() -> None:
    service = Nameless()
    before = set(service.snapshots)
    with served(service, only=("names",)) as options:
        report = run(options)
    there = {service.snapshots[id_].name for id_ in set(service.snapshots) - before}
    assert {each.name for each in report.left} == there
