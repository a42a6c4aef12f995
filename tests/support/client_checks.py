"""Checks of the clients made on demand: each is generated, compiled, and called by a small program in its language.

The program, tests/languages/LANGUAGE/call.*, reads one call per line and prints one line with its result: `answer` with
the value that the client returned, `status` with the status of an error, `refused` with the reason why nothing was
sent, or `failed`.
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

from contract import load as load_contract
from dws_reference import demo
from on_demand import client_on_demand
from on_demand.client_on_demand import BUILD, ROOT, Language
from support.raw_server import RawServer, answer
from support.running import running_reference
from vectors import load as load_vectors

Call = dict[str, Any]
Outcome = dict[str, Any]


@dataclass(frozen=True)
class Caller:
    """A language's program: its place in the client's folder, how it is compiled and run, its abilities.

    example: the command that runs the program of the client's README, which is beside it; empty if that was never
    tried; built_with_client: whether the client is built first; dynamic: whether it accepts values of any type; utf16:
    whether it accepts texts with lone surrogates.
    """

    place: str
    command: Sequence[str]
    example: Sequence[str] = ()
    compile: Sequence[str] = ()
    built_with_client: bool = True
    dynamic: bool = False
    utf16: bool = False


CALLERS = {
    "csharp": Caller(
        "call",
        ("dotnet", "run", "--no-build", "--project", "call", "--"),
        compile=("dotnet", "build", "--nologo", "call"),
    ),
    "java": Caller(
        "call",
        ("java", "-cp", "target/classes:target/lib/*:call", "Call"),
        ("java", "-cp", "target/classes:target/lib/*:call", "Create"),
        ("javac", "-cp", "target/classes:target/lib/*", "call/Call.java", "call/Create.java"),
        utf16=True,
    ),
    "kotlin": Caller(
        "src/test/kotlin",
        ("java", "-cp", "target/classes:target/test-classes:target/lib/*", "CallKt"),
        ("java", "-cp", "target/classes:target/test-classes:target/lib/*", "CreateKt"),
        utf16=True,
    ),
    "php": Caller(
        "call",
        ("php", "-d", "auto_prepend_file=GuzzleHttp/autoload.php", "call/call.php"),
        ("php", "-d", "auto_prepend_file=GuzzleHttp/autoload.php", "call/create.php"),
        dynamic=True,
    ),
    "ruby": Caller(
        "call", ("ruby", "-I", "lib", "call/call.rb"), ("ruby", "-I", "lib", "call/create.rb"), dynamic=True
    ),
    # Without TLS, which compiles for minutes: the calls stay on this machine.
    "rust": Caller(
        "examples",
        (str(BUILD / "cargo/debug/examples/call"),),
        (str(BUILD / "cargo/debug/examples/create"),),
        ("cargo", "build", "--quiet", "--locked", "--no-default-features", "--examples"),
        built_with_client=False,
    ),
}
"""The program of each language."""

SNAPSHOT_ID = "2a4d0f86-67cd-408a-8b66-017454fb7793"
UUID = re.compile(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}")

CALLS = {
    "copySnapshot": "copy",
    "createSnapshot": "create",
    "deleteSnapshot": "delete",
    "listClusterSnapshots": "list",
    "listSnapshotDetails": "show",
    "listSnapshots": "all",
    "restoreCluster": "restore",
}
"""The programs' names for the operations."""

LIMIT = 10
"""The default query of lists: the programs always send a limit."""

JSON = {"Content_Type": "application/json"}
NO_PROXY = {"NO_PROXY": "127.0.0.1", "no_proxy": "127.0.0.1"}


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
        """Make calls with it, one after the other, and return the result of each."""
        done = subprocess.run(
            [*CALLERS[self.language.name].command, url],
            cwd=self.folder,
            env=client_on_demand.environment() | {"DWS_TOKEN": token} | NO_PROXY,
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
    place = client.folder / CALLERS[name].place
    shutil.copytree(ROOT / "tests/languages" / name, place, dirs_exist_ok=True)
    if CALLERS[name].example:
        shutil.copy(client.language.folder / client.language.example, place)
    return client


def create(name: str) -> Call:
    """Return a call that creates a snapshot of the demo cluster."""
    snapshot = {"name": name, "cluster_id": demo.CLUSTER_ID}
    return {"call": "create", "project_id": demo.PROJECT_ID, "snapshot": snapshot}


def creates_with_a_token(client: Client) -> None:
    """It creates a snapshot on a running reference, and reports a taken name and a wrong token by their statuses."""
    name = f"from-{client.language.name}"
    with running_reference() as reference:
        first, second = client.calls(reference.url, reference.token(), [create(name), create(name)])
        assert UUID.fullmatch(first.get("answer", "")), first
        assert second == {"status": 400}
        assert client.calls(reference.url, "no-token", [create(name)]) == [{"status": 401}]


def creates_as_the_readme_says(client: Client) -> None:
    """The program of its README creates a snapshot, and says why it can't create a second one of that name."""
    if not CALLERS[client.language.name].example:
        return
    with running_reference() as reference:
        account = {
            "DWS_ENDPOINT": reference.url,
            "OS_AUTH_URL": f"{reference.url}/v3",
            "OS_PASSWORD": demo.PASSWORD,
            "OS_PROJECT_ID": demo.PROJECT_ID,
            "OS_USERNAME": demo.USERNAME,
            "OS_USER_DOMAIN_NAME": demo.DOMAIN,
        }
        first, second = (
            subprocess.run(
                [*CALLERS[client.language.name].example, "readme", demo.CLUSTER_ID],
                cwd=client.folder,
                env=client_on_demand.environment() | account | NO_PROXY,
                capture_output=True,
                text=True,
                check=False,
            )
            for _ in range(2)
        )
    assert UUID.fullmatch(first.stdout.strip()), first.stderr
    assert (first.returncode, second.returncode) == (0, 1)
    assert re.fullmatch(r"400 DWS\.5039 .+ \(request [0-9a-f]{32}\)", second.stderr.strip()), second.stderr


def sends_what_it_is_given(client: Client) -> None:
    """The token is sent in its one header only, and members that were left out are not sent."""
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
    """It reads the contract's own answers, unknown members and values, and answers without a body."""
    contract = load_contract()
    details = example(contract, "listSnapshotDetails")
    details["snapshot"] |= {"status": "POLICE_FROZEN", "tags": [{"key": "value"}], "description": "Größe 数据"}
    page = example(contract, "listClusterSnapshots") | {"next": None}
    operations = ("listSnapshotDetails", "listClusterSnapshots", "deleteSnapshot", "listSnapshotDetails")
    behaviours = (
        answer(200, json.dumps(details), **JSON),
        answer(200, json.dumps(page), **JSON),
        answer(202),
        answer(302, Location="/elsewhere"),
    )
    with RawServer(*behaviours) as server:
        shown, listed, deleted, redirected = client.calls(server.url, "a-token", [plain(name) for name in operations])
    assert shown == {"answer": "POLICE_FROZEN"}
    assert listed == {"answer": [snapshot["id"] for snapshot in page["snapshots"]]}
    assert deleted == {"answer": "deleted"}
    assert redirected.keys() & {"status", "failed"}, redirected
    lines = [request.split(b"\r\n")[0].decode() for request in server.requests]
    assert lines[1:3] == [
        f"GET /v1.0/{demo.PROJECT_ID}/clusters/{demo.CLUSTER_ID}/snapshots?limit={LIMIT} HTTP/1.1",
        f"DELETE /v1.0/{demo.PROJECT_ID}/snapshots/{SNAPSHOT_ID} HTTP/1.1",
    ]


def sends_the_public_record(client: Client) -> None:
    """It sends the requests that the public record shows; a member that is null may be left out."""
    requests = load_vectors("bodies")["requests"]
    answers = {
        "copySnapshot": {"snapshot_id": SNAPSHOT_ID},
        "createSnapshot": {"snapshot": {"id": SNAPSHOT_ID}},
        "restoreCluster": {"cluster": {"id": SNAPSHOT_ID}},
    }
    calls = [plain(each["operation"]) | each["body"] | {"body": each["body"]} for each in requests]
    behaviours = [answer(200, json.dumps(answers[each["operation"]]), **JSON) for each in requests]
    with RawServer(*behaviours) as server:
        assert client.calls(server.url, "a-token", calls) == [{"answer": SNAPSHOT_ID}] * len(requests)
    sent = [json.loads(request.partition(b"\r\n\r\n")[2]) for request in server.requests]
    assert [without_null(body) for body in sent] == [without_null(each["body"]) for each in requests]


def without_null(node: Any) -> Any:
    """Return a body without the members that are null."""
    if not isinstance(node, dict):
        return node
    return {name: without_null(value) for name, value in node.items() if value is not None}


def unread(client: Client) -> tuple[int, set[str]]:
    """Return how many answers it was given that every client in generated/ can read, and the names of those it cannot.

    Answers with a member that can't be read are left out: such a member costs a generator's client the whole answer.
    """
    known = [case for case in load_vectors("reading")["cases"] if case["operation"] in CALLS]
    cases = [case for case in known if "read" in case and "kept" not in case]
    behaviours = [
        answer(case["status"], case["body"] if case.get("raw") else json.dumps(case["body"]), **JSON) for case in cases
    ]
    with RawServer(*behaviours) as server:
        outcomes = client.calls(server.url, "a-token", [plain(case["operation"]) for case in cases])
    return len(cases), {
        case["name"]
        for case, outcome in zip(cases, outcomes, strict=True)
        if outcome != {"answer": told(case["operation"], case["read"])}
    }


def plain(operation_id: str) -> Call:
    """Return a plain call of an operation."""
    return create("snapshot-3") | {
        "call": CALLS[operation_id],
        "snapshot_id": SNAPSHOT_ID,
        "cluster_id": demo.CLUSTER_ID,
        "limit": LIMIT,
        "body": {"restore": {"name": "dws-restored"}}
        if operation_id == "restoreCluster"
        else {"backup_name": "a-copy"},
    }


def told(operation_id: str, read: Any) -> Any:
    """Return the line that the programs print for an answer."""
    if operation_id == "deleteSnapshot":
        return "deleted"
    if operation_id in ("listSnapshots", "listClusterSnapshots"):
        return [snapshot["id"] for snapshot in (read if operation_id == "listSnapshots" else read["snapshots"])]
    return read[{"copySnapshot": "snapshot_id", "listSnapshotDetails": "status"}.get(operation_id, "id")]


def example(contract: dict[str, Any], operation_id: str) -> dict[str, Any]:
    """Return the first example of an operation's success."""
    operations = (operation for item in contract["paths"].values() for operation in item.values())
    operation = next(each for each in operations if isinstance(each, dict) and each.get("operationId") == operation_id)
    value: dict[str, Any] = next(
        iter(operation["responses"]["200"]["content"]["application/json"]["examples"].values())
    )
    return dict(value["value"])


def unenforced(client: Client) -> tuple[int, set[str]]:
    """Return how many bad values it was given, and the names of those that it sent.

    Raises AssertionError if it refuses a good value, or says that it sent nothing and did.
    """
    cases = list(expressible(CALLERS[client.language.name]))
    contract = load_contract()
    page = example(contract, "listClusterSnapshots")
    shown = example(contract, "listSnapshotDetails")

    def behave(connection: Any) -> bool:
        method, path, _ = server.requests[-1].split(b" ", 2)
        content = page if b"/clusters/" in path else shown
        status, body = (202, "") if method == b"DELETE" else (200, json.dumps(content))
        return answer(status, body, **JSON)(connection)

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
    for case in load_vectors("constraints"):
        place = {"project_id": case.get("project_id", demo.PROJECT_ID)}
        if "snapshot" in case:
            call, values = {"call": "create", **place, "snapshot": case["snapshot"]}, case["snapshot"]
        elif "body" not in case and case["parameters"].keys() <= {"project_id", "snapshot_id", "cluster_id", "limit"}:
            values = place | case["parameters"]
            call = {"call": CALLS[case["operation"]], "limit": LIMIT, **values}
        else:
            continue
        texts = [value for name, value in (place | values).items() if name != "limit"]
        typed = all(isinstance(text, str) for text in texts) and type(values.get("limit", LIMIT)) is int
        lone = any(isinstance(text, str) and any("\ud800" <= c <= "\udfff" for c in text) for text in texts)
        if (typed or (caller.dynamic and "snapshot" in case)) and (caller.utf16 or not lone):
            yield case["case"], case["field"], call
