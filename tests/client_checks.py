"""Checks of the clients made on demand: each is generated, compiled, and called by a small program in its language.

The program, tests/LANGUAGE/call.*, reads a call a line and prints a line with what came of it: `answer` with what the
client returned, `status` with the status of an error, `refused` with why nothing was sent, or `failed`.
"""

from __future__ import annotations

import json
import re
import shutil
import subprocess
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

import client_on_demand
from client_on_demand import BUILD, ROOT, Language
from contract import CONTRACT
from dws_reference import demo
from raw_server import RawServer, answer
from running import running_reference

VECTORS = ROOT / "tests/vectors/constraints.json"
Call = dict[str, Any]
Outcome = dict[str, Any]


@dataclass(frozen=True)
class Caller:
    """A language's program: where it goes in the client's folder, how it is compiled and run, what it can express.

    built_with_client: whether the client's own build comes first; dynamic: it takes values of any type; utf16: texts
    with lone surrogates.
    """

    place: str
    command: Sequence[str]
    compile: Sequence[str] = ()
    built_with_client: bool = True
    dynamic: bool = False
    utf16: bool = False


CALLERS = {
    "csharp": Caller(
        "call", ("dotnet", "run", "--no-build", "--project", "call", "--"), ("dotnet", "build", "--nologo", "call")
    ),
    "java": Caller(
        "call",
        ("java", "-cp", "target/classes:target/lib/*:call", "Call"),
        ("javac", "-cp", "target/classes:target/lib/*", "call/Call.java"),
        utf16=True,
    ),
    "kotlin": Caller(
        "src/test/kotlin", ("java", "-cp", "target/classes:target/test-classes:target/lib/*", "CallKt"), utf16=True
    ),
    "php": Caller("call", ("php", "call/call.php"), dynamic=True),
    "ruby": Caller("call", ("bundle", "exec", "ruby", "-I", "lib", "call/call.rb"), dynamic=True),
    # Without TLS, which compiles for minutes: the calls stay on this machine.
    "rust": Caller(
        "examples",
        (str(BUILD / "cargo/debug/examples/call"),),
        ("cargo", "build", "--quiet", "--locked", "--no-default-features", "--example", "call"),
        built_with_client=False,
    ),
}
"""The program of each language."""

UUID = re.compile(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}")

CALLS = {"listSnapshotDetails": "show", "listClusterSnapshots": "list", "deleteSnapshot": "delete"}
"""What the programs call beside create, by operation."""

LIMIT = 10
"""What the programs list with where a case says nothing of it: they always send a limit."""


@dataclass(frozen=True)
class Client:
    """A client that was generated, with its calling program beside it."""

    language: Language
    folder: Path

    def compile(self) -> None:
        """Compile it and its program. Raises client_on_demand.Unavailable or Failed."""
        caller = CALLERS[self.language.name]
        if caller.built_with_client:
            client_on_demand.compile_client(self.language, self.folder)
        else:
            client_on_demand.require(self.language)
        if caller.compile:
            client_on_demand.call(list(caller.compile), self.folder)

    def calls(self, url: str, token: str, calls: Sequence[Call]) -> list[Outcome]:
        """Make calls with it, one after the other, and return what came of each."""
        done = subprocess.run(
            [*CALLERS[self.language.name].command, url],
            cwd=self.folder,
            env=client_on_demand.environment() | {"DWS_TOKEN": token, "NO_PROXY": "127.0.0.1", "no_proxy": "127.0.0.1"},
            input="".join(f"{json.dumps(call)}\n" for call in calls),
            capture_output=True,
            text=True,
            check=False,
        )
        outcomes = [json.loads(line) for line in done.stdout.splitlines()]
        if done.returncode or len(outcomes) != len(calls):
            raise client_on_demand.Failed(f"{len(outcomes)} of {len(calls)} calls were made:\n{done.stderr}")
        return outcomes


def generated(name: str) -> Client:
    """Generate a client for the checks. Raises client_on_demand.Unavailable or Failed."""
    client = Client(client_on_demand.load(name), BUILD / "checks" / name)
    client_on_demand.generate(client.language, client.folder)
    shutil.copytree(ROOT / "tests" / name, client.folder / CALLERS[name].place, dirs_exist_ok=True)
    return client


def create(name: str) -> Call:
    """A call that creates a snapshot of the demo cluster."""
    snapshot = {"name": name, "cluster_id": demo.CLUSTER_ID}
    return {"call": "create", "project_id": demo.PROJECT_ID, "snapshot": snapshot}


def creates_with_a_token(client: Client) -> None:
    """It creates a snapshot on a running reference, and tells a taken name and a wrong token by their statuses."""
    name = f"from-{client.language.name}"
    with running_reference() as reference:
        first, second = client.calls(reference.url, reference.token(), [create(name), create(name)])
        assert UUID.fullmatch(first.get("answer", "")), first
        assert second == {"status": 400}
        assert client.calls(reference.url, "no-token", [create(name)]) == [{"status": 401}]


def sends_what_it_is_given(client: Client) -> None:
    """The token goes in its one header, and what was left out is not sent."""
    with RawServer(answer(200, json.dumps({"snapshot": {"id": demo.CLUSTER_ID}}))) as server:
        assert client.calls(server.url, "a-token", [create("snapshot-3")]) == [{"answer": demo.CLUSTER_ID}]
    (request,) = server.requests
    head, _, body = request.partition(b"\r\n\r\n")
    line, *headers = head.decode().splitlines()
    assert line == f"POST /v1.0/{demo.PROJECT_ID}/snapshots HTTP/1.1"
    names = [header.partition(":")[0].lower() for header in headers]
    assert [header.partition(":")[2].strip() for header in headers if "token" in header.lower()] == ["a-token"]
    assert not {"authorization", "x-sdk-date"} & set(names)
    assert json.loads(body) == {"snapshot": {"name": "snapshot-3", "cluster_id": demo.CLUSTER_ID}}


def reads_what_it_does_not_know(client: Client) -> None:
    """It takes the contract's own answers, members and values that the contract does not name, and no body at all."""
    contract = yaml.safe_load(CONTRACT.read_text(encoding="utf-8"))
    details = example(contract, "listSnapshotDetails")
    details["snapshot"] |= {"status": "POLICE_FROZEN", "tags": [{"key": "value"}], "description": "Größe 数据"}
    page = example(contract, "listClusterSnapshots") | {"next": None}
    snapshot = {"project_id": demo.PROJECT_ID, "snapshot_id": details["snapshot"]["id"]}
    calls = [
        {"call": "show", **snapshot},
        {"call": "list", "project_id": demo.PROJECT_ID, "cluster_id": demo.CLUSTER_ID, "limit": 1},
        {"call": "delete", **snapshot},
        {"call": "show", **snapshot},
    ]
    behaviours = (
        answer(200, json.dumps(details), Content_Type="application/json"),
        answer(200, json.dumps(page), Content_Type="application/json"),
        answer(202),
        answer(302, Location="/elsewhere"),
    )
    with RawServer(*behaviours) as server:
        shown, listed, deleted, redirected = client.calls(server.url, "a-token", calls)
    assert shown == {"answer": "POLICE_FROZEN"}
    assert listed == {"answer": page["count"]}
    assert deleted == {"answer": "deleted"}
    assert redirected.keys() & {"status", "failed"}, redirected
    lines = [request.split(b"\r\n")[0].decode() for request in server.requests]
    assert lines[1:3] == [
        f"GET /v1.0/{demo.PROJECT_ID}/clusters/{demo.CLUSTER_ID}/snapshots?limit=1 HTTP/1.1",
        f"DELETE /v1.0/{demo.PROJECT_ID}/snapshots/{snapshot['snapshot_id']} HTTP/1.1",
    ]


def example(contract: dict[str, Any], operation_id: str) -> dict[str, Any]:
    """The first example of an operation's success."""
    operations = (operation for item in contract["paths"].values() for operation in item.values())
    operation = next(each for each in operations if isinstance(each, dict) and each.get("operationId") == operation_id)
    value: dict[str, Any] = next(
        iter(operation["responses"]["200"]["content"]["application/json"]["examples"].values())
    )
    return dict(value["value"])


def unenforced(client: Client) -> tuple[int, set[str]]:
    """How many bad values it was given, and the names of those that it sent.

    Raises AssertionError where it refuses a good value, or says that it sent nothing and did.
    """
    cases = list(expressible(CALLERS[client.language.name]))
    contract = yaml.safe_load(CONTRACT.read_text(encoding="utf-8"))
    page = example(contract, "listClusterSnapshots")
    shown = example(contract, "listSnapshotDetails")

    def behave(connection: Any) -> bool:
        method, path, _ = server.requests[-1].split(b" ", 2)
        content = page if b"/clusters/" in path else shown
        status, body = (202, "") if method == b"DELETE" else (200, json.dumps(content))
        return answer(status, body, Content_Type="application/json")(connection)

    with RawServer(behave) as server:
        outcomes = client.calls(server.url, "a-token", [call for _, _, call in cases])
    sent = {name for (name, _, _), outcome in zip(cases, outcomes, strict=True) if "refused" not in outcome}
    assert len(server.requests) == len(sent)
    good = {name for name, field, _ in cases if field is None}
    assert not good - sent, f"good values are refused: {sorted(good - sent)}"
    return len(cases) - len(good), sent - good


def expressible(caller: Caller) -> Iterator[tuple[str, str | None, Call]]:
    """The cases of tests/vectors/constraints.json that the language and its program can express.

    Each is a name, the field that is bad or None, and the call.
    """
    for case in json.loads(VECTORS.read_text(encoding="utf-8")):
        place = {"project_id": case.get("project_id", demo.PROJECT_ID)}
        if "snapshot" in case:
            call, values = {"call": "create", **place, "snapshot": case["snapshot"]}, case["snapshot"]
        elif case["operation"] in CALLS and case["parameters"].keys() <= {
            "project_id",
            "snapshot_id",
            "cluster_id",
            "limit",
        }:
            values = place | case["parameters"]
            call = {"call": CALLS[case["operation"]], "limit": LIMIT, **values}
        else:
            continue
        texts = [value for name, value in (place | values).items() if name != "limit"]
        typed = all(isinstance(text, str) for text in texts) and type(values.get("limit", LIMIT)) is int
        lone = any(isinstance(text, str) and any("\ud800" <= c <= "\udfff" for c in text) for text in texts)
        if (typed or (caller.dynamic and "snapshot" in case)) and (caller.utf16 or not lone):
            yield case["case"], case["field"], call
