"""`make bench-contract`: the contract suite and its peers on the same planted faults, side by side in one run.

Each judges the plain implementation, first without a fault: what it complains of then is a false alarm. A fault is
caught where a judge complains of something that it did not complain of without the fault. The peers get what the suite
gets, a token, the project, the cluster in the example, in the form that each takes.
"""

import argparse
import json
import os
import signal
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

from contract_power import Trial, serving
from plain_server.faults import CATALOGUE
from plain_server.server import Account

ROOT = Path(__file__).resolve().parents[1]
PEERS = ROOT / "build/peers"
SPECMATIC = "2.55.1"
PRISM = "5.16.0"
PATH = "/v1.0/{project_id}/snapshots"
ACCOUNT = Account()
Complaints = set[str]
Command = list[str | Path]


class Judge(NamedTuple):
    """A tool that judges an implementation by its address and returns what it complains of."""

    name: str
    judge: Callable[[str, Path], Complaints]


def ours(url: str, folder: Path) -> Complaints:
    """The suite with its default settings."""
    target: Command = ["--url", url, "--project-id", ACCOUNT.project_id, "--cluster-id", ACCOUNT.cluster_id]
    keys = {"HUAWEICLOUD_SDK_AK": ACCOUNT.access_key, "HUAWEICLOUD_SDK_SK": ACCOUNT.secret_key}
    options: Command = ["--seed", "1", "--report-dir", folder]
    quiet([sys.executable, "-m", "dws_contract", *target, *options], folder, **keys, DWS_TOKEN=ACCOUNT.token)
    report = json.loads((folder / "report.json").read_text())
    broken = {clause["id"] for clause in report["clauses"] if clause["state"] == "broken"}
    return broken | ({report["stopped"]} if report["stopped"] else set())


def schemathesis(url: str, folder: Path) -> Complaints:
    """`schemathesis run` with every check, told the project and the token."""
    settings = folder / "schemathesis.toml"
    settings.write_text(f'[parameters]\n"path.project_id" = "{ACCOUNT.project_id}"\n')
    stock = Path(sys.executable).with_name("schemathesis")
    command: Command = [stock, "--config-file", settings, "run", ROOT / "openapi.yaml"]
    options: Command = [
        "--checks",
        "all",
        "--seed",
        "1",
        "--continue-on-failure",
        "--report",
        "json",
        "--report-dir",
        folder,
    ]
    quiet([*command, "--url", url, "-H", f"X-Auth-Token: {ACCOUNT.token}", *options], folder)
    (written,) = folder.glob("json-*.json")
    report = json.loads(written.read_text())
    return {str(told.get("title", "error")) for told in report["failures"] + report["errors"]}


def specmatic(url: str, folder: Path) -> Complaints:
    """`specmatic test` with generative tests."""
    (folder / "openapi.yaml").write_text(yaml.safe_dump(for_peers(), sort_keys=False))
    (folder / "specmatic.yaml").write_text("version: 2\ncontracts:\n  - provides: [openapi.yaml]\n")
    binary = PEERS / "node_modules/.bin/specmatic"
    command: Command = [binary, "test", "openapi.yaml", f"--testBaseURL={url}", "--junitReportDir=junit"]
    quiet(command, folder, SPECMATIC_GENERATIVE_TESTS="true")
    cases = ElementTree.parse(folder / "junit/TEST-junit-jupiter.xml").iter("testcase")
    return {str(case.get("name")) for case in cases if case.find("failure") is not None}


def prism(url: str, folder: Path) -> Complaints:
    """Prism's validation proxy on the traffic of the contract's examples, with and without a token."""
    document = folder / "openapi.yaml"
    document.write_text(yaml.safe_dump(for_peers(), sort_keys=False))
    binary = PEERS / "node_modules/.bin/prism"
    command: Command = [binary, "proxy", document, url, "--port", "0"]
    piped: dict[str, Any] = {
        "stdout": subprocess.PIPE,
        "stderr": subprocess.STDOUT,
        "text": True,
        "start_new_session": True,
    }
    with subprocess.Popen(command, **piped, env=node()) as process:
        try:
            assert process.stdout is not None
            listening = next(line for line in process.stdout if "listening on" in line)
            proxy = listening.split("listening on ")[1].split()[0]
            return set().union(*(violations(proxy, request) for request in traffic()))
        finally:
            # Node of the Python package is a child of its own.
            os.killpg(process.pid, signal.SIGTERM)


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


def quiet(command: Command, folder: Path, **variables: str) -> None:
    """Run a judge; how it ends is in its report."""
    subprocess.run(command, cwd=folder, env={**node(), **variables}, capture_output=True, check=False)


def node() -> dict[str, str]:
    """The environment with Node of the virtual environment first."""
    return {**os.environ, "PATH": f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}"}


def install() -> None:
    """Fetch the peers, pinned, into a folder of their own."""
    PEERS.mkdir(parents=True, exist_ok=True)
    wanted = {"specmatic": SPECMATIC, "@stoplight/prism-cli": PRISM}
    manifest = json.dumps({"private": True, "dependencies": wanted})
    if not (PEERS / "package.json").exists() or (PEERS / "package.json").read_text() != manifest:
        (PEERS / "package.json").write_text(manifest)
        npm = ["npm", "install", "--ignore-scripts", "--no-audit", "--no-fund", "--silent"]
        subprocess.run(npm, cwd=PEERS, env=node(), check=True)


def measure(judge: Judge, fault: str) -> tuple[Complaints, float]:
    """Let one judge look at the plain implementation, with one fault or none. Returns complaints and seconds."""
    with serving(Trial(seed=1, fault=fault)) as options, tempfile.TemporaryDirectory() as folder:
        began = time.monotonic()
        return judge.judge(options.url, Path(folder)), time.monotonic() - began


def main() -> int:
    """Print the table, and what a peer caught and the suite did not. Returns 1 where there is such a fault."""
    parser = argparse.ArgumentParser(description="The contract suite beside its peers on the same planted faults.")
    parser.add_argument("--every", type=int, default=8, help="every Nth fault of the catalogue; 1 takes all (8)")
    chosen = sorted(CATALOGUE)[:: parser.parse_args().every]
    install()
    judges = [
        Judge(f"dws-contract {version('dws-snapshots')}", ours),
        Judge(f"schemathesis {version('schemathesis')}", schemathesis),
        Judge(f"Specmatic {SPECMATIC}", specmatic),
        Judge(f"Prism {PRISM}, validation proxy", prism),
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
