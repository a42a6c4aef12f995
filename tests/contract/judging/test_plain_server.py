"""The plain implementation keeps the contract, and each of its faults breaks the clauses that it names."""

import asyncio
import re
import subprocess
import sys
from datetime import UTC, datetime
from typing import Any

import pytest

from dws_contract.clauses import CLAUSES
from plain_server.faults import CATALOGUE, Fault
from plain_server.server import Service, listen
from plain_server.variants import EDITIONS, VARIANTS, combined
from plain_server.witnesses.asking import (
    ACCOUNT,
    ANONYMOUS,
    CREATE,
    FOREIGN,
    PATH,
    UNKNOWN_CLUSTER,
    Ask,
    Reply,
    Signing,
    create,
    send,
    sends,
    snapshot,
)
from plain_server.witnesses.steps import LIST
from support.checkout import environment

CLUSTER = ACCOUNT.cluster_id
MEMBERS = {"name": "snapshot-3", "cluster_id": CLUSTER}

CASES: dict[int, dict[str, Ask]] = {
    200: {
        "the source's example": create(description="Snapshot-3 description"),
        "a signature": CREATE.signed(),
        "a signature 14 minutes old": CREATE.signed(Signing(ahead=-14 * 60)),
        "a signature 14 minutes ahead": CREATE.signed(Signing(ahead=14 * 60)),
        "a wrong token beside a signature": CREATE.signed().having(X_Auth_Token="wrong"),
        "a signature that leaves out Host": CREATE.signed(Signing(without="Host")),
        "a signature over a body that is not signed": CREATE.having(X_Sdk_Content_Sha256="UNSIGNED-PAYLOAD").signed(
            Signing(payload="UNSIGNED-PAYLOAD")
        ),
        "a signed query": CREATE.at(f"{PATH}?b=%20&a=1&a=0&c").signed(),
        "a path that is encoded": CREATE.at(PATH.replace("snapshots", "snap%73hots")).signed(),
        "every allowed character of a name": create(name="Za0-9_zA-"),
        "every character of ASCII that a description may hold": create(description="\t\n #$%()*+,-./:;?@[\\]^_`{|}~"),
        "256 astral characters": create(description="\U0001f600" * 256),
        "a charset in quotes": CREATE.having(Content_Type='application/json; charset="UTF-8"'),
        "unknown members": sends({"snapshot": {**MEMBERS, "more": 1}, "more": {"deep": [None]}}),
        "white space": sends(b'\r\n\t {"snapshot" : %b}  ' % create().body[len('{"snapshot": ') : -1]),
        "a number of 10000 digits": sends(snapshot(more=...)).replacing(b"}}", b', "more": ' + b"9" * 10_000 + b"}}"),
        "a body of 12 MB": sends(create().body + b" " * (12 * 1024 * 1024 - len(create().body))),
    },
    400: {
        "no body": Ask(),
        "more than 12 MB": sends(create().body + b" " * (12 * 1024 * 1024)),
        "no media type": CREATE.having(Content_Type=None),
        "another charset": CREATE.having(Content_Type="application/json; charset=utf-16"),
        "a byte order mark": sends(b"\xef\xbb\xbf" + create().body),
        "Infinity": sends('{"snapshot": Infinity}'),
        "a thousand brackets": sends("[" * 1000),
        "a hundred thousand objects": sends('{"a":' * 100_000 + "1" + "}" * 100_000),
        "a NUL in a name": create(name="snap\0shot"),
        "a lone surrogate in a cluster ID": create(cluster_id="\udfff" + CLUSTER[1:]),
        "a pair of surrogates the wrong way round": create(description="\ude00\ud83d"),
    },
    401: {
        "no credentials": ANONYMOUS,
        "no credentials, no JSON": Ask(b"{", headers={"Content-Type": "application/json"}),
        "no credentials, another's project": ANONYMOUS.at(FOREIGN),
        "a wrong token": CREATE.having(X_Auth_Token="wrong"),
        "a wrong secret key": CREATE.signed(Signing(secret_key="wrong")),
        "another body": CREATE.signed(Signing(body=b"")),
        "another path": CREATE.signed(Signing(target=FOREIGN)),
        "a signature that leaves out X-Sdk-Date": CREATE.signed(Signing(without="X-Sdk-Date")),
        "a signature over UNSIGNED-PAYLOAD that no header names": CREATE.signed(Signing(payload="UNSIGNED-PAYLOAD")),
        "a signature 16 minutes old": CREATE.signed(Signing(ahead=-16 * 60)),
        "a signature 16 minutes ahead": CREATE.signed(Signing(ahead=16 * 60)),
        "a signed header that is not sent": CREATE.signed(Signing(edit=("SignedHeaders=", "SignedHeaders=accept;"))),
        "a 32nd of May": ANONYMOUS.having(
            X_Sdk_Date="20260532T000000Z",
            Authorization=f"SDK-HMAC-SHA256 Access={ACCOUNT.access_key}, SignedHeaders=host;x-sdk-date, Signature=0",
        ),
    },
    403: {
        "another's project": CREATE.at(FOREIGN),
        "another's project, no JSON": Ask(b"{", target=FOREIGN),
        "a malformed project": CREATE.at("/v1.0/..%2F/snapshots"),
    },
    404: {
        "an unknown cluster": create(cluster_id=UNKNOWN_CLUSTER),
        "an unknown path": CREATE.at("/v1.0/snapshots"),
        "an unknown path, no credentials": ANONYMOUS.at("/"),
        "a path with one slash more": CREATE.at(f"{PATH}/"),
    },
    405: {f"the method {method}": CREATE.by(method) for method in ("HEAD", "OPTIONS", "PUT", "DELETE", "BREW")},
}


async def _reply(ask: Ask, service: Service | None = None) -> Reply:
    service = service or Service()
    async with await listen(service):
        return await send(ask, service.authority, datetime.now(UTC))


@pytest.mark.parametrize(
    ("status", "ask"),
    [pytest.param(status, ask, id=title) for status, cases in CASES.items() for title, ask in cases.items()],
)
def test_correct_service(status: int, ask: Ask) -> None:
    reply = asyncio.run(_reply(ask))
    assert reply.status == status, reply.body
    assert reply.headers["content-type"] == "application/json"
    assert ("allow" in reply.headers) == (status == 405)
    if ask.method == "HEAD":
        return
    match reply.json:
        case {"snapshot": {"id": str(id_)}}:
            assert status == 200
            assert re.fullmatch("[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}", id_)
        case {"error_code": str(code), "error_msg": str(message)}:
            assert status != 200
            assert code
            assert message
        case _:
            pytest.fail(f"neither a snapshot nor an error: {reply.body!r}")


@pytest.mark.parametrize(("refuse", "status"), [(False, 200), (True, 400)])
@pytest.mark.parametrize("body", [{"snapshot": {**MEMBERS, "more": 1}}, {"snapshot": MEMBERS, "more": 1}])
def test_unknown_members(body: object, refuse: bool, status: int) -> None:
    reply = asyncio.run(_reply(sends(body), Service(refuse_unknown_members=refuse)))
    assert reply.status == status


def test_connection_stays_open_and_chunks_are_read() -> None:
    async def statuses() -> list[bytes]:
        service = Service()
        async with await listen(service):
            reader, writer = await asyncio.open_connection(*service.authority.split(":"))
            refused = sends("{").encoded(service.authority, datetime.now(UTC))
            head, _, body = CREATE.encoded(service.authority, datetime.now(UTC)).partition(b"\r\n\r\n")
            head = re.sub(rb"Content-Length: \d+", b"Transfer-Encoding: chunked", head)
            chunked = b"%b\r\n\r\n1;x\r\n%b\r\n%x\r\n%b\r\n0\r\n\r\n" % (head, body[:1], len(body) - 1, body[1:])
            found = []
            for request in (refused, chunked, b"NO HTTP\r\n\r\n"):
                writer.write(request)
                answer = await reader.readuntil(b"\r\n\r\n")
                found.append(answer.split()[1])
                await reader.readexactly(int(answer.lower().split(b"content-length: ")[1].split()[0]))
            assert await reader.read() == b""
            writer.close()
            return found

    assert asyncio.run(statuses()) == [b"400", b"200", b"400"]


def test_catalogue_is_complete() -> None:
    assert len({fault.sentence for fault in CATALOGUE.values()}) == len(CATALOGUE) >= 600


@pytest.mark.parametrize("fault", CATALOGUE.values(), ids=lambda fault: fault.id)
def test_fault_names_clauses(fault: Fault) -> None:
    assert fault.clauses
    assert set(fault.clauses) <= set(CLAUSES)
    assert fault.sentence.endswith(".")


@pytest.mark.parametrize("fault", CATALOGUE.values(), ids=lambda fault: fault.id)
def test_fault_shows(fault: Fault) -> None:
    witness = fault.witness

    async def sees(service: Service) -> object:
        async with await listen(service):
            return await witness.sees(service.authority)

    assert asyncio.run(sees(Service(creation_time=witness.creation_time))) == witness.right
    assert asyncio.run(sees(fault.service(creation_time=witness.creation_time))) == witness.wrong


def test_every_variant_is_in_an_edition_and_is_no_fault() -> None:
    assert {variant for edition in EDITIONS.values() for variant in edition} == VARIANTS.keys()
    assert VARIANTS.keys().isdisjoint(CATALOGUE)
    assert all(variant.sentence.endswith(".") for variant in VARIANTS.values())


def test_variants_can_be_had_together() -> None:
    service = combined(["counts-missing", "times-with-offset", "delete-with-job"])()
    list_ = _told(asyncio.run(_reply(LIST, service)).json)
    assert "count" not in list_
    assert all(snapshot["started"].endswith("+0800") for snapshot in list_["snapshots"])


def _told(body: object) -> dict[str, Any]:
    assert isinstance(body, dict)
    return body


def _run(*arguments: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "plain_server", *arguments]
    return subprocess.run(command, env=environment(), capture_output=True, text=True, timeout=30, check=False)


def test_command_lists_faults() -> None:
    listed = _run("--list-faults").stdout.splitlines()
    assert [line.split("\t")[0] for line in listed] == list(CATALOGUE)


def test_command_lists_variants() -> None:
    listed = _run("--list-variants").stdout.splitlines()
    assert [line.split("\t")[0] for line in listed] == list(VARIANTS)


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("--variants", "none-such"), "there is no variant 'none-such'"),
        (("--fault", "none-such"), "there is no fault 'none-such'"),
        (("--port", "70000"), "cannot listen on port 70000"),
    ],
)
def test_command_says_what_is_wrong(arguments: tuple[str, ...], said: str) -> None:
    done = _run(*arguments)
    assert done.returncode == 2
    assert said in done.stderr
    assert "Traceback" not in done.stderr


def test_command_serves_a_fault() -> None:
    command = [sys.executable, "-m", "plain_server", "--fault", "created-201"]
    with subprocess.Popen(command, env=environment(), stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout
        match = re.fullmatch(r"Listening on http://(127\.0\.0\.1:\d+)\n", process.stdout.readline())
        assert match
        assert asyncio.run(send(CREATE, match[1], datetime.now(UTC))).status == 201
        process.terminate()
