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
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from importlib.metadata import version
from pathlib import Path
from statistics import median
from typing import Any, NamedTuple
from xml.etree import ElementTree

import httpx
import yaml

from bench import judges, peers
from contract_power import Trial, serving
from dws_contract import Options
from plain_server.faults import CATALOGUE
from plain_server.server import Account

ROOT = Path(__file__).resolve().parents[1]
PATH = "/v1.0/{project_id}/snapshots"
ACCOUNT = Account()
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
    (folder / "openapi.yaml").write_text(yaml.safe_dump(for_peers(), sort_keys=False))
    (folder / "specmatic.yaml").write_text("version: 2\ncontracts:\n  - provides: [openapi.yaml]\n")
    command: Command = [peers.NODE / "specmatic", "test", "openapi.yaml", f"--testBaseURL={options.url}"]
    generative = {**peers.node(), "SPECMATIC_GENERATIVE_TESTS": "true"}
    # How it ends is in its report.
    subprocess.run([*command, "--junitReportDir=junit"], cwd=folder, env=generative, capture_output=True, check=False)
    cases = ElementTree.parse(folder / "junit/TEST-junit-jupiter.xml").iter("testcase")
    return {str(case.get("name")) for case in cases if case.find("failure") is not None}


def prism(options: Options, folder: Path) -> Complaints:
    """Prism's validation proxy on the traffic of the contract's examples, with and without a token."""
    document = folder / "openapi.yaml"
    document.write_text(yaml.safe_dump(for_peers(), sort_keys=False))
    with peers.prism("proxy", document, options.url) as proxy:
        return set().union(*(violations(proxy, request) for request in traffic()))


def traffic() -> list[dict[str, Any]]:
    """Requests from the contract's examples."""
    body = for_peers()["paths"][PATH]["post"]["requestBody"]["content"]["application/json"]["examples"]["source"]
    signed = {"X-Auth-Token": ACCOUNT.token}
    return [
        {"headers": signed, "json": body["value"]},
        {"headers": signed, "json": body["value"]},
        {"headers": {"X-Auth-Token": "x"}, "json": body["value"]},
        {"headers": signed, "json": {}},
    ]


def violations(proxy: str, request: dict[str, Any]) -> Complaints:
    """What the proxy says of an exchange in its header; an answer that it could not pass on is one, too."""
    url = proxy + PATH.replace("{project_id}", ACCOUNT.project_id)
    try:
        told = json.loads(httpx.post(url, **request, timeout=10).headers.get("sl-violations", "[]"))
    except httpx.HTTPError as error:
        return {type(error).__name__}
    return {f"{one['location']} {one['message']}" for one in told if one["location"][0] == "response"}


def for_peers() -> dict[str, Any]:
    """The contract for tools that know no scheme but apiKey: the token and the project as parameters."""
    document: dict[str, Any] = yaml.safe_load((ROOT / "openapi.yaml").read_text(encoding="utf-8"))
    del document["security"], document["components"]["securitySchemes"]
    document["paths"] = {PATH: {"post": document["paths"][PATH]["post"]}}
    item = document["paths"][PATH]
    item["parameters"] = [fixed("project_id", "path", ACCOUNT.project_id)]
    item["post"]["parameters"] = [fixed("X-Auth-Token", "header", ACCOUNT.token)]
    item["post"]["responses"]["200"].pop("links", None)
    examples = item["post"]["requestBody"]["content"]["application/json"]["examples"]
    item["post"]["requestBody"]["content"]["application/json"]["examples"] = {"source": examples["source"]}
    return document


def fixed(name: str, place: str, value: str) -> dict[str, Any]:
    schema = {"type": "string", "enum": [value]}
    return {"name": name, "in": place, "required": True, "schema": schema, "examples": {"source": {"value": value}}}


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
