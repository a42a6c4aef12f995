"""The judges that `make bench-contract` compares, each set up as its experts would do it.

A complaint is identified by its operation and check, so that a false alarm hides only the same complaint.
"""

from __future__ import annotations

import json
import re
import subprocess
from collections.abc import Callable, Iterator, Mapping
from importlib.metadata import version
from pathlib import Path
from typing import Any, NamedTuple, TypeAlias
from xml.etree import ElementTree

import httpx
import yaml

from dws_contract import Options
from dws_contract.steps.known import entries
from dws_contract.traffic.messages import json_of
from programs.bench import judges, peers

METHODS = {"get", "post", "delete"}
JSON = "application/json"
EXAMPLE = "source"
Complaint: TypeAlias = tuple[str, str]
Complaints: TypeAlias = set[Complaint]
_JAVA = "-XX:TieredStopAtLevel=1 -XX:+UseSerialGC"
"""Java optimises less, since runs are short: two operations take 13 s of CPU instead of 22."""
_COMBINATIONS = "3000"
"""At most so many requests for an operation. Without a limit there are three times as many, and the plain service gets
complaints of the same kinds."""
_SPECMATIC = {"version": 2, "contracts": [{"provides": ["openapi.yaml"]}]}


class Judge(NamedTuple):
    """A tool that judges an implementation and returns what it complains of."""

    name: str
    judge: Callable[[Options, Path], Complaints]


def ours(options: Options, folder: Path) -> Complaints:
    """The suite with its default settings."""
    report = judges.suite(options, folder)
    broken = {("", str(clause["id"])) for clause in report["clauses"] if clause["state"] == "broken"}
    return broken | ({("", str(report["stopped"]))} if report["stopped"] else set())


def schemathesis(options: Options, folder: Path) -> Complaints:
    """`schemathesis run` with every check, the project and the token."""
    return _failures(judges.schemathesis(options, folder))


def hooked(options: Options, folder: Path) -> Complaints:
    """`schemathesis run` with `dws_contract.hooks`."""
    return _failures(judges.hooked_schemathesis(options, folder))


def _failures(report: judges.Report) -> Complaints:
    return {
        (operation, str(told.get("code") or told.get("title", "error")))
        for told in report["failures"] + report["errors"]
        for operation in told.get("operations") or [""]
    }


def specmatic(options: Options, folder: Path) -> Complaints:
    """`specmatic test` with generative tests."""
    (folder / "openapi.yaml").write_text(yaml.safe_dump(for_peers(options), sort_keys=False))
    (folder / "specmatic.yaml").write_text(yaml.safe_dump(_SPECMATIC))
    command: peers.Command = [peers.NODE / "specmatic", "test", "openapi.yaml", f"--testBaseURL={options.url}"]
    settings = {
        "SPECMATIC_GENERATIVE_TESTS": "true",
        "MAX_TEST_REQUEST_COMBINATIONS": _COMBINATIONS,
        "JAVA_TOOL_OPTIONS": _JAVA,
    }
    generative = {**peers.node(), **settings}
    # Its exit status is not needed: the report has the result.
    subprocess.run([*command, "--junitReportDir=junit"], cwd=folder, env=generative, capture_output=True, check=False)
    cases = ElementTree.parse(folder / "junit/TEST-junit-jupiter.xml").iter("testcase")
    return {told_of(str(case.get("name"))) for case in cases if case.find("failure") is not None}


def told_of(case: str) -> Complaint:
    """Return the operation of a test case of Specmatic's, the expected status, and what is wrong in the request.

    Its name also has all other values: there are thousands of combinations, and some come by chance.
    """
    method, path, rest = [*case.rpartition("Scenario: ")[2].split(" ", 2), "", ""][:3]
    status, values = rest.removeprefix("-> ").partition(" ")[0], rest.partition(" where ")[2].split(" AND ")
    return f"{method} {path}", " ".join([status, *(each for each in values if "mutated" in each or "invalid" in each)])


def prism(options: Options, folder: Path) -> Complaints:
    """Prism's validation proxy, on requests from the contract's examples and on a snapshot's life."""
    document = for_peers(options)
    (folder / "openapi.yaml").write_text(yaml.safe_dump(document, sort_keys=False))
    found: Complaints = set()
    with peers.prism("proxy", folder / "openapi.yaml", options.url) as proxy:
        for method, template, fixed, request in traffic(document):
            told, _ = violations(proxy, method, template.format(**fixed), request)
            found |= {(f"{method} {template}", what) for what in told}
        return found | _life(proxy, options)


def _life(proxy: str, options: Options) -> Complaints:
    """Return the proxy's complaints while a snapshot is made, read, restored and deleted by the ID from its create."""
    found: Complaints = set()
    project = f"/v1.0/{options.project_id}"
    snapshot = {"name": "prism-life", "cluster_id": options.cluster_id, "description": "from first to last"}

    def send(method: str, path: str, **body: Any) -> Any:
        headers = {"X-Auth-Token": options.token}
        told, answer = violations(proxy, method, project + path, {"headers": headers, **body})
        found.update((f"{method} {path}", what) for what in told)
        return answer

    made = send("POST", "/snapshots", json={"snapshot": snapshot})
    id_ = made.get("snapshot", {}).get("id", "none") if isinstance(made, dict) else "none"
    for method, path, body in (
        ("GET", f"/snapshots/{id_}", {}),
        ("GET", "/snapshots", {}),
        ("GET", f"/clusters/{options.cluster_id}/snapshots?limit=2&offset=0", {}),
        ("POST", f"/snapshots/{id_}/actions", {"json": {"restore": {"name": "prism-restored"}}}),
        ("GET", "/clusters", {}),
        ("POST", "/snapshots", {"json": {"snapshot": snapshot}}),
        ("POST", "/snapshots", {"json": {"snapshot": {**snapshot, "name": "abc"}}}),
        ("DELETE", f"/snapshots/{id_}", {}),
        ("GET", f"/snapshots/{id_}", {}),
    ):
        send(method, path, **body)
    return {(operation.replace(id_, "ID"), what) for operation, what in found}


def traffic(document: dict[str, Any]) -> Iterator[tuple[str, str, dict[str, str], dict[str, Any]]]:
    """Requests from the contract's examples, each twice, and one with a wrong token or an empty body.

    Yields method, path, the values of the path's parameters, and the rest.
    """
    for path, item in document["paths"].items():
        fixed = {each["name"]: each["examples"][EXAMPLE]["value"] for each in item["parameters"]}
        for method in sorted(METHODS & set(item)):
            content = item[method].get("requestBody", {}).get("content", {}).get(JSON, {})
            body = {"json": content["examples"][EXAMPLE]["value"]} if content else {}
            signed, other = {"X-Auth-Token": fixed["X-Auth-Token"]}, {"X-Auth-Token": "x"}
            for headers, sent in (
                (signed, body),
                (signed, body),
                (other, body),
                (signed, {"json": {}} if body else {}),
            ):
                yield method.upper(), path, fixed, {"headers": headers, **sent}


def violations(proxy: str, method: str, path: str, request: dict[str, Any]) -> tuple[set[str], Any]:
    """Return the proxy's complaints about an answer, which are in a header, and the answer's JSON.

    An answer that it could not pass on is a complaint, too.
    """
    try:
        answer = httpx.request(method, proxy + path, timeout=10, **request)
    except httpx.HTTPError as error:
        return {type(error).__name__}, None
    told = json.loads(answer.headers.get("sl-violations", "[]"))
    found = {
        f"{one.get('code', '')} {re.sub(r'[.][0-9]+', '', '.'.join(map(str, one['location'])))}"
        for one in told
        if one["location"][0] == "response"
    }
    try:
        return found, answer.json()
    except ValueError:
        return found, None


def for_peers(options: Options) -> dict[str, Any]:
    """Return the contract for tools that only know apiKey: token, project, cluster and a snapshot as parameters."""
    document: dict[str, Any] = yaml.safe_load((peers.ROOT / "openapi.yaml").read_text(encoding="utf-8"))
    del document["security"], document["components"]["securitySchemes"]
    values = {
        "X-Auth-Token": options.token,
        "project_id": options.project_id,
        "cluster_id": options.cluster_id,
        "snapshot_id": automated(options),
    }
    for path, item in document["paths"].items():
        named = [name for name in values if f"{{{name}}}" in path]
        item["parameters"] = [fixed("X-Auth-Token", "header", values), *(fixed(name, "path", values) for name in named)]
        for method in METHODS & set(item):
            _keep_one_example(item[method].get("requestBody", {}))
            for status, answer in item[method]["responses"].items():
                answer.pop("links", None)
                _keep_one_example(answer if status == "200" else {})
    return document


def fixed(name: str, place: str, values: Mapping[str, str | None]) -> dict[str, Any]:
    """Return a parameter with one allowed value."""
    schema, example = {"type": "string", "enum": [values[name]]}, {"value": values[name]}
    return {"name": name, "in": place, "required": True, "schema": schema, "examples": {EXAMPLE: example}}


def _keep_one_example(holder: dict[str, Any]) -> None:
    """Keep only the first example, under one name everywhere: Specmatic makes one test from all examples of a name."""
    media = holder.get("content", {}).get(JSON, {})
    if "examples" in media:
        media["examples"] = {EXAMPLE: next(iter(media["examples"].values()))}


def automated(options: Options) -> str:
    """Return the ID of the automated snapshot that exists from the start, as far as a faulty list shows it."""
    url = f"{options.url}/v1.0/{options.project_id}/snapshots"
    listed = entries(json_of(httpx.get(url, headers={"X-Auth-Token": options.token or ""}).content))
    found = min(listed, key=lambda each: each.get("type") != "AUTO", default={"id": options.cluster_id})
    return str(found["id"])


JUDGES = {
    "suite": Judge(f"dws-contract {version('dws-snapshots')}", ours),
    "schemathesis": Judge(f"schemathesis {peers.version('schemathesis')}, told project and token", schemathesis),
    "hooks": Judge(f"schemathesis {version('schemathesis')} with `dws_contract.hooks`", hooked),
    "specmatic": Judge(f"Specmatic {peers.version('specmatic')}, generative tests", specmatic),
    "prism": Judge(f"Prism {peers.version('@stoplight/prism-cli')}, validation proxy", prism),
}
"""The judges by their names on the command line, the suite first."""
