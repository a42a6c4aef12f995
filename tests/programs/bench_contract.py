"""`make bench-contract`: the contract suite and its peers on the same planted faults, side by side in one run.

Each judges the plain implementation, first without a fault: what it complains of then is a false alarm. A fault is
caught where a judge complains of something that it did not complain of without the fault. The peers get what the suite
gets, a token, the project, the cluster in the example, in the form that each takes.
"""

import argparse
import json
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from importlib.metadata import version
from pathlib import Path
from statistics import median
from typing import Any, NamedTuple
from xml.etree import ElementTree

import httpx
import yaml

from dws_contract import Options
from plain_server.faults import CATALOGUE
from programs.bench import judges, peers
from programs.contract_power import Trial, serving

ROOT = Path(__file__).resolve().parents[2]
METHODS = {"get", "post", "delete"}
JSON = "application/json"
EXAMPLE = "source"
Complaints = set[str]
Command = list[str | Path]


class Judge(NamedTuple):
    """A tool that judges an implementation and returns what it complains of."""

    name: str
    judge: Callable[[Options, Path], Complaints]


def ours(options: Options, folder: Path) -> Complaints:
    """The suite with its default settings."""
    report = judges.suite(options, folder)
    broken = {clause["id"] for clause in report["clauses"] if clause["state"] == "broken"}
    return broken | ({report["stopped"]} if report["stopped"] else set())


def schemathesis(options: Options, folder: Path) -> Complaints:
    """`schemathesis run` with every check, told the project and the token."""
    report = judges.schemathesis(options, folder)
    return {str(told.get("title", "error")) for told in report["failures"] + report["errors"]}


def specmatic(options: Options, folder: Path) -> Complaints:
    """`specmatic test` with generative tests."""
    (folder / "openapi.yaml").write_text(yaml.safe_dump(for_peers(options), sort_keys=False))
    (folder / "specmatic.yaml").write_text("version: 2\ncontracts:\n  - provides: [openapi.yaml]\n")
    command: Command = [peers.NODE / "specmatic", "test", "openapi.yaml", f"--testBaseURL={options.url}"]
    generative = {**peers.node(), "SPECMATIC_GENERATIVE_TESTS": "true"}
    # How it ends is in its report.
    subprocess.run([*command, "--junitReportDir=junit"], cwd=folder, env=generative, capture_output=True, check=False)
    cases = ElementTree.parse(folder / "junit/TEST-junit-jupiter.xml").iter("testcase")
    return {str(case.get("name")) for case in cases if case.find("failure") is not None}


def prism(options: Options, folder: Path) -> Complaints:
    """Prism's validation proxy on the traffic of the contract's examples, with and without a token."""
    document = for_peers(options)
    (folder / "openapi.yaml").write_text(yaml.safe_dump(document, sort_keys=False))
    with peers.prism("proxy", folder / "openapi.yaml", options.url) as proxy:
        return set().union(*(violations(proxy, *request) for request in traffic(document)))


def traffic(document: dict[str, Any]) -> Iterator[tuple[str, str, dict[str, Any]]]:
    """Requests from the contract's examples, each twice, and one with a wrong token or an empty body."""
    for path, item in document["paths"].items():
        fixed = {each["name"]: each["examples"][EXAMPLE]["value"] for each in item["parameters"]}
        for method in METHODS & set(item):
            content = item[method].get("requestBody", {}).get("content", {}).get(JSON, {})
            body = {"json": content["examples"][EXAMPLE]["value"]} if content else {}
            signed, other = {"X-Auth-Token": fixed["X-Auth-Token"]}, {"X-Auth-Token": "x"}
            url = path.format(**fixed)
            for headers, sent in (
                (signed, body),
                (signed, body),
                (other, body),
                (signed, {"json": {}} if body else {}),
            ):
                yield method, url, {"headers": headers, **sent}


def violations(proxy: str, method: str, path: str, request: dict[str, Any]) -> Complaints:
    """What the proxy says of an exchange in its header; an answer that it could not pass on is one, too."""
    try:
        answer = httpx.request(method, proxy + path, timeout=10, **request)
    except httpx.HTTPError as error:
        return {f"{method} {type(error).__name__}"}
    told = json.loads(answer.headers.get("sl-violations", "[]"))
    return {f"{method} {one['location']} {one['message']}" for one in told if one["location"][0] == "response"}


def for_peers(options: Options) -> dict[str, Any]:
    """The contract for tools that know no scheme but apiKey: token, project, cluster and a snapshot as parameters."""
    document: dict[str, Any] = yaml.safe_load((ROOT / "openapi.yaml").read_text(encoding="utf-8"))
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
    """A parameter that has one value."""
    schema, example = {"type": "string", "enum": [values[name]]}, {"value": values[name]}
    return {"name": name, "in": place, "required": True, "schema": schema, "examples": {EXAMPLE: example}}


def _keep_one_example(holder: dict[str, Any]) -> None:
    """Specmatic makes a test of the examples that have one name: keep the first, of that name."""
    media = holder.get("content", {}).get(JSON, {})
    if "examples" in media:
        media["examples"] = {EXAMPLE: next(iter(media["examples"].values()))}


def automated(options: Options) -> str:
    """Return the ID of the automated snapshot, of which there is one from the start."""
    url = f"{options.url}/v1.0/{options.project_id}/snapshots"
    listed = httpx.get(url, headers={"X-Auth-Token": options.token or ""}).json()["snapshots"]
    return next(str(each["id"]) for each in listed if each["type"] == "AUTO")


def measure(judge: Judge, fault: str) -> tuple[Complaints, float]:
    """Let one judge look at the plain implementation, with one fault or none. Returns complaints and seconds."""
    with serving(Trial(seed=1, fault=fault)) as options, tempfile.TemporaryDirectory() as folder:
        began = time.monotonic()
        return judge.judge(options, Path(folder)), time.monotonic() - began


def main() -> int:
    """Print the table, and what a peer caught and the suite did not. Returns 1 where there is such a fault."""
    parser = argparse.ArgumentParser(description="The contract suite beside its peers on the same planted faults.")
    parser.add_argument("--every", type=int, default=8, help="every Nth fault of the catalogue; 1 takes all (8)")
    chosen = sorted(CATALOGUE)[:: parser.parse_args().every]
    peers.install()
    judges = [
        Judge(f"dws-contract {version('dws-snapshots')}", ours),
        Judge(f"schemathesis {peers.version('schemathesis')}", schemathesis),
        Judge(f"Specmatic {peers.version('specmatic')}", specmatic),
        Judge(f"Prism {peers.version('@stoplight/prism-cli')}, validation proxy", prism),
    ]
    caught: dict[str, set[str]] = {}
    print(f"| {len(chosen)} of {len(CATALOGUE)} faults | caught | false alarms | seconds a run, median |")
    print("|---|---|---|---|")
    for judge in judges:
        alarms, _ = measure(judge, "")
        with ThreadPoolExecutor(2) as pool:
            results = list(pool.map(partial(measure, judge), chosen))
        caught[judge.name] = {fault for fault, (told, _) in zip(chosen, results, strict=True) if told - alarms}
        share = f"{len(caught[judge.name])} ({len(caught[judge.name]) / len(chosen):.0%})"
        print(f"| {judge.name} | {share} | {len(alarms)} | {median(s for _, s in results):.1f} |", flush=True)
    mine = caught.pop(judges[0].name)
    missed = {fault: name for name, faults in caught.items() for fault in faults - mine}
    for fault, name in missed.items():
        print(f"\n{name} caught {fault}, which the suite did not")
    return 1 if missed else 0


if __name__ == "__main__":
    sys.exit(main())
